/* A clean JPEG's pixels, row by row, by libjpeg alone. */
#include "dip-scrub-private.h"

#include <setjmp.h>
#include <stdio.h>
#include <jpeglib.h>

#define ROWS 32 /* decoded at a time */

typedef struct
{
  struct jpeg_error_mgr errors; /* first: libjpeg's call-backs know only this */
  jmp_buf escape;
  struct jpeg_decompress_struct jpeg;
  guint8 *rows;
} Decoder;

static void
decoder_free (Decoder *self)
{
  jpeg_destroy_decompress (&self->jpeg);
  g_free (self->rows);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Decoder, decoder_free)

G_NORETURN static void
on_error (j_common_ptr info)
{
  longjmp (((Decoder *) info->err)->escape, 1);
}

static void
on_message (j_common_ptr info, int level)
{
  if (level < 0)
    on_error (info);
}

static void
start (Decoder *self, GBytes *clean, const DipRowSink *sink, gpointer data)
{
  j_decompress_ptr jpeg = &self->jpeg;

  jpeg_create_decompress (jpeg);
  jpeg_mem_src (jpeg, g_bytes_get_data (clean, NULL), g_bytes_get_size (clean));
  jpeg_read_header (jpeg, TRUE);
  jpeg->out_color_space = jpeg->num_components == 1 ? JCS_GRAYSCALE : JCS_RGB;
  jpeg_start_decompress (jpeg);
  self->rows = g_malloc_n (ROWS, jpeg->output_width * (gsize) jpeg->output_components);
  sink->start (data, (int) jpeg->output_width, (int) jpeg->output_height, jpeg->output_components);
}

static gboolean
run (Decoder *self, GBytes *clean, const DipRowSink *sink, gpointer data, GCancellable *cancellable)
{
  j_decompress_ptr jpeg = &self->jpeg;

  if (setjmp (self->escape) != 0)
    return FALSE;
  start (self, clean, sink, data);
  gsize stride = jpeg->output_width * (gsize) jpeg->output_components;
  while (jpeg->output_scanline < jpeg->output_height && !g_cancellable_is_cancelled (cancellable))
    {
      JSAMPROW at[ROWS];
      for (gsize i = 0; i < ROWS; i++)
        at[i] = self->rows + i * stride;
      sink->add (data, self->rows, jpeg_read_scanlines (jpeg, at, ROWS));
    }
  return jpeg->output_scanline == jpeg->output_height;
}

gboolean
dip_jpeg_decode (GBytes *clean, const DipRowSink *sink, gpointer data, GCancellable *cancellable)
{
  g_autoptr (Decoder) self = g_new0 (Decoder, 1);

  self->jpeg.err = jpeg_std_error (&self->errors);
  self->errors.error_exit = on_error;
  self->errors.emit_message = on_message;
  return run (self, clean, sink, data, cancellable);
}
