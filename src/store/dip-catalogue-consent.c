#include "dip-catalogue.h"

#include <inttypes.h>
#include <glib/gi18n-lib.h>

#include "dip-db.h"
#include "dip-digest.h"
#include "dip-sealed-record.h"

#define COLUMNS                                                                                                        \
  "client_id, form_id, identifiability, coverage, treatment_id, valid_from, valid_until, signed_on, signed_by, "       \
  "signature, method, recorded_by, recorded_at, supersedes, authority, witness, review_by"
#define SELECT      "SELECT id, " COLUMNS " FROM consent "
#define SELECT_FORM "SELECT id FROM consent_form WHERE sha256 = ? AND language = ?"

static gboolean
find_form (DipDb *db, const char *language, const char *sha256, gint64 *id, GError **error)
{
  g_autoptr (DipStatement) find = dip_db_prepare (db, SELECT_FORM);

  dip_statement_put_text (find, sha256);
  dip_statement_put_text (find, language);
  return dip_statement_int (find, id, error);
}

/**
 * dip_catalogue_form_ensure:
 * @db: the connection of a write
 * @language: BCP 47 tag
 * @text: the whole text that a client is shown
 * @error: any
 *
 * Returns: id of this very text in this language, new or not; 0 on error
 */
gint64
dip_catalogue_form_ensure (DipDb *db, const char *language, const char *text, GError **error)
{
  g_autoptr (DipStatement) insert = NULL;
  g_autofree char *sha256 = NULL;
  g_autofree char *now = dip_time_now_utc ();
  gint64 id;

  g_return_val_if_fail (db != NULL && language != NULL && text != NULL, 0);

  sha256 = dip_digest_text (text);
  if (!find_form (db, language, sha256, &id, error))
    return 0;
  if (id != 0)
    return id;
  insert = dip_db_prepare (db, "INSERT INTO consent_form (language, text, sha256, created_at) VALUES (?, ?, ?, ?)");
  dip_statement_put_text (insert, language);
  dip_statement_put_text (insert, text);
  dip_statement_put_text (insert, sha256);
  dip_statement_put_text (insert, now);
  return dip_statement_run (insert, error) ? dip_db_last_id (db) : 0;
}

static gpointer
take_text (DipStatement *row)
{
  return dip_statement_take_text (row);
}

char *
dip_catalogue_form_text (DipDb *db, gint64 form_id, GError **error)
{
  g_autoptr (DipStatement) get = NULL;

  g_return_val_if_fail (db != NULL, NULL);

  get = dip_db_prepare (db, "SELECT text FROM consent_form WHERE id = ?");
  dip_statement_put_int (get, form_id);
  return dip_statement_need (get, take_text, error, _ ("There is no consent form %" PRId64 "."), form_id);
}

char *
dip_catalogue_form_language (DipDb *db, gint64 form_id, GError **error)
{
  g_autoptr (DipStatement) get = NULL;

  g_return_val_if_fail (db != NULL, NULL);

  get = dip_db_prepare (db, "SELECT language FROM consent_form WHERE id = ?");
  dip_statement_put_int (get, form_id);
  return dip_statement_need (get, take_text, error, _ ("There is no consent form %" PRId64 "."), form_id);
}

/* What is sealed is bound to its row, which must be known before. */
static gboolean
next_id (DipDb *db, const char *sql, const char *kind, gint64 *id, GError **error)
{
  guint version;

  return dip_db_query_int (db, sql, id, error) && dip_sealed_record_count (db, kind, *id, &version, error);
}

static void
put_person (DipStatement *insert, const char *column, gint64 id, const char *text)
{
  dip_statement_put_sealed (insert, DIP_KEY_IDENTITY, DIP_SEALED_CONSENT, column, id, 1, text);
}

static gboolean
insert_record (DipDb *db, DipConsent *consent, GError **error)
{
  g_autoptr (DipStatement) insert = dip_db_prepare (
      db, "INSERT INTO consent (" COLUMNS ", id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");

  if (!next_id (db, "SELECT coalesce(max(id), 0) + 1 FROM consent", DIP_SEALED_CONSENT, &consent->id, error))
    return FALSE;
  dip_statement_put_id (insert, consent->client_id);
  dip_statement_put_id (insert, consent->form_id);
  dip_statement_put_token (insert, dip_identifiability_tokens, (int) consent->identifiability);
  dip_statement_put_token (insert, dip_coverage_tokens, (int) consent->coverage);
  dip_statement_put_id (insert, consent->coverage == DIP_COVERAGE_TREATMENT ? consent->treatment_id : 0);
  dip_statement_put_date (insert, consent->valid_from);
  dip_statement_put_date (insert, consent->valid_until);
  dip_statement_put_date (insert, consent->signed_on);
  put_person (insert, "signed_by", consent->id, consent->signed_by);
  dip_statement_put_text (insert, consent->signature);
  dip_statement_put_text (insert, consent->method);
  dip_statement_put_text (insert, consent->recorded_by);
  dip_statement_put_text (insert, consent->recorded_at);
  dip_statement_put_id (insert, consent->supersedes);
  put_person (insert, "authority", consent->id, consent->authority);
  put_person (insert, "witness", consent->id, consent->witness);
  dip_statement_put_date (insert, consent->review_by);
  dip_statement_put_int (insert, consent->id);
  return dip_statement_run (insert, error);
}

