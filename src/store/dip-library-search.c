#include <gio/gio.h>
#include <string.h>

#include "dip-library-private.h"
#include "dip-library-search.h"

static void search_folder (const char *folder, const char *shown, const char *const *needles, GPtrArray *found);

static gboolean
holds_any (const char *path, const char *const *needles)
{
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, NULL);

  for (gsize i = 0; file != NULL && needles[i] != NULL; i++)
    if (*needles[i] != '\0' && g_mapped_file_get_length (file) > 0
        && memmem (g_mapped_file_get_contents (file), g_mapped_file_get_length (file), needles[i], strlen (needles[i])))
      return TRUE;
  return FALSE;
}

static void
search_entry (const char *path, const char *shown, const char *const *needles, GPtrArray *found)
{
  if (g_file_test (path, G_FILE_TEST_IS_SYMLINK))
    return;
  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    search_folder (path, shown, needles, found);
  else if (g_file_test (path, G_FILE_TEST_IS_REGULAR) && holds_any (path, needles))
    g_ptr_array_add (found, g_strdup (shown));
}

static void
search_folder (const char *folder, const char *shown, const char *const *needles, GPtrArray *found)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name = NULL;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *below = *shown != '\0' ? g_build_filename (shown, name, NULL) : g_strdup (name);
      search_entry (path, below, needles, found);
    }
}

GPtrArray *
dip_library_search_bytes (DipLibrary *self, const char *const *needles)
{
  g_return_val_if_fail (self != NULL && needles != NULL, NULL);

  GPtrArray *found = g_ptr_array_new_with_free_func (g_free);
  search_folder (self->path, "", needles, found);
  return found;
}
