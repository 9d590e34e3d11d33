/* The engine's own work as whole processes, for the clock: what a person waits for, without a library around it.
 *
 *   bench-imaging compose BEFORE.jpg AFTER.jpg OUT.jpg HEIGHT [DEGREES]
 *   bench-imaging ladder PHOTO.jpg DIRECTORY
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dip-compose.h"
#include "dip-safe-file.h"

static GBytes *
read_file (const char *path, GError **error)
{
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, error);

  return file != NULL ? g_mapped_file_get_bytes (file) : NULL;
}

static gboolean
write_file (const char *path, GBytes *bytes, GError **error)
{
  return dip_safe_file_write (path, bytes, DIP_SAFE_FILE_NO_SYNC, NULL, NULL, error);
}

/* Turned by @degrees about the middle: 0 is the plain case. */
static gboolean
read_panel (const char *path, double degrees, const char *label, DipPanel *panel, GError **error)
{
  const DipLimits limits = DIP_LIMITS_DEFAULT;
  const double a = cos (degrees * G_PI / 180), b = sin (degrees * G_PI / 180);
  GBytes *bytes = read_file (path, error);
  int bits;

  *panel = (DipPanel){ .bytes = bytes, .orientation = 1, .a = a, .b = b, .label = label };
  if (bytes == NULL
      || !dip_format_read_size (bytes, DIP_FORMAT_JPEG, &limits, &panel->width, &panel->height, &bits, error))
    return FALSE;
  panel->tx = (panel->width - (a * panel->width - b * panel->height)) / 2;
  panel->ty = (panel->height - (b * panel->width + a * panel->height)) / 2;
  if (degrees == 0)
    panel->tx = panel->ty = 0;
  return TRUE;
}

static gboolean
compose (int argc, char **argv, GError **error)
{
  const DipRung rung = { .format = DIP_FORMAT_JPEG, .width = 100000 };
  DipPanel panels[2] = { 0 };
  g_autoptr (DipPicture) picture = NULL;
  g_autoptr (GPtrArray) files = NULL;
  gboolean done = FALSE;

  if (read_panel (argv[2], 0, "Before", &panels[0], error)
      && read_panel (argv[3], argc > 6 ? g_ascii_strtod (argv[6], NULL) : 0, "Healed · 6 weeks", &panels[1], error))
    {
      const DipComposition what = {
        .panels = panels,
        .n_panels = 2,
        .crop = { 0, 0, panels[0].width, panels[0].height },
        .panel_height = (int) g_ascii_strtoll (argv[5], NULL, 10),
        .gutter = -1,
        .background = { 255, 255, 255 },
      };

      picture = dip_compose (&what, NULL, error);
      if (picture != NULL)
        files = dip_picture_encode (picture, &rung, 1, NULL, error);
      done = files != NULL && write_file (argv[4], ((DipEncoded *) files->pdata[0])->bytes, error);
    }
  g_clear_pointer (&panels[0].bytes, g_bytes_unref);
  g_clear_pointer (&panels[1].bytes, g_bytes_unref);
  return done;
}

static gboolean
write_rungs (GPtrArray *files, const char *directory, GError **error)
{
  for (guint i = 0; i < files->len; i++)
    {
      const DipEncoded *file = files->pdata[i];
      g_autofree char *path
          = g_strdup_printf ("%s/photo-%d.%s", directory, file->width, dip_format_extension (file->format));

      if (!write_file (path, file->bytes, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
ladder (int argc, char **argv, GError **error)
{
  static const int widths[] = { 400, 800, 1200, 1600 };
  static const DipFormat formats[] = { DIP_FORMAT_AVIF, DIP_FORMAT_WEBP, DIP_FORMAT_JPEG };
  g_autoptr (GBytes) bytes = read_file (argv[2], error);
  g_autoptr (DipPicture) picture = NULL;
  g_autoptr (GPtrArray) files = NULL;
  DipRung rungs[12];

  for (guint i = 0; i < 12; i++)
    rungs[i] = (DipRung){ .format = formats[i % 3], .width = widths[i / 3] };
  if (bytes != NULL)
    picture = dip_picture_load (bytes, 1, 1600, 1 << 20, NULL, error);
  if (picture != NULL)
    files = dip_picture_encode (picture, rungs, 12, NULL, error);
  return files != NULL && write_rungs (files, argv[3], error);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;

  if (argc >= 6 && strcmp (argv[1], "compose") == 0
          ? compose (argc, argv, &error)
          : argc == 4 && strcmp (argv[1], "ladder") == 0 && ladder (argc, argv, &error))
    return 0;
  g_printerr ("%s\n", error != NULL ? error->message : "usage: see the head of bench-imaging.c");
  return 1;
}
