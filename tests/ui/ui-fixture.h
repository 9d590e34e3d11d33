/* What the tests of the window share: waiting for things that come by the main loop, and a library to show. */
#pragma once

#include <adwaita.h>

#include "dip-clients.h"
#include "dip-desk.h"
#include "dip-settings.h"
#include "dip-treatments.h"
#include "dip-workspace.h"

#define PATIENCE_US (30 * G_USEC_PER_SEC)

typedef gboolean (*Condition) (gpointer data);

/* Runs the main loop until @condition holds; fails the test when it takes too long. */
static inline void
wait_for (Condition condition, gpointer data)
{
  gint64 end = g_get_monotonic_time () + PATIENCE_US;

  while (!condition (data))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      if (!g_main_context_iteration (NULL, FALSE))
        g_usleep (2000);
    }
}

static inline char *
new_folder (void)
{
  char *path = g_dir_make_tmp ("diptych-ui-XXXXXX", NULL);

  g_assert_nonnull (path);
  return path;
}

/* A library with @n clients called “Client 0” on, of whom the first has had a session long ago. */
static inline char *
new_library (guint n)
{
  g_autofree char *folder = new_folder ();
  char *path = g_build_filename (folder, "library", NULL);
  DipClinic clinic = { .name = (char *) "Test Clinic", .healing_days = 28 };
  DipDesk *desk = dip_desk_create (path, &clinic, "tester", NULL);

  g_assert_nonnull (desk);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf ("Client %u", i);
      g_autofree char *code = dip_clients_add (desk, name, DIP_DATE_NONE, TRUE, NULL, NULL);

      g_assert_nonnull (code);
      if (i > 0)
        continue;
      g_assert_cmpint (dip_treatments_add (desk, code, DIP_AREA_CROWN, DIP_STAGE_NORWOOD_4, NULL), >, 0);
      g_assert_cmpint (dip_sessions_add (desk, code, 0, dip_date_from_ymd (2024, 2, 1), DIP_SESSION_INITIAL, NULL), >,
                       0);
    }
  dip_desk_free (desk);
  return path;
}

/* The first widget below @widget of the type, or NULL. */
static inline GtkWidget *
find_widget (GtkWidget *widget, GType type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_widget (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* Whether a label that is on the screen reads @text. */
static inline gboolean
shows_text (GtkWidget *widget, const char *text)
{
  if (!gtk_widget_get_mapped (widget))
    return FALSE;
  if (GTK_IS_LABEL (widget) && g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), text))
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (shows_text (child, text))
      return TRUE;
  return FALSE;
}
