/* What a camera wrote is read before it goes; nothing that a file claims leads the reader astray. */
#include "dip-probe.h"

#include <string.h>

/* --- Small TIFF structures ------------------------------------------------------------------------------------------- */

typedef struct
{
  guint16 tag, type;
  guint32 count;
  const char *data; /* @count values, big-endian; NULL: @number, one LONG or SHORT */
  gsize size;
  guint32 number;
} Entry;

#define TEXT(tag, text)                                                                                                \
  {                                                                                                                    \
    tag, 2, sizeof (text), text, sizeof (text), 0                                                                      \
  }
#define SHORT(tag, number)                                                                                             \
  {                                                                                                                    \
    tag, 3, 1, NULL, 0, number                                                                                         \
  }
#define LONG(tag, number)                                                                                              \
  {                                                                                                                    \
    tag, 4, 1, NULL, 0, number                                                                                         \
  }
#define FRACTION(tag, bytes)                                                                                           \
  {                                                                                                                    \
    tag, 5, 1, bytes, 8, 0                                                                                             \
  }

static void
put (GByteArray *out, guint n, guint32 value)
{
  for (guint i = n; i > 0; i--)
    {
      guint8 byte = (guint8) (value >> 8 * (i - 1));
      g_byte_array_append (out, &byte, 1);
    }
}

/* A directory at the end of @out, and the values that don't fit into it. */
static void
put_directory (GByteArray *out, const Entry *entries, gsize n, guint32 next)
{
  gsize values_at = out->len + 2 + 12 * n + 4;
  g_autoptr (GByteArray) values = g_byte_array_new ();

  put (out, 2, (guint32) n);
  for (gsize i = 0; i < n; i++)
    {
      put (out, 2, entries[i].tag);
      put (out, 2, entries[i].type);
      put (out, 4, entries[i].count);
      if (entries[i].data == NULL)
        put (out, 4, entries[i].type == 3 ? entries[i].number << 16 : entries[i].number);
      else if (entries[i].size <= 4)
        {
          guint8 small[4] = { 0 };
          memcpy (small, entries[i].data, entries[i].size);
          g_byte_array_append (out, small, 4);
        }
      else
        {
          put (out, 4, (guint32) (values_at + values->len));
          g_byte_array_append (values, (const guint8 *) entries[i].data, (guint) entries[i].size);
        }
    }
  put (out, 4, next);
  g_byte_array_append (out, values->data, values->len);
}

#define EXIF_AT 400 /* room enough for any main directory here */

static GBytes *
make_tiff (const Entry *main, gsize n_main, const Entry *exif, gsize n_exif)
{
  GByteArray *out = g_byte_array_new ();
  Entry all[16];

  g_assert_cmpuint (n_main, <, G_N_ELEMENTS (all));
  for (gsize i = 0; i < n_main; i++)
    all[i] = main[i];
  all[n_main] = (Entry) LONG (0x8769, EXIF_AT);
  g_byte_array_append (out, (const guint8 *) "MM\0*\0\0\0\x08", 8);
  put_directory (out, all, n_main + (n_exif > 0), 0);
  if (n_exif > 0)
    {
      guint used = out->len;
      g_assert_cmpuint (used, <=, EXIF_AT);
      g_byte_array_set_size (out, EXIF_AT);
      memset (out->data + used, 0, EXIF_AT - used);
      put_directory (out, exif, n_exif, 0);
    }
  return g_byte_array_free_to_bytes (out);
}

static void
append (GByteArray *out, const char *data, gsize size)
{
  g_byte_array_append (out, (const guint8 *) data, (guint) size);
}

#define LITERAL(text) text, sizeof (text) - 1

/* --- The same block in every container ------------------------------------------------------------------------------- */

static GBytes *
in_jpeg (GBytes *block)
{
  GByteArray *out = g_byte_array_new ();

  append (out, LITERAL ("\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0\xff\xe1"));
  put (out, 2, (guint32) g_bytes_get_size (block) + 8);
  append (out, LITERAL ("Exif\0\0"));
  append (out, g_bytes_get_data (block, NULL), g_bytes_get_size (block));
  append (out, LITERAL ("\xff\xda\0\2\xff\xd9"));
  return g_byte_array_free_to_bytes (out);
}

