/* A bounded look at untrusted bytes: reading past the end gives zero and marks the reader as failed; nothing is ever
 * read outside. Positions count from the start of the file, also in readers of a part of it. Private to imaging/. */
#pragma once

#include <glib.h>
#include <string.h>

typedef struct
{
  const guint8 *base;
  gsize pos, end;
  gboolean failed;
} DipReader;

static inline DipReader
dip_reader_over (GBytes *bytes)
{
  gsize size = 0;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  return (DipReader){ .base = data, .pos = 0, .end = size };
}

static inline gsize
dip_reader_left (const DipReader *self)
{
  return self->end - self->pos;
}

/* @n bytes, stepped over; NULL (and nothing stepped over) when there are fewer. */
static inline const guint8 *
dip_reader_take (DipReader *self, gsize n)
{
  if (dip_reader_left (self) < n || self->base == NULL)
    {
      self->failed = self->failed || n > 0;
      return NULL;
    }
  const guint8 *at = self->base + self->pos;
  self->pos += n;
  return at;
}

static inline gboolean
dip_reader_skip (DipReader *self, gsize n)
{
  return n == 0 || dip_reader_take (self, n) != NULL;
}

/* A reader of the next @n bytes, which are stepped over; a failed one when there are fewer. */
static inline DipReader
dip_reader_sub (DipReader *self, gsize n)
{
  DipReader part = { .base = self->base, .pos = self->pos, .end = self->pos };

  if (dip_reader_skip (self, n))
    part.end = part.pos + n;
  else
    part.failed = TRUE;
  return part;
}

/* The next @n (1 to 8) bytes as a number. */
static inline guint64
dip_reader_be (DipReader *self, guint n)
{
  const guint8 *at = dip_reader_take (self, n);
  guint64 value = 0;

  for (guint i = 0; at != NULL && i < n; i++)
    value = value << 8 | at[i];
  return value;
}

static inline guint64
dip_reader_le (DipReader *self, guint n)
{
  const guint8 *at = dip_reader_take (self, n);
  guint64 value = 0;

  for (guint i = n; at != NULL && i > 0; i--)
    value = value << 8 | at[i - 1];
  return value;
}

static inline guint8
dip_reader_u8 (DipReader *self)
{
  return (guint8) dip_reader_be (self, 1);
}

static inline guint16
dip_reader_be16 (DipReader *self)
{
  return (guint16) dip_reader_be (self, 2);
}

static inline guint32
dip_reader_be32 (DipReader *self)
{
  return (guint32) dip_reader_be (self, 4);
}

static inline guint16
dip_reader_le16 (DipReader *self)
{
  return (guint16) dip_reader_le (self, 2);
}

static inline guint32
dip_reader_le32 (DipReader *self)
{
  return (guint32) dip_reader_le (self, 4);
}

/* Do the next bytes read @magic? Steps over nothing. */
static inline gboolean
dip_reader_at (const DipReader *self, const void *magic, gsize n)
{
  return dip_reader_left (self) >= n && self->base != NULL && memcmp (self->base + self->pos, magic, n) == 0;
}

#define DIP_FOURCC(a, b, c, d) ((guint32) (a) << 24 | (guint32) (b) << 16 | (guint32) (c) << 8 | (guint32) (d))

/* One box of an ISO base media file (ISO/IEC 14496-12, 4.2). */
typedef struct
{
  guint32 type;
  gsize offset, size; /* header included */
  DipReader body;
} DipBox;

/* FALSE at the end, and where the next box is damaged (then @reader->failed). A size of 0 reaches to the end. */
static inline gboolean
dip_box_next (DipReader *reader, DipBox *box)
{
  if (reader->failed || dip_reader_left (reader) == 0)
    return FALSE;

  DipReader at = *reader;
  guint64 size = dip_reader_be32 (&at);
  box->offset = reader->pos;
  box->type = dip_reader_be32 (&at);
  if (size == 1)
    size = dip_reader_be (&at, 8);
  else if (size == 0)
    size = dip_reader_left (reader);
  gsize header = at.pos - reader->pos;
  if (at.failed || size < header || size > dip_reader_left (reader))
    {
      reader->failed = TRUE;
      return FALSE;
    }
  box->size = (gsize) size;
  box->body = dip_reader_sub (&at, box->size - header);
  reader->pos += box->size;
  return TRUE;
}
