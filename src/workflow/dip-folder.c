#include "dip-folder.h"

#include <inttypes.h>
#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <string.h>
#include <sys/stat.h>

#include "dip-digest.h"
#include "dip-library.h"
#include "dip-safe-file.h"

const DipToken dip_folder_change_tokens[] = {
  { DIP_FOLDER_CHANGED, "changed", NULL, "file in a folder", NC_ ("file in a folder", "Changed by hand") },
  { DIP_FOLDER_MISSING, "missing", NULL, "file in a folder", NC_ ("file in a folder", "Gone") },
  { DIP_FOLDER_FOREIGN, "foreign", NULL, "file in a folder", NC_ ("file in a folder", "Not from here") },
  { 0 },
};

/* A file as it was when its content was read. The change time can't be set back by who edits a file. */
typedef struct
{
  char *sha256;
  gint64 size, modified, changed; /* bytes; nanoseconds */
  guint64 number;
} Seen;

struct _DipFolder
{
  char *path;
  char *state;       /* file in the library's derived data */
  GHashTable *seen;  /* name -> Seen */
  GHashTable *pages; /* name -> SHA-256 */
  gboolean ours;     /* there is a manifest of ours */
};

static void
seen_free (gpointer data)
{
  Seen *seen = data;

  g_free (seen->sha256);
  g_free (seen);
}

void
dip_folder_finding_free (DipFolderFinding *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self);
}

static char *
state_path (const DipDesk *desk, const char *path)
{
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, path, -1);

  return g_build_filename (dip_library_get_path (desk->library), "derived", "folders", digest, NULL);
}

/* One line per file: digest, size, times, number, name. */
static void
read_state (DipFolder *self)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (!g_file_get_contents (self->state, &text, NULL, NULL))
    return;
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) cells = g_strsplit (lines[i], " ", 6);
      Seen *seen;

      if (g_strv_length (cells) != 6)
        continue;
      seen = g_new0 (Seen, 1);
      seen->sha256 = g_strdup (cells[0]);
      seen->size = g_ascii_strtoll (cells[1], NULL, 10);
      seen->modified = g_ascii_strtoll (cells[2], NULL, 10);
      seen->changed = g_ascii_strtoll (cells[3], NULL, 10);
      seen->number = g_ascii_strtoull (cells[4], NULL, 10);
      g_hash_table_insert (self->seen, g_strdup (cells[5]), seen);
    }
}

static void
read_pages (DipFolder *self, JsonObject *manifest)
{
  JsonNode *node = json_object_get_member (manifest, "pages");
  JsonArray *pages = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; pages != NULL && i < json_array_get_length (pages); i++)
    {
      JsonNode *one = json_array_get_element (pages, i);
      JsonObject *page = JSON_NODE_HOLDS_OBJECT (one) ? json_node_get_object (one) : NULL;
      const char *name = page != NULL ? json_object_get_string_member_with_default (page, "name", NULL) : NULL;
      const char *digest = page != NULL ? json_object_get_string_member_with_default (page, "sha256", NULL) : NULL;

      if (name != NULL && digest != NULL && strchr (name, '/') == NULL)
        g_hash_table_insert (self->pages, g_strdup (name), g_strdup (digest));
    }
}

static void
read_manifest (DipFolder *self)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autofree char *path = g_build_filename (self->path, DIP_FOLDER_MANIFEST, NULL);
  g_autofree char *text = NULL;
  JsonNode *root;

  if (!g_file_get_contents (path, &text, NULL, NULL) || !json_parser_load_from_data (parser, text, -1, NULL))
    return;
  root = json_parser_get_root (parser);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return;
  self->ours = g_strcmp0 (json_object_get_string_member_with_default (json_node_get_object (root), "generator", NULL),
                          "Diptych")
               == 0;
  if (self->ours)
    read_pages (self, json_node_get_object (root));
}

DipFolder *
dip_folder_open (const DipDesk *desk, const char *path)
{
  DipFolder *self = g_new0 (DipFolder, 1);

  self->path = g_strdup (path);
  self->state = state_path (desk, path);
  self->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, seen_free);
  self->pages = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  read_state (self);
  read_manifest (self);
  return self;
}

void
dip_folder_free (DipFolder *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->seen);
  g_hash_table_unref (self->pages);
  g_free (self->path);
  g_free (self->state);
  g_free (self);
}

static gint64
nanoseconds (struct timespec time)
{
  return (gint64) time.tv_sec * G_GINT64_CONSTANT (1000000000) + time.tv_nsec;
}

static gboolean
is_as_seen (const Seen *seen, const struct stat *now)
{
  return seen->size == now->st_size && seen->modified == nanoseconds (now->st_mtim)
         && seen->changed == nanoseconds (now->st_ctim) && seen->number == now->st_ino;
}

static const char *
digest_of (DipFolder *self, const char *name)
{
  g_autofree char *path = g_build_filename (self->path, name, NULL);
  Seen *seen = g_hash_table_lookup (self->seen, name);
  struct stat now;
  char *digest;

  if (lstat (path, &now) != 0 || !S_ISREG (now.st_mode))
    return NULL;
  if (seen != NULL && is_as_seen (seen, &now))
    return seen->sha256;
  digest = dip_digest_file (path, NULL);
  if (digest == NULL)
    return NULL;
  seen = g_new0 (Seen, 1);
  *seen = (Seen){ digest, now.st_size, nanoseconds (now.st_mtim), nanoseconds (now.st_ctim), now.st_ino };
  g_hash_table_insert (self->seen, g_strdup (name), seen);
  return digest;
}

