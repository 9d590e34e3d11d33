/* JPEG (ITU-T T.81 | ISO/IEC 10918-1), segment by segment. */
#include "dip-inspect-private.h"

#include <glib/gi18n-lib.h>

#include "dip-inspect-jpeg.h"

enum
{
  SOF0 = 0xc0,
  SOF2 = 0xc2,
  DHT = 0xc4,
  RST0 = 0xd0,
  RST7 = 0xd7,
  SOI = 0xd8,
  EOI = 0xd9,
  SOS = 0xda,
  DQT = 0xdb,
  DNL = 0xdc,
  DRI = 0xdd,
  APP0 = 0xe0,
  APP1 = 0xe1,
  APP2 = 0xe2,
  APP13 = 0xed,
  APP14 = 0xee,
  APP15 = 0xef,
  COM = 0xfe,
};

/* More scans than any encoder makes: a decoder's time bomb, and room to hide. */
#define MAX_SCANS 100

/* Four tables each of quantisation, Huffman codes for DC, and for AC. */
enum
{
  TABLE_QUANTISATION = 0,
  TABLE_DC = 4,
  TABLE_AC = 8,
  N_TABLES = 12,
};

typedef struct
{
  DipParts *parts;
  DipReader file;
  guint segments, scans;
  gboolean has_jfif, has_adobe, has_xmp, has_iptc, has_end;
  DipInspectJpegFrame frame;
  DipInspectJpegTables tables;
  guint32 pending; /* bits: tables defined, and not used by a scan since; the row of each is in @table_rows */
  guint table_rows[N_TABLES];
  guint quantisation; /* bits: the tables there are */
  GByteArray *profile;
  GArray *profile_rows; /* (element-type guint) */
  guint profile_next, profile_total;
  gboolean profile_broken;
} Walk;

static void
add (Walk *self, gsize offset, DipPartVerdict verdict, guint leaks, const char *name, const char *text)
{
  dip_parts_add (self->parts, offset, self->file.pos - offset, verdict, leaks, name, text);
}

static void
add_table (Walk *self, gsize offset, gboolean whole, const char *name, const char *text)
{
  if (whole)
    add (self, offset, DIP_PART_ALLOWED, DIP_LEAK_NONE, name, text);
  else
    add (self, offset, DIP_PART_BROKEN, DIP_LEAK_OTHER, name,
         _ ("A table of the decoder with a wrong length, a wrong value or bytes to spare."));
}

/* A table that no scan uses before it is replaced or the picture ends is never decoded: room to hide. */
static gboolean
expect_table (Walk *self, guint table)
{
  gboolean pending = (self->pending >> table & 1) != 0;

  self->pending |= 1u << table;
  self->table_rows[table] = self->parts->rows->len; /* about to be added */
  return !pending;
}

/* B.2.4.1. */
static gboolean
read_quantisation (Walk *self, DipReader body)
{
  while (dip_reader_left (&body) > 0 && !body.failed)
    {
      guint head = dip_reader_u8 (&body), id = head & 15, wide = head >> 4;
      if (id > 3 || wide > 1 || !expect_table (self, TABLE_QUANTISATION + id))
        return FALSE;
      self->quantisation |= 1u << id;
      dip_reader_skip (&body, wide ? 128 : 64);
    }
  return !body.failed;
}

/* B.2.4.2. */
static gboolean
read_huffman (Walk *self, DipReader body)
{
  while (dip_reader_left (&body) > 0 && !body.failed)
    {
      guint head = dip_reader_u8 (&body), id = head & 15, kind = head >> 4;
      if (id > 3 || kind > 1 || !expect_table (self, (kind == 0 ? TABLE_DC : TABLE_AC) + id))
        return FALSE;
      if (!dip_inspect_jpeg_huffman (&self->tables.huffman[kind][id], &body, kind == 0))
        return FALSE;
    }
  return !body.failed;
}

