/* The headers of a JPEG: read leniently, as libjpeg does; written strictly. */
#include "dip-scrub-private.h"

#include <string.h>

#define PART_MAX  65519 /* of a profile in one segment: 65,535 less the length and the 14 bytes of its name */
#define ICC_NAME  "ICC_PROFILE"
#define ICC_INTRO 14

typedef struct
{
  const guint8 *data;
  gsize size;
} Body;

void
dip_jpeg_head_clear (DipJpegHead *head)
{
  g_clear_pointer (&head->profile_parts, g_array_unref);
}

static gboolean
read_quant (DipJpegHead *head, Body body)
{
  while (body.size > 0)
    {
      gboolean wide = body.data[0] >> 4 != 0;
      guint slot = body.data[0] & 15;
      gsize size = wide ? 129 : 65;
      if (slot > 3 || body.size < size)
        return FALSE;
      head->quant[slot] = body.data + 1;
      head->quant_wide[slot] = wide;
      body.data += size;
      body.size -= size;
    }
  return TRUE;
}

static gboolean
read_huffman (DipJpegHead *head, Body body)
{
  while (body.size > 16)
    {
      guint slot = body.data[0] & 15, n = 0;
      for (int i = 1; i <= 16; i++)
        n += body.data[i];
      if (body.data[0] > 0x1F || slot > 3 || n > 256 || body.size < 17 + n)
        return FALSE;
      (body.data[0] & 16 ? head->ac : head->dc)[slot]
          = (DipJpegHuffman){ .counts = body.data + 1, .values = body.data + 17, .n_values = n };
      body.data += 17 + n;
      body.size -= 17 + n;
    }
  return body.size == 0;
}

static gboolean
read_frame (DipJpegHead *head, guint8 process, Body body)
{
  if (head->process != 0xFF || body.size < 6)
    return FALSE;
  head->process = process;
  head->precision = body.data[0];
  head->height = body.data[1] << 8 | body.data[2];
  head->width = body.data[3] << 8 | body.data[4];
  head->n_components = body.data[5];
  if (head->n_components < 1 || head->n_components > 4 || body.size < 6 + 3 * head->n_components || head->width == 0
      || head->height == 0)
    return FALSE;
  for (guint i = 0; i < head->n_components; i++)
    {
      const guint8 *at = body.data + 6 + 3 * i;
      head->components[i] = (DipJpegComponent){ .id = at[0], .h = at[1] >> 4, .v = at[1] & 15, .quant = at[2] };
      if (at[1] >> 4 < 1 || at[1] >> 4 > 4 || (at[1] & 15) < 1 || (at[1] & 15) > 4 || at[2] > 3)
        return FALSE;
      for (guint j = 0; j < i; j++)
        if (head->components[j].id == at[0])
          return FALSE;
    }
  return TRUE;
}

static gboolean
read_scan (DipJpegHead *head, Body body)
{
  if (head->process == 0xFF || body.size < 1 || body.data[0] < 1 || body.data[0] > 4
      || body.size < 4u + 2u * body.data[0])
    return FALSE;
  head->one_scan = body.data[0] == head->n_components;
  for (guint i = 0; i < head->n_components && head->one_scan; i++)
    {
      const guint8 *at = body.data + 1 + 2 * i;
      DipJpegComponent *c = &head->components[i];
      c->dc_table = at[1] >> 4;
      c->ac_table = at[1] & 15;
      head->one_scan = at[0] == c->id && c->dc_table <= 3 && c->ac_table <= 3 && head->quant[c->quant] != NULL;
    }
  return TRUE;
}

static void
read_profile_part (DipJpegHead *head, Body body)
{
  if (body.size < ICC_INTRO || memcmp (body.data, ICC_NAME, sizeof ICC_NAME) != 0)
    return;
  DipJpegProfilePart part = {
    .data = body.data + ICC_INTRO, .size = body.size - ICC_INTRO, .number = body.data[12], .total = body.data[13]
  };
  if (head->profile_parts == NULL)
    head->profile_parts = g_array_new (FALSE, FALSE, sizeof part);
  if (head->profile_parts->len < 256) /* more than can be numbered: never a whole */
    g_array_append_val (head->profile_parts, part);
}

static void
read_adobe (DipJpegHead *head, Body body)
{
  if (body.size < 12 || memcmp (body.data, "Adobe", 5) != 0)
    return;
  head->has_adobe = TRUE;
  head->adobe_transform = body.data[11];
}

