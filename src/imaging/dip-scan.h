/* A scanned paper that came as a PDF: its pages drawn as one picture, so that nothing else of the file is kept. */
#pragma once

#include "dip-imaging.h"

G_BEGIN_DECLS

#define DIP_SCAN_MOST_PAGES 10

gboolean dip_scan_is_pdf (GBytes *bytes);

/* Whether this libvips can draw PDF pages (it needs poppler). Starts libvips. */
gboolean dip_scan_can_draw (void);

/**
 * dip_scan_draw_pdf:
 * @pdf: the file as it came; @name: what messages call it
 *
 * The pages below each other, on white, at 150 dots per inch or less (no side of a page over 3,000 pixels), as a JPEG. No
 * script is run, no link or attachment followed: only what a printer would put on paper is kept. What a scan never holds
 * (scripts, attachments, films, form programs) makes it refused all the same.
 * Blocks; any thread, one at a time. (transfer full)
 * Errors: UNSUPPORTED (scripts and the like, a password, this computer can't draw PDFs), TOO_LARGE (more than
 * %DIP_SCAN_MOST_PAGES pages), DAMAGED.
 */
GBytes *dip_scan_draw_pdf (GBytes *pdf, const char *name, GError **error);

G_END_DECLS