/* B.2.2. */
static gboolean
read_frame (DipInspectJpegFrame *frame, guint marker, DipReader body)
{
  guint bits = dip_reader_u8 (&body);

  frame->progressive = marker == SOF2;
  frame->height = dip_reader_be16 (&body);
  frame->width = dip_reader_be16 (&body);
  guint n = dip_reader_u8 (&body);
  if (bits != 8 || frame->width == 0 || frame->height == 0 || n == 0 || n > 4 || dip_reader_left (&body) != 3 * n)
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      DipInspectJpegComponent *component = &frame->components[i];
      component->id = dip_reader_u8 (&body);
      guint sampling = dip_reader_u8 (&body);
      component->h = sampling >> 4;
      component->v = sampling & 15;
      component->table = dip_reader_u8 (&body);
      if (component->h < 1 || component->h > 4 || component->v < 1 || component->v > 4 || component->table > 3)
        return FALSE;
      for (guint j = 0; j < i; j++)
        if (frame->components[j].id == component->id)
          return FALSE;
      frame->h_max = MAX (frame->h_max, component->h);
      frame->v_max = MAX (frame->v_max, component->v);
      memset (component->accuracy, -1, sizeof component->accuracy);
    }
  frame->n_components = n; /* not before it is known to be good: until then there is no frame */
  return TRUE;
}

static void
add_frame (Walk *self, guint marker, gsize offset, DipReader body)
{
  g_autofree char *name = g_strdup_printf ("SOF%u", marker - SOF0);
  g_autofree char *text = NULL;

  if (marker > SOF2)
    {
      add (self, offset, DIP_PART_FOREIGN, DIP_LEAK_OTHER, name,
           _ ("A picture in a rare coding (lossless, arithmetic or hierarchical), which is not kept."));
      return;
    }
  if (self->frame.n_components > 0 || !read_frame (&self->frame, marker, body))
    {
      add (self, offset, DIP_PART_BROKEN, DIP_LEAK_NONE, name, _ ("A damaged or second description of the picture."));
      return;
    }
  /* Translators: width, height, number of channels (1 grey, 3 colour) */
  text = g_strdup_printf (_ ("The picture's size and coding: %u × %u pixels, channels: %u."), self->frame.width,
                          self->frame.height, self->frame.n_components);
  add (self, offset, DIP_PART_ALLOWED, DIP_LEAK_NONE, name, text);
}

/* The file interchange format's own segment (JFIF 1.02): 16 bytes, no thumbnail, nothing behind. */
static gboolean
is_plain_jfif (DipReader body)
{
  dip_reader_skip (&body, 5);
  guint version = dip_reader_u8 (&body), minor = dip_reader_u8 (&body), units = dip_reader_u8 (&body);
  dip_reader_skip (&body, 4);
  guint thumbnail = dip_reader_be16 (&body);

  return !body.failed && dip_reader_left (&body) == 0 && version == 1 && minor <= 2 && units <= 2 && thumbnail == 0;
}

static void
add_jfif (Walk *self, gsize offset, DipReader body)
{
  gsize size = dip_reader_left (&body);
  gboolean thumbnail = size > 14 && (body.base[body.pos + 12] != 0 || body.base[body.pos + 13] != 0);
  gboolean right_place = self->segments == 1 && !self->has_jfif;

  self->has_jfif = TRUE;
  if (right_place && is_plain_jfif (body))
    add (self, offset, DIP_PART_ALLOWED, DIP_LEAK_NONE, "APP0 JFIF",
         _ ("Says that this is a JPEG file; pixel density."));
  else if (thumbnail)
    add (self, offset, DIP_PART_FOREIGN, DIP_LEAK_THUMBNAIL, "APP0 JFIF", _ ("An embedded small copy of the picture."));
  else
    add (self, offset, DIP_PART_BROKEN, DIP_LEAK_OTHER, "APP0 JFIF",
         _ ("A JFIF header of the wrong form, with bytes to spare, or not at the start of the file."));
}

