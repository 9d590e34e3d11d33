#include "dip-catalogue.h"

#include <inttypes.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "dip-db.h"
#include "dip-random.h"

#define SLUG_LENGTH 8
#define SELECT_PAIR                                                                                                    \
  "SELECT p.id, p.treatment_id, t.client_id, p.before_id, p.after_id, p.view, p.slug, p.created_at "                   \
  "FROM pair p JOIN treatment t ON t.id = p.treatment_id "
#define ALIGNMENT_COLUMNS                                                                                              \
  "before, after, a, b, tx, ty, residual, method, confidence, crop_shape, crop, exposure, warmth, tint, created_at"
#define APPROVAL_COLUMNS "alignment_id, before_redaction, after_redaction, checked, by, at, consent_event, photos"

static gpointer
take_pair (DipStatement *row)
{
  DipPair *pair = g_new0 (DipPair, 1);

  pair->id = dip_statement_take_int (row);
  pair->treatment_id = dip_statement_take_int (row);
  pair->client_id = dip_statement_take_int (row);
  pair->before_id = dip_statement_take_int (row);
  pair->after_id = dip_statement_take_int (row);
  pair->view = (DipView) dip_statement_take_token (row, dip_view_tokens, DIP_VIEW_NONE);
  pair->slug = dip_statement_take_text (row);
  pair->created_at = dip_statement_take_text (row);
  return pair;
}

/* A slug that no pair has. */
static char *
new_slug (DipDb *db, GError **error)
{
  while (TRUE)
    {
      g_autoptr (DipStatement) find = dip_db_prepare (db, "SELECT count(*) FROM pair WHERE slug = ?");
      g_autofree char *slug = dip_random_slug (SLUG_LENGTH);
      gint64 taken;

      dip_statement_put_text (find, slug);
      if (!dip_statement_int (find, &taken, error))
        return NULL;
      if (!taken)
        return g_steal_pointer (&slug);
    }
}

static gboolean
client_of (DipDb *db, gint64 treatment_id, gint64 *client_id, GError **error)
{
  g_autoptr (DipTreatment) treatment = dip_catalogue_treatment (db, treatment_id, error);

  if (treatment == NULL)
    return FALSE;
  *client_id = treatment->client_id;
  return TRUE;
}

/**
 * dip_catalogue_pair_insert:
 * @db: the connection of a write
 * @pair: gets its id and client, and its slug and created_at when it has none
 * @error: %DIP_ERROR_EXISTS for the same two photos again, any
 *
 * Returns: %TRUE on success
 */
gboolean
dip_catalogue_pair_insert (DipDb *db, DipPair *pair, GError **error)
{
  g_autoptr (DipStatement) insert = NULL;

  g_return_val_if_fail (db != NULL && pair != NULL, FALSE);

  if (!client_of (db, pair->treatment_id, &pair->client_id, error)
      || (pair->slug == NULL && (pair->slug = new_slug (db, error)) == NULL))
    return FALSE;
  if (pair->created_at == NULL)
    pair->created_at = dip_time_now_utc ();
  insert = dip_db_prepare (db, "INSERT INTO pair (treatment_id, before_id, after_id, view, slug, created_at) "
                               "VALUES (?, ?, ?, ?, ?, ?)");
  dip_statement_put_int (insert, pair->treatment_id);
  dip_statement_put_int (insert, pair->before_id);
  dip_statement_put_int (insert, pair->after_id);
  dip_statement_put_token (insert, dip_view_tokens, (int) pair->view);
  dip_statement_put_text (insert, pair->slug);
  dip_statement_put_text (insert, pair->created_at);
  if (!dip_statement_run (insert, error))
    return FALSE;
  pair->id = dip_db_last_id (db);
  return TRUE;
}

DipPair *
dip_catalogue_pair (DipDb *db, gint64 id, GError **error)
{
  g_autoptr (DipStatement) get = NULL;

  g_return_val_if_fail (db != NULL, NULL);

  get = dip_db_prepare (db, SELECT_PAIR "WHERE p.id = ?");
  dip_statement_put_int (get, id);
  return dip_statement_need (get, take_pair, error, _ ("There is no pair %" PRId64 "."), id);
}

