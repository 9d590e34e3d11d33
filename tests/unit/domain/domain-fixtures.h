/* What the tests of the clinic's rules share: days as text, and records made in one line. */
#pragma once

#include "dip-consent.h"
#include "dip-error.h"
#include "dip-pair.h"
#include "dip-treatment.h"

/* "2026-03-14"; "" or NULL: no day. */
static inline DipDate
day (const char *text)
{
  g_autoptr (GError) error = NULL;
  DipDate date = DIP_DATE_NONE;

  if (text && *text)
    {
      dip_date_parse (text, "a day in a test", &date, &error);
      g_assert_no_error (error);
    }
  return date;
}

static inline GPtrArray *
sessions_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) dip_session_free);
}

/* "i2026-01-10 f2026-02-10 m2027-02-10": kind and day of each. */
static inline GPtrArray *
sessions_from (const char *text)
{
  GPtrArray *sessions = sessions_new ();
  g_auto (GStrv) words = g_strsplit (text, " ", -1);

  for (char **word = words; *word; word++)
    {
      DipSession *session;

      if (!**word)
        continue;
      session = g_new0 (DipSession, 1);
      session->kind = **word == 'm'   ? DIP_SESSION_MAINTENANCE
                      : **word == 'f' ? DIP_SESSION_FOLLOW_UP
                                      : DIP_SESSION_INITIAL;
      session->date = day (*word + 1);
      g_ptr_array_add (sessions, session);
    }
  return sessions;
}

static inline void
consent_add_event (DipConsent *consent, DipConsentEventKind kind, const char *on, guint scopes)
{
  DipConsentEvent *event = g_new0 (DipConsentEvent, 1);

  event->consent_id = consent->id;
  event->kind = kind;
  event->on = day (on);
  event->scopes = scopes;
  g_ptr_array_add (consent->events, event);
}

#define CONSENT_SIGNER "Zoltan Quux"

/* Signed on its first day by the client, for all photos, whole faces. */
static inline DipConsent *
consent_new (gint64 id, guint scopes, const char *from, const char *until)
{
  DipConsent *consent = dip_consent_new ();

  consent->id = id;
  consent->client_id = 1;
  consent->form_id = 1;
  consent->scopes = scopes;
  consent->identifiability = DIP_IDENTIFIABILITY_FULL_FACE;
  consent->coverage = DIP_COVERAGE_ALL;
  consent->valid_from = day (from);
  consent->valid_until = day (until);
  consent->signed_on = consent->valid_from;
  consent->signed_by = g_strdup (CONSENT_SIGNER);
  consent->signature = g_strnfill (64, 'a');
  consent_add_event (consent, DIP_CONSENT_EVENT_SIGNED, from, 0);
  return consent;
}
