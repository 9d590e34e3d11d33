/* Documents for people: whole, tagged, in their language, and silent about who made them where. */
#include <glib/gstdio.h>
#include <string.h>
#include <vips/vips.h>

#include "dip-document.h"
#include "dip-error.h"
#include "dip-imaging.h"

#define DAY dip_date_from_ymd (2026, 3, 14)

static gboolean
holds (GBytes *pdf, const char *text)
{
  gsize size = 0;
  const char *data = g_bytes_get_data (pdf, &size);

  return memmem (data, size, text, strlen (text)) != NULL;
}

static GBytes *
finish (DipDocument *document)
{
  g_autoptr (GError) error = NULL;
  GBytes *pdf = dip_document_finish (document, &error);
  const char *folder = g_getenv ("DIP_TEST_KEEP");

  g_assert_no_error (error);
  if (folder != NULL)
    {
      static int count = 0;
      g_autofree char *path = g_strdup_printf ("%s/document-%d.pdf", folder, ++count);
      g_file_set_contents (path, g_bytes_get_data (pdf, NULL), (gssize) g_bytes_get_size (pdf), NULL);
    }
  return pdf;
}

static GBytes *
draw_picture (const char *suffix, int width, int height)
{
  g_autofree guint8 *pixels = g_malloc ((gsize) width * height * 3);
  VipsImage *image = NULL;
  void *data = NULL;
  size_t size = 0;

  for (int i = 0; i < width * height * 3; i++)
    pixels[i] = (guint8) (i * 7 + i / 97);
  image = vips_image_new_from_memory_copy (pixels, (gsize) width * height * 3, width, height, 3, VIPS_FORMAT_UCHAR);
  g_assert_cmpint (vips_image_write_to_buffer (image, suffix, &data, &size, NULL), ==, 0);
  g_object_unref (image);
  return g_bytes_new_take (data, size);
}

static DipDocument *
write_everything (const char *language)
{
  DipDocument *document = dip_document_new ("Receipt of a consent", language, DAY);
  g_autoptr (GBytes) photo = draw_picture (".jpg[Q=80]", 640, 480);
  g_autoptr (GBytes) signature = draw_picture (".png", 300, 100);
  g_autoptr (GError) error = NULL;

  dip_document_set_footer (document, "Smith & Sons <Clinic> · consent 7");
  dip_document_add_heading (document, 1, "What was agreed");
  dip_document_add_paragraph (document,
                              "One paragraph.\n\nAnother one, a little longer, that has to be broken because it "
                              "does not fit in one line of the page as it stands here.");
  dip_document_add_fact (document, "Client", "K7-2M9");
  dip_document_add_fact (document, "Until", "14 March 2028");
  dip_document_add_item (document, "first");
  dip_document_add_item (document, "second");
  dip_document_add_tick_box (document, TRUE, "Website of the clinic");
  dip_document_add_tick_box (document, FALSE, "Social media");
  dip_document_add_row (document, (const char *const[]){ "Name", "Hash", "Date", NULL }, TRUE);
  dip_document_add_row (document, (const char *const[]){ "a.jpg", "0123456789abcdef", "2026-03-14", NULL }, FALSE);
  dip_document_add_picture (document, photo, 6, 60, "As published", &error);
  g_assert_no_error (error);
  dip_document_add_picture (document, signature, 1, 25, NULL, &error);
  g_assert_no_error (error);
  dip_document_add_signature_line (document, "Date, signature of the client");
  dip_document_add_note (document, "A note in small letters.");
  dip_document_add_page_break (document);
  dip_document_add_heading (document, 2, "Second page");
  return document;
}

static void
test_structure (void)
{
  static const char *const expected[] = { "%PDF-1.4",        "/Lang (de-AT)", "/DisplayDocTitle true",
                                          "/StructTreeRoot", "/Marked true",  "/S /H1",
                                          "/S /H2",          "/S /P",         "/S /L",
                                          "/S /LBody",       "/S /Table",     "/S /TH",
                                          "/S /TD",          "/S /Figure",    "/Count 2",
                                          "20260314000000" };
  g_autoptr (DipDocument) document = write_everything ("de-AT");
  g_autoptr (GBytes) pdf = finish (document);

  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    if (!holds (pdf, expected[i]))
      g_error ("not in the document: %s", expected[i]);
}

static void
test_silent (void)
{
  g_autoptr (DipDocument) document = write_everything ("en");
  g_autoptr (GBytes) pdf = finish (document);
  const char *const private[]
      = { g_get_user_name (), g_get_host_name (), g_get_home_dir (), "/Author", "/Creator", "<x:xmpmeta" };

  for (gsize i = 0; i < G_N_ELEMENTS (private); i++)
    if (strlen (private[i]) > 4 && holds (pdf, private[i]))
      g_error ("in the document: %s", private[i]);
}

static void
test_same_again (void)
{
  g_autoptr (DipDocument) one = write_everything ("en");
  g_autoptr (DipDocument) two = write_everything ("en");
  g_autoptr (GBytes) first = finish (one);
  g_autoptr (GBytes) second = finish (two);
  g_autoptr (GBytes) again = finish (one);

  g_assert_true (g_bytes_equal (first, second));
  g_assert_true (g_bytes_equal (first, again));
}

