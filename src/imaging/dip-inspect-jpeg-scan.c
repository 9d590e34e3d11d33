/* The codes of a JPEG's picture data, read to the last bit: what a decoder would step over without a word is found
 * here. */
#include "dip-imaging.h"
#include "dip-inspect-jpeg.h"

/* The bits of one interval, most significant first, in bytes freed of stuffing. */
typedef struct
{
  const guint8 *at, *end;
  guint64 bits; /* left-aligned */
  int n;        /* below 0: more was asked for than there is */
} Bits;

typedef struct
{
  const DipInspectJpegScan *scan;
  DipInspectJpegFrame *frame;
  const DipInspectJpegHuffman *dc[4], *ac[4];
  guint32 end_of_band; /* blocks still to come of which the band is all zero (G.1.2.2) */
  DipReader data;      /* from the marker that ends the interval on */
  guint8 *plain;       /* the interval's bytes, as long as the scan at most */
  Bits bits;
} Reading;

/* B.1.1.5: the bytes up to the next marker, without the zeros that follow each 0xff in them. */
static void
start_interval (Reading *self)
{
  DipReader *data = &self->data;
  guint8 *to = self->plain;

  while (data->pos < data->end)
    {
      const guint8 *from = data->base + data->pos, *found = memchr (from, 0xff, data->end - data->pos);
      gsize n = found == NULL ? data->end - data->pos : (gsize) (found - from);
      memcpy (to, from, n);
      to += n;
      data->pos += n;
      if (dip_reader_left (data) < 2 || data->base[data->pos + 1] != 0)
        break;
      *to++ = 0xff;
      data->pos += 2;
    }
  self->bits = (Bits){ .at = self->plain, .end = to };
}

static void
refill_at_end (Bits *self)
{
  while (self->n >= 0 && self->n <= 56 && self->at < self->end)
    {
      self->bits |= (guint64) *self->at++ << (56 - self->n);
      self->n += 8;
    }
}

/* At least 56 bits, where eight bytes follow. What stands behind the first @n of them is the start of the next byte, so
 * that reading that byte again changes nothing. */
static inline void
refill_amid (Bits *self)
{
  guint64 word = 0;

  memcpy (&word, self->at, 8);
  self->bits |= GUINT64_FROM_BE (word) >> self->n;
  self->at += (guint) (63 - self->n) >> 3;
  self->n |= 56;
}

/* At least 32 bits, unless the interval ends. */
static inline void
refill (Bits *self)
{
  if (self->end - self->at >= 8 && self->n >= 0)
    refill_amid (self);
  else if (self->n < 32)
    refill_at_end (self);
}

static inline void
skip_bits (Bits *self, guint n)
{
  self->bits <<= n;
  self->n -= (int) n;
}

/* At most 16, of which refill() has seen to. */
static inline guint
take_bits (Bits *self, guint n)
{
  guint value = n == 0 ? 0 : (guint) (self->bits >> (64 - n));

  skip_bits (self, n);
  return value;
}

static inline gboolean
take_bit (Bits *self)
{
  refill (self);
  return take_bits (self, 1) != 0;
}

static inline guint
take_long_symbol (Bits *self, const DipInspectJpegHuffman *table)
{
  for (guint length = DIP_INSPECT_JPEG_LOOKUP_BITS + 1; length <= 16; length++)
    {
      gint32 code = (gint32) (self->bits >> (64 - length));
      if (code <= table->max_code[length])
        {
          skip_bits (self, length);
          return table->symbols[(code + table->first[length]) & 255];
        }
    }
  self->n = -1; /* no such code */
  return 0;
}

/* Leaves at least 16 bits at hand for what the symbol announces, unless the data end. */
static inline guint
take_symbol (Bits *self, const DipInspectJpegHuffman *table)
{
  refill (self);
  guint entry = table->lookup[self->bits >> (64 - DIP_INSPECT_JPEG_LOOKUP_BITS)];
  if (entry == 0)
    return take_long_symbol (self, table);
  skip_bits (self, entry >> 8);
  return entry & 255;
}

