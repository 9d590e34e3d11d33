#include "dip-zip.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "dip-error.h"

/* PKWARE APPNOTE 6.3.10: 4.3.7 local file header, 4.3.12 central directory header, 4.3.16 end of central directory. */
#define LOCAL_HEADER     0x04034b50u
#define DIRECTORY_HEADER 0x02014b50u
#define DIRECTORY_END    0x06054b50u
#define UTF8_NAMES       0x0800u
#define FIRST_DAY        0x0021u /* 1 January 1980 */
#define MOST_BYTES       ((gsize) 2 << 30)
#define MOST_FILES       65535u

struct _DipZip
{
  GByteArray *files;
  GByteArray *directory;
  guint n_files;
};

static void
put (GByteArray *to, guint64 value, guint bytes)
{
  for (guint i = 0; i < bytes; i++)
    {
      const guint8 byte = (guint8) (value >> (8 * i));
      g_byte_array_append (to, &byte, 1);
    }
}

/* CRC-32 of ISO 3309, reflected polynomial 0xedb88320. */
static guint32
crc_of (const guint8 *data, gsize size)
{
  guint32 table[256];
  guint32 crc = 0xffffffffu;

  for (guint32 i = 0; i < 256; i++)
    {
      table[i] = i;
      for (int bit = 0; bit < 8; bit++)
        table[i] = (table[i] >> 1) ^ ((table[i] & 1) != 0 ? 0xedb88320u : 0);
    }
  for (gsize i = 0; i < size; i++)
    crc = (crc >> 8) ^ table[(crc ^ data[i]) & 0xff];
  return crc ^ 0xffffffffu;
}

DipZip *
dip_zip_new (void)
{
  DipZip *self = g_new0 (DipZip, 1);

  self->files = g_byte_array_new ();
  self->directory = g_byte_array_new ();
  return self;
}

void
dip_zip_free (DipZip *self)
{
  if (self == NULL)
    return;
  g_byte_array_unref (self->files);
  g_byte_array_unref (self->directory);
  g_free (self);
}

/* What both headers of a file have in common. */
static void
put_facts (GByteArray *to, guint32 crc, gsize size, gsize name_length)
{
  put (to, 20, 2); /* version needed */
  put (to, UTF8_NAMES, 2);
  put (to, 0, 2); /* stored */
  put (to, 0, 2); /* time */
  put (to, FIRST_DAY, 2);
  put (to, crc, 4);
  put (to, size, 4);
  put (to, size, 4);
  put (to, name_length, 2);
  put (to, 0, 2); /* extra field */
}

gboolean
dip_zip_add (DipZip *self, const char *name, GBytes *content, GError **error)
{
  g_return_val_if_fail (self != NULL && name != NULL && content != NULL, FALSE);

  gsize size = 0;
  const guint8 *data = g_bytes_get_data (content, &size);
  const gsize length = strlen (name), offset = self->files->len;

  if (self->n_files == MOST_FILES || length > 1024
      || offset + self->directory->len + size + 2 * length + 200 > MOST_BYTES)
    {
      g_set_error (error, DIP_ERROR, DIP_ERROR_TOO_LARGE, _ ("“%s” would make the archive larger than 2 GiB."), name);
      return FALSE;
    }
  const guint32 crc = crc_of (data, size);
  put (self->files, LOCAL_HEADER, 4);
  put_facts (self->files, crc, size, length);
  g_byte_array_append (self->files, (const guint8 *) name, (guint) length);
  if (size > 0)
    g_byte_array_append (self->files, data, (guint) size);
  put (self->directory, DIRECTORY_HEADER, 4);
  put (self->directory, 20, 2); /* made by */
  put_facts (self->directory, crc, size, length);
  put (self->directory, 0, 2); /* comment */
  put (self->directory, 0, 2); /* disk */
  put (self->directory, 0, 2); /* attributes */
  put (self->directory, 0, 4);
  put (self->directory, offset, 4);
  g_byte_array_append (self->directory, (const guint8 *) name, (guint) length);
  self->n_files++;
  return TRUE;
}

GBytes *
dip_zip_finish (DipZip *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  GByteArray *out = g_byte_array_sized_new (self->files->len + self->directory->len + 22);
  g_byte_array_append (out, self->files->data, self->files->len);
  g_byte_array_append (out, self->directory->data, self->directory->len);
  put (out, DIRECTORY_END, 4);
  put (out, 0, 2);
  put (out, 0, 2);
  put (out, self->n_files, 2);
  put (out, self->n_files, 2);
  put (out, self->directory->len, 4);
  put (out, self->files->len, 4);
  put (out, 0, 2);
  return g_byte_array_free_to_bytes (out);
}
