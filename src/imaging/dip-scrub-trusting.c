/* A JPEG's picture data, copied from marker to marker: for the many photos of which the verifier will find every code in
 * place. */
#include "dip-scrub-private.h"

#include <string.h>

/* The end marker, if no other comes before it. Restart markers do not either: each interval ends with bits to spare, in which
 * many of them could say something. */
static const guint8 *
find_end_of_image (const guint8 *at, const guint8 *end)
{
  while ((at = memchr (at, 0xFF, (gsize) (end - at))) != NULL && end - at >= 2)
    {
      if (at[1] != 0)
        return at[1] == 0xD9 ? at : NULL;
      at += 2;
    }
  return NULL;
}

static gboolean
has_tables (const DipJpegHead *head)
{
  for (guint i = 0; i < head->n_components; i++)
    if (head->dc[head->components[i].dc_table].counts == NULL || head->ac[head->components[i].ac_table].counts == NULL)
      return FALSE;
  return TRUE;
}

DipJpegOutcome
dip_jpeg_copy_trusting (const DipJpegHead *head, const guint8 *data, gsize size, GBytes *profile, GBytes **clean)
{
  const guint8 *start = data + head->scan_offset, *end;
  GByteArray *out;

  if (head->process > 1 || head->precision != 8 || !head->one_scan || head->restart_interval > 0 || !has_tables (head))
    return DIP_JPEG_UNPROVEN;
  end = find_end_of_image (start, data + size);
  if (end == NULL)
    return DIP_JPEG_UNPROVEN;
  out = g_byte_array_sized_new ((guint) MIN (size + 1024, G_MAXUINT));
  dip_jpeg_head_write (head, profile, out);
  g_byte_array_append (out, start, (guint) (end - start) + 2);
  *clean = g_byte_array_free_to_bytes (out);
  return DIP_JPEG_DONE;
}
