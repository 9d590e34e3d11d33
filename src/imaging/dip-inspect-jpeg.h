/* The coded picture inside a JPEG: what a scan has to consist of, and a walk over its codes that shows that nothing
 * else is in it. Private to dip-inspect-jpeg.c. */
#pragma once

#include "dip-reader.h"

G_BEGIN_DECLS

typedef struct
{
  guint id, h, v, table; /* the last: of quantisation */
  gint8 accuracy[64];    /* of each coefficient: bits still to come, -1 before its first scan */
  guint64 *nonzero;      /* progressive: for each block, which coefficients are not zero so far */
} DipInspectJpegComponent;

typedef struct
{
  guint width, height, n_components, h_max, v_max;
  gboolean progressive;
  DipInspectJpegComponent components[4];
} DipInspectJpegFrame;

#define DIP_INSPECT_JPEG_LOOKUP_BITS 12

typedef struct
{
  gboolean defined;
  guint8 symbols[256];
  gint32 max_code[18]; /* the largest code of each length, -1 when there is none */
  gint32 first[17];    /* index of a length's first symbol, less its first code */
  /* By the next bits; 0 when the code is longer. */
  guint16 lookup[1 << DIP_INSPECT_JPEG_LOOKUP_BITS]; /* length << 8 | symbol */
  guint16 step[1 << DIP_INSPECT_JPEG_LOOKUP_BITS];   /* coefficients << 8 | length with the bits behind the code */
  guint16 pair[1 << DIP_INSPECT_JPEG_LOOKUP_BITS];   /* the same of two symbols, where both fit */
} DipInspectJpegHuffman;

typedef struct
{
  DipInspectJpegHuffman huffman[2][4]; /* DC, AC */
  guint restart_interval;
} DipInspectJpegTables;

typedef struct
{
  guint n_components, component[4], dc_table[4], ac_table[4];
  guint first, last, high, low; /* Ss, Se, Ah, Al */
  guint64 n_units;              /* MCUs */
} DipInspectJpegScan;

void dip_inspect_jpeg_frame_clear (DipInspectJpegFrame *self);

/* One table of a DHT segment (T.81, B.2.4.2 and annex C). */
gboolean dip_inspect_jpeg_huffman (DipInspectJpegHuffman *self, DipReader *body, gboolean dc);

/* A scan header (B.2.3); notes in @frame what the scan brings, and refuses what is there already (G.1.1.1). */
gboolean dip_inspect_jpeg_scan (DipInspectJpegScan *self, DipInspectJpegFrame *frame, DipReader body);

/* Reads every code of a scan: FALSE unless the blocks that the frame calls for fill @data to its last bit (but for the
 * up to 7 one-bits that pad each interval). Nothing is computed from the codes. */
gboolean dip_inspect_jpeg_scan_data (const DipInspectJpegScan *self, DipInspectJpegFrame *frame,
                                     const DipInspectJpegTables *tables, DipReader data);

G_END_DECLS
