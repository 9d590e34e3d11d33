/* A document for people, as PDF: receipts, letters, forms and reports. Written by cairo and Pango, in any script, with
 * structure tags and its language, and with nothing in it about the computer or the person that made it. */
#pragma once

#include <glib.h>

#include "dip-date.h"

G_BEGIN_DECLS

typedef struct _DipDocument DipDocument;

/**
 * dip_document_new:
 * @title: shown at the top and as the window title of a reader; any text
 * @language: BCP 47 tag of the text ("en", "ar"): readers speak by it, and it says which side a page begins on
 * @date: written as the day of making; the same content with the same date and fonts is the same file, byte by byte
 *
 * Returns: (transfer full): an empty document, A4 with margins of 20 mm. Not thread-safe; one thread at a time.
 */
DipDocument *dip_document_new (const char *title, const char *language, DipDate date);
void dip_document_free (DipDocument *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DipDocument, dip_document_free)

/* Beside the page number on every page, in small letters. */
void dip_document_set_footer (DipDocument *self, const char *text);

/* @level: 1 to 3. Never left alone at the foot of a page. */
void dip_document_add_heading (DipDocument *self, int level, const char *text);
/* Each line of @text is a paragraph of its own; empty lines part them. */
void dip_document_add_paragraph (DipDocument *self, const char *text);
/* Small grey letters: what a reader may pass over. */
void dip_document_add_note (DipDocument *self, const char *text);
void dip_document_add_item (DipDocument *self, const char *text); /* items in a row make one list */
/* A box to tick, empty or crossed, and what it stands for. */
void dip_document_add_tick_box (DipDocument *self, gboolean ticked, const char *text);
void dip_document_add_fact (DipDocument *self, const char *key, const char *value); /* facts in a row make one table */
/**
 * dip_document_add_row:
 * @cells: (array zero-terminated=1): texts; rows in a row with as many cells make one table
 * @header: names of columns: bold, with a line below
 */
void dip_document_add_row (DipDocument *self, const char *const *cells, gboolean header);
/**
 * dip_document_add_picture:
 * @picture: JPEG, PNG or WebP of any size; what is in the document is at most 1600 pixels wide or high, sRGB, on white
 * @orientation: EXIF 1..8 still to apply
 * @height: at most so high on the page, millimetres; it is never wider than the text
 * @caption: (nullable): below it
 *
 * A picture that breaks off is shown as far as it goes. Errors: DAMAGED, UNSUPPORTED, TOO_LARGE.
 */
gboolean dip_document_add_picture (DipDocument *self, GBytes *picture, int orientation, double height,
                                   const char *caption, GError **error);
/* @text as a QR code, @height millimetres high. Errors: TOO_LARGE. */
gboolean dip_document_add_code (DipDocument *self, const char *text, double height, GError **error);
/* A line to sign on by hand, @label below it. */
void dip_document_add_signature_line (DipDocument *self, const char *label);
void dip_document_add_page_break (DipDocument *self);

/**
 * dip_document_finish:
 *
 * Lays out and writes. May be called again after more was added.
 *
 * Returns: (transfer full): a tagged PDF 1.4 with `/Lang`.
 * Errors: UNSUPPORTED when no installed font has some letter of the text: empty boxes are never handed to anybody.
 */
GBytes *dip_document_finish (DipDocument *self, GError **error);

G_END_DECLS
