/* The proof that a JPEG's picture data holds nothing but the picture: an entropy decoder that keeps no coefficient, only
 * count of every bit (ITU-T T.81, annex F.2). libjpeg reads ahead and can't tell where the last code ended; this can, and
 * so bytes hidden between the last block and a marker are found and left out. */
#include "dip-scrub-private.h"

#include <string.h>

#define LOOK_BITS     11
#define END_OF_BLOCK  128  /* more than the coefficients of a block */
#define LEFT_OVER_MAX 16   /* bytes: fewer prove nothing */
#define OVERRUN       4096 /* bytes: more than an MCU can take, 10 blocks of 64 codes with their values of 27 bits */
#define CHUNK         (1 << 16) /* bytes freed of stuffing at a time: they stay in the processor's cache */

/* What the next code, or the next few, stand for: bits to drop (codes and the values' extra bits) below, coefficients to
 * step over above. 0: a code that may not occur. */
typedef guint16 Step;

typedef struct
{
  gboolean built;
  Step fast[1 << LOOK_BITS];   /* by the next LOOK_BITS bits: as many AC codes as fit whole, one DC code */
  Step single[1 << LOOK_BITS]; /* one code; 0: none that short */
  guint32 first[17];           /* by length: the first code, */
  guint32 beyond[17];          /* the code after the last, */
  guint start[17];             /* and the first code's place in steps */
  Step steps[256];
} Table;

/* The data of one interval, of which a chunk is at hand without stuffing. */
typedef struct
{
  const guint8 *at, *end; /* what of the file is still to come */
  guint8 *plain, *plain_end;
  gboolean at_marker; /* that is nothing of this interval */
} Feed;

typedef struct
{
  const guint8 *next;
  guint64 bits; /* the next bits, from the top */
  guint n;      /* how many */
} Bits;

typedef struct
{
  Table dc[4], ac[4];
  guint n_blocks; /* of an MCU */
  const Table *block_dc[10], *block_ac[10];
  guint64 n_mcus;
  Feed feed;
  Bits bits;
  gboolean left_over; /* codes beyond the picture's last */
} Walk;

static void
walk_free (Walk *self)
{
  g_free (self->feed.plain);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Walk, walk_free)

static Step
dc_step (guint length, guint8 value)
{
  return value <= 11 ? (Step) (length + value) : 0;
}

static Step
ac_step (guint length, guint8 value)
{
  guint run = value >> 4, extra = value & 15;

  if (value == 0)
    return (Step) (END_OF_BLOCK << 8 | length);
  if (value == 0xF0)
    return (Step) (16 << 8 | length);
  return extra >= 1 && extra <= 10 ? (Step) ((run + 1) << 8 | (length + extra)) : 0;
}

/* Two codes for one look, where the second is whole within the bits that the first leaves. */
static void
table_pair_up (Table *self)
{
  for (guint32 look = 0; look < 1u << LOOK_BITS; look++)
    {
      Step step = self->single[look];
      guint used = step & 0xFF;
      if (step == 0 || used >= LOOK_BITS || step >> 8 >= END_OF_BLOCK)
        continue;
      Step more = self->single[(look << used) & ((1u << LOOK_BITS) - 1)];
      if (more != 0 && used + (more & 0xFF) <= LOOK_BITS)
        self->fast[look] = (Step) (step + more);
    }
}

/* A code that may not occur (an undefined category) gets no step: meeting it ends the walk. */
static gboolean
table_build (Table *self, const DipJpegHuffman *from, gboolean is_dc)
{
  guint32 code = 0;
  guint place = 0;

  if (self->built || from->counts == NULL)
    return self->built;
  for (guint length = 1; length <= 16; length++)
    {
      self->first[length] = code;
      self->start[length] = place;
      for (guint i = 0; i < from->counts[length - 1]; i++, place++, code++)
        {
          Step step = is_dc ? dc_step (length, from->values[place]) : ac_step (length, from->values[place]);
          if (is_dc && from->values[place] > 15)
            return FALSE;
          self->steps[place] = step;
          if (length <= LOOK_BITS)
            for (guint32 j = 0; j < 1u << (LOOK_BITS - length) && code < 1u << length; j++)
              self->single[(code << (LOOK_BITS - length)) | j] = step;
        }
      self->beyond[length] = code;
      if (from->counts[length - 1] > 0 && code >= 1u << length) /* the code of all ones is reserved */
        return FALSE;
      code <<= 1;
    }
  memcpy (self->fast, self->single, sizeof self->fast);
  if (!is_dc)
    table_pair_up (self);
  self->built = TRUE;
  return TRUE;
}

static Step
table_find_long (const Table *self, guint64 bits)
{
  for (guint length = LOOK_BITS + 1; length <= 16; length++)
    {
      guint32 code = (guint32) (bits >> (64 - length));
      if (code < self->beyond[length])
        return code >= self->first[length] ? self->steps[self->start[length] + code - self->first[length]] : 0;
    }
  return 0;
}

