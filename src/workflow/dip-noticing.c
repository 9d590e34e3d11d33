#include "dip-noticing.h"

#include <inttypes.h>
#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "dip-audit.h"
#include "dip-catalogue.h"
#include "dip-forms.h"
#include "dip-name-guard.h"

typedef struct
{
  const DipDesk *desk;
  gint64 id;
  const DipNoticeChanges *changes;
  DipNotice *notice;
  const char *reason; /* to release it although something is missing; or NULL */
  GPtrArray *found;
} Op;

const char *const *
dip_noticing_languages (void)
{
  static const char *const languages[] = { "en", "de", "fr", "es", NULL };

  return languages;
}

static char *
starting_text (const char *language, GError **error)
{
  g_autofree char *path = g_strdup_printf ("/io/github/diptych/Diptych/forms/starting-%s.txt", language);
  g_autoptr (GBytes) text = NULL;

  if (!g_strv_contains (dip_noticing_languages (), language))
    {
      g_set_error (
          error, DIP_ERROR, DIP_ERROR_INVALID,
          _ ("There is no starting text in “%s”; there are: en, de, fr, es. Start from one of them and translate it."),
          language);
      return NULL;
    }
  text = g_resource_lookup_data (dip_forms_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  return text != NULL ? g_strndup (g_bytes_get_data (text, NULL), g_bytes_get_size (text)) : NULL;
}

static gboolean
list_txn (DipDb *db, gpointer user_data, GError **error)
{
  Op *op = user_data;

  op->found = dip_catalogue_notices (db, error);
  return op->found != NULL;
}

GPtrArray *
dip_noticing_list (const DipDesk *desk, GError **error)
{
  Op op = { .desk = desk };

  return dip_library_read (desk->library, list_txn, &op, error) ? op.found : NULL;
}

static gboolean
show_txn (DipDb *db, gpointer user_data, GError **error)
{
  Op *op = user_data;

  op->notice = dip_catalogue_notice (db, op->id, error);
  return op->notice != NULL;
}

DipNotice *
dip_noticing_show (const DipDesk *desk, gint64 id, GError **error)
{
  Op op = { .desk = desk, .id = id };

  return dip_library_read (desk->library, show_txn, &op, error) ? op.notice : NULL;
}

static gboolean
note (DipDb *db, const DipDesk *desk, const char *action, const DipNotice *notice, GError **error)
{
  g_autofree char *subject = g_strdup_printf ("form %" PRId64, notice->id);
  g_autofree char *detail
      = g_strdup_printf ("{\"version\":%d%s%s%s}", notice->version, notice->sha256 != NULL ? ",\"sha256\":\"" : "",
                         notice->sha256 != NULL ? notice->sha256 : "", notice->sha256 != NULL ? "\"" : "");

  return dip_audit_append (db, desk->actor, action, subject, detail, error);
}

/* The highest version of the series; 0 when there is none. */
static int
last_version (GPtrArray *notices, const DipNotice *like)
{
  int last = 0;

  for (guint i = 0; i < notices->len; i++)
    {
      const DipNotice *notice = notices->pdata[i];
      if (g_strcmp0 (notice->name, like->name) == 0 && g_strcmp0 (notice->language, like->language) == 0)
        last = MAX (last, notice->version);
    }
  return last;
}

static gboolean
new_txn (DipDb *db, gpointer user_data, GError **error)
{
  Op *op = user_data;
  g_autoptr (GPtrArray) notices = dip_catalogue_notices (db, error);

  if (notices == NULL)
    return FALSE;
  if (last_version (notices, op->notice) > 0)
    {
      g_set_error (error, DIP_ERROR, DIP_ERROR_EXISTS,
                   _ ("There is a form “%s” in this language already. Edit it, or take another name."),
                   op->notice->name);
      return FALSE;
    }
  return dip_catalogue_notice_insert (db, op->notice, error) && note (db, op->desk, "form-new", op->notice, error);
}

/* The starting text holds the paragraphs of every body of rules; a form is made for one. */
static char *
starting_source (const char *language, DipJurisdiction jurisdiction, GError **error)
{
  g_autofree char *all = starting_text (language, error);
  g_autofree char *title = NULL;
  g_autoptr (GPtrArray) paragraphs = all != NULL ? dip_notice_parse (all, jurisdiction, &title, error) : NULL;

  return paragraphs != NULL ? dip_notice_compose (title, paragraphs) : NULL;
}

gint64
dip_noticing_new (const DipDesk *desk, const char *name, const char *language, DipJurisdiction jurisdiction,
                  GError **error)
{
  g_autoptr (DipNotice) notice = g_new0 (DipNotice, 1);
  Op op = { .desk = desk, .notice = notice };

  notice->source = starting_source (language, jurisdiction, error);
  if (notice->source == NULL)
    return 0;
  notice->name = g_strstrip (g_strdup (name));
  notice->language = g_strdup (language);
  notice->jurisdiction = jurisdiction;
  notice->version = 1;
  if (*notice->name == '\0')
    {
      g_set_error (error, DIP_ERROR, DIP_ERROR_INVALID, _ ("A form needs a name."));
      return 0;
    }
  return dip_library_write (desk->library, new_txn, &op, error) ? notice->id : 0;
}

static void
replace (char **member, const char *value)
{
  if (value == NULL)
    return;
  g_free (*member);
  *member = *value != '\0' ? g_strdup (value) : NULL;
}

static gboolean
edit_txn (DipDb *db, gpointer user_data, GError **error)
{
  Op *op = user_data;
  g_autoptr (DipNotice) notice = dip_catalogue_notice (db, op->id, error);
  g_autoptr (GPtrArray) notices = notice != NULL ? dip_catalogue_notices (db, error) : NULL;
  const gboolean released = notice != NULL && notice->released_at != NULL;

  if (notices == NULL)
    return FALSE;
  replace (&notice->source, op->changes->source);
  replace (&notice->purposes, op->changes->purposes);
  replace (&notice->recipients, op->changes->recipients);
  replace (&notice->retention, op->changes->retention);
  replace (&notice->withdrawal, op->changes->withdrawal);
  if (released)
    {
      notice->version = last_version (notices, notice) + 1;
      g_clear_pointer (&notice->released_at, g_free);
      g_clear_pointer (&notice->sha256, g_free);
    }
  if (!(released ? dip_catalogue_notice_insert (db, notice, error) : dip_catalogue_notice_update (db, notice, error)))
    return FALSE;
  op->id = notice->id;
  return note (db, op->desk, "form-edit", notice, error);
}

gint64
dip_noticing_edit (const DipDesk *desk, gint64 id, const DipNoticeChanges *changes, GError **error)
{
  Op op = { .desk = desk, .id = id, .changes = changes };

  if (changes->source != NULL)
    {
      g_autoptr (GPtrArray) paragraphs = dip_notice_parse (changes->source, DIP_JURISDICTION_GENERAL, NULL, error);
      if (paragraphs == NULL)
        return 0;
    }
  return dip_library_write (desk->library, edit_txn, &op, error) ? op.id : 0;
}

gint64
dip_noticing_save (const DipDesk *desk, gint64 id, const char *title, GPtrArray *paragraphs,
                   const DipNoticeChanges *fields, GError **error)
{
  g_autofree char *source = paragraphs != NULL ? dip_notice_compose (title, paragraphs) : NULL;
  DipNoticeChanges changes = *fields;

  changes.source = source;
  return dip_noticing_edit (desk, id, &changes, error);
}

typedef struct
{
  DipClinic *clinic;
} ClinicOp;

static gboolean
clinic_txn (DipDb *db, gpointer user_data, GError **error)
{
  ClinicOp *op = user_data;

  op->clinic = dip_catalogue_clinic (db, error);
  return op->clinic != NULL;
}

typedef char *(*Fill) (const DipNotice *notice, const char *clinic, const char *site, GError **error);

static char *
preview (const DipDesk *desk, const DipNotice *notice, Fill fill, GError **error)
{
  ClinicOp op = { 0 };
  char *text = NULL;

  if (!dip_library_read (desk->library, clinic_txn, &op, error))
    return NULL;
  text = fill (notice, op.clinic->name, op.clinic->site, error);
  dip_clinic_free (op.clinic);
  return text;
}

char *
dip_noticing_preview (const DipDesk *desk, const DipNotice *notice, GError **error)
{
  return preview (desk, notice, dip_notice_fill, error);
}

char *
dip_noticing_preview_draft (const DipDesk *desk, const DipNotice *notice, GError **error)
{
  return preview (desk, notice, dip_notice_fill_draft, error);
}

static gboolean
may_be_released (const Op *op, const DipNotice *notice, const DipClinic *clinic, GError **error)
{
  g_autofree char *text = dip_notice_fill (notice, clinic->name, clinic->site, error);
  guint missing = text != NULL ? dip_notice_missing (notice, error) : 0;
  g_autofree char *words = dip_flags_to_label (dip_element_tokens, missing);

  if (text == NULL)
    return FALSE;
  if (notice->released_at != NULL)
    {
      g_set_error (error, DIP_ERROR, DIP_ERROR_EXISTS, _ ("Form %" PRId64 " is released already."), notice->id);
      return FALSE;
    }
  if (missing == 0 || (op->reason != NULL && op->reason[strspn (op->reason, " \t\n")] != '\0'))
    return TRUE;
  g_set_error (
      error, DIP_ERROR, DIP_ERROR_INVALID,
      _ ("The form lacks what the rules it is made for ask for: %s. Add it, or release it despite that with a reason."),
      words);
  return FALSE;
}

/* It is kept in the log for good, which holds no names. */
static gboolean
reason_tells_nobody (DipDb *db, const Op *op, GError **error)
{
  g_autoptr (DipNameGuard) guard = op->reason != NULL ? dip_name_guard_load (db, error) : NULL;

  return op->reason == NULL || (guard != NULL && dip_name_guard_check (guard, op->reason, _ ("The reason"), error));
}

/* With the reason, and what is missing, when there had to be one. */
static gboolean
note_release (DipDb *db, const Op *op, const DipNotice *notice, GError **error)
{
  const guint missing = dip_notice_missing (notice, NULL);
  g_autofree char *subject = g_strdup_printf ("form %" PRId64, notice->id);
  g_autofree char *elements = dip_flags_to_text (dip_element_tokens, missing);
  g_autofree char *detail = NULL;
  g_autoptr (JsonBuilder) builder = NULL;
  g_autoptr (JsonNode) root = NULL;

  if (missing == 0)
    return note (db, op->desk, "form-release", notice, error);
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "version");
  json_builder_add_int_value (builder, notice->version);
  json_builder_set_member_name (builder, "sha256");
  json_builder_add_string_value (builder, notice->sha256);
  json_builder_set_member_name (builder, "missing");
  json_builder_add_string_value (builder, elements);
  json_builder_set_member_name (builder, "reason");
  json_builder_add_string_value (builder, op->reason);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  detail = json_to_string (root, FALSE);
  return dip_audit_append (db, op->desk->actor, "form-release", subject, detail, error);
}

static gboolean
release_txn (DipDb *db, gpointer user_data, GError **error)
{
  Op *op = user_data;
  g_autoptr (DipNotice) notice = dip_catalogue_notice (db, op->id, error);
  g_autoptr (DipClinic) clinic = notice != NULL ? dip_catalogue_clinic (db, error) : NULL;

  if (clinic == NULL || !may_be_released (op, notice, clinic, error) || !reason_tells_nobody (db, op, error))
    return FALSE;
  notice->released_at = dip_time_now_utc ();
  notice->sha256 = dip_notice_digest (notice);
  return dip_catalogue_notice_update (db, notice, error) && note_release (db, op, notice, error);
}

gboolean
dip_noticing_release (const DipDesk *desk, gint64 id, const char *reason, GError **error)
{
  Op op = { .desk = desk, .id = id, .reason = reason };

  return dip_library_write (desk->library, release_txn, &op, error);
}
