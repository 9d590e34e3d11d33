#include "dip-pages.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "dip-catalogue.h"
#include "dip-identity-store.h"
#include "dip-page-text.h"
#include "dip-pair-texts.h"
#include "dip-publication.h"
#include "dip-safe-file.h"
#include "dip-web.h"

#define RESOURCES  "/io/github/diptych/Diptych/web/"
#define PAGE_START "result-"
#define PAGE_END   ".html"
#define OURS       "<meta name=\"generator\" content=\"Diptych\">"

typedef struct
{
  const DipDesk *desk;
  const DipDestination *destination;
  const DipStyle *style;
  const char *folder;
  DipClinic *clinic;
  GPtrArray *results; /* DipPageResult */
  GPtrArray *names;   /* (element-type utf8): of the clients shown */
  GHashTable *pages;  /* set of (element-type filename) that belong here */
} Site;

static int
compare_items (gconstpointer a, gconstpointer b)
{
  const DipExportItem *left = *(DipExportItem *const *) a, *right = *(DipExportItem *const *) b;

  if (left->pair_id != right->pair_id)
    return left->pair_id < right->pair_id ? -1 : 1;
  return left->width - right->width;
}

static gboolean
note_name (Site *site, DipDb *db, gint64 client_id, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (DipIdentity) identity = dip_identity_get (db, client_id, &local_error);

  if (identity != NULL)
    g_ptr_array_add (site->names, g_strdup (identity->name));
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static DipPageResult *
result_of (const Site *site, DipDb *db, const DipCase *one, GError **error)
{
  const DipDestination *place = site->destination;
  g_autoptr (DipPairTexts) texts = dip_pair_texts_of (db, one, place->language, place->caption, error);
  DipPageResult *result;

  if (texts == NULL)
    return NULL;
  result = g_new0 (DipPageResult, 1);
  result->items = g_ptr_array_new_with_free_func ((GDestroyNotify) dip_export_item_free);
  result->slug = g_strdup (one->pair->slug);
  result->title = g_strdup (texts->shown->title);
  result->alt = g_strdup (texts->shown->alt);
  result->caption = g_strdup (texts->shown->caption);
  result->healed = one->after_facts.phase == DIP_PHASE_HEALED;
  return result;
}

static gboolean
begin_result (Site *site, DipDb *db, gint64 pair_id, GError **error)
{
  g_autoptr (DipPair) pair = dip_catalogue_pair (db, pair_id, error);
  g_autoptr (DipCase) one = pair != NULL ? dip_case_load (db, site->desk, pair, error) : NULL;

  DipPageResult *result;

  if (one == NULL || !note_name (site, db, one->client->id, error))
    return FALSE;
  result = result_of (site, db, one, error);
  if (result != NULL)
    g_ptr_array_add (site->results, result);
  return result != NULL;
}

static gboolean
load_txn (DipDb *db, gpointer user_data, GError **error)
{
  Site *site = user_data;
  g_autoptr (GPtrArray) items = dip_catalogue_items_in (db, site->destination->id, site->folder, error);
  gint64 pair_id = 0;

  site->clinic = items != NULL ? dip_catalogue_clinic (db, error) : NULL;
  if (site->clinic == NULL)
    return FALSE;
  g_ptr_array_sort (items, compare_items);
  for (guint i = 0; i < items->len; i++)
    {
      DipExportItem *item = g_ptr_array_index (items, i);
      DipPageResult *result;

      if (item->state != DIP_EXPORT_LIVE)
        continue;
      if (item->pair_id != pair_id && !begin_result (site, db, item->pair_id, error))
        return FALSE;
      pair_id = item->pair_id;
      result = g_ptr_array_index (site->results, site->results->len - 1);
      items->pdata[i] = NULL;
      g_ptr_array_add (result->items, item);
    }
  return TRUE;
}

static gboolean
leaks_name (const Site *site, const char *text, const char *name, GError **error)
{
  for (guint i = 0; i < site->names->len; i++)
    if (dip_page_names (text, g_ptr_array_index (site->names, i)))
      {
        g_set_error (
            error, DIP_ERROR, DIP_ERROR_REFUSED,
            _ ("“%s” would carry a client's name, so it was not written. Look at the destination's caption and "
               "line under the results, and at the clinic's name."),
            name);
        return TRUE;
      }
  return FALSE;
}

/* A file that is right already keeps its time stamp. */
static gboolean
write_file (Site *site, const char *name, const char *text, GError **error)
{
  g_autofree char *path = g_build_filename (site->folder, name, NULL);
  g_autofree char *before = NULL;
  g_autoptr (GBytes) bytes = NULL;

  g_hash_table_add (site->pages, g_strdup (name));
  if (g_file_get_contents (path, &before, NULL, NULL) && strcmp (before, text) == 0)
    return TRUE;
  bytes = g_bytes_new (text, strlen (text));
  return dip_safe_file_write (path, bytes, 0, NULL, NULL, error);
}

static char *
resource (const char *name)
{
  g_autofree char *path = g_strconcat (RESOURCES, name, NULL);
  g_autoptr (GBytes) bytes = g_resource_lookup_data (dip_web_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  gsize size = 0;
  const char *data = g_bytes_get_data (bytes, &size);

  return g_strndup (data, size);
}

static gboolean
write_page (Site *site, const char *name, const char *title, const char *body, const char *data, GError **error)
{
  g_autofree char *template = resource ("page.html");
  const DipDestination *place = site->destination;
  const char *language = place->language != NULL ? place->language : dip_pair_texts_language ();
  g_autofree char *text = dip_page_fill (template, language, title, body, data);

  return !leaks_name (site, body, name, error) && !leaks_name (site, data, name, error)
         && write_file (site, name, text, error);
}

static DipPageLook
look_of (const Site *site)
{
  const DipDestination *place = site->destination;
  const DipLayout layout = site->style != NULL ? site->style->layout : place->layout;

  return (DipPageLook){
    .clinic = site->clinic,
    .slides = layout == DIP_LAYOUT_SIDE_BY_SIDE && !place->after_only,
    .gutter = site->style != NULL ? site->style->gutter : 0.01,
    .disclosure = place->disclosure,
    .rights = place->rights,
  };
}

static gboolean
write_results (Site *site, GError **error)
{
  const DipPageLook look = look_of (site);

  for (guint i = 0; i < site->results->len; i++)
    {
      const DipPageResult *result = g_ptr_array_index (site->results, i);
      g_autofree char *name = g_strconcat (PAGE_START, result->slug, PAGE_END, NULL);
      g_autofree char *body = dip_page_body (&look, &result, 1);
      g_autofree char *data = dip_page_json_ld (&look, &result, 1);

      if (!write_page (site, name, result->title, body, data, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
write_index (Site *site, GError **error)
{
  const DipPageLook look = look_of (site);
  const DipPageResult *const *results = (const DipPageResult *const *) site->results->pdata;
  g_autofree char *body = dip_page_body (&look, results, site->results->len);
  g_autofree char *data = dip_page_json_ld (&look, results, site->results->len);
  g_autofree char *map = dip_page_sitemap (&look, results, site->results->len);

  return write_page (site, "index.html", _ ("Results"), body, data, error)
         && (map == NULL
             || (!leaks_name (site, map, "sitemap-images.xml", error)
                 && write_file (site, "sitemap-images.xml", map, error)));
}

static gboolean
write_shared (Site *site, GError **error)
{
  static const char *const names[] = { "results.css", "results.js" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *text = resource (names[i]);

      if (!write_file (site, names[i], text, error))
        return FALSE;
    }
  return TRUE;
}

/* Pages of results that are gone; a page somebody else made, even under such a name, stays. */
static gboolean
sweep (Site *site, GError **error)
{
  g_autoptr (GDir) folder = g_dir_open (site->folder, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (site->folder, name, NULL);
      g_autofree char *text = NULL;

      if (!g_str_has_prefix (name, PAGE_START) || !g_str_has_suffix (name, PAGE_END)
          || g_hash_table_contains (site->pages, name) || !g_file_get_contents (path, &text, NULL, NULL)
          || strstr (text, OURS) == NULL)
        continue;
      if (!dip_safe_file_remove (path, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
dip_pages_write (const DipDesk *desk, const DipDestination *destination, const DipStyle *style, const char *folder,
                 GError **error)
{
  g_autoptr (GPtrArray) results = g_ptr_array_new_with_free_func ((GDestroyNotify) dip_page_result_free);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) pages = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Site site = { .desk = desk,
                .destination = destination,
                .style = style,
                .folder = folder,
                .results = results,
                .names = names,
                .pages = pages };
  gboolean done = dip_library_read (desk->library, load_txn, &site, error) && write_index (&site, error)
                  && write_results (&site, error) && write_shared (&site, error) && sweep (&site, error);

  g_clear_pointer (&site.clinic, dip_clinic_free);
  return done;
}
