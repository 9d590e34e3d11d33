#include "dip-composing.h"

#include <glib/gi18n-lib.h>

#include "dip-audit.h"
#include "dip-catalogue.h"
#include "dip-pairing.h"
#include "dip-proof.h"
#include "dip-rendering.h"
#include "dip-safe-file.h"

static gboolean
format_of_name (const char *file, DipFormat *out, GError **error)
{
  static const struct
  {
    const char *suffix;
    DipFormat format;
  } known[] = {
    { ".jpg", DIP_FORMAT_JPEG },  { ".jpeg", DIP_FORMAT_JPEG }, { ".png", DIP_FORMAT_PNG },
    { ".webp", DIP_FORMAT_WEBP }, { ".avif", DIP_FORMAT_AVIF },
  };
  g_autofree char *lower = g_ascii_strdown (file, -1);

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (g_str_has_suffix (lower, known[i].suffix))
      {
        *out = known[i].format;
        return TRUE;
      }
  g_set_error (error, DIP_ERROR, DIP_ERROR_INVALID,
               _ ("“%s” doesn't say which kind of picture to make; end the name in .jpg, .png, .webp or .avif."), file);
  return FALSE;
}

/* Looking at a pair in the clinic needs no publication consent, but a person who has said no, or taken a yes back, is left
 * alone. */
gboolean
dip_composing_may_be_looked_at (const DipCase *one, DipDate today, GError **error)
{
  gboolean said_no = FALSE;

  for (guint i = 0; i < one->consents->len; i++)
    {
      DipConsentState state = dip_consent_state (g_ptr_array_index (one->consents, i), today);

      if (state == DIP_CONSENT_ACTIVE || state == DIP_CONSENT_NOT_YET)
        return TRUE;
      said_no = said_no || state == DIP_CONSENT_WITHDRAWN || state == DIP_CONSENT_DECLINED;
    }
  if (one->client->erased_at == NULL && !said_no)
    return TRUE;
  g_set_error (error, DIP_ERROR, DIP_ERROR_REFUSED,
               _ ("Client %s has withdrawn or declined; no new pictures are made of this client."), one->client->code);
  return FALSE;
}

typedef struct
{
  const DipDesk *desk;
  gint64 pair_id;
  gboolean cleared;
} NoteOp;

static gboolean
cleared_txn (DipDb *db, gpointer user_data, GError **error)
{
  NoteOp *op = user_data;
  g_autoptr (DipPair) pair = dip_catalogue_pair (db, op->pair_id, error);
  g_autoptr (DipCase) one = pair != NULL ? dip_case_load (db, op->desk, pair, error) : NULL;
  g_autoptr (DipDestination) website = one != NULL ? dip_catalogue_destination (db, "website", error) : NULL;
  g_autoptr (DipGateAnswer) answer = NULL;

  if (website == NULL)
    return FALSE;
  answer = dip_case_decide (one, website, dip_desk_today (op->desk));
  op->cleared = answer->allowed;
  return dip_composing_may_be_looked_at (one, dip_desk_today (op->desk), error);
}

static gboolean
note_txn (DipDb *db, gpointer user_data, GError **error)
{
  NoteOp *op = user_data;
  g_autofree char *subject = g_strdup_printf ("pair %" G_GINT64_FORMAT, op->pair_id);

  /* Asked again inside the write: a withdrawal may have come while the picture was being made. */
  return cleared_txn (db, op, error)
         && dip_audit_append (db, op->desk->actor, "compose", subject,
                              op->cleared ? "{\"cleared\":true}" : "{\"cleared\":false}", error);
}

static gboolean
write_picture (DipPicture *picture, DipFormat format, const char *file, GCancellable *cancellable, GError **error)
{
  DipRung rung = { .format = format, .width = dip_picture_get_width (picture) };
  g_autoptr (GPtrArray) encoded = dip_picture_encode (picture, &rung, 1, cancellable, error);
  g_auto (DipProof) proof = { .format = format, .flags = DIP_VERIFY_PIXELS };

  if (encoded == NULL)
    return FALSE;
  return dip_safe_file_write (file, ((DipEncoded *) g_ptr_array_index (encoded, 0))->bytes, 0, dip_proof_check, &proof,
                              error);
}

gboolean
dip_composing_save (const DipDesk *desk, gint64 pair_id, const DipComposeOptions *options, const char *file,
                    GCancellable *cancellable, gboolean *cleared, GError **error)
{
  NoteOp op = { .desk = desk, .pair_id = pair_id };
  DipFormat format;
  g_autoptr (DipCase) one = NULL;
  g_autoptr (DipPicture) picture = NULL;

  if (!format_of_name (file, &format, error))
    return FALSE;
  one = dip_pairing_show (desk, pair_id, error);
  if (one == NULL || !dip_composing_may_be_looked_at (one, dip_desk_today (desk), error))
    return FALSE;
  picture = dip_composing_render (desk, one, options, cancellable, error);
  if (picture == NULL)
    return FALSE;
  if (dip_library_is_read_only (desk->library) ? !dip_library_read (desk->library, cleared_txn, &op, error)
                                               : !dip_library_write (desk->library, note_txn, &op, error))
    return FALSE;
  if (cleared != NULL)
    *cleared = op.cleared;
  return write_picture (picture, format, file, cancellable, error);
}
