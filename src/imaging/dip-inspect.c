#include "dip-inspect-private.h"

#include <glib/gi18n-lib.h>

#include "dip-error.h"

void
dip_part_free (DipPart *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->text);
  g_free (self->rights);
  g_free (self);
}

static void
append (DipParts *self, gsize offset, gsize size, DipPartVerdict verdict, guint leaks, const char *name,
        const char *text)
{
  DipPart *part = g_new0 (DipPart, 1);

  part->name = g_utf8_make_valid (name, -1);
  part->offset = offset;
  part->size = size;
  part->verdict = verdict;
  part->leaks = leaks;
  part->text = g_utf8_make_valid (text, -1);
  g_ptr_array_add (self->rows, part);
}

void
dip_parts_add (DipParts *self, gsize offset, gsize size, DipPartVerdict verdict, guint leaks, const char *name,
               const char *text)
{
  g_assert (offset <= self->size && size <= self->size - offset);

  if (self->full)
    return;
  if (self->rows->len < DIP_PARTS_MAX)
    {
      append (self, offset, size, verdict, leaks, name, text);
      return;
    }
  self->full = TRUE;
  append (self, offset, self->size - offset, DIP_PART_BROKEN, DIP_LEAK_OTHER, "…",
          _ ("More parts than a picture can have; the rest was not looked at."));
}

void
dip_parts_set_rights (DipParts *self, const char *rights)
{
  DipPart *part = g_ptr_array_index (self->rows, self->rows->len - 1);

  if (part->verdict == DIP_PART_RIGHTS)
    part->rights = g_strdup (rights);
}

void
dip_parts_broken_from (DipParts *self, gsize offset, const char *name, const char *text)
{
  dip_parts_add (self, offset, self->size - offset, DIP_PART_BROKEN, DIP_LEAK_NONE, name, text);
}

void
dip_parts_judge (DipParts *self, guint row, DipPartVerdict verdict, guint leaks, const char *text)
{
  if (row >= self->rows->len)
    return;

  DipPart *part = g_ptr_array_index (self->rows, row);
  part->verdict = verdict;
  part->leaks = leaks;
  g_free (part->text);
  part->text = g_utf8_make_valid (text, -1);
}

static int
by_offset (gconstpointer a, gconstpointer b)
{
  const DipPart *left = *(const DipPart *const *) a, *right = *(const DipPart *const *) b;

  if (left->offset != right->offset)
    return left->offset < right->offset ? -1 : 1;
  if (left->size != right->size)
    return left->size < right->size ? -1 : 1;
  return 0;
}

static gboolean
is_gapless (const DipParts *self)
{
  guint64 reached = 0;

  for (guint i = 0; i < self->rows->len; i++)
    {
      const DipPart *part = g_ptr_array_index (self->rows, i);
      if (part->offset != reached)
        return FALSE;
      reached += part->size;
    }
  return reached == self->size;
}

/* Formats whose parts lie scattered: into file order, and a row for what no part claimed. */
static void
put_in_order (DipParts *self)
{
  g_autoptr (GPtrArray) rows = self->rows;
  guint64 reached = 0;

  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) dip_part_free);
  g_ptr_array_sort (rows, by_offset);
  for (guint i = 0; i < rows->len; i++)
    {
      DipPart *part = g_ptr_array_index (rows, i);
      if (part->offset > reached)
        append (self, reached, part->offset - reached, DIP_PART_BROKEN, DIP_LEAK_OTHER, "?",
                _ ("Bytes that belong to nothing."));
      reached = MAX (reached, part->offset + part->size);
      g_ptr_array_add (self->rows, part);
    }
  g_ptr_array_set_free_func (rows, NULL);
  if (reached < self->size)
    append (self, reached, self->size - reached, DIP_PART_BROKEN, DIP_LEAK_OTHER, "?",
            _ ("Bytes that belong to nothing."));
}

GPtrArray *
dip_inspect (GBytes *bytes, DipFormat *format, GError **error)
{
  static void (*const walkers[]) (DipParts *, DipReader) = {
    [DIP_FORMAT_JPEG] = dip_inspect_jpeg, [DIP_FORMAT_PNG] = dip_inspect_png,   [DIP_FORMAT_WEBP] = dip_inspect_webp,
    [DIP_FORMAT_TIFF] = dip_inspect_tiff, [DIP_FORMAT_HEIC] = dip_inspect_heif, [DIP_FORMAT_AVIF] = dip_inspect_heif,
  };

  g_return_val_if_fail (bytes != NULL, NULL);

  DipFormat sniffed = dip_format_sniff (bytes);
  DipParts parts = { .size = g_bytes_get_size (bytes) };
  if (format != NULL)
    *format = sniffed;
  if (sniffed == DIP_FORMAT_UNKNOWN)
    {
      const char *guess = dip_format_guess_foreign (bytes);
      g_set_error (error, DIP_ERROR, DIP_ERROR_UNSUPPORTED,
                   _ ("This is %s, not a JPEG, PNG, WebP, TIFF, HEIC or AVIF picture. Choose a picture file."),
                   guess != NULL ? guess : _ ("a file of an unknown kind"));
      return NULL;
    }
  parts.rows = g_ptr_array_new_with_free_func ((GDestroyNotify) dip_part_free);
  walkers[sniffed](&parts, dip_reader_over (bytes));
  if (!is_gapless (&parts))
    put_in_order (&parts);
  return parts.rows;
}

const char *
dip_part_verdict_token (DipPartVerdict verdict)
{
  static const char *const tokens[] = { "allowed", "profile", "rights", "foreign", "broken" };

  g_return_val_if_fail ((gsize) verdict < G_N_ELEMENTS (tokens), "broken");
  return tokens[verdict];
}
