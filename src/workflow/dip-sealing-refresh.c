#include "dip-case.h"
#include "dip-catalogue.h"
#include "dip-seal.h"
#include "dip-sealing.h"

/* One look at what marketing may see, and the change it comes to. */
typedef struct
{
  const DipDesk *desk;
  GHashTable *given; /* of pair ids */
  GPtrArray *wanted; /* (element-type Wanted) that are not given yet */
  GArray *ended;     /* gint64: given, and not wanted any more */
} Refresh;

typedef struct
{
  gint64 pair_id;
  char *blobs[3];
} Wanted;

static void
wanted_free (gpointer data)
{
  Wanted *wanted = data;

  g_free (wanted->blobs[0]);
  g_free (wanted->blobs[1]);
  g_free (wanted);
}

static gboolean
is_permitted (const DipCase *one, const GPtrArray *destinations, DipDate today)
{
  for (guint i = 0; i < destinations->len; i++)
    {
      g_autoptr (DipGateAnswer) answer = dip_case_decide (one, g_ptr_array_index (destinations, i), today);

      if (answer->allowed)
        return TRUE;
    }
  return FALSE;
}

static gboolean
judge (Refresh *self, DipDb *db, const DipPair *pair, const GPtrArray *destinations, GError **error)
{
  g_autoptr (DipCase) one = dip_case_load (db, self->desk, pair, error);
  gboolean permitted, given;

  if (one == NULL)
    return FALSE;
  permitted = one->approval != NULL && is_permitted (one, destinations, dip_desk_today (self->desk));
  given = g_hash_table_contains (self->given, &pair->id);
  if (given && !permitted)
    g_array_append_val (self->ended, pair->id);
  if (permitted && !given)
    {
      Wanted *wanted = g_new0 (Wanted, 1);

      wanted->pair_id = pair->id;
      wanted->blobs[0] = g_strdup (one->before->blob);
      wanted->blobs[1] = g_strdup (one->after->blob);
      g_ptr_array_add (self->wanted, wanted);
    }
  return TRUE;
}

static gboolean
look (DipDb *db, gpointer user_data, GError **error)
{
  Refresh *self = user_data;
  g_autoptr (GArray) given = dip_gallery_keys_pairs (db, error);
  g_autoptr (GPtrArray) pairs = given != NULL ? dip_catalogue_pairs (db, 0, error) : NULL;
  g_autoptr (GPtrArray) destinations = pairs != NULL ? dip_catalogue_destinations (db, error) : NULL;

  for (guint i = 0; destinations != NULL && i < given->len; i++)
    g_hash_table_add (self->given, g_memdup2 (&g_array_index (given, gint64, i), sizeof (gint64)));
  for (guint i = 0; destinations != NULL && i < pairs->len; i++)
    if (!judge (self, db, g_ptr_array_index (pairs, i), destinations, error))
      return FALSE;
  return destinations != NULL;
}

static gboolean
change (DipDb *db, gpointer user_data, GError **error)
{
  Refresh *self = user_data;

  for (guint i = 0; i < self->ended->len; i++)
    if (!dip_gallery_keys_take (db, g_array_index (self->ended, gint64, i), error))
      return FALSE;
  for (guint i = 0; i < self->wanted->len; i++)
    {
      const Wanted *wanted = g_ptr_array_index (self->wanted, i);

      if (!dip_gallery_keys_give (self->desk->library, db, wanted->pair_id, (const char *const *) wanted->blobs, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
dip_sealing_refresh (const DipDesk *desk, GError **error)
{
  g_autoptr (GHashTable) given = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (GPtrArray) wanted = g_ptr_array_new_with_free_func (wanted_free);
  g_autoptr (GArray) ended = g_array_new (FALSE, FALSE, sizeof (gint64));
  Refresh refresh = { .desk = desk, .given = given, .wanted = wanted, .ended = ended };

  if (!dip_sealing_is_sealed (desk) || dip_sealing_is_locked (desk) || dip_desk_is_read_only (desk)
      || dip_sealing_role (desk) == DIP_ROLE_MARKETING)
    return TRUE;
  if (!dip_library_read (desk->library, look, &refresh, error))
    return FALSE;
  return (wanted->len == 0 && ended->len == 0) || dip_library_write (desk->library, change, &refresh, error);
}
