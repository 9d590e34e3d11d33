/* Treatments, their sessions, and the rule that makes a result a result: healed is a matter of dates. */
#pragma once

#include "dip-date.h"
#include "dip-words.h"

G_BEGIN_DECLS

/* Days. The clinic may set any interval from the least to the greatest. */
#define DIP_HEALING_DEFAULT  28
#define DIP_HEALING_LEAST    21
#define DIP_HEALING_GREATEST 365

typedef struct
{
  gint64 id;
  gint64 client_id;
  guint areas; /* DipArea bits */
  DipStage stage;
  char *created_at;
} DipTreatment;

typedef struct
{
  gint64 id;
  gint64 treatment_id;
  DipDate date;
  DipSessionKind kind;
} DipSession;

void dip_treatment_free (DipTreatment *self);
void dip_session_free (DipSession *self);

/* What the dates say of one photo. */
typedef struct
{
  DipPhase phase;
  DipDate last_session;       /* the last one on or before the photo's day; DIP_DATE_NONE when there is none */
  int days_since;             /* from that session to the photo; -1 when there is none */
  guint sessions_done;        /* sessions on or before the photo's day (0 for a before) */
  gboolean later_maintenance; /* a maintenance session came after: the result stands as of its day */
} DipPhaseFacts;

/**
 * dip_phase_of:
 * @taken: the photo's capture day, or DIP_DATE_NONE
 * @sessions: (element-type DipSession): in any order
 * @healing_days: the clinic's interval
 * @today: a photo from the future makes no claim
 *
 * Before: on or before the day of the first session, or no session at all (staff photograph before they start). Else, with
 * the last session on or before that day (a session of the same day counts: its skin is fresh): healed when at least
 * @healing_days have passed, otherwise in progress while a later initial or follow-up session exists, otherwise healing.
 */
DipPhaseFacts dip_phase_of (DipDate taken, GPtrArray *sessions, int healing_days, DipDate today);

/* The first day on which a photo counts as healed: last session not after @today plus the interval; NONE without one. */
DipDate dip_healed_from (GPtrArray *sessions, int healing_days, DipDate today);

/* Whether a case of these areas (DipArea bits) is documented in @view: each area in the views it can be judged by. A close-up is
 * always a choice. */
gboolean dip_view_is_needed (DipView view, guint areas);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DipTreatment, dip_treatment_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DipSession, dip_session_free)

G_END_DECLS