/* At least 56 bits: two codes with their values fit. */
static inline void
bits_refill (Bits *self)
{
  guint64 word;

  memcpy (&word, self->next, sizeof word);
  self->bits |= GUINT64_FROM_BE (word) >> self->n;
  self->next += (63 - self->n) >> 3;
  self->n |= 56;
}

static inline void
bits_drop (Bits *self, Step step)
{
  self->bits <<= step & 0xFF;
  self->n -= step & 0xFF;
}

/* One code and its value, which may be longer than one look. */
static inline Step
bits_step (Bits *self, const Table *table)
{
  Step step = table->single[self->bits >> (64 - LOOK_BITS)];

  if (G_UNLIKELY (step == 0))
    step = table_find_long (table, self->bits);
  bits_drop (self, step);
  return step;
}

/* From coefficient @k on: the new @k, above END_OF_BLOCK after that code; 0 when a code may not occur. */
static inline guint
skip_codes (Bits *bits, const Table *ac, guint k)
{
  Step step = ac->fast[bits->bits >> (64 - LOOK_BITS)];
  guint after = k + (step >> 8);

  /* Codes looked up together must all be of this block. */
  if (G_LIKELY (step != 0 && (after & (END_OF_BLOCK - 1)) < 64))
    {
      bits_drop (bits, step);
      return after;
    }
  step = bits_step (bits, ac);
  return step != 0 ? k + (step >> 8) : 0;
}

static inline gboolean
skip_block (Bits *bits, const Table *dc, const Table *ac)
{
  guint k = 1;

  bits_refill (bits);
  if (G_UNLIKELY (bits_step (bits, dc) == 0))
    return FALSE;
  k = skip_codes (bits, ac, k);
  while (k < 64 && k > 0)
    {
      bits_refill (bits);
      k = skip_codes (bits, ac, k);
      if (k >= 64 || k == 0)
        break;
      k = skip_codes (bits, ac, k);
    }
  return k == 64 || k > END_OF_BLOCK;
}

/* Fills the chunk up, or to the next marker. */
static void
feed_fill (Feed *self)
{
  while (self->plain_end < self->plain + CHUNK && !self->at_marker)
    {
      gsize room = (gsize) (self->plain + CHUNK - self->plain_end), left = (gsize) (self->end - self->at);
      const guint8 *ff = memchr (self->at, 0xFF, MIN (room, left));
      gsize run = ff != NULL ? (gsize) (ff - self->at) : MIN (room, left);
      memcpy (self->plain_end, self->at, run);
      self->plain_end += run;
      self->at += run;
      if (ff != NULL && left - run >= 2 && ff[1] == 0)
        {
          *self->plain_end++ = 0xFF;
          self->at += 2;
        }
      else
        self->at_marker = ff != NULL || self->at == self->end;
    }
}

static void
feed_start (Feed *self, const guint8 *at)
{
  self->at = at;
  self->at_marker = at == self->end;
  self->plain_end = self->plain;
  feed_fill (self);
}

/* Makes room for more. The eight bytes that @bits has taken last stay at hand: they may not all be used. */
static void
feed_more (Feed *self, Bits *bits)
{
  gsize kept = (gsize) MIN (bits->next - self->plain, 8);
  gsize size = (gsize) (self->plain_end - bits->next) + kept;

  memmove (self->plain, bits->next - kept, size);
  bits->next = self->plain + kept;
  self->plain_end = self->plain + size;
  feed_fill (self);
}

/* Bits of the chunk that are not used; less than nothing when more were. */
static inline gssize
count_unread (const Feed *feed, const Bits *bits)
{
  return (feed->plain_end - bits->next) * 8 + (gssize) bits->n;
}

static gboolean
skip_mcus (Walk *self, guint64 n)
{
  Feed *feed = &self->feed;
  Bits bits = { .next = feed->plain };
  gboolean whole = TRUE;

  for (guint64 i = 0; i < n && whole; i++)
    {
      if (feed->plain_end - bits.next < OVERRUN && !feed->at_marker)
        feed_more (feed, &bits);
      for (guint b = 0; b < self->n_blocks && whole; b++)
        whole = skip_block (&bits, self->block_dc[b], self->block_ac[b]);
      whole = whole && count_unread (feed, &bits) >= 0;
    }
  self->bits = bits;
  return whole;
}

/* Bytes that follow the last code: padding, a writer's oversight or something hidden is left out without ado. But codes
 * that the picture has no room for mean that others were lost on the way. */
static gboolean
looks_like_codes (const guint8 *left_over, gsize size)
{
  gsize likely = 0;

  for (gsize i = 1; i < size; i++)
    likely += left_over[i] != left_over[i - 1] && !g_ascii_isprint (left_over[i]);
  return size > LEFT_OVER_MAX && likely > size / 4;
}

