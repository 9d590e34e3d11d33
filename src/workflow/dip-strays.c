#include "dip-strays.h"

#include <glib/gi18n-lib.h>

#include "dip-catalogue.h"
#include "dip-digest.h"
#include "dip-imaging.h"
#include "dip-picture-likeness.h"
#include "dip-safe-file.h"

/* Bits of 256, measured on 92 photos (tests/bench/bench-likeness): recompressed at quality 30 or halved, 99 of 100 copies
 * differ by 30 at most, half of them by 7; cropped by 1 % a side by 46, by 2 % by 59. Of 4,186 pairs of different photos one in
 * a thousand comes below 77, but composites of different clients, laid out alike, come down to about 40. */
#define ALMOST  24
#define LIKELY  40
#define PERHAPS 60

const DipToken dip_sure_tokens[] = {
  { DIP_SURE_CERTAIN, "certain", NULL, "sure", NC_ ("sure", "The same file") },
  { DIP_SURE_ALMOST, "almost", NULL, "sure",
    NC_ ("sure", "Almost certainly the same picture, resized or compressed anew") },
  { DIP_SURE_LIKELY, "likely", NULL, "sure", NC_ ("sure", "Likely the same picture; compare them") },
  { DIP_SURE_PERHAPS, "perhaps", NULL, "sure",
    NC_ ("sure", "Perhaps the same picture, cropped; or another one that looks alike") },
  { 0 },
};

typedef struct
{
  char *sha256;
  guint8 hash[32];
  GPtrArray *found;
} Op;

void
dip_stray_free (DipStray *self)
{
  if (self == NULL)
    return;
  dip_export_item_free (self->item);
  g_free (self->code);
  g_free (self);
}

char *
dip_strays_likeness (GBytes *picture, GError **error)
{
  guint8 hash[32];
  GString *text = NULL;

  if (!dip_picture_dhash (picture, hash, error))
    return NULL;
  text = g_string_sized_new (64);
  for (gsize i = 0; i < sizeof hash; i++)
    g_string_append_printf (text, "%02x", hash[i]);
  return g_string_free (text, FALSE);
}

static gboolean
read_hash (const char *text, guint8 hash[32])
{
  if (text == NULL)
    return FALSE;
  for (gsize i = 0; i < 32; i++)
    {
      const int high = g_ascii_xdigit_value (text[2 * i]), low = high < 0 ? -1 : g_ascii_xdigit_value (text[2 * i + 1]);
      if (low < 0)
        return FALSE;
      hash[i] = (guint8) (high * 16 + low);
    }
  return TRUE;
}

static gboolean
is_alike (const Op *op, const DipExportItem *item, DipSure *sure, guint *differ)
{
  guint8 hash[32];

  *differ = 0;
  *sure = DIP_SURE_CERTAIN;
  if (g_strcmp0 (item->sha256, op->sha256) == 0)
    return TRUE;
  if (!read_hash (item->likeness, hash))
    return FALSE;
  *differ = dip_picture_hash_distance (hash, op->hash);
  *sure = *differ <= ALMOST ? DIP_SURE_ALMOST : *differ <= LIKELY ? DIP_SURE_LIKELY : DIP_SURE_PERHAPS;
  return *differ <= PERHAPS;
}

/* The sizes and formats of one picture share its hash: the first stands for all, but for the very file. */
static gboolean
is_told_already (const Op *op, const DipExportItem *item, DipSure sure)
{
  for (guint i = 0; sure != DIP_SURE_CERTAIN && i < op->found->len; i++)
    {
      const DipStray *other = op->found->pdata[i];
      if (other->item->pair_id == item->pair_id && other->item->run_id == item->run_id)
        return TRUE;
    }
  return FALSE;
}

static gboolean
lookup_txn (DipDb *db, gpointer user_data, GError **error)
{
  Op *op = user_data;
  g_autoptr (GPtrArray) items = dip_catalogue_items (db, 0, error);

  if (items == NULL)
    return FALSE;
  g_ptr_array_set_free_func (items, NULL);
  for (guint i = 0; i < items->len; i++)
    {
      g_autoptr (DipExportItem) item = items->pdata[i];
      g_autoptr (DipClient) client = NULL;
      DipStray *stray = NULL;
      DipSure sure;
      guint differ;

      if (!is_alike (op, item, &sure, &differ) || is_told_already (op, item, sure))
        continue;
      client = dip_catalogue_client (db, item->client_id, NULL);
      stray = g_new0 (DipStray, 1);
      stray->item = g_steal_pointer (&item);
      stray->code = g_strdup (client != NULL ? client->code : "");
      stray->sure = sure;
      stray->differ = differ;
      g_ptr_array_add (op->found, stray);
    }
  return TRUE;
}

static int
compare_strays (gconstpointer a, gconstpointer b)
{
  const DipStray *left = *(DipStray *const *) a;
  const DipStray *right = *(DipStray *const *) b;

  if (left->sure != right->sure)
    return (int) left->sure - (int) right->sure;
  return (left->differ > right->differ) - (left->differ < right->differ);
}

/* Where something surer is known, what only looks alike is left out. */
static void
leave_out_guesses (GPtrArray *sorted)
{
  const DipStray *first = sorted->len > 0 ? sorted->pdata[0] : NULL;
  guint n = 0;

  if (first == NULL || first->sure == DIP_SURE_PERHAPS)
    return;
  while (n < sorted->len && ((const DipStray *) sorted->pdata[n])->sure != DIP_SURE_PERHAPS)
    n++;
  g_ptr_array_set_size (sorted, (int) n);
}

GPtrArray *
dip_strays_lookup (const DipDesk *desk, const char *file, GError **error)
{
  const DipLimits limits = DIP_LIMITS_DEFAULT;
  g_autofree char *name = g_filename_display_basename (file);
  g_autoptr (GBytes) bytes = dip_safe_file_read (file, limits.max_bytes, name, error);
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) dip_stray_free);
  g_autofree char *sha256 = NULL;
  Op op = { .found = found };
  int width, height, bits;

  if (bytes == NULL || !dip_format_read_size (bytes, dip_format_sniff (bytes), &limits, &width, &height, &bits, error)
      || !dip_picture_dhash (bytes, op.hash, error))
    return NULL;
  op.sha256 = sha256 = dip_digest_bytes (bytes);
  if (!dip_library_read (desk->library, lookup_txn, &op, error))
    return NULL;
  g_ptr_array_sort (found, compare_strays);
  leave_out_guesses (found);
  return g_steal_pointer (&found);
}
