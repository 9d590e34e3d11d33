#include "dip-comparing.h"

#include <glib/gi18n-lib.h>

#include "dip-catalogue.h"
#include "dip-library.h"

typedef struct
{
  const DipDesk *desk;
  DipComparison *comparison;
} Op;

void
dip_comparison_free (DipComparison *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->before, dip_photo_view_free);
  g_clear_pointer (&self->after, dip_photo_view_free);
  g_free (self->refusal);
  g_free (self);
}

/* Undated photos come last: a before is what most people have one of. */
static void
put_in_order (DipComparison *self)
{
  const DipDate first = self->before->photo->taken_on, second = self->after->photo->taken_on;

  if (first == DIP_DATE_NONE ? second != DIP_DATE_NONE : second != DIP_DATE_NONE && second < first)
    {
      DipPhotoView *earlier = self->after;

      self->after = self->before;
      self->before = earlier;
    }
}

static char *
why_no_pair (const DipComparison *self, int healing_days)
{
  guint faults = dip_pair_check (self->before->photo, &self->before->facts, self->after->photo, &self->after->facts);
  g_autoptr (GPtrArray) texts = NULL;

  if (faults == DIP_PAIR_OK)
    return NULL;
  texts = dip_pair_faults_to_text (faults, &self->after->facts, healing_days);
  g_ptr_array_add (texts, NULL);
  return g_strjoinv (" ", (char **) texts->pdata);
}

/* The pair that the photos are, with its alignment. */
static gboolean
fill_in_pair (Op *op, DipDb *db, const DipPair *pair, GError **error)
{
  g_autoptr (DipCase) one = dip_case_load (db, op->desk, pair, error);

  if (one == NULL)
    return FALSE;
  op->comparison->pair_id = pair->id;
  if (one->alignment != NULL)
    {
      op->comparison->alignment = *one->alignment;
      op->comparison->alignment.created_at = NULL;
    }
  return TRUE;
}

static gboolean
compare_txn (DipDb *db, gpointer user_data, GError **error)
{
  Op *op = user_data;
  DipComparison *self = op->comparison;
  g_autoptr (DipClinic) clinic = dip_catalogue_clinic (db, error);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (DipPair) pair = NULL;

  if (clinic == NULL)
    return FALSE;
  pair = dip_catalogue_pair_of (db, self->before->photo->id, self->after->photo->id, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (pair != NULL)
    return fill_in_pair (op, db, pair, error);
  self->refusal = why_no_pair (self, clinic->healing_days);
  return TRUE;
}

DipComparison *
dip_comparing_photos (const DipDesk *desk, gint64 one_id, gint64 other_id, GError **error)
{
  g_autoptr (DipComparison) self = g_new0 (DipComparison, 1);
  Op op = { desk, self };

  if (one_id == other_id)
    {
      g_set_error (error, DIP_ERROR, DIP_ERROR_REFUSED, _ ("A photo can’t be compared with itself; choose another."));
      return NULL;
    }
  self->before = dip_photos_show (desk, one_id, error);
  if (self->before == NULL || (self->after = dip_photos_show (desk, other_id, error)) == NULL)
    return NULL;
  put_in_order (self);
  self->alignment = dip_alignment_none (0, self->before->photo, self->after->photo);
  return dip_library_read (desk->library, compare_txn, &op, error) ? g_steal_pointer (&self) : NULL;
}
