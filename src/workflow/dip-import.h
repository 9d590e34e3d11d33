/* Bringing photos in: probe, scrub, verify, store, remember. The source is only read. */
#pragma once

#include "dip-desk.h"
#include "dip-job.h"
#include "dip-photo.h"

G_BEGIN_DECLS

typedef enum
{
  DIP_IMPORT_IMPORTED,
  DIP_IMPORT_DUPLICATE,
  DIP_IMPORT_FAILED,
  DIP_IMPORT_CANCELLED, /* not tried */
} DipImportState;

extern const DipToken dip_import_state_tokens[];

typedef struct
{
  char *path; /* what the user picked; held in memory only */
  DipImportState state;
  gint64 photo_id;   /* the new photo, or the one that is already there */
  char *text;        /* a sentence: what was removed, where it already is, or why it failed */
  const char *error; /* static token of the reason when failed, else NULL */
  GStrv removed;     /* tokens, see dip-scrub.h; NULL unless imported */
} DipImportItem;

void dip_import_item_free (DipImportItem *self);

typedef struct
{
  DipView view;        /* DIP_VIEW_NONE: to be said later */
  DipDate stated;      /* capture day stated by staff for all, or DIP_DATE_NONE */
  gint64 treatment_id; /* 0: the client's newest */
} DipImportOptions;

/**
 * dip_import_paths:
 * @code: whose they are; NULL: to be said later, they wait in the inbox
 * @paths: files and folders; folders are walked, links in them are not followed, hidden files left out
 *
 * Every file ends as one item, in the order of the walk; one bad file never stops the rest. Several files are worked on at
 * once; memory does not grow with their number. Fails as a whole only when nothing could start (no such client).
 * Returns: (element-type DipImportItem)
 */
GPtrArray *dip_import_paths (const DipDesk *desk, const char *code, const char *const *paths,
                             const DipImportOptions *options, DipJob *job, GError **error);

/* One picture already in memory; @code as above; @name is what messages call it. */
DipImportItem *dip_import_bytes (const DipDesk *desk, const char *code, GBytes *bytes, const char *name,
                                 const DipImportOptions *options, GCancellable *cancellable);

/* The thumbnail of a photo as JPEG: from derived data, made anew when missing. */
GBytes *dip_import_thumbnail (const DipDesk *desk, const DipPhoto *photo, GCancellable *cancellable, GError **error);

G_END_DECLS