/* 12 bytes: the name, a version, two flag words, how colours are transformed. */
static void
add_adobe (Walk *self, gsize offset, DipReader body)
{
  gboolean whole = dip_reader_left (&body) == 12 && body.base[body.end - 1] <= 2 && !self->has_adobe;

  self->has_adobe = TRUE;
  if (whole)
    add (self, offset, DIP_PART_ALLOWED, DIP_LEAK_NONE, "APP14 Adobe", _ ("How the colours are coded."));
  else
    add (self, offset, DIP_PART_BROKEN, DIP_LEAK_OTHER, "APP14 Adobe",
         _ ("A colour note of the wrong length, with a wrong value, or a second one."));
}

/* One part of the profile (ICC.1, annex B.4); what it is worth shows when all are there. */
static void
add_profile (Walk *self, gsize offset, DipReader body)
{
  guint row = self->parts->rows->len;

  dip_reader_skip (&body, 12);
  guint number = dip_reader_u8 (&body), total = dip_reader_u8 (&body);
  self->profile_broken = self->profile_broken || body.failed || number != self->profile_next + 1 || number > total
                         || (self->profile_next > 0 && total != self->profile_total)
                         || self->profile->len + dip_reader_left (&body) > DIP_ICC_MAX;
  self->profile_next = number;
  self->profile_total = total;
  if (!self->profile_broken)
    g_byte_array_append (self->profile, body.base + body.pos, (guint) dip_reader_left (&body));
  add (self, offset, DIP_PART_BROKEN, DIP_LEAK_NONE, "APP2 ICC_PROFILE",
       _ ("A piece of a colour profile that is not whole."));
  if (!self->parts->full)
    g_array_append_val (self->profile_rows, row);
}

static void
judge_profile (Walk *self)
{
  g_autofree char *text = NULL;

  if (self->profile_rows->len == 0 || self->profile_broken || self->profile_next != self->profile_total)
    return;
  DipPartVerdict verdict = dip_icc_judge (self->profile->data, self->profile->len, &text);
  for (guint i = 0; i < self->profile_rows->len; i++)
    dip_parts_judge (self->parts, g_array_index (self->profile_rows, guint, i), verdict,
                     verdict == DIP_PART_FOREIGN ? DIP_LEAK_OTHER : DIP_LEAK_NONE, text);
}

/* FALSE: it is something else. Each kind may come once. */
static gboolean
add_rights (Walk *self, guint marker, gsize offset, DipReader body)
{
  gboolean is_xmp = FALSE;
  g_autofree char *rights = marker == APP13 ? dip_rights_read_photoshop (body, &is_xmp) : NULL;
  gboolean *seen = is_xmp ? &self->has_xmp : &self->has_iptc;

  if (rights == NULL || *seen)
    return FALSE;
  *seen = TRUE;
  add (self, offset, DIP_PART_RIGHTS, is_xmp ? DIP_LEAK_XMP : DIP_LEAK_IPTC,
       is_xmp ? "APP13 Photoshop XMP" : "APP13 Photoshop", _ ("The rights notice: creator, credit, copyright, terms."));
  dip_parts_set_rights (self->parts, rights);
  return TRUE;
}

static void
add_app (Walk *self, guint marker, gsize offset, DipReader body)
{
  if (marker == APP0 && dip_reader_at (&body, "JFIF", 5))
    add_jfif (self, offset, body);
  else if (marker == APP14 && dip_reader_at (&body, "Adobe", 5))
    add_adobe (self, offset, body);
  else if (marker == APP2 && dip_reader_at (&body, "ICC_PROFILE", 12))
    add_profile (self, offset, body);
  else if (!add_rights (self, marker, offset, body))
    dip_inspect_jpeg_app (self->parts, marker, offset, self->file.pos - offset, body);
}

