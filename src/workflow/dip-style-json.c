#include "dip-style-json.h"

#include <glib/gi18n-lib.h>

#include "dip-error.h"

static void
add_text (JsonBuilder *builder, const char *name, const char *text)
{
  if (text != NULL)
    json_builder_add_string_value (json_builder_set_member_name (builder, name), text);
}

static void
add_colour (JsonBuilder *builder, const char *name, guint32 colour)
{
  g_autofree char *text = dip_colour_to_text (colour);

  add_text (builder, name, text);
}

static void
add_number (JsonBuilder *builder, const char *name, double value)
{
  json_builder_add_double_value (json_builder_set_member_name (builder, name), value);
}

void
dip_style_add_json (const DipStyle *style, JsonBuilder *builder)
{
  add_text (builder, "layout", dip_token_name (dip_layout_tokens, (int) style->layout));
  json_builder_add_boolean_value (json_builder_set_member_name (builder, "labels"), style->labels);
  add_text (builder, "before-label", style->templates.before);
  add_text (builder, "after-label", style->templates.after);
  add_text (builder, "font", style->font);
  add_text (builder, "label-place", dip_token_name (dip_anchor_tokens, (int) style->label_anchor));
  add_colour (builder, "label-colour", style->label_colour);
  add_colour (builder, "label-background", style->label_background);
  add_number (builder, "label-opacity", style->label_opacity);
  add_number (builder, "gutter", style->gutter);
  add_colour (builder, "background", style->background);
  add_text (builder, "mark-text", style->mark.text);
  add_text (builder, "mark-logo", style->mark.logo);
  add_text (builder, "mark-place", dip_token_name (dip_anchor_tokens, (int) style->mark.anchor));
  add_number (builder, "mark-size", style->mark.size);
  add_number (builder, "mark-opacity", style->mark.opacity);
  add_colour (builder, "mark-colour", style->mark.colour);
}

static const char *
text_of (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : NULL;
}

static gboolean
read_word (JsonObject *object, const char *name, const DipToken *table, int *out, GError **error)
{
  const char *text = text_of (object, name);

  return text == NULL || dip_token_parse (table, text, name, out, error);
}

static gboolean
read_colour (JsonObject *object, const char *name, guint32 *out, GError **error)
{
  const char *text = text_of (object, name);

  return text == NULL || dip_colour_parse (text, out, error);
}

static void
read_number (JsonObject *object, const char *name, double *out)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) != G_TYPE_STRING)
    *out = json_node_get_double (node);
}

static gboolean
read_words (DipStyle *style, JsonObject *object, GError **error)
{
  int layout = (int) style->layout, label = (int) style->label_anchor, mark = (int) style->mark.anchor;

  if (!read_word (object, "layout", dip_layout_tokens, &layout, error)
      || !read_word (object, "label-place", dip_anchor_tokens, &label, error)
      || !read_word (object, "mark-place", dip_anchor_tokens, &mark, error))
    return FALSE;
  style->layout = (DipLayout) layout;
  style->label_anchor = (DipAnchor) label;
  style->mark.anchor = (DipAnchor) mark;
  return TRUE;
}

DipStyle *
dip_style_from_json (const char *name, JsonObject *object, GError **error)
{
  g_autoptr (DipStyle) style = dip_style_new (name);

  if (!read_words (style, object, error) || !read_colour (object, "label-colour", &style->label_colour, error)
      || !read_colour (object, "label-background", &style->label_background, error)
      || !read_colour (object, "background", &style->background, error)
      || !read_colour (object, "mark-colour", &style->mark.colour, error))
    return NULL;
  style->labels = json_object_get_boolean_member_with_default (object, "labels", style->labels);
  style->templates.before = g_strdup (text_of (object, "before-label"));
  style->templates.after = g_strdup (text_of (object, "after-label"));
  style->font = g_strdup (text_of (object, "font"));
  style->mark.text = g_strdup (text_of (object, "mark-text"));
  style->mark.logo = g_strdup (text_of (object, "mark-logo"));
  read_number (object, "label-opacity", &style->label_opacity);
  read_number (object, "gutter", &style->gutter);
  read_number (object, "mark-size", &style->mark.size);
  read_number (object, "mark-opacity", &style->mark.opacity);
  return dip_style_check (style, error) ? g_steal_pointer (&style) : NULL;
}
