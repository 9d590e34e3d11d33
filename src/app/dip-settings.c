#include "dip-settings.h"

#include "dip-config.h"

/* A program run from its build folder has its schema beside it, and means that one rather than an installed version's. */
static GSettingsSchemaSource *
source_in_place (void)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = program != NULL ? g_path_get_dirname (program) : NULL;
  g_autofree char *data = folder != NULL ? g_build_filename (folder, "data", NULL) : NULL;

  if (data == NULL)
    return NULL;
  return g_settings_schema_source_new_from_directory (data, g_settings_schema_source_get_default (), FALSE, NULL);
}

GSettings *
dip_settings_new (void)
{
  g_autoptr (GSettingsSchemaSource) in_place = source_in_place ();
  GSettingsSchemaSource *source = in_place != NULL ? in_place : g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = NULL;

  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, DIP_APP_ID, TRUE);
  return schema != NULL ? g_settings_new_full (schema, NULL, NULL) : NULL;
}
