#include "dip-page-text.h"

#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

#include "dip-site-words.h"

/* The page is 60rem wide at most; a slider shows half of a picture in 40rem. */
#define SIZES        "(min-width: 60rem) 58rem, 100vw"
#define SIZES_SLIDES "(min-width: 42rem) 80rem, 200vw"

void
dip_page_result_free (DipPageResult *self)
{
  if (self == NULL)
    return;
  g_free (self->slug);
  g_free (self->title);
  g_free (self->alt);
  g_free (self->caption);
  g_free (self->after);
  g_ptr_array_unref (self->items);
  g_free (self);
}

DipPageResult *
dip_page_sample (void)
{
  static const DipExportFormat formats[] = { DIP_EXPORT_AVIF, DIP_EXPORT_WEBP, DIP_EXPORT_JPEG };
  DipPageResult *self = g_new0 (DipPageResult, 1);

  self->items = g_ptr_array_new_with_free_func ((GDestroyNotify) dip_export_item_free);
  self->slug = g_strdup ("smp");
  self->title = g_strdup ("");
  self->alt = g_strdup ("");
  self->caption = g_strdup ("");
  self->after = g_strdup ("");
  self->healed = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      DipExportItem *item = g_new0 (DipExportItem, 1);

      item->name = g_strdup_printf ("smp.%s", dip_token_name (dip_export_format_tokens, (int) formats[i]));
      item->format = formats[i];
      item->width = item->height = 1;
      g_ptr_array_add (self->items, item);
    }
  return self;
}

char *
dip_page_name (const DipPageResult *result)
{
  return g_strconcat ("result-", result->slug, ".html", NULL);
}

char *
dip_page_fold (const char *text)
{
  g_autofree char *plain = g_utf8_make_valid (text, -1);
  g_autofree char *apart = g_utf8_normalize (plain, -1, G_NORMALIZE_ALL);
  g_autofree char *folded = g_utf8_casefold (apart, -1);
  GString *out = g_string_new (" ");

  for (const char *at = folded; *at != '\0'; at = g_utf8_next_char (at))
    {
      const gunichar letter = g_utf8_get_char (at);

      if (g_unichar_isalnum (letter))
        g_string_append_unichar (out, letter);
      else if (!g_unichar_ismark (letter) && out->str[out->len - 1] != ' ')
        g_string_append_c (out, ' ');
    }
  if (out->str[out->len - 1] != ' ')
    g_string_append_c (out, ' ');
  return g_string_free (out, FALSE);
}

char *
dip_page_fill (const char *template, const char *language, const char *title, const char *body, const char *data)
{
  g_autofree char *safe_language = g_markup_escape_text (language, -1);
  g_autofree char *safe_title = g_markup_escape_text (title, -1);
  GString *out = g_string_new (template);

  /* The fields of the frame first: what is in a caption is no field. */
  g_string_replace (out, "{{language}}", safe_language, 0);
  g_string_replace (out, "{{title}}", safe_title, 0);
  g_string_replace (out, "{{data}}", data, 1);
  g_string_replace (out, "{{body}}", body, 1);
  return g_string_free (out, FALSE);
}

static const DipExportItem *
largest (const DipPageResult *result, DipExportFormat format)
{
  const DipExportItem *found = NULL;

  for (guint i = 0; i < result->items->len; i++)
    {
      const DipExportItem *item = g_ptr_array_index (result->items, i);

      if (item->format == format || (found == NULL && format == DIP_EXPORT_JPEG))
        found = item;
    }
  return found;
}

static void
add_srcset (GString *html, const DipPageResult *result, DipExportFormat format)
{
  gboolean any = FALSE;

  for (guint i = 0; i < result->items->len; i++)
    {
      const DipExportItem *item = g_ptr_array_index (result->items, i);

      if (item->format != format)
        continue;
      g_string_append_printf (html, "%s%s %dw", any ? ", " : "", item->name, item->width);
      any = TRUE;
    }
}

static void
add_picture (GString *html, const DipPageLook *look, const DipPageResult *result, gboolean first)
{
  static const struct
  {
    DipExportFormat format;
    const char *type;
  } sources[] = { { DIP_EXPORT_AVIF, "image/avif" }, { DIP_EXPORT_WEBP, "image/webp" } };
  const char *sizes = look->slides ? SIZES_SLIDES : SIZES;
  const DipExportItem *main = largest (result, DIP_EXPORT_JPEG);
  g_autofree char *alt = g_markup_escape_text (result->alt, -1);

  g_string_append (html, "<picture>");
  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    {
      if (sources[i].format == main->format || largest (result, sources[i].format) == NULL)
        continue;
      g_string_append_printf (html, "<source type=\"%s\" sizes=\"%s\" srcset=\"", sources[i].type, sizes);
      add_srcset (html, result, sources[i].format);
      g_string_append (html, "\">");
    }
  g_string_append_printf (html, "<img src=\"%s\" sizes=\"%s\" srcset=\"", main->name, sizes);
  add_srcset (html, result, main->format);
  g_string_append_printf (html, "\" width=\"%d\" height=\"%d\" %s alt=\"%s\"></picture>", main->width, main->height,
                          first ? "fetchpriority=\"high\"" : "loading=\"lazy\"", alt);
}