/* The interval's data from @start to @read, without the last @unread bytes, and its last @padding bits made ones. */
static void
append_interval (const guint8 *start, const guint8 *read, gsize unread, guint padding, GByteArray *out)
{
  static const guint8 stuffing = 0;
  const guint8 *end = read;

  for (; unread > 0; unread--)
    end -= end[-1] == 0 && end[-2] == 0xFF ? 2 : 1;
  g_byte_array_append (out, start, (guint) (end - start));
  if (end - start >= 2 && end[-1] == 0 && end[-2] == 0xFF)
    return; /* all ones already */
  out->data[out->len - 1] |= (guint8) ((1u << padding) - 1);
  if (out->data[out->len - 1] == 0xFF)
    g_byte_array_append (out, &stuffing, 1);
}

/* Decodes @n MCUs from @start and appends their data; @start moves to the marker that follows. */
static gboolean
walk_interval (Walk *self, const guint8 **start, guint64 n, GByteArray *out)
{
  Feed *feed = &self->feed;

  feed_start (feed, *start);
  if (!skip_mcus (self, n))
    return FALSE;
  gsize unread = (gsize) count_unread (feed, &self->bits);
  if (looks_like_codes (feed->plain_end - unread / 8, unread / 8))
    {
      self->left_over = TRUE;
      return FALSE;
    }
  append_interval (*start, feed->at, unread / 8, unread % 8, out);
  while (!feed->at_marker)
    {
      feed->plain_end = feed->plain;
      feed_fill (feed);
    }
  *start = feed->at;
  return TRUE;
}

/* Steps over a restart marker and the fill bytes before it; FALSE when the next marker is another. */
static gboolean
pass_restart (const guint8 **at, const guint8 *end, guint8 marker)
{
  const guint8 *p = *at;

  while (end - p >= 2 && p[1] == 0xFF)
    p++;
  if (end - p < 2 || p[1] != marker)
    return FALSE;
  *at = p + 2;
  return TRUE;
}

static gboolean
walk_prepare (Walk *self, const DipJpegHead *head)
{
  guint max_h = 1, max_v = 1;
  gboolean single = head->n_components == 1;

  self->n_blocks = 0;
  for (guint i = 0; i < head->n_components; i++)
    {
      const DipJpegComponent *c = &head->components[i];
      guint blocks = single ? 1 : c->h * c->v;
      max_h = MAX (max_h, single ? 1 : c->h);
      max_v = MAX (max_v, single ? 1 : c->v);
      if (self->n_blocks + blocks > G_N_ELEMENTS (self->block_dc)
          || !table_build (&self->dc[c->dc_table], &head->dc[c->dc_table], TRUE)
          || !table_build (&self->ac[c->ac_table], &head->ac[c->ac_table], FALSE))
        return FALSE;
      for (; blocks > 0; blocks--, self->n_blocks++)
        {
          self->block_dc[self->n_blocks] = &self->dc[c->dc_table];
          self->block_ac[self->n_blocks] = &self->ac[c->ac_table];
        }
    }
  guint64 across = ((guint) head->width + 8 * max_h - 1) / (8 * max_h);
  guint64 down = ((guint) head->height + 8 * max_v - 1) / (8 * max_v);
  self->n_mcus = across * down;
  self->feed.plain = g_malloc0 (CHUNK + OVERRUN);
  return TRUE;
}

static gboolean
walk_intervals (Walk *self, const DipJpegHead *head, const guint8 *at, const guint8 *end, GByteArray *out)
{
  guint64 interval = head->restart_interval > 0 ? head->restart_interval : self->n_mcus;
  guint8 restart[2] = { 0xFF, 0xD0 };

  self->feed.end = end;
  for (guint64 left = self->n_mcus; left > 0; left -= MIN (left, interval))
    {
      if (!walk_interval (self, &at, MIN (left, interval), out))
        return FALSE;
      if (left <= interval)
        break;
      if (!pass_restart (&at, end, restart[1]))
        return FALSE;
      g_byte_array_append (out, restart, sizeof restart);
      restart[1] = 0xD0 | ((restart[1] + 1) & 7);
    }
  return TRUE;
}

DipJpegOutcome
dip_jpeg_copy (const DipJpegHead *head, const guint8 *data, gsize size, GBytes *profile, GBytes **clean)
{
  static const guint8 end_of_image[2] = { 0xFF, 0xD9 };
  g_autoptr (Walk) walk = g_new0 (Walk, 1);
  g_autoptr (GByteArray) out = NULL;

  if (head->process > 1 || head->precision != 8 || !head->one_scan || !walk_prepare (walk, head))
    return DIP_JPEG_UNPROVEN;
  out = g_byte_array_sized_new ((guint) MIN (size + 1024, G_MAXUINT));
  dip_jpeg_head_write (head, profile, out);
  if (!walk_intervals (walk, head, data + head->scan_offset, data + size, out))
    return walk->left_over ? DIP_JPEG_DAMAGED : DIP_JPEG_UNPROVEN;
  g_byte_array_append (out, end_of_image, sizeof end_of_image);
  *clean = g_byte_array_free_to_bytes (g_steal_pointer (&out));
  return DIP_JPEG_DONE;
}
