/* Copies of a picture are known by their perceptual hash, other pictures are not taken for them. */
#include <vips/vips.h>

#include "dip-demo-photo.h"
#include "dip-picture-likeness.h"

/* As in workflow/dip-strays.c. */
#define ALMOST  24
#define LIKELY  40
#define PERHAPS 60

static const struct
{
  const char *name;
  double scale, cut; /* of each side */
  int quality;
  guint most;
} changes[] = {
  { "recompressed", 1, 0, 75, ALMOST },
  { "badly", 1, 0, 30, ALMOST },
  { "half-the-size", 0.5, 0, 80, ALMOST },
  { "half-and-badly", 0.5, 0, 40, LIKELY },
  { "cropped-by-1-percent", 1, 0.01, 80, PERHAPS },
  { "cropped-by-2-percent", 1, 0.02, 80, PERHAPS },
};

static GBytes *
change (GBytes *picture, gsize how)
{
  VipsImage *image
      = vips_image_new_from_buffer (g_bytes_get_data (picture, NULL), g_bytes_get_size (picture), "", NULL);
  VipsImage *cut = NULL, *scaled = NULL;
  const double kept = 1 - 2 * changes[how].cut;
  void *data = NULL;
  gsize size = 0;

  g_assert_cmpint (vips_crop (image, &cut, (int) (image->Xsize * changes[how].cut),
                              (int) (image->Ysize * changes[how].cut), (int) (image->Xsize * kept),
                              (int) (image->Ysize * kept), NULL),
                   ==, 0);
  g_assert_cmpint (vips_resize (cut, &scaled, changes[how].scale, NULL), ==, 0);
  g_assert_cmpint (vips_jpegsave_buffer (scaled, &data, &size, "Q", changes[how].quality, NULL), ==, 0);
  g_object_unref (scaled);
  g_object_unref (cut);
  g_object_unref (image);
  return g_bytes_new_take (data, size);
}

static const DipDemoView views[] = { DIP_DEMO_FRONT, DIP_DEMO_TOP, DIP_DEMO_CROWN, DIP_DEMO_BACK };

static GBytes *
draw (DipDemoView view)
{
  const DipDemoPhoto what = { .seed = 5,
                              .view = view,
                              .thinning = 0.6,
                              .density = 0.4,
                              .skin = 0.3,
                              .width = 480,
                              .height = 360,
                              .orientation = 1,
                              .taken = "2026:03:14 10:11:12",
                              .offset = "+00:00",
                              .owner = "Nobody" };
  g_autoptr (GError) error = NULL;
  GBytes *picture = dip_demo_photo_draw (&what, NULL, &error);

  g_assert_no_error (error);
  return picture;
}

static guint
distance (GBytes *one, GBytes *other)
{
  guint8 first[32], second[32];

  g_assert_true (dip_picture_dhash (one, first, NULL));
  g_assert_true (dip_picture_dhash (other, second, NULL));
  return dip_picture_hash_distance (first, second);
}

static void
test_change (gconstpointer index)
{
  for (gsize v = 0; v < G_N_ELEMENTS (views); v++)
    {
      g_autoptr (GBytes) picture = draw (views[v]);
      g_autoptr (GBytes) changed = change (picture, GPOINTER_TO_SIZE (index));

      g_assert_cmpuint (distance (picture, changed), <=, changes[GPOINTER_TO_SIZE (index)].most);
    }
}

static void
test_different (void)
{
  for (gsize v = 1; v < G_N_ELEMENTS (views); v++)
    {
      g_autoptr (GBytes) one = draw (views[v - 1]);
      g_autoptr (GBytes) other = draw (views[v]);

      g_assert_cmpuint (distance (one, other), >, ALMOST);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (dip_imaging_init (NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autofree char *path = g_strconcat ("/likeness/", changes[i].name, NULL);
      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_change);
    }
  g_test_add_func ("/likeness/different", test_different);
  const int result = g_test_run ();
  dip_imaging_shutdown ();
  return result;
}
