/* A pair: a before and a healed photo of one view of one treatment; how they were lined up; who signed them off. */
#pragma once

#include "dip-geometry.h"
#include "dip-photo.h"
#include "dip-treatment.h"

G_BEGIN_DECLS

typedef struct
{
  gint64 id;
  gint64 treatment_id;
  gint64 client_id; /* of the treatment */
  gint64 before_id;
  gint64 after_id;
  DipView view;
  char *slug; /* random, public: the only name a pair has outside */
  char *created_at;
} DipPair;

/* The one correction, done to both halves alike, in stops of linear light; all 0: none. */
typedef struct
{
  double exposure; /* -2 to 2: brighter */
  double warmth;   /* -1 to 1: red against blue */
  double tint;     /* -1 to 1: green against red and blue */
} DipCorrection;

/* How a pair is lined up, cropped and corrected: one version of it. */
typedef struct
{
  gint64 id;
  gint64 pair_id;
  DipAlignmentMethod method;
  double confidence; /* 0 to 1, of the suggestion that was confirmed; else 0 */
  guint n_landmarks; /* 2 or 3; 0: not lined up */
  DipPoint before[DIP_LANDMARKS_MAX];
  DipPoint after[DIP_LANDMARKS_MAX];
  DipSimilarity after_to_before;
  double residual; /* pixels of the before */
  DipCropShape crop_shape;
  DipRect crop; /* as wished, pixels of the before; all 0: the largest of that shape */
  DipCorrection correction;
  char *created_at;
  char *by; /* who lined it up, where versions are listed; else NULL */
} DipAlignment;

typedef struct
{
  gint64 id;
  gint64 pair_id;
  gint64 alignment_id;                      /* what was looked at; 0: not lined up */
  gint64 before_redaction, after_redaction; /* what covered the photos; 0: nothing was said yet */
  gint64 consent_event;                     /* the client's latest at the time; 0: none */
  char *photos;                             /* what was said of both: dip_approval_photos_text() */
  guint checked;                            /* DipLookedFor bits */
  char *by;
  char *at;
} DipApproval;

/**
 * dip_alignment_solve:
 * @self: a draft with landmarks (or none), crop and correction; its similarity, residual and method are worked out
 * @crop: (out): the crop it comes to, in pixels of the before
 *
 * Pure and quick: for every move of a pointer. Fails with DIP_ERROR_INVALID, in words, when a point lies outside its photo, as
 * dip_similarity_solve() and dip_crop_fit() do, and when the correction is out of range.
 */
gboolean dip_alignment_solve (DipAlignment *self, const DipPhoto *before, const DipPhoto *after, DipRect *crop,
                              GError **error);

/* What stands for an alignment that was never made: the after centred on the before, as high as it. Nothing to free. */
DipAlignment dip_alignment_none (gint64 pair_id, const DipPhoto *before, const DipPhoto *after);

gboolean dip_correction_is_none (const DipCorrection *self);
/* What each of red, green and blue is multiplied with, in linear light. */
void dip_correction_gains (const DipCorrection *self, double *gains);

void dip_pair_free (DipPair *self);
void dip_alignment_free (DipAlignment *self);
void dip_approval_free (DipApproval *self);

/* Why two photos are no pair; several bits may be set. */
typedef enum
{
  DIP_PAIR_OK = 0,
  DIP_PAIR_SAME_PHOTO = 1 << 0,
  DIP_PAIR_OTHER_CLIENT = 1 << 1,
  DIP_PAIR_OTHER_TREATMENT = 1 << 2,
  DIP_PAIR_NO_VIEW = 1 << 3,
  DIP_PAIR_OTHER_VIEW = 1 << 4,
  DIP_PAIR_BEFORE_UNDATED = 1 << 5,
  DIP_PAIR_BEFORE_NOT_BEFORE = 1 << 6,
  DIP_PAIR_AFTER_UNDATED = 1 << 7,
  DIP_PAIR_AFTER_NOT_HEALED = 1 << 8,
} DipPairFault;

guint dip_pair_check (const DipPhoto *before, const DipPhaseFacts *before_facts, const DipPhoto *after,
                      const DipPhaseFacts *after_facts);
/* One sentence per fault, translated. (transfer full) (element-type utf8) */
GPtrArray *dip_pair_faults_to_text (guint faults, const DipPhaseFacts *after_facts, int healing_days);

typedef struct
{
  const DipPhoto *before; /* borrowed from the input */
  const DipPhoto *after;
  double score; /* 0..1: same camera, focal length, shape and size of picture */
} DipPairSuggestion;

/**
 * dip_pair_suggest:
 * @photos: (element-type DipPhoto): of one treatment
 * @sessions: (element-type DipSession)
 *
 * The best before for the best healed photo of every view that has both: likeness of camera facts and shape first, then
 * the before nearest to the first session, then the latest healed photo.
 * Returns: (element-type DipPairSuggestion) in the order of views
 */
GPtrArray *dip_pair_suggest (GPtrArray *photos, GPtrArray *sessions, int healing_days, DipDate today);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DipPair, dip_pair_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DipAlignment, dip_alignment_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DipApproval, dip_approval_free)

G_END_DECLS
