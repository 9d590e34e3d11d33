#include "dip-pages.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "dip-catalogue.h"
#include "dip-digest.h"
#include "dip-import-list.h"
#include "dip-manifest.h"
#include "dip-name-guard.h"
#include "dip-page-text.h"
#include "dip-pair-texts.h"
#include "dip-safe-file.h"
#include "dip-sealing.h"
#include "dip-site-words.h"
#include "dip-web.h"

#define RESOURCES "/io/github/diptych/Diptych/web/"

typedef struct
{
  const DipPagesPlace *place;
  const char *language;
  DipClinic *clinic;
  DipNameGuard *guard;
  GPtrArray *results; /* DipPageResult */
  GPtrArray *pages;   /* DipPage, in the order they take their names */
} Site;

static void
page_free (gpointer data)
{
  DipPage *page = data;

  g_free (page->name);
  g_free (page->text);
  g_free (page->sha256);
  g_free (page);
}

static int
compare_items (gconstpointer a, gconstpointer b)
{
  const DipExportItem *left = *(DipExportItem *const *) a, *right = *(DipExportItem *const *) b;

  if (left->pair_id != right->pair_id)
    return left->pair_id < right->pair_id ? -1 : 1;
  if (left->width != right->width)
    return left->width - right->width;
  return left->format < right->format ? -1 : left->format > right->format;
}

static DipPageResult *
result_of (const Site *site, DipDb *db, const DipCase *one, GError **error)
{
  const DipDestination *place = site->place->destination;
  g_autoptr (DipPairTexts) texts = dip_pair_texts_of (db, one, site->language, place->caption, error);
  DipPageResult *result;

  if (texts == NULL || !dip_name_guard_know_case (site->guard, db, one, dip_desk_today (site->place->desk), error))
    return NULL;
  result = g_new0 (DipPageResult, 1);
  result->items = g_ptr_array_new_with_free_func ((GDestroyNotify) dip_export_item_free);
  result->slug = g_strdup (one->pair->slug);
  result->title = g_strdup (texts->shown->title);
  result->alt = g_strdup (texts->shown->alt);
  result->caption = g_strdup (texts->shown->caption);
  result->after = dip_site_after_label (site->language, &one->after_facts);
  result->view = one->pair->view;
  result->healed = one->after_facts.phase == DIP_PHASE_HEALED;
  return result;
}

/* The files of @recipe, from @first on; NULL when any is not there as it should be. */
static GPtrArray *
files_of (const Site *site, GPtrArray *items, guint first, guint n, DipExportState state, const char *recipe)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new ();

  for (guint i = first; i < first + n; i++)
    {
      DipExportItem *item = g_ptr_array_index (items, i);

      if (item->state != state || (recipe != NULL && strcmp (item->recipe, recipe) != 0))
        continue;
      if (!dip_folder_holds (site->place->disk, item->name, item->sha256))
        return NULL;
      g_ptr_array_add (files, item);
    }
  return files->len > 0 ? g_steal_pointer (&files) : NULL;
}

/* What lies in the folder of one pair: the newest that is whole. After an export that was cut short, that is the one before. */
static GPtrArray *
choose_files (const Site *site, GPtrArray *items, guint first, guint n)
{
  GPtrArray *files = files_of (site, items, first, n, DIP_EXPORT_LIVE, NULL);

  for (guint i = first + n; files == NULL && i > first; i--)
    {
      const DipExportItem *item = g_ptr_array_index (items, i - 1);

      if (item->state == DIP_EXPORT_REPLACED)
        files = files_of (site, items, first, n, DIP_EXPORT_REPLACED, item->recipe);
    }
  return files;
}

static gboolean
add_result (Site *site, DipDb *db, GPtrArray *items, guint first, guint n, GError **error)
{
  g_autoptr (GPtrArray) files = choose_files (site, items, first, n);
  const DipExportItem *item = g_ptr_array_index (items, first);
  g_autoptr (DipPair) pair = NULL;
  g_autoptr (DipCase) one = NULL;
  DipPageResult *result;

  if (files == NULL)
    return TRUE;
  if (dip_sealing_role (site->place->desk) == DIP_ROLE_MARKETING)
    {
      /* What it no longer sees is on no page. */
      pair = dip_catalogue_pair (db, item->pair_id, NULL);
      if (pair == NULL)
        return TRUE;
    }
  else
    pair = dip_catalogue_pair (db, item->pair_id, error);
  one = pair != NULL ? dip_case_load (db, site->place->desk, pair, error) : NULL;
  result = one != NULL ? result_of (site, db, one, error) : NULL;
  if (result == NULL)
    return FALSE;
  for (guint i = first; i < first + n; i++)
    if (g_ptr_array_find (files, items->pdata[i], NULL))
      g_ptr_array_add (result->items, g_steal_pointer (&items->pdata[i]));
  g_ptr_array_add (site->results, result);
  return TRUE;
}

