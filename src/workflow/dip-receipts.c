#include <glib/gi18n-lib.h>

#include "dip-catalogue.h"
#include "dip-consenting.h"
#include "dip-receipt.h"
#include "dip-safe-file.h"

const DipToken dip_receipt_format_tokens[] = {
  { DIP_RECEIPT_PDF, "pdf", NULL, "receipt", NC_ ("receipt", "PDF") },
  { DIP_RECEIPT_JSON, "iso", "json", "receipt", NC_ ("receipt", "ISO/IEC TS 27560") },
  { DIP_RECEIPT_FHIR, "fhir", NULL, "receipt", NC_ ("receipt", "HL7 FHIR") },
  { 0 },
};

typedef struct
{
  gint64 consent_id;
  DipReceipt receipt;
} Op;

static gboolean
receipt_txn (DipDb *db, gpointer user_data, GError **error)
{
  Op *op = user_data;
  DipReceipt *receipt = &op->receipt;

  receipt->consent = dip_catalogue_consent (db, op->consent_id, error);
  if (receipt->consent == NULL)
    return FALSE;
  receipt->client = dip_catalogue_client (db, receipt->consent->client_id, error);
  receipt->clinic = receipt->client != NULL ? dip_catalogue_clinic (db, error) : NULL;
  receipt->form = receipt->clinic != NULL ? dip_catalogue_form_text (db, receipt->consent->form_id, error) : NULL;
  receipt->language = receipt->form != NULL ? dip_catalogue_form_language (db, receipt->consent->form_id, error) : NULL;
  return receipt->language != NULL;
}

static void
clear_receipt (DipReceipt *receipt)
{
  g_clear_pointer (&receipt->consent, dip_consent_free);
  g_clear_pointer (&receipt->client, dip_client_free);
  g_clear_pointer (&receipt->clinic, dip_clinic_free);
  g_clear_pointer (&receipt->form, g_free);
  g_clear_pointer (&receipt->language, g_free);
}

static GBytes *
render (const DipReceipt *receipt, DipReceiptFormat format, GError **error)
{
  switch (format)
    {
    case DIP_RECEIPT_JSON:
      return dip_receipt_to_iso (receipt);
    case DIP_RECEIPT_FHIR:
      return dip_receipt_to_fhir (receipt);
    case DIP_RECEIPT_PDF:
    default:
      return dip_receipt_render (receipt, error);
    }
}

gboolean
dip_consenting_receipt (const DipDesk *desk, gint64 consent_id, DipReceiptFormat format, const char *file,
                        GError **error)
{
  Op op = { .consent_id = consent_id };
  g_autoptr (GBytes) bytes = NULL;
  const gboolean found = dip_library_read (desk->library, receipt_txn, &op, error);

  op.receipt.today = dip_desk_today (desk);
  if (found)
    bytes = render (&op.receipt, format, error);
  clear_receipt (&op.receipt);
  return bytes != NULL && dip_safe_file_write (file, bytes, DIP_SAFE_FILE_PRIVATE, NULL, NULL, error);
}
