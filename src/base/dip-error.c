#include "dip-error.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>

static const char *const tokens[] = {
  [DIP_ERROR_UNSUPPORTED] = "unsupported",
  [DIP_ERROR_DAMAGED] = "damaged",
  [DIP_ERROR_TOO_LARGE] = "too-large",
  [DIP_ERROR_NOT_CLEAN] = "not-clean",
  [DIP_ERROR_REFUSED] = "refused",
  [DIP_ERROR_INVALID] = "invalid",
  [DIP_ERROR_NOT_FOUND] = "not-found",
  [DIP_ERROR_EXISTS] = "exists",
  [DIP_ERROR_LOCKED] = "locked",
  [DIP_ERROR_READ_ONLY] = "read-only",
  [DIP_ERROR_DISK_FULL] = "disk-full",
  [DIP_ERROR_IO] = "io",
  [DIP_ERROR_NEWER_LIBRARY] = "newer-library",
  [DIP_ERROR_FOREIGN_LIBRARY] = "foreign-library",
  [DIP_ERROR_SEALED] = "sealed",
};

G_DEFINE_QUARK (dip - error - quark, dip_error)

static const char *
gio_token (int code)
{
  switch (code)
    {
    case G_IO_ERROR_CANCELLED:
      return "cancelled";
    case G_IO_ERROR_NOT_FOUND:
      return "not-found";
    case G_IO_ERROR_EXISTS:
      return "exists";
    case G_IO_ERROR_NO_SPACE:
      return "disk-full";
    default:
      return "io";
    }
}

/**
 * dip_error_token:
 * @error: (nullable): any error
 *
 * Returns: the stable token of @error's code, for machine-readable output; errors of domains that the program does not
 *   know, and %NULL, are "io"
 */
const char *
dip_error_token (const GError *error)
{
  if (error == NULL)
    return "io";
  if (error->domain == G_IO_ERROR)
    return gio_token (error->code);
  if (error->domain == DIP_ERROR && error->code >= 0 && (gsize) error->code < G_N_ELEMENTS (tokens))
    return tokens[error->code];
  return "io";
}

static DipError
code_of_errno (int saved_errno)
{
  switch (saved_errno)
    {
    case ENOSPC:
    case EDQUOT:
      return DIP_ERROR_DISK_FULL;
    case ENOENT:
      return DIP_ERROR_NOT_FOUND;
    default:
      return DIP_ERROR_IO;
    }
}

/* What a person can do about it; NULL when the reason says all there is to say. */
static const char *
advice_of_errno (int saved_errno)
{
  switch (saved_errno)
    {
    case ENOSPC:
    case EDQUOT:
      return _ ("Free some space on that disk and try again.");
    case EACCES:
    case EPERM:
      return _ ("Choose another place, or ask whoever looks after this computer for access.");
    case EROFS:
      return _ ("Choose another place: this disk can only be read.");
    case EIO:
      return _ ("The disk may be failing: check it and its cable, and make a back-up.");
    default:
      return NULL;
    }
}

/**
 * dip_error_set_errno:
 * @error: (out) (optional): the error to set
 * @saved_errno: the errno of the failed call
 * @format: what was being done, without a full stop: “Could not write “%s””
 * @...: arguments of @format
 *
 * Sets @error from an errno: ENOSPC and EDQUOT become %DIP_ERROR_DISK_FULL, ENOENT %DIP_ERROR_NOT_FOUND, the rest
 * %DIP_ERROR_IO. The system's reason, and advice where there is any, are appended.
 */
void
dip_error_set_errno (GError **error, int saved_errno, const char *format, ...)
{
  g_autofree char *what = NULL;
  const char *advice = advice_of_errno (saved_errno);
  va_list args;

  g_return_if_fail (format != NULL);

  va_start (args, format);
  what = g_strdup_vprintf (format, args);
  va_end (args);
  if (advice != NULL)
    g_set_error (error, DIP_ERROR, code_of_errno (saved_errno), "%s: %s. %s", what, g_strerror (saved_errno), advice);
  else
    g_set_error (error, DIP_ERROR, code_of_errno (saved_errno), "%s: %s.", what, g_strerror (saved_errno));
}
