/* The rights notice: what is stamped is what is read, in every format, and nothing else passes. */
#include <string.h>

#include "dip-compose.h"
#include "dip-error.h"
#include "dip-verify.h"
#include "pictures.h"

static const DipRights notice = { (char *) "Zoë & Söhne", (char *) "Clinic <X>", (char *) "© 2026 “Clinic”",
                                  (char *) "https://clinic.example/terms?a=1&b=2" };

static const DipFormat formats[] = { DIP_FORMAT_JPEG, DIP_FORMAT_WEBP, DIP_FORMAT_AVIF };

static GBytes *
stamped (DipFormat format, const DipRights *rights, int dpi)
{
  const DipRung rung = { .format = format, .width = 64, .rights = rights, .dpi = dpi };
  g_autoptr (GError) error = NULL;
  const Point mark = { 32, 24 };
  g_autoptr (DipPicture) picture = dip_picture_new (draw_marks (64, 48, &mark, 1, 4));
  g_autoptr (GPtrArray) files = NULL;

  files = dip_picture_encode (picture, &rung, 1, NULL, &error);
  g_assert_no_error (error);
  return g_bytes_ref (((DipEncoded *) files->pdata[0])->bytes);
}

static void
test_as_written (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autoptr (GBytes) file = stamped (formats[i], &notice, 0);
      g_autoptr (GError) error = NULL;

      g_assert_true (dip_verify_exported (file, formats[i], &notice, NULL, &error));
      g_assert_no_error (error);
      /* Where none is expected, none may be. */
      g_assert_false (dip_verify_exported (file, formats[i], NULL, NULL, &error));
      g_assert_error (error, DIP_ERROR, DIP_ERROR_NOT_CLEAN);
    }
}

static void
test_missing (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autoptr (GBytes) file = stamped (formats[i], NULL, 0);

      g_assert_true (dip_verify_exported (file, formats[i], NULL, NULL, NULL));
      g_assert_false (dip_verify_exported (file, formats[i], &notice, NULL, NULL));
    }
}

static void
test_other_values (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autoptr (GBytes) file = stamped (formats[i], &notice, 0);
      const DipRights others[] = {
        { (char *) "Zoë & Söhne.", notice.credit, notice.copyright, notice.licence },
        { notice.creator, (char *) "Clinic <Y>", notice.copyright, notice.licence },
        { notice.creator, notice.credit, NULL, notice.licence },
        { notice.creator, notice.credit, notice.copyright, (char *) "https://clinic.example/terms?a=1&b=3" },
      };

      for (guint k = 0; k < G_N_ELEMENTS (others); k++)
        g_assert_false (dip_verify_exported (file, formats[i], &others[k], NULL, NULL));
    }
}

/* IIM's datasets are short; XMP has all of it. */
static void
test_long (void)
{
  const DipRights rights
      = { (char *) "Ärztinnen und Ärzte der Kopfhautpigmentierung in Köln", (char *) "C", (char *) "©", NULL };
  g_autoptr (GBytes) file = stamped (DIP_FORMAT_JPEG, &rights, 0);
  g_autoptr (GError) error = NULL;

  dip_verify_exported (file, DIP_FORMAT_JPEG, &rights, NULL, &error);
  g_assert_no_error (error);
}

/* The same length, other bytes: @from stands once or more in the notice of @file. */
static GBytes *
replaced (GBytes *file, const char *from, const char *to)
{
  gsize size = 0;
  g_autofree char *copy = g_memdup2 (g_bytes_get_data (file, &size), g_bytes_get_size (file));
  char *at = memmem (copy, size, from, strlen (from));

  g_assert_nonnull (at);
  g_assert_cmpuint (strlen (from), ==, strlen (to));
  memcpy (at, to, strlen (to));
  return g_bytes_new (copy, size);
}

static void
test_not_on_the_list (void)
{
  static const char *const swaps[][2] = {
    { "<dc:creator><rdf:Seq>", "<dc:subject><rdf:Seq>" },
    { "dc:rights><rdf:Alt>", "dc:titles><rdf:Alt>" },
    { "x-default", "x-defaulT" },
    { "adobe:ns:meta/", "adobe:ns:meta#" },
    { "<photoshop:Credit>", "<photoshop:Author>" },
    { "</rdf:RDF></x", "</rdf:RDF> /x" },
    { "W5M0MpCehiHzreSzNTczkc9d", "W5M0MpCehiHzreSzNTczkc9D" },
    { "parseType=", "parseTypE=" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autoptr (GBytes) file = stamped (formats[i], &notice, 0);

      for (guint k = 0; k < G_N_ELEMENTS (swaps); k++)
        {
          g_autoptr (GBytes) other = replaced (file, swaps[k][0], swaps[k][1]);

          g_assert_false (dip_verify (other, formats[i], DIP_VERIFY_RIGHTS, NULL, NULL));
        }
    }
}

static void
test_iptc_not_on_the_list (void)
{
  static const char *const swaps[][2] = {
    { "\x1c\2\x50", "\x1c\2\x7a" }, /* writer-editor */
    { "\x1c\2\x6e", "\x1c\2\x50" }, /* a second by-line */
    { "8BIM\4\4", "8BIM\4\x0c" },
    { "\033%G", "\033%H" },
  };
  g_autoptr (GBytes) file = stamped (DIP_FORMAT_JPEG, &notice, 0);

  for (guint k = 0; k < G_N_ELEMENTS (swaps); k++)
    {
      g_autoptr (GBytes) other = replaced (file, swaps[k][0], swaps[k][1]);

      g_assert_false (dip_verify (other, DIP_FORMAT_JPEG, DIP_VERIFY_RIGHTS, NULL, NULL));
    }
}

/* Once is enough: the second could say anything. */
static void
test_twice (void)
{
  g_autoptr (GBytes) file = stamped (DIP_FORMAT_JPEG, &notice, 0);
  gsize size = 0;
  const guint8 *data = g_bytes_get_data (file, &size);
  const guint8 *xmp = memmem (data, size, "\xff\xed", 2);
  const guint length = 2 + ((guint) xmp[2] << 8 | xmp[3]);
  const guint before = (guint) (xmp - data);
  g_autoptr (GByteArray) twice = g_byte_array_new ();
  g_autoptr (GBytes) other = NULL;

  g_byte_array_append (twice, data, before + length);
  g_byte_array_append (twice, xmp, (guint) size - before);
  other = g_byte_array_free_to_bytes (g_steal_pointer (&twice));
  g_assert_false (dip_verify (other, DIP_FORMAT_JPEG, DIP_VERIFY_RIGHTS, NULL, NULL));
}

static void
test_resolution (void)
{
  g_autoptr (GBytes) file = stamped (DIP_FORMAT_JPEG, &notice, 300);
  const guint8 *data = g_bytes_get_data (file, NULL);

  g_assert_cmpmem (data + 6, 12, "JFIF\0\1\2\1\1\x2c\1\x2c", 12);
  g_assert_true (dip_verify_exported (file, DIP_FORMAT_JPEG, &notice, NULL, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (dip_imaging_init (NULL));
  g_test_add_func ("/rights/as-written", test_as_written);
  g_test_add_func ("/rights/missing", test_missing);
  g_test_add_func ("/rights/other-values", test_other_values);
  g_test_add_func ("/rights/long", test_long);
  g_test_add_func ("/rights/not-on-the-list", test_not_on_the_list);
  g_test_add_func ("/rights/iptc-not-on-the-list", test_iptc_not_on_the_list);
  g_test_add_func ("/rights/twice", test_twice);
  g_test_add_func ("/rights/resolution", test_resolution);
  return g_test_run ();
}
