/* The gate against generated histories: whatever was signed and withdrawn in whatever order, on whatever clock, nothing goes
 * out without a consent in force for that use, that degree and that day. The judge is a model that looks at the log of what
 * people did, slowly and from the start each time; the gate sees only the records. */
#include "gate-fixtures.h"

#include <inttypes.h>

#define N_HISTORIES 10000
#define MOST_DEEDS  9
#define DAY_ZERO    dip_date_from_ymd (2026, 1, 1)

typedef enum
{
  SIGN,
  WITHDRAW,
  NOTHING, /* a withdrawal that was refused, since there was nothing to withdraw */
} DeedKind;

typedef struct
{
  DeedKind kind;
  DipDate on; /* of a signature: the day written on the form */
  guint scopes;
  DipIdentifiability level;
  DipCoverage coverage;
  gint64 treatment;
  gint64 photo; /* the only one covered or withdrawn; 0: all */
  DipDate from, until;
} Deed;

typedef struct
{
  Deed deeds[MOST_DEEDS];
  guint n;
  gint64 next_id;
  gint64 events_before[MOST_DEEDS + 1]; /* id of the latest event when the deed was done, and at the end */
} History;

/* --- the model ------------------------------------------------------------------------------------------------- */

static DipDate
first_day (const Deed *deed)
{
  return MAX (deed->from, deed->on);
}

static gboolean
covers (const Deed *deed, gint64 photo)
{
  return deed->coverage == DIP_COVERAGE_ALL || (deed->coverage == DIP_COVERAGE_TREATMENT && deed->treatment == 3)
         || (deed->coverage == DIP_COVERAGE_PHOTOS && deed->photo == photo);
}

static gboolean
stands_in_place (const Deed *newer, const Deed *old)
{
  return newer->coverage == DIP_COVERAGE_ALL
         || (newer->coverage == old->coverage && newer->treatment == old->treatment && newer->photo == old->photo);
}

