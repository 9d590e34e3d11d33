#include "dip-pairing.h"

#include <inttypes.h>
#include <glib/gi18n-lib.h>

#include "dip-approval.h"
#include "dip-audit.h"
#include "dip-catalogue.h"
#include "dip-sealing.h"

typedef struct
{
  const DipDesk *desk;
  const char *code;
  gint64 before_id, after_id;
  gint64 pair_id;
  const DipAlignment *draft;
  gboolean keep_framing; /* crop and correction of the current version instead of the draft's */
  const char *by;
  guint checked;
  gint64 result;
  GPtrArray *found;
  DipCase *loaded;
} Op;

static gboolean
propose (Op *op, DipDb *db, const DipPairSuggestion *suggestion, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (DipPair) existing
      = dip_catalogue_pair_of (db, suggestion->before->id, suggestion->after->id, &local_error);
  DipPairProposal *proposal;

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  proposal = g_new0 (DipPairProposal, 1);
  proposal->before_id = suggestion->before->id;
  proposal->after_id = suggestion->after->id;
  proposal->view = suggestion->after->view;
  proposal->score = suggestion->score;
  proposal->pair_id = existing != NULL ? existing->id : 0;
  g_ptr_array_add (op->found, proposal);
  return TRUE;
}

static gboolean
suggest_for_treatment (Op *op, DipDb *db, gint64 treatment_id, int healing_days, GError **error)
{
  g_autoptr (GPtrArray) photos = dip_catalogue_photos_of_treatment (db, treatment_id, error);
  g_autoptr (GPtrArray) sessions = photos != NULL ? dip_catalogue_sessions (db, treatment_id, error) : NULL;
  g_autoptr (GPtrArray) suggestions = NULL;

  if (sessions == NULL)
    return FALSE;
  suggestions = dip_pair_suggest (photos, sessions, healing_days, dip_desk_today (op->desk));
  for (guint i = 0; i < suggestions->len; i++)
    if (!propose (op, db, g_ptr_array_index (suggestions, i), error))
      return FALSE;
  return TRUE;
}

static gboolean
suggest_txn (DipDb *db, gpointer user_data, GError **error)
{
  Op *op = user_data;
  g_autoptr (DipClinic) clinic = dip_catalogue_clinic (db, error);
  g_autoptr (DipClient) client = clinic != NULL ? dip_catalogue_client_by_code (db, op->code, error) : NULL;
  g_autoptr (GPtrArray) treatments = client != NULL ? dip_catalogue_treatments (db, client->id, error) : NULL;

  if (treatments == NULL)
    return FALSE;
  for (guint i = 0; i < treatments->len; i++)
    {
      const DipTreatment *treatment = g_ptr_array_index (treatments, i);

      if (!suggest_for_treatment (op, db, treatment->id, clinic->healing_days, error))
        return FALSE;
    }
  return TRUE;
}

GPtrArray *
dip_pairing_suggest (const DipDesk *desk, const char *code, GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_free);
  Op op = { .desk = desk, .code = code, .found = found };

  return dip_library_read (desk->library, suggest_txn, &op, error) ? g_steal_pointer (&found) : NULL;
}

static gboolean
refuse_faults (guint faults, const DipPhaseFacts *after_facts, int healing_days, GError **error)
{
  g_autoptr (GPtrArray) texts = NULL;
  g_autofree char *joined = NULL;

  if (faults == DIP_PAIR_OK)
    return TRUE;
  texts = dip_pair_faults_to_text (faults, after_facts, healing_days);
  g_ptr_array_add (texts, NULL);
  joined = g_strjoinv (" ", (char **) texts->pdata);
  g_set_error_literal (error, DIP_ERROR, DIP_ERROR_REFUSED, joined);
  return FALSE;
}

static gboolean
refuse_existing (DipDb *db, gint64 before_id, gint64 after_id, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (DipPair) existing = dip_catalogue_pair_of (db, before_id, after_id, &local_error);

  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  else if (existing != NULL)
    g_set_error (error, DIP_ERROR, DIP_ERROR_EXISTS, _ ("These photos are pair %" PRId64 " already."), existing->id);
  else
    return TRUE;
  return FALSE;
}

