#include "dip-import-list.h"

#include <string.h>

#include "dip-csv.h"

/* The largest JPEG of a result: WordPress makes the smaller sizes itself. */
static const DipExportItem *
file_of (const DipPageResult *result)
{
  const DipExportItem *found = NULL;

  for (guint i = 0; i < result->items->len; i++)
    {
      const DipExportItem *item = g_ptr_array_index (result->items, i);

      if (found == NULL || item->format == DIP_EXPORT_JPEG)
        found = item;
    }
  return found;
}

char *
dip_import_list_csv (const DipPageResult *const *results, guint n)
{
  static const char *const heading[] = { "file", "title", "alt", "caption", "description", NULL };
  GString *csv = g_string_new (NULL);

  dip_csv_add_row (csv, heading);
  for (guint i = 0; i < n; i++)
    {
      const char *const row[] = { file_of (results[i])->name, results[i]->title,   results[i]->alt,
                                  results[i]->caption,        results[i]->caption, NULL };

      dip_csv_add_row (csv, row);
    }
  return g_string_free (csv, FALSE);
}

static void
add_element (GString *xml, const char *name, const char *text)
{
  g_autofree char *safe = g_markup_escape_text (text, -1);

  g_string_append_printf (xml, "<%s>%s</%s>\n", name, safe, name);
}

static void
add_attachment (GString *xml, const char *site, const DipPageResult *result, guint number)
{
  g_autofree char *address = g_strdup_printf ("%s/%s", site, file_of (result)->name);
  g_autofree char *id = g_strdup_printf ("%u", number);

  g_string_append (xml, "<item>\n");
  add_element (xml, "title", result->title);
  add_element (xml, "link", address);
  g_string_append_printf (xml, "<guid isPermaLink=\"false\">diptych-%s</guid>\n", result->slug);
  add_element (xml, "description", "");
  add_element (xml, "content:encoded", result->caption);
  add_element (xml, "excerpt:encoded", result->caption);
  add_element (xml, "wp:post_id", id);
  add_element (xml, "wp:post_name", result->slug);
  add_element (xml, "wp:status", "inherit");
  add_element (xml, "wp:post_type", "attachment");
  add_element (xml, "wp:attachment_url", address);
  g_string_append (xml, "<wp:postmeta>\n<wp:meta_key>_wp_attachment_image_alt</wp:meta_key>\n");
  add_element (xml, "wp:meta_value", result->alt);
  g_string_append (xml, "</wp:postmeta>\n</item>\n");
}

char *
dip_import_list_xml (const DipClinic *clinic, const DipPageResult *const *results, guint n)
{
  g_autofree char *site = g_strdup (clinic->site);
  GString *xml;

  if (site == NULL)
    return NULL;
  if (g_str_has_suffix (site, "/"))
    site[strlen (site) - 1] = '\0';
  xml = g_string_new ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                      "<rss version=\"2.0\" xmlns:excerpt=\"http://wordpress.org/export/1.2/excerpt/\" "
                      "xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" "
                      "xmlns:wp=\"http://wordpress.org/export/1.2/\">\n<channel>\n");
  add_element (xml, "title", clinic->name);
  add_element (xml, "link", site);
  add_element (xml, "wp:wxr_version", "1.2");
  for (guint i = 0; i < n; i++)
    add_attachment (xml, site, results[i], i + 1);
  g_string_append (xml, "</channel>\n</rss>\n");
  return g_string_free (xml, FALSE);
}
