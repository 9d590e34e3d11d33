#include "dip-consenting.h"

#include <glib/gi18n-lib.h>

#include "dip-catalogue.h"
#include "dip-takedowns.h"

const DipToken dip_due_tokens[] = {
  { DIP_DUE_MISSING, "missing", NULL, "consent", NC_ ("consent", "Missing") },
  { DIP_DUE_EXPIRING, "expiring", NULL, "consent", NC_ ("consent", "Expiring") },
  { DIP_DUE_EXPIRED, "expired", NULL, "consent", NC_ ("consent", "Expired") },
  { DIP_DUE_WITHDRAWN, "withdrawn", NULL, "consent", NC_ ("consent", "Withdrawn") },
  { DIP_DUE_REVIEW, "review", NULL, "consent", NC_ ("consent", "To be asked again") },
  { 0 },
};

typedef struct
{
  const DipDesk *desk;
  int days;
  GPtrArray *found;
} Op;

/* What a client's row is made of. */
typedef struct
{
  const DipClient *client;
  GPtrArray *consents;
  guint n_pairs, n_takedowns;
} Facts;

void
dip_due_free (DipDue *self)
{
  if (self == NULL)
    return;
  g_free (self->code);
  g_free (self);
}

/* One takes its place when it ends, or has: nobody needs to ask again. */
static gboolean
has_successor (const DipConsent *consent)
{
  for (guint i = 0; i < consent->events->len; i++)
    if (((const DipConsentEvent *) consent->events->pdata[i])->kind == DIP_CONSENT_EVENT_REPLACED)
      return TRUE;
  return FALSE;
}

static void
add (const Op *op, const Facts *facts, DipDueKind kind, const DipConsent *consent)
{
  const DipDate today = dip_desk_today (op->desk);
  DipDue *due = g_new0 (DipDue, 1);

  due->kind = kind;
  due->code = g_strdup (facts->client->code);
  due->consent_id = consent != NULL ? consent->id : 0;
  due->until = consent != NULL ? consent->valid_until : DIP_DATE_NONE;
  due->review_by = consent != NULL ? consent->review_by : DIP_DATE_NONE;
  due->on = kind == DIP_DUE_REVIEW ? due->review_by : due->until;
  due->days_left = due->on != DIP_DATE_NONE ? due->on - today : 0;
  due->n_takedowns = facts->n_takedowns;
  g_ptr_array_add (op->found, due);
}

/* Each that is in force and runs out by itself, be there several; TRUE when any is in force. */
static gboolean
add_active (const Op *op, const Facts *facts)
{
  const DipDate today = dip_desk_today (op->desk);
  const DipConsent *last = NULL;

  for (guint i = 0; i < facts->consents->len; i++)
    {
      const DipConsent *consent = facts->consents->pdata[i];
      if (dip_consent_state (consent, today) != DIP_CONSENT_ACTIVE)
        continue;
      last = consent;
      if (has_successor (consent) || facts->n_takedowns > 0)
        continue;
      if (consent->valid_until - today <= op->days)
        add (op, facts, DIP_DUE_EXPIRING, consent);
      else if (consent->review_by != DIP_DATE_NONE && consent->review_by - today <= op->days)
        add (op, facts, DIP_DUE_REVIEW, consent);
    }
  if (last != NULL && facts->n_takedowns > 0)
    add (op, facts, DIP_DUE_WITHDRAWN, last);
  return last != NULL;
}

/* None is in force: what the latest that counts says. */
static void
add_inactive (const Op *op, const Facts *facts)
{
  const DipConsent *latest = NULL;

  for (guint i = facts->consents->len; i > 0 && latest == NULL; i--)
    if (dip_consent_state (facts->consents->pdata[i - 1], dip_desk_today (op->desk)) != DIP_CONSENT_REPLACED)
      latest = facts->consents->pdata[i - 1];
  switch (latest != NULL ? dip_consent_state (latest, dip_desk_today (op->desk)) : DIP_CONSENT_DRAFT)
    {
    case DIP_CONSENT_EXPIRED:
      add (op, facts, DIP_DUE_EXPIRED, latest);
      break;
    case DIP_CONSENT_WITHDRAWN:
      if (facts->n_takedowns > 0)
        add (op, facts, DIP_DUE_WITHDRAWN, latest);
      break;
    case DIP_CONSENT_DRAFT:
    case DIP_CONSENT_IN_ERROR:
      if (facts->n_pairs > 0)
        add (op, facts, DIP_DUE_MISSING, latest);
      break;
    case DIP_CONSENT_ACTIVE:
    case DIP_CONSENT_NOT_YET:
    case DIP_CONSENT_REPLACED:
    case DIP_CONSENT_DECLINED:
    default:
      break;
    }
}

