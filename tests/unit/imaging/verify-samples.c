#include "verify-samples.h"

#include <vips/vips.h>
#include <zlib.h>

#define WIDTH  52
#define HEIGHT 36

static VipsImage *
draw (guint bands)
{
  static guint8 pixels[WIDTH * HEIGHT * 4];
  VipsImage *bare = NULL, *image = NULL;
  guint32 state = 7;

  for (gsize i = 0; i < (gsize) WIDTH * HEIGHT * bands; i++)
    {
      state = state * 1664525 + 1013904223;
      pixels[i] = (guint8) (i / bands * 3 + (state >> 28));
    }
  bare = vips_image_new_from_memory_copy (pixels, (gsize) WIDTH * HEIGHT * bands, WIDTH, HEIGHT, (int) bands,
                                          VIPS_FORMAT_UCHAR);
  g_assert_nonnull (bare);
  VipsInterpretation meaning = bands < 3 ? VIPS_INTERPRETATION_B_W : VIPS_INTERPRETATION_sRGB;
  g_assert_cmpint (vips_copy (bare, &image, "interpretation", meaning, NULL), ==, 0);
  g_object_unref (bare);
  return image;
}

GByteArray *
sample_saved (const char *suffix, guint bands)
{
  VipsImage *image = draw (bands);
  void *data = NULL;
  gsize size = 0;

  int failed = vips_image_write_to_buffer (image, suffix, &data, &size, NULL);
  g_object_unref (image);
  if (failed)
    {
      g_test_message ("%s: %s", suffix, vips_error_buffer ());
      vips_error_clear ();
      return NULL;
    }
  GByteArray *file = g_byte_array_new_take (data, size);
  if (g_str_has_prefix (suffix, ".jpg") && memmem (file->data, file->len, "JFIF", 4) == NULL)
    cut_in (file, 2, LITERAL ("\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0"));
  return file;
}

void
cut_in (GByteArray *file, gsize at, const void *bytes, gsize n)
{
  guint old = file->len;

  g_assert_cmpuint (at, <=, old);
  g_byte_array_set_size (file, old + (guint) n);
  memmove (file->data + at + n, file->data + at, old - at);
  memcpy (file->data + at, bytes, n);
}

DipPart
find_part (GByteArray *file, const char *name, guint nth)
{
  g_autoptr (GBytes) bytes = g_bytes_new (file->data, file->len);
  g_autoptr (GPtrArray) parts = dip_inspect (bytes, NULL, NULL);

  g_assert_nonnull (parts);
  for (guint i = 0; i < parts->len; i++)
    {
      DipPart part = *(DipPart *) g_ptr_array_index (parts, i);
      if (strcmp (part.name, name) != 0 || nth-- > 0)
        continue;
      part.name = part.text = NULL;
      return part;
    }
  g_error ("no part %s", name);
}

static void
append_number (GByteArray *out, guint64 value, guint bytes)
{
  for (guint i = bytes; i > 0; i--)
    {
      guint8 byte = (guint8) (value >> (8 * (i - 1)));
      g_byte_array_append (out, &byte, 1);
    }
}

GByteArray *
png_chunk (const char *type, const void *data, gsize n)
{
  GByteArray *out = g_byte_array_new ();

  append_number (out, n, 4);
  g_byte_array_append (out, (const guint8 *) type, 4);
  g_byte_array_append (out, data, (guint) n);
  append_number (out, crc32_z (0, out->data + 4, n + 4), 4);
  return out;
}

GByteArray *
jpeg_segment (guint8 marker, const void *data, gsize n)
{
  GByteArray *out = g_byte_array_new ();

  append_number (out, 0xff00u | marker, 2);
  append_number (out, n + 2, 2);
  g_byte_array_append (out, data, (guint) n);
  return out;
}

