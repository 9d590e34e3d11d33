#include "dip-remembering.h"

#include <glib/gi18n-lib.h>
#include <libsecret/secret.h>

#include "dip-library.h"
#include "dip-sealing.h"

/* A library is known by its folder: the same passphrase may not open what was put in its place, and then it is asked for. */
static const SecretSchema schema = {
  .name = "io.github.diptych.Diptych.Passphrase",
  .flags = SECRET_SCHEMA_NONE,
  .attributes = { { "library", SECRET_SCHEMA_ATTRIBUTE_STRING }, { "account", SECRET_SCHEMA_ATTRIBUTE_STRING } },
};

static GHashTable *
attributes_of (const DipDesk *desk, const char *account)
{
  GHashTable *attributes = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  g_autofree char *normal = g_utf8_normalize (account, -1, G_NORMALIZE_ALL_COMPOSE);

  g_hash_table_insert (attributes, (gpointer) "library",
                       g_compute_checksum_for_string (G_CHECKSUM_SHA256, dip_library_get_path (desk->library), -1));
  g_hash_table_insert (attributes, (gpointer) "account", g_utf8_casefold (normal != NULL ? normal : account, -1));
  return attributes;
}

/* Takes @own. The keyring's words are for developers. */
static void
explain (GError *own, GError **error)
{
  if (g_error_matches (own, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, own);
      return;
    }
  g_set_error (error, DIP_ERROR, DIP_ERROR_SEALED,
               _ ("The desktop’s keyring can’t be used: %s. The passphrase opens the library without it."),
               own->message);
  g_error_free (own);
}

gboolean
dip_remembering_keep (const DipDesk *desk, const char *account, const char *passphrase, GCancellable *cancellable,
                      GError **error)
{
  g_autoptr (GHashTable) attributes = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *label = NULL;
  GError *own = NULL;

  g_return_val_if_fail (desk != NULL && account != NULL && passphrase != NULL, FALSE);

  attributes = attributes_of (desk, account);
  folder = g_path_get_basename (dip_library_get_path (desk->library));
  /* Translators: how the keyring's own program lists the passphrase: an account, then a library's folder. */
  label = g_strdup_printf (_ ("Diptych: %s in “%s”"), account, folder);
  if (secret_password_storev_sync (&schema, attributes, SECRET_COLLECTION_DEFAULT, label, passphrase, cancellable,
                                   &own))
    return TRUE;
  explain (own, error);
  return FALSE;
}

gboolean
dip_remembering_forget (const DipDesk *desk, const char *account, gboolean *forgotten, GCancellable *cancellable,
                        GError **error)
{
  g_autoptr (GHashTable) attributes = NULL;
  GError *own = NULL;
  gboolean had;

  g_return_val_if_fail (desk != NULL && account != NULL, FALSE);

  attributes = attributes_of (desk, account);
  had = secret_password_clearv_sync (&schema, attributes, cancellable, &own);
  if (forgotten != NULL)
    *forgotten = had;
  if (own == NULL)
    return TRUE;
  explain (own, error);
  return FALSE;
}

gboolean
dip_remembering_knows (const DipDesk *desk, const char *account, GCancellable *cancellable)
{
  g_autoptr (GHashTable) attributes = NULL;
  g_autolist (GObject) found = NULL;

  g_return_val_if_fail (desk != NULL && account != NULL, FALSE);

  attributes = attributes_of (desk, account);
  found = secret_password_searchv_sync (&schema, attributes, SECRET_SEARCH_NONE, cancellable, NULL);
  return found != NULL;
}

gboolean
dip_remembering_unlock (DipDesk *desk, const char *account, char **warning, GCancellable *cancellable, GError **error)
{
  g_autoptr (GHashTable) attributes = NULL;
  GError *own = NULL;
  char *passphrase;
  gboolean done;

  g_return_val_if_fail (desk != NULL && account != NULL, FALSE);

  if (warning != NULL)
    *warning = NULL;
  attributes = attributes_of (desk, account);
  passphrase = secret_password_lookupv_nonpageable_sync (&schema, attributes, cancellable, &own);
  if (own != NULL)
    {
      explain (own, error);
      return FALSE;
    }
  if (passphrase == NULL)
    {
      g_set_error (error, DIP_ERROR, DIP_ERROR_NOT_FOUND,
                   _ ("The desktop’s keyring keeps no passphrase of %s for this library."), account);
      return FALSE;
    }
  done = dip_sealing_unlock (desk, account, passphrase, warning, &own);
  secret_password_free (passphrase);
  if (done)
    return TRUE;
  if (!g_error_matches (own, DIP_ERROR, DIP_ERROR_SEALED))
    {
      g_propagate_error (error, own);
      return FALSE;
    }
  g_error_free (own);
  dip_remembering_forget (desk, account, NULL, cancellable, NULL);
  g_set_error_literal (error, DIP_ERROR, DIP_ERROR_SEALED,
                       _ ("What the desktop’s keyring kept does not open the library any more, and was forgotten. Type "
                          "the passphrase."));
  return FALSE;
}
