#include "dip-versions.h"

#include <inttypes.h>
#include <glib/gi18n-lib.h>

#include "dip-catalogue.h"
#include "dip-pairing.h"

typedef struct
{
  gint64 pair_id;
  GPtrArray *found; /* DipAlignment */
} Op;

static gboolean
list_txn (DipDb *db, gpointer user_data, GError **error)
{
  Op *op = user_data;
  g_autoptr (DipPair) pair = dip_catalogue_pair (db, op->pair_id, error);

  if (pair != NULL)
    op->found = dip_catalogue_alignments (db, op->pair_id, error);
  return op->found != NULL;
}

GPtrArray *
dip_versions_list (const DipDesk *desk, gint64 pair_id, GError **error)
{
  Op op = { .pair_id = pair_id };

  g_return_val_if_fail (desk != NULL, NULL);

  return dip_library_read (desk->library, list_txn, &op, error) ? op.found : NULL;
}

DipAlignment *
dip_versions_get (const DipDesk *desk, gint64 pair_id, gint64 alignment_id, GError **error)
{
  g_autoptr (GPtrArray) versions = dip_versions_list (desk, pair_id, error);

  if (versions == NULL)
    return NULL;
  for (guint i = 0; i < versions->len; i++)
    if (((DipAlignment *) g_ptr_array_index (versions, i))->id == alignment_id)
      return g_ptr_array_steal_index (versions, i);
  g_set_error (error, DIP_ERROR, DIP_ERROR_NOT_FOUND,
               _ ("Pair %" PRId64 " has no version %" PRId64 "; see “pair versions”."), pair_id, alignment_id);
  return NULL;
}

gint64
dip_versions_restore (const DipDesk *desk, gint64 pair_id, gint64 alignment_id, GError **error)
{
  g_autoptr (DipAlignment) version = dip_versions_get (desk, pair_id, alignment_id, error);

  return version != NULL ? dip_pairing_save (desk, pair_id, version, error) : 0;
}
