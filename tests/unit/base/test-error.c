#include "dip-error.h"

#include <errno.h>
#include <gio/gio.h>
#include <string.h>

static void
test_tokens (void)
{
  static const struct
  {
    DipError code;
    const char *token;
  } rows[] = {
    { DIP_ERROR_UNSUPPORTED, "unsupported" },
    { DIP_ERROR_DAMAGED, "damaged" },
    { DIP_ERROR_TOO_LARGE, "too-large" },
    { DIP_ERROR_NOT_CLEAN, "not-clean" },
    { DIP_ERROR_REFUSED, "refused" },
    { DIP_ERROR_INVALID, "invalid" },
    { DIP_ERROR_NOT_FOUND, "not-found" },
    { DIP_ERROR_EXISTS, "exists" },
    { DIP_ERROR_LOCKED, "locked" },
    { DIP_ERROR_READ_ONLY, "read-only" },
    { DIP_ERROR_DISK_FULL, "disk-full" },
    { DIP_ERROR_IO, "io" },
    { DIP_ERROR_NEWER_LIBRARY, "newer-library" },
    { DIP_ERROR_FOREIGN_LIBRARY, "foreign-library" },
  };

  g_assert_cmpuint (G_N_ELEMENTS (rows), ==, DIP_ERROR_FOREIGN_LIBRARY + 1);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = g_error_new_literal (DIP_ERROR, rows[i].code, "");

      g_assert_cmpstr (dip_error_token (error), ==, rows[i].token);
    }
}

static void
test_foreign_tokens (void)
{
  const struct
  {
    GQuark domain;
    int code;
    const char *token;
  } rows[] = {
    { G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled" },
    { G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "not-found" },
    { G_IO_ERROR, G_IO_ERROR_EXISTS, "exists" },
    { G_IO_ERROR, G_IO_ERROR_NO_SPACE, "disk-full" },
    { G_IO_ERROR, G_IO_ERROR_FAILED, "io" },
    { G_OPTION_ERROR, G_OPTION_ERROR_FAILED, "io" },
    { DIP_ERROR, 4711, "io" },
    { DIP_ERROR, -1, "io" },
  };

  g_assert_cmpstr (dip_error_token (NULL), ==, "io");
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = g_error_new_literal (rows[i].domain, rows[i].code, "");

      g_assert_cmpstr (dip_error_token (error), ==, rows[i].token);
    }
}

static void
test_errno (void)
{
  static const struct
  {
    int saved_errno;
    DipError code;
    const char *advice;
  } rows[] = {
    { ENOSPC, DIP_ERROR_DISK_FULL, "Free some space" },
    { EDQUOT, DIP_ERROR_DISK_FULL, "Free some space" },
    { ENOENT, DIP_ERROR_NOT_FOUND, "No such file" },
    { EACCES, DIP_ERROR_IO, "access" },
    { EROFS, DIP_ERROR_IO, "only be read" },
    { EIO, DIP_ERROR_IO, "back-up" },
    { ELOOP, DIP_ERROR_IO, "symbolic links" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;

      dip_error_set_errno (&error, rows[i].saved_errno, "Could not write “%s”", "100%s.jpg");
      g_assert_error (error, DIP_ERROR, (int) rows[i].code);
      g_assert_true (g_str_has_prefix (error->message, "Could not write “100%s.jpg”: "));
      g_assert_nonnull (strstr (error->message, g_strerror (rows[i].saved_errno)));
      g_assert_nonnull (strstr (error->message, rows[i].advice));
    }
}

static void
test_errno_ignored (void)
{
  dip_error_set_errno (NULL, EIO, "Could not write “%s”", "a.jpg");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/error/tokens", test_tokens);
  g_test_add_func ("/error/tokens/foreign", test_foreign_tokens);
  g_test_add_func ("/error/errno", test_errno);
  g_test_add_func ("/error/errno/ignored", test_errno_ignored);
  return g_test_run ();
}