GByteArray *
webp_chunk (const char *type, const void *data, gsize n)
{
  GByteArray *out = g_byte_array_new ();
  guint32 size = GUINT32_TO_LE ((guint32) n);

  g_byte_array_append (out, (const guint8 *) type, 4);
  g_byte_array_append (out, (const guint8 *) &size, 4);
  g_byte_array_append (out, data, (guint) n);
  if (n % 2 == 1)
    append_number (out, 0, 1);
  return out;
}

void
webp_fix_size (GByteArray *file)
{
  guint32 size = GUINT32_TO_LE (file->len - 8);

  memcpy (file->data + 4, &size, 4);
}

GByteArray *
sample_webp (gboolean lossless)
{
  g_autoptr (GByteArray) saved = sample_saved (lossless ? ".webp[lossless,strip]" : ".webp[Q=80,strip]", 3);

  if (saved == NULL)
    return NULL;
  DipPart picture = find_part (saved, lossless ? "VP8L" : "VP8", 0);
  GByteArray *out = g_byte_array_new ();
  g_byte_array_append (out, (const guint8 *) "RIFF....WEBP", 12);
  g_byte_array_append (out, saved->data + picture.offset, (guint) picture.size);
  webp_fix_size (out);
  return out;
}

GByteArray *
sample_profile (const char *description)
{
  static const char *const names[] = { "wtpt", "rXYZ", "gXYZ", "bXYZ", "rTRC", "gTRC", "bTRC" };
  GByteArray *out = g_byte_array_new ();
  gsize text = 8 + strlen (description) + 1, padded = (text + 3) / 4 * 4;
  static const guint8 header[128]
      = { [8] = 2, [12] = 'm', 'n', 't', 'r', 'R', 'G', 'B', ' ', 'X', 'Y', 'Z', ' ', [36] = 'a', 'c', 's', 'p' };

  g_byte_array_append (out, header, sizeof header);
  append_number (out, 8, 4);
  g_byte_array_append (out, (const guint8 *) "cprt", 4);
  append_number (out, 128 + 4 + 8 * 12, 4);
  append_number (out, text, 4);
  for (guint i = 0; i < 7; i++)
    {
      g_byte_array_append (out, (const guint8 *) names[i], 4);
      append_number (out, 128 + 4 + 8 * 12 + padded + (i < 4 ? i * 20 : 80), 4);
      append_number (out, i < 4 ? 20 : 14, 4);
    }
  g_byte_array_append (out, (const guint8 *) "text\0\0\0\0", 8);
  g_byte_array_append (out, (const guint8 *) description, (guint) strlen (description) + 1);
  append_number (out, 0, (guint) (padded - text));
  for (guint i = 0; i < 4; i++)
    {
      g_byte_array_append (out, (const guint8 *) "XYZ \0\0\0\0", 8);
      append_number (out, 0xf6d6, 4);
      append_number (out, 0x10000, 4);
      append_number (out, 0xd32d, 4);
    }
  g_byte_array_append (out, (const guint8 *) "curv\0\0\0\0\0\0\0\1\2\63\0\0", 16);
  guint32 size = GUINT32_TO_BE (out->len);
  memcpy (out->data, &size, 4);
  return out;
}

/* The box stays open until box_end() gets what this returns. */
static guint
box_start (GByteArray *out, const char *type)
{
  guint start = out->len;

  append_number (out, 0, 4);
  g_byte_array_append (out, (const guint8 *) type, 4);
  return start;
}

static void
box_end (GByteArray *out, guint start)
{
  guint32 size = GUINT32_TO_BE (out->len - start);

  memcpy (out->data + start, &size, 4);
}

static void
append_box (GByteArray *out, const char *type, const void *data, gsize n)
{
  guint start = box_start (out, type);

  g_byte_array_append (out, data, (guint) n);
  box_end (out, start);
}

/* @type as a box that holds a note; nothing when it is NULL. */
static void
append_leak (GByteArray *out, const char *type)
{
  if (type != NULL)
    append_box (out, type, LITERAL ("\0\0\0\0Anna was here"));
}

