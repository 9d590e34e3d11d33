#include "dip-encode-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "dip-error.h"
#include "dip-job.h"
#include "dip-rights-private.h"
#include "dip-similarity-index.h"

/* JPEG with optimal Huffman tables is 6 % smaller for a third more time and all coefficients in memory: well spent on what
 * the web gets, not on a composite in full size. (Progressive would be 3 % smaller still for four times the time.) */
#define MOST_OPTIMAL_PIXELS (4 << 20)

#define LEAST_QUALITY 30

/* What the eye needs: structural similarity of a part of the picture as it is looked at; the usual quality of JPEG comes to about
 * this on skin. Steps: of the search for it. */
#define ENOUGH       0.965
#define SAMPLE_SIDE  192
#define SEARCH_STEPS 3
#define SEARCH_REACH 12

typedef struct
{
  DipFormat format;
  const char *suffix, *options;
  gboolean has_quality;
  int quality; /* when none is asked for */
  int max_side;
  int cost; /* of a pixel, roughly: the slow ones start first */
} Encoder;

static const Encoder encoders[] = {
  { DIP_FORMAT_JPEG, ".jpg", "subsample_mode=auto", TRUE, 82, 65500, 1 },
  { DIP_FORMAT_WEBP, ".webp", "effort=4", TRUE, 80, 16383, 8 },
  { DIP_FORMAT_AVIF, ".avif", NULL, TRUE, 60, 16384, 40 }, /* by libheif */
  { DIP_FORMAT_PNG, ".png", "compression=6", FALSE, 0, 65500, 6 },
};

/* One width, and its pixels once it is made. */
typedef struct
{
  int width, height;
  VipsImage *pixels;
} Size;

typedef struct
{
  const Encoder *encoder;
  const DipRung *rung;
  guint size;
  DipEncoded *result;
  GError *error;
} Task;

typedef struct
{
  VipsImage *image;
  GCancellable *cancellable;
  GArray *sizes;                       /* (element-type Size) */
  int enough[G_N_ELEMENTS (encoders)]; /* quality of each format that this picture needs; 0: not asked for */
  GArray *tasks;                       /* (element-type Task): in the order asked for */
  GPtrArray *queue;                    /* (element-type Task): borrowed, the costliest first */
  GError *error;                       /* of the sizes; set by one thread */
  GMutex lock;
} Ladder;

void
dip_encoded_free (DipEncoded *self)
{
  if (self == NULL)
    return;
  g_bytes_unref (self->bytes);
  g_free (self);
}

static const Encoder *
find_encoder (DipFormat format)
{
  for (guint i = 0; i < G_N_ELEMENTS (encoders); i++)
    if (encoders[i].format == format)
      return &encoders[i];
  return NULL;
}

const char *
dip_vips_keep_nothing (void)
{
  return vips_version (0) > 8 || vips_version (1) >= 15 ? "keep=none" : "strip";
}