static GBytes *
in_png (GBytes *block)
{
  GByteArray *out = g_byte_array_new ();

  append (out, LITERAL ("\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\1\0\0\0\1\x08\0\0\0\0\0\0\0\0"));
  put (out, 4, (guint32) g_bytes_get_size (block));
  append (out, LITERAL ("eXIf"));
  append (out, g_bytes_get_data (block, NULL), g_bytes_get_size (block));
  append (out, LITERAL ("\0\0\0\0\0\0\0\0IEND\0\0\0\0"));
  return g_byte_array_free_to_bytes (out);
}

static GBytes *
in_webp (GBytes *block)
{
  GByteArray *out = g_byte_array_new ();
  gsize size = g_bytes_get_size (block);

  append (out, LITERAL ("RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\x08\0\0\0\0\0\0\0\0\0EXIF"));
  put (out, 4, GUINT32_SWAP_LE_BE ((guint32) size));
  append (out, g_bytes_get_data (block, NULL), size);
  append (out, "", size & 1);
  return g_byte_array_free_to_bytes (out);
}

/* meta with one item of type Exif; its content, four bytes of offset before it, at the end of the file. */
static GBytes *
in_heic (GBytes *block)
{
  GByteArray *out = g_byte_array_new ();

  append (out, LITERAL ("\0\0\0\x18"
                        "ftypheic\0\0\0\0mif1heic"
                        "\0\0\0\x4d"
                        "meta\0\0\0\0"
                        "\0\0\0\x23"
                        "iinf\0\0\0\0\0\1"
                        "\0\0\0\x15"
                        "infe\2\0\0\0\0\7\0\0Exif\0"
                        "\0\0\0\x1e"
                        "iloc\0\0\0\0\x44\0\0\1\0\7\0\0\0\1"));
  put (out, 4, out->len + 8);
  put (out, 4, (guint32) g_bytes_get_size (block) + 4);
  put (out, 4, 0);
  append (out, g_bytes_get_data (block, NULL), g_bytes_get_size (block));
  return g_byte_array_free_to_bytes (out);
}

static GBytes *
in_tiff (GBytes *block)
{
  return g_bytes_ref (block);
}

static const Entry camera_main[] = {
  TEXT (0x010F, "Apple"),
  TEXT (0x0110, "iPhone 13 Pro"),
  SHORT (0x0112, 6),
  TEXT (0x013B, "Jane Roe"),
};
static const Entry camera_exif[] = {
  FRACTION (0x829A, "\0\0\0\1\0\0\0\x78"),
  FRACTION (0x829D, "\0\0\0\x0f\0\0\0\x0a"),
  SHORT (0x8827, 64),
  TEXT (0x9003, "2026:03:14 10:11:12"),
  TEXT (0x9011, "+01:00"),
  TEXT (0x9291, "340"),
  FRACTION (0x920A, "\0\0\0\x39\0\0\0\x0a"),
  SHORT (0xA403, 1),
  TEXT (0xA431, "F2LX1234"),
  TEXT (0xA434, "iPhone 13 Pro back camera"),
};

static void
test_containers (void)
{
  static const struct
  {
    const char *name;
    DipFormat format;
    GBytes *(*wrap) (GBytes *);
    int orientation;
  } containers[] = {
    { "jpeg", DIP_FORMAT_JPEG, in_jpeg, 6 }, { "png", DIP_FORMAT_PNG, in_png, 6 },
    { "webp", DIP_FORMAT_WEBP, in_webp, 6 }, { "tiff", DIP_FORMAT_TIFF, in_tiff, 6 },
    { "heic", DIP_FORMAT_HEIC, in_heic, 1 }, /* irot and imir turn it, not this */
  };
  g_autoptr (GBytes) block
      = make_tiff (camera_main, G_N_ELEMENTS (camera_main), camera_exif, G_N_ELEMENTS (camera_exif));

  for (gsize i = 0; i < G_N_ELEMENTS (containers); i++)
    {
      g_autoptr (GBytes) file = containers[i].wrap (block);
      g_autoptr (DipProbe) probe = dip_probe (file, containers[i].format);
      g_test_message ("%s", containers[i].name);
      g_assert_cmpstr (probe->taken_at, ==, "2026-03-14T10:11:12.340+01:00");
      g_assert_cmpstr (probe->taken_on, ==, "2026-03-14");
      g_assert_cmpstr (probe->taken_from, ==, "exif-original");
      g_assert_cmpint (probe->orientation, ==, containers[i].orientation);
      g_assert_cmpstr (probe->camera, ==, "Apple iPhone 13 Pro");
      g_assert_cmpstr (probe->lens, ==, "iPhone 13 Pro back camera");
      g_assert_cmpfloat_with_epsilon (probe->exposure, 1 / 120., 1e-9);
      g_assert_cmpfloat_with_epsilon (probe->f_number, 1.5, 1e-9);
      g_assert_cmpfloat_with_epsilon (probe->focal_length, 5.7, 1e-9);
      g_assert_cmpint (probe->iso, ==, 64);
      g_assert_cmpstr (probe->white_balance, ==, "manual");
      g_assert_true (probe->has_name);
      g_assert_true (probe->has_serial);
      g_assert_false (probe->has_gps);
      g_assert_false (probe->has_maker_note);
      g_assert_cmpuint (probe->fields, ==, G_N_ELEMENTS (camera_main) + G_N_ELEMENTS (camera_exif) + 1);
    }
}

