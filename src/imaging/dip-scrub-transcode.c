/* JPEGs whose coefficients are written anew by libjpeg, because their picture data can't be copied or has to be turned. No
 * coefficient changes. */
#include "dip-scrub-private.h"

#include <setjmp.h>
#include <stdio.h>
#include <jpeglib.h>
#include <jerror.h>
#include <turbojpeg.h>

#define MAX_SCANS          100          /* cameras and optimisers write 10 to 64 */
#define COEFFICIENT_BUDGET (448l << 20) /* bytes that a file may make libjpeg hold */

typedef struct
{
  struct jpeg_error_mgr errors; /* first: libjpeg's call-backs know only this, */
  struct jpeg_progress_mgr progress;
  jmp_buf escape;
  struct jpeg_decompress_struct source;
  struct jpeg_compress_struct target;
  GCancellable *cancellable;
  DipJpegOutcome outcome;
  gboolean end_missing;
  struct jpeg_destination_mgr destination;
  GByteArray *out;
  guint8 chunk[1 << 16]; /* on its way to @out */
} Transcoder;

static Transcoder *
transcoder_of (j_common_ptr info)
{
  return (Transcoder *) info->err;
}

G_NORETURN static void
give_up (Transcoder *self, DipJpegOutcome outcome)
{
  self->outcome = outcome;
  longjmp (self->escape, 1);
}

static void
on_error (j_common_ptr info)
{
  switch (info->err->msg_code)
    {
    case JERR_ARITH_NOTIMPL:
    case JERR_SOF_UNSUPPORTED:
    case JERR_BAD_PRECISION:
    case JERR_CONVERSION_NOTIMPL:
      give_up (transcoder_of (info), DIP_JPEG_UNSUPPORTED);
    case JERR_OUT_OF_MEMORY:
    case JERR_NO_BACKING_STORE:
    case JERR_IMAGE_TOO_BIG:
      give_up (transcoder_of (info), DIP_JPEG_TOO_LARGE);
    default:
      give_up (transcoder_of (info), DIP_JPEG_DAMAGED);
    }
}

/* Warnings that say nothing against the picture's own data are let pass; the first of any other kind ends the work. */
static void
on_message (j_common_ptr info, int level)
{
  if (level >= 0)
    return;
  switch (info->err->msg_code)
    {
    case JWRN_EXTRANEOUS_DATA:
    case JWRN_JFIF_MAJOR:
    case JWRN_ADOBE_XFORM:
    case JWRN_NOT_SEQUENTIAL:
      return;
    case JWRN_JPEG_EOF:
      transcoder_of (info)->end_missing = TRUE;
      return;
    default:
      give_up (transcoder_of (info), DIP_JPEG_DAMAGED);
    }
}

static void
on_progress (j_common_ptr info)
{
  Transcoder *self = transcoder_of (info);

  if (g_cancellable_is_cancelled (self->cancellable))
    give_up (self, DIP_JPEG_CANCELLED);
  if (info->is_decompressor && self->source.input_scan_number > MAX_SCANS)
    give_up (self, DIP_JPEG_DAMAGED);
}

static void
start_chunk (j_compress_ptr target)
{
  Transcoder *self = transcoder_of ((j_common_ptr) target);

  self->destination.next_output_byte = self->chunk;
  self->destination.free_in_buffer = sizeof self->chunk;
}

static boolean
append_chunk (j_compress_ptr target)
{
  Transcoder *self = transcoder_of ((j_common_ptr) target);

  g_byte_array_append (self->out, self->chunk, sizeof self->chunk);
  start_chunk (target);
  return TRUE;
}

static void
append_last_chunk (j_compress_ptr target)
{
  Transcoder *self = transcoder_of ((j_common_ptr) target);

  g_byte_array_append (self->out, self->chunk, (guint) (sizeof self->chunk - self->destination.free_in_buffer));
}

static void
transcoder_init (Transcoder *self)
{
  jpeg_std_error (&self->errors);
  self->errors.error_exit = on_error;
  self->errors.emit_message = on_message;
  self->progress.progress_monitor = on_progress;
  self->destination.init_destination = start_chunk;
  self->destination.empty_output_buffer = append_chunk;
  self->destination.term_destination = append_last_chunk;
  self->source.err = self->target.err = &self->errors;
  self->out = g_byte_array_new ();
}

static void
transcoder_free (Transcoder *self)
{
  jpeg_destroy_decompress (&self->source);
  jpeg_destroy_compress (&self->target);
  g_clear_pointer (&self->out, g_byte_array_unref);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Transcoder, transcoder_free)

/* Did the scans of a progressive picture bring every bit of every coefficient? Decoders smooth over what is missing. */
static gboolean
is_complete (j_decompress_ptr source)
{
  for (int c = 0; source->coef_bits != NULL && c < source->num_components; c++)
    for (int k = 0; k < DCTSIZE2; k++)
      if (source->coef_bits[c][k] != 0)
        return FALSE;
  return TRUE;
}

