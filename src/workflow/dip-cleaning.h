/* Clean copies of any pictures, outside any library. */
#pragma once

#include "dip-job.h"

G_BEGIN_DECLS

typedef struct
{
  char *path;         /* the source, untouched */
  char *output;       /* the clean copy; NULL when failed */
  char *text;         /* what was removed, or why not */
  const char *error;  /* static token when failed */
  const char *method; /* static: "copied", "transcoded", "re-encoded" */
  GStrv removed;
} DipCleanItem;

void dip_clean_item_free (DipCleanItem *self);

/**
 * dip_cleaning_scrub:
 * @keep_names: name copies after their sources; else number them ("photo-001.jpg"), since file names carry people's names
 *
 * Upright, verified copies in @folder (made when missing); never over a source, never over another file. Folders among
 * @paths are walked. Returns: (element-type DipCleanItem) in order.
 */
GPtrArray *dip_cleaning_scrub (const char *const *paths, const char *folder, gboolean keep_names, DipJob *job,
                               GError **error);

/* One segment, chunk or box of a file. */
typedef struct
{
  char *name;
  guint64 offset;
  guint64 size;        /* bytes */
  const char *verdict; /* static: "allowed", "profile", "rights", "foreign", "broken" */
  gboolean may_stay;
  char *text; /* a sentence: what it is */
} DipFilePart;

void dip_file_part_free (DipFilePart *self);

/* (element-type DipFilePart) in file order; @format (out): a static token such as "jpeg". */
GPtrArray *dip_cleaning_inspect (const char *path, const char **format, GError **error);

G_END_DECLS