DipPair *
dip_catalogue_pair_of (DipDb *db, gint64 before_id, gint64 after_id, GError **error)
{
  g_autoptr (DipStatement) get = NULL;
  gpointer pair;

  g_return_val_if_fail (db != NULL, NULL);

  get = dip_db_prepare (db, SELECT_PAIR "WHERE p.before_id = ? AND p.after_id = ?");
  dip_statement_put_int (get, before_id);
  dip_statement_put_int (get, after_id);
  dip_statement_one (get, take_pair, &pair, error);
  return pair;
}

GPtrArray *
dip_catalogue_pairs (DipDb *db, gint64 client_id, GError **error)
{
  g_autoptr (DipStatement) list = NULL;

  g_return_val_if_fail (db != NULL, NULL);

  list = dip_db_prepare (db, client_id == 0 ? SELECT_PAIR "ORDER BY p.id"
                                            : SELECT_PAIR "WHERE t.client_id = ? ORDER BY p.id");
  if (client_id != 0)
    dip_statement_put_int (list, client_id);
  return dip_statement_list (list, take_pair, (GDestroyNotify) dip_pair_free, error);
}

/* "x,y x,y x,y", every digit that makes the numbers come back the same. */
static char *
points_to_text (const DipPoint *points, guint n)
{
  g_autoptr (GString) text = g_string_new (NULL);
  char x[G_ASCII_DTOSTR_BUF_SIZE], y[G_ASCII_DTOSTR_BUF_SIZE];

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s%s,%s", i == 0 ? "" : " ", g_ascii_dtostr (x, sizeof x, points[i].x),
                            g_ascii_dtostr (y, sizeof y, points[i].y));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static guint
points_from_text (const char *text, DipPoint *points)
{
  g_auto (GStrv) pairs = g_strsplit (text, " ", -1);
  guint n = 0;

  for (guint i = 0; pairs[i] != NULL && n < DIP_LANDMARKS_MAX; i++)
    {
      char *comma = strchr (pairs[i], ',');

      if (comma == NULL)
        continue;
      points[n].x = g_ascii_strtod (pairs[i], NULL);
      points[n].y = g_ascii_strtod (comma + 1, NULL);
      n++;
    }
  return n;
}

/* "x,y width,height"; NULL for none. */
static char *
rect_to_text (const DipRect *rect)
{
  const DipPoint corners[] = { { rect->x, rect->y }, { rect->width, rect->height } };

  return rect->width > 0 ? points_to_text (corners, 2) : NULL;
}

static DipRect
rect_from_text (const char *text)
{
  DipPoint corners[DIP_LANDMARKS_MAX];

  if (text == NULL || points_from_text (text, corners) != 2)
    return (DipRect){ 0, 0, 0, 0 };
  return (DipRect){ corners[0].x, corners[0].y, corners[1].x, corners[1].y };
}

static gpointer
take_alignment (DipStatement *row)
{
  DipAlignment *alignment = g_new0 (DipAlignment, 1);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *crop = NULL;

  alignment->id = dip_statement_take_int (row);
  alignment->pair_id = dip_statement_take_int (row);
  before = dip_statement_take_text (row);
  after = dip_statement_take_text (row);
  alignment->n_landmarks
      = MIN (points_from_text (before, alignment->before), points_from_text (after, alignment->after));
  alignment->after_to_before.a = dip_statement_take_double (row);
  alignment->after_to_before.b = dip_statement_take_double (row);
  alignment->after_to_before.tx = dip_statement_take_double (row);
  alignment->after_to_before.ty = dip_statement_take_double (row);
  alignment->residual = dip_statement_take_double (row);
  alignment->method
      = (DipAlignmentMethod) dip_statement_take_token (row, dip_alignment_method_tokens, DIP_ALIGNMENT_POINTS);
  alignment->confidence = dip_statement_take_double (row);
  alignment->crop_shape = (DipCropShape) dip_statement_take_token (row, dip_crop_shape_tokens, DIP_CROP_FREE);
  crop = dip_statement_take_text (row);
  alignment->crop = rect_from_text (crop);
  alignment->correction.exposure = dip_statement_take_double (row);
  alignment->correction.warmth = dip_statement_take_double (row);
  alignment->correction.tint = dip_statement_take_double (row);
  alignment->created_at = dip_statement_take_text (row);
  return alignment;
}