#define END_OF_BLOCK 128
#define BLOCK_MAX    256 /* bytes: more than the 64 codes of 16 bits with 15 bits each that a block can have */

/* How many coefficients a symbol of a sequential scan is about, or that no more follow. */
static guint
coefficients (guint symbol)
{
  guint run = symbol >> 4, size = symbol & 15;

  return size == 0 && run != 15 ? END_OF_BLOCK : run + 1;
}

static void
fill_lookup (DipInspectJpegHuffman *self, guint length, guint code, guint8 symbol)
{
  guint copies = length > DIP_INSPECT_JPEG_LOOKUP_BITS ? 0 : 1u << (DIP_INSPECT_JPEG_LOOKUP_BITS - length);

  for (guint i = 0; i < copies; i++)
    {
      self->lookup[code * copies + i] = (guint16) (length << 8 | symbol);
      self->step[code * copies + i] = (guint16) (coefficients (symbol) << 8 | (length + (symbol & 15)));
    }
}

/* Two symbols for one look, where the second and its bits are whole within what the first leaves of it. */
static void
fill_pairs (DipInspectJpegHuffman *self)
{
  for (guint look = 0; look < 1u << DIP_INSPECT_JPEG_LOOKUP_BITS; look++)
    {
      guint first = self->step[look], used = first & 255;
      guint rest = look << used & ((1u << DIP_INSPECT_JPEG_LOOKUP_BITS) - 1);
      guint second = used < DIP_INSPECT_JPEG_LOOKUP_BITS && first >> 8 < END_OF_BLOCK ? self->step[rest] : 0;
      gboolean fits = second != 0 && used + (second & 255) <= DIP_INSPECT_JPEG_LOOKUP_BITS;
      self->pair[look] = (guint16) (fits ? first + second : first);
    }
}

gboolean
dip_inspect_jpeg_huffman (DipInspectJpegHuffman *self, DipReader *body, gboolean dc)
{
  const guint8 *counts = dip_reader_take (body, 16);
  guint total = 0, code = 0;

  *self = (DipInspectJpegHuffman){ .defined = TRUE };
  for (guint i = 0; counts != NULL && i < 16; i++)
    total += counts[i];
  const guint8 *symbols = total <= 256 ? dip_reader_take (body, total) : NULL;
  if (counts == NULL || symbols == NULL || total == 0)
    return FALSE;
  memcpy (self->symbols, symbols, total);
  for (guint length = 1, index = 0; length <= 16; length++, code <<= 1)
    {
      self->first[length] = (gint32) index - (gint32) code;
      for (guint i = 0; i < counts[length - 1]; i++, code++, index++)
        {
          if (code >= 1u << length || (dc && symbols[index] > 15))
            return FALSE;
          fill_lookup (self, length, code, symbols[index]);
        }
      self->max_code[length] = counts[length - 1] == 0 ? -1 : (gint32) code - 1;
    }
  if (!dc)
    fill_pairs (self);
  return TRUE;
}

void
dip_inspect_jpeg_frame_clear (DipInspectJpegFrame *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->components); i++)
    g_clear_pointer (&self->components[i].nonzero, g_free);
}

static guint64
divide_up (guint64 a, guint64 b)
{
  return (a + b - 1) / b;
}

/* Blocks of a channel by itself (A.2.2, A.2.3). */
static guint64
count_blocks (const DipInspectJpegFrame *frame, const DipInspectJpegComponent *component)
{
  guint64 width = divide_up ((guint64) frame->width * component->h, frame->h_max);
  guint64 height = divide_up ((guint64) frame->height * component->v, frame->v_max);

  return divide_up (width, 8) * divide_up (height, 8);
}

/* G.1.1.1: every coefficient comes once with all or its upper bits, then bit by bit. */
static gboolean
note_scan (const DipInspectJpegScan *self, DipInspectJpegComponent *component)
{
  if (self->first > 0 && component->accuracy[0] < 0)
    return FALSE;
  for (guint k = self->first; k <= self->last; k++)
    {
      gboolean due = component->accuracy[k] < 0 ? self->high == 0
                                                : self->high > 0 && (guint) component->accuracy[k] == self->high;
      if (!due)
        return FALSE;
      component->accuracy[k] = (gint8) self->low;
    }
  return TRUE;
}

