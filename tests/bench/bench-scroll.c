/* How long the main thread is busy while a long list of each place is scrolled, and with any one thing while it is loaded.
 *
 *   bench-scroll LIBRARY [ACCOUNT PASSPHRASE]
 *
 * Needs a display. With GSK_RENDERER=cairo all is drawn by the processor, which is the worst case.
 */
#include <adwaita.h>

#include "dip-settings.h"
#include "dip-tile.h"
#include "dip-unlock-page.h"
#include "dip-window.h"
#include "frame-probe.h"

/* Frames, and pixels in each: a fling. */
#define N_FRAMES 240
#define STEP     90
/* Leaps to anywhere in the list, as by its scroll bar. */
#define N_LEAPS 60

typedef struct
{
  const char *name;
  GType list;
} Place;

/* The list on the screen below @widget, NULL as long as there is none. */
static GtkWidget *
find_list (GtkWidget *widget, GType type)
{
  if (!gtk_widget_get_mapped (widget))
    return NULL;
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_list (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* MiB of the pictures that tiles hold, whether they are kept for later too or not. */
static double
count_textures (GtkWidget *widget)
{
  double held = 0;

  if (GTK_IS_PICTURE (widget) && GDK_IS_TEXTURE (gtk_picture_get_paintable (GTK_PICTURE (widget))))
    {
      GdkPaintable *texture = gtk_picture_get_paintable (GTK_PICTURE (widget));

      held += (double) gdk_paintable_get_intrinsic_width (texture) * gdk_paintable_get_intrinsic_height (texture) * 3
              / 1024 / 1024;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    held += count_textures (child);
  return held;
}

/* Runs the main loop once; returns how long this thread was at work with it, milliseconds. */
static double
turn (gboolean may_wait)
{
  const gint64 begin = get_time ();

  g_main_context_iteration (NULL, may_wait);
  return (double) (get_time () - begin) / 1000;
}

static double
run_for (double seconds)
{
  const gint64 end = g_get_monotonic_time () + (gint64) (seconds * G_USEC_PER_SEC);
  double longest = 0;

  while (g_get_monotonic_time () < end)
    {
      const double time = turn (FALSE);

      longest = MAX (longest, time);
      if (!g_main_context_pending (NULL))
        g_usleep (500);
    }
  return longest;
}

static void
scroll (GtkWidget *list, Probe *probe, gboolean leap)
{
  GtkAdjustment *at = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (list));
  const double height = gtk_adjustment_get_upper (at) - gtk_adjustment_get_page_size (at);
  g_autoptr (GRand) chance = g_rand_new_with_seed (1);

  g_array_set_size (probe->times, 0);
  for (guint n = 0; n < (leap ? N_LEAPS : N_FRAMES); n++)
    {
      const guint before = probe->times->len;

      gtk_adjustment_set_value (at,
                                leap ? g_rand_double_range (chance, 0, height) : gtk_adjustment_get_value (at) + STEP);
      gtk_widget_queue_draw (list);
      while (probe->times->len == before)
        turn (TRUE);
      /* Pictures come in meanwhile. */
      run_for (0.012);
    }
}

static void
report (DipWindow *window, Probe *probe, const char *place, const char *what, double longest)
{
  g_autofree char *name = g_strdup_printf ("%s: %s", place, what);

  probe_print (probe, name);
  printf (" %.0f | %.1f |\n", count_textures (GTK_WIDGET (window)), longest);
  fflush (stdout);
}

static void
bench_place (DipWindow *window, Probe *probe, guint number, const char *name, GType type)
{
  GtkWidget *list = NULL;
  double longest = 0;
  const gint64 patience = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;

  g_array_set_size (probe->times, 0);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.go", "i", (gint32) number);
  while (g_get_monotonic_time () < patience
         && (list == NULL || gtk_adjustment_get_upper (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (list))) < 10000))
    {
      const double time = run_for (0.1);

      longest = MAX (longest, time);
      list = find_list (GTK_WIDGET (window), type);
    }
  if (list == NULL)
    {
      printf ("| %s: no list |\n", name);
      return;
    }
  report (window, probe, name, "show", longest);
  run_for (1.5);
  scroll (list, probe, FALSE);
  report (window, probe, name, "scroll", 0);
  scroll (list, probe, TRUE);
  report (window, probe, name, "leap", 0);
  /* What is there already is read anew. */
  gtk_widget_activate_action (GTK_WIDGET (window), "win.refresh", NULL);
  longest = run_for (4);
  report (window, probe, name, "refresh", longest);
}

/* Types into the fields of the sign-in, in order, and presses its first button that can be pressed. */
static void
sign_in (GtkWidget *window, char **words)
{
  GtkWidget *page = find_list (window, DIP_TYPE_UNLOCK_PAGE);
  GtkWidget *passphrase = page != NULL ? find_list (page, ADW_TYPE_PASSWORD_ENTRY_ROW) : NULL;
  GtkWidget *account = passphrase != NULL ? gtk_widget_get_prev_sibling (passphrase) : NULL;

  if (account == NULL)
    g_error ("no page to sign in");
  gtk_editable_set_text (GTK_EDITABLE (account), words[0]);
  gtk_editable_set_text (GTK_EDITABLE (passphrase), words[1]);
  g_signal_emit_by_name (passphrase, "entry-activated");
}

int
main (int argc, char **argv)
{
  Probe probe = { g_array_new (FALSE, FALSE, sizeof (double)), 0 };
  g_autoptr (GSettings) settings = NULL;
  DipWindow *window;
  double longest;

  if (argc != 2 && argc != 4)
    return 2;
  adw_init ();
  settings = dip_settings_new ();
  window = dip_window_new (NULL, settings);
  gtk_window_set_default_size (GTK_WINDOW (window), 1280, 800);
  gtk_window_present (GTK_WINDOW (window));
  probe_follow (&probe, GTK_WIDGET (window));
  printf ("| what | frames | median, ms | 95 %%, ms | longest, ms | memory, MiB | peak, MiB | textures, MiB | longest "
          "step of "
          "the main loop, ms |\n|---|---:|---:|---:|---:|---:|---:|---:|---:|\n");
  dip_window_open (window, argv[1], DIP_OPEN_NORMAL);
  if (argc == 4)
    {
      run_for (2);
      sign_in (GTK_WIDGET (window), argv + 2);
    }
  longest = run_for (8);
  report (window, &probe, "library", "open", longest);
  bench_place (window, &probe, 1, "Clients", GTK_TYPE_LIST_VIEW);
  bench_place (window, &probe, 2, "Inbox", GTK_TYPE_GRID_VIEW);
  bench_place (window, &probe, 3, "Gallery", GTK_TYPE_GRID_VIEW);
  gtk_window_destroy (GTK_WINDOW (window));
  g_array_unref (probe.times);
  return 0;
}
