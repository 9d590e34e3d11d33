#include "dip-studio-series.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "dip-choice.h"
#include "dip-pairing.h"
#include "dip-publication.h"

struct _DipStudioSeries
{
  GtkWidget parent_instance;

  AdwPreferencesGroup *group;
  GPtrArray *rows;   /* GtkWidget, in @group */
  GPtrArray *checks; /* GtkCheckButton, as many */
  GArray *ids;       /* gint64, pairs, as many */
};

G_DEFINE_FINAL_TYPE (DipStudioSeries, dip_studio_series, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

guint
dip_studio_series_get (DipStudioSeries *self, gint64 others[DIP_SERIES_MORE])
{
  guint n = 0;

  g_return_val_if_fail (DIP_IS_STUDIO_SERIES (self), 0);

  for (guint i = 0; i < self->checks->len && n < DIP_SERIES_MORE; i++)
    if (gtk_check_button_get_active (g_ptr_array_index (self->checks, i)))
      others[n++] = g_array_index (self->ids, gint64, i);
  return n;
}

/* A picture holds so many and no more. */
static void
on_toggled (DipStudioSeries *self)
{
  gint64 others[DIP_SERIES_MORE];
  const gboolean full = dip_studio_series_get (self, others) == DIP_SERIES_MORE;

  for (guint i = 0; i < self->checks->len; i++)
    gtk_widget_set_sensitive (g_ptr_array_index (self->rows, i),
                              !full || gtk_check_button_get_active (g_ptr_array_index (self->checks, i)));
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
add_row (DipStudioSeries *self, const DipCase *one, gboolean chosen)
{
  g_autofree char *day = dip_date_to_display (one->after->taken_on);
  g_autofree char *label = dip_publication_after_label (&one->after_facts);
  /* Translators: how long healed, and the day the photo was taken. */
  g_autofree char *title = g_strdup_printf (_ ("%s, %s"), label, day);
  GtkCheckButton *check;
  GtkWidget *row = dip_choice_check_row (title, &check);

  gtk_check_button_set_active (check, chosen);
  g_signal_connect_object (check, "toggled", G_CALLBACK (on_toggled), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (self->group, row);
  g_ptr_array_add (self->rows, row);
  g_ptr_array_add (self->checks, check);
  g_array_append_val (self->ids, one->pair->id);
}

static gpointer
list_siblings (const DipDesk *desk, gpointer args, DipJob *job, GError **error)
{
  return dip_pairing_siblings (desk, *(const gint64 *) args, error);
}

static gboolean
is_among (const gint64 *ids, guint n, gint64 id)
{
  for (guint i = 0; i < n; i++)
    if (ids[i] == id)
      return TRUE;
  return FALSE;
}

static void
on_listed (gpointer owner, gpointer result, const GError *error)
{
  DipStudioSeries *self = owner;
  g_autoptr (GPtrArray) siblings = result;
  gint64 chosen[DIP_SERIES_MORE];
  const guint n_chosen = dip_studio_series_get (self, chosen);

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->group, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  g_ptr_array_set_size (self->checks, 0);
  g_array_set_size (self->ids, 0);
  for (guint i = 0; siblings != NULL && i < siblings->len; i++)
    {
      const DipCase *one = g_ptr_array_index (siblings, i);

      add_row (self, one, is_among (chosen, n_chosen, one->pair->id));
    }
  gtk_widget_set_visible (GTK_WIDGET (self), self->rows->len > 0);
}

void
dip_studio_series_open (DipStudioSeries *self, DipWorkspace *workspace, gint64 pair_id)
{
  const DipWork work
      = { list_siblings, g_memdup2 (&pair_id, sizeof pair_id), g_free, (GDestroyNotify) g_ptr_array_unref, FALSE };

  g_return_if_fail (DIP_IS_STUDIO_SERIES (self));

  dip_workspace_run (workspace, &work, NULL, G_OBJECT (self), on_listed);
}

static void
dip_studio_series_dispose (GObject *object)
{
  DipStudioSeries *self = DIP_STUDIO_SERIES (object);

  g_clear_pointer ((GtkWidget **) &self->group, gtk_widget_unparent);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->checks, g_ptr_array_unref);
  g_clear_pointer (&self->ids, g_array_unref);
  G_OBJECT_CLASS (dip_studio_series_parent_class)->dispose (object);
}

static void
dip_studio_series_class_init (DipStudioSeriesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dip_studio_series_dispose;
  signals[SIGNAL_CHANGED]
      = g_signal_new ("changed", DIP_TYPE_STUDIO_SERIES, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
dip_studio_series_init (DipStudioSeries *self)
{
  GtkWidget *group = adw_preferences_group_new ();

  self->group = ADW_PREFERENCES_GROUP (group);
  self->rows = g_ptr_array_new ();
  self->checks = g_ptr_array_new ();
  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  adw_preferences_group_set_title (self->group, _ ("A Series"));
  adw_preferences_group_set_description (self->group,
                                         _ ("Other healed photos of the same before, in one picture with this one."));
  gtk_widget_set_parent (group, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}