static gboolean
check_photos (DipDb *db, const DipDesk *desk, const DipPhoto *before, const DipPhoto *after, GError **error)
{
  g_autoptr (DipClinic) clinic = dip_catalogue_clinic (db, error);
  DipPhaseFacts before_facts;
  DipPhaseFacts after_facts;
  g_autoptr (GPtrArray) sessions = NULL;
  DipDate today = dip_desk_today (desk);

  if (clinic == NULL)
    return FALSE;
  if (after->treatment_id == 0)
    {
      g_set_error (error, DIP_ERROR, DIP_ERROR_REFUSED,
                   _ ("Photo %" PRId64 " belongs to no treatment; add the treatment and its sessions first."),
                   after->id);
      return FALSE;
    }
  sessions = dip_catalogue_sessions (db, after->treatment_id, error);
  if (sessions == NULL)
    return FALSE;
  before_facts = dip_phase_of (before->taken_on, sessions, clinic->healing_days, today);
  after_facts = dip_phase_of (after->taken_on, sessions, clinic->healing_days, today);
  return refuse_faults (dip_pair_check (before, &before_facts, after, &after_facts), &after_facts, clinic->healing_days,
                        error);
}

static gboolean
insert_pair (Op *op, DipDb *db, const DipPhoto *after, GError **error)
{
  DipPair pair = {
    .treatment_id = after->treatment_id,
    .client_id = after->client_id,
    .before_id = op->before_id,
    .after_id = op->after_id,
    .view = after->view,
  };
  gboolean inserted = dip_catalogue_pair_insert (db, &pair, error);

  op->result = pair.id;
  g_free (pair.slug);
  g_free (pair.created_at);
  return inserted;
}

static gboolean
add_txn (DipDb *db, gpointer user_data, GError **error)
{
  Op *op = user_data;
  g_autoptr (DipPhoto) before = dip_catalogue_photo (db, op->before_id, error);
  g_autoptr (DipPhoto) after = before != NULL ? dip_catalogue_photo (db, op->after_id, error) : NULL;
  g_autofree char *subject = NULL;
  g_autofree char *detail = NULL;

  if (after == NULL || !check_photos (db, op->desk, before, after, error)
      || !refuse_existing (db, op->before_id, op->after_id, error) || !insert_pair (op, db, after, error))
    return FALSE;
  subject = g_strdup_printf ("pair %" PRId64, op->result);
  detail = g_strdup_printf ("{\"before\":%" PRId64 ",\"after\":%" PRId64 "}", op->before_id, op->after_id);
  return dip_audit_append (db, op->desk->actor, "pair-add", subject, detail, error);
}

gint64
dip_pairing_add (const DipDesk *desk, gint64 before_id, gint64 after_id, GError **error)
{
  Op op = { .desk = desk, .before_id = before_id, .after_id = after_id };

  return dip_library_write (desk->library, add_txn, &op, error) ? op.result : 0;
}

static gboolean
remove_txn (DipDb *db, gpointer user_data, GError **error)
{
  Op *op = user_data;
  g_autoptr (DipPair) pair = dip_catalogue_pair (db, op->pair_id, error);
  g_autofree char *subject = g_strdup_printf ("pair %" PRId64, op->pair_id);
  g_autofree char *detail = NULL;

  if (pair == NULL || !dip_catalogue_pair_remove (db, op->pair_id, error))
    return FALSE;
  detail = g_strdup_printf ("{\"before\":%" PRId64 ",\"after\":%" PRId64 "}", pair->before_id, pair->after_id);
  return dip_audit_append (db, op->desk->actor, "pair-remove", subject, detail, error);
}

gboolean
dip_pairing_remove (const DipDesk *desk, gint64 pair_id, GError **error)
{
  Op op = { .desk = desk, .pair_id = pair_id };

  return dip_sealing_require_curator (desk, error) && dip_library_write (desk->library, remove_txn, &op, error);
}

