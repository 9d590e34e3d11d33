#include "dip-treatments.h"

#include <inttypes.h>
#include <glib/gi18n-lib.h>

#include "dip-audit.h"
#include "dip-catalogue.h"
#include "dip-clients.h"

#define EARLIEST_YEAR 1990
#define DAYS_AHEAD    366

typedef struct
{
  const DipDesk *desk;
  const char *code;
  DipTreatment treatment;
  DipSession session;
  GPtrArray *found;
} Op;

static gboolean
add_treatment_txn (DipDb *db, gpointer user_data, GError **error)
{
  Op *op = user_data;
  g_autoptr (DipClient) client = dip_clients_require (db, op->code, error);
  g_autofree char *subject = NULL;

  if (client == NULL)
    return FALSE;
  op->treatment.client_id = client->id;
  if (!dip_catalogue_treatment_insert (db, &op->treatment, error))
    return FALSE;
  subject = g_strdup_printf ("treatment %" PRId64, op->treatment.id);
  return dip_audit_append (db, op->desk->actor, "treatment-add", subject, NULL, error);
}

gint64
dip_treatments_add (const DipDesk *desk, const char *code, guint areas, DipStage stage, GError **error)
{
  Op op = { .desk = desk, .code = code, .treatment = { .areas = areas, .stage = stage } };
  gboolean done = dip_library_write (desk->library, add_treatment_txn, &op, error);

  g_free (op.treatment.created_at);
  return done ? op.treatment.id : 0;
}

static gboolean
list_treatments_txn (DipDb *db, gpointer user_data, GError **error)
{
  Op *op = user_data;
  g_autoptr (DipClient) client = dip_catalogue_client_by_code (db, op->code, error);

  if (client != NULL)
    op->found = dip_catalogue_treatments (db, client->id, error);
  return op->found != NULL;
}

GPtrArray *
dip_treatments_list (const DipDesk *desk, const char *code, GError **error)
{
  Op op = { .desk = desk, .code = code };

  return dip_library_read (desk->library, list_treatments_txn, &op, error) ? op.found : NULL;
}

gboolean
dip_treatments_newest (DipDb *db, gint64 client_id, gint64 *id, GError **error)
{
  g_autoptr (GPtrArray) treatments = dip_catalogue_treatments (db, client_id, error);

  if (treatments == NULL)
    return FALSE;
  *id = 0;
  if (treatments->len > 0)
    *id = ((DipTreatment *) g_ptr_array_index (treatments, treatments->len - 1))->id;
  return TRUE;
}

/* The treatment the session goes to, which has to be the client's own. */
static gboolean
settle_treatment (DipDb *db, const DipClient *client, gint64 *treatment_id, GError **error)
{
  g_autoptr (DipTreatment) treatment = NULL;

  if (*treatment_id == 0 && !dip_treatments_newest (db, client->id, treatment_id, error))
    return FALSE;
  if (*treatment_id == 0)
    {
      g_set_error (error, DIP_ERROR, DIP_ERROR_INVALID, _ ("Client %s has no treatment yet; add the treatment first."),
                   client->code);
      return FALSE;
    }
  treatment = dip_catalogue_treatment (db, *treatment_id, error);
  if (treatment == NULL)
    return FALSE;
  if (treatment->client_id == client->id)
    return TRUE;
  g_set_error (error, DIP_ERROR, DIP_ERROR_INVALID, _ ("Treatment %" PRId64 " is not one of client %s."), *treatment_id,
               client->code);
  return FALSE;
}

static gboolean
add_session_txn (DipDb *db, gpointer user_data, GError **error)
{
  Op *op = user_data;
  g_autoptr (DipClient) client = dip_clients_require (db, op->code, error);
  g_autofree char *subject = NULL;
  g_autofree char *day = NULL;
  g_autofree char *detail = NULL;

  if (client == NULL || !settle_treatment (db, client, &op->session.treatment_id, error)
      || !dip_catalogue_session_insert (db, &op->session, error))
    return FALSE;
  subject = g_strdup_printf ("session %" PRId64, op->session.id);
  day = dip_date_to_iso (op->session.date);
  detail = g_strdup_printf ("{\"date\":\"%s\"}", day);
  return dip_audit_append (db, op->desk->actor, "session-add", subject, detail, error);
}

gint64
dip_sessions_add (const DipDesk *desk, const char *code, gint64 treatment_id, DipDate date, DipSessionKind kind,
                  GError **error)
{
  Op op = {
    .desk = desk,
    .code = code,
    .session = { .treatment_id = treatment_id, .date = date, .kind = kind },
  };

  if (date < dip_date_from_ymd (EARLIEST_YEAR, 1, 1) || date > dip_desk_today (desk) + DAYS_AHEAD)
    {
      g_set_error (error, DIP_ERROR, DIP_ERROR_INVALID,
                   _ ("A session can't be before %d or more than a year ahead; check the year."), EARLIEST_YEAR);
      return 0;
    }
  return dip_library_write (desk->library, add_session_txn, &op, error) ? op.session.id : 0;
}

static int
compare_sessions (gconstpointer a, gconstpointer b)
{
  const DipSession *left = *(DipSession *const *) a;
  const DipSession *right = *(DipSession *const *) b;

  return (left->date > right->date) - (left->date < right->date);
}

static gboolean
list_sessions_txn (DipDb *db, gpointer user_data, GError **error)
{
  Op *op = user_data;
  g_autoptr (DipClient) client = dip_catalogue_client_by_code (db, op->code, error);
  g_autoptr (GPtrArray) treatments = client != NULL ? dip_catalogue_treatments (db, client->id, error) : NULL;

  if (treatments == NULL)
    return FALSE;
  for (guint i = 0; i < treatments->len; i++)
    {
      const DipTreatment *treatment = g_ptr_array_index (treatments, i);
      GPtrArray *sessions = dip_catalogue_sessions (db, treatment->id, error);

      if (sessions == NULL)
        return FALSE;
      g_ptr_array_extend_and_steal (op->found, sessions);
    }
  g_ptr_array_sort (op->found, compare_sessions);
  return TRUE;
}

GPtrArray *
dip_sessions_list (const DipDesk *desk, const char *code, GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) dip_session_free);
  Op op = { .desk = desk, .code = code, .found = found };

  return dip_library_read (desk->library, list_sessions_txn, &op, error) ? g_steal_pointer (&found) : NULL;
}
