#include "dip-history.h"

#include <inttypes.h>
#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>

#include "dip-audit.h"
#include "dip-catalogue.h"
#include "dip-sealing.h"
#include "dip-token.h"
#include "dip-words.h"

static const DipToken action_tokens[] = {
  { 1, "client-add", NULL, "history", NC_ ("history", "Client added") },
  { 2, "client-erase", NULL, "history", NC_ ("history", "Client erased") },
  { 3, "treatment-add", NULL, "history", NC_ ("history", "Treatment added") },
  { 4, "session-add", NULL, "history", NC_ ("history", "Session added") },
  { 5, "photo-import", NULL, "history", NC_ ("history", "Photo imported") },
  { 6, "photo-set", NULL, "history", NC_ ("history", "Photo described") },
  { 7, "pair-add", NULL, "history", NC_ ("history", "Pair made") },
  { 8, "pair-align", NULL, "history", NC_ ("history", "Pair lined up") },
  { 9, "pair-approve", NULL, "history", NC_ ("history", "Pair approved") },
  { 10, "compose", NULL, "history", NC_ ("history", "Picture made for the clinic") },
  { 11, "consent-record", NULL, "history", NC_ ("history", "Consent recorded") },
  { 12, "consent-withdraw", NULL, "history", NC_ ("history", "Consent withdrawn") },
  { 13, "takedown-open", NULL, "history", NC_ ("history", "Take-down opened") },
  { 14, "takedown-done", NULL, "history", NC_ ("history", "Taken down") },
  { 16, "photo-give", NULL, "history", NC_ ("history", "Photo given to a client") },
  { 17, "photo-remove", NULL, "history", NC_ ("history", "Photo removed again") },
  { 15, "file-removed", NULL, "history", NC_ ("history", "Exported file removed") },
  { 18, "photo-redact", NULL, "history", NC_ ("history", "Photo covered or uncovered") },
  { 19, "pair-text", NULL, "history", NC_ ("history", "Words for the public written") },
  { 20, "publish-run", NULL, "history", NC_ ("history", "Exported") },
  { 21, "publish-failed", NULL, "history", NC_ ("history", "Export failed") },
  { 22, "address-note", NULL, "history", NC_ ("history", "Web address noted") },
  { 23, "address-remove", NULL, "history", NC_ ("history", "Web address taken back") },
  { 24, "evidence", NULL, "history", NC_ ("history", "Evidence written") },
  { 25, "library-create", NULL, "history", NC_ ("history", "Library made") },
  { 26, "clinic-set", NULL, "history", NC_ ("history", "Settings of the clinic changed") },
  { 27, "destination-save", NULL, "history", NC_ ("history", "Destination changed") },
  { 28, "destination-remove", NULL, "history", NC_ ("history", "Destination removed") },
  { 29, "style-save", NULL, "history", NC_ ("history", "Style saved") },
  { 30, "style-remove", NULL, "history", NC_ ("history", "Style removed") },
  { 31, "style-use", NULL, "history", NC_ ("history", "Style chosen for a destination") },
  { 32, "form-new", NULL, "history", NC_ ("history", "Consent form begun") },
  { 33, "form-edit", NULL, "history", NC_ ("history", "Consent form changed") },
  { 34, "form-release", NULL, "history", NC_ ("history", "Consent form released") },
  { 35, "pair-remove", NULL, "history", NC_ ("history", "Pair taken apart") },
  { 36, "library-seal", NULL, "history", NC_ ("history", "Library sealed") },
  { 37, "library-recover", NULL, "history", NC_ ("history", "Library opened with the recovery sheet") },
  { 38, "account-add", NULL, "history", NC_ ("history", "Account added") },
  { 39, "account-remove", NULL, "history", NC_ ("history", "Account shut out") },
  { 40, "account-passphrase", NULL, "history", NC_ ("history", "Passphrase changed") },
  { 41, "keys-turn", NULL, "history", NC_ ("history", "Keys turned") },
  { 0 },
};

const char *
dip_history_action_label (const char *action)
{
  int value;

  if (!dip_token_parse (action_tokens, action, "action", &value, NULL))
    return action;
  return dip_token_label (action_tokens, value);
}

