/* Whose is a picture that turned up somewhere: what the ledger says of it. */
#pragma once

#include "dip-desk.h"
#include "dip-publication.h"

G_BEGIN_DECLS

/* How sure it is that the picture is the exported one. */
typedef enum
{
  DIP_SURE_CERTAIN, /* the same file: its SHA-256 */
  DIP_SURE_ALMOST,  /* recompressed or resized: at most 24 of 256 bits of the perceptual hash differ */
  DIP_SURE_LIKELY,  /* at most 40: also cropped a little, or labelled otherwise; look at both */
  DIP_SURE_PERHAPS, /* at most 60: cropped by some percent, or another picture of the kind; told only when none is surer */
} DipSure;

extern const DipToken dip_sure_tokens[];

typedef struct
{
  DipExportItem *item;
  char *code; /* the client's */
  DipSure sure;
  guint differ; /* bits of 256 */
} DipStray;

void dip_stray_free (DipStray *self);

/* (element-type DipStray): the exported files that @file may be a copy of, the surest first; one per picture unless the file
 * itself is known. Empty: the ledger knows nothing like it. Errors: UNSUPPORTED, DAMAGED, TOO_LARGE, NOT_FOUND. */
GPtrArray *dip_strays_lookup (const DipDesk *desk, const char *file, GError **error);

/* The perceptual hash as text for the ledger: 64 hexadecimal digits. */
char *dip_strays_likeness (GBytes *picture, GError **error);

G_END_DECLS
