#include "dip-zip.h"

#include <archive.h>
#include <archive_entry.h>
#include <glib/gi18n-lib.h>

#include "dip-error.h"

#define MOST_BYTES ((gsize) 2 << 30)
#define FIRST_DAY  315532800 /* 1 January 1980, the first that a ZIP archive can tell */

struct _DipZip
{
  struct archive *archive;
  GByteArray *bytes;
};

static la_ssize_t
take_bytes (struct archive *archive, void *bytes, const void *data, size_t size)
{
  g_byte_array_append (bytes, data, (guint) size);
  return (la_ssize_t) size;
}

DipZip *
dip_zip_new (void)
{
  DipZip *self = g_new0 (DipZip, 1);

  self->bytes = g_byte_array_new ();
  self->archive = archive_write_new ();
  archive_write_set_format_zip (self->archive);
  archive_write_set_options (self->archive, "zip:compression=store,zip:hdrcharset=UTF-8");
  archive_write_set_bytes_in_last_block (self->archive, 1);
  archive_write_open (self->archive, self->bytes, NULL, take_bytes, NULL);
  return self;
}

void
dip_zip_free (DipZip *self)
{
  if (self == NULL)
    return;
  archive_write_free (self->archive);
  g_clear_pointer (&self->bytes, g_byte_array_unref);
  g_free (self);
}

static gboolean
add_entry (DipZip *self, struct archive_entry *entry, const char *name, GBytes *content, GError **error)
{
  gsize size;
  const void *data = g_bytes_get_data (content, &size);

  archive_entry_set_pathname_utf8 (entry, name);
  archive_entry_set_filetype (entry, AE_IFREG);
  archive_entry_set_perm (entry, 0600);
  archive_entry_set_mtime (entry, FIRST_DAY, 0);
  archive_entry_set_size (entry, (la_int64_t) size);
  if (archive_write_header (self->archive, entry) >= ARCHIVE_WARN
      && (size == 0 || archive_write_data (self->archive, data, size) == (la_ssize_t) size))
    return TRUE;
  g_set_error (error, DIP_ERROR, DIP_ERROR_IO, _ ("“%s” can’t be put into the archive: %s"), name,
               archive_error_string (self->archive));
  return FALSE;
}

gboolean
dip_zip_add (DipZip *self, const char *name, GBytes *content, GError **error)
{
  struct archive_entry *entry;
  gboolean added;

  g_return_val_if_fail (self != NULL && name != NULL && content != NULL, FALSE);

  if (self->bytes->len + g_bytes_get_size (content) > MOST_BYTES)
    {
      g_set_error (error, DIP_ERROR, DIP_ERROR_TOO_LARGE, _ ("“%s” would make the archive larger than 2 GiB."), name);
      return FALSE;
    }
  entry = archive_entry_new ();
  added = add_entry (self, entry, name, content, error);
  archive_entry_free (entry);
  return added;
}

GBytes *
dip_zip_finish (DipZip *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  archive_write_close (self->archive);
  return g_byte_array_free_to_bytes (g_steal_pointer (&self->bytes));
}