static char *
saver_options (const Encoder *encoder, int quality, gint64 n_pixels)
{
  g_autoptr (GString) text = g_string_new (encoder->suffix);

  g_string_append_printf (text, "[%s,%s", encoder->options, dip_vips_keep_nothing ());
  if (encoder->has_quality)
    g_string_append_printf (text, ",Q=%d", quality > 0 ? MIN (quality, 100) : encoder->quality);
  if (encoder->format == DIP_FORMAT_JPEG && n_pixels <= MOST_OPTIMAL_PIXELS)
    g_string_append (text, ",optimize_coding");
  g_string_append_c (text, ']');
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static GBytes *
save (VipsImage *pixels, const Encoder *encoder, int quality, GCancellable *cancellable)
{
  g_autofree char *options = saver_options (encoder, quality, (gint64) pixels->Xsize * pixels->Ysize);
  g_autoptr (VipsImage) own = NULL;
  void *data = NULL;
  gsize size = 0;

  if (vips_copy (pixels, &own, NULL) != 0)
    return NULL;
  dip_vips_watch (own, cancellable);
  dip_vips_share (own, G_MAXINT); /* nothing is left to be computed */
  return vips_image_write_to_buffer (own, options, &data, &size, NULL) == 0 ? g_bytes_new_take (data, size) : NULL;
}

static GBytes *
save_webp (VipsImage *pixels, const Encoder *encoder, int quality, const DipRights *rights, GCancellable *cancellable)
{
  g_autoptr (GBytes) saved = save (pixels, encoder, quality, cancellable);
  g_autoptr (GBytes) bare = saved != NULL ? dip_webp_keep_pixels (saved) : NULL;

  return bare == NULL || rights == NULL ? g_steal_pointer (&bare) : dip_rights_into_webp (bare, rights);
}

static GBytes *
save_jpeg (VipsImage *pixels, const Encoder *encoder, int quality, const DipRung *rung, GCancellable *cancellable)
{
  g_autoptr (GBytes) saved = save (pixels, encoder, quality, cancellable);

  return saved == NULL || (rung->rights == NULL && rung->dpi == 0)
             ? g_steal_pointer (&saved)
             : dip_rights_into_jpeg (saved, rung->rights, rung->dpi);
}

static GBytes *
encode (VipsImage *pixels, const Encoder *encoder, int quality, const DipRung *rung, GCancellable *cancellable,
        GError **error)
{
  g_autoptr (GBytes) bytes = NULL;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  if (quality <= 0)
    quality = encoder->quality;
  if (encoder->format == DIP_FORMAT_AVIF)
    bytes = dip_avif_encode (pixels, MIN (quality, 100), rung->rights);
  else if (encoder->format == DIP_FORMAT_WEBP)
    bytes = save_webp (pixels, encoder, quality, rung->rights, cancellable);
  else if (encoder->format == DIP_FORMAT_JPEG)
    bytes = save_jpeg (pixels, encoder, quality, rung, cancellable);
  else
    bytes = save (pixels, encoder, quality, cancellable);
  if (bytes == NULL)
    dip_vips_fail (error, cancellable, DIP_ERROR_IO,
                   _ ("The picture could not be written in this format; memory may have run out. Close other programs "
                      "and try again."));
  return g_steal_pointer (&bytes);
}

/* The best quality that fits, by halving: sizes rise with it. What is below LEAST_QUALITY shows blocks in skin. */
static GBytes *
encode_within (VipsImage *pixels, const Task *task, int enough, GCancellable *cancellable, GError **error)
{
  const gsize max_bytes = task->rung->max_bytes;
  int most = task->rung->quality > 0 ? MIN (task->rung->quality, 100) : enough, least = LEAST_QUALITY;
  g_autoptr (GBytes) best = encode (pixels, task->encoder, most, task->rung, cancellable, error);

  if (best == NULL || max_bytes == 0 || g_bytes_get_size (best) <= max_bytes)
    return g_steal_pointer (&best);
  g_clear_pointer (&best, g_bytes_unref);
  for (most--; task->encoder->has_quality && least <= most;)
    {
      const int quality = (least + most) / 2;
      g_autoptr (GBytes) bytes = encode (pixels, task->encoder, quality, task->rung, cancellable, error);

      if (bytes == NULL)
        return NULL;
      if (g_bytes_get_size (bytes) > max_bytes)
        {
          most = quality - 1;
          continue;
        }
      least = quality + 1;
      g_clear_pointer (&best, g_bytes_unref);
      best = g_steal_pointer (&bytes);
    }
  if (best == NULL)
    g_set_error (error, DIP_ERROR, DIP_ERROR_TOO_LARGE,
                 _ ("A picture %d pixels wide does not fit into %u KiB and still look good. Allow more bytes, or "
                    "choose smaller widths."),
                 pixels->Xsize, (guint) (max_bytes / 1024));
  return g_steal_pointer (&best);
}

static VipsImage *
resize (const Ladder *self, const Size *size, GError **error)
{
  VipsImage *image = self->image;
  g_autoptr (VipsImage) small = NULL;

  if (size->width == image->Xsize)
    return g_object_ref (image);
  if (vips_reduce (image, &small, (double) image->Xsize / size->width, (double) image->Ysize / size->height, NULL) != 0)
    {
      dip_vips_fail_read (error, self->cancellable);
      return NULL;
    }
  return dip_vips_to_pixels (small, self->sizes->len, self->cancellable, error);
}

static void
make_size (guint index, gpointer user_data)
{
  Ladder *self = user_data;
  Size *size = &g_array_index (self->sizes, Size, index);
  GError *error = NULL;

  size->pixels = resize (self, size, &error);
  if (size->pixels != NULL)
    return;
  g_mutex_lock (&self->lock);
  if (self->error == NULL)
    self->error = g_steal_pointer (&error);
  g_mutex_unlock (&self->lock);
  g_clear_error (&error);
}

static void
run_task (guint index, gpointer user_data)
{
  Ladder *self = user_data;
  Task *task = g_ptr_array_index (self->queue, index);
  const Size *size = &g_array_index (self->sizes, Size, task->size);
  GBytes *bytes
      = encode_within (size->pixels, task, self->enough[task->encoder - encoders], self->cancellable, &task->error);

  if (bytes == NULL)
    return;
  task->result = g_new (DipEncoded, 1);
  *task->result = (DipEncoded){ bytes, task->encoder->format, size->width, size->height };
}

/* The part of the picture that is judged: its middle, at the size in the middle of the ladder. */
static VipsImage *
take_sample (const Ladder *self)
{
  const Size *size = &g_array_index (self->sizes, Size, self->sizes->len / 2);
  const int width = MIN (size->width, SAMPLE_SIDE), height = MIN (size->height, SAMPLE_SIDE);
  g_autoptr (VipsImage) part = NULL;

  /* Left of the middle: not the gutter between two halves. */
  if (vips_extract_area (size->pixels, &part, (size->width - width) / 4, (size->height - height) / 2, width, height,
                         NULL)
      != 0)
    return NULL;
  return vips_image_copy_memory (part);
}

static VipsImage *
decode (GBytes *bytes, DipFormat format)
{
  gsize size = 0;
  const void *data = g_bytes_get_data (bytes, &size);
  VipsImage *image = NULL;

  if (format == DIP_FORMAT_AVIF)
    return dip_avif_decode (bytes);
  if (format == DIP_FORMAT_WEBP)
    return vips_webpload_buffer ((void *) data, size, &image, NULL) == 0 ? image : NULL;
  return vips_jpegload_buffer ((void *) data, size, &image, NULL) == 0 ? image : NULL;
}

static double
similarity_at (VipsImage *sample, const Encoder *encoder, int quality, GCancellable *cancellable)
{
  static const DipRung plain = { 0 };
  g_autoptr (GBytes) bytes = encode (sample, encoder, quality, &plain, cancellable, NULL);
  g_autoptr (VipsImage) decoded = NULL;
  double similarity;

  if (bytes != NULL)
    decoded = decode (bytes, encoder->format);
  similarity = decoded != NULL ? dip_ssim (sample, decoded) : -1;
  vips_error_clear (); /* also of loaders that looked at the file before the right one did */
  return similarity;
}

/* By halving, within reach of the usual quality: the least that is enough for the eye. */
static int
quality_for (VipsImage *sample, const Encoder *encoder, GCancellable *cancellable)
{
  int least = encoder->quality - SEARCH_REACH, most = encoder->quality + SEARCH_REACH / 2;

  for (guint i = 0; i < SEARCH_STEPS && sample != NULL; i++)
    {
      const int quality = (least + most) / 2;
      const double similarity = similarity_at (sample, encoder, quality, cancellable);

      if (similarity < 0)
        return encoder->quality;
      if (similarity >= ENOUGH)
        most = quality;
      else
        least = quality;
    }
  return sample != NULL ? most : encoder->quality;
}

typedef struct
{
  Ladder *ladder;
  VipsImage *sample;
} Search;

static void
search_quality (guint index, gpointer user_data)
{
  Search *search = user_data;
  const Encoder *encoder = &encoders[index];

  if (search->ladder->enough[index] != 0)
    search->ladder->enough[index] = quality_for (search->sample, encoder, search->ladder->cancellable);
}

/* Only for rungs that leave the quality to us. */
static void
find_qualities (Ladder *self)
{
  g_autoptr (VipsImage) sample = NULL;
  Search search = { .ladder = self };
  gboolean any = FALSE;

  for (guint i = 0; i < self->tasks->len; i++)
    {
      const Task *task = &g_array_index (self->tasks, Task, i);

      if (task->rung->quality == 0 && task->encoder->has_quality)
        any = self->enough[task->encoder - encoders] = 1;
    }
  if (!any)
    return;
  search.sample = sample = take_sample (self);
  dip_job_each (NULL, G_N_ELEMENTS (encoders), 0, search_quality, &search);
}

/* The width to make for a rung; 0 when it is left out. */
static int
rung_width (const DipRung *rungs, guint n_rungs, guint index, int available)
{
  int smallest = rungs[index].width;

  if (rungs[index].width <= available)
    return rungs[index].width;
  for (guint i = 0; i < n_rungs; i++)
    {
      if (rungs[i].format != rungs[index].format)
        continue;
      /* Only the first of several rungs as small. */
      if (rungs[i].width < smallest || (rungs[i].width == smallest && i < index))
        return 0;
    }
  return available;
}

static guint
find_size (Ladder *self, int width)
{
  const int height = (int) MAX (1, lround ((double) self->image->Ysize * width / self->image->Xsize));
  Size size = { .width = width, .height = height };

  for (guint i = 0; i < self->sizes->len; i++)
    if (g_array_index (self->sizes, Size, i).width == width)
      return i;
  g_array_append_val (self->sizes, size);
  return self->sizes->len - 1;
}

static gboolean
add_task (Ladder *self, const DipRung *rung, int width, GError **error)
{
  Task task = { .encoder = find_encoder (rung->format), .rung = rung };

  if (task.encoder == NULL)
    {
      g_set_error (error, DIP_ERROR, DIP_ERROR_UNSUPPORTED,
                   _ ("Pictures are not written as “%s”. Choose JPEG, WebP, AVIF or PNG."),
                   dip_format_token (rung->format));
      return FALSE;
    }
  task.size = find_size (self, width);
  const Size *size = &g_array_index (self->sizes, Size, task.size);
  if (MAX (size->width, size->height) > task.encoder->max_side)
    {
      g_set_error (error, DIP_ERROR, DIP_ERROR_TOO_LARGE,
                   _ ("The picture would be %d × %d pixels; “%s” holds at most %d a side. Choose a smaller size."),
                   size->width, size->height, dip_format_token (rung->format), task.encoder->max_side);
      return FALSE;
    }
  g_array_append_val (self->tasks, task);
  return TRUE;
}

static int
compare_cost (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const Task *first = *(Task *const *) a, *second = *(Task *const *) b;
  const GArray *sizes = user_data;
  double first_cost = first->encoder->cost * pow (g_array_index (sizes, Size, first->size).width, 2);
  double second_cost = second->encoder->cost * pow (g_array_index (sizes, Size, second->size).width, 2);

  return (first_cost < second_cost) - (first_cost > second_cost);
}

static gboolean
plan (Ladder *self, const DipRung *rungs, guint n_rungs, GError **error)
{
  for (guint i = 0; i < n_rungs; i++)
    {
      int width = rung_width (rungs, n_rungs, i, self->image->Xsize);

      if (width > 0 && !add_task (self, &rungs[i], width, error))
        return FALSE;
    }
  for (guint i = 0; i < self->tasks->len; i++)
    g_ptr_array_add (self->queue, &g_array_index (self->tasks, Task, i));
  g_ptr_array_sort_with_data (self->queue, compare_cost, self->sizes);
  return TRUE;
}

/* The results in the order asked for, or the first error. */
static GPtrArray *
collect (Ladder *self, GError **error)
{
  g_autoptr (GPtrArray) results = g_ptr_array_new_with_free_func ((GDestroyNotify) dip_encoded_free);

  for (guint i = 0; i < self->tasks->len; i++)
    {
      Task *task = &g_array_index (self->tasks, Task, i);

      if (task->result == NULL)
        {
          g_propagate_error (error, g_steal_pointer (&task->error));
          return NULL;
        }
      g_ptr_array_add (results, g_steal_pointer (&task->result));
    }
  return g_steal_pointer (&results);
}

static GPtrArray *
climb (Ladder *self, const DipRung *rungs, guint n_rungs, GError **error)
{
  if (!plan (self, rungs, n_rungs, error))
    return NULL;
  dip_job_each (NULL, self->sizes->len, 0, make_size, self);
  if (self->error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&self->error));
      return NULL;
    }
  find_qualities (self);
  dip_job_each (NULL, self->queue->len, 0, run_task, self);
  return collect (self, error);
}

