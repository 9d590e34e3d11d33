/* How long the window takes for a frame of the viewer and of the comparison, and how much memory, measured by its own frame
 * clock: the main thread's work from before layout to after drawing.
 *
 *   bench-viewer 50-MEGAPIXELS.jpg BEFORE.jpg AFTER.jpg
 *
 * Needs a display; makes a library in a temporary folder. With GSK_RENDERER=cairo all is drawn by the processor.
 */
#include <adwaita.h>

#include "dip-clients.h"
#include "dip-compare-view.h"
#include "dip-import.h"
#include "dip-picture-view.h"
#include "dip-safe-file.h"
#include "dip-settings.h"
#include "dip-workspace.h"
#include "frame-probe.h"

#define N_FRAMES 120

static void
report (const char *what, Probe *probe)
{
  probe_print (probe, what);
  printf ("\n");
  fflush (stdout);
}

static void
run_for (double seconds)
{
  const gint64 end = g_get_monotonic_time () + (gint64) (seconds * G_USEC_PER_SEC);

  while (g_get_monotonic_time () < end)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (500);
}

/* One frame after each step, as a pointer would ask for them. */
typedef void (*Step) (GtkWidget *widget, guint n);

static void
measure (GtkWidget *widget, Probe *probe, const char *what, Step step)
{
  g_array_set_size (probe->times, 0);
  for (guint n = 0; n < N_FRAMES; n++)
    {
      const guint before = probe->times->len;

      step (widget, n);
      gtk_widget_queue_draw (widget);
      while (probe->times->len == before)
        g_main_context_iteration (NULL, TRUE);
    }
  report (what, probe);
}

static void
step_zoom (GtkWidget *widget, guint n)
{
  dip_picture_area_zoom (DIP_PICTURE_AREA (widget), n < N_FRAMES / 2 ? 1.08 : 1 / 1.08);
}

static void
step_pan (GtkWidget *widget, guint n)
{
  const DipLens *lens = dip_picture_area_get_lens (DIP_PICTURE_AREA (widget));

  dip_picture_area_look_at (DIP_PICTURE_AREA (widget), lens->width * (0.2 + 0.6 * n / N_FRAMES), lens->height / 2,
                            lens->scale);
}

static void
step_mix (GtkWidget *widget, guint n)
{
  dip_compare_view_set_mix (DIP_COMPARE_VIEW (widget), 0.05 + 0.9 * n / N_FRAMES);
}

static gint64
bring_in (DipDesk *desk, const char *code, const char *path)
{
  const DipImportOptions options = { .view = DIP_VIEW_CROWN, .stated = dip_date_from_ymd (2024, 1, 1) };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = dip_safe_file_read (path, 1u << 30, path, &error);
  DipImportItem *item = bytes != NULL ? dip_import_bytes (desk, code, bytes, path, &options, NULL) : NULL;
  const gint64 id = item != NULL ? item->photo_id : 0;

  if (id == 0)
    g_error ("%s", item != NULL ? item->text : error->message);
  dip_import_item_free (item);
  return id;
}

static GtkWidget *
present (GtkWidget *child, Probe *probe)
{
  GtkWidget *window = gtk_window_new ();

  gtk_window_set_default_size (GTK_WINDOW (window), 1280, 800);
  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_child (GTK_WINDOW (window), child);
  gtk_window_present (GTK_WINDOW (window));
  probe_follow (probe, window);
  return window;
}

static void
bench_photo (DipWorkspace *workspace, gint64 id, Probe *probe)
{
  g_autoptr (DipTiles) tiles = dip_tiles_new (workspace, id);
  GtkWidget *view = dip_picture_view_new ();
  GtkWidget *window = present (view, probe);
  const gint64 begin = g_get_monotonic_time ();

  dip_picture_view_show (DIP_PICTURE_VIEW (view), tiles);
  while (!dip_tiles_is_sharp (tiles))
    g_main_context_iteration (NULL, TRUE);
  const double opened = (double) (g_get_monotonic_time () - begin) / 1000;
  measure (view, probe, "photo: zoom in and out", step_zoom);
  dip_picture_area_full_size (DIP_PICTURE_AREA (view));
  run_for (3);
  measure (view, probe, "photo: pan at full size", step_pan);
  printf ("| photo: sharp on the screen after %.0f ms; textures held: %.0f MiB |\n", opened,
          (double) dip_tiles_get_memory (tiles) / 1024 / 1024);
  gtk_window_destroy (GTK_WINDOW (window));
  run_for (0.2);
}

static void
bench_pair (DipWorkspace *workspace, gint64 before_id, gint64 after_id, Probe *probe)
{
  static const char *const names[]
      = { "pair: side by side, pan", "pair: split", "pair: onion skin", "pair: blink, pan", "pair: difference, pan" };
  const DipSimilarity turned = { 0.995, 0.0998, 20, -40 };
  const DipRect crop = { 400, 400, 5000, 3200 };
  g_autoptr (DipTiles) before = dip_tiles_new (workspace, before_id);
  g_autoptr (DipTiles) after = dip_tiles_new (workspace, after_id);
  GtkWidget *view = g_object_new (DIP_TYPE_COMPARE_VIEW, NULL);
  GtkWidget *window = present (view, probe);

  dip_compare_view_show (DIP_COMPARE_VIEW (view), before, after);
  dip_compare_view_align (DIP_COMPARE_VIEW (view), &turned, &crop);
  while (!dip_compare_view_is_sharp (DIP_COMPARE_VIEW (view)))
    g_main_context_iteration (NULL, TRUE);
  for (guint mode = 0; mode < N_DIP_COMPARE_MODES; mode++)
    {
      dip_compare_view_set_mode (DIP_COMPARE_VIEW (view), (DipCompareMode) mode);
      dip_picture_area_fit (DIP_PICTURE_AREA (view));
      dip_picture_area_zoom (DIP_PICTURE_AREA (view), 2); /* what fits can't be panned */
      run_for (1);
      measure (view, probe, names[mode], mode == DIP_COMPARE_SPLIT || mode == DIP_COMPARE_ONION ? step_mix : step_pan);
    }
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  const DipClinic clinic = { .name = (char *) "Bench", .healing_days = 28 };
  g_autofree char *folder = g_dir_make_tmp ("diptych-bench-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "library", NULL);
  g_autofree char *code = NULL;
  Probe probe = { g_array_new (FALSE, FALSE, sizeof (double)), 0 };
  g_autoptr (GSettings) settings = NULL;
  gint64 ids[3];

  if (argc != 4)
    return 2;
  adw_init ();
  DipDesk *desk = dip_desk_create (path, &clinic, "bench", NULL);
  code = dip_clients_add (desk, "Nobody", DIP_DATE_NONE, TRUE, NULL, NULL);
  for (int i = 0; i < 3; i++)
    ids[i] = bring_in (desk, code, argv[i + 1]);
  settings = dip_settings_new ();
  g_autoptr (DipWorkspace) workspace = dip_workspace_new (desk, settings);
  printf ("| what | frames | median, ms | 95 %%, ms | longest, ms | memory, MiB | peak, MiB |\n"
          "|---|---:|---:|---:|---:|---:|---:|\n");
  bench_photo (workspace, ids[0], &probe);
  bench_pair (workspace, ids[1], ids[2], &probe);
  g_array_unref (probe.times);
  return 0;
}
