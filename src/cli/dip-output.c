#include "dip-output.h"

#include <stdio.h>
#include <string.h>

void
dip_out (const char *format, ...)
{
  va_list args;

  va_start (args, format);
  vfprintf (stdout, format, args);
  va_end (args);
}

void
dip_err (const char *format, ...)
{
  va_list args;

  va_start (args, format);
  vfprintf (stderr, format, args);
  va_end (args);
}

JsonBuilder *
dip_json_new (void)
{
  return json_builder_begin_object (json_builder_new ());
}

void
dip_json_string (JsonBuilder *json, const char *name, const char *value)
{
  json_builder_set_member_name (json, name);
  if (value != NULL)
    json_builder_add_string_value (json, value);
  else
    json_builder_add_null_value (json);
}

void
dip_json_int (JsonBuilder *json, const char *name, gint64 value)
{
  json_builder_add_int_value (json_builder_set_member_name (json, name), value);
}

void
dip_json_double (JsonBuilder *json, const char *name, double value)
{
  json_builder_add_double_value (json_builder_set_member_name (json, name), value);
}

void
dip_json_bool (JsonBuilder *json, const char *name, gboolean value)
{
  json_builder_add_boolean_value (json_builder_set_member_name (json, name), value);
}

void
dip_json_date (JsonBuilder *json, const char *name, DipDate value)
{
  g_autofree char *iso = dip_date_to_iso (value);

  dip_json_string (json, name, iso);
}

void
dip_json_strings (JsonBuilder *json, const char *name, const char *const *values)
{
  dip_json_array (json, name);
  for (guint i = 0; values != NULL && values[i] != NULL; i++)
    json_builder_add_string_value (json, values[i]);
  json_builder_end_array (json);
}

void
dip_json_array (JsonBuilder *json, const char *name)
{
  json_builder_begin_array (json_builder_set_member_name (json, name));
}

void
dip_json_print (JsonBuilder *json)
{
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *text = NULL;

  json_builder_end_object (json);
  root = json_builder_get_root (json);
  json_generator_set_root (generator, root);
  json_generator_set_pretty (generator, TRUE);
  text = json_generator_to_data (generator, NULL);
  dip_out ("%s\n", text);
  g_object_unref (json);
}

static glong
columns_of (const char *text)
{
  glong n = 0;

  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      gunichar c = g_utf8_get_char (text);

      n += g_unichar_iszerowidth (c) ? 0 : g_unichar_iswide (c) ? 2 : 1;
    }
  return n;
}

static void
print_row (const char *const *cells, const glong *widths, guint n_columns)
{
  for (guint i = 0; i < n_columns; i++)
    {
      glong padding = i + 1 < n_columns ? widths[i] - columns_of (cells[i]) + 2 : 0;

      dip_out ("%s%*s", cells[i], (int) padding, "");
    }
  dip_out ("\n");
}

void
dip_out_table (const char *const *headings, GPtrArray *cells, guint n_columns)
{
  g_autofree glong *widths = g_new0 (glong, n_columns);

  for (guint i = 0; i < n_columns; i++)
    widths[i] = columns_of (headings[i]);
  for (guint i = 0; i < cells->len; i++)
    widths[i % n_columns] = MAX (widths[i % n_columns], columns_of (g_ptr_array_index (cells, i)));
  print_row (headings, widths, n_columns);
  for (guint i = 0; i + n_columns <= cells->len; i += n_columns)
    print_row ((const char *const *) cells->pdata + i, widths, n_columns);
}
