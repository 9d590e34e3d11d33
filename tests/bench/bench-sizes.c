/* Sizes at equal quality, for tests/bench/sizes.sh.
 *
 *   bench-sizes rungs PHOTO DIRECTORY      The ladder as exports have it, and each width without loss.
 *   bench-sizes likeness                   Reads lines "REFERENCE FILE" and answers each with their structural similarity.
 */
#include <stdio.h>
#include <string.h>
#include <vips/vips.h>

#include "dip-compose.h"
#include "dip-safe-file.h"
#include "dip-similarity-index.h"

static gboolean
rungs (const char *photo, const char *directory, GError **error)
{
  static const int widths[] = { 400, 800, 1200, 1600 };
  static const DipFormat formats[] = { DIP_FORMAT_AVIF, DIP_FORMAT_WEBP, DIP_FORMAT_JPEG, DIP_FORMAT_PNG };
  char *data = NULL;
  gsize length = 0;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (DipPicture) picture = NULL;
  g_autoptr (GPtrArray) files = NULL;
  DipRung all[16];

  for (guint i = 0; i < 16; i++)
    all[i] = (DipRung){ .format = formats[i % 4], .width = widths[i / 4] };
  if (!g_file_get_contents (photo, &data, &length, error))
    return FALSE;
  bytes = g_bytes_new_take (data, length);
  picture = dip_picture_load (bytes, 1, 1600, 1 << 20, NULL, error);
  files = picture != NULL ? dip_picture_encode (picture, all, 16, NULL, error) : NULL;
  for (guint i = 0; files != NULL && i < files->len; i++)
    {
      const DipEncoded *file = files->pdata[i];
      g_autofree char *path = g_strdup_printf ("%s/%d.%s", directory, file->width, dip_format_extension (file->format));

      if (!dip_safe_file_write (path, file->bytes, DIP_SAFE_FILE_NO_SYNC, NULL, NULL, error))
        return FALSE;
    }
  return files != NULL;
}

static VipsImage *
open_picture (const char *path)
{
  g_autoptr (VipsImage) image = vips_image_new_from_file (path, NULL);
  VipsImage *out = NULL;

  return image != NULL && vips_colourspace (image, &out, VIPS_INTERPRETATION_sRGB, NULL) == 0 ? out : NULL;
}

static int
likeness (void)
{
  char line[4096];

  while (fgets (line, sizeof line, stdin) != NULL)
    {
      g_auto (GStrv) paths = g_strsplit (g_strstrip (line), " ", 2);
      g_autoptr (VipsImage) a = paths[0] != NULL ? open_picture (paths[0]) : NULL;
      g_autoptr (VipsImage) b = a != NULL && paths[1] != NULL ? open_picture (paths[1]) : NULL;

      if (b == NULL)
        g_printerr ("%s\n", vips_error_buffer ());
      printf ("%.6f\n", b != NULL ? dip_ssim (a, b) : -1);
      fflush (stdout);
    }
  return 0;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;

  if (VIPS_INIT (argv[0]) != 0)
    return 1;
  vips_cache_set_max (0); /* a file of the same name is another one the next time */
  if (argc == 2 && strcmp (argv[1], "likeness") == 0)
    return likeness ();
  if (argc == 4 && strcmp (argv[1], "rungs") == 0 && rungs (argv[2], argv[3], &error))
    return 0;
  g_printerr ("%s\n", error != NULL ? error->message : "usage: see the head of bench-sizes.c");
  return 1;
}
