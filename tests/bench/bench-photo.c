/* Draws the bench's photo: 24 megapixels of shading, texture and sensor noise, about as hard to code as a camera's. */
#include <stdlib.h>
#include <vips/vips.h>

typedef struct
{
  int cell;
  double gain;
} Octave;

/* From the light on a head down to single hairs; the gains fall as in natural pictures (about 1/f). */
static const Octave octaves[] = { { 900, 60 }, { 120, 26 }, { 24, 18 }, { 7, 15 } };

static VipsImage *
draw_grey (int width, int height, int seed)
{
  VipsImage *sum = NULL;

  if (vips_gaussnoise (&sum, width, height, "sigma", 7.0, "mean", 118.0, "seed", seed, NULL))
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (octaves); i++)
    {
      VipsImage *noise = NULL, *scaled = NULL, *next = NULL;

      if (vips_perlin (&noise, width, height, "cell_size", octaves[i].cell, "seed", seed + (int) i, NULL)
          || vips_linear1 (noise, &scaled, octaves[i].gain, 0, NULL) || vips_add (sum, scaled, &next, NULL))
        return NULL;
      g_object_unref (noise);
      g_object_unref (scaled);
      g_object_unref (sum);
      sum = next;
    }
  return sum;
}

static int
draw_photo (const char *path, int width, int height, int seed)
{
  double gain[] = { 1.06, 0.86, 0.74 }, shift[] = { 20, 2, -4 };
  VipsImage *grey = draw_grey (width, height, seed), *all[3] = { grey, grey, grey };
  VipsImage *bands = NULL, *colour = NULL, *bytes = NULL, *photo = NULL;

  if (grey == NULL || vips_bandjoin (all, &bands, 3, NULL) || vips_linear (bands, &colour, gain, shift, 3, NULL)
      || vips_cast_uchar (colour, &bytes, NULL)
      || vips_copy (bytes, &photo, "interpretation", VIPS_INTERPRETATION_sRGB, NULL)
      || vips_jpegsave (photo, path, "Q", 90, "strip", TRUE, NULL))
    return 1;
  g_object_unref (grey);
  g_object_unref (bands);
  g_object_unref (colour);
  g_object_unref (bytes);
  g_object_unref (photo);
  return 0;
}

int
main (int argc, char **argv)
{
  if (argc != 5 || VIPS_INIT (argv[0]))
    {
      g_printerr ("usage: bench-photo FILE.jpg WIDTH HEIGHT SEED\n");
      return 2;
    }
  if (draw_photo (argv[1], (int) strtol (argv[2], NULL, 10), (int) strtol (argv[3], NULL, 10),
                  (int) strtol (argv[4], NULL, 10))
      == 0)
    return 0;
  g_printerr ("%s\n", vips_error_buffer ());
  return 1;
}