static gboolean
has_sane_band (const DipInspectJpegScan *self, const DipInspectJpegFrame *frame)
{
  if (!frame->progressive)
    return self->first == 0 && self->last == 63 && self->high == 0 && self->low == 0;
  if (self->last > 63 || self->low > 13 || (self->high != 0 && self->high != self->low + 1))
    return FALSE;
  return self->first == 0 ? self->last == 0 : self->last >= self->first && self->n_components == 1;
}

static gboolean
read_scan_components (DipInspectJpegScan *self, const DipInspectJpegFrame *frame, DipReader *body)
{
  guint blocks = 0, next = 0;

  for (guint i = 0; i < self->n_components; i++)
    {
      guint id = dip_reader_u8 (body), tables = dip_reader_u8 (body);
      while (next < frame->n_components && frame->components[next].id != id)
        next++; /* in the order of the frame (B.2.3) */
      if (next == frame->n_components || (tables >> 4) > 3 || (tables & 15) > 3)
        return FALSE;
      blocks += frame->components[next].h * frame->components[next].v;
      self->component[i] = next++;
      self->dc_table[i] = tables >> 4;
      self->ac_table[i] = tables & 15;
    }
  return self->n_components == 1 || blocks <= 10;
}

gboolean
dip_inspect_jpeg_scan (DipInspectJpegScan *self, DipInspectJpegFrame *frame, DipReader body)
{
  self->n_components = dip_reader_u8 (&body);
  if (self->n_components < 1 || self->n_components > frame->n_components
      || dip_reader_left (&body) != 2 * self->n_components + 3 || !read_scan_components (self, frame, &body))
    return FALSE;
  self->first = dip_reader_u8 (&body);
  self->last = dip_reader_u8 (&body);
  guint bits = dip_reader_u8 (&body);
  self->high = bits >> 4;
  self->low = bits & 15;
  if (!has_sane_band (self, frame))
    return FALSE;
  for (guint i = 0; i < self->n_components; i++)
    if (!note_scan (self, &frame->components[self->component[i]]))
      return FALSE;
  if (self->n_components == 1)
    self->n_units = count_blocks (frame, &frame->components[self->component[0]]);
  else
    self->n_units = divide_up (frame->width, 8 * frame->h_max) * divide_up (frame->height, 8 * frame->v_max);
  return TRUE;
}

/* Two symbols, or one that stands alone in the look; FALSE, and nothing taken, when they may not all be of this block. */
static inline gboolean
take_pair (Bits *bits, const DipInspectJpegHuffman *ac, guint *k)
{
  guint pair = ac->pair[bits->bits >> (64 - DIP_INSPECT_JPEG_LOOKUP_BITS)], after = *k + (pair >> 8);

  if (pair == 0 || (after & (END_OF_BLOCK - 1)) >= 64)
    return FALSE;
  skip_bits (bits, pair & 255);
  *k = after;
  return TRUE;
}

static inline void
take_single (Bits *bits, const DipInspectJpegHuffman *ac, guint *k)
{
  guint step = ac->step[bits->bits >> (64 - DIP_INSPECT_JPEG_LOOKUP_BITS)];

  if (step != 0)
    {
      skip_bits (bits, step & 255);
      *k += step >> 8;
      return;
    }
  guint symbol = take_long_symbol (bits, ac);
  skip_bits (bits, symbol & 15);
  *k += coefficients (symbol);
}

/* F.2.2: one block of a sequential scan. */
static gboolean
read_sequential_block (Bits *bits, const DipInspectJpegHuffman *dc, const DipInspectJpegHuffman *ac)
{
  guint k = 1;

  skip_bits (bits, take_symbol (bits, dc));
  while (k < 64 && bits->n >= 0)
    {
      refill (bits);
      if (!take_pair (bits, ac, &k))
        take_single (bits, ac, &k);
    }
  return bits->n >= 0 && (k == 64 || k >= END_OF_BLOCK);
}

