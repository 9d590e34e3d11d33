/* Real photos and hostile files, where they are at hand: every good one comes out clean, upright and with its own pixels;
 * every other gets an answer in time. */
#include "dip-scrub.h"
#include "dip-verify.h"
#include "jpegs.h"
#include "pictures.h"

static const DipLimits limits = DIP_LIMITS_DEFAULT;

/* Kinds that no decoder here reads: refused, in words that say so. */
static const char *const unreadable[] = { "099_libvips_subsampled.tif", "110_sharp_testimgl.jpg" };

static gboolean
is_unreadable (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (unreadable); i++)
    if (strcmp (unreadable[i], name) == 0)
      return TRUE;
  return FALSE;
}

static char *
corpus_folder (const char *below)
{
  const char *shared = g_getenv ("DIP_TEST_SHARED");
  g_autofree char *path = g_build_filename (shared != NULL ? shared : ".", "corpus", below, NULL);

  return shared != NULL && g_file_test (path, G_FILE_TEST_IS_DIR) ? g_steal_pointer (&path) : NULL;
}

static GBytes *
read_file (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  char *data = NULL;
  gsize size = 0;

  return g_file_get_contents (path, &data, &size, NULL) ? g_bytes_new_take (data, size) : NULL;
}

static void
check_clean (const DipScrubbed *out)
{
  g_autoptr (GError) error = NULL;
  int width = 0, height = 0;

  g_assert_true (dip_verify (out->bytes, out->format, DIP_VERIFY_PROFILE, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (dip_format_read_size (out->bytes, out->format, &limits, &width, &height, NULL, &error));
  g_assert_cmpint (out->width, ==, out->orientation >= 5 ? height : width);
  g_assert_cmpint (out->height, ==, out->orientation >= 5 ? width : height);
}

/* A JPEG that is not turned shows what the source shows, bit by bit. */
static void
check_pixels (GBytes *source, const DipScrubbed *out)
{
  if (out->format != DIP_FORMAT_JPEG || out->orientation != out->probe->orientation)
    return;
  g_auto (Decoded) before = decode_jpeg (source), after = decode_jpeg (out->bytes);
  g_assert_cmpint (after.warnings, ==, 0);
  g_assert_cmpint (compare_pixels (&before, &after), ==, 0);
}

static void
check_good (const char *name, GBytes *source)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DipScrubbed) out = dip_scrub (source, name, DIP_SCRUB_FOR_CATALOGUE, &limits, NULL, &error);

  /* Newer releases of the libraries read one of them after all. */
  if (is_unreadable (name) && out == NULL)
    {
      g_assert_error (error, DIP_ERROR, DIP_ERROR_UNSUPPORTED);
      return;
    }
  g_assert_no_error (error);
  check_clean (out);
  check_pixels (source, out);
}

static void
check_bad (const char *name, GBytes *source)
{
  gint64 start = g_get_monotonic_time ();
  g_autoptr (GError) error = NULL;
  g_autoptr (DipScrubbed) out = dip_scrub (source, name, DIP_SCRUB_UPRIGHT, &limits, NULL, &error);

  g_assert_cmpint (g_get_monotonic_time () - start, <, 10 * G_USEC_PER_SEC);
  g_assert_true ((out == NULL) == (error != NULL));
  if (out != NULL)
    {
      check_clean (out);
      return;
    }
  g_assert_cmpint (error->domain, ==, DIP_ERROR);
  g_assert_nonnull (strstr (error->message, name));
}

static void
sweep (const char *below, void (*check) (const char *, GBytes *))
{
  g_autofree char *folder = corpus_folder (below);
  const char *name;

  if (folder == NULL)
    {
      g_test_skip ("no corpus here");
      return;
    }
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autoptr (GBytes) source = read_file (folder, name);
      if (source == NULL || g_str_has_suffix (name, ".tsv"))
        continue;
      g_test_message ("%s", name);
      check (name, source);
    }
}

static void
test_good (void)
{
  sweep ("", check_good);
}

static void
test_bad (void)
{
  sweep ("bad", check_bad);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  let_libvips_warn ();
  g_test_add_func ("/scrub-corpus/good", test_good);
  g_test_add_func ("/scrub-corpus/bad", test_bad);
  int result = g_test_run ();
  dip_imaging_shutdown ();
  return result;
}