/* What an entry is about. */
static const DipToken subject_tokens[] = {
  { 1, "client", NULL, "log", NC_ ("log", "Client {id}") },
  { 2, "photo", NULL, "log", NC_ ("log", "Photo {id}") },
  { 3, "pair", NULL, "log", NC_ ("log", "Pair {id}") },
  { 4, "consent", NULL, "log", NC_ ("log", "Consent {id}") },
  { 5, "session", NULL, "log", NC_ ("log", "Session {id}") },
  { 6, "treatment", NULL, "log", NC_ ("log", "Treatment {id}") },
  { 7, "run", NULL, "log", NC_ ("log", "Export {id}") },
  { 8, "item", NULL, "log", NC_ ("log", "Exported file {id}") },
  { 9, "destination", NULL, "log", NC_ ("log", "Destination {id}") },
  { 10, "style", NULL, "log", NC_ ("log", "Style {id}") },
  { 11, "form", NULL, "log", NC_ ("log", "Consent form {id}") },
  { 12, "address", NULL, "log", NC_ ("log", "Web address {id}") },
  { 13, "account", NULL, "log", NC_ ("log", "Account {id}") },
  { 14, "library", NULL, "log", NC_ ("log", "Library") },
  { 15, "clinic", NULL, "log", NC_ ("log", "Clinic") },
  { 0 },
};