static void
add_figure (GString *html, const DipPageLook *look, const DipPageResult *result, gboolean first)
{
  const DipExportItem *main = largest (result, DIP_EXPORT_JPEG);
  const double gutter = look->gutter > 0 ? MAX (2, round (look->gutter * main->height)) : 0;
  g_autofree char *caption = g_markup_escape_text (result->caption, -1);
  g_autofree char *label = g_markup_escape_text (dip_site_word (look->language, DIP_SITE_COMPARE), -1);

  g_string_append_printf (html, "<figure class=\"result%s\" style=\"--width:%d;--height:%d;--half:%d\">\n",
                          look->slides ? " slides" : "", main->width, main->height, (int) ((main->width - gutter) / 2));
  g_string_append_printf (html, "<div class=\"stage\" data-label=\"%s\">", label);
  add_picture (html, look, result, first);
  g_string_append_printf (html, "</div>\n<figcaption>%s</figcaption>\n</figure>\n", caption);
}

char *
dip_page_body (const DipPageLook *look, const DipPageResult *const *results, guint n)
{
  GString *html = g_string_new (NULL);
  gboolean healed = n > 0;
  g_autofree char *line = g_markup_escape_text (
      look->disclosure != NULL ? look->disclosure : dip_site_word (look->language, DIP_SITE_DIFFER), -1);

  for (guint i = 0; i < n; i++)
    {
      add_figure (html, look, results[i], i == 0);
      healed = healed && results[i]->healed;
    }
  if (healed)
    g_string_append_printf (html, "<p class=\"note\">%s</p>\n", dip_site_word (look->language, DIP_SITE_REAL_CLIENTS));
  if (n > 0)
    g_string_append_printf (html, "<p class=\"note\">%s</p>\n", line);
  else
    g_string_append_printf (html, "<p>%s</p>\n", dip_site_word (look->language, DIP_SITE_NONE));
  return g_string_free (html, FALSE);
}

static void
add_text (JsonBuilder *json, const char *name, const char *value)
{
  if (value == NULL)
    return;
  json_builder_set_member_name (json, name);
  json_builder_add_string_value (json, value);
}

static void
add_maker (JsonBuilder *json, const char *name)
{
  json_builder_set_member_name (json, "creator");
  json_builder_begin_object (json);
  add_text (json, "@type", "Organization");
  add_text (json, "name", name);
  json_builder_end_object (json);
}

static void
add_image (JsonBuilder *json, const DipPageLook *look, const DipPageResult *result)
{
  const DipExportItem *main = largest (result, DIP_EXPORT_JPEG);
  const DipClinic *clinic = look->clinic;

  json_builder_begin_object (json);
  add_text (json, "@type", "ImageObject");
  add_text (json, "contentUrl", main->name);
  add_text (json, "description", result->alt);
  add_text (json, "caption", result->caption);
  if (look->rights)
    {
      add_maker (json, clinic->creator != NULL ? clinic->creator : clinic->name);
      add_text (json, "creditText", clinic->credit != NULL ? clinic->credit : clinic->name);
      add_text (json, "copyrightNotice", clinic->copyright != NULL ? clinic->copyright : clinic->name);
      add_text (json, "license", clinic->licence);
      add_text (json, "acquireLicensePage", clinic->licence);
    }
  json_builder_end_object (json);
}

char *
dip_page_json_ld (const DipPageLook *look, const DipPageResult *const *results, guint n)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *text = NULL;
  GString *safe;

  json_builder_begin_object (json);
  add_text (json, "@context", "https://schema.org");
  add_text (json, "@type", "ImageGallery");
  json_builder_set_member_name (json, "associatedMedia");
  json_builder_begin_array (json);
  for (guint i = 0; i < n; i++)
    add_image (json, look, results[i]);
  json_builder_end_array (json);
  json_builder_end_object (json);
  root = json_builder_get_root (json);
  text = json_to_string (root, TRUE);
  safe = g_string_new (text);
  g_string_replace (safe, "<", "\\u003c", 0); /* or a text could end the script */
  g_string_prepend (safe, "<script type=\"application/ld+json\">\n");
  g_string_append (safe, "\n</script>");
  return g_string_free (safe, FALSE);
}

char *
dip_page_sitemap (const DipPageLook *look, const DipPageResult *const *results, guint n)
{
  GString *xml;
  g_autofree char *site = NULL;

  if (look->clinic->site == NULL)
    return NULL;
  site = g_markup_escape_text (look->clinic->site, -1);
  if (g_str_has_suffix (site, "/"))
    site[strlen (site) - 1] = '\0';
  xml = g_string_new ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                      "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" "
                      "xmlns:image=\"http://www.google.com/schemas/sitemap-image/1.1\">\n");
  for (guint i = 0; i < n; i++)
    g_string_append_printf (xml,
                            "<url><loc>%s/result-%s.html</loc><image:image><image:loc>%s/%s</image:loc></image:image>"
                            "</url>\n",
                            site, results[i]->slug, site, largest (results[i], DIP_EXPORT_JPEG)->name);
  g_string_append (xml, "</urlset>\n");
  return g_string_free (xml, FALSE);
}
