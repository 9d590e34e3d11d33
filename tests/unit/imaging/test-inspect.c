/* Every byte of a picture is in a row that says what it is; hostile files cost no more than honest ones. */
#include "verify-samples.h"

#include <vips/vips.h>

#define NO_LEAK 0

/* The row named @name has this verdict and these leaks, and its text holds @words. */
typedef struct
{
  const char *name;
  DipPartVerdict verdict;
  guint leaks;
  const char *words;
} Row;

static GPtrArray *
inspect (GByteArray *file, DipFormat expected)
{
  g_autoptr (GBytes) bytes = g_bytes_new (file->data, file->len);
  g_autoptr (GError) error = NULL;
  DipFormat format = DIP_FORMAT_UNKNOWN;
  GPtrArray *parts = dip_inspect (bytes, &format, &error);

  g_assert_no_error (error);
  g_assert_cmpint (format, ==, expected);
  assert_every_byte_has_a_row (parts, file->len);
  return parts;
}

static void
assert_row (GPtrArray *parts, const Row *row)
{
  for (guint i = 0; i < parts->len; i++)
    {
      const DipPart *part = g_ptr_array_index (parts, i);
      if (strcmp (part->name, row->name) != 0)
        continue;
      g_test_message ("%s: %s", part->name, part->text);
      g_assert_cmpstr (dip_part_verdict_token (part->verdict), ==, dip_part_verdict_token (row->verdict));
      g_assert_cmphex (part->leaks, ==, row->leaks);
      g_assert_nonnull (strstr (part->text, row->words));
      return;
    }
  g_error ("no row %s", row->name);
}

/* A segment with @start put into a JPEG shows as @row. */
static const struct
{
  guint8 marker;
  const char *start;
  gsize n;
  Row row;
} segments[] = {
  { 0xe0, LITERAL ("JFXX\0\x10"), { "APP0 JFXX", DIP_PART_FOREIGN, DIP_LEAK_THUMBNAIL, "small copy" } },
  { 0xe1, LITERAL ("http://ns.adobe.com/xap/1.0/\0<x/>"), { "APP1 XMP", DIP_PART_FOREIGN, DIP_LEAK_XMP, "XMP" } },
  { 0xe1,
    LITERAL ("http://ns.adobe.com/xmp/extension/\0"),
    { "APP1 XMP extension", DIP_PART_FOREIGN, DIP_LEAK_XMP | DIP_LEAK_SECOND_IMAGE, "depth map" } },
  { 0xe2, LITERAL ("MPF\0MM"), { "APP2 MPF", DIP_PART_FOREIGN, DIP_LEAK_SECOND_IMAGE, "further pictures" } },
  { 0xe2,
    LITERAL ("urn:iso:std:iso:ts:21496:-1\0\0"),
    { "APP2 ISO 21496-1", DIP_PART_FOREIGN, DIP_LEAK_SECOND_IMAGE, "gain map" } },
  { 0xe5, LITERAL ("ssuniqueid\0abc"), { "APP5 Samsung", DIP_PART_FOREIGN, DIP_LEAK_OTHER, "number" } },
  { 0xeb, LITERAL ("JP\0\1"), { "APP11 JUMBF", DIP_PART_FOREIGN, DIP_LEAK_OTHER | DIP_LEAK_TIME, "Credentials" } },
  { 0xec, LITERAL ("Ducky\0"), { "APP12 Ducky", DIP_PART_FOREIGN, DIP_LEAK_COMMENT, "Photoshop" } },
  { 0xed,
    LITERAL ("Photoshop 3.0\0"
             "8BIM\4\4\0\0\0\0\0\0"),
    { "APP13 Photoshop", DIP_PART_FOREIGN, DIP_LEAK_IPTC, "IPTC" } },
  { 0xed,
    LITERAL ("Photoshop 3.0\0"
             "8BIM\4\4\0\0\0\0\0\1A\0"
             "8BIM\4\x0c\0\0\0\0\0\0"),
    { "APP13 Photoshop", DIP_PART_FOREIGN, DIP_LEAK_IPTC | DIP_LEAK_THUMBNAIL, "small copy" } },
  { 0xee, LITERAL ("Adobe\0d\0\0\0\0\1"), { "APP14 Adobe", DIP_PART_ALLOWED, NO_LEAK, "colours" } },
  { 0xef, LITERAL ("Anna"), { "APP15 ?", DIP_PART_FOREIGN, DIP_LEAK_OTHER, "unknown" } },
  { 0xfe, LITERAL ("Anna"), { "COM", DIP_PART_FOREIGN, DIP_LEAK_COMMENT, "free text" } },
  { 0xe2, LITERAL ("ICC_PROFILE\0\1\1Anna"), { "APP2 ICC_PROFILE", DIP_PART_BROKEN, NO_LEAK, "damaged" } },
};