static gboolean
landmarks_equal (const DipAlignment *a, const DipAlignment *b)
{
  if (a->n_landmarks != b->n_landmarks || a->method != b->method)
    return FALSE;
  for (guint i = 0; i < a->n_landmarks; i++)
    if (a->before[i].x != b->before[i].x || a->before[i].y != b->before[i].y || a->after[i].x != b->after[i].x
        || a->after[i].y != b->after[i].y)
      return FALSE;
  return TRUE;
}

static gboolean
alignments_equal (const DipAlignment *a, const DipAlignment *b)
{
  return landmarks_equal (a, b) && a->crop_shape == b->crop_shape && a->crop.x == b->crop.x && a->crop.y == b->crop.y
         && a->crop.width == b->crop.width && a->crop.height == b->crop.height
         && a->correction.exposure == b->correction.exposure && a->correction.warmth == b->correction.warmth
         && a->correction.tint == b->correction.tint;
}

static gboolean
insert_alignment (Op *op, DipDb *db, const DipAlignment *solved, GError **error)
{
  DipAlignment row = *solved;
  g_autofree char *subject = g_strdup_printf ("pair %" PRId64, op->pair_id);
  g_autofree char *detail = NULL;
  gboolean inserted;

  row.id = 0;
  row.pair_id = op->pair_id;
  row.created_at = NULL;
  inserted = dip_catalogue_alignment_insert (db, &row, error);
  g_free (row.created_at);
  if (!inserted)
    return FALSE;
  op->result = row.id;
  detail = g_strdup_printf ("{\"alignment\":%" PRId64 ",\"method\":\"%s\",\"crop\":\"%s\"}", row.id,
                            dip_token_name (dip_alignment_method_tokens, (int) row.method),
                            dip_token_name (dip_crop_shape_tokens, (int) row.crop_shape));
  return dip_audit_append (db, op->desk->actor, "pair-align", subject, detail, error);
}

static gboolean
save_txn (DipDb *db, gpointer user_data, GError **error)
{
  Op *op = user_data;
  g_autoptr (DipPair) pair = dip_catalogue_pair (db, op->pair_id, error);
  g_autoptr (DipPhoto) before = pair != NULL ? dip_catalogue_photo (db, pair->before_id, error) : NULL;
  g_autoptr (DipPhoto) after = before != NULL ? dip_catalogue_photo (db, pair->after_id, error) : NULL;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (DipAlignment) current = NULL;
  DipAlignment solved = *op->draft;
  DipRect crop;

  if (after == NULL)
    return FALSE;
  current = dip_catalogue_alignment_current (db, op->pair_id, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (op->keep_framing && current != NULL)
    {
      solved.crop_shape = current->crop_shape;
      solved.crop = current->crop;
      solved.correction = current->correction;
    }
  if (!dip_alignment_solve (&solved, before, after, &crop, error))
    return FALSE;
  if (current != NULL && alignments_equal (current, &solved))
    {
      op->result = current->id;
      return TRUE;
    }
  return insert_alignment (op, db, &solved, error);
}

gint64
dip_pairing_save (const DipDesk *desk, gint64 pair_id, const DipAlignment *draft, GError **error)
{
  Op op = { .desk = desk, .pair_id = pair_id, .draft = draft };

  return dip_library_write (desk->library, save_txn, &op, error) ? op.result : 0;
}

gint64
dip_pairing_align (const DipDesk *desk, gint64 pair_id, const DipPoint *before, const DipPoint *after, guint n,
                   GError **error)
{
  DipAlignment draft = { .method = DIP_ALIGNMENT_POINTS, .n_landmarks = n };
  Op op = { .desk = desk, .pair_id = pair_id, .draft = &draft, .keep_framing = TRUE };

  if (n < DIP_LANDMARKS_MIN || n > DIP_LANDMARKS_MAX)
    {
      g_set_error (error, DIP_ERROR, DIP_ERROR_INVALID, _ ("Give two or three points on each photo."));
      return 0;
    }
  for (guint i = 0; i < n; i++)
    {
      draft.before[i] = before[i];
      draft.after[i] = after[i];
    }
  return dip_library_write (desk->library, save_txn, &op, error) ? op.result : 0;
}

static int
compare_days (gconstpointer a, gconstpointer b)
{
  const DipCase *first = *(const DipCase *const *) a, *second = *(const DipCase *const *) b;

  return first->after->taken_on < second->after->taken_on ? -1 : first->after->taken_on > second->after->taken_on;
}

static gboolean
siblings_txn (DipDb *db, gpointer user_data, GError **error)
{
  Op *op = user_data;
  g_autoptr (DipPair) pair = dip_catalogue_pair (db, op->pair_id, error);
  g_autoptr (GPtrArray) pairs = pair != NULL ? dip_catalogue_pairs (db, pair->client_id, error) : NULL;

  for (guint i = 0; pairs != NULL && i < pairs->len; i++)
    {
      const DipPair *other = g_ptr_array_index (pairs, i);
      DipCase *one;

      if (other->id == pair->id || other->before_id != pair->before_id)
        continue;
      one = dip_case_load (db, op->desk, other, error);
      if (one == NULL)
        return FALSE;
      g_ptr_array_add (op->found, one);
    }
  return pairs != NULL;
}

GPtrArray *
dip_pairing_siblings (const DipDesk *desk, gint64 pair_id, GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) dip_case_free);
  Op op = { .desk = desk, .pair_id = pair_id, .found = found };

  if (!dip_library_read (desk->library, siblings_txn, &op, error))
    return NULL;
  g_ptr_array_sort (found, compare_days);
  return g_steal_pointer (&found);
}

