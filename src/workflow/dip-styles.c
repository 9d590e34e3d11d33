#include "dip-styles.h"

#include <glib/gi18n-lib.h>

#include "dip-audit.h"
#include "dip-blobs.h"
#include "dip-catalogue.h"
#include "dip-proof.h"
#include "dip-safe-file.h"
#include "dip-scrub.h"
#include "dip-style-json.h"

typedef struct
{
  const DipDesk *desk;
  const char *name;
  const char *destination;
  DipStyleRow *row;
  GPtrArray *found; /* DipStyle */
  DipStyle *style;
  char *old_logo;
} Op;

static DipStyle *
style_of (const DipStyleRow *row, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  DipStyle *style;

  if (!json_parser_load_from_data (parser, row->settings, -1, NULL)
      || !JSON_NODE_HOLDS_OBJECT (json_parser_get_root (parser)))
    {
      g_set_error (error, DIP_ERROR, DIP_ERROR_DAMAGED, _ ("The style “%s” can't be read; save it anew."), row->name);
      return NULL;
    }
  style = dip_style_from_json (row->name, json_node_get_object (json_parser_get_root (parser)), error);
  if (style != NULL)
    {
      style->id = row->id;
      g_free (style->mark.logo);
      style->mark.logo = g_strdup (row->logo);
    }
  return style;
}

static char *
settings_of (const DipStyle *style)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  dip_style_add_json (style, builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

static gboolean
list_txn (DipDb *db, gpointer user_data, GError **error)
{
  Op *op = user_data;
  g_autoptr (GPtrArray) rows = dip_catalogue_styles (db, error);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      DipStyle *style = style_of (g_ptr_array_index (rows, i), error);

      if (style == NULL)
        return FALSE;
      g_ptr_array_add (op->found, style);
    }
  return rows != NULL;
}

GPtrArray *
dip_styles_list (const DipDesk *desk, GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) dip_style_free);
  Op op = { .desk = desk, .found = found };

  return dip_library_read (desk->library, list_txn, &op, error) ? g_steal_pointer (&found) : NULL;
}

static gboolean
get_txn (DipDb *db, gpointer user_data, GError **error)
{
  Op *op = user_data;
  g_autoptr (DipStyleRow) row = dip_catalogue_style (db, op->name, error);

  if (row != NULL)
    op->style = style_of (row, error);
  return op->style != NULL;
}

DipStyle *
dip_styles_get (const DipDesk *desk, const char *name, GError **error)
{
  Op op = { .desk = desk, .name = name };

  return dip_library_read (desk->library, get_txn, &op, error) ? op.style : NULL;
}

static gboolean
of_destination_txn (DipDb *db, gpointer user_data, GError **error)
{
  Op *op = user_data;
  g_autoptr (DipDestination) place = dip_catalogue_destination (db, op->destination, error);
  g_autoptr (DipStyleRow) row = NULL;

  if (place == NULL)
    return FALSE;
  if (place->style_id == 0)
    {
      op->style = dip_style_new ("");
      op->style->layout = place->layout;
      op->style->labels = place->labels;
      return TRUE;
    }
  row = dip_catalogue_style_by_id (db, place->style_id, error);
  if (row != NULL)
    op->style = style_of (row, error);
  return op->style != NULL;
}

DipStyle *
dip_styles_of_destination (const DipDesk *desk, const char *destination, GError **error)
{
  Op op = { .desk = desk, .destination = destination };

  return dip_library_read (desk->library, of_destination_txn, &op, error) ? op.style : NULL;
}

static gboolean
save_txn (DipDb *db, gpointer user_data, GError **error)
{
  Op *op = user_data;
  g_autoptr (DipStyleRow) before = dip_catalogue_style (db, op->row->name, NULL);
  g_autofree char *subject = g_strdup_printf ("style %s", op->row->name);

  if (before != NULL)
    op->old_logo = g_steal_pointer (&before->logo);
  return dip_catalogue_style_save (db, op->row, error)
         && dip_audit_append (db, op->desk->actor, "style-save", subject, NULL, error);
}

static char *
keep_logo (const DipDesk *desk, const char *file, GError **error)
{
  DipLimits limits = DIP_LIMITS_DEFAULT;
  g_autofree char *name = g_filename_display_basename (file);
  g_autoptr (GBytes) bytes = dip_safe_file_read (file, limits.max_bytes, name, error);
  g_autoptr (DipScrubbed) scrubbed
      = bytes != NULL ? dip_scrub (bytes, name, DIP_SCRUB_UPRIGHT, &limits, NULL, error) : NULL;
  g_auto (DipProof) proof = { .flags = DIP_VERIFY_PROFILE };

  if (scrubbed == NULL)
    return NULL;
  proof.format = scrubbed->format;
  return dip_blobs_put_for (desk->library, DIP_KEY_GALLERY, scrubbed->bytes, dip_proof_check, &proof, error);
}

gboolean
dip_styles_save (const DipDesk *desk, const DipStyle *style, const char *logo_file, GError **error)
{
  g_autofree char *settings = settings_of (style);
  g_autofree char *logo = NULL;
  DipStyleRow row = { .name = style->name, .settings = settings, .logo = style->mark.logo };
  Op op = { .desk = desk, .row = &row };
  gboolean saved;

  if (!dip_style_check (style, error))
    return FALSE;
  if (logo_file != NULL)
    {
      row.logo = logo = keep_logo (desk, logo_file, error);
      if (logo == NULL)
        return FALSE;
    }
  saved = dip_library_write (desk->library, save_txn, &op, error);
  if (!saved && logo != NULL)
    dip_blobs_drop_unused (desk->library, logo, NULL);
  if (op.old_logo != NULL)
    dip_blobs_drop_unused (desk->library, op.old_logo, NULL);
  g_free (op.old_logo);
  return saved;
}

static gboolean
remove_txn (DipDb *db, gpointer user_data, GError **error)
{
  Op *op = user_data;
  g_autoptr (DipStyleRow) row = dip_catalogue_style (db, op->name, error);
  g_autofree char *subject = g_strdup_printf ("style %s", op->name);

  if (row == NULL || !dip_catalogue_style_remove (db, row->id, error))
    return FALSE;
  op->old_logo = g_steal_pointer (&row->logo);
  return dip_audit_append (db, op->desk->actor, "style-remove", subject, NULL, error);
}

gboolean
dip_styles_remove (const DipDesk *desk, const char *name, GError **error)
{
  Op op = { .desk = desk, .name = name };
  gboolean removed = dip_library_write (desk->library, remove_txn, &op, error);

  if (removed && op.old_logo != NULL)
    dip_blobs_drop_unused (desk->library, op.old_logo, NULL);
  g_free (op.old_logo);
  return removed;
}

static gboolean
use_txn (DipDb *db, gpointer user_data, GError **error)
{
  Op *op = user_data;
  g_autoptr (DipDestination) place = dip_catalogue_destination (db, op->destination, error);
  g_autoptr (DipStyleRow) row = NULL;
  g_autofree char *subject = g_strdup_printf ("destination %s", op->destination);

  if (place == NULL)
    return FALSE;
  if (op->name != NULL && (row = dip_catalogue_style (db, op->name, error)) == NULL)
    return FALSE;
  return dip_catalogue_destination_set_style (db, place->id, row != NULL ? row->id : 0, error)
         && dip_audit_append (db, op->desk->actor, "style-use", subject, NULL, error);
}

gboolean
dip_styles_use (const DipDesk *desk, const char *name, const char *destination, GError **error)
{
  Op op = { .desk = desk, .name = name, .destination = destination };

  return dip_library_write (desk->library, use_txn, &op, error);
}