static gboolean
read_segment (DipJpegHead *head, guint8 marker, Body body)
{
  switch (marker)
    {
    case 0xDB:
      return read_quant (head, body);
    case 0xC4:
      return read_huffman (head, body);
    case 0xDA:
      return read_scan (head, body);
    case 0xDD:
      if (body.size == 2)
        head->restart_interval = body.data[0] << 8 | body.data[1];
      return body.size == 2;
    case 0xE0:
      head->has_jfif |= body.size >= 14 && memcmp (body.data, "JFIF", 5) == 0;
      return TRUE;
    case 0xE2:
      read_profile_part (head, body);
      return TRUE;
    case 0xEE:
      read_adobe (head, body);
      return TRUE;
    case 0xC8:
    case 0xCC:
      return TRUE;
    default:
      return (marker & 0xF0) != 0xC0 || read_frame (head, marker & 15, body);
    }
}

/* As libjpeg tells it (jdapimin.c, default_decompress_parms). */
static DipJpegColour
colour_of (const DipJpegHead *head)
{
  const DipJpegComponent *c = head->components;

  switch (head->n_components)
    {
    case 1:
      return DIP_JPEG_GREY;
    case 3:
      if (head->has_jfif)
        return DIP_JPEG_YCC;
      if (head->has_adobe)
        return head->adobe_transform == 0 ? DIP_JPEG_RGB : DIP_JPEG_YCC;
      return c[0].id == 'R' && c[1].id == 'G' && c[2].id == 'B' ? DIP_JPEG_RGB : DIP_JPEG_YCC;
    case 4:
      return head->has_adobe && head->adobe_transform != 0 ? DIP_JPEG_YCCK : DIP_JPEG_CMYK;
    default:
      return DIP_JPEG_OTHER;
    }
}

gboolean
dip_jpeg_head_read (DipJpegHead *head, const guint8 *data, gsize size)
{
  gsize at = 2;

  *head = (DipJpegHead){ .process = 0xFF };
  while (head->scan_offset == 0)
    {
      while (at + 4 <= size && !(data[at] == 0xFF && data[at + 1] != 0 && data[at + 1] != 0xFF))
        at++; /* junk and fill bytes, which decoders skip */
      if (at + 4 > size)
        return FALSE;
      guint8 marker = data[at + 1];
      at += 2;
      if (marker == 0x01 || (marker >= 0xD0 && marker <= 0xD7))
        continue;
      gsize length = data[at] << 8 | data[at + 1];
      length = MAX (length, 2);
      if (marker == 0xD8 || marker == 0xD9 || at + length > size
          || !read_segment (head, marker, (Body){ data + at + 2, length - 2 }))
        return FALSE;
      at += length;
      if (marker == 0xDA)
        head->scan_offset = at;
    }
  head->colour = colour_of (head);
  return TRUE;
}

GBytes *
dip_jpeg_head_join_profile (const DipJpegHead *head)
{
  guint n = head->profile_parts != NULL ? head->profile_parts->len : 0;
  const DipJpegProfilePart *by_number[256] = { NULL };
  g_autoptr (GByteArray) whole = g_byte_array_new ();

  for (guint i = 0; i < n; i++)
    {
      const DipJpegProfilePart *part = &g_array_index (head->profile_parts, DipJpegProfilePart, i);
      if (part->total != n || part->number < 1 || part->number > n || by_number[part->number] != NULL)
        return NULL;
      by_number[part->number] = part;
    }
  for (guint i = 1; i <= n; i++)
    g_byte_array_append (whole, by_number[i]->data, (guint) by_number[i]->size);
  return n > 0 ? g_byte_array_free_to_bytes (g_steal_pointer (&whole)) : NULL;
}

/* A marker and the length of the @size bytes that will follow. */
static void
write_marker (GByteArray *out, guint8 marker, gsize size)
{
  const guint8 bytes[4] = { 0xFF, marker, (guint8) ((size + 2) >> 8), (guint8) (size + 2) };

  g_byte_array_append (out, bytes, sizeof bytes);
}

static void
write_profile (GBytes *profile, GByteArray *out)
{
  gsize size = 0;
  const guint8 *data = profile != NULL ? g_bytes_get_data (profile, &size) : NULL;
  guint n = (guint) ((size + PART_MAX - 1) / PART_MAX);

  for (guint i = 0; i < n; i++)
    {
      gsize part = MIN (size - i * PART_MAX, PART_MAX);
      const guint8 order[2] = { (guint8) (i + 1), (guint8) n };
      write_marker (out, 0xE2, part + ICC_INTRO);
      g_byte_array_append (out, (const guint8 *) ICC_NAME, sizeof ICC_NAME);
      g_byte_array_append (out, order, sizeof order);
      g_byte_array_append (out, data + i * PART_MAX, (guint) part);
    }
}