char *
dip_history_subject_label (const char *subject)
{
  g_auto (GStrv) words = NULL;
  g_autoptr (GString) text = NULL;
  int kind;

  g_return_val_if_fail (subject != NULL, NULL);

  words = g_strsplit (subject, " ", 2);
  if (words[0] == NULL || !dip_token_parse (subject_tokens, words[0], "subject", &kind, NULL))
    return g_strdup (subject);
  text = g_string_new (dip_token_label (subject_tokens, kind));
  g_string_replace (text, "{id}", words[1] != NULL ? words[1] : "", 0);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* What an entry says beside its subject. */
static const DipToken field_tokens[] = {
  { 1, "client", NULL, "log", NC_ ("log", "Client") },
  { 2, "scopes", NULL, "log", NC_ ("log", "Uses") },
  { 3, "takedowns", NULL, "log", NC_ ("log", "To be taken down") },
  { 4, "before", NULL, "log", NC_ ("log", "Before photo") },
  { 5, "after", NULL, "log", NC_ ("log", "Healed photo") },
  { 6, "alignment", NULL, "log", NC_ ("log", "Version") },
  { 7, "method", NULL, "log", NC_ ("log", "How") },
  { 8, "crop", NULL, "log", NC_ ("log", "Shape") },
  { 9, "blob", NULL, "log", NC_ ("log", "File") },
  { 10, "covers", NULL, "log", NC_ ("log", "Covers") },
  { 11, "shows", NULL, "log", NC_ ("log", "Shows") },
  { 12, "date", NULL, "log", NC_ ("log", "Day") },
  { 13, "healing_days", NULL, "log", NC_ ("log", "Healing interval") },
  { 14, "reason", NULL, "log", NC_ ("log", "Reason") },
  { 15, "version", NULL, "log", NC_ ("log", "Version of the form") },
  { 16, "sha256", NULL, "log", NC_ ("log", "Digest") },
  { 17, "was", NULL, "log", NC_ ("log", "Was") },
  { 18, "is", NULL, "log", NC_ ("log", "Is now") },
  { 19, "photo", NULL, "log", NC_ ("log", "Photo") },
  { 0 },
};

static char *
value_label (const char *field, JsonNode *node)
{
  g_autofree char *text = NULL;
  DipDate day;
  guint flags;
  int token;

  if (JSON_NODE_HOLDS_OBJECT (node) || JSON_NODE_HOLDS_ARRAY (node))
    return json_to_string (node, FALSE);
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    text = g_strdup (json_node_get_string (node));
  else
    text = json_to_string (node, FALSE);
  if (g_str_equal (field, "scopes") && dip_flags_parse (dip_scope_tokens, text, field, &flags, NULL))
    return dip_flags_to_label (dip_scope_tokens, flags);
  if (g_str_equal (field, "shows") && dip_token_parse (dip_identifiability_tokens, text, field, &token, NULL))
    return g_strdup (dip_token_label (dip_identifiability_tokens, token));
  if (g_str_equal (field, "method") && dip_token_parse (dip_alignment_method_tokens, text, field, &token, NULL))
    return g_strdup (dip_token_label (dip_alignment_method_tokens, token));
  if (g_str_equal (field, "crop") && dip_token_parse (dip_crop_shape_tokens, text, field, &token, NULL))
    return g_strdup (dip_token_label (dip_crop_shape_tokens, token));
  if (g_str_equal (field, "date") && dip_date_parse (text, field, &day, NULL))
    return dip_date_to_display (day);
  return g_steal_pointer (&text);
}

/* “Was: 28 · Is now: 42”, each with its name before it. */
static void
append_fields (GString *text, JsonObject *object)
{
  g_autoptr (GList) fields = json_object_get_members (object);

  for (GList *l = fields; l != NULL; l = l->next)
    {
      const char *field = l->data;
      JsonNode *node = json_object_get_member (object, field);
      g_autofree char *value = NULL;
      int token;

      g_string_append (text, text->len > 0 ? " · " : "");
      g_string_append (text, dip_token_parse (field_tokens, field, "field", &token, NULL)
                                 ? dip_token_label (field_tokens, token)
                                 : field);
      if (JSON_NODE_HOLDS_OBJECT (node))
        {
          append_fields (text, json_node_get_object (node));
          continue;
        }
      value = value_label (field, node);
      g_string_append_printf (text, ": %s", value);
    }
}

char *
dip_history_detail_label (const char *detail)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GString) text = g_string_new (NULL);
  JsonNode *root;

  if (detail == NULL || !json_parser_load_from_data (parser, detail, -1, NULL)
      || (root = json_parser_get_root (parser)) == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return g_strdup (detail);
  append_fields (text, json_node_get_object (root));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

typedef struct
{
  const DipDesk *desk;
  const char *code;
  guint limit;
  GHashTable *subjects; /* set of char* */
  GPtrArray *found;
} Op;

static void
add_subject (Op *op, const char *kind, gint64 id)
{
  g_hash_table_add (op->subjects, g_strdup_printf ("%s %" PRId64, kind, id));
}

static gboolean
collect_photos (Op *op, DipDb *db, gint64 client_id, GError **error)
{
  g_autoptr (GPtrArray) photos = dip_catalogue_photos (db, client_id, error);
  g_autoptr (GPtrArray) pairs = photos != NULL ? dip_catalogue_pairs (db, client_id, error) : NULL;
  g_autoptr (GPtrArray) items = pairs != NULL ? dip_catalogue_items (db, client_id, error) : NULL;

  if (items == NULL)
    return FALSE;
  for (guint i = 0; i < photos->len; i++)
    add_subject (op, "photo", ((DipPhoto *) g_ptr_array_index (photos, i))->id);
  for (guint i = 0; i < pairs->len; i++)
    add_subject (op, "pair", ((DipPair *) g_ptr_array_index (pairs, i))->id);
  for (guint i = 0; i < items->len; i++)
    add_subject (op, "item", ((DipExportItem *) g_ptr_array_index (items, i))->id);
  return TRUE;
}

static gboolean
collect_sessions (Op *op, DipDb *db, gint64 client_id, GError **error)
{
  g_autoptr (GPtrArray) treatments = dip_catalogue_treatments (db, client_id, error);

  if (treatments == NULL)
    return FALSE;
  for (guint i = 0; i < treatments->len; i++)
    {
      const DipTreatment *treatment = g_ptr_array_index (treatments, i);
      g_autoptr (GPtrArray) sessions = dip_catalogue_sessions (db, treatment->id, error);

      if (sessions == NULL)
        return FALSE;
      add_subject (op, "treatment", treatment->id);
      for (guint j = 0; j < sessions->len; j++)
        add_subject (op, "session", ((DipSession *) g_ptr_array_index (sessions, j))->id);
    }
  return TRUE;
}

static gboolean
collect_consents (Op *op, DipDb *db, gint64 client_id, GError **error)
{
  g_autoptr (GPtrArray) consents = dip_catalogue_consents (db, client_id, error);

  if (consents == NULL)
    return FALSE;
  for (guint i = 0; i < consents->len; i++)
    add_subject (op, "consent", ((DipConsent *) g_ptr_array_index (consents, i))->id);
  return TRUE;
}

static gboolean
history_txn (DipDb *db, gpointer user_data, GError **error)
{
  Op *op = user_data;
  g_autoptr (DipClient) client = dip_catalogue_client_by_code (db, op->code, error);
  g_autoptr (GPtrArray) log = NULL;

  if (client == NULL || !collect_photos (op, db, client->id, error) || !collect_sessions (op, db, client->id, error)
      || !collect_consents (op, db, client->id, error))
    return FALSE;
  g_hash_table_add (op->subjects, g_strconcat ("client ", client->code, NULL));
  log = dip_audit_list (db, 0, error);
  if (log == NULL)
    return FALSE;
  while (log->len > 0 && (op->limit == 0 || op->found->len < op->limit))
    {
      DipAuditEntry *entry = g_ptr_array_steal_index (log, log->len - 1);

      if (entry->subject != NULL && g_hash_table_contains (op->subjects, entry->subject))
        g_ptr_array_add (op->found, entry);
      else
        dip_audit_entry_free (entry);
    }
  return TRUE;
}

GPtrArray *
dip_history_of_client (const DipDesk *desk, const char *code, guint limit, GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) dip_audit_entry_free);
  g_autoptr (GHashTable) subjects = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Op op = { .desk = desk, .code = code, .limit = limit, .subjects = subjects, .found = found };

  return dip_sealing_require_curator (desk, error) && dip_library_read (desk->library, history_txn, &op, error)
             ? g_steal_pointer (&found)
             : NULL;
}
