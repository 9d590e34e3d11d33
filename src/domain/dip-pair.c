#include "dip-pair.h"

#include <glib/gi18n-lib.h>

void
dip_pair_free (DipPair *self)
{
  if (!self)
    return;
  g_free (self->slug);
  g_free (self->created_at);
  g_free (self);
}

void
dip_alignment_free (DipAlignment *self)
{
  if (!self)
    return;
  g_free (self->created_at);
  g_free (self->by);
  g_free (self);
}

void
dip_approval_free (DipApproval *self)
{
  if (!self)
    return;
  g_free (self->photos);
  g_free (self->by);
  g_free (self->at);
  g_free (self);
}

static gboolean
is_same_photo (const DipPhoto *one, const DipPhoto *other)
{
  return one == other || (one->id != 0 && one->id == other->id)
         || (one->pixel_digest && g_strcmp0 (one->pixel_digest, other->pixel_digest) == 0);
}

static gboolean
is_undated (const DipPhoto *photo, const DipPhaseFacts *facts)
{
  return photo->taken_on == DIP_DATE_NONE || facts->phase == DIP_PHASE_UNKNOWN;
}

static guint
check_dates (const DipPhoto *before, const DipPhaseFacts *before_facts, const DipPhoto *after,
             const DipPhaseFacts *after_facts)
{
  guint faults = DIP_PAIR_OK;

  if (is_undated (before, before_facts))
    faults |= DIP_PAIR_BEFORE_UNDATED;
  else if (before_facts->phase != DIP_PHASE_BEFORE)
    faults |= DIP_PAIR_BEFORE_NOT_BEFORE;
  if (is_undated (after, after_facts))
    faults |= DIP_PAIR_AFTER_UNDATED;
  else if (after_facts->phase != DIP_PHASE_HEALED)
    faults |= DIP_PAIR_AFTER_NOT_HEALED;
  return faults;
}

guint
dip_pair_check (const DipPhoto *before, const DipPhaseFacts *before_facts, const DipPhoto *after,
                const DipPhaseFacts *after_facts)
{
  guint faults;

  g_return_val_if_fail (before != NULL && before_facts != NULL, DIP_PAIR_BEFORE_UNDATED);
  g_return_val_if_fail (after != NULL && after_facts != NULL, DIP_PAIR_AFTER_UNDATED);

  faults = check_dates (before, before_facts, after, after_facts);
  if (is_same_photo (before, after))
    faults |= DIP_PAIR_SAME_PHOTO;
  if (before->client_id != after->client_id)
    faults |= DIP_PAIR_OTHER_CLIENT;
  if (before->treatment_id != after->treatment_id || before->treatment_id == 0)
    faults |= DIP_PAIR_OTHER_TREATMENT;
  if (before->view == DIP_VIEW_NONE || after->view == DIP_VIEW_NONE)
    faults |= DIP_PAIR_NO_VIEW;
  else if (before->view != after->view)
    faults |= DIP_PAIR_OTHER_VIEW;
  return faults;
}

typedef struct
{
  DipPairFault fault;
  const char *text;
} FaultText;

static const FaultText fault_texts[] = {
  { DIP_PAIR_SAME_PHOTO, N_ ("Both are the same photo. Choose two different ones.") },
  { DIP_PAIR_OTHER_CLIENT, N_ ("The two photos are of different clients.") },
  { DIP_PAIR_OTHER_TREATMENT, N_ ("The two photos do not belong to the same treatment.") },
  { DIP_PAIR_NO_VIEW, N_ ("It is not said which view the photos show. Set the view of both.") },
  { DIP_PAIR_OTHER_VIEW, N_ ("The two photos show different views.") },
  { DIP_PAIR_BEFORE_UNDATED,
    N_ ("It is not known when the before photo was taken, or its day lies in the future. State the day.") },
  { DIP_PAIR_BEFORE_NOT_BEFORE, N_ ("The before photo was taken after the first session.") },
  { DIP_PAIR_AFTER_UNDATED,
    N_ ("It is not known when the healed photo was taken, or its day lies in the future. State the day.") },
};

