/* What went out: runs, files, take-downs; and the names and words that go with a file. */
#pragma once

#include "dip-destination.h"
#include "dip-pair.h"
#include "dip-treatment.h"

G_BEGIN_DECLS

typedef enum
{
  DIP_EXPORT_LIVE,     /* out there, permitted as far as we know */
  DIP_EXPORT_REPLACED, /* a newer picture of the same pair took its place in the folder */
  DIP_EXPORT_BLOCKED,  /* must come down: has a take-down */
} DipExportState;

typedef struct
{
  gint64 id;
  gint64 run_id;
  gint64 pair_id;
  gint64 client_id;
  gint64 destination_id;
  gint64 consent_id; /* under which it went out */
  char *folder;
  char *name; /* file name in @folder */
  char *sha256;
  gint64 bytes;
  int width, height;
  DipExportFormat format;
  char *likeness; /* perceptual hash as 64 hex digits (dip-picture-likeness.h), or NULL */
  char *recipe;   /* SHA-256 of everything that made it: same recipe, same picture */
  DipExportState state;
  char *exported_at;
  char *removed_at; /* deleted from @folder by a later run, or NULL */
} DipExportItem;

typedef struct
{
  gint64 id;
  gint64 item_id;
  char *reason; /* "withdrawn", "expired", "erased", "not-permitted" */
  char *opened_at;
  char *done_at; /* or NULL while open */
  char *done_by;
  DipExportItem *item;  /* owned */
  GPtrArray *addresses; /* (element-type utf8): where the file is on the web */
  char *code;           /* the client's */
  char *destination;    /* as shown */
} DipTakedown;

/* Days after which an open take-down is late: the rules say without undue delay. */
#define DIP_TAKEDOWN_DAYS 7

/* Where an exported file was put on the web. */
typedef struct
{
  gint64 id;
  gint64 item_id;
  char *url;
  char *noted_at; /* UTC */
  char *noted_by;
} DipAddress;

/* What staff wrote about a pair for the public, in one language; NULL: as drafted. */
typedef struct
{
  gint64 pair_id;
  char *language; /* "en" */
  char *title;
  char *alt;
  char *caption;
} DipPairText;

void dip_address_free (DipAddress *self);
void dip_pair_text_free (DipPairText *self);
void dip_export_item_free (DipExportItem *self);
void dip_takedown_free (DipTakedown *self);
/* Days since it was opened, by its UTC day. */
int dip_takedown_days_open (const DipTakedown *self, DipDate today);
gboolean dip_takedown_is_overdue (const DipTakedown *self, DipDate today);

extern const DipToken dip_export_state_tokens[];

/* A pattern of files' names: small letters, digits, hyphens and fields in braces: {view} {area} {stage} {weeks} {clinic} and,
 * so that no two pairs share a name, {pair}. INVALID in words. */
gboolean dip_publication_check_names (const char *pattern, GError **error);

/* What the fields stand for. */
typedef struct
{
  const DipPair *pair;
  const DipTreatment *treatment;    /* or NULL */
  const DipPhaseFacts *after_facts; /* or NULL */
  const char *clinic;               /* or NULL */
} DipNameFacts;

/* "smp-crown-k7qx3m": the words of a file's name, hyphenated; what is not known is left out. @pattern NULL: what, which view, the
 * pair's public slug. */
char *dip_publication_stem (const char *pattern, const DipNameFacts *facts);
/* "smp-crown-k7qx3m-800w-1a2b3c4d.avif": @stem, width, start of the content hash. */
char *dip_publication_file_name (const char *stem, int width, const char *sha256, DipExportFormat format);

/* "Before" and "Healed · 6 weeks" (days below two weeks, months from 3 months, years from 2 years). */
char *dip_publication_before_label (void);
char *dip_publication_after_label (const DipPhaseFacts *after);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DipExportItem, dip_export_item_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DipAddress, dip_address_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DipPairText, dip_pair_text_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DipTakedown, dip_takedown_free)

G_END_DECLS
