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

typedef struct
{
  gint64 id;
  gint64 pair_id;
  guint n_landmarks;
  DipPoint before[DIP_LANDMARKS_MAX];
  DipPoint after[DIP_LANDMARKS_MAX];
  DipSimilarity after_to_before;
  double residual; /* pixels of the before */
  char *created_at;
} DipAlignment;

typedef struct
{
  gint64 id;
  gint64 pair_id;
  gint64 alignment_id; /* what was looked at; 0: not lined up */
  char *by;
  char *at;
} DipApproval;

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
  double score;           /* 0..1: same camera, focal length, shape and size of picture */
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
