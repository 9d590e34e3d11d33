#include "dip-treatment.h"

void
dip_treatment_free (DipTreatment *self)
{
  if (!self)
    return;
  g_free (self->created_at);
  g_free (self);
}

void
dip_session_free (DipSession *self)
{
  g_free (self);
}

/* What the sessions look like from one day. */
typedef struct
{
  DipDate first;   /* of all; DIP_DATE_NONE without sessions */
  DipDate last;    /* on or before the day */
  guint done;      /* on or before the day */
  gboolean more;   /* an initial or follow-up session comes later, held or planned */
  gboolean redone; /* a maintenance session was held since */
  gboolean undated;
} Sittings;

static Sittings
look_at_sessions (GPtrArray *sessions, DipDate day, DipDate today)
{
  Sittings seen = { .first = DIP_DATE_NONE, .last = DIP_DATE_NONE };

  for (guint i = 0; sessions && i < sessions->len; i++)
    {
      const DipSession *session = g_ptr_array_index (sessions, i);

      if (session->date == DIP_DATE_NONE)
        seen.undated = TRUE;
      else if (session->date <= day)
        {
          seen.done++;
          seen.last = MAX (seen.last, session->date);
        }
      else if (session->kind != DIP_SESSION_MAINTENANCE)
        seen.more = TRUE;
      else if (session->date <= today)
        seen.redone = TRUE;
      if (session->date != DIP_DATE_NONE && (seen.first == DIP_DATE_NONE || session->date < seen.first))
        seen.first = session->date;
    }
  return seen;
}

static DipPhase
phase_after (const Sittings *seen, int days_since, int healing_days)
{
  if (days_since >= CLAMP (healing_days, DIP_HEALING_LEAST, DIP_HEALING_GREATEST))
    return DIP_PHASE_HEALED;
  return seen->more ? DIP_PHASE_IN_PROGRESS : DIP_PHASE_HEALING;
}

/* An interval outside what a clinic may set is brought within it, so that no caller can shorten healing below 21 days.
 * A session without a date leaves the photo unclaimed: nobody can say what came last. */
DipPhaseFacts
dip_phase_of (DipDate taken, GPtrArray *sessions, int healing_days, DipDate today)
{
  DipPhaseFacts facts = { .phase = DIP_PHASE_UNKNOWN, .last_session = DIP_DATE_NONE, .days_since = -1 };
  Sittings seen;

  if (taken == DIP_DATE_NONE || today == DIP_DATE_NONE || taken > today)
    return facts;
  seen = look_at_sessions (sessions, taken, today);
  if (seen.undated)
    return facts;
  facts.later_maintenance = seen.redone;
  if (seen.first == DIP_DATE_NONE || taken <= seen.first)
    {
      facts.phase = DIP_PHASE_BEFORE;
      return facts;
    }
  facts.last_session = seen.last;
  facts.days_since = taken - seen.last;
  facts.sessions_done = seen.done;
  facts.phase = phase_after (&seen, facts.days_since, healing_days);
  return facts;
}

DipDate
dip_healed_from (GPtrArray *sessions, int healing_days, DipDate today)
{
  Sittings seen;

  g_return_val_if_fail (today != DIP_DATE_NONE, DIP_DATE_NONE);

  seen = look_at_sessions (sessions, today, today);
  if (seen.last == DIP_DATE_NONE)
    return DIP_DATE_NONE;
  return seen.last + CLAMP (healing_days, DIP_HEALING_LEAST, DIP_HEALING_GREATEST);
}

gboolean
dip_view_is_needed (DipView view, guint areas)
{
  /* The front hairline is judged together with both temples, a full scalp from all sides. */
  static const guint needed_for[] = {
    [DIP_VIEW_NONE] = 0,
    [DIP_VIEW_FRONT_HAIRLINE] = DIP_AREA_HAIRLINE | DIP_AREA_FRONTAL | DIP_AREA_TEMPLES | DIP_AREA_FULL_SCALP,
    [DIP_VIEW_TOP] = DIP_AREA_FRONTAL | DIP_AREA_TOP | DIP_AREA_CROWN | DIP_AREA_FULL_SCALP,
    [DIP_VIEW_CROWN] = DIP_AREA_CROWN | DIP_AREA_FULL_SCALP,
    [DIP_VIEW_LEFT_TEMPLE] = DIP_AREA_HAIRLINE | DIP_AREA_TEMPLES | DIP_AREA_FULL_SCALP,
    [DIP_VIEW_RIGHT_TEMPLE] = DIP_AREA_HAIRLINE | DIP_AREA_TEMPLES | DIP_AREA_FULL_SCALP,
    [DIP_VIEW_LEFT_OBLIQUE] = 0,
    [DIP_VIEW_RIGHT_OBLIQUE] = 0,
    [DIP_VIEW_BACK] = DIP_AREA_BACK | DIP_AREA_FULL_SCALP,
    [DIP_VIEW_SCAR] = DIP_AREA_SCAR,
    [DIP_VIEW_CLOSE_UP] = 0,
  };

  return (guint) view < G_N_ELEMENTS (needed_for) && (needed_for[view] & areas) != 0;
}
