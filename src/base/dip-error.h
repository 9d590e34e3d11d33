/* The errors a caller can act on. Every message names the file or thing concerned, says what is wrong and what to do. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DipError:
 * @DIP_ERROR_UNSUPPORTED: a format or feature that is not taken in
 * @DIP_ERROR_DAMAGED: a picture, database or back-up whose content is broken
 * @DIP_ERROR_TOO_LARGE: over a stated limit
 * @DIP_ERROR_NOT_CLEAN: a file that was to be clean could not be proven so; it has been deleted
 * @DIP_ERROR_REFUSED: a rule of the clinic or the law says no (consent, healing, age)
 * @DIP_ERROR_INVALID: an argument that makes no sense (a date that does not exist, an unknown view)
 * @DIP_ERROR_NOT_FOUND: no such client, photo, pair, file
 * @DIP_ERROR_EXISTS: would overwrite something
 * @DIP_ERROR_LOCKED: another program holds the library
 * @DIP_ERROR_READ_ONLY: the library was opened for reading only
 * @DIP_ERROR_DISK_FULL: no space left
 * @DIP_ERROR_IO: any other failure of the disk or the system
 * @DIP_ERROR_NEWER_LIBRARY: written by a newer version of the program; left untouched
 * @DIP_ERROR_FOREIGN_LIBRARY: a database of another program
 * @DIP_ERROR_SEALED: the library is locked, or the passphrase is not the account's
 *
 * Cancelling is always %G_IO_ERROR_CANCELLED.
 */
typedef enum
{
  DIP_ERROR_UNSUPPORTED,
  DIP_ERROR_DAMAGED,
  DIP_ERROR_TOO_LARGE,
  DIP_ERROR_NOT_CLEAN,
  DIP_ERROR_REFUSED,
  DIP_ERROR_INVALID,
  DIP_ERROR_NOT_FOUND,
  DIP_ERROR_EXISTS,
  DIP_ERROR_LOCKED,
  DIP_ERROR_READ_ONLY,
  DIP_ERROR_DISK_FULL,
  DIP_ERROR_IO,
  DIP_ERROR_NEWER_LIBRARY,
  DIP_ERROR_FOREIGN_LIBRARY,
  DIP_ERROR_SEALED,
} DipError;

#define DIP_ERROR (dip_error_quark ())
GQuark dip_error_quark (void);

/* The stable token of a code, as `--json` shows it ("too-large"); "cancelled" for G_IO_ERROR_CANCELLED, else "io". */
const char *dip_error_token (const GError *error);

/* Sets @error from an errno: ENOSPC and EDQUOT become DISK_FULL, ENOENT NOT_FOUND, the rest IO. @format says what was
 * being done ("Could not write “%s”"); the system's reason and, for a full disk, what to do are appended. */
void dip_error_set_errno (GError **error, int saved_errno, const char *format, ...) G_GNUC_PRINTF (3, 4);

G_END_DECLS
