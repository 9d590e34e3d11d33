#include "dip-scan.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "dip-error.h"
#include "dip-vips-auto.h"

#define LOADER       "VipsForeignLoadPdf"
#define DPI          150.0
#define POINT_DPI    72.0
#define MOST_PIXELS  3000.0 /* of a page's longer side: A4 at 250 dots per inch */
#define JPEG_QUALITY 90

/* Words of PDF (ISO 32000-1) for what no scanner writes. */
static const char *const not_of_a_scan[] = { "/JavaScript", "/JS",    "/Launch",     "/EmbeddedFile", "/RichMedia",
                                             "/XFA",        "/GoToR", "/SubmitForm", "/ImportData" };

/* The loader is blocked for everybody else, and again as soon as it has opened the file. */
static GMutex loader_mutex;

gboolean
dip_scan_is_pdf (GBytes *bytes)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  /* Readers look for the mark in the first 1,024 bytes. */
  return data != NULL && g_strstr_len (data, (gssize) MIN (size, 1024), "%PDF-") != NULL;
}

gboolean
dip_scan_can_draw (void)
{
  return dip_imaging_init (NULL) && vips_type_find ("VipsOperation", "pdfload_buffer") != 0;
}

/* The word as a whole: "/JS" is not in "/JSomething". */
static gboolean
holds_word (const char *data, gsize size, const char *word)
{
  const gsize length = strlen (word);
  const char *at = data;

  while ((at = memmem (at, size - (gsize) (at - data), word, length)) != NULL)
    {
      at += length;
      if (at == data + size || !g_ascii_isalnum (*at))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_plain (GBytes *pdf, const char *name, GError **error)
{
  gsize size;
  const char *data = g_bytes_get_data (pdf, &size);

  for (gsize i = 0; i < G_N_ELEMENTS (not_of_a_scan); i++)
    if (holds_word (data, size, not_of_a_scan[i]))
      {
        g_set_error (
            error, DIP_ERROR, DIP_ERROR_UNSUPPORTED,
            _ ("“%s” holds scripts or attachments (%s), which no scanned form has. Scan the signed form again, or "
               "photograph it."),
            name, not_of_a_scan[i] + 1);
        return FALSE;
      }
  return TRUE;
}

static void
set_failure (const char *name, GError **error)
{
  g_autofree char *said = vips_error_buffer_copy ();
  g_autofree char *small = g_ascii_strdown (said, -1);

  if (strstr (small, "password") != NULL || strstr (small, "encrypt") != NULL)
    g_set_error (error, DIP_ERROR, DIP_ERROR_UNSUPPORTED,
                 _ ("“%s” is locked with a password. Save it without one, or scan the signed form as a picture."),
                 name);
  else
    g_set_error (error, DIP_ERROR, DIP_ERROR_DAMAGED,
                 _ ("“%s” is a broken PDF: its pages can't be drawn. Scan the signed form again, or photograph it."),
                 name);
}

/* @n: pages, -1 for all; only the header is read. */
static VipsImage *
open_pages (GBytes *pdf, int n, double dpi, const char *name, GError **error)
{
  VipsImage *image = NULL;
  gsize size;
  gconstpointer data = g_bytes_get_data (pdf, &size);
  int failed;

  g_mutex_lock (&loader_mutex);
  vips_operation_block_set (LOADER, FALSE);
  failed = vips_pdfload_buffer ((void *) data, size, &image, "n", n, "dpi", dpi, NULL);
  vips_operation_block_set (LOADER, TRUE);
  g_mutex_unlock (&loader_mutex);
  if (!failed)
    return image;
  set_failure (name, error);
  return NULL;
}

/* Looks at the first page; dots per inch that keep the longer side in bounds. */
static gboolean
measure (GBytes *pdf, const char *name, double *dpi, GError **error)
{
  g_autoptr (VipsImage) first = open_pages (pdf, 1, POINT_DPI, name, error);
  int n_pages = 1;

  if (first == NULL)
    return FALSE;
  if (vips_image_get_typeof (first, "n-pages") != 0)
    vips_image_get_int (first, "n-pages", &n_pages);
  if (n_pages > DIP_SCAN_MOST_PAGES)
    {
      g_set_error (error, DIP_ERROR, DIP_ERROR_TOO_LARGE,
                   _ ("“%s” has %d pages; a scanned form has %d at most. Keep only the signed form."), name, n_pages,
                   DIP_SCAN_MOST_PAGES);
      return FALSE;
    }
  *dpi = MIN (DPI, POINT_DPI * MOST_PIXELS / MAX (MAX (first->Xsize, first->Ysize), 1));
  return TRUE;
}

static gboolean
is_in_bounds (const VipsImage *image, const char *name, GError **error)
{
  if (image->Xsize <= MOST_PIXELS * 2 && image->Ysize <= MOST_PIXELS * 2 * DIP_SCAN_MOST_PAGES)
    return TRUE;
  g_set_error (error, DIP_ERROR, DIP_ERROR_TOO_LARGE,
               _ ("“%s” has a page that is far larger than paper. Scan the signed form again, or photograph it."),
               name);
  return FALSE;
}

GBytes *
dip_scan_draw_pdf (GBytes *pdf, const char *name, GError **error)
{
  g_autoptr (VipsImage) pages = NULL;
  g_autoptr (VipsImage) flat = NULL;
  VipsArrayDouble *white = NULL;
  int failed;
  void *jpeg = NULL;
  gsize size = 0;
  double dpi;

  g_return_val_if_fail (pdf != NULL && name != NULL, NULL);

  if (!is_plain (pdf, name, error) || !dip_imaging_init (error))
    return NULL;
  if (!dip_scan_can_draw ())
    {
      g_set_error (
          error, DIP_ERROR, DIP_ERROR_UNSUPPORTED,
          _ ("“%s” is a PDF, and this computer can't draw its pages. Scan the signed form as a picture (JPEG or PNG), "
             "or photograph it."),
          name);
      return NULL;
    }
  if (!measure (pdf, name, &dpi, error) || (pages = open_pages (pdf, -1, dpi, name, error)) == NULL
      || !is_in_bounds (pages, name, error))
    return NULL;
  white = vips_array_double_newv (1, 255.0);
  failed = vips_flatten (pages, &flat, "background", white, NULL);
  vips_area_unref (VIPS_AREA (white));
  if (!failed && vips_jpegsave_buffer (flat, &jpeg, &size, "Q", JPEG_QUALITY, "strip", TRUE, NULL) == 0)
    return g_bytes_new_with_free_func (jpeg, size, g_free, jpeg);
  set_failure (name, error);
  return NULL;
}
