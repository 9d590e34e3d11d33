/* Photos on their way into the catalogue, without a catalogue around it: read, made clean, judged, written; two at a time.
 *
 *   bench-scrub DIRECTORY PHOTO...
 */
#include "dip-scrub.h"
#include "dip-verify.h"

#define AT_ONCE 2

static GBytes *
read_file (const char *path, GError **error)
{
  char *data = NULL;
  gsize size = 0;

  return g_file_get_contents (path, &data, &size, error) ? g_bytes_new_take (data, size) : NULL;
}

/* As the catalogue does it, whose disk tells what it read back. */
static DipScrubbed *
scrub (GBytes *source, const char *name, DipScrubMode mode, GError **error)
{
  const DipLimits limits = DIP_LIMITS_DEFAULT;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (DipScrubbed) clean = dip_scrub (source, name, mode, &limits, NULL, error);

  if (clean == NULL || dip_verify (clean->bytes, clean->format, DIP_VERIFY_PROFILE, NULL, &local_error))
    return g_steal_pointer (&clean);
  if (clean->trusted)
    return scrub (source, name, mode & ~DIP_SCRUB_TRUSTING, error);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

static gboolean
scrub_file (const char *path, const char *directory, GError **error)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autoptr (GBytes) source = read_file (path, error);
  g_autoptr (DipScrubbed) clean
      = source != NULL ? scrub (source, name, DIP_SCRUB_FOR_CATALOGUE | DIP_SCRUB_TRUSTING, error) : NULL;

  if (clean == NULL)
    return FALSE;
  g_autofree char *file = g_strdup_printf ("%s.%s", name, dip_format_extension (clean->format));
  g_autofree char *output = g_build_filename (directory, file, NULL);
  return g_file_set_contents_full (output, g_bytes_get_data (clean->bytes, NULL),
                                   (gssize) g_bytes_get_size (clean->bytes), G_FILE_SET_CONTENTS_NONE, 0644, error);
}

static void
scrub_each (gpointer path, gpointer directory)
{
  g_autoptr (GError) error = NULL;

  if (!scrub_file (path, directory, &error))
    g_printerr ("%s: %s\n", (char *) path, error->message);
}

int
main (int argc, char **argv)
{
  if (argc < 3)
    {
      g_printerr ("usage: %s DIRECTORY PHOTO...\n", argv[0]);
      return 2;
    }
  GThreadPool *pool = g_thread_pool_new (scrub_each, argv[1], AT_ONCE, TRUE, NULL);
  for (int i = 2; i < argc; i++)
    g_thread_pool_push (pool, argv[i], NULL);
  g_thread_pool_free (pool, FALSE, TRUE);
  return 0;
}
