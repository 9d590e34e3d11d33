#include "dip-manifest.h"

#include <json-glib/json-glib.h>

static void
add_string (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_add_string_value (json_builder_set_member_name (builder, name), value);
}

static void
add_int (JsonBuilder *builder, const char *name, gint64 value)
{
  json_builder_add_int_value (json_builder_set_member_name (builder, name), value);
}

static void
add_file (JsonBuilder *builder, const DipExportItem *item)
{
  json_builder_begin_object (builder);
  add_string (builder, "name", item->name);
  add_string (builder, "format", dip_token_name (dip_export_format_tokens, (int) item->format));
  add_int (builder, "width", item->width);
  add_int (builder, "height", item->height);
  add_int (builder, "bytes", item->bytes);
  add_string (builder, "sha256", item->sha256);
  json_builder_end_object (builder);
}

static int
compare_items (gconstpointer a, gconstpointer b)
{
  const DipExportItem *left = *(DipExportItem *const *) a;
  const DipExportItem *right = *(DipExportItem *const *) b;

  if (left->format != right->format)
    return left->format < right->format ? -1 : 1;
  return left->width - right->width;
}

static void
add_pair (JsonBuilder *builder, const DipPageResult *result)
{
  g_autoptr (GPtrArray) items = g_ptr_array_copy (result->items, NULL, NULL);

  g_ptr_array_set_free_func (items, NULL);
  g_ptr_array_sort (items, compare_items);
  json_builder_begin_object (builder);
  add_string (builder, "id", result->slug);
  add_string (builder, "view", dip_token_name (dip_view_tokens, (int) result->view));
  add_string (builder, "title", result->title);
  add_string (builder, "alt", result->alt);
  add_string (builder, "caption", result->caption);
  add_string (builder, "after", result->after);
  json_builder_begin_array (json_builder_set_member_name (builder, "files"));
  for (guint i = 0; i < items->len; i++)
    add_file (builder, g_ptr_array_index (items, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
add_page (JsonBuilder *builder, const DipPage *page)
{
  json_builder_begin_object (builder);
  add_string (builder, "name", page->name);
  add_string (builder, "sha256", page->sha256);
  json_builder_end_object (builder);
}

char *
dip_manifest_text (const DipDestination *destination, const DipPageResult *const *results, guint n_results,
                   GPtrArray *pages)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *text = NULL;

  json_builder_begin_object (builder);
  add_string (builder, "generator", "Diptych");
  add_int (builder, "version", 1);
  add_string (builder, "destination", destination->name);
  json_builder_begin_array (json_builder_set_member_name (builder, "pairs"));
  for (guint i = 0; i < n_results; i++)
    add_pair (builder, results[i]);
  json_builder_end_array (builder);
  json_builder_begin_array (json_builder_set_member_name (builder, "pages"));
  for (guint i = 0; i < pages->len; i++)
    add_page (builder, g_ptr_array_index (pages, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  json_generator_set_root (generator, root);
  json_generator_set_pretty (generator, TRUE);
  text = json_generator_to_data (generator, NULL);
  return g_strconcat (text, "\n", NULL);
}