/* The same where there is no end to look out for. Most of all time goes here: on a copy that registers can hold. */
static gboolean
read_block_amid (Bits *stored, const DipInspectJpegHuffman *dc, const DipInspectJpegHuffman *ac)
{
  Bits bits = *stored;
  guint k = 1;

  skip_bits (&bits, take_symbol (&bits, dc));
  while (k < 64 && bits.n >= 0)
    {
      refill_amid (&bits);
      if (!take_pair (&bits, ac, &k))
        take_single (&bits, ac, &k);
      else if (k < 64)
        take_pair (&bits, ac, &k);
    }
  *stored = bits;
  return bits.n >= 0 && (k == 64 || k >= END_OF_BLOCK);
}

/* G.1.2.1. */
static gboolean
read_dc_block (Reading *self, guint i)
{
  if (self->scan->high == 0)
    skip_bits (&self->bits, take_symbol (&self->bits, self->dc[i]));
  else
    take_bit (&self->bits);
  return self->bits.n >= 0;
}

static guint32
take_run (Bits *bits, guint exponent)
{
  return (1u << exponent) + take_bits (bits, exponent);
}

/* G.1.2.2: the first scan of a band. */
static gboolean
read_ac_block (Reading *self, guint64 *nonzero)
{
  if (self->end_of_band > 0)
    {
      self->end_of_band--;
      return TRUE;
    }
  for (guint k = self->scan->first; k <= self->scan->last; k++)
    {
      guint symbol = take_symbol (&self->bits, self->ac[0]), run = symbol >> 4, size = symbol & 15;
      if (size == 0 && run != 15)
        {
          self->end_of_band = take_run (&self->bits, run) - 1;
          break;
        }
      k += run;
      if (k > self->scan->last)
        return FALSE;
      skip_bits (&self->bits, size);
      if (size > 0)
        *nonzero |= G_GUINT64_CONSTANT (1) << k;
    }
  return self->bits.n >= 0;
}

/* The bits of coefficients @from to the end of the scan's band. */
static guint64
band_from (const DipInspectJpegScan *scan, guint from)
{
  return from > scan->last ? 0 : G_MAXUINT64 >> (63 - scan->last) >> from << from;
}

/* One bit for each coefficient of the rest of the band that is not zero. */
static void
skip_corrections (Reading *self, guint64 nonzero, guint from)
{
  for (guint64 band = nonzero & band_from (self->scan, from); band != 0 && self->bits.n >= 0; band &= band - 1)
    take_bit (&self->bits);
}

/* G.1.2.3: a band's further bits. */
static gboolean
refine_ac_block (Reading *self, guint64 *nonzero)
{
  guint k = self->scan->first, last = self->scan->last;

  for (; self->end_of_band == 0 && k <= last && self->bits.n >= 0; k++)
    {
      guint symbol = take_symbol (&self->bits, self->ac[0]), run = symbol >> 4, size = symbol & 15;
      if (size == 0 && run != 15)
        {
          self->end_of_band = take_run (&self->bits, run);
          break;
        }
      if (size > 1)
        return FALSE;
      skip_bits (&self->bits, size);
      for (; k <= last; k++)
        if (*nonzero >> k & 1)
          take_bit (&self->bits);
        else if (run-- == 0)
          break;
      if (k > last)
        return FALSE;
      *nonzero |= (guint64) size << k;
    }
  if (self->end_of_band > 0)
    {
      self->end_of_band--;
      skip_corrections (self, *nonzero, k);
    }
  return self->bits.n >= 0;
}