static gboolean
load_txn (DipDb *db, gpointer user_data, GError **error)
{
  Site *site = user_data;
  const DipPagesPlace *place = site->place;
  g_autoptr (GPtrArray) items = dip_catalogue_items_in (db, place->destination->id, place->folder, error);

  site->clinic = items != NULL ? dip_catalogue_clinic (db, error) : NULL;
  site->guard = site->clinic != NULL ? dip_name_guard_load (db, error) : NULL;
  if (site->guard == NULL)
    return FALSE;
  g_ptr_array_sort (items, compare_items);
  for (guint first = 0, n; first < items->len; first += n)
    {
      const gint64 pair_id = ((const DipExportItem *) g_ptr_array_index (items, first))->pair_id;

      for (n = 1; first + n < items->len; n++)
        if (((const DipExportItem *) g_ptr_array_index (items, first + n))->pair_id != pair_id)
          break;
      if (!add_result (site, db, items, first, n, error))
        return FALSE;
    }
  return TRUE;
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

/* A designer's own when there is one; else ours. */
static char *
template_of (const Site *site, const char *name, GError **error)
{
  const char *folder = site->place->destination->templates;
  g_autofree char *path = folder != NULL ? g_build_filename (folder, name, NULL) : NULL;
  char *text = NULL;

  if (path == NULL || !g_file_test (path, G_FILE_TEST_EXISTS))
    return resource (name);
  if (g_file_get_contents (path, &text, NULL, error) && g_utf8_validate (text, -1, NULL))
    return text;
  if (text != NULL)
    g_set_error (error, DIP_ERROR, DIP_ERROR_INVALID, _ ("The template “%s” is not UTF-8 text. Save it as UTF-8."),
                 path);
  g_free (text);
  return NULL;
}

static void
take_page (Site *site, const char *name, char *text)
{
  DipPage *page = g_new0 (DipPage, 1);

  page->name = g_strdup (name);
  page->text = text;
  page->sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
  g_ptr_array_add (site->pages, page);
}

static DipPageLook
look_of (const Site *site)
{
  const DipDestination *place = site->place->destination;
  const DipStyle *style = site->place->style;
  const DipLayout layout = style != NULL ? style->layout : place->layout;

  return (DipPageLook){
    .clinic = site->clinic,
    .language = site->language,
    .slides = layout == DIP_LAYOUT_SIDE_BY_SIDE && !place->after_only && !place->series,
    .gutter = style != NULL ? style->gutter : 0.01,
    .disclosure = place->disclosure,
    .rights = place->rights,
  };
}

/* The words that stand on every page say nothing about a client; what is written about one result is looked at. */
static void
know_usual_words (const Site *site, const char *template)
{
  const DipClinic *clinic = site->clinic;
  g_autofree char *vocabulary = dip_site_vocabulary (site->language);
  const DipPageLook look = look_of (site);
  g_autoptr (DipPageResult) sample = dip_page_sample ();
  const DipPageResult *const one = sample;
  g_autofree char *body = dip_page_body (&look, &one, 1);
  g_autofree char *data = dip_page_json_ld (&look, &one, 1);
  g_autofree char *map = dip_page_sitemap (&look, &one, 1);
  g_autofree char *import = dip_import_list_xml (clinic, &one, 1);
  const char *const usual[] = { vocabulary,
                                template,
                                data,
                                map,
                                import,
                                "generator version destination pairs files bytes "
                                "sha256 name format view title page pages caption alt after id website",
                                clinic->name,
                                clinic->creator,
                                clinic->credit,
                                clinic->copyright,
                                clinic->licence,
                                clinic->site,
                                site->place->destination->name };

  for (guint i = 0; i < G_N_ELEMENTS (usual); i++)
    dip_name_guard_know (site->guard, usual[i]);
  /* What the destination adds of its own is for staff to write, and so for the guard to read. */
  if (look.disclosure == NULL)
    dip_name_guard_know (site->guard, body);
}

static void
make_results (Site *site, const char *template)
{
  const DipPageLook look = look_of (site);

  for (guint i = 0; i < site->results->len; i++)
    {
      const DipPageResult *result = g_ptr_array_index (site->results, i);
      g_autofree char *name = dip_page_name (result);
      g_autofree char *body = dip_page_body (&look, &result, 1);
      g_autofree char *data = dip_page_json_ld (&look, &result, 1);

      take_page (site, name, dip_page_fill (template, site->language, result->title, body, data));
    }
}

static void
make_index (Site *site, const char *template)
{
  const DipPageLook look = look_of (site);
  const DipPageResult *const *results = (const DipPageResult *const *) site->results->pdata;
  g_autofree char *body = dip_page_body (&look, results, site->results->len);
  g_autofree char *data = dip_page_json_ld (&look, results, site->results->len);
  char *map = dip_page_sitemap (&look, results, site->results->len);

  take_page (site, "index.html",
             dip_page_fill (template, site->language, dip_site_word (site->language, DIP_SITE_RESULTS), body, data));
  if (map != NULL)
    take_page (site, "sitemap-images.xml", map);
}

static gboolean
make_pages (Site *site, GError **error)
{
  g_autofree char *template = template_of (site, "page.html", error);
  g_autofree char *style = template != NULL ? template_of (site, "results.css", error) : NULL;
  g_autofree char *script = style != NULL ? template_of (site, "results.js", error) : NULL;

  if (script == NULL)
    return FALSE;
  know_usual_words (site, template);
  dip_name_guard_know (site->guard, style);
  dip_name_guard_know (site->guard, script);
  if (!site->place->destination->pages)
    return TRUE;
  take_page (site, "results.css", g_steal_pointer (&style));
  take_page (site, "results.js", g_steal_pointer (&script));
  make_results (site, template);
  make_index (site, template);
  return TRUE;
}

static void
make_lists (Site *site)
{
  const DipPageResult *const *results = (const DipPageResult *const *) site->results->pdata;
  const guint n = site->results->len;
  char *xml;

  if (!site->place->destination->import_list)
    return;
  take_page (site, "wordpress.csv", dip_import_list_csv (results, n));
  xml = dip_import_list_xml (site->clinic, results, n);
  if (xml != NULL)
    take_page (site, "wordpress.xml", xml);
}

static char *
manifest_of (const Site *site, GPtrArray *pages)
{
  return dip_manifest_text (site->place->destination, (const DipPageResult *const *) site->results->pdata,
                            site->results->len, pages);
}

static gboolean
name_is_free (const Site *site, const char *name, GError **error)
{
  if (!dip_folder_is_foreign (site->place->disk, name))
    return TRUE;
  g_set_error (error, DIP_ERROR, DIP_ERROR_EXISTS,
               _ ("“%s” in the folder is not from here and would be replaced. Move it away, or choose another folder."),
               name);
  return FALSE;
}

static gboolean
check_page (const Site *site, const DipPage *page, GError **error)
{
  g_autofree char *shown = g_strdup_printf ("“%s”", page->name);

  return name_is_free (site, page->name, error) && dip_name_guard_check (site->guard, page->name, shown, error)
         && dip_name_guard_check (site->guard, page->text, shown, error);
}

/* Where in what is said of a result the trouble lies, in words that lead there. */
static gboolean
check_result (const Site *site, const DipPageResult *result, GError **error)
{
  const struct
  {
    const char *text, *place;
  } parts[] = {
    { result->title, N_ ("The title of the result “%s”") },
    { result->alt, N_ ("The alternative text of the result “%s”") },
    { result->caption, N_ ("The caption of the result “%s”") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autoptr (GString) place = g_string_new (_ (parts[i].place));

      g_string_replace (place, "%s", result->slug, 1);
      if (!dip_name_guard_check (site->guard, parts[i].text, place->str, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
check_all (const Site *site, GError **error)
{
  for (guint i = 0; i < site->results->len; i++)
    if (!check_result (site, g_ptr_array_index (site->results, i), error))
      return FALSE;
  for (guint i = 0; i < site->pages->len; i++)
    if (!check_page (site, g_ptr_array_index (site->pages, i), error))
      return FALSE;
  return name_is_free (site, DIP_FOLDER_MANIFEST, error);
}

static gboolean
is_page_now (const Site *site, const char *name)
{
  for (guint i = 0; i < site->pages->len; i++)
    if (strcmp (((const DipPage *) g_ptr_array_index (site->pages, i))->name, name) == 0)
      return TRUE;
  return FALSE;
}

/* (element-type DipPage): pages of results that are gone: those we made, as the manifest that stands there says. */
static GPtrArray *
find_stale (const Site *site)
{
  GPtrArray *stale = g_ptr_array_new_with_free_func (page_free);
  GHashTableIter pages;
  gpointer name, sha256;

  g_hash_table_iter_init (&pages, dip_folder_pages (site->place->disk));
  while (g_hash_table_iter_next (&pages, &name, &sha256))
    if (!is_page_now (site, name))
      {
        DipPage *page = g_new0 (DipPage, 1);

        page->name = g_strdup (name);
        page->sha256 = g_strdup (sha256);
        g_ptr_array_add (stale, page);
      }
  return stale;
}

static gboolean
add_text (DipSafeBatch *batch, const char *name, const char *text, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return dip_safe_batch_add (batch, name, bytes, error);
}

/* A file that is right already keeps its time stamp. The manifest goes first and names the old pages and the new: whenever this is
 * cut short, the next run knows all of them for ours. */
static gboolean
write_changed (const Site *site, GPtrArray *stale, GError **error)
{
  g_autoptr (DipSafeBatch) batch = dip_safe_batch_new (site->place->folder);
  g_autoptr (GPtrArray) both = g_ptr_array_copy (site->pages, NULL, NULL);
  g_autoptr (GPtrArray) changed = g_ptr_array_new ();
  g_autofree char *manifest = NULL;

  g_ptr_array_set_free_func (both, NULL);
  for (guint i = 0; i < stale->len; i++)
    g_ptr_array_add (both, stale->pdata[i]);
  for (guint i = 0; i < site->pages->len; i++)
    {
      const DipPage *page = g_ptr_array_index (site->pages, i);

      if (!dip_folder_holds (site->place->disk, page->name, page->sha256))
        g_ptr_array_add (changed, site->pages->pdata[i]);
    }
  if (changed->len + stale->len == 0)
    return TRUE;
  manifest = manifest_of (site, both);
  if (!add_text (batch, DIP_FOLDER_MANIFEST, manifest, error))
    return FALSE;
  for (guint i = 0; i < changed->len; i++)
    {
      const DipPage *page = g_ptr_array_index (changed, i);

      if (!add_text (batch, page->name, page->text, error))
        return FALSE;
    }
  return dip_safe_batch_commit (batch, error);
}

static gboolean
remove_stale (const Site *site, GPtrArray *stale, GError **error)
{
  for (guint i = 0; i < stale->len; i++)
    {
      g_autofree char *path
          = g_build_filename (site->place->folder, ((const DipPage *) g_ptr_array_index (stale, i))->name, NULL);

      if (g_file_test (path, G_FILE_TEST_EXISTS) && !dip_safe_file_remove (path, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
write_all (const Site *site, GError **error)
{
  g_autoptr (GPtrArray) stale = find_stale (site);
  g_autofree char *manifest = manifest_of (site, site->pages);
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, manifest, -1);
  g_autofree char *path = g_build_filename (site->place->folder, DIP_FOLDER_MANIFEST, NULL);
  g_autoptr (GBytes) bytes = g_bytes_new (manifest, strlen (manifest));

  if (!dip_name_guard_check (site->guard, manifest, "“" DIP_FOLDER_MANIFEST "”", error)
      || !write_changed (site, stale, error) || !remove_stale (site, stale, error))
    return FALSE;
  return dip_folder_holds (site->place->disk, DIP_FOLDER_MANIFEST, digest)
         || dip_safe_file_write (path, bytes, 0, NULL, NULL, error);
}

static GHashTable *
names_used (const Site *site)
{
  GHashTable *names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < site->results->len; i++)
    {
      const DipPageResult *result = g_ptr_array_index (site->results, i);

      for (guint k = 0; k < result->items->len; k++)
        g_hash_table_add (names, g_strdup (((const DipExportItem *) g_ptr_array_index (result->items, k))->name));
    }
  return names;
}

gboolean
dip_pages_write (const DipPagesPlace *place, GHashTable **used, GError **error)
{
  const char *language = place->destination->language;
  g_autoptr (GPtrArray) results = g_ptr_array_new_with_free_func ((GDestroyNotify) dip_page_result_free);
  g_autoptr (GPtrArray) pages = g_ptr_array_new_with_free_func (page_free);
  Site site = { .place = place,
                .language = dip_site_language (language != NULL ? language : dip_pair_texts_language ()),
                .results = results,
                .pages = pages };
  gboolean done = dip_library_read (place->desk->library, load_txn, &site, error) && make_pages (&site, error);

  if (done)
    {
      make_lists (&site);
      done = check_all (&site, error) && write_all (&site, error);
    }
  if (done && used != NULL)
    *used = names_used (&site);
  g_clear_pointer (&site.clinic, dip_clinic_free);
  g_clear_pointer (&site.guard, dip_name_guard_free);
  return done;
}