static void
test_jpeg_segments (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (segments); i++)
    {
      g_autoptr (GByteArray) file = sample_saved (".jpg[strip]", 3);
      g_autoptr (GByteArray) segment = jpeg_segment (segments[i].marker, segments[i].start, segments[i].n);
      cut_in (file, 20, segment->data, segment->len);
      g_autoptr (GPtrArray) parts = inspect (file, DIP_FORMAT_JPEG);
      assert_row (parts, &segments[i].row);
    }
}

/* Three bytes of a picture of one pixel behind the header's own. */
static void
test_jfif_thumbnail (void)
{
  static const Row row = { "APP0 JFIF", DIP_PART_FOREIGN, DIP_LEAK_THUMBNAIL, "small copy" };
  g_autoptr (GByteArray) file = sample_saved (".jpg[strip]", 3);

  memcpy (file->data + 18, "\1\1", 2);
  file->data[5] += 3;
  cut_in (file, 20, LITERAL ("red"));
  g_autoptr (GPtrArray) parts = inspect (file, DIP_FORMAT_JPEG);
  assert_row (parts, &row);
}

/* A directory with a date and a place, then one with a thumbnail; the Exif directory with a serial number. */
#define FIELD(tag, type, value) tag type "\0\0\0\1" value
static const char exif[]
    = "Exif\0\0MM\0*\0\0\0\x08"
      "\0\3" FIELD ("\1\x32", "\0\2", "\0\0\0\0") FIELD ("\x88\x25", "\0\4", "\0\0\0\0")
          FIELD ("\x87\x69", "\0\4", "\0\0\0\x44") "\0\0\0\x32"
                                                   "\0\1" FIELD ("\2\1", "\0\4",
                                                                 "\0\0\0\0") "\0\0\0\0"
                                                                             "\0\1" FIELD ("\xa4\x31", "\0\2",
                                                                                           "\0\0\0\0") "\0\0\0\0";

static void
test_exif_in_plain_words (void)
{
  static const Row row = { "APP1 Exif", DIP_PART_FOREIGN, DIP_LEAK_EXIF | DIP_LEAK_TIME | DIP_LEAK_THUMBNAIL,
                           "5 fields: when it was taken, where it was taken (GPS), a serial number, a small copy" };
  g_autoptr (GByteArray) file = sample_saved (".jpg[strip]", 3), segment = jpeg_segment (0xe1, exif, sizeof exif - 1);

  cut_in (file, 2, segment->data, segment->len);
  g_autoptr (GPtrArray) parts = inspect (file, DIP_FORMAT_JPEG);
  assert_row (parts, &row);
}

static const struct
{
  const char *bytes;
  gsize n;
  Row row;
} trailers[] = {
  { LITERAL ("\0\0\0\0"), { "trailer padding", DIP_PART_FOREIGN, DIP_LEAK_TRAILER, "Padding" } },
  { LITERAL ("Anna"), { "trailer", DIP_PART_FOREIGN, DIP_LEAK_TRAILER | DIP_LEAK_OTHER, "Unknown" } },
  { LITERAL ("\xff\xd8\xff\xe0\0\2\xff\xd8\xff\xd9\xff\xd9"),
    { "trailer JPEG", DIP_PART_FOREIGN, DIP_LEAK_TRAILER | DIP_LEAK_SECOND_IMAGE, "second picture" } },
  { LITERAL ("\0\0\0\x18"
             "ftypmp42\0\0\0\0mp42isom"),
    { "trailer video", DIP_PART_FOREIGN, DIP_LEAK_TRAILER | DIP_LEAK_VIDEO, "film" } },
  { LITERAL ("\0\0\x30\x0a\x10\0\0\0MotionPhoto_Data\0\0\0\x18"
             "ftypmp42"),
    { "trailer video", DIP_PART_FOREIGN, DIP_LEAK_TRAILER | DIP_LEAK_VIDEO, "film" } },
  { LITERAL ("\0\0\1\x0a\x0e\0\0\0Image_UTC_Data1458170015363SEFHd\0\0\0SEFT"),
    { "trailer Samsung", DIP_PART_FOREIGN, DIP_LEAK_TRAILER | DIP_LEAK_TIME | DIP_LEAK_OTHER, "times" } },
  { LITERAL ("AXS!...."), { "trailer AFCP", DIP_PART_FOREIGN, DIP_LEAK_TRAILER | DIP_LEAK_IPTC, "AFCP" } },
  { LITERAL ("%PDF-1.4"), { "trailer PDF", DIP_PART_FOREIGN, DIP_LEAK_TRAILER | DIP_LEAK_OTHER, "PDF" } },
  { LITERAL ("PK\3\4...."), { "trailer ZIP", DIP_PART_FOREIGN, DIP_LEAK_TRAILER | DIP_LEAK_OTHER, "archive" } },
  { LITERAL ("\x89PNG\r\n"),
    { "trailer PNG", DIP_PART_FOREIGN, DIP_LEAK_TRAILER | DIP_LEAK_SECOND_IMAGE, "second picture" } },
};

