/* How far copies of one picture are apart by the perceptual hash, and how far different pictures are: what the thresholds of
 * the look-up of stray copies are set by. usage: bench-likeness PICTURE... */
#include <stdio.h>
#include <stdlib.h>
#include <vips/vips.h>

#include "dip-imaging.h"
#include "dip-picture-likeness.h"

typedef struct
{
  const char *name;
  double scale;
  double cut; /* of width and height, at each side */
  int quality;
} Change;

static const Change changes[] = {
  { "JPEG quality 75", 1, 0, 75 },          { "JPEG quality 30", 1, 0, 30 },
  { "half the size", 0.5, 0, 80 },          { "a fifth of the size", 0.2, 0, 80 },
  { "half the size, JPEG 40", 0.5, 0, 40 }, { "cropped by 1 % a side", 1, 0.01, 80 },
  { "cropped by 2 % a side", 1, 0.02, 80 }, { "cropped by 4 % a side", 1, 0.04, 80 },
  { "cropped by 8 % a side", 1, 0.08, 80 },
};

typedef struct
{
  guint8 bits[32];
} Hash;

static gboolean
change (GBytes *picture, const Change *how, Hash *hash)
{
  VipsImage *image
      = vips_image_new_from_buffer (g_bytes_get_data (picture, NULL), g_bytes_get_size (picture), "", NULL);
  VipsImage *upright = NULL, *cut = NULL, *scaled = NULL;
  void *data = NULL;
  gsize size = 0;
  gboolean done = FALSE;

  if (image != NULL && vips_autorot (image, &upright, NULL) == 0
      && vips_crop (upright, &cut, (int) (upright->Xsize * how->cut), (int) (upright->Ysize * how->cut),
                    (int) (upright->Xsize * (1 - 2 * how->cut)), (int) (upright->Ysize * (1 - 2 * how->cut)), NULL)
             == 0
      && vips_resize (cut, &scaled, how->scale, NULL) == 0
      && vips_jpegsave_buffer (scaled, &data, &size, "Q", how->quality, "strip", TRUE, NULL) == 0)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_take (data, size);
      done = dip_picture_dhash (bytes, hash->bits, NULL);
    }
  g_clear_object (&scaled);
  g_clear_object (&cut);
  g_clear_object (&upright);
  g_clear_object (&image);
  vips_error_clear ();
  return done;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  return (int) *(const guint *) a - (int) *(const guint *) b;
}

static void
say (const char *name, GArray *distances)
{
  static const double shares[] = { 0, 0.001, 0.01, 0.5, 0.95, 0.99, 1 };

  g_array_sort (distances, compare);
  printf ("%-26s n %6u ", name, distances->len);
  for (gsize i = 0; distances->len > 0 && i < G_N_ELEMENTS (shares); i++)
    printf (" %5.1f%%: %3u", shares[i] * 100,
            g_array_index (distances, guint, (guint) (shares[i] * (distances->len - 1))));
  printf ("\n");
}

int
main (int argc, char **argv)
{
  g_autoptr (GArray) hashes = g_array_new (FALSE, FALSE, sizeof (Hash));
  g_autoptr (GArray) apart = g_array_new (FALSE, FALSE, sizeof (guint));
  GArray *changed[G_N_ELEMENTS (changes)];

  if (!dip_imaging_init (NULL))
    return 1;
  for (gsize c = 0; c < G_N_ELEMENTS (changes); c++)
    changed[c] = g_array_new (FALSE, FALSE, sizeof (guint));
  for (int i = 1; i < argc; i++)
    {
      char *data = NULL;
      gsize size = 0;
      Hash hash, other;
      g_autoptr (GBytes) picture = NULL;

      if (!g_file_get_contents (argv[i], &data, &size, NULL))
        continue;
      picture = g_bytes_new_take (data, size);
      if (dip_format_sniff (picture) != DIP_FORMAT_JPEG || !dip_picture_dhash (picture, hash.bits, NULL))
        continue;
      for (guint h = 0; h < hashes->len; h++)
        {
          const guint differ = dip_picture_hash_distance (hash.bits, g_array_index (hashes, Hash, h).bits);
          if (differ < 48)
            fprintf (stderr, "%u bits: %s and picture %u\n", differ, argv[i], h);
          g_array_append_val (apart, differ);
        }
      g_array_append_val (hashes, hash);
      for (gsize c = 0; c < G_N_ELEMENTS (changes); c++)
        if (change (picture, &changes[c], &other))
          {
            const guint differ = dip_picture_hash_distance (hash.bits, other.bits);
            g_array_append_val (changed[c], differ);
          }
    }
  for (gsize c = 0; c < G_N_ELEMENTS (changes); c++)
    say (changes[c].name, changed[c]);
  say ("different pictures", apart);
  return 0;
}