static void
add_segment (Walk *self, guint marker, gsize offset, DipReader body)
{
  g_autofree char *name = NULL;

  if (marker >= APP0 && marker <= APP15)
    add_app (self, marker, offset, body);
  else if (marker == DQT)
    add_table (self, offset, read_quantisation (self, body), "DQT", _ ("Tables of the decoder (quantisation)."));
  else if (marker == DHT)
    add_table (self, offset, read_huffman (self, body), "DHT", _ ("Tables of the decoder (Huffman codes)."));
  else if (marker == DRI)
    {
      self->tables.restart_interval = dip_reader_be16 (&body);
      add_table (self, offset, !body.failed && dip_reader_left (&body) == 0, "DRI",
                 _ ("How often the decoder starts afresh."));
    }
  else if (marker >= SOF0 && marker <= 0xcf && marker != 0xc8 && marker != 0xcc)
    add_frame (self, marker, offset, body);
  else if (marker == COM)
    add (self, offset, DIP_PART_FOREIGN, DIP_LEAK_COMMENT, "COM", _ ("A comment: free text."));
  else
    {
      name = g_strdup_printf ("0x%02X", marker);
      add (self, offset, DIP_PART_BROKEN, DIP_LEAK_OTHER, name, _ ("A segment that no photo needs."));
    }
}

/* Up to the marker that ends the scan. Restart markers have to be due, in turn and complete. */
static gboolean
skip_scan_data (Walk *self, guint expected_restarts)
{
  DipReader *file = &self->file;
  guint restarts = 0;

  while (file->pos < file->end)
    {
      const guint8 *found = memchr (file->base + file->pos, 0xff, dip_reader_left (file));
      if (found == NULL || found + 1 == file->base + file->end)
        break;
      guint marker = found[1];
      gsize at = (gsize) (found - file->base);
      if (marker >= RST0 && marker <= RST7 && marker - RST0 == (restarts & 7) && restarts < expected_restarts)
        restarts++;
      else if (marker != 0)
        {
          file->pos = at;
          return restarts == expected_restarts;
        }
      file->pos = at + 2;
    }
  file->pos = file->end;
  return FALSE;
}

/* Notes which tables the scan uses; FALSE when one of quantisation is missing. */
static gboolean
use_tables (Walk *self, const DipInspectJpegScan *scan)
{
  gboolean there = TRUE;

  for (guint i = 0; i < scan->n_components; i++)
    {
      guint table = self->frame.components[scan->component[i]].table;
      there = there && (self->quantisation >> table & 1) != 0;
      self->pending &= ~(1u << (TABLE_QUANTISATION + table));
      if (scan->first == 0 && scan->high == 0)
        self->pending &= ~(1u << (TABLE_DC + scan->dc_table[i]));
      if (scan->last > 0)
        self->pending &= ~(1u << (TABLE_AC + scan->ac_table[i]));
    }
  return there;
}

static void
judge_tables (Walk *self)
{
  for (guint i = 0; i < N_TABLES; i++)
    if ((self->pending >> i & 1) != 0)
      dip_parts_judge (self->parts, self->table_rows[i], DIP_PART_BROKEN, DIP_LEAK_OTHER,
                       _ ("A table that nothing in the picture uses."));
}

static void
add_scan (Walk *self, gsize offset, DipReader body)
{
  DipInspectJpegScan scan = { 0 };
  gboolean good = ++self->scans <= MAX_SCANS && dip_inspect_jpeg_scan (&scan, &self->frame, body);

  good = good && use_tables (self, &scan);

  add (self, offset, good ? DIP_PART_ALLOWED : DIP_PART_BROKEN, DIP_LEAK_NONE, "SOS",
       good ? _ ("Start of a pass over the picture data.")
            : _ ("The start of a pass over the picture that makes no sense or repeats what is there already."));

  gsize start = self->file.pos;
  guint interval = self->tables.restart_interval;
  guint64 restarts = good && interval > 0 ? (scan.n_units - 1) / interval : 0;
  good = skip_scan_data (self, (guint) restarts) && good && self->file.pos > start;
  DipReader data = { .base = self->file.base, .pos = start, .end = self->file.pos };
  good = good && dip_inspect_jpeg_scan_data (&scan, &self->frame, &self->tables, data);
  if (good)
    add (self, start, DIP_PART_ALLOWED, DIP_LEAK_NONE, "scan data", _ ("Picture data."));
  else
    add (self, start, DIP_PART_BROKEN, DIP_LEAK_OTHER, "scan data",
         _ ("Picture data that are damaged, end too early or have other bytes behind them."));
}

