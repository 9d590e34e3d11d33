/* A pair that may be published: each test spoils one thing, or several. */
#pragma once

#include <string.h>

#include "dip-approval.h"
#include "dip-gate.h"
#include "domain-fixtures.h"

#define GATE_TODAY    "2026-06-01"
#define GATE_SESSIONS "i2026-01-10 f2026-02-10"

typedef struct
{
  DipClient client;
  DipPair pair;
  DipPhoto *before;
  DipPhoto *after;
  GPtrArray *sessions;
  int healing_days;
  DipAdult adult;
  DipApproval approval;
  gboolean approved;
  const char *approved_photos; /* NULL: as they are */
  gint64 current_alignment;
  GPtrArray *consents;
  DipDestination *place;
  DipDate today;
} Desk;

static inline DipPhoto *
desk_photo (gint64 id, const char *taken)
{
  DipPhoto *photo = dip_photo_new ();

  photo->id = id;
  photo->client_id = 1;
  photo->treatment_id = 3;
  photo->view = DIP_VIEW_CROWN;
  photo->taken_on = day (taken);
  photo->shows = DIP_IDENTIFIABILITY_SCALP_ONLY;
  return photo;
}

/* All in order but for the consents: there is none. */
static inline Desk *
desk_new (void)
{
  Desk *desk = g_new0 (Desk, 1);

  desk->client.id = 1;
  desk->pair = (DipPair){
    .id = 9, .treatment_id = 3, .client_id = 1, .before_id = 11, .after_id = 12, .view = DIP_VIEW_CROWN
  };
  desk->before = desk_photo (11, "2026-01-09");
  desk->after = desk_photo (12, "2026-05-01");
  desk->sessions = sessions_from (GATE_SESSIONS);
  desk->healing_days = 28;
  desk->adult = DIP_ADULT_YES;
  desk->approval = (DipApproval){
    .id = 1, .pair_id = 9, .alignment_id = 5, .checked = DIP_LOOKED_FOR_ALL, .consent_event = G_MAXINT64
  };
  desk->approved = TRUE;
  desk->current_alignment = 5;
  desk->consents = g_ptr_array_new_with_free_func ((GDestroyNotify) dip_consent_free);
  desk->place = g_new0 (DipDestination, 1);
  desk->place->name = g_strdup ("website");
  desk->place->label = g_strdup ("Website");
  desk->place->scope = DIP_SCOPE_WEBSITE;
  desk->place->max_identifiability = DIP_IDENTIFIABILITY_FULL_FACE;
  desk->today = day (GATE_TODAY);
  return desk;
}

static inline void
desk_free (Desk *desk)
{
  dip_photo_free (desk->before);
  dip_photo_free (desk->after);
  g_ptr_array_unref (desk->sessions);
  g_ptr_array_unref (desk->consents);
  dip_destination_free (desk->place);
  g_free (desk);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Desk, desk_free)

static inline DipConsent *
desk_add_consent (Desk *desk, guint scopes, const char *from, const char *until)
{
  DipConsent *consent = consent_new (desk->consents->len + 1, scopes, from, until);

  g_ptr_array_add (desk->consents, consent);
  return consent;
}

static inline DipGateAnswer *
desk_ask (Desk *desk)
{
  g_autofree char *photos = dip_approval_photos_text (desk->before, desk->after);
  DipGateCase question = {
    .today = desk->today,
    .client = &desk->client,
    .adult = desk->adult,
    .pair = &desk->pair,
    .before = desk->before,
    .after = desk->after,
    .before_facts = dip_phase_of (desk->before->taken_on, desk->sessions, desk->healing_days, desk->today),
    .after_facts = dip_phase_of (desk->after->taken_on, desk->sessions, desk->healing_days, desk->today),
    .healing_days = desk->healing_days,
    .current_alignment = desk->current_alignment,
    .approval = desk->approved ? &desk->approval : NULL,
    .consents = desk->consents,
    .destination = desk->place,
  };

  desk->approval.photos = desk->approved_photos != NULL ? (char *) desk->approved_photos : photos;
  return dip_gate_decide (&question);
}

/* "scope-missing not-covered": the codes of an answer, in its order; "" when allowed. */
static inline char *
answer_to_text (const DipGateAnswer *answer)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < answer->refusals->len; i++)
    {
      const DipRefusal *refusal = g_ptr_array_index (answer->refusals, i);
      g_string_append_printf (text, "%s%s", i ? " " : "", dip_token_name (dip_refusal_tokens, (int) refusal->code));
    }
  return g_string_free (text, FALSE);
}

/* What every answer owes whoever reads it. */
static inline void
assert_answer_is_sound (const DipGateAnswer *answer)
{
  g_assert_cmpint (answer->allowed, ==, answer->refusals->len == 0);
  g_assert_cmpint (answer->allowed, ==, answer->consent_id != 0);
  g_assert_cmpint (answer->allowed, ==, answer->until != DIP_DATE_NONE);
  for (guint i = 0; i < answer->refusals->len; i++)
    {
      const DipRefusal *refusal = g_ptr_array_index (answer->refusals, i);

      g_assert_true (dip_gate_answer_has (answer, refusal->code));
      g_assert_cmpuint (strlen (refusal->text), >, 10);
      g_assert_null (strstr (refusal->text, CONSENT_SIGNER));
    }
}

/* Asks, and compares the reasons: "" for allowed. */
#define assert_refused_for(desk, expected)                                                                             \
  G_STMT_START                                                                                                         \
  {                                                                                                                    \
    g_autoptr (DipGateAnswer) answer_ = desk_ask (desk);                                                               \
    g_autofree char *text_ = answer_to_text (answer_);                                                                 \
    assert_answer_is_sound (answer_);                                                                                  \
    g_assert_cmpstr (text_, ==, expected);                                                                             \
  }                                                                                                                    \
  G_STMT_END

#define assert_allowed(desk) assert_refused_for (desk, "")
