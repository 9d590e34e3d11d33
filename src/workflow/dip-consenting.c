#include "dip-consenting.h"

#include <inttypes.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "dip-audit.h"
#include "dip-blobs.h"
#include "dip-catalogue.h"
#include "dip-clients.h"
#include "dip-forms.h"
#include "dip-identity-store.h"
#include "dip-picture-likeness.h"
#include "dip-proof.h"
#include "dip-safe-file.h"
#include "dip-scan.h"
#include "dip-scrub.h"
#include "dip-takedowns.h"

#define FORM_LANGUAGE "en"
#define FORM_RESOURCE "/io/github/diptych/Diptych/forms/publication-en.txt"

typedef struct
{
  const DipDesk *desk;
  const char *code;
  const DipConsentTerms *terms;
  DipConsent *consent;
  guint scopes;
  const gint64 *photo_ids; /* withdrawn alone; none: all */
  guint n_photo_ids;
  DipWithdrawal withdrawal;
  GPtrArray *found;
} Op;

/* Takes the placeholder out of the clinic's form: the text that is stored is the text that was shown. */
static char *
form_text (const DipClinic *clinic, GError **error)
{
  g_autoptr (GBytes) template
      = g_resource_lookup_data (dip_forms_get_resource (), FORM_RESOURCE, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  g_autoptr (GString) text = NULL;

  if (template == NULL)
    return NULL;
  text = g_string_new_len (g_bytes_get_data (template, NULL), (gssize) g_bytes_get_size (template));
  g_string_replace (text, "{clinic}", clinic->name, 0);
  g_string_replace (text, "{site}", clinic->site != NULL ? clinic->site : "—", 0);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* The form that @terms name, or the latest that is released; NULL without error when there is none. */
static gboolean
choose_notice (DipDb *db, const DipConsentTerms *terms, DipNotice **notice, GError **error)
{
  g_autoptr (GPtrArray) notices = NULL;

  if (terms->notice_id != 0)
    *notice = dip_catalogue_notice (db, terms->notice_id, error);
  if (terms->notice_id != 0 && *notice != NULL && (*notice)->released_at == NULL)
    {
      g_set_error (error, DIP_ERROR, DIP_ERROR_INVALID,
                   _ ("Form %" PRId64 " is a draft. Release it before a client signs it."), terms->notice_id);
      g_clear_pointer (notice, dip_notice_free);
    }
  if (terms->notice_id != 0)
    return *notice != NULL;
  notices = dip_catalogue_notices (db, error);
  for (guint i = notices != NULL ? notices->len : 0; i > 0 && *notice == NULL; i--)
    if (((const DipNotice *) notices->pdata[i - 1])->released_at != NULL)
      *notice = g_ptr_array_steal_index (notices, i - 1);
  return notices != NULL;
}

static gboolean
read_clinic (DipDb *db, gpointer data, GError **error)
{
  *(DipClinic **) data = dip_catalogue_clinic (db, error);
  return *(DipClinic **) data != NULL;
}

char *
dip_consenting_starting_text (const DipDesk *desk, GError **error)
{
  g_autoptr (DipClinic) clinic = NULL;

  g_return_val_if_fail (desk != NULL, NULL);

  if (!dip_library_read (desk->library, read_clinic, &clinic, error))
    return NULL;
  return form_text (clinic, error);
}

static gint64
ensure_form (DipDb *db, const DipConsentTerms *terms, GError **error)
{
  g_autoptr (DipClinic) clinic = dip_catalogue_clinic (db, error);
  g_autoptr (DipNotice) notice = NULL;
  g_autofree char *text = NULL;

  if (clinic == NULL || !choose_notice (db, terms, &notice, error))
    return 0;
  text = notice != NULL ? dip_notice_fill (notice, clinic->name, clinic->site, error) : form_text (clinic, error);
  return text != NULL ? dip_catalogue_form_ensure (db, notice != NULL ? notice->language : FORM_LANGUAGE, text, error)
                      : 0;
}

static gboolean
check_coverage (DipDb *db, const DipConsent *consent, GError **error)
{
  g_autoptr (DipTreatment) treatment = NULL;

  for (guint i = 0; i < consent->photo_ids->len; i++)
    {
      g_autoptr (DipPhoto) photo = dip_catalogue_photo (db, g_array_index (consent->photo_ids, gint64, i), error);

      if (photo == NULL)
        return FALSE;
      if (photo->client_id == consent->client_id)
        continue;
      g_set_error (error, DIP_ERROR, DIP_ERROR_INVALID, _ ("Photo %" PRId64 " is of another client."), photo->id);
      return FALSE;
    }
  if (consent->coverage != DIP_COVERAGE_TREATMENT)
    return TRUE;
  treatment = dip_catalogue_treatment (db, consent->treatment_id, error);
  if (treatment == NULL || treatment->client_id == consent->client_id)
    return treatment != NULL;
  g_set_error (error, DIP_ERROR, DIP_ERROR_INVALID, _ ("Treatment %" PRId64 " is another client's."), treatment->id);
  return FALSE;
}

static gboolean
same_coverage (const DipConsent *a, const DipConsent *b)
{
  if (a->coverage != b->coverage || a->treatment_id != b->treatment_id || a->photo_ids->len != b->photo_ids->len)
    return FALSE;
  for (guint i = 0; i < a->photo_ids->len; i++)
    if (g_array_index (a->photo_ids, gint64, i) != g_array_index (b->photo_ids, gint64, i))
      return FALSE;
  return TRUE;
}

static gboolean
is_open (const DipConsent *consent, DipDate today)
{
  DipConsentState state = dip_consent_state (consent, today);

  return state == DIP_CONSENT_ACTIVE || state == DIP_CONSENT_NOT_YET;
}

static gboolean
signed_after (const DipConsent *old, const DipConsent *consent)
{
  return old->signed_on != DIP_DATE_NONE && old->signed_on > consent->signed_on;
}

/* Signed, and not a slip of the pen; it may have ended or been withdrawn since. */
static gboolean
was_given (const DipConsent *consent)
{
  DipConsentState state = dip_consent_state (consent, DIP_DATE_NONE);

  return state != DIP_CONSENT_DRAFT && state != DIP_CONSENT_DECLINED && state != DIP_CONSENT_IN_ERROR;
}

static gboolean
insert_replaced (const Op *op, DipDb *db, gint64 old_id, const DipConsent *newer, GError **error)
{
  DipConsentEvent event = {
    .consent_id = old_id,
    .kind = DIP_CONSENT_EVENT_REPLACED,
    .other_id = newer->id,
    .on = dip_consent_first_day (newer),
    .by = op->desk->actor,
  };
  gboolean inserted = dip_catalogue_consent_event_insert (db, &event, error);

  g_free (event.at);
  return inserted;
}

/* Whether @newer takes the place of @old from its first day on. A consent for everything replaces every narrower one. */
static gboolean
takes_place_of (const DipConsent *newer, const DipConsent *old)
{
  return newer->coverage == DIP_COVERAGE_ALL || same_coverage (old, newer);
}

/* The new consent replaces what is open; when an old form is recorded late, it is the one that was replaced, by the first
 * that was signed after it. */
static gboolean
settle_order (Op *op, DipDb *db, GPtrArray *earlier, GError **error)
{
  const DipConsent *successor = NULL;

  for (guint i = 0; i < earlier->len; i++)
    {
      const DipConsent *other = g_ptr_array_index (earlier, i);

      if (signed_after (other, op->consent))
        {
          if (takes_place_of (other, op->consent) && was_given (other)
              && (successor == NULL || dip_consent_first_day (other) < dip_consent_first_day (successor)))
            successor = other;
        }
      else if (is_open (other, dip_desk_today (op->desk)) && takes_place_of (op->consent, other)
               && !insert_replaced (op, db, other->id, op->consent, error))
        return FALSE;
    }
  return successor == NULL || insert_replaced (op, db, op->consent->id, successor, error);
}

static gint64
superseded_by (const Op *op, GPtrArray *earlier)
{
  for (guint i = earlier->len; i > 0; i--)
    {
      const DipConsent *old = g_ptr_array_index (earlier, i - 1);

      if (is_open (old, dip_desk_today (op->desk)) && !signed_after (old, op->consent)
          && same_coverage (old, op->consent))
        return old->id;
    }
  return 0;
}

static gboolean
fill_consent (Op *op, DipDb *db, const DipClient *client, GPtrArray *earlier, GError **error)
{
  DipConsent *consent = op->consent;

  consent->client_id = client->id;
  consent->supersedes = superseded_by (op, earlier);
  consent->form_id = ensure_form (db, op->terms, error);
  return consent->form_id != 0 && dip_consent_validate (consent, error) && check_coverage (db, consent, error);
}

/* The last day on which the client took something back; DIP_DATE_NONE when that never happened. */
static DipDate
last_withdrawal (GPtrArray *consents)
{
  DipDate last = DIP_DATE_NONE;

  for (guint i = 0; i < consents->len; i++)
    {
      const DipConsent *consent = g_ptr_array_index (consents, i);

      for (guint j = 0; j < consent->events->len; j++)
        {
          const DipConsentEvent *event = g_ptr_array_index (consent->events, j);

          if (event->kind == DIP_CONSENT_EVENT_WITHDRAWN)
            last = MAX (last, event->on);
        }
    }
  return last;
}

/* An old form that turns up after a withdrawal must not count as signed anew. */
static gboolean
signing_day_is_clear (const Op *op, GPtrArray *earlier, GError **error)
{
  DipDate withdrawn = last_withdrawal (earlier);
  g_autofree char *day = NULL;

  if (op->terms->signed_on != DIP_DATE_NONE || withdrawn == DIP_DATE_NONE || op->terms->from >= withdrawn)
    return TRUE;
  day = dip_date_to_display (withdrawn);
  g_set_error (
      error, DIP_ERROR, DIP_ERROR_INVALID,
      _ ("Client %s withdrew on %s, and this consent is to count from before that day. Say when it was signed."),
      op->code, day);
  return FALSE;
}

static gboolean
record_txn (DipDb *db, gpointer user_data, GError **error)
{
  Op *op = user_data;
  g_autoptr (DipClient) client = dip_clients_require (db, op->code, error);
  g_autoptr (GPtrArray) earlier = client != NULL ? dip_catalogue_consents (db, client->id, error) : NULL;
  g_autofree char *subject = NULL;
  g_autofree char *scopes = dip_flags_to_text (dip_scope_tokens, op->consent->scopes);
  g_autofree char *detail = NULL;

  if (earlier == NULL || !signing_day_is_clear (op, earlier, error) || !fill_consent (op, db, client, earlier, error)
      || !dip_catalogue_consent_insert (db, op->consent, error) || !settle_order (op, db, earlier, error))
    return FALSE;
  subject = g_strdup_printf ("consent %" PRId64, op->consent->id);
  detail = g_strdup_printf ("{\"client\":\"%s\",\"scopes\":\"%s\"}", client->code, scopes);
  return dip_audit_append (db, op->desk->actor, "consent-record", subject, detail, error);
}

/* What was drawn, or the file: of a PDF its pages as a picture. */
static GBytes *
read_signature (const DipConsentTerms *terms, const DipLimits *limits, const char *name, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;

  if (terms->signature_drawn != NULL)
    return g_bytes_ref (terms->signature_drawn);
  bytes = dip_safe_file_read (terms->signature_file, limits->max_bytes, name, error);
  return bytes != NULL && dip_scan_is_pdf (bytes) ? dip_scan_draw_pdf (bytes, name, error) : g_steal_pointer (&bytes);
}

static DipScrubbed *
scrub_signature (GBytes *bytes, const char *name, const DipLimits *limits, GError **error)
{
  g_autoptr (DipScrubbed) scrubbed = dip_scrub (bytes, name, DIP_SCRUB_UPRIGHT, limits, NULL, error);
  gboolean marks = FALSE;

  if (scrubbed == NULL)
    {
      g_prefix_error (error,
                      _ ("The signature has to be a picture or a PDF, such as a scan or a photo of the signed form: "));
      return NULL;
    }
  if (!dip_picture_has_marks (scrubbed->bytes, &marks, error))
    return NULL;
  if (marks)
    return g_steal_pointer (&scrubbed);
  g_set_error (error, DIP_ERROR, DIP_ERROR_INVALID,
               _ ("“%s” is blank: there is no signature on it. Let the client sign again."), name);
  return NULL;
}

static char *
keep_signature (const DipDesk *desk, const DipConsentTerms *terms, GError **error)
{
  const DipLimits limits = DIP_LIMITS_DEFAULT;
  g_autofree char *name = terms->signature_drawn != NULL ? g_strdup (_ ("Signature"))
                                                         : g_filename_display_basename (terms->signature_file);
  g_autoptr (GBytes) bytes = read_signature (terms, &limits, name, error);
  g_autoptr (DipScrubbed) scrubbed = bytes != NULL ? scrub_signature (bytes, name, &limits, error) : NULL;
  g_auto (DipProof) proof = { .flags = DIP_VERIFY_PROFILE };

  if (scrubbed == NULL)
    return NULL;
  proof.format = scrubbed->format;
  return dip_blobs_put_for (desk->library, DIP_KEY_IDENTITY, scrubbed->bytes, dip_proof_check, &proof, error);
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  const gint64 *left = a;
  const gint64 *right = b;

  return (*left > *right) - (*left < *right);
}

/* Each photo once, in the order in which the catalogue gives them back: consents for the same photos have to look alike. */
static void
add_photos (DipConsent *consent, const DipConsentTerms *terms)
{
  GArray *ids = consent->photo_ids;

  if (terms->n_photo_ids == 0)
    return;
  g_array_append_vals (ids, terms->photo_ids, terms->n_photo_ids);
  g_array_sort (ids, compare_ids);
  for (guint i = ids->len - 1; i > 0; i--)
    if (g_array_index (ids, gint64, i) == g_array_index (ids, gint64, i - 1))
      g_array_remove_index (ids, i);
}

static DipConsent *
consent_from (const DipDesk *desk, const DipConsentTerms *terms)
{
  DipConsent *consent = dip_consent_new ();
  DipConsentEvent *event = g_new0 (DipConsentEvent, 1);

  consent->scopes = terms->scopes;
  consent->identifiability = terms->identifiability;
  consent->coverage = terms->coverage;
  consent->treatment_id = terms->treatment_id;
  add_photos (consent, terms);
  consent->valid_from = terms->from;
  consent->valid_until = terms->until;
  consent->signed_on = terms->signed_on != DIP_DATE_NONE ? terms->signed_on : dip_desk_today (desk);
  consent->signed_by = g_strdup (terms->signed_by);
  consent->authority = terms->authority != NULL && *terms->authority != '\0' ? g_strdup (terms->authority) : NULL;
  consent->witness = terms->witness != NULL && *terms->witness != '\0' ? g_strdup (terms->witness) : NULL;
  consent->review_by = terms->review_by != 0 ? terms->review_by : DIP_DATE_NONE;
  consent->method = g_strdup (terms->method != NULL ? terms->method : "paper");
  consent->recorded_by = g_strdup (desk->actor);
  event->kind = DIP_CONSENT_EVENT_SIGNED;
  event->on = consent->signed_on;
  event->by = g_strdup (desk->actor);
  g_ptr_array_add (consent->events, event);
  return consent;
}

static gboolean
client_txn (DipDb *db, gpointer user_data, GError **error)
{
  g_autoptr (DipClient) client = dip_clients_require (db, user_data, error);

  return client != NULL;
}

gint64
dip_consenting_record (const DipDesk *desk, const char *code, const DipConsentTerms *terms, GError **error)
{
  g_autoptr (DipConsent) consent = consent_from (desk, terms);
  Op op = { .desk = desk, .code = code, .terms = terms, .consent = consent };

  if (consent->signed_on > dip_desk_today (desk))
    {
      g_set_error (error, DIP_ERROR, DIP_ERROR_INVALID, _ ("A consent can't have been signed in the future."));
      return 0;
    }
  if (terms->signature_file == NULL && terms->signature_drawn == NULL)
    {
      g_set_error (error, DIP_ERROR, DIP_ERROR_INVALID,
                   _ ("A consent counts once signed; add a picture of the signature."));
      return 0;
    }
  if (!dip_library_read (desk->library, client_txn, (gpointer) code, error))
    return 0;
  consent->signature = keep_signature (desk, terms, error);
  if (consent->signature == NULL)
    return 0;
  if (dip_library_write (desk->library, record_txn, &op, error))
    return consent->id;
  dip_blobs_drop_unused (desk->library, consent->signature, NULL);
  return 0;
}

/* One that has expired by the computer's clock may be in force once the clock is set right. */
static gboolean
may_come_into_force (const DipConsent *consent, DipDate today)
{
  return is_open (consent, today) || dip_consent_state (consent, today) == DIP_CONSENT_EXPIRED;
}

static gboolean
withdraw_one (Op *op, DipDb *db, const DipConsent *consent, gint64 photo_id, GError **error)
{
  guint gone = dip_consent_scopes_left (consent) & op->scopes;
  DipConsentEvent event = {
    .consent_id = consent->id,
    .kind = DIP_CONSENT_EVENT_WITHDRAWN,
    .scopes = op->scopes, /* all that the client took back: an old form found later may have held more */
    .photo_id = photo_id,
    .on = dip_desk_today (op->desk),
    .by = op->desk->actor,
  };
  gboolean inserted;

  if (gone == 0 || !may_come_into_force (consent, dip_desk_today (op->desk)))
    return TRUE;
  inserted = dip_catalogue_consent_event_insert (db, &event, error);
  g_free (event.at);
  op->withdrawal.n_consents += inserted;
  return inserted;
}

static gboolean
note_withdrawal (Op *op, DipDb *db, const DipClient *client, gint64 photo_id, guint n_takedowns, GError **error)
{
  g_autofree char *subject = g_strconcat ("client ", client->code, NULL);
  g_autofree char *scopes = dip_flags_to_text (dip_scope_tokens, op->scopes);
  g_autofree char *photo = photo_id != 0 ? g_strdup_printf (",\"photo\":%" PRId64, photo_id) : NULL;
  g_autofree char *detail
      = g_strdup_printf ("{\"scopes\":\"%s\",\"takedowns\":%u%s}", scopes, n_takedowns, photo != NULL ? photo : "");

  return dip_audit_append (db, op->desk->actor, "consent-withdraw", subject, detail, error);
}

static gboolean
photo_is_of_client (DipDb *db, const DipClient *client, gint64 photo_id, GError **error)
{
  g_autoptr (DipPhoto) photo = photo_id != 0 ? dip_catalogue_photo (db, photo_id, error) : NULL;

  if (photo_id == 0 || (photo != NULL && photo->client_id == client->id))
    return TRUE;
  if (photo != NULL)
    g_set_error (error, DIP_ERROR, DIP_ERROR_INVALID, _ ("Photo %" PRId64 " is of another client."), photo_id);
  return FALSE;
}

/* Of one photo; 0: of everything. Whatever the records say, what went out under a use that is withdrawn has to come down. */
static gboolean
withdraw_for (Op *op, DipDb *db, const DipClient *client, GPtrArray *consents, gint64 photo_id, GError **error)
{
  const DipWithdrawal before = op->withdrawal;

  if (!photo_is_of_client (db, client, photo_id, error))
    return FALSE;
  for (guint i = 0; i < consents->len; i++)
    if (!withdraw_one (op, db, g_ptr_array_index (consents, i), photo_id, error))
      return FALSE;
  if (!dip_takedowns_open_for_photo (db, client->id, photo_id, "withdrawn", op->scopes, &op->withdrawal.n_takedowns,
                                     error))
    return FALSE;
  return (op->withdrawal.n_consents == before.n_consents && op->withdrawal.n_takedowns == before.n_takedowns)
         || note_withdrawal (op, db, client, photo_id, op->withdrawal.n_takedowns - before.n_takedowns, error);
}

static gboolean
withdraw_txn (DipDb *db, gpointer user_data, GError **error)
{
  Op *op = user_data;
  g_autoptr (DipClient) client = dip_catalogue_client_by_code (db, op->code, error);
  g_autoptr (GPtrArray) consents = client != NULL ? dip_catalogue_consents (db, client->id, error) : NULL;

  if (consents == NULL)
    return FALSE;
  op->withdrawal = (DipWithdrawal){ 0 };
  if (op->n_photo_ids == 0 && !withdraw_for (op, db, client, consents, 0, error))
    return FALSE;
  for (guint i = 0; i < op->n_photo_ids; i++)
    if (!withdraw_for (op, db, client, consents, op->photo_ids[i], error))
      return FALSE;
  if (op->withdrawal.n_consents > 0 || op->withdrawal.n_takedowns > 0)
    return TRUE;
  g_set_error (error, DIP_ERROR, DIP_ERROR_NOT_FOUND,
               _ ("Client %s has no consent in force for this, and nothing of it is out; nothing had to be withdrawn."),
               client->code);
  return FALSE;
}

gboolean
dip_consenting_withdraw (const DipDesk *desk, const char *code, guint scopes, DipWithdrawal *out, GError **error)
{
  return dip_consenting_withdraw_photos (desk, code, NULL, 0, scopes, out, error);
}

gboolean
dip_consenting_withdraw_photos (const DipDesk *desk, const char *code, const gint64 *photo_ids, guint n_photo_ids,
                                guint scopes, DipWithdrawal *out, GError **error)
{
  Op op = { .desk = desk, .code = code, .scopes = scopes, .photo_ids = photo_ids, .n_photo_ids = n_photo_ids };

  if (!dip_library_write (desk->library, withdraw_txn, &op, error))
    return FALSE;
  if (out != NULL)
    *out = op.withdrawal;
  return TRUE;
}

static gboolean
show_txn (DipDb *db, gpointer user_data, GError **error)
{
  Op *op = user_data;
  g_autoptr (DipClient) client = dip_catalogue_client_by_code (db, op->code, error);

  if (client != NULL)
    op->found = dip_catalogue_consents (db, client->id, error);
  return op->found != NULL;
}

GPtrArray *
dip_consenting_show (const DipDesk *desk, const char *code, GError **error)
{
  Op op = { .desk = desk, .code = code };

  return dip_library_read (desk->library, show_txn, &op, error) ? op.found : NULL;
}
