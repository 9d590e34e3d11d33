#include "dip-locale.h"

#include <libintl.h>
#include <locale.h>

#include "dip-config.h"

/* A build folder holds the translations in po/, and is known by how it is built. */
static char *
folder_in_place (void)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = program != NULL ? g_path_get_dirname (program) : NULL;
  g_autofree char *ninja = folder != NULL ? g_build_filename (folder, "build.ninja", NULL) : NULL;

  if (ninja == NULL || !g_file_test (ninja, G_FILE_TEST_EXISTS))
    return NULL;
  return g_build_filename (folder, "po", NULL);
}

void
dip_locale_init (void)
{
  g_autofree char *in_place = folder_in_place ();

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, in_place != NULL ? in_place : DIP_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}