gboolean
heif_plan_init (HeifPlan *plan, const char *suffix)
{
  g_autoptr (GByteArray) saved = sample_saved (suffix, 3);
  gboolean hevc = strstr (suffix, "hevc") != NULL;

  *plan = (HeifPlan){ .item_type = hevc ? "hvc1" : "av01", .configuration = hevc ? "hvcC" : "av1C" };
  if (saved == NULL)
    return FALSE;
  g_autofree char *name = g_strconcat ("meta/iprp/ipco/", plan->configuration, NULL);
  DipPart settings = find_part (saved, name, 0), data = find_part (saved, "item 1", 0);
  plan->settings
      = g_byte_array_append (g_byte_array_new (), saved->data + settings.offset + 8, (guint) settings.size - 8);
  plan->data = g_byte_array_append (g_byte_array_new (), saved->data + data.offset, (guint) data.size);
  plan->width = WIDTH;
  plan->height = HEIGHT;
  return TRUE;
}

void
heif_plan_clear (HeifPlan *plan)
{
  g_clear_pointer (&plan->settings, g_byte_array_unref);
  g_clear_pointer (&plan->data, g_byte_array_unref);
}

static void
append_items (GByteArray *out, const HeifPlan *plan)
{
  guint list = box_start (out, "iinf");

  append_number (out, 0, 4);
  append_number (out, plan->second_type != NULL ? 2 : 1, 2);
  for (guint i = 0; i < (plan->second_type != NULL ? 2 : 1); i++)
    {
      const char *name = i == 0 && plan->item_name != NULL ? plan->item_name : "";
      guint item = box_start (out, "infe");
      append_number (out, 2u << 24, 4);
      append_number (out, i + 1, 2);
      append_number (out, 0, 2);
      g_byte_array_append (out, (const guint8 *) (i == 0 ? plan->item_type : plan->second_type), 4);
      g_byte_array_append (out, (const guint8 *) name, (guint) strlen (name) + 1);
      if (i == 1 && strcmp (plan->second_type, "mime") == 0)
        g_byte_array_append (out, (const guint8 *) LITERAL ("application/rdf+xml\0"));
      box_end (out, item);
    }
  box_end (out, list);
}

static void
append_extent (GByteArray *out, gsize offset, gsize size)
{
  append_number (out, offset, 4);
  append_number (out, size, 4);
}

/* @media: where the bytes of mdat start. */
static void
append_locations (GByteArray *out, const HeifPlan *plan, gsize media)
{
  guint box = box_start (out, "iloc");
  gsize size = plan->data->len + plan->longer_by;

  append_number (out, 0, 4);
  append_number (out, 0x4400, 2);
  append_number (out, plan->second_type != NULL ? 2 : 1, 2);
  append_number (out, 1, 2);
  append_number (out, 0, 2);
  append_number (out, plan->two_extents ? 2 : 1, 2);
  append_extent (out, media, plan->two_extents ? 10 : size);
  if (plan->two_extents)
    append_extent (out, media + 10, size - 10);
  if (plan->second_type != NULL)
    {
      append_number (out, 2, 2);
      append_number (out, 0, 2);
      append_number (out, 1, 2);
      append_extent (out, media + plan->data->len, strlen (plan->second_data));
    }
  append_number (out, 0, plan->spare_in_iloc ? 3 : 0);
  box_end (out, box);
}

