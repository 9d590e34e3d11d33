#include "dip-takedowns.h"

#include <inttypes.h>
#include <glib/gi18n-lib.h>

#include "dip-audit.h"
#include "dip-catalogue.h"
#include "dip-sealing.h"

static gboolean
block_item (DipDb *db, DipExportItem *item, const char *reason, GError **error)
{
  DipTakedown takedown = { .item_id = item->id, .reason = (char *) reason };
  gboolean opened;

  item->state = DIP_EXPORT_BLOCKED;
  opened = dip_catalogue_item_update (db, item, error) && dip_catalogue_takedown_insert (db, &takedown, error);
  g_free (takedown.opened_at);
  return opened;
}

void
dip_takedowns_mark_never_out (DipExportItem *item)
{
  g_free (item->removed_at);
  item->removed_at = g_strdup (item->exported_at);
}

/* A picture that a newer one replaced is still out there wherever it was copied to. */
static gboolean
item_is_out (const DipExportItem *item)
{
  return item->state != DIP_EXPORT_BLOCKED && g_strcmp0 (item->removed_at, item->exported_at) != 0;
}

/* Whether the picture shows the photo; one whose pair is gone might. */
static gboolean
shows_photo (DipDb *db, const DipExportItem *item, gint64 photo_id)
{
  g_autoptr (DipPair) pair = dip_catalogue_pair (db, item->pair_id, NULL);

  return pair == NULL || pair->before_id == photo_id || pair->after_id == photo_id;
}

gboolean
dip_takedowns_open_for_client (DipDb *db, gint64 client_id, const char *reason, guint scopes, guint *n_opened,
                               GError **error)
{
  return dip_takedowns_open_for_photo (db, client_id, 0, reason, scopes, n_opened, error);
}

gboolean
dip_takedowns_open_for_photo (DipDb *db, gint64 client_id, gint64 photo_id, const char *reason, guint scopes,
                              guint *n_opened, GError **error)
{
  g_autoptr (GPtrArray) items = dip_catalogue_items (db, client_id, error);

  if (items == NULL)
    return FALSE;
  for (guint i = 0; i < items->len; i++)
    {
      DipExportItem *item = g_ptr_array_index (items, i);
      g_autoptr (DipDestination) destination = NULL;

      if (!item_is_out (item))
        continue;
      destination = dip_catalogue_destination_by_id (db, item->destination_id, error);
      if (destination == NULL)
        return FALSE;
      if ((destination->scope & scopes) == 0
          || (photo_id != 0 && !destination->series && !shows_photo (db, item, photo_id)))
        continue;
      if (!block_item (db, item, reason, error))
        return FALSE;
      *n_opened += 1;
    }
  return TRUE;
}