static gboolean
read_unit (Reading *self, guint64 index)
{
  const DipInspectJpegScan *scan = self->scan;

  for (guint i = 0; i < scan->n_components; i++)
    {
      DipInspectJpegComponent *component = &self->frame->components[scan->component[i]];
      guint blocks = scan->n_components == 1 ? 1 : component->h * component->v;
      gboolean whole = TRUE;
      for (guint j = 0; j < blocks && whole; j++)
        if (!self->frame->progressive)
          whole = self->bits.end - self->bits.at > BLOCK_MAX
                      ? read_block_amid (&self->bits, self->dc[i], self->ac[i])
                      : read_sequential_block (&self->bits, self->dc[i], self->ac[i]);
        else if (scan->first == 0)
          whole = read_dc_block (self, i);
        else if (scan->high == 0)
          whole = read_ac_block (self, &component->nonzero[index]);
        else
          whole = refine_ac_block (self, &component->nonzero[index]);
      if (!whole)
        return FALSE;
    }
  return TRUE;
}

/* F.1.2.3: an interval is filled up to a whole byte, with ones; some encoders take zeros. */
static gboolean
is_at_end_of_interval (Reading *self)
{
  Bits *bits = &self->bits;

  refill (bits);
  if (bits->n < 0 || bits->n >= 8 || bits->at < bits->end || self->end_of_band > 0)
    return FALSE;
  guint n = (guint) bits->n, spare = take_bits (bits, n);
  return spare == 0 || spare == (1u << n) - 1;
}

/* The tables a scan needs, and a note per block for what later scans refine. Bounded by the limit on pixels. */
static gboolean
prepare (Reading *self, const DipInspectJpegTables *tables)
{
  const DipInspectJpegScan *scan = self->scan;
  gboolean dc = scan->first == 0 && scan->high == 0, ac = scan->last > 0;

  if ((guint64) self->frame->width * self->frame->height > DIP_LIMITS_DEFAULT.max_pixels)
    return FALSE;
  for (guint i = 0; i < scan->n_components; i++)
    {
      self->dc[i] = &tables->huffman[0][scan->dc_table[i]];
      self->ac[i] = &tables->huffman[1][scan->ac_table[i]];
      if ((dc && !self->dc[i]->defined) || (ac && !self->ac[i]->defined))
        return FALSE;
    }
  DipInspectJpegComponent *component = &self->frame->components[scan->component[0]];
  if (self->frame->progressive && ac && component->nonzero == NULL)
    component->nonzero = g_try_new0 (guint64, scan->n_units);
  return !self->frame->progressive || !ac || component->nonzero != NULL;
}

/* The blocks from @index on, at most @n, that are all zero in the band and have no bits here: at once, for a few bytes can
 * announce millions. */
static guint64
skip_zero_blocks (Reading *self, guint64 index, guint64 n)
{
  const DipInspectJpegScan *scan = self->scan;
  const guint64 *nonzero = self->frame->components[scan->component[0]].nonzero;
  guint64 skipped = MIN (n, self->end_of_band), band = band_from (scan, scan->first);

  if (scan->high > 0 && skipped > 0)
    {
      guint64 most = skipped;
      for (skipped = 0; skipped < most && (nonzero[index + skipped] & band) == 0;)
        skipped++;
    }
  self->end_of_band -= (guint32) skipped;
  return skipped;
}

gboolean
dip_inspect_jpeg_scan_data (const DipInspectJpegScan *self, DipInspectJpegFrame *frame,
                            const DipInspectJpegTables *tables, DipReader data)
{
  g_autofree guint8 *plain = g_try_malloc (dip_reader_left (&data) + 1);
  Reading reading = { .scan = self, .frame = frame, .data = data, .plain = plain };
  guint64 interval = tables->restart_interval > 0 ? tables->restart_interval : self->n_units;

  if (plain == NULL || !prepare (&reading, tables))
    return FALSE;
  for (guint64 start = 0; start < self->n_units; start += interval)
    {
      guint64 end = MIN (start + interval, self->n_units);
      if (start > 0 && !dip_reader_skip (&reading.data, 2))
        return FALSE;
      start_interval (&reading);
      for (guint64 i = start; i < end; i++)
        {
          i += skip_zero_blocks (&reading, i, end - i);
          if (i < end && !read_unit (&reading, i))
            return FALSE;
        }
      if (!is_at_end_of_interval (&reading))
        return FALSE;
    }
  return dip_reader_left (&reading.data) == 0;
}
