/* Photographs made-up clients: sets the scene, exposes, develops, and writes the file as a phone would. */
#include "dip-demo-photo-private.h"

#include "dip-error.h"

#include <glib/gi18n-lib.h>
#include <turbojpeg.h>

#define QUALITY        88
#define SMALLEST       64
#define LARGEST        8192
#define THUMBNAIL_SIDE 160

/* 8-bit RGB. */
typedef struct
{
  int width, height;
  guint8 *pixels;
} Picture;

static void
picture_clear (Picture *picture)
{
  g_clear_pointer (&picture->pixels, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Picture, picture_clear)

static DipDemoScene *
scene_new (const DipDemoPhoto *what)
{
  DipDemoScene *scene = g_new0 (DipDemoScene, 1);

  scene->what = what;
  dip_demo_head_init (&scene->head, what->seed);
  dip_demo_camera_init (&scene->camera, what);
  dip_demo_look_init (&scene->look, what, &scene->camera);
  dip_demo_noise_fill (&scene->noise, what->seed);
  return scene;
}

static void
film_init (DipDemoFilm *film, int width, int height)
{
  gsize n = (gsize) width * (gsize) height;

  film->width = width;
  film->height = height;
  film->colour = g_new (float, 3 * n);
  film->light = g_new (float, n);
  film->depth = g_new (float, n);
  film->hair = g_new0 (float, n);
  film->marks = g_new0 (float, n);
}

static void
film_clear (DipDemoFilm *film)
{
  g_free (film->colour);
  g_free (film->light);
  g_free (film->depth);
  g_free (film->hair);
  g_free (film->marks);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DipDemoFilm, film_clear)

static guint8 *
photograph (const DipDemoScene *scene)
{
  g_auto (DipDemoFilm) film = { 0 };

  film_init (&film, scene->what->width, scene->what->height);
  dip_demo_surface_draw (scene, &film);
  dip_demo_hair_draw (scene, &film);
  return dip_demo_film_develop (scene, &film);
}

/* Where the upright pixel (@x, @y) of a @width by @height picture is stored, by the EXIF orientation. */
static void
stored_at (int orientation, int width, int height, int x, int y, int *sx, int *sy)
{
  gboolean from_right = orientation == 2 || orientation == 3 || orientation == 6 || orientation == 7;
  gboolean from_bottom = orientation == 3 || orientation == 4 || orientation == 7 || orientation == 8;
  int across = from_right ? width - 1 - x : x, down = from_bottom ? height - 1 - y : y;

  *sx = orientation >= 5 ? down : across;
  *sy = orientation >= 5 ? across : down;
}

static void
turn_to_store (Picture *out, const guint8 *upright, int width, int height, int orientation)
{
  out->width = orientation >= 5 ? height : width;
  out->height = orientation >= 5 ? width : height;
  out->pixels = g_malloc0 ((gsize) width * (gsize) height * 3);
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++, upright += 3)
      {
        int sx = 0, sy = 0;

        stored_at (orientation, width, height, x, y, &sx, &sy);
        memcpy (out->pixels + 3 * ((gsize) sy * (gsize) out->width + (gsize) sx), upright, 3);
      }
}

/* The mean of the pixels that fall into each of the small ones. */
static void
mean_of (const Picture *large, int x0, int y0, int x1, int y1, guint8 *out)
{
  guint sum[3] = { 0, 0, 0 }, n = (guint) ((x1 - x0) * (y1 - y0));

  for (int y = y0; y < y1; y++)
    for (int x = x0; x < x1; x++)
      for (int c = 0; c < 3; c++)
        sum[c] += large->pixels[3 * ((gsize) y * (gsize) large->width + (gsize) x) + (gsize) c];
  for (int c = 0; c < 3; c++)
    out[c] = (guint8) (sum[c] / n);
}

static void
shrink (Picture *small, const Picture *large)
{
  int longest = MAX (large->width, large->height), side = MIN (THUMBNAIL_SIDE, longest);

  small->width = MAX (1, large->width * side / longest);
  small->height = MAX (1, large->height * side / longest);
  small->pixels = g_malloc ((gsize) small->width * (gsize) small->height * 3);
  for (int y = 0; y < small->height; y++)
    for (int x = 0; x < small->width; x++)
      mean_of (large, x * large->width / small->width, y * large->height / small->height,
               (x + 1) * large->width / small->width, (y + 1) * large->height / small->height,
               small->pixels + 3 * (y * small->width + x));
}

static GBytes *
encode (const Picture *picture, int quality, GError **error)
{
  tjhandle jpeg = tjInitCompress ();
  unsigned char *bytes = NULL;
  unsigned long size = 0;
  GBytes *result = NULL;

  if (jpeg
      && tjCompress2 (jpeg, picture->pixels, picture->width, 0, picture->height, TJPF_RGB, &bytes, &size, TJSAMP_420,
                      quality, TJFLAG_ACCURATEDCT)
             == 0)
    result = g_bytes_new (bytes, size);
  else
    g_set_error (error, DIP_ERROR, DIP_ERROR_IO, _ ("Could not write the demo photo as JPEG: %s. Please try again."),
                 tjGetErrorStr2 (jpeg));
  tjFree (bytes);
  if (jpeg)
    tjDestroy (jpeg);
  return result;
}

static gboolean
check (const DipDemoPhoto *what, GError **error)
{
  if (what->width >= SMALLEST && what->width <= LARGEST && what->height >= SMALLEST && what->height <= LARGEST
      && what->orientation >= 1 && what->orientation <= 8)
    return TRUE;
  g_set_error (error, DIP_ERROR, DIP_ERROR_INVALID,
               _ ("A demo photo cannot be %d × %d pixels in orientation %d. Choose sides from %d to %d pixels and an "
                  "orientation from 1 to 8."),
               what->width, what->height, what->orientation, SMALLEST, LARGEST);
  return FALSE;
}

/**
 * dip_demo_photo_draw:
 * @what: the sitter, the sitting and the file's metadata
 * @landmarks: (out) (optional): two places of the head as x0 y0 x1 y1 in pixels of the upright picture, the same places in
 *   every take of a view
 *
 * Draws and encodes one photo, the same bytes for the same @what. Between takes of a view the picture differs by a
 * similarity (at most 6 % of scale, 4 degrees and 4 % of shift from the standard framing) and by its light.
 *
 * May be called from any number of threads at once. Fails with INVALID for a size or orientation that cannot be, or a date
 * that is none.
 *
 * Returns: (transfer full): a JPEG laden with metadata, or %NULL
 */
GBytes *
dip_demo_photo_draw (const DipDemoPhoto *what, double landmarks[4], GError **error)
{
  g_autofree DipDemoScene *scene = NULL;
  g_autofree guint8 *upright = NULL;
  g_auto (Picture) stored = { 0 }, small = { 0 };
  g_autoptr (GBytes) jpeg = NULL;
  g_autoptr (GBytes) thumbnail = NULL;

  g_return_val_if_fail (what != NULL, NULL);

  if (!check (what, error))
    return NULL;
  scene = scene_new (what);
  upright = photograph (scene);
  turn_to_store (&stored, upright, what->width, what->height, what->orientation);
  shrink (&small, &stored);
  if (!(jpeg = encode (&stored, QUALITY, error)) || !(thumbnail = encode (&small, 75, error)))
    return NULL;
  if (landmarks)
    dip_demo_camera_landmarks (&scene->camera, &scene->head, what->view, landmarks);
  return dip_demo_exif_dress (what, jpeg, thumbnail, error);
}