const char *
dip_takedowns_reason (const DipGateAnswer *answer)
{
  static const struct
  {
    DipRefusalCode code;
    const char *reason;
  } reasons[] = {
    { DIP_REFUSAL_CLIENT_ERASED, "erased" },
    { DIP_REFUSAL_CONSENT_WITHDRAWN, "withdrawn" },
    { DIP_REFUSAL_SCOPE_WITHDRAWN, "withdrawn" },
    { DIP_REFUSAL_CONSENT_EXPIRED, "expired" },
    { DIP_REFUSAL_CLIENT_MINOR, "not-permitted" },
    { DIP_REFUSAL_PAIR_FAULT, "not-permitted" },
    { DIP_REFUSAL_NO_CONSENT, "not-permitted" },
    { DIP_REFUSAL_CONSENT_NOT_YET, "not-permitted" },
    { DIP_REFUSAL_CONSENT_DECLINED, "not-permitted" },
    { DIP_REFUSAL_SCOPE_MISSING, "not-permitted" },
    { DIP_REFUSAL_NOT_COVERED, "not-permitted" },
    { DIP_REFUSAL_IDENTIFIABILITY, "not-permitted" },
    { DIP_REFUSAL_DESTINATION_IDENTIFIABILITY, "not-permitted" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (reasons); i++)
    if (dip_gate_answer_has (answer, reasons[i].code))
      return reasons[i].reason;
  return NULL;
}

/* A strip shows every healed photo of one before: what holds for any of these pairs holds for it. */
static const char *
decide_series (DipDb *db, const DipDesk *desk, const DipCase *one, const DipDestination *destination, GError **error)
{
  g_autoptr (GPtrArray) pairs = dip_catalogue_pairs (db, one->client->id, error);
  const char *reason = NULL;

  for (guint i = 0; pairs != NULL && i < pairs->len && reason == NULL; i++)
    {
      const DipPair *pair = g_ptr_array_index (pairs, i);
      g_autoptr (DipCase) other = pair->before_id == one->before->id ? dip_case_load (db, desk, pair, error) : NULL;
      g_autoptr (DipGateAnswer) answer
          = other != NULL ? dip_case_decide (other, destination, dip_desk_today (desk)) : NULL;

      reason = answer != NULL ? dip_takedowns_reason (answer) : NULL;
    }
  return reason;
}

/* What marketing no longer sees has been dealt with by who took it back, or waits for a curator. */
static DipPair *
pair_of (DipDb *db, const DipDesk *desk, const DipExportItem *item, GError **error)
{
  return dip_catalogue_pair (db, item->pair_id, dip_sealing_role (desk) != DIP_ROLE_MARKETING ? error : NULL);
}

static const char *
decide_item (DipDb *db, const DipDesk *desk, const DipExportItem *item, GError **error)
{
  g_autoptr (DipPair) pair = pair_of (db, desk, item, error);
  g_autoptr (DipCase) one = pair != NULL ? dip_case_load (db, desk, pair, error) : NULL;
  g_autoptr (DipDestination) destination
      = one != NULL ? dip_catalogue_destination_by_id (db, item->destination_id, error) : NULL;
  g_autoptr (DipGateAnswer) answer = NULL;

  if (destination == NULL)
    return NULL;
  if (destination->series)
    return decide_series (db, desk, one, destination, error);
  answer = dip_case_decide (one, destination, dip_desk_today (desk));
  return dip_takedowns_reason (answer);
}

static gboolean
collect_recalls (DipDb *db, const DipDesk *desk, GPtrArray *items, GPtrArray *recalls, GPtrArray *reasons,
                 GError **error)
{
  const DipExportItem *previous = NULL;
  const char *reason = NULL;

  for (guint i = 0; i < items->len; i++)
    {
      DipExportItem *item = g_ptr_array_index (items, i);
      g_autoptr (GError) local_error = NULL;

      if (!item_is_out (item))
        continue;
      /* The files of one pair for one destination follow each other and share their answer. */
      if (previous == NULL || previous->pair_id != item->pair_id || previous->destination_id != item->destination_id)
        reason = decide_item (db, desk, item, &local_error);
      if (local_error != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      previous = item;
      if (reason == NULL)
        continue;
      g_ptr_array_add (recalls, item);
      g_ptr_array_add (reasons, (gpointer) reason);
    }
  return TRUE;
}

gboolean
dip_takedowns_reconcile (DipDb *db, const DipDesk *desk, guint *n_opened, GError **error)
{
  g_autoptr (GPtrArray) items = dip_catalogue_items (db, 0, error);
  g_autoptr (GPtrArray) recalls = g_ptr_array_new ();
  g_autoptr (GPtrArray) reasons = g_ptr_array_new ();

  if (items == NULL || !collect_recalls (db, desk, items, recalls, reasons, error))
    return FALSE;
  for (guint i = 0; i < recalls->len; i++)
    {
      DipExportItem *item = g_ptr_array_index (recalls, i);
      const char *reason = g_ptr_array_index (reasons, i);
      g_autofree char *subject = g_strdup_printf ("item %" PRId64, item->id);
      g_autofree char *detail = g_strdup_printf ("{\"reason\":\"%s\"}", reason);

      if (!block_item (db, item, reason, error)
          || !dip_audit_append (db, desk->actor, "takedown-open", subject, detail, error))
        return FALSE;
    }
  *n_opened += recalls->len;
  return TRUE;
}

typedef struct
{
  const DipDesk *desk;
  guint n_opened;
  gboolean open_only;
  GPtrArray *found;
} Op;

typedef struct
{
  const DipDesk *desk;
  const gint64 *ids;
  guint n_ids;
} Tick;

static gboolean
look_txn (DipDb *db, gpointer user_data, GError **error)
{
  Op *op = user_data;
  g_autoptr (GPtrArray) items = dip_catalogue_items (db, 0, error);
  g_autoptr (GPtrArray) recalls = g_ptr_array_new ();
  g_autoptr (GPtrArray) reasons = g_ptr_array_new ();

  if (items == NULL || !collect_recalls (db, op->desk, items, recalls, reasons, error))
    return FALSE;
  op->n_opened = recalls->len;
  return TRUE;
}

static gboolean
reconcile_txn (DipDb *db, gpointer user_data, GError **error)
{
  Op *op = user_data;

  op->n_opened = 0;
  return dip_takedowns_reconcile (db, op->desk, &op->n_opened, error);
}

gboolean
dip_takedowns_refresh (const DipDesk *desk, guint *n_opened, GError **error)
{
  Op op = { .desk = desk };

  if (!dip_library_read (desk->library, look_txn, &op, error))
    return FALSE;
  if (op.n_opened > 0 && !dip_library_write (desk->library, reconcile_txn, &op, error))
    return FALSE;
  if (n_opened != NULL)
    *n_opened = op.n_opened;
  return TRUE;
}

static gboolean
list_txn (DipDb *db, gpointer user_data, GError **error)
{
  Op *op = user_data;

  op->found = dip_catalogue_takedowns (db, op->open_only, error);
  return op->found != NULL;
}

GPtrArray *
dip_takedowns_list (const DipDesk *desk, gboolean open_only, GError **error)
{
  Op op = { .desk = desk, .open_only = open_only };

  if (!dip_library_is_read_only (desk->library) && !dip_takedowns_refresh (desk, NULL, error))
    return NULL;
  return dip_library_read (desk->library, list_txn, &op, error) ? op.found : NULL;
}

static gboolean
tick_txn (DipDb *db, gpointer user_data, GError **error)
{
  const Tick *tick = user_data;

  for (guint i = 0; i < tick->n_ids; i++)
    {
      g_autofree char *subject = g_strdup_printf ("item %" PRId64, tick->ids[i]);

      if (!dip_catalogue_takedown_done (db, tick->ids[i], tick->desk->actor, error)
          || !dip_audit_append (db, tick->desk->actor, "takedown-done", subject, NULL, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
dip_takedowns_tick (const DipDesk *desk, const gint64 *item_ids, guint n_item_ids, GError **error)
{
  Tick tick = { desk, item_ids, n_item_ids };

  return dip_library_write (desk->library, tick_txn, &tick, error);
}