static void
put_similarity (DipStatement *statement, const DipSimilarity *similarity)
{
  dip_statement_put_double (statement, similarity->a);
  dip_statement_put_double (statement, similarity->b);
  dip_statement_put_double (statement, similarity->tx);
  dip_statement_put_double (statement, similarity->ty);
}

static void
put_framing (DipStatement *statement, const DipAlignment *alignment)
{
  g_autofree char *crop = rect_to_text (&alignment->crop);

  dip_statement_put_token (statement, dip_alignment_method_tokens, (int) alignment->method);
  dip_statement_put_number (statement, alignment->confidence);
  dip_statement_put_token (statement, dip_crop_shape_tokens, (int) alignment->crop_shape);
  dip_statement_put_text (statement, crop);
  dip_statement_put_double (statement, alignment->correction.exposure);
  dip_statement_put_double (statement, alignment->correction.warmth);
  dip_statement_put_double (statement, alignment->correction.tint);
}

gboolean
dip_catalogue_alignment_insert (DipDb *db, DipAlignment *alignment, GError **error)
{
  g_autoptr (DipStatement) insert = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  g_return_val_if_fail (db != NULL && alignment != NULL, FALSE);
  g_return_val_if_fail (alignment->n_landmarks <= DIP_LANDMARKS_MAX, FALSE);

  if (alignment->created_at == NULL)
    alignment->created_at = dip_time_now_utc ();
  before = points_to_text (alignment->before, alignment->n_landmarks);
  after = points_to_text (alignment->after, alignment->n_landmarks);
  insert = dip_db_prepare (db, "INSERT INTO alignment (pair_id, " ALIGNMENT_COLUMNS ") "
                               "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  dip_statement_put_int (insert, alignment->pair_id);
  dip_statement_put_text (insert, before);
  dip_statement_put_text (insert, after);
  put_similarity (insert, &alignment->after_to_before);
  dip_statement_put_double (insert, alignment->residual);
  put_framing (insert, alignment);
  dip_statement_put_text (insert, alignment->created_at);
  if (!dip_statement_run (insert, error))
    return FALSE;
  alignment->id = dip_db_last_id (db);
  return TRUE;
}

DipAlignment *
dip_catalogue_alignment_current (DipDb *db, gint64 pair_id, GError **error)
{
  g_autoptr (DipStatement) get = NULL;
  gpointer alignment;

  g_return_val_if_fail (db != NULL, NULL);

  get = dip_db_prepare (db, "SELECT id, pair_id, " ALIGNMENT_COLUMNS " FROM alignment "
                            "WHERE pair_id = ? ORDER BY id DESC LIMIT 1");
  dip_statement_put_int (get, pair_id);
  dip_statement_one (get, take_alignment, &alignment, error);
  return alignment;
}

static gpointer
take_version (DipStatement *row)
{
  DipAlignment *alignment = take_alignment (row);

  alignment->by = dip_statement_take_text (row);
  return alignment;
}

GPtrArray *
dip_catalogue_alignments (DipDb *db, gint64 pair_id, GError **error)
{
  g_autoptr (DipStatement) list = NULL;

  g_return_val_if_fail (db != NULL, NULL);

  list = dip_db_prepare (db, "SELECT id, pair_id, " ALIGNMENT_COLUMNS ", log.actor FROM alignment "
                             "LEFT JOIN (SELECT actor, json_extract(detail, '$.alignment') AS made FROM audit "
                             "WHERE action = 'pair-align' AND subject = 'pair ' || ?1) AS log ON log.made = id "
                             "WHERE pair_id = ?1 ORDER BY id DESC");
  dip_statement_put_int (list, pair_id);
  return dip_statement_list (list, take_version, (GDestroyNotify) dip_alignment_free, error);
}

static gpointer
take_approval (DipStatement *row)
{
  DipApproval *approval = g_new0 (DipApproval, 1);

  approval->id = dip_statement_take_int (row);
  approval->pair_id = dip_statement_take_int (row);
  approval->alignment_id = dip_statement_take_int (row);
  approval->before_redaction = dip_statement_take_int (row);
  approval->after_redaction = dip_statement_take_int (row);
  approval->checked = dip_statement_take_flags (row, dip_looked_for_tokens);
  approval->by = dip_statement_take_text (row);
  approval->at = dip_statement_take_text (row);
  approval->consent_event = dip_statement_take_int (row);
  approval->photos = dip_statement_take_text (row);
  return approval;
}

gboolean
dip_catalogue_approval_insert (DipDb *db, DipApproval *approval, GError **error)
{
  g_autoptr (DipStatement) insert = NULL;
  g_autofree char *checked = NULL;

  g_return_val_if_fail (db != NULL && approval != NULL, FALSE);

  if (approval->at == NULL)
    approval->at = dip_time_now_utc ();
  checked = dip_flags_to_text (dip_looked_for_tokens, approval->checked);
  insert
      = dip_db_prepare (db, "INSERT INTO approval (pair_id, " APPROVAL_COLUMNS ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
  dip_statement_put_int (insert, approval->pair_id);
  dip_statement_put_id (insert, approval->alignment_id);
  dip_statement_put_id (insert, approval->before_redaction);
  dip_statement_put_id (insert, approval->after_redaction);
  dip_statement_put_text (insert, checked);
  dip_statement_put_text (insert, approval->by);
  dip_statement_put_text (insert, approval->at);
  dip_statement_put_int (insert, approval->consent_event);
  dip_statement_put_text (insert, approval->photos);
  if (!dip_statement_run (insert, error))
    return FALSE;
  approval->id = dip_db_last_id (db);
  return TRUE;
}

DipApproval *
dip_catalogue_approval_latest (DipDb *db, gint64 pair_id, GError **error)
{
  g_autoptr (DipStatement) get = NULL;
  gpointer approval;

  g_return_val_if_fail (db != NULL, NULL);

  get = dip_db_prepare (db, "SELECT id, pair_id, " APPROVAL_COLUMNS " FROM approval WHERE pair_id = ? "
                            "ORDER BY id DESC LIMIT 1");
  dip_statement_put_int (get, pair_id);
  dip_statement_one (get, take_approval, &approval, error);
  return approval;
}

gboolean
dip_catalogue_pair_remove (DipDb *db, gint64 pair_id, GError **error)
{
  static const char *const statements[] = {
    "DELETE FROM approval WHERE pair_id = ?", "DELETE FROM fair_check WHERE pair_id = ?",
    "DELETE FROM alignment WHERE pair_id = ?",
    "DELETE FROM pair WHERE id = ?", /* what is said of it in public goes along */
  };
  g_autoptr (DipStatement) count = NULL;
  gint64 n_files;

  g_return_val_if_fail (db != NULL, FALSE);

  /* A strip of several healed photos is entered under its first pair. */
  count = dip_db_prepare (
      db, "SELECT count(*) FROM export_item i JOIN export_run r ON r.id = i.run_id JOIN destination d ON d.id = "
          "r.destination_id WHERE i.pair_id = ?1 OR (d.series AND i.pair_id IN "
          "(SELECT o.id FROM pair p JOIN pair o ON o.before_id = p.before_id AND o.view = p.view WHERE p.id = ?1))");
  dip_statement_put_int (count, pair_id);
  if (!dip_statement_int (count, &n_files, error))
    return FALSE;
  if (n_files > 0)
    {
      g_set_error_literal (error, DIP_ERROR, DIP_ERROR_REFUSED,
                           _ ("Pictures of this pair have gone out; what they were made of is kept as proof."));
      return FALSE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (statements); i++)
    {
      g_autoptr (DipStatement) statement = dip_db_prepare (db, statements[i]);

      dip_statement_put_int (statement, pair_id);
      if (!dip_statement_run (statement, error))
        return FALSE;
    }
  return TRUE;
}