/* --- Capture times --------------------------------------------------------------------------------------------------- */

static void
test_times (void)
{
  static const struct
  {
    const char *original, *fraction, *offset, *digitized;
    const char *at, *on, *from;
  } cases[] = {
    { "2026:03:14 10:11:12", NULL, NULL, NULL, "2026-03-14T10:11:12", "2026-03-14", "exif-original" },
    { "2026:03:14 10:11:12", "05", "-03:30", NULL, "2026-03-14T10:11:12.05-03:30", "2026-03-14", "exif-original" },
    { "2026:03:14 10:11:12", "  ", "   :  ", NULL, "2026-03-14T10:11:12", "2026-03-14", "exif-original" },
    { "2026:03:14 10:11:12", "1234567890123", NULL, NULL, "2026-03-14T10:11:12.123456789", "2026-03-14",
      "exif-original" },
    { "2026:03:14 10:11:12", "4x", "+25:00", NULL, "2026-03-14T10:11:12", "2026-03-14", "exif-original" },
    { "2024:02:29 23:59:59", NULL, NULL, NULL, "2024-02-29T23:59:59", "2024-02-29", "exif-original" },
    { "2026-03-14 10:11:12", NULL, NULL, NULL, "2026-03-14T10:11:12", "2026-03-14", "exif-original" },
    { "2026:03:14   :  :  ", NULL, NULL, NULL, NULL, "2026-03-14", "exif-original" },
    { "2026:03:14 24:00:00", NULL, NULL, NULL, NULL, "2026-03-14", "exif-original" },
    { "0000:00:00 00:00:00", NULL, NULL, NULL, NULL, NULL, NULL },
    { "    :  :     :  :  ", NULL, NULL, NULL, NULL, NULL, NULL },
    { "2026:02:31 10:11:12", NULL, NULL, NULL, NULL, NULL, NULL },
    { "2023:02:29 10:11:12", NULL, NULL, NULL, NULL, NULL, NULL },
    { "1989:12:31 10:11:12", NULL, NULL, NULL, NULL, NULL, NULL },
    { "2026:3:14 10:11:12", NULL, NULL, NULL, NULL, NULL, NULL },
    { "", NULL, NULL, NULL, NULL, NULL, NULL },
    { "0000:00:00 00:00:00", NULL, NULL, "2025:01:02 03:04:05", "2025-01-02T03:04:05", "2025-01-02", "exif-digitized" },
    { NULL, NULL, NULL, "2025:01:02 03:04:05", "2025-01-02T03:04:05", "2025-01-02", "exif-digitized" },
    { NULL, NULL, NULL, NULL, NULL, NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const guint tags[] = { 0x9003, 0x9291, 0x9011, 0x9004 };
      const char *values[] = { cases[i].original, cases[i].fraction, cases[i].offset, cases[i].digitized };
      /* The last change is no capture time: always there, never used. */
      static const Entry changed[] = { TEXT (0x0132, "2026:05:05 05:05:05") };
      Entry exif[4];
      gsize n = 0;
      for (gsize j = 0; j < G_N_ELEMENTS (tags); j++)
        if (values[j] != NULL)
          exif[n++]
              = (Entry){ (guint16) tags[j], 2, (guint32) strlen (values[j]) + 1, values[j], strlen (values[j]) + 1, 0 };
      g_autoptr (GBytes) tiff = make_tiff (changed, 1, exif, n);
      g_autoptr (DipProbe) probe = dip_probe (tiff, DIP_FORMAT_TIFF);
      g_test_message ("case %zu", i);
      g_assert_cmpstr (probe->taken_at, ==, cases[i].at);
      g_assert_cmpstr (probe->taken_on, ==, cases[i].on);
      g_assert_cmpstr (probe->taken_from, ==, cases[i].from);
    }
}

static GBytes *
with_xmp (const char *properties)
{
  GByteArray *out = g_byte_array_new ();
  g_autofree char *packet = g_strdup_printf (
      "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF><rdf:Description %s</rdf:RDF></x:xmpmeta>", properties);

  append (out, LITERAL ("\xff\xd8\xff\xe1"));
  put (out, 2, (guint32) strlen (packet) + 31);
  append (out, LITERAL ("http://ns.adobe.com/xap/1.0/\0"));
  append (out, packet, strlen (packet));
  append (out, LITERAL ("\xff\xda\0\2\xff\xd9"));
  return g_byte_array_free_to_bytes (out);
}

static void
test_xmp (void)
{
  static const struct
  {
    const char *properties;
    const char *at, *on;
    guint fields;
  } cases[] = {
    { "photoshop:DateCreated=\"2026-03-14T10:11:12.34+01:00\"/>", "2026-03-14T10:11:12.34+01:00", "2026-03-14", 1 },
    { "xmp:CreateDate='2026-03-14T10:11Z'/>", "2026-03-14T10:11:00+00:00", "2026-03-14", 1 },
    { "><xmp:CreateDate> 2026-03-14 </xmp:CreateDate></rdf:Description>", NULL, "2026-03-14", 1 },
    { "xmp:CreateDate=\"2025-01-01\" photoshop:DateCreated=\"2026-03-14\"/>", NULL, "2026-03-14", 2 },
    { "xmp:ModifyDate=\"2026-03-14\"/>", NULL, NULL, 1 },
    { "xmp:CreateDate=\"2026-02-30\"/>", NULL, NULL, 1 },
    { "xmp:CreateDate=\"2026-03-14", NULL, NULL, 1 },
    { "xmp:CreateDate", NULL, NULL, 0 },
    { "/>", NULL, NULL, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) file = with_xmp (cases[i].properties);
      g_autoptr (DipProbe) probe = dip_probe (file, DIP_FORMAT_JPEG);
      g_test_message ("%s", cases[i].properties);
      g_assert_cmpstr (probe->taken_at, ==, cases[i].at);
      g_assert_cmpstr (probe->taken_on, ==, cases[i].on);
      g_assert_cmpstr (probe->taken_from, ==, cases[i].on != NULL ? "xmp" : NULL);
      g_assert_cmpuint (probe->fields, ==, cases[i].fields);
    }
}

/* --- Orientation and names ------------------------------------------------------------------------------------------- */

static void
test_orientation (void)
{
  static const struct
  {
    Entry entry;
    int orientation;
  } cases[] = {
    { SHORT (0x0112, 1), 1 }, { SHORT (0x0112, 2), 2 },     { SHORT (0x0112, 8), 8 },    { SHORT (0x0112, 9), 1 },
    { SHORT (0x0112, 0), 1 }, { SHORT (0x0112, 65535), 1 }, { LONG (0x0112, 65535), 1 }, { TEXT (0x0112, "6"), 1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) tiff = make_tiff (&cases[i].entry, 1, NULL, 0);
      g_autoptr (DipProbe) probe = dip_probe (tiff, DIP_FORMAT_TIFF);
      g_test_message ("case %zu", i);
      g_assert_cmpint (probe->orientation, ==, cases[i].orientation);
    }
}

static void
test_camera_names (void)
{
  static const struct
  {
    const char *make, *model, *camera;
  } cases[] = {
    { "Canon", "Canon EOS 40D", "Canon EOS 40D" },
    { "NIKON CORPORATION", "NIKON D70", "NIKON D70" },
    { "EASTMAN KODAK COMPANY", "KODAK CX7530 ZOOM", "KODAK CX7530 ZOOM" },
    { "Apple", "iPhone 13", "Apple iPhone 13" },
    { "Sony  ", "Xperia ", "Sony Xperia" },
    { "Acme", NULL, "Acme" },
    { NULL, "X100", "X100" },
    { "   ", "", NULL },
    { "Caf\xe9", "One", "Caf\xc3\xa9 One" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Entry main[2];
      gsize n = 0;
      if (cases[i].make != NULL)
        main[n++]
            = (Entry){ 0x010F, 2, (guint32) strlen (cases[i].make) + 1, cases[i].make, strlen (cases[i].make) + 1, 0 };
      if (cases[i].model != NULL)
        main[n++] = (Entry){
          0x0110, 2, (guint32) strlen (cases[i].model) + 1, cases[i].model, strlen (cases[i].model) + 1, 0
        };
      g_autoptr (GBytes) tiff = make_tiff (main, n, NULL, 0);
      g_autoptr (DipProbe) probe = dip_probe (tiff, DIP_FORMAT_TIFF);
      g_assert_cmpstr (probe->camera, ==, cases[i].camera);
    }
}

/* --- Hostile files --------------------------------------------------------------------------------------------------- */

/* Every prefix and every single changed byte: no crash, no hang, and an orientation one can turn by. */
static void
test_damage (void)
{
  g_autoptr (GBytes) block
      = make_tiff (camera_main, G_N_ELEMENTS (camera_main), camera_exif, G_N_ELEMENTS (camera_exif));
  static const DipFormat formats[]
      = { DIP_FORMAT_JPEG, DIP_FORMAT_PNG, DIP_FORMAT_WEBP, DIP_FORMAT_HEIC, DIP_FORMAT_TIFF };
  GBytes *(*const wraps[]) (GBytes *) = { in_jpeg, in_png, in_webp, in_heic, in_tiff };

  for (gsize f = 0; f < G_N_ELEMENTS (formats); f++)
    {
      g_autoptr (GBytes) file = wraps[f](block);
      gsize size = g_bytes_get_size (file);
      for (gsize i = 0; i < 2 * size; i++)
        {
          g_autofree guint8 *copy = g_memdup2 (g_bytes_get_data (file, NULL), size);
          if (i >= size)
            copy[i - size] ^= 0xFF;
          g_autoptr (GBytes) damaged = g_bytes_new (copy, i < size ? i : size);
          g_autoptr (DipProbe) probe = dip_probe (damaged, formats[f]);
          g_assert_cmpint (probe->orientation, >=, 1);
          g_assert_cmpint (probe->orientation, <=, 8);
          g_assert_true ((probe->taken_on == NULL) == (probe->taken_from == NULL));
        }
    }
}

/* Directories that point at themselves or at each other are read once each. */
static void
test_loops (void)
{
  GByteArray *out = g_byte_array_new ();
  const Entry main[] = { SHORT (0x0112, 3), LONG (0x8769, 8), LONG (0x8825, 8) };

  append (out, LITERAL ("MM\0*\0\0\0\x08"));
  put_directory (out, main, G_N_ELEMENTS (main), 8);
  g_autoptr (GBytes) tiff = g_byte_array_free_to_bytes (out);
  g_autoptr (DipProbe) probe = dip_probe (tiff, DIP_FORMAT_TIFF);
  g_assert_cmpint (probe->orientation, ==, 3);
  g_assert_cmpuint (probe->fields, <=, 4 * G_N_ELEMENTS (main));
}

static void
test_nothing (void)
{
  static const DipFormat formats[] = { DIP_FORMAT_UNKNOWN, DIP_FORMAT_JPEG, DIP_FORMAT_PNG, DIP_FORMAT_WEBP,
                                       DIP_FORMAT_TIFF,    DIP_FORMAT_HEIC, DIP_FORMAT_AVIF };
  g_autoptr (GBytes) empty = g_bytes_new (NULL, 0);

  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autoptr (DipProbe) probe = dip_probe (empty, formats[i]);
      g_assert_cmpint (probe->orientation, ==, 1);
      g_assert_cmpuint (probe->fields, ==, 0);
      g_assert_null (probe->taken_on);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/probe/containers", test_containers);
  g_test_add_func ("/probe/times", test_times);
  g_test_add_func ("/probe/xmp", test_xmp);
  g_test_add_func ("/probe/orientation", test_orientation);
  g_test_add_func ("/probe/camera-names", test_camera_names);
  g_test_add_func ("/probe/damage", test_damage);
  g_test_add_func ("/probe/loops", test_loops);
  g_test_add_func ("/probe/nothing", test_nothing);
  return g_test_run ();
}