static gboolean
add_due (Op *op, DipDb *db, const DipClient *client, GPtrArray *takedowns, GError **error)
{
  g_autoptr (GPtrArray) consents = dip_catalogue_consents (db, client->id, error);
  g_autoptr (GPtrArray) pairs = consents != NULL ? dip_catalogue_pairs (db, client->id, error) : NULL;
  Facts facts = { client, consents, 0, 0 };

  if (pairs == NULL)
    return FALSE;
  facts.n_pairs = pairs->len;
  for (guint i = 0; i < takedowns->len; i++)
    facts.n_takedowns += ((const DipTakedown *) takedowns->pdata[i])->item->client_id == client->id;
  if (!add_active (op, &facts))
    add_inactive (op, &facts);
  return TRUE;
}

static gboolean
due_txn (DipDb *db, gpointer user_data, GError **error)
{
  Op *op = user_data;
  g_autoptr (GPtrArray) clients = dip_catalogue_clients (db, error);
  g_autoptr (GPtrArray) takedowns = clients != NULL ? dip_catalogue_takedowns (db, TRUE, error) : NULL;

  if (takedowns == NULL)
    return FALSE;
  for (guint i = 0; i < clients->len; i++)
    {
      const DipClient *client = g_ptr_array_index (clients, i);

      if (client->erased_at == NULL && !add_due (op, db, client, takedowns, error))
        return FALSE;
    }
  return TRUE;
}

static int
compare_due (gconstpointer a, gconstpointer b)
{
  static const int urgency[] = {
    [DIP_DUE_WITHDRAWN] = 0, [DIP_DUE_EXPIRED] = 1, [DIP_DUE_EXPIRING] = 2, [DIP_DUE_REVIEW] = 3, [DIP_DUE_MISSING] = 4
  };
  const DipDue *left = *(DipDue *const *) a;
  const DipDue *right = *(DipDue *const *) b;

  if (left->kind != right->kind)
    return urgency[left->kind] - urgency[right->kind];
  return (left->days_left > right->days_left) - (left->days_left < right->days_left);
}

GPtrArray *
dip_consenting_due (const DipDesk *desk, int days, GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) dip_due_free);
  Op op = { .desk = desk, .days = days, .found = found };

  if (!dip_library_is_read_only (desk->library) && !dip_takedowns_refresh (desk, NULL, error))
    return NULL;
  if (!dip_library_read (desk->library, due_txn, &op, error))
    return NULL;
  g_ptr_array_sort (found, compare_due);
  return g_steal_pointer (&found);
}

gboolean
dip_consenting_counts (const DipDesk *desk, int days, DipDueCounts *out, GError **error)
{
  g_autoptr (GPtrArray) due = dip_consenting_due (desk, days, error);
  g_autoptr (GPtrArray) takedowns = due != NULL ? dip_takedowns_list (desk, TRUE, error) : NULL;

  *out = (DipDueCounts){ 0 };
  if (takedowns == NULL)
    return FALSE;
  for (guint i = 0; i < due->len; i++)
    {
      const DipDue *one = due->pdata[i];
      out->n_running_out += one->kind == DIP_DUE_EXPIRING || one->kind == DIP_DUE_REVIEW;
      out->n_expired += one->kind == DIP_DUE_EXPIRED;
      out->n_missing += one->kind == DIP_DUE_MISSING;
    }
  out->n_takedowns = takedowns->len;
  for (guint i = 0; i < takedowns->len; i++)
    out->n_overdue += dip_takedown_is_overdue (takedowns->pdata[i], dip_desk_today (desk));
  return TRUE;
}
