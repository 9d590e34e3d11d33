#include "dip-manifest.h"

#include <json-glib/json-glib.h>

#include "dip-catalogue.h"
#include "dip-pair-texts.h"

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

static gboolean
begin_pair (JsonBuilder *builder, DipDb *db, const DipDesk *desk, const DipDestination *destination, gint64 pair_id,
            GError **error)
{
  g_autoptr (DipPair) pair = dip_catalogue_pair (db, pair_id, error);
  g_autoptr (DipCase) one = pair != NULL ? dip_case_load (db, desk, pair, error) : NULL;
  g_autoptr (DipPairTexts) texts
      = one != NULL ? dip_pair_texts_of (db, one, destination->language, destination->caption, error) : NULL;
  g_autofree char *label = NULL;

  if (texts == NULL)
    return FALSE;
  label = dip_publication_after_label (&one->after_facts);
  json_builder_begin_object (builder);
  add_string (builder, "id", pair->slug);
  add_string (builder, "view", dip_token_name (dip_view_tokens, (int) pair->view));
  add_string (builder, "title", texts->shown->title);
  add_string (builder, "alt", texts->shown->alt);
  add_string (builder, "caption", texts->shown->caption);
  add_string (builder, "after", label);
  json_builder_begin_array (json_builder_set_member_name (builder, "files"));
  return TRUE;
}

static void
end_pair (JsonBuilder *builder)
{
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static int
compare_items (gconstpointer a, gconstpointer b)
{
  const DipExportItem *left = *(DipExportItem *const *) a;
  const DipExportItem *right = *(DipExportItem *const *) b;

  if (left->pair_id != right->pair_id)
    return left->pair_id < right->pair_id ? -1 : 1;
  if (left->format != right->format)
    return left->format < right->format ? -1 : 1;
  return left->width - right->width;
}

static gboolean
add_pairs (JsonBuilder *builder, DipDb *db, const DipDesk *desk, const DipDestination *destination, GPtrArray *items,
           GError **error)
{
  gint64 pair_id = 0;

  for (guint i = 0; i < items->len; i++)
    {
      const DipExportItem *item = g_ptr_array_index (items, i);

      if (item->pair_id != pair_id)
        {
          if (pair_id != 0)
            end_pair (builder);
          if (!begin_pair (builder, db, desk, destination, item->pair_id, error))
            return FALSE;
          pair_id = item->pair_id;
        }
      add_file (builder, item);
    }
  if (pair_id != 0)
    end_pair (builder);
  return TRUE;
}

char *
dip_manifest_text (DipDb *db, const DipDesk *desk, const DipDestination *destination, GPtrArray *items, GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *text = NULL;

  g_ptr_array_sort (items, compare_items);
  json_builder_begin_object (builder);
  add_string (builder, "generator", "Diptych");
  add_int (builder, "version", 1);
  add_string (builder, "destination", destination->name);
  json_builder_begin_array (json_builder_set_member_name (builder, "pairs"));
  if (!add_pairs (builder, db, desk, destination, items, error))
    return NULL;
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  json_generator_set_root (generator, root);
  json_generator_set_pretty (generator, TRUE);
  text = json_generator_to_data (generator, NULL);
  return g_strconcat (text, "\n", NULL);
}