static char *
not_healed_text (const DipPhaseFacts *after, int healing_days)
{
  g_autofree char *session = NULL;
  g_autofree char *healed = NULL;

  if (!after || after->last_session == DIP_DATE_NONE)
    return g_strdup (_ ("The healed photo was not taken after a session."));
  healing_days = CLAMP (healing_days, DIP_HEALING_LEAST, DIP_HEALING_GREATEST);
  session = dip_date_to_display (after->last_session);
  healed = dip_date_to_display (after->last_session + healing_days);
  /* Translators: the two %s are days: of the last session, and from which a photo counts as healed. */
  return g_strdup_printf (
      ngettext ("The healed photo was taken %d day after the session of %s. Only from %s on does a "
                "photo show a healed result.",
                "The healed photo was taken %d days after the session of %s. Only from %s on does a "
                "photo show a healed result.",
                (gulong) MAX (after->days_since, 0)),
      after->days_since, session, healed);
}

GPtrArray *
dip_pair_faults_to_text (guint faults, const DipPhaseFacts *after_facts, int healing_days)
{
  GPtrArray *texts = g_ptr_array_new_with_free_func (g_free);

  for (gsize i = 0; i < G_N_ELEMENTS (fault_texts); i++)
    if (faults & (guint) fault_texts[i].fault)
      g_ptr_array_add (texts, g_strdup (_ (fault_texts[i].text)));
  if (faults & DIP_PAIR_AFTER_NOT_HEALED)
    g_ptr_array_add (texts, not_healed_text (after_facts, healing_days));
  return texts;
}

/* 1 for equals, towards 0 the further apart; a half when one of them is not known. */
static double
likeness (double one, double other)
{
  if (!(one > 0 && other > 0))
    return 0.5;
  return MIN (one, other) / MAX (one, other);
}

static double
likeness_of_names (const char *one, const char *other)
{
  if (!one || !other)
    return 0.5;
  return g_ascii_strcasecmp (one, other) == 0 ? 1 : 0;
}

static double
aspect (const DipPhoto *photo)
{
  return photo->height > 0 ? (double) photo->width / photo->height : 0;
}

/* Weights: what most disturbs a comparison counts most. Another camera or focal length draws a head differently,
 * another shape costs crop, another size only sharpness. */
static double
pair_score (const DipPhoto *before, const DipPhoto *after)
{
  return 0.3 * likeness_of_names (before->camera, after->camera)
         + 0.3 * likeness (before->focal_length, after->focal_length)
         + 0.25 * likeness (aspect (before), aspect (after))
         + 0.15 * likeness ((double) before->width * before->height, (double) after->width * after->height);
}

typedef struct
{
  const DipPhoto *photo;
  DipPhaseFacts facts;
} Dated;

static gboolean
is_better (const DipPairSuggestion *one, const DipPairSuggestion *other)
{
  const double same = 1e-9;

  if (!other->before || one->score > other->score + same)
    return TRUE;
  if (one->score < other->score - same)
    return FALSE;
  /* A before is on or before the first session's day: the latest is the nearest. */
  if (one->before->taken_on != other->before->taken_on)
    return one->before->taken_on > other->before->taken_on;
  return one->after->taken_on > other->after->taken_on;
}

static DipPairSuggestion
best_of_view (const Dated *photos, guint n, DipView view)
{
  DipPairSuggestion best = { NULL, NULL, 0 };

  for (guint i = 0; i < n; i++)
    for (guint j = 0; j < n; j++)
      {
        const Dated *before = &photos[i], *after = &photos[j];
        DipPairSuggestion found = { before->photo, after->photo, 0 };

        if (before->photo->view != view
            || dip_pair_check (before->photo, &before->facts, after->photo, &after->facts) != DIP_PAIR_OK)
          continue;
        found.score = pair_score (found.before, found.after);
        if (is_better (&found, &best))
          best = found;
      }
  return best;
}

GPtrArray *
dip_pair_suggest (GPtrArray *photos, GPtrArray *sessions, int healing_days, DipDate today)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (g_free);
  g_autofree Dated *dated = NULL;

  g_return_val_if_fail (photos != NULL, list);

  dated = g_new0 (Dated, photos->len);
  for (guint i = 0; i < photos->len; i++)
    {
      dated[i].photo = g_ptr_array_index (photos, i);
      dated[i].facts = dip_phase_of (dated[i].photo->taken_on, sessions, healing_days, today);
    }
  for (const DipToken *row = dip_view_tokens; row->token; row++)
    {
      DipPairSuggestion best = best_of_view (dated, photos->len, (DipView) row->value);
      if (best.before)
        g_ptr_array_add (list, g_memdup2 (&best, sizeof best));
    }
  return list;
}
