/* How long the studio takes to follow a hand: landmarks solved, and the composite drawn from proxies.
 *
 *   bench-preview BEFORE.jpg AFTER.jpg [WIDTH HEIGHT]     photos of any size; prints milliseconds, median of 40
 */
#include <math.h>
#include <stdlib.h>

#include "dip-compose.h"
#include "dip-pair.h"

#define PROXY_SIDE 1600
#define ROUNDS     40

static int
compare (gconstpointer a, gconstpointer b)
{
  const double first = *(const double *) a, second = *(const double *) b;

  return first < second ? -1 : first > second;
}

static DipPicture *
open_proxy (const char *path, DipPhoto *photo)
{
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, NULL);
  g_autoptr (GBytes) bytes = file != NULL ? g_mapped_file_get_bytes (file) : NULL;
  const DipLimits limits = DIP_LIMITS_DEFAULT;
  int bits;

  if (bytes == NULL
      || !dip_format_read_size (bytes, dip_format_sniff (bytes), &limits, &photo->width, &photo->height, &bits, NULL))
    return NULL;
  return dip_picture_load (bytes, 1, PROXY_SIDE, PROXY_SIDE, NULL, NULL);
}

/* One landmark moves by a pixel each time. */
static gboolean
solve (guint round, const DipPhoto *before, const DipPhoto *after, DipAlignment *out, DipRect *crop)
{
  const double w = before->width, h = before->height;

  *out = (DipAlignment){ .n_landmarks = 3,
                         .crop_shape = DIP_CROP_4_5,
                         .before = { { w * 0.3, h * 0.3 }, { w * 0.7, h * 0.32 }, { w * 0.5, h * 0.7 } },
                         .after = { { w * 0.31 + round, h * 0.3 }, { w * 0.69, h * 0.29 }, { w * 0.5, h * 0.71 } } };
  return dip_alignment_solve (out, before, after, crop, NULL);
}

static gboolean
draw (DipPicture *const *proxies, const DipPhoto *photos, const DipAlignment *alignment, const DipRect *crop,
      int height)
{
  const DipSimilarity *s = &alignment->after_to_before;
  const DipPanel panels[] = {
    { .proxy = proxies[0], .width = photos[0].width, .height = photos[0].height, .a = 1, .label = "Before" },
    { .proxy = proxies[1],
      .width = photos[1].width,
      .height = photos[1].height,
      .a = s->a,
      .b = s->b,
      .tx = s->tx,
      .ty = s->ty,
      .label = "Healed · 6 weeks" },
  };
  const DipComposition what = { .panels = panels,
                                .n_panels = 2,
                                .crop = { crop->x, crop->y, crop->width, crop->height },
                                .panel_height = height,
                                .gutter = -1,
                                .quick = TRUE,
                                .background = { 255, 255, 255 } };
  g_autoptr (DipPicture) picture = dip_compose (&what, NULL, NULL);
  g_autoptr (GBytes) pixels = picture != NULL ? dip_picture_get_pixels (picture, NULL) : NULL;

  return pixels != NULL;
}

int
main (int argc, char **argv)
{
  DipPhoto photos[2] = { 0 };
  double solving[ROUNDS], drawing[ROUNDS];
  const int height = argc > 3 ? (int) g_ascii_strtoll (argv[3], NULL, 10) : 480;

  if (argc < 3 || !dip_imaging_init (NULL))
    return 2;
  g_autoptr (DipPicture) before = open_proxy (argv[1], &photos[0]);
  g_autoptr (DipPicture) after = open_proxy (argv[2], &photos[1]);
  g_autoptr (DipPicture) small_before = before != NULL ? dip_picture_halve (before, NULL) : NULL;
  g_autoptr (DipPicture) small_after = after != NULL ? dip_picture_halve (after, NULL) : NULL;
  if (small_before == NULL || small_after == NULL)
    return 2;
  /* As the studio does: the smallest proxy that has a pixel for each of the panel's. */
  const gboolean small = dip_picture_get_height (small_before) * 0.6 >= height;
  DipPicture *const proxies[] = { small ? small_before : before, small ? small_after : after };
  for (guint i = 0; i < ROUNDS; i++)
    {
      const gint64 start = g_get_monotonic_time ();
      DipAlignment alignment;
      DipRect crop;

      if (!solve (i, &photos[0], &photos[1], &alignment, &crop))
        return 1;
      const gint64 solved = g_get_monotonic_time ();
      if (!draw (proxies, photos, &alignment, &crop, height))
        return 1;
      solving[i] = (double) (solved - start) / 1000;
      drawing[i] = (double) (g_get_monotonic_time () - solved) / 1000;
    }
  qsort (solving, ROUNDS, sizeof *solving, compare);
  qsort (drawing, ROUNDS, sizeof *drawing, compare);
  g_print ("solve %.3f ms, draw %.1f ms (fastest %.1f), panels %d high\n", solving[ROUNDS / 2], drawing[ROUNDS / 2],
           drawing[0], height);
  return 0;
}
