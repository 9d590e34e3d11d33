/* Where exports go, with the rules of that place. */
#pragma once

#include "dip-words.h"

G_BEGIN_DECLS

#define DIP_LADDER_MAX 8

typedef enum
{
  DIP_EXPORT_AVIF = 1 << 0,
  DIP_EXPORT_WEBP = 1 << 1,
  DIP_EXPORT_JPEG = 1 << 2,
} DipExportFormat;

extern const DipToken dip_export_format_tokens[];

typedef struct
{
  gint64 id;
  char *name;  /* "website": what --destination takes */
  char *label; /* shown; not translated when the clinic wrote it */
  DipScope scope;
  DipIdentifiability max_identifiability;
  DipLayout layout;
  gboolean labels;
  guint formats;
  int widths[DIP_LADDER_MAX]; /* ascending pixels, 0-terminated */
  gint64 style_id;            /* how composites look there; 0: plain */
} DipDestination;

void dip_destination_free (DipDestination *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DipDestination, dip_destination_free)

/* The ones a new library starts with: website, social-media, print, in-clinic, training, listing. (transfer full)
 * (element-type DipDestination) */
GPtrArray *dip_destination_presets (void);

G_END_DECLS
