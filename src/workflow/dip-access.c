#include "dip-access.h"

#include <inttypes.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "dip-blobs.h"
#include "dip-catalogue.h"
#include "dip-clients.h"
#include "dip-document.h"
#include "dip-history.h"
#include "dip-identity-store.h"
#include "dip-imaging.h"
#include "dip-receipt.h"
#include "dip-safe-file.h"
#include "dip-zip.h"

typedef struct
{
  const DipDesk *desk;
  const char *code;
  DipZip *zip;
  DipClient *client;
  DipClinic *clinic;
  DipIdentity *identity;
  GPtrArray *photos, *consents, *items;
} Op;

static gboolean
add_blob (Op *op, const char *folder, gint64 id, const char *digest, GError **error)
{
  g_autoptr (GBytes) bytes = dip_blobs_get (op->desk->library, digest, error);
  g_autofree char *name = NULL;

  if (bytes == NULL)
    return FALSE;
  name = g_strdup_printf ("%s/%" PRId64 ".%s", folder, id, dip_format_extension (dip_format_sniff (bytes)));
  return dip_zip_add (op->zip, name, bytes, error);
}

static gboolean
add_consent (Op *op, DipDb *db, DipConsent *consent, GError **error)
{
  g_autofree char *form = dip_catalogue_form_text (db, consent->form_id, error);
  g_autofree char *language = form != NULL ? dip_catalogue_form_language (db, consent->form_id, error) : NULL;
  const DipReceipt receipt = { consent, op->client, op->clinic, form, language, dip_desk_today (op->desk) };
  g_autofree char *json_name = g_strdup_printf ("consents/%" PRId64 ".json", consent->id);
  g_autofree char *text_name = g_strdup_printf ("consents/%" PRId64 ".txt", consent->id);
  g_autoptr (GBytes) json = NULL;
  g_autoptr (GBytes) text = NULL;

  if (language == NULL)
    return FALSE;
  json = dip_receipt_to_iso (&receipt);
  text = g_bytes_new (form, strlen (form));
  if (!dip_zip_add (op->zip, json_name, json, error) || !dip_zip_add (op->zip, text_name, text, error))
    return FALSE;
  return consent->signature == NULL || add_blob (op, "consents/signatures", consent->id, consent->signature, error);
}

static gboolean
collect_txn (DipDb *db, gpointer user_data, GError **error)
{
  Op *op = user_data;

  op->client = dip_clients_require (db, op->code, error);
  op->clinic = op->client != NULL ? dip_catalogue_clinic (db, error) : NULL;
  op->photos = op->clinic != NULL ? dip_catalogue_photos (db, op->client->id, error) : NULL;
  op->consents = op->photos != NULL ? dip_catalogue_consents (db, op->client->id, error) : NULL;
  op->items = op->consents != NULL ? dip_catalogue_items (db, op->client->id, error) : NULL;
  if (op->items == NULL)
    return FALSE;
  op->identity = dip_identity_get (db, op->client->id, NULL);
  for (guint i = 0; i < op->photos->len; i++)
    {
      const DipPhoto *photo = op->photos->pdata[i];
      if (!add_blob (op, "photos", photo->id, photo->blob, error))
        return FALSE;
    }
  for (guint i = 0; i < op->consents->len; i++)
    if (!add_consent (op, db, op->consents->pdata[i], error))
      return FALSE;
  return TRUE;
}

static void
add_person (const Op *op, DipDocument *document)
{
  g_autofree char *born = op->identity != NULL ? dip_date_to_iso (op->identity->born) : NULL;

  dip_document_add_fact (document, _ ("Client"), op->client->code);
  if (op->identity != NULL)
    dip_document_add_fact (document, _ ("Name"), op->identity->name);
  if (born != NULL)
    dip_document_add_fact (document, _ ("Born"), born);
  if (op->identity != NULL && op->identity->contact != NULL)
    dip_document_add_fact (document, _ ("Contact"), op->identity->contact);
}

static void
add_lists (const Op *op, DipDocument *document, GPtrArray *history)
{
  dip_document_add_heading (document, 1, _ ("Photos"));
  for (guint i = 0; i < op->photos->len; i++)
    {
      const DipPhoto *photo = op->photos->pdata[i];
      g_autofree char *day = dip_date_to_iso (photo->taken_on);
      g_autofree char *text = g_strdup_printf ("photos/%" PRId64 " · %s", photo->id, day != NULL ? day : "—");
      dip_document_add_item (document, text);
    }
  dip_document_add_heading (document, 1, _ ("Files that were published"));
  for (guint i = 0; i < op->items->len; i++)
    {
      const DipExportItem *item = op->items->pdata[i];
      const char *const cells[] = { item->name, item->folder, item->exported_at, item->sha256, NULL };
      dip_document_add_row (document, cells, FALSE);
    }
  dip_document_add_heading (document, 1, _ ("What was done"));
  for (guint i = 0; i < history->len; i++)
    {
      const DipAuditEntry *entry = history->pdata[i];
      g_autofree char *subject = dip_history_subject_label (entry->subject);
      const char *const cells[] = { entry->at, entry->actor, dip_history_action_label (entry->action), subject, NULL };

      dip_document_add_row (document, cells, FALSE);
    }
}

static gboolean
add_overview (Op *op, GError **error)
{
  g_autoptr (GPtrArray) history = dip_history_of_client (op->desk, op->code, 0, error);
  g_autoptr (DipDocument) document = NULL;
  g_autoptr (GBytes) pdf = NULL;

  if (history == NULL)
    return FALSE;
  document = dip_document_new (_ ("What this clinic holds about you"), C_ ("BCP 47 tag of this translation", "en"),
                               dip_desk_today (op->desk));
  dip_document_set_footer (document, op->clinic->name);
  add_person (op, document);
  add_lists (op, document, history);
  pdf = dip_document_finish (document, error);
  return pdf != NULL && dip_zip_add (op->zip, "overview.pdf", pdf, error);
}

static void
op_clear (Op *op)
{
  g_clear_pointer (&op->zip, dip_zip_free);
  g_clear_pointer (&op->client, dip_client_free);
  g_clear_pointer (&op->clinic, dip_clinic_free);
  g_clear_pointer (&op->identity, dip_identity_free);
  g_clear_pointer (&op->photos, g_ptr_array_unref);
  g_clear_pointer (&op->consents, g_ptr_array_unref);
  g_clear_pointer (&op->items, g_ptr_array_unref);
}

gboolean
dip_access_export (const DipDesk *desk, const char *code, const char *file, GError **error)
{
  Op op = { .desk = desk, .code = code, .zip = dip_zip_new () };
  g_autoptr (GBytes) archive = NULL;

  if (dip_library_read (desk->library, collect_txn, &op, error) && add_overview (&op, error))
    archive = dip_zip_finish (op.zip);
  op_clear (&op);
  return archive != NULL && dip_safe_file_write (file, archive, DIP_SAFE_FILE_PRIVATE, NULL, NULL, error);
}
