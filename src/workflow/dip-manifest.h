/* manifest.json: what lies in an export folder, for the website's own tools, and for knowing our own pages again. */
#pragma once

#include "dip-destination.h"
#include "dip-page-text.h"

G_BEGIN_DECLS

/* One text file of an export folder. */
typedef struct
{
  char *name;
  char *text;
  char *sha256;
} DipPage;

/* @pages: (element-type DipPage). No codes, no names, no dates of persons. The same content always gives the same text. */
char *dip_manifest_text (const DipDestination *destination, const DipPageResult *const *results, guint n_results,
                         GPtrArray *pages);

G_END_DECLS