static void
append_properties (GByteArray *out, const HeifPlan *plan)
{
  guint iprp = box_start (out, "iprp"), ipco = box_start (out, "ipco"), ispe;

  append_box (out, plan->configuration, plan->settings->data, plan->settings->len);
  ispe = box_start (out, "ispe");
  append_number (out, 0, 4);
  append_number (out, plan->width + (plan->wrong_size ? 1 : 0), 4);
  append_number (out, plan->height, 4);
  append_number (out, 0, plan->spare_in_ispe ? 1 : 0);
  box_end (out, ispe);
  append_box (out, "pixi", LITERAL ("\0\0\0\0\3\x08\x08\x08"));
  if (plan->profile_is_text)
    append_box (out, "colr", LITERAL ("profAnna was here"));
  else
    append_box (out, "colr", LITERAL ("nclx\0\1\0\x0d\0\6\x80"));
  if (plan->unused_property)
    append_box (out, "clli", LITERAL ("Anna"));
  append_leak (out, plan->in_ipco);
  box_end (out, ipco);
  guint8 count = plan->in_ipco != NULL ? 5 : 4;
  guint ipma = box_start (out, "ipma");
  append_number (out, 0, 4);
  append_number (out, 1, 4);
  append_number (out, 1, 2);
  append_number (out, count, 1);
  for (guint i = 1; i <= count; i++)
    append_number (out, i, 1);
  box_end (out, ipma);
  box_end (out, iprp);
}

static void
append_meta (GByteArray *out, const HeifPlan *plan, gsize media)
{
  const char *name = plan->handler_name != NULL ? plan->handler_name : "";
  guint meta = box_start (out, "meta"), handler;

  append_number (out, 0, 4);
  handler = box_start (out, "hdlr");
  g_byte_array_append (out, (const guint8 *) LITERAL ("\0\0\0\0\0\0\0\0pict\0\0\0\0\0\0\0\0\0\0\0\0"));
  g_byte_array_append (out, (const guint8 *) name, (guint) strlen (name) + 1);
  box_end (out, handler);
  append_box (out, "pitm", LITERAL ("\0\0\0\0\0\1"));
  append_locations (out, plan, media);
  append_items (out, plan);
  append_properties (out, plan);
  if (plan->second_reference != NULL)
    {
      guint iref = box_start (out, "iref");
      append_number (out, 0, 4);
      append_box (out, plan->second_reference, LITERAL ("\0\2\0\1\0\1"));
      box_end (out, iref);
    }
  append_leak (out, plan->in_meta);
  box_end (out, meta);
}

GByteArray *
sample_heif (const HeifPlan *plan)
{
  GByteArray *out = g_byte_array_new ();
  g_autoptr (GByteArray) measure = g_byte_array_new ();
  const char *brand = plan->brand != NULL ? plan->brand : strcmp (plan->item_type, "av01") == 0 ? "avif" : "heic";
  guint ftyp = box_start (out, "ftyp"), media;

  g_byte_array_append (out, (const guint8 *) (strcmp (plan->item_type, "av01") == 0 ? "avif" : "heic"), 4);
  append_number (out, 0, 4);
  g_byte_array_append (out, (const guint8 *) "mif1", 4);
  g_byte_array_append (out, (const guint8 *) brand, 4);
  box_end (out, ftyp);
  append_leak (out, plan->at_top);
  append_meta (measure, plan, 0);
  append_meta (out, plan, out->len + measure->len + 8);
  media = box_start (out, "mdat");
  g_byte_array_append (out, plan->data->data, plan->data->len);
  if (plan->second_data != NULL)
    g_byte_array_append (out, (const guint8 *) plan->second_data, (guint) strlen (plan->second_data));
  if (plan->unused_media != NULL)
    g_byte_array_append (out, (const guint8 *) plan->unused_media, (guint) strlen (plan->unused_media));
  box_end (out, media);
  return out;
}

void
assert_every_byte_has_a_row (GPtrArray *parts, gsize size)
{
  guint64 reached = 0;

  for (guint i = 0; i < parts->len; i++)
    {
      const DipPart *part = g_ptr_array_index (parts, i);
      g_assert_nonnull (part->name);
      g_assert_nonnull (part->text);
      g_assert_cmpuint (part->offset, <=, reached);
      g_assert_cmpuint (part->offset + part->size, <=, size);
      reached = MAX (reached, part->offset + part->size);
    }
  g_assert_cmpuint (reached, ==, size);
}