static void
test_trailers (void)
{
  static const char *const suffixes[] = { ".jpg[strip]", ".png[strip]" };

  for (gsize i = 0; i < G_N_ELEMENTS (trailers) * 2; i++)
    {
      g_autoptr (GByteArray) file = sample_saved (suffixes[i % 2], 3);
      g_byte_array_append (file, (const guint8 *) trailers[i / 2].bytes, (guint) trailers[i / 2].n);
      g_autoptr (GPtrArray) parts = inspect (file, i % 2 == 0 ? DIP_FORMAT_JPEG : DIP_FORMAT_PNG);
      assert_row (parts, &trailers[i / 2].row);
    }
}

static const struct
{
  const char *type, *data;
  gsize n;
  Row row;
} chunks[] = {
  { "tEXt", LITERAL ("Author\0Anna"), { "tEXt", DIP_PART_FOREIGN, DIP_LEAK_COMMENT, "free text" } },
  { "iTXt", LITERAL ("XML:com.adobe.xmp\0\0\0\0\0<x/>"), { "iTXt", DIP_PART_FOREIGN, DIP_LEAK_XMP, "XMP" } },
  { "zTXt", LITERAL ("Raw profile type exif\0\0x"), { "zTXt", DIP_PART_FOREIGN, DIP_LEAK_EXIF, "EXIF" } },
  { "tEXt", LITERAL ("Raw profile type iptc\0\0x"), { "tEXt", DIP_PART_FOREIGN, DIP_LEAK_IPTC, "IPTC" } },
  { "eXIf",
    LITERAL ("MM\0*\0\0\0\x08\0\1\1\x32\0\2\0\0\0\1\0\0\0\0\0\0\0\0"),
    { "eXIf", DIP_PART_FOREIGN, DIP_LEAK_EXIF | DIP_LEAK_TIME, "when it was taken" } },
  { "tIME", LITERAL ("\x07\xea\3\xe\xa\xb\xc"), { "tIME", DIP_PART_FOREIGN, DIP_LEAK_TIME, "changed" } },
  { "acTL", LITERAL ("\0\0\0\1\0\0\0\0"), { "acTL", DIP_PART_FOREIGN, DIP_LEAK_SECOND_IMAGE, "animation" } },
  { "prVt", LITERAL ("Anna"), { "prVt", DIP_PART_FOREIGN, DIP_LEAK_OTHER, "unknown" } },
  { "sRGB", LITERAL ("\0"), { "sRGB", DIP_PART_ALLOWED, NO_LEAK, "sRGB" } },
  { "gAMA", LITERAL ("\0\0\xb1\x8f"), { "gAMA", DIP_PART_ALLOWED, NO_LEAK, "gamma" } },
  { "cICP", LITERAL ("\x0c\x0d\0\1"), { "cICP", DIP_PART_ALLOWED, NO_LEAK, "colour space" } },
};

static void
test_png_chunks (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (chunks); i++)
    {
      g_autoptr (GByteArray) file = sample_saved (".png[strip]", 3);
      g_autoptr (GByteArray) chunk = png_chunk (chunks[i].type, chunks[i].data, chunks[i].n);
      cut_in (file, 8 + 25, chunk->data, chunk->len);
      g_autoptr (GPtrArray) parts = inspect (file, DIP_FORMAT_PNG);
      assert_row (parts, &chunks[i].row);
    }
}