gboolean
dip_folder_holds (DipFolder *self, const char *name, const char *sha256)
{
  return g_strcmp0 (digest_of (self, name), sha256) == 0;
}

const char *
dip_folder_page (const DipFolder *self, const char *name)
{
  return g_hash_table_lookup (self->pages, name);
}

GHashTable *
dip_folder_pages (const DipFolder *self)
{
  return self->pages;
}

gboolean
dip_folder_is_foreign (DipFolder *self, const char *name)
{
  /* Until now the manifest did not name the pages. */
  const gboolean old = self->ours && g_hash_table_size (self->pages) == 0;

  if (self->ours && strcmp (name, DIP_FOLDER_MANIFEST) == 0)
    return FALSE;
  return !old && dip_folder_page (self, name) == NULL && digest_of (self, name) != NULL;
}

static void
add_finding (GPtrArray *findings, DipFolderChange change, const char *name)
{
  DipFolderFinding *finding = g_new (DipFolderFinding, 1);

  *finding = (DipFolderFinding){ change, g_strdup (name) };
  g_ptr_array_add (findings, finding);
}

static void
compare (DipFolder *self, GPtrArray *findings, const char *name, const char *sha256)
{
  const char *digest = digest_of (self, name);

  if (digest == NULL)
    add_finding (findings, DIP_FOLDER_MISSING, name);
  else if (strcmp (digest, sha256) != 0)
    add_finding (findings, DIP_FOLDER_CHANGED, name);
}

static gboolean
is_page_name (const char *name)
{
  return strcmp (name, "index.html") == 0 || strcmp (name, "results.css") == 0 || strcmp (name, "results.js") == 0
         || strcmp (name, "sitemap-images.xml") == 0
         || (g_str_has_prefix (name, "result-") && g_str_has_suffix (name, ".html"));
}

static gboolean
is_temporary (const char *name)
{
  return g_str_has_prefix (name, ".dip-") && g_str_has_suffix (name, ".tmp");
}

static void
find_foreign (DipFolder *self, GPtrArray *findings, GHashTable *known)
{
  g_autoptr (GDir) folder = g_dir_open (self->path, 0, NULL);
  const gboolean old = self->ours && g_hash_table_size (self->pages) == 0;
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    if (!g_hash_table_contains (known, name) && dip_folder_page (self, name) == NULL && !is_temporary (name)
        && !(self->ours && strcmp (name, DIP_FOLDER_MANIFEST) == 0) && !(old && is_page_name (name)))
      add_finding (findings, DIP_FOLDER_FOREIGN, name);
}

static int
compare_findings (gconstpointer a, gconstpointer b)
{
  const DipFolderFinding *left = *(DipFolderFinding *const *) a, *right = *(DipFolderFinding *const *) b;

  return strcmp (left->name, right->name);
}

GPtrArray *
dip_folder_findings (DipFolder *self, GPtrArray *items)
{
  GPtrArray *findings = g_ptr_array_new_with_free_func ((GDestroyNotify) dip_folder_finding_free);
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter pages;
  gpointer name, digest;

  for (guint i = 0; i < items->len; i++)
    {
      const DipExportItem *item = g_ptr_array_index (items, i);

      if (g_hash_table_add (known, item->name) && item->state == DIP_EXPORT_LIVE)
        compare (self, findings, item->name, item->sha256);
    }
  g_hash_table_iter_init (&pages, self->pages);
  while (g_hash_table_iter_next (&pages, &name, &digest))
    compare (self, findings, name, digest);
  find_foreign (self, findings, known);
  g_ptr_array_sort (findings, compare_findings);
  return findings;
}

void
dip_folder_save (DipFolder *self)
{
  g_autofree char *folder = g_path_get_dirname (self->state);
  g_autoptr (GBytes) bytes = NULL;
  GString *text = g_string_new (NULL);
  GHashTableIter files;
  gpointer name, value;

  g_hash_table_iter_init (&files, self->seen);
  while (g_hash_table_iter_next (&files, &name, &value))
    {
      const Seen *seen = value;
      g_autofree char *path = g_build_filename (self->path, name, NULL);
      struct stat now;

      if (strchr (name, '\n') == NULL && lstat (path, &now) == 0 && is_as_seen (seen, &now))
        g_string_append_printf (text, "%s %" PRId64 " %" PRId64 " %" PRId64 " %" PRIu64 " %s\n", seen->sha256,
                                seen->size, seen->modified, seen->changed, seen->number, (const char *) name);
    }
  bytes = g_string_free_to_bytes (text);
  /* Only speed is lost with it. */
  if (dip_safe_dir_create (folder, TRUE, NULL))
    dip_safe_file_write (self->state, bytes, DIP_SAFE_FILE_PRIVATE | DIP_SAFE_FILE_NO_SYNC, NULL, NULL, NULL);
}