static gboolean
show_txn (DipDb *db, gpointer user_data, GError **error)
{
  Op *op = user_data;
  g_autoptr (DipPair) pair = dip_catalogue_pair (db, op->pair_id, error);

  if (pair != NULL)
    op->loaded = dip_case_load (db, op->desk, pair, error);
  return op->loaded != NULL;
}

DipCase *
dip_pairing_show (const DipDesk *desk, gint64 pair_id, GError **error)
{
  Op op = { .desk = desk, .pair_id = pair_id };

  return dip_library_read (desk->library, show_txn, &op, error) ? op.loaded : NULL;
}

static gboolean
approve_txn (DipDb *db, gpointer user_data, GError **error)
{
  Op *op = user_data;
  g_autoptr (DipPair) pair = dip_catalogue_pair (db, op->pair_id, error);
  g_autoptr (DipCase) one = pair != NULL ? dip_case_load (db, op->desk, pair, error) : NULL;
  DipApproval approval = { .pair_id = op->pair_id, .by = (char *) op->by, .checked = op->checked };
  g_autofree char *subject = g_strdup_printf ("pair %" PRId64, op->pair_id);
  gboolean inserted;

  if (one == NULL
      || !refuse_faults (dip_pair_check (one->before, &one->before_facts, one->after, &one->after_facts),
                         &one->after_facts, one->clinic->healing_days, error))
    return FALSE;
  approval.alignment_id = one->alignment != NULL ? one->alignment->id : 0;
  approval.before_redaction = one->before_redaction != NULL ? one->before_redaction->id : 0;
  approval.after_redaction = one->after_redaction != NULL ? one->after_redaction->id : 0;
  approval.consent_event = dip_approval_latest_event (one->consents);
  approval.photos = dip_approval_photos_text (one->before, one->after);
  inserted = dip_catalogue_approval_insert (db, &approval, error);
  g_free (approval.photos);
  g_free (approval.at);
  op->result = approval.id;
  return inserted && dip_audit_append (db, op->by, "pair-approve", subject, NULL, error);
}

gint64
dip_pairing_approve (const DipDesk *desk, gint64 pair_id, const char *by, guint checked, GError **error)
{
  Op op = { .desk = desk, .pair_id = pair_id, .by = by != NULL ? by : desk->actor, .checked = checked };
  g_autofree char *missing = dip_flags_to_label (dip_looked_for_tokens, DIP_LOOKED_FOR_ALL & ~checked);

  if ((checked & DIP_LOOKED_FOR_ALL) != DIP_LOOKED_FOR_ALL)
    {
      g_set_error (error, DIP_ERROR, DIP_ERROR_REFUSED,
                   _ ("Before approving, look for each of these in both photos, and cover what may not be seen: %s."),
                   missing);
      return 0;
    }
  return dip_library_write (desk->library, approve_txn, &op, error) ? op.result : 0;
}