static void
clear_size (gpointer data)
{
  g_clear_object (&((Size *) data)->pixels);
}

static void
clear_task (gpointer data)
{
  Task *task = data;

  g_clear_pointer (&task->result, dip_encoded_free);
  g_clear_error (&task->error);
}

GPtrArray *
dip_picture_encode (DipPicture *self, const DipRung *rungs, guint n_rungs, GCancellable *cancellable, GError **error)
{
  Ladder ladder = { .cancellable = cancellable };
  GPtrArray *results;

  g_return_val_if_fail (self != NULL && (rungs != NULL || n_rungs == 0), NULL);

  ladder.image = dip_picture_get_image (self);
  ladder.sizes = g_array_new (FALSE, FALSE, sizeof (Size));
  ladder.tasks = g_array_new (FALSE, FALSE, sizeof (Task));
  ladder.queue = g_ptr_array_new ();
  g_array_set_clear_func (ladder.sizes, clear_size);
  g_array_set_clear_func (ladder.tasks, clear_task);
  g_mutex_init (&ladder.lock);
  results = climb (&ladder, rungs, n_rungs, error);
  g_mutex_clear (&ladder.lock);
  g_array_unref (ladder.tasks);
  g_array_unref (ladder.sizes);
  g_ptr_array_unref (ladder.queue);
  return results;
}

/**
 * dip_thumbnail:
 * @size: pixels of the longer side at most
 * Any thread.
 * Returns: (transfer full): a JPEG; errors as dip_picture_load().
 */
GBytes *
dip_thumbnail (GBytes *clean, int orientation, int size, GCancellable *cancellable, GError **error)
{
  static const DipRung plain = { .format = DIP_FORMAT_JPEG };
  g_autoptr (DipPicture) picture = dip_picture_load (clean, orientation, size, size, cancellable, error);

  if (picture == NULL)
    return NULL;
  return encode (dip_picture_get_image (picture), find_encoder (DIP_FORMAT_JPEG), 0, &plain, cancellable, error);
}
