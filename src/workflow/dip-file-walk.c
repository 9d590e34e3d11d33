#include "dip-file-walk.h"

#include <glib/gstdio.h>
#include <string.h>

#define MOST_FILES 100000
#define DEEPEST    32

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

static GPtrArray *
names_in (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (name[0] != '.')
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  return names;
}

static void
walk (GPtrArray *found, const char *path, guint depth)
{
  GStatBuf info;
  g_autoptr (GPtrArray) names = NULL;

  if (found->len >= MOST_FILES)
    return;
  /* The user may pick a link; one met on the way may lead anywhere. */
  if ((depth == 0 ? g_stat (path, &info) : g_lstat (path, &info)) != 0 || !S_ISDIR (info.st_mode))
    {
      if (depth == 0 || S_ISREG (info.st_mode))
        g_ptr_array_add (found, g_strdup (path));
      return;
    }
  if (depth >= DEEPEST)
    return;
  names = names_in (path);
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *child = g_build_filename (path, g_ptr_array_index (names, i), NULL);

      walk (found, child, depth + 1);
    }
}

GPtrArray *
dip_file_walk (const char *const *paths)
{
  GPtrArray *found = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; paths[i] != NULL; i++)
    walk (found, paths[i], 0);
  return found;
}