static void
test_webp_chunks (void)
{
  static const Row rows[] = {
    { "EXIF", DIP_PART_FOREIGN, DIP_LEAK_EXIF | DIP_LEAK_TIME | DIP_LEAK_THUMBNAIL, "GPS" },
    { "XMP", DIP_PART_FOREIGN, DIP_LEAK_XMP, "XMP" },
    { "VP8", DIP_PART_ALLOWED, NO_LEAK, "Picture data" },
  };
  g_autoptr (GByteArray) file = sample_webp (FALSE);
  g_autoptr (GByteArray) notes = webp_chunk ("EXIF", exif, sizeof exif - 1),
                         xmp = webp_chunk ("XMP ", LITERAL ("<x/>"));

  if (file == NULL)
    return;
  g_byte_array_append (file, notes->data, notes->len);
  g_byte_array_append (file, xmp->data, xmp->len);
  webp_fix_size (file);
  g_autoptr (GPtrArray) parts = inspect (file, DIP_FORMAT_WEBP);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    assert_row (parts, &rows[i]);
}

static void
test_heif_items (void)
{
  static const Row rows[] = {
    { "item 1", DIP_PART_ALLOWED, NO_LEAK, "Picture data" },
    { "item 2", DIP_PART_FOREIGN, DIP_LEAK_THUMBNAIL, "small copy" },
    { "meta/iref", DIP_PART_FOREIGN, DIP_LEAK_THUMBNAIL, "Ties" },
    { "meta/iinf", DIP_PART_FOREIGN, DIP_LEAK_THUMBNAIL, "small copy" },
    { "free", DIP_PART_FOREIGN, DIP_LEAK_OTHER, "not used" },
  };
  HeifPlan plan;

  if (!heif_plan_init (&plan, ".avif[strip,effort=0]"))
    {
      g_test_skip ("libvips can't write AVIF here");
      return;
    }
  plan.second_type = "av01";
  plan.second_data = "Anna";
  plan.second_reference = "thmb";
  plan.at_top = "free";
  g_autoptr (GByteArray) file = sample_heif (&plan);
  g_autoptr (GPtrArray) parts = inspect (file, DIP_FORMAT_AVIF);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    assert_row (parts, &rows[i]);
  heif_plan_clear (&plan);
}

static void
test_tiff (void)
{
  static const Row rows[] = {
    { "header", DIP_PART_ALLOWED, NO_LEAK, "Start" },
    { "pixels", DIP_PART_ALLOWED, NO_LEAK, "Picture data" },
  };
  g_autoptr (GByteArray) file = sample_saved (".tif", 3);
  g_autoptr (GPtrArray) parts = inspect (file, DIP_FORMAT_TIFF);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    assert_row (parts, &rows[i]);
}

/* Rows are bounded, whatever a file is made of. */
static void
test_too_many_rows (void)
{
  g_autoptr (GByteArray) file = g_byte_array_new ();

  g_byte_array_append (file, (const guint8 *) LITERAL ("\xff\xd8"));
  for (guint i = 0; i < 20000; i++)
    g_byte_array_append (file, (const guint8 *) LITERAL ("\xff\xfe\0\2"));
  g_autoptr (GPtrArray) parts = inspect (file, DIP_FORMAT_JPEG);
  g_assert_cmpuint (parts->len, ==, 10001);
  const DipPart *last = g_ptr_array_index (parts, 10000);
  g_assert_cmpint (last->verdict, ==, DIP_PART_BROKEN);
}

static void
test_unknown_file_is_named (void)
{
  static const struct
  {
    const char *data, *words;
  } rows[] = { { "%PDF-1.7", "PDF" }, { "", "empty" }, { "<html>", "web page" }, { "\1\2\3\4", "unknown" } };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (rows[i].data, strlen (rows[i].data));
      g_autoptr (GError) error = NULL;
      DipFormat format = DIP_FORMAT_JPEG;
      g_assert_null (dip_inspect (bytes, &format, &error));
      g_assert_error (error, DIP_ERROR, DIP_ERROR_UNSUPPORTED);
      g_assert_cmpint (format, ==, DIP_FORMAT_UNKNOWN);
      g_assert_nonnull (strstr (error->message, rows[i].words));
    }
}

/* ---- hostile files ---- */

/* No crash, every byte in a row, and an answer from the measuring and the judging. */
static void
try_file (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size); /* a copy, so that overruns are seen */
  g_autoptr (GPtrArray) parts = dip_inspect (bytes, NULL, NULL);
  DipFormat format = dip_format_sniff (bytes);
  g_autoptr (GError) error = NULL;

  dip_format_read_size (bytes, format, &DIP_LIMITS_DEFAULT, NULL, NULL, NULL, NULL);
  if (format == DIP_FORMAT_UNKNOWN)
    {
      g_assert_null (parts);
      return;
    }
  g_assert_nonnull (parts);
  assert_every_byte_has_a_row (parts, size);
  if (!dip_verify (bytes, format, DIP_VERIFY_PROFILE, NULL, &error))
    g_assert_error (error, DIP_ERROR, DIP_ERROR_NOT_CLEAN);
}