/* JFIF says grey or YCbCr; Adobe's marker says the rest. */
static void
write_colour (const DipJpegHead *head, GByteArray *out)
{
  static const guint8 jfif[14] = { 'J', 'F', 'I', 'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0 };
  guint8 adobe[12] = { 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, head->colour == DIP_JPEG_YCCK ? 2 : 0 };

  if (head->colour == DIP_JPEG_GREY || head->colour == DIP_JPEG_YCC)
    {
      write_marker (out, 0xE0, sizeof jfif);
      g_byte_array_append (out, jfif, sizeof jfif);
    }
  else if (head->colour != DIP_JPEG_CMYK || head->has_adobe)
    {
      write_marker (out, 0xEE, sizeof adobe);
      g_byte_array_append (out, adobe, sizeof adobe);
    }
}

static void
write_quant (const DipJpegHead *head, GByteArray *out)
{
  guint written = 0;

  for (guint i = 0; i < head->n_components; i++)
    {
      guint8 slot = head->components[i].quant;
      gboolean wide = head->quant_wide[slot];
      guint8 intro = (guint8) (wide << 4 | slot);
      if (written & 1u << slot)
        continue;
      written |= 1u << slot;
      write_marker (out, 0xDB, wide ? 129 : 65);
      g_byte_array_append (out, &intro, 1);
      g_byte_array_append (out, head->quant[slot], wide ? 128 : 64);
    }
}

static void
write_frame (const DipJpegHead *head, GByteArray *out)
{
  const guint8 intro[6]
      = { head->precision,      (guint8) (head->height >> 8), (guint8) head->height, (guint8) (head->width >> 8),
          (guint8) head->width, (guint8) head->n_components };

  write_marker (out, 0xC0 | head->process, sizeof intro + 3 * head->n_components);
  g_byte_array_append (out, intro, sizeof intro);
  for (guint i = 0; i < head->n_components; i++)
    {
      const DipJpegComponent *c = &head->components[i];
      const guint8 bytes[3] = { c->id, (guint8) (c->h << 4 | c->v), c->quant };
      g_byte_array_append (out, bytes, sizeof bytes);
    }
}

static void
write_huffman (const DipJpegHead *head, GByteArray *out)
{
  guint written = 0;

  for (guint i = 0; i < 2 * head->n_components; i++)
    {
      const DipJpegComponent *c = &head->components[i / 2];
      guint8 slot = i & 1 ? (guint8) (16 | c->ac_table) : c->dc_table;
      const DipJpegHuffman *table = i & 1 ? &head->ac[c->ac_table] : &head->dc[c->dc_table];
      if (written & 1u << slot)
        continue;
      written |= 1u << slot;
      write_marker (out, 0xC4, 17 + table->n_values);
      g_byte_array_append (out, &slot, 1);
      g_byte_array_append (out, table->counts, 16);
      g_byte_array_append (out, table->values, table->n_values);
    }
}

static void
write_scan (const DipJpegHead *head, GByteArray *out)
{
  static const guint8 whole_block[3] = { 0, 63, 0 };
  guint8 n = (guint8) head->n_components;

  write_marker (out, 0xDA, 4 + 2 * n);
  g_byte_array_append (out, &n, 1);
  for (guint i = 0; i < n; i++)
    {
      const DipJpegComponent *c = &head->components[i];
      const guint8 bytes[2] = { c->id, (guint8) (c->dc_table << 4 | c->ac_table) };
      g_byte_array_append (out, bytes, sizeof bytes);
    }
  g_byte_array_append (out, whole_block, sizeof whole_block);
}

void
dip_jpeg_head_write (const DipJpegHead *head, GBytes *profile, GByteArray *out)
{
  static const guint8 start_of_image[2] = { 0xFF, 0xD8 };

  g_byte_array_append (out, start_of_image, sizeof start_of_image);
  write_colour (head, out);
  write_profile (profile, out);
  write_quant (head, out);
  write_frame (head, out);
  write_huffman (head, out);
  if (head->restart_interval > 0)
    {
      const guint8 interval[2] = { (guint8) (head->restart_interval >> 8), (guint8) head->restart_interval };
      write_marker (out, 0xDD, sizeof interval);
      g_byte_array_append (out, interval, sizeof interval);
    }
  write_scan (head, out);
}

GBytes *
dip_jpeg_insert_profile (GBytes *clean, GBytes *profile)
{
  gsize size;
  const guint8 *jpeg = g_bytes_get_data (clean, &size);
  gsize first = 4 + (jpeg[4] << 8 | jpeg[5]);
  GByteArray *out = g_byte_array_sized_new ((guint) (size + g_bytes_get_size (profile) + 1024));

  g_assert (size > first);
  g_byte_array_append (out, jpeg, (guint) first);
  write_profile (profile, out);
  g_byte_array_append (out, jpeg + first, (guint) (size - first));
  return g_byte_array_free_to_bytes (out);
}