/* What is longer than a page goes on, line by line; nothing is lost and no page is empty. */
static void
test_long (void)
{
  static const struct
  {
    int words, lines, rows;
    const char *pages;
  } cases[]
      = { { 0, 0, 0, "/Count 1" }, { 10000, 0, 0, "/Count 1" }, { 0, 200, 0, "/Count 6" }, { 0, 0, 400, "/Count 9" } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DipDocument) document = dip_document_new ("Long", "en", DAY);
      g_autofree char *name = g_strnfill ((gsize) cases[i].words, 'x');
      dip_document_add_fact (document, "Name", name);
      for (int line = 0; line < cases[i].lines; line++)
        dip_document_add_paragraph (document, "A paragraph of a few words");
      for (int row = 0; row < cases[i].rows; row++)
        dip_document_add_row (document, (const char *const[]){ "a", "b", NULL }, row == 0);
      g_autoptr (GBytes) pdf = finish (document);
      if (cases[i].words == 0 && !holds (pdf, cases[i].pages))
        g_error ("case %zu: not %s", i, cases[i].pages);
      g_assert_false (holds (pdf, "/Count 0"));
    }
}

/* A script is written, or it is said that no font has it: empty boxes are never handed out. */
static void
test_scripts (void)
{
  static const struct
  {
    const char *language, *text;
    gboolean needs_font;
  } cases[] = {
    { "en", "plain", FALSE },
    { "de", "Müßiggänger § „so“", FALSE },
    { "ar", "موافقة على نشر الصور", FALSE },
    { "zh", "同意书", TRUE },
    { "en", "🙂👍🏽", TRUE },
    { "ar", "أحمد and Bob 2026", FALSE },
    { "en", "bell\a, tab\t, null-ish\x01, broken \xff\xfe", FALSE },
    { "no such language (", "text", FALSE },
    { "en", "", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DipDocument) document = dip_document_new (cases[i].text, cases[i].language, DAY);
      g_autoptr (GError) error = NULL;
      dip_document_add_item (document, cases[i].text);
      dip_document_add_fact (document, cases[i].text, cases[i].text);
      g_autoptr (GBytes) pdf = dip_document_finish (document, &error);
      if (cases[i].needs_font && pdf == NULL)
        g_assert_error (error, DIP_ERROR, DIP_ERROR_UNSUPPORTED);
      else
        g_assert_no_error (error);
    }
}

/* Pictures where they belong: between tables, first on a page, one after the other. */
static void
test_pictures_among_tables (void)
{
  g_autoptr (DipDocument) document = dip_document_new ("Pictures", "en", DAY);
  g_autoptr (GBytes) wide = draw_picture (".png", 640, 480);
  g_autoptr (GBytes) high = draw_picture (".png", 300, 500);
  guint found = 0;

  for (guint i = 0; i < 4; i++)
    {
      dip_document_add_heading (document, 1, "Photo");
      g_assert_true (dip_document_add_picture (document, i % 2 ? wide : high, 1, 70, i == 2 ? "Caption" : NULL, NULL));
      for (guint k = 0; k < 4 + 7 * i; k++)
        dip_document_add_fact (document, "Key", "Value");
      if (i == 1)
        dip_document_add_page_break (document);
      g_assert_true (dip_document_add_picture (document, wide, 1, 40, NULL, NULL));
    }
  g_autoptr (GBytes) pdf = finish (document);
  const char *data = g_bytes_get_data (pdf, NULL);
  const gsize size = g_bytes_get_size (pdf);
  for (gsize at = 0; at + 7 < size; at++)
    found += memcmp (data + at, "/Figure", 7) == 0;
  g_assert_cmpuint (found, ==, 8);
}

static void
test_bad_pictures (void)
{
  g_autoptr (DipDocument) document = dip_document_new ("Pictures", "en", DAY);
  g_autoptr (GBytes) whole = draw_picture (".png", 640, 480);
  g_autoptr (GBytes) half = g_bytes_new_from_bytes (whole, 0, 20);
  g_autoptr (GBytes) empty = g_bytes_new (NULL, 0);
  g_autoptr (GBytes) text = g_bytes_new_static ("%PDF-1.4 no picture", 19);
  GBytes *const bad[] = { half, empty, text };
  const GLogLevelFlags fatal = g_log_set_always_fatal (G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL); /* libvips wonders */

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_false (dip_document_add_picture (document, bad[i], 1, 50, NULL, &error));
      g_assert_nonnull (error);
      g_assert_cmpuint (error->domain, ==, DIP_ERROR);
    }
  g_log_set_always_fatal (fatal);
  g_autoptr (GBytes) pdf = finish (document);
  g_assert_false (holds (pdf, "/Figure"));
}

int
main (int argc, char **argv)
{
  int status = 0;

  g_test_init (&argc, &argv, NULL);
  g_assert_true (dip_imaging_init (NULL));
  g_test_add_func ("/document/structure", test_structure);
  g_test_add_func ("/document/silent", test_silent);
  g_test_add_func ("/document/same-again", test_same_again);
  g_test_add_func ("/document/long", test_long);
  g_test_add_func ("/document/scripts", test_scripts);
  g_test_add_func ("/document/pictures-among-tables", test_pictures_among_tables);
  g_test_add_func ("/document/bad-pictures", test_bad_pictures);
  status = g_test_run ();
  dip_imaging_shutdown ();
  return status;
}