static gboolean
insert_scopes (DipDb *db, const DipConsent *consent, GError **error)
{
  for (const DipToken *scope = dip_scope_tokens; scope->token != NULL; scope++)
    {
      g_autoptr (DipStatement) insert = NULL;

      if ((consent->scopes & (guint) scope->value) == 0)
        continue;
      insert = dip_db_prepare (db, "INSERT INTO consent_scope (consent_id, scope) VALUES (?, ?)");
      dip_statement_put_int (insert, consent->id);
      dip_statement_put_text (insert, scope->token);
      if (!dip_statement_run (insert, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
insert_coverage (DipDb *db, const DipConsent *consent, GError **error)
{
  for (guint i = 0; consent->coverage == DIP_COVERAGE_PHOTOS && i < consent->photo_ids->len; i++)
    {
      g_autoptr (DipStatement) insert
          = dip_db_prepare (db, "INSERT INTO consent_coverage (consent_id, photo_id) VALUES (?, ?)");

      dip_statement_put_int (insert, consent->id);
      dip_statement_put_int (insert, g_array_index (consent->photo_ids, gint64, i));
      if (!dip_statement_run (insert, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
insert_events (DipDb *db, DipConsent *consent, GError **error)
{
  for (guint i = 0; i < consent->events->len; i++)
    {
      DipConsentEvent *event = g_ptr_array_index (consent->events, i);

      event->consent_id = consent->id;
      if (!dip_catalogue_consent_event_insert (db, event, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * dip_catalogue_consent_insert:
 * @db: the connection of a write
 * @consent: gets its id and those of its events, and its recorded_at when it has none
 * @error: any
 *
 * Returns: %TRUE on success
 */
gboolean
dip_catalogue_consent_insert (DipDb *db, DipConsent *consent, GError **error)
{
  g_return_val_if_fail (db != NULL && consent != NULL, FALSE);

  if (consent->recorded_at == NULL)
    consent->recorded_at = dip_time_now_utc ();
  return insert_record (db, consent, error) && insert_scopes (db, consent, error)
         && insert_coverage (db, consent, error) && insert_events (db, consent, error);
}

/**
 * dip_catalogue_consent_event_insert:
 * @db: the connection of a write
 * @event: gets its id, and its time and day (today) when it has none
 * @error: any
 *
 * Returns: %TRUE on success
 */
gboolean
dip_catalogue_consent_event_insert (DipDb *db, DipConsentEvent *event, GError **error)
{
  g_autoptr (DipStatement) insert = NULL;

  g_return_val_if_fail (db != NULL && event != NULL, FALSE);

  if (event->at == NULL)
    event->at = dip_time_now_utc ();
  if (event->on == DIP_DATE_NONE)
    event->on = dip_date_today ();
  if (!next_id (db, "SELECT coalesce(max(id), 0) + 1 FROM consent_event", DIP_SEALED_CONSENT_EVENT, &event->id, error))
    return FALSE;
  insert = dip_db_prepare (db,
                           "INSERT INTO consent_event (consent_id, kind, scopes, other_id, date, at, by, photo_id, id) "
                           "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
  dip_statement_put_int (insert, event->consent_id);
  dip_statement_put_token (insert, dip_consent_event_tokens, (int) event->kind);
  dip_statement_put_flags (insert, dip_scope_tokens, event->scopes);
  dip_statement_put_id (insert, event->other_id);
  dip_statement_put_date (insert, event->on);
  dip_statement_put_text (insert, event->at);
  dip_statement_put_sealed (insert, DIP_KEY_IDENTITY, DIP_SEALED_CONSENT_EVENT, "by", event->id, 1, event->by);
  dip_statement_put_id (insert, event->photo_id);
  dip_statement_put_int (insert, event->id);
  return dip_statement_run (insert, error);
}

static char *
take_person (DipStatement *row, const char *column, gint64 id)
{
  return dip_statement_take_sealed (row, DIP_KEY_IDENTITY, DIP_SEALED_CONSENT, column, id, 1);
}

static void
take_validity (DipStatement *row, DipConsent *consent)
{
  consent->valid_from = dip_statement_take_date (row);
  consent->valid_until = dip_statement_take_date (row);
  consent->signed_on = dip_statement_take_date (row);
  consent->signed_by = take_person (row, "signed_by", consent->id);
  consent->signature = dip_statement_take_text (row);
  consent->method = dip_statement_take_text (row);
}

/* What cannot be read permits nothing: no identifiability, no photos. */
static gpointer
take_record (DipStatement *row)
{
  DipConsent *consent = dip_consent_new ();

  consent->id = dip_statement_take_int (row);
  consent->client_id = dip_statement_take_int (row);
  consent->form_id = dip_statement_take_int (row);
  consent->identifiability = (DipIdentifiability) dip_statement_take_token (row, dip_identifiability_tokens, 0);
  consent->coverage = (DipCoverage) dip_statement_take_token (row, dip_coverage_tokens, DIP_COVERAGE_PHOTOS);
  consent->treatment_id = dip_statement_take_int (row);
  take_validity (row, consent);
  consent->recorded_by = dip_statement_take_text (row);
  consent->recorded_at = dip_statement_take_text (row);
  consent->supersedes = dip_statement_take_int (row);
  consent->authority = take_person (row, "authority", consent->id);
  consent->witness = take_person (row, "witness", consent->id);
  consent->review_by = dip_statement_take_date (row);
  return consent;
}

static gboolean
load_scopes (DipDb *db, DipConsent *consent, GError **error)
{
  g_autoptr (DipStatement) list = dip_db_prepare (db, "SELECT scope FROM consent_scope WHERE consent_id = ?");
  gboolean row = TRUE;

  dip_statement_put_int (list, consent->id);
  consent->scopes = 0;
  while (TRUE)
    {
      if (!dip_statement_step (list, &row, error))
        return FALSE;
      if (!row)
        return TRUE;
      consent->scopes |= (guint) dip_statement_take_token (list, dip_scope_tokens, 0);
    }
}

static gboolean
load_coverage (DipDb *db, DipConsent *consent, GError **error)
{
  g_autoptr (DipStatement) list
      = dip_db_prepare (db, "SELECT photo_id FROM consent_coverage WHERE consent_id = ? ORDER BY photo_id");
  gboolean row = TRUE;

  dip_statement_put_int (list, consent->id);
  while (TRUE)
    {
      gint64 id;

      if (!dip_statement_step (list, &row, error))
        return FALSE;
      if (!row)
        return TRUE;
      id = dip_statement_take_int (list);
      g_array_append_val (consent->photo_ids, id);
    }
}

static gpointer
take_event (DipStatement *row)
{
  DipConsentEvent *event = g_new0 (DipConsentEvent, 1);

  event->id = dip_statement_take_int (row);
  event->consent_id = dip_statement_take_int (row);
  event->kind
      = (DipConsentEventKind) dip_statement_take_token (row, dip_consent_event_tokens, DIP_CONSENT_EVENT_IN_ERROR);
  event->scopes = dip_statement_take_flags (row, dip_scope_tokens);
  event->other_id = dip_statement_take_int (row);
  event->on = dip_statement_take_date (row);
  event->at = dip_statement_take_text (row);
  event->by = dip_statement_take_sealed (row, DIP_KEY_IDENTITY, DIP_SEALED_CONSENT_EVENT, "by", event->id, 1);
  event->photo_id = dip_statement_take_int (row);
  return event;
}

static gboolean
load_events (DipDb *db, DipConsent *consent, GError **error)
{
  g_autoptr (DipStatement) list
      = dip_db_prepare (db, "SELECT id, consent_id, kind, scopes, other_id, date, at, by, photo_id "
                            "FROM consent_event WHERE consent_id = ? ORDER BY id");
  g_autoptr (GPtrArray) events = NULL;

  dip_statement_put_int (list, consent->id);
  events = dip_statement_list (list, take_event, (GDestroyNotify) dip_consent_event_free, error);
  if (events == NULL)
    return FALSE;
  g_ptr_array_extend_and_steal (consent->events, g_steal_pointer (&events));
  return TRUE;
}

static gboolean
load_rest (DipDb *db, DipConsent *consent, GError **error)
{
  return load_scopes (db, consent, error) && load_coverage (db, consent, error) && load_events (db, consent, error);
}

DipConsent *
dip_catalogue_consent (DipDb *db, gint64 id, GError **error)
{
  g_autoptr (DipStatement) get = NULL;
  g_autoptr (DipConsent) consent = NULL;

  g_return_val_if_fail (db != NULL, NULL);

  get = dip_db_prepare (db, SELECT "WHERE id = ?");
  dip_statement_put_int (get, id);
  consent = dip_statement_need (get, take_record, error, _ ("There is no consent %" PRId64 "."), id);
  if (consent == NULL || !load_rest (db, consent, error))
    return NULL;
  return g_steal_pointer (&consent);
}

GPtrArray *
dip_catalogue_consents (DipDb *db, gint64 client_id, GError **error)
{
  g_autoptr (DipStatement) list = NULL;
  g_autoptr (GPtrArray) consents = NULL;

  g_return_val_if_fail (db != NULL, NULL);

  list = dip_db_prepare (db, client_id == 0 ? SELECT "ORDER BY id" : SELECT "WHERE client_id = ? ORDER BY id");
  if (client_id != 0)
    dip_statement_put_int (list, client_id);
  consents = dip_statement_list (list, take_record, (GDestroyNotify) dip_consent_free, error);
  for (guint i = 0; consents != NULL && i < consents->len; i++)
    if (!load_rest (db, g_ptr_array_index (consents, i), error))
      return NULL;
  return g_steal_pointer (&consents);
}
