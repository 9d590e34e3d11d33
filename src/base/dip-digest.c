#include "dip-digest.h"
#include "dip-error.h"
#include "dip-system-private.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#define CHUNK (256 * 1024)

/**
 * dip_digest_bytes:
 * @bytes: any bytes
 *
 * Returns: (transfer full): their SHA-256 (FIPS 180-4), 64 characters of 0-9a-f
 */
char *
dip_digest_bytes (GBytes *bytes)
{
  g_return_val_if_fail (bytes != NULL, NULL);

  return g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
}

/**
 * dip_digest_text:
 * @text: any text, taken as its bytes without the final zero
 *
 * Returns: (transfer full): its SHA-256, 64 characters of 0-9a-f
 */
char *
dip_digest_text (const char *text)
{
  g_return_val_if_fail (text != NULL, NULL);

  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
}

static gboolean
digest_stream (DipFd fd, GChecksum *checksum)
{
  g_autofree guint8 *chunk = g_malloc (CHUNK);
  gssize n;

  while ((n = dip_system_read (fd, chunk, CHUNK)) > 0)
    g_checksum_update (checksum, chunk, n);
  return n == 0;
}

/**
 * dip_digest_file:
 * @path: a regular file
 * @error: %DIP_ERROR_NOT_FOUND, %DIP_ERROR_UNSUPPORTED for what is not a regular file, %DIP_ERROR_IO
 *
 * Reads the file in chunks: bounded memory whatever its size. Blocks on the disk; any thread.
 *
 * Returns: (transfer full) (nullable): its SHA-256, 64 characters of 0-9a-f
 */
char *
dip_digest_file (const char *path, GError **error)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *shown = NULL;
  g_auto (DipFd) fd = -1;
  guint64 size;

  g_return_val_if_fail (path != NULL, NULL);

  shown = g_filename_display_basename (path);
  fd = dip_system_open_regular (path, shown, &size, error);
  if (fd < 0)
    return NULL;
  if (!digest_stream (fd, checksum))
    {
      dip_error_set_errno (error, errno, _ ("Could not read “%s”"), shown);
      return NULL;
    }
  return g_strdup (g_checksum_get_string (checksum));
}

/**
 * dip_digest_is_valid:
 * @text: (nullable): any text
 *
 * Returns: whether @text is written like a digest: 64 characters of 0-9a-f
 */
gboolean
dip_digest_is_valid (const char *text)
{
  return text != NULL && strlen (text) == DIP_DIGEST_LENGTH && strspn (text, "0123456789abcdef") == DIP_DIGEST_LENGTH;
}