/* Bytes where a marker should be. */
static void
add_junk (Walk *self, gsize offset)
{
  DipReader *file = &self->file;

  while (file->pos < file->end)
    {
      const guint8 *found = memchr (file->base + file->pos, 0xff, dip_reader_left (file));
      file->pos = found == NULL ? file->end : (gsize) (found - file->base);
      if (found == NULL || found + 1 == file->base + file->end || (found[1] != 0 && found[1] != 0xff))
        break;
      file->pos++;
    }
  if (file->pos + 1 == file->end)
    file->pos = file->end;
  add (self, offset, DIP_PART_BROKEN, DIP_LEAK_OTHER, "?", _ ("Bytes between two segments, where none belong."));
}

/* Returns FALSE when the walk is over. */
static gboolean
step (Walk *self)
{
  DipReader *file = &self->file;
  gsize offset = file->pos;

  if (dip_reader_left (file) < 2 || file->base[offset] != 0xff || file->base[offset + 1] == 0
      || file->base[offset + 1] == 0xff)
    {
      if (dip_reader_left (file) > 0)
        add_junk (self, offset);
      return dip_reader_left (file) > 0;
    }
  guint marker = dip_reader_be16 (file) & 0xff;
  self->segments++;
  if (marker == EOI)
    {
      self->has_end = TRUE;
      return FALSE;
    }
  if (marker < SOF0 || (marker >= RST0 && marker <= SOI))
    {
      add (self, offset, DIP_PART_BROKEN, DIP_LEAK_OTHER, "?", _ ("A marker where none belongs."));
      return TRUE;
    }
  guint length = dip_reader_be16 (file);
  DipReader body = dip_reader_sub (file, length < 2 ? G_MAXSIZE : length - 2u);
  if (body.failed)
    {
      file->pos = file->end;
      add (self, offset, DIP_PART_BROKEN, DIP_LEAK_OTHER, "?", _ ("A segment longer than the file, or of no length."));
      return FALSE;
    }
  if (marker == SOS)
    add_scan (self, offset, body);
  else
    add_segment (self, marker, offset, body);
  return TRUE;
}

/* Every channel has to have been in a scan: a decoder makes up what is missing. */
static gboolean
has_all_channels (const Walk *self)
{
  for (guint i = 0; i < self->frame.n_components; i++)
    if (self->frame.components[i].accuracy[0] < 0)
      return FALSE;
  return self->frame.n_components > 0;
}

void
dip_inspect_jpeg (DipParts *parts, DipReader file)
{
  g_autoptr (GByteArray) profile = g_byte_array_new ();
  g_autoptr (GArray) profile_rows = g_array_new (FALSE, FALSE, sizeof (guint));
  Walk walk = { .parts = parts, .file = file, .profile = profile, .profile_rows = profile_rows };

  dip_reader_skip (&walk.file, 2);
  add (&walk, 0, DIP_PART_ALLOWED, DIP_LEAK_NONE, "SOI", _ ("Start of the picture."));
  while (!parts->full && step (&walk))
    ;
  dip_inspect_jpeg_frame_clear (&walk.frame);
  if (parts->full)
    return;
  judge_profile (&walk);
  judge_tables (&walk);
  if (!walk.has_end)
    {
      dip_parts_broken_from (parts, walk.file.pos, "EOI", _ ("The end of the picture is missing."));
      return;
    }
  gboolean whole = has_all_channels (&walk);
  dip_parts_add (parts, walk.file.pos - 2, 2, whole ? DIP_PART_ALLOWED : DIP_PART_BROKEN, DIP_LEAK_NONE, "EOI",
                 whole ? _ ("End of the picture.") : _ ("The picture ends before all of it was there."));
  if (dip_reader_left (&walk.file) > 0)
    dip_inspect_trailer (parts, walk.file);
}
