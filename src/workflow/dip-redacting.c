#include "dip-redacting.h"

#include <inttypes.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "dip-audit.h"
#include "dip-catalogue.h"

typedef struct
{
  const DipDesk *desk;
  gint64 photo_id;
  DipRedaction draft;
  DipRedaction *found;
} Op;

static gboolean
get_txn (DipDb *db, gpointer user_data, GError **error)
{
  Op *op = user_data;
  g_autoptr (DipPhoto) photo = dip_catalogue_photo (db, op->photo_id, error);
  g_autoptr (GError) local_error = NULL;

  if (photo == NULL)
    return FALSE;
  op->found = dip_catalogue_redaction_current (db, op->photo_id, &local_error);
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

DipRedaction *
dip_redacting_get (const DipDesk *desk, gint64 photo_id, GError **error)
{
  Op op = { .desk = desk, .photo_id = photo_id };

  return dip_library_read (desk->library, get_txn, &op, error) ? op.found : NULL;
}

static DipIdentifiability
seen_by_default (const DipRedaction *draft, const DipPhoto *photo)
{
  for (guint i = 0; i < draft->n_covers; i++)
    if (draft->covers[i].kind == DIP_COVER_EYES)
      return MIN (photo->shows, DIP_IDENTIFIABILITY_EYES_HIDDEN);
  return photo->shows;
}

static gboolean
check_draft (DipRedaction *draft, const DipPhoto *photo, GError **error)
{
  for (guint i = 0; i < draft->n_covers; i++)
    if (!dip_cover_check (&draft->covers[i], photo, error))
      return FALSE;
  if (draft->n_covers == 0 && draft->shows != 0 && draft->shows < photo->shows)
    {
      g_set_error_literal (error, DIP_ERROR, DIP_ERROR_INVALID,
                           _ ("Nothing is covered, so as much is seen as the photo shows. Cover something first."));
      return FALSE;
    }
  if (draft->shows == 0)
    draft->shows = seen_by_default (draft, photo);
  return TRUE;
}

static gboolean
set_txn (DipDb *db, gpointer user_data, GError **error)
{
  Op *op = user_data;
  g_autoptr (DipPhoto) photo = dip_catalogue_photo (db, op->photo_id, error);
  g_autofree char *subject = g_strdup_printf ("photo %" PRId64, op->photo_id);
  g_autofree char *detail = NULL;
  gboolean inserted;

  if (photo == NULL || !check_draft (&op->draft, photo, error))
    return FALSE;
  inserted = dip_catalogue_redaction_insert (db, &op->draft, error);
  g_free (op->draft.created_at);
  if (!inserted)
    return FALSE;
  detail = g_strdup_printf ("{\"covers\":%u,\"shows\":\"%s\"}", op->draft.n_covers,
                            dip_token_name (dip_identifiability_tokens, (int) op->draft.shows));
  return dip_audit_append (db, op->desk->actor, "photo-redact", subject, detail, error);
}

gint64
dip_redacting_set (const DipDesk *desk, gint64 photo_id, const DipCover *covers, guint n, DipIdentifiability shows,
                   GError **error)
{
  Op op = { .desk = desk,
            .photo_id = photo_id,
            .draft = { .photo_id = photo_id, .n_covers = n, .shows = shows, .by = desk->actor } };

  if (n > DIP_COVERS_MAX)
    {
      g_set_error (error, DIP_ERROR, DIP_ERROR_INVALID, _ ("A photo takes at most %d covers; join some of them."),
                   DIP_COVERS_MAX);
      return 0;
    }
  for (guint i = 0; i < n; i++)
    op.draft.covers[i] = covers[i];
  return dip_library_write (desk->library, set_txn, &op, error) ? op.draft.id : 0;
}

GBytes *
dip_redacting_burn (const DipRedaction *redaction, const DipPhoto *photo, GBytes *pixels, int width, int height)
{
  gsize size;
  g_autofree guint8 *burnt = NULL;

  g_return_val_if_fail (photo != NULL && pixels != NULL && width > 0 && height > 0, NULL);

  if (redaction == NULL || redaction->n_covers == 0)
    return g_bytes_ref (pixels);
  size = g_bytes_get_size (pixels);
  burnt = g_memdup2 (g_bytes_get_data (pixels, NULL), size);
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      {
        const DipPoint point = { (x + 0.5) * photo->width / width, (y + 0.5) * photo->height / height };

        for (guint i = 0; i < redaction->n_covers; i++)
          if (dip_cover_hides (&redaction->covers[i], point))
            memset (burnt + ((gsize) y * (gsize) width + (gsize) x) * 3, 0, 3);
      }
  return g_bytes_new_take (g_steal_pointer (&burnt), size);
}