static guint32
next_random (guint32 *state)
{
  *state = *state * 1664525 + 1013904223;
  return *state >> 8;
}

/* One to four small changes of the kinds that break parsers. */
static void
mutate (GByteArray *file, guint32 *state)
{
  static const guint32 numbers[] = { 0, 1, 0x7f, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0xffffffff, 0x80000000, 0xfffffff8 };

  for (guint n = 1 + next_random (state) % 4; n > 0 && file->len > 8; n--)
    {
      guint head = next_random (state) % 3 == 0 ? file->len : MIN (file->len, 600);
      guint at = next_random (state) % head, width = 1u << next_random (state) % 3;
      guint32 number = GUINT32_TO_BE (numbers[next_random (state) % G_N_ELEMENTS (numbers)]);
      switch (next_random (state) % 5)
        {
        case 0:
          file->data[at] ^= (guint8) (1u << next_random (state) % 8);
          break;
        case 1:
          memcpy (file->data + at, (guint8 *) &number + 4 - width, MIN (width, file->len - at));
          break;
        case 2:
          g_byte_array_set_size (file, MAX (at, 1));
          break;
        case 3:
          g_byte_array_remove_range (file, at, MIN (width, file->len - at));
          break;
        default:
          cut_in (file, at, &number, width);
        }
    }
}

static void
try_mutants (GByteArray *file, guint rounds, guint32 seed)
{
  guint32 state = seed;

  try_file (file->data, file->len);
  for (guint i = 0; i < rounds; i++)
    {
      g_autoptr (GByteArray) mutant = g_byte_array_append (g_byte_array_new (), file->data, file->len);
      mutate (mutant, &state);
      try_file (mutant->data, mutant->len);
    }
}

static void
test_mutants (void)
{
  static const char *const suffixes[] = {
    ".jpg[strip]",
    ".jpg[strip,interlace]",
    ".jpg[strip,restart-interval=1]",
    ".png[strip]",
    ".png[interlace]",
    ".webp[lossless]",
    ".webp",
    ".tif",
    ".avif[strip,effort=0]",
    ".heic[strip,compression=hevc]",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autoptr (GByteArray) file = sample_saved (suffixes[i], 3);
      if (file != NULL)
        try_mutants (file, 400, (guint32) i + 1);
    }
}

/* Each file of a folder of real or hostile pictures, within a time that nobody notices even in a slow build. */
static void
try_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);

  for (const char *name; dir != NULL && (name = g_dir_read_name (dir)) != NULL;)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL), *data = NULL;
      gsize size = 0;
      if (!g_file_get_contents (path, &data, &size, NULL))
        continue;
      gint64 start = g_get_monotonic_time ();
      try_file ((const guint8 *) data, size);
      double seconds = (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
      if (seconds > 2)
        g_error ("%s took %.1f seconds", name, seconds);
      g_autoptr (GByteArray) file = g_byte_array_append (g_byte_array_new (), (const guint8 *) data, (guint) size);
      if (size < 10000)
        try_mutants (file, 20, (guint32) size);
    }
}

static void
test_corpus (void)
{
  const char *shared = g_getenv ("DIP_TEST_SHARED");
  g_autofree char *good = g_build_filename (shared != NULL ? shared : "", "corpus", NULL);
  g_autofree char *bad = g_build_filename (good, "bad", NULL);

  if (shared == NULL || !g_file_test (good, G_FILE_TEST_IS_DIR))
    {
      g_test_skip ("no collection of real pictures here");
      return;
    }
  try_folder (good);
  try_folder (bad);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (dip_imaging_init (NULL));
  g_test_add_func ("/inspect/jpeg/segments", test_jpeg_segments);
  g_test_add_func ("/inspect/jpeg/jfif-thumbnail", test_jfif_thumbnail);
  g_test_add_func ("/inspect/jpeg/exif", test_exif_in_plain_words);
  g_test_add_func ("/inspect/trailers", test_trailers);
  g_test_add_func ("/inspect/png", test_png_chunks);
  g_test_add_func ("/inspect/webp", test_webp_chunks);
  g_test_add_func ("/inspect/heif", test_heif_items);
  g_test_add_func ("/inspect/tiff", test_tiff);
  g_test_add_func ("/inspect/too-many-rows", test_too_many_rows);
  g_test_add_func ("/inspect/unknown", test_unknown_file_is_named);
  g_test_add_func ("/inspect/mutants", test_mutants);
  g_test_add_func ("/inspect/corpus", test_corpus);
  int status = g_test_run ();
  dip_imaging_shutdown ();
  return status;
}