static gboolean
is_taken_back (const History *history, guint at, guint use)
{
  const Deed *given = &history->deeds[at];

  for (guint i = 0; i < history->n; i++)
    {
      const Deed *deed = &history->deeds[i];
      if (deed->kind == WITHDRAW && (deed->scopes & use) != 0
          && (deed->photo == 0 || deed->photo == 11 || deed->photo == 12) && (i > at || given->on < deed->on))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_succeeded (const History *history, guint at, DipDate today)
{
  const Deed *given = &history->deeds[at];

  for (guint i = 0; i < history->n; i++)
    {
      const Deed *deed = &history->deeds[i];
      if (deed->kind == SIGN && i != at && stands_in_place (deed, given) && first_day (deed) <= today
          && (deed->on > given->on || (deed->on == given->on && i > at)))
        return TRUE;
    }
  return FALSE;
}

static gboolean
may_go_out (const History *history, const Desk *desk)
{
  const guint use = desk->place->scope;

  for (guint i = 0; i < history->n; i++)
    {
      const Deed *deed = &history->deeds[i];
      if (deed->kind == SIGN && (deed->scopes & use) != 0 && covers (deed, 11) && covers (deed, 12)
          && deed->level >= MAX (desk->before->shows, desk->after->shows) && first_day (deed) <= desk->today
          && desk->today <= deed->until && !is_taken_back (history, i, use) && !is_succeeded (history, i, desk->today))
        return TRUE;
    }
  return FALSE;
}

/* --- the records, written as the workflow writes them ------------------------------------------------------------- */

static void
add_event (History *history, DipConsent *consent, DipConsentEventKind kind, DipDate on, guint scopes, gint64 photo)
{
  DipConsentEvent *event = g_new0 (DipConsentEvent, 1);

  event->id = ++history->next_id;
  event->kind = kind;
  event->on = on;
  event->scopes = scopes;
  event->photo_id = photo;
  event->at = g_strdup_printf ("2026-01-01T00:00:00.%06" PRId64 "Z", event->id);
  g_ptr_array_add (consent->events, event);
}

static gboolean
same_cover (const DipConsent *one, const DipConsent *other)
{
  return one->coverage == other->coverage && one->treatment_id == other->treatment_id
         && (one->coverage != DIP_COVERAGE_PHOTOS
             || g_array_index (one->photo_ids, gint64, 0) == g_array_index (other->photo_ids, gint64, 0));
}

static DipConsent *
consent_of (History *history, Desk *desk, const Deed *deed)
{
  DipConsent *consent = dip_consent_new ();

  consent->id = desk->consents->len + 1;
  consent->client_id = 1;
  consent->scopes = deed->scopes;
  consent->identifiability = deed->level;
  consent->coverage = deed->coverage;
  consent->treatment_id = deed->treatment;
  if (deed->coverage == DIP_COVERAGE_PHOTOS)
    g_array_append_val (consent->photo_ids, deed->photo);
  consent->valid_from = deed->from;
  consent->valid_until = deed->until;
  consent->signed_on = deed->on;
  add_event (history, consent, DIP_CONSENT_EVENT_SIGNED, deed->on, 0, 0);
  return consent;
}

static gboolean
is_open (const DipConsent *consent, DipDate today)
{
  const DipConsentState state = dip_consent_state (consent, today);

  return state == DIP_CONSENT_ACTIVE || state == DIP_CONSENT_NOT_YET;
}

static void
record_signature (History *history, Desk *desk, const Deed *deed, DipDate today)
{
  DipConsent *consent = consent_of (history, desk, deed);
  const DipConsent *successor = NULL;

  for (guint i = 0; i < desk->consents->len; i++)
    {
      DipConsent *held = desk->consents->pdata[i];
      if (held->signed_on > consent->signed_on)
        {
          if ((held->coverage == DIP_COVERAGE_ALL || same_cover (held, consent))
              && (successor == NULL || dip_consent_first_day (held) < dip_consent_first_day (successor)))
            successor = held;
        }
      else if (is_open (held, today) && (consent->coverage == DIP_COVERAGE_ALL || same_cover (held, consent)))
        add_event (history, held, DIP_CONSENT_EVENT_REPLACED, dip_consent_first_day (consent), 0, 0);
    }
  if (successor != NULL)
    add_event (history, consent, DIP_CONSENT_EVENT_REPLACED, dip_consent_first_day (successor), 0, 0);
  g_ptr_array_add (desk->consents, consent);
}

static void
record_withdrawal (History *history, Desk *desk, Deed *deed, DipDate today)
{
  guint n_written = 0;

  for (guint i = 0; i < desk->consents->len; i++)
    {
      DipConsent *consent = desk->consents->pdata[i];
      const guint gone = dip_consent_scopes_left (consent) & deed->scopes;
      if (gone == 0 || !(is_open (consent, today) || dip_consent_state (consent, today) == DIP_CONSENT_EXPIRED))
        continue;
      add_event (history, consent, DIP_CONSENT_EVENT_WITHDRAWN, today, deed->scopes, deed->photo);
      n_written++;
    }
  if (n_written == 0)
    deed->kind = NOTHING;
}

/* --- chance ------------------------------------------------------------------------------------------------------ */

static Deed
draw_deed (GRand *dice, DipDate today, gboolean late)
{
  static const guint scopes[]
      = { DIP_SCOPE_WEBSITE, DIP_SCOPE_WEBSITE | DIP_SCOPE_PRINT, DIP_SCOPE_SOCIAL_MEDIA, DIP_SCOPE_ALL };
  Deed deed = { .kind = g_rand_int_range (dice, 0, 5) < 3 ? SIGN : WITHDRAW, .on = today };

  deed.scopes = scopes[g_rand_int_range (dice, 0, G_N_ELEMENTS (scopes))];
  if (deed.kind == WITHDRAW)
    {
      deed.photo = g_rand_int_range (dice, 0, 3) == 0 ? g_rand_int_range (dice, 11, 15) : 0;
      return deed;
    }
  if (late && g_rand_boolean (dice))
    deed.on -= g_rand_int_range (dice, 0, 40);
  deed.level = (DipIdentifiability) g_rand_int_range (dice, 1, 4);
  deed.coverage = (DipCoverage) g_rand_int_range (dice, 0, 3);
  if (deed.coverage == DIP_COVERAGE_TREATMENT)
    deed.treatment = g_rand_int_range (dice, 3, 5);
  if (deed.coverage == DIP_COVERAGE_PHOTOS)
    deed.photo = g_rand_int_range (dice, 11, 13);
  deed.from = deed.on + g_rand_int_range (dice, -10, 15);
  deed.until = deed.from + g_rand_int_range (dice, 0, 90);
  return deed;
}

static void
write_deeds (GRand *dice, History *history, Desk *desk, gboolean clock_goes_back)
{
  DipDate today = DAY_ZERO;

  history->n = (guint) g_rand_int_range (dice, 0, MOST_DEEDS + 1);
  for (guint i = 0; i < history->n; i++)
    {
      Deed *deed = &history->deeds[i];
      today += g_rand_int_range (dice, clock_goes_back ? -60 : 0, 40);
      history->events_before[i] = history->next_id;
      *deed = draw_deed (dice, today, !clock_goes_back);
      if (deed->kind == SIGN)
        record_signature (history, desk, deed, today);
      else
        record_withdrawal (history, desk, deed, today);
    }
  desk->today = today + g_rand_int_range (dice, clock_goes_back ? -60 : 0, 90);
  history->events_before[history->n] = history->next_id;
}

static gboolean
ask (Desk *desk)
{
  g_autoptr (DipGateAnswer) answer = desk_ask (desk);

  g_assert_true (answer->allowed == (answer->refusals->len == 0));
  return answer->allowed;
}

static void
draw_question (GRand *dice, Desk *desk)
{
  desk->before->shows = (DipIdentifiability) g_rand_int_range (dice, 1, 4);
  desk->after->shows = (DipIdentifiability) g_rand_int_range (dice, 1, 4);
  desk->place->scope = g_rand_boolean (dice) ? DIP_SCOPE_WEBSITE : DIP_SCOPE_SOCIAL_MEDIA;
}

/* On a clock that only goes forward, gate and model always agree, both ways. */
static void
test_agree (void)
{
  g_autoptr (GRand) dice = g_rand_new_with_seed (g_test_rand_int ());
  guint n_allowed = 0;

  for (guint i = 0; i < N_HISTORIES; i++)
    {
      g_autoptr (Desk) desk = desk_new ();
      History history = { 0 };
      write_deeds (dice, &history, desk, FALSE);
      desk->today = MAX (desk->today, desk->after->taken_on + 1);
      draw_question (dice, desk);
      const gboolean allowed = ask (desk);
      if (allowed != may_go_out (&history, desk))
        g_error ("history %u: the gate says %s, the model %s", i, allowed ? "yes" : "no", allowed ? "no" : "yes");
      n_allowed += allowed;
    }
  g_assert_cmpuint (n_allowed, >, N_HISTORIES / 100); /* else nothing was tested */
}

/* Signed for the pair after the approval, and not the first time ever. */
static gboolean
was_signed_anew (const History *history, guint n_before)
{
  guint n_signed = 0;

  for (guint i = 0; i < history->n; i++)
    if (history->deeds[i].kind == SIGN && (covers (&history->deeds[i], 11) || covers (&history->deeds[i], 12)))
      {
        n_signed++;
        if (i >= n_before && n_signed > 1)
          return TRUE;
      }
  return FALSE;
}

static gboolean
has_withdrawals (const History *history)
{
  for (guint i = 0; i < history->n; i++)
    if (history->deeds[i].kind == WITHDRAW)
      return TRUE;
  return FALSE;
}

/* An approval lapses with every signature for the pair that came after it, but for the first ever, and with nothing else. */
static void
test_approval_lapses (void)
{
  g_autoptr (GRand) dice = g_rand_new_with_seed (g_test_rand_int ());
  guint n_lapsed = 0, n_held = 0;

  for (guint i = 0; i < N_HISTORIES; i++)
    {
      g_autoptr (Desk) desk = desk_new ();
      g_autoptr (DipGateAnswer) answer = NULL;
      History history = { 0 };
      write_deeds (dice, &history, desk, FALSE);
      if (has_withdrawals (&history))
        continue;
      const guint n_before = (guint) g_rand_int_range (dice, 0, (gint32) history.n + 1);
      desk->approval.consent_event = history.events_before[n_before];
      desk->today = MAX (desk->today, desk->after->taken_on + 1);
      answer = desk_ask (desk);
      const gboolean lapsed = dip_gate_answer_has (answer, DIP_REFUSAL_CHANGED_SINCE_APPROVAL);
      if (lapsed != (may_go_out (&history, desk) && was_signed_anew (&history, n_before)))
        g_error ("history %u: the approval %s", i, lapsed ? "lapsed" : "stands");
      n_lapsed += lapsed;
      n_held += !lapsed;
    }
  g_assert_cmpuint (MIN (n_lapsed, n_held), >, N_HISTORIES / 200);
}

/* A signature that covers the day and was not taken back since, in the order of what people did. */
static gboolean
something_stands (const History *history, const Desk *desk)
{
  for (guint at = 0; at < history->n; at++)
    if (history->deeds[at].kind == SIGN && !is_taken_back (history, at, desk->place->scope)
        && first_day (&history->deeds[at]) <= desk->today && desk->today <= history->deeds[at].until)
      return TRUE;
  return FALSE;
}

/* Whatever the clock does, the block of a withdrawal holds. */
static void
test_clock_set_back (void)
{
  g_autoptr (GRand) dice = g_rand_new_with_seed (g_test_rand_int ());

  for (guint i = 0; i < N_HISTORIES; i++)
    {
      g_autoptr (Desk) desk = desk_new ();
      History history = { 0 };
      write_deeds (dice, &history, desk, TRUE);
      draw_question (dice, desk);
      desk->before->taken_on = desk->today - 400;
      if (ask (desk) && !something_stands (&history, desk))
        g_error ("history %u: allowed after everything was withdrawn", i);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/gate/histories/agree", test_agree);
  g_test_add_func ("/gate/histories/approval-lapses", test_approval_lapses);
  g_test_add_func ("/gate/histories/clock-set-back", test_clock_set_back);
  return g_test_run ();
}