static void
write_coefficients (Transcoder *self, jvirt_barray_ptr *coefficients)
{
  j_compress_ptr target = &self->target;

  target->dest = &self->destination;
  jpeg_copy_critical_parameters (&self->source, target);
  target->JFIF_major_version = target->JFIF_minor_version = 1;
  target->density_unit = 0;
  target->X_density = target->Y_density = 1;
  target->optimize_coding = TRUE;
  if (self->source.progressive_mode)
    jpeg_simple_progression (target);
  if (self->source.jpeg_color_space == JCS_CMYK) /* with the marker, decoders take the inks for inverted */
    target->write_Adobe_marker = self->source.saw_Adobe_marker;
  jpeg_write_coefficients (target, coefficients);
  jpeg_finish_compress (target);
}

static void
transcode (Transcoder *self, GBytes *bytes)
{
  j_decompress_ptr source = &self->source;

  if (setjmp (self->escape) != 0)
    return;
  jpeg_create_decompress (source);
  jpeg_create_compress (&self->target);
  source->progress = self->target.progress = &self->progress;
  source->mem->max_memory_to_use = COEFFICIENT_BUDGET;
  jpeg_mem_src (source, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  jpeg_read_header (source, TRUE);
  jvirt_barray_ptr *coefficients = jpeg_read_coefficients (source);
  if (!is_complete (source) || (self->end_missing && !source->progressive_mode))
    give_up (self, DIP_JPEG_DAMAGED);
  write_coefficients (self, coefficients);
}

DipJpegOutcome
dip_jpeg_transcode (GBytes *source, GBytes **clean, GCancellable *cancellable)
{
  g_autoptr (Transcoder) self = g_new0 (Transcoder, 1);

  self->cancellable = cancellable;
  transcoder_init (self);
  transcode (self, source);
  if (self->outcome == DIP_JPEG_DONE)
    *clean = g_byte_array_free_to_bytes (g_steal_pointer (&self->out));
  return self->outcome;
}

/* By EXIF orientation: the turn that undoes it, and the sides that must be whole MCUs for it to lose nothing (TurboJPEG
 * mirrors whole MCUs only). */
static const struct
{
  int operation;
  gboolean whole_width, whole_height;
} turns[9] = {
  [2] = { TJXOP_HFLIP, TRUE, FALSE },      [3] = { TJXOP_ROT180, TRUE, TRUE }, [4] = { TJXOP_VFLIP, FALSE, TRUE },
  [5] = { TJXOP_TRANSPOSE, FALSE, FALSE }, [6] = { TJXOP_ROT90, FALSE, TRUE }, [7] = { TJXOP_TRANSVERSE, TRUE, TRUE },
  [8] = { TJXOP_ROT270, TRUE, FALSE },
};

static gsize
count_coefficient_bytes (const DipJpegHead *head, guint mcu_width, guint mcu_height)
{
  gsize across = ((guint) head->width + mcu_width - 1) / mcu_width;
  gsize down = ((guint) head->height + mcu_height - 1) / mcu_height;
  gsize blocks = 0;

  for (guint i = 0; i < head->n_components; i++)
    blocks += head->components[i].h * head->components[i].v;
  return across * down * blocks * sizeof (JBLOCK);
}

gboolean
dip_jpeg_can_turn (const DipJpegHead *head, int orientation)
{
  guint mcu_width = 8, mcu_height = 8;

  for (guint i = 0; i < head->n_components && head->n_components > 1; i++)
    {
      mcu_width = MAX (mcu_width, 8u * head->components[i].h);
      mcu_height = MAX (mcu_height, 8u * head->components[i].v);
    }
  return orientation >= 2 && orientation <= 8
         && (!turns[orientation].whole_width || (guint) head->width % mcu_width == 0)
         && (!turns[orientation].whole_height || (guint) head->height % mcu_height == 0)
         && 2 * count_coefficient_bytes (head, mcu_width, mcu_height) <= COEFFICIENT_BUDGET;
}

GBytes *
dip_jpeg_turn (GBytes *clean, gboolean progressive, int orientation)
{
  tjtransform transform = { .op = turns[orientation].operation, .options = TJXOPT_PERFECT | TJXOPT_COPYNONE };
  GBytes *turned = NULL;
  unsigned char *out = NULL;
  unsigned long size = 0;
  tjhandle handle = tjInitTransform ();

  if (handle == NULL)
    return NULL;
  if (progressive)
    transform.options |= TJXOPT_PROGRESSIVE;
  if (tjTransform (handle, g_bytes_get_data (clean, NULL), g_bytes_get_size (clean), 1, &out, &size, &transform,
                   TJFLAG_STOPONWARNING | TJFLAG_LIMITSCANS)
      == 0)
    turned = g_bytes_new_with_free_func (out, size, (GDestroyNotify) tjFree, out);
  else
    tjFree (out);
  tjDestroy (handle);
  return turned;
}
