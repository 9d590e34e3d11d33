/* What a document is made of before it is laid out. Private to imaging/. */
#pragma once

#include <cairo-pdf.h>

#include "dip-document.h"

G_BEGIN_DECLS

typedef enum
{
  DIP_BLOCK_TITLE,
  DIP_BLOCK_HEADING,
  DIP_BLOCK_PARAGRAPH,
  DIP_BLOCK_NOTE,
  DIP_BLOCK_ITEM,
  DIP_BLOCK_TICK_BOX,
  DIP_BLOCK_FACT,
  DIP_BLOCK_ROW,
  DIP_BLOCK_PICTURE,
  DIP_BLOCK_SIGNATURE_LINE,
  DIP_BLOCK_PAGE_BREAK,
} DipBlockKind;

typedef struct
{
  DipBlockKind kind;
  int level;     /* of a heading */
  gboolean flag; /* ticked, header */
  char **texts;  /* cells; valid UTF-8 without control characters */
  cairo_surface_t *picture;
  double height; /* of a picture at most, points */
} DipBlock;

struct _DipDocument
{
  char *language;
  char *title;
  char *footer;
  DipDate date;
  GPtrArray *blocks; /* (element-type DipBlock) */
};

/* --- dip-document-page.c --------------------------------------------------------------------------------------- */

/* Draws on @surface, or nowhere to count; returns the number of pages. @pages: as printed, "1 / @pages". @unknown counts
 * letters that no font has. */
int dip_document_draw (const DipDocument *self, cairo_surface_t *surface, int pages, int *unknown);
/* From right to left? */
gboolean dip_language_is_rtl (const char *language);

/* --- dip-document-language.c ----------------------------------------------------------------------------------- */

/* Adds `/Lang`, the mark that it is tagged and the wish to show the title to a PDF 1.4 with a classic cross-reference table, as an incremental
 * update (ISO 32000-1, 7.5.6): cairo 1.16 has no call for them. (transfer full); NULL when @pdf is not so built. */
GByteArray *dip_document_with_language (GByteArray *pdf, const char *language);

G_END_DECLS
