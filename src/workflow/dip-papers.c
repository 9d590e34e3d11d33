#include "dip-papers.h"

#include <glib/gi18n-lib.h>

#include "dip-catalogue.h"
#include "dip-clients.h"
#include "dip-consenting.h"
#include "dip-document.h"
#include "dip-noticing.h"
#include "dip-records.h"
#include "dip-safe-file.h"
#include "dip-takedowns.h"

/* The reader's language, for what is written in the language of the window. */
static DipDocument *
begin (const DipDesk *desk, const DipClinic *clinic, const char *title)
{
  DipDocument *document = dip_document_new (title, C_ ("BCP 47 tag of this translation", "en"), dip_desk_today (desk));

  dip_document_set_footer (document, clinic->name);
  return document;
}

static gboolean
finish (DipDocument *document, const char *file, GError **error)
{
  g_autoptr (GBytes) pdf = dip_document_finish (document, error);

  return pdf != NULL && dip_safe_file_write (file, pdf, DIP_SAFE_FILE_PRIVATE, NULL, NULL, error);
}

static GPtrArray *
takedowns_of (const DipDesk *desk, const char *code, gboolean open_only, GError **error)
{
  g_autoptr (GPtrArray) all = dip_takedowns_list (desk, open_only, error);
  g_autoptr (DipClientOverview) client = all != NULL && code != NULL ? dip_clients_show (desk, code, error) : NULL;
  GPtrArray *found = NULL;

  if (all == NULL || (code != NULL && client == NULL))
    return NULL;
  found = g_ptr_array_new_with_free_func ((GDestroyNotify) dip_takedown_free);
  g_ptr_array_set_free_func (all, NULL);
  for (guint i = 0; i < all->len; i++)
    {
      DipTakedown *takedown = all->pdata[i];
      if (client == NULL || takedown->item->client_id == client->client->id)
        g_ptr_array_add (found, takedown);
      else
        dip_takedown_free (takedown);
    }
  if (found->len > 0)
    return found;
  g_ptr_array_unref (found);
  g_set_error (error, DIP_ERROR, DIP_ERROR_NOT_FOUND, _ ("Nothing has to come down, so there is nothing to write."));
  return NULL;
}

static void
add_file (DipDocument *document, const DipTakedown *takedown, const char *last)
{
  g_autofree char *day = g_strndup (takedown->item->exported_at, 10);
  const char *const cells[] = { takedown->item->name, takedown->item->sha256, day, last, NULL };

  dip_document_add_row (document, cells, FALSE);
}

/* Where the files of @folder (NULL: all) are known to be on the web. */
static void
add_addresses (DipDocument *document, GPtrArray *takedowns, const char *folder)
{
  gboolean any = FALSE;

  for (guint i = 0; i < takedowns->len; i++)
    {
      const DipTakedown *takedown = takedowns->pdata[i];

      if (folder != NULL && g_strcmp0 (takedown->item->folder, folder) != 0)
        continue;
      for (guint k = 0; k < takedown->addresses->len; k++)
        {
          if (!any)
            dip_document_add_paragraph (document, _ ("They were put at these web addresses:"));
          any = TRUE;
          dip_document_add_paragraph (document, takedown->addresses->pdata[k]);
        }
    }
}

/* Letters follow the folders that files went to. */
static void
add_letter (DipDocument *document, GPtrArray *takedowns, const char *folder)
{
  const char *const header[] = { _ ("File"), _ ("SHA-256"), _ ("Published"), NULL };

  dip_document_add_heading (document, 1, folder != NULL ? folder : _ ("Search engines, caches and directories"));
  dip_document_add_paragraph (
      document,
      folder != NULL
          ? _ ("The permission to show the pictures below has ended. Please remove them, every copy and size of "
               "them, without delay, and tell us the day on which it was done. Wherever you passed them on, "
               "please tell those who have them.")
          : _ ("The pictures below are no longer permitted to be shown and are being removed where they were "
               "published. Please remove them from your results, previews and caches too (article 17(2) of the "
               "General Data Protection Regulation, where it applies)."));
  dip_document_add_row (document, header, TRUE);
  for (guint i = 0; i < takedowns->len; i++)
    {
      const DipTakedown *takedown = takedowns->pdata[i];
      if (folder == NULL || g_strcmp0 (takedown->item->folder, folder) == 0)
        add_file (document, takedown, NULL);
    }
  add_addresses (document, takedowns, folder);
  dip_document_add_signature_line (document, _ ("Removed on (date), signature"));
}

gboolean
dip_papers_takedown_letters (const DipDesk *desk, const char *code, const char *file, GError **error)
{
  g_autoptr (GPtrArray) takedowns = takedowns_of (desk, code, TRUE, error);
  g_autoptr (DipClinic) clinic = takedowns != NULL ? dip_records_clinic (desk, error) : NULL;
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (DipDocument) document = NULL;

  if (clinic == NULL)
    return FALSE;
  document = begin (desk, clinic, _ ("Pictures that have to be removed"));
  for (guint i = 0; i < takedowns->len; i++)
    {
      const char *folder = ((const DipTakedown *) takedowns->pdata[i])->item->folder;
      if (!g_hash_table_add (seen, (gpointer) folder))
        continue;
      add_letter (document, takedowns, folder);
      dip_document_add_page_break (document);
    }
  add_letter (document, takedowns, NULL);
  return finish (document, file, error);
}

gboolean
dip_papers_takedown_report (const DipDesk *desk, const char *code, const char *file, GError **error)
{
  const char *const header[] = { _ ("File"), _ ("SHA-256"), _ ("Published"), _ ("Taken down"), NULL };
  g_autoptr (GPtrArray) takedowns = takedowns_of (desk, code, FALSE, error);
  g_autoptr (DipClinic) clinic = takedowns != NULL ? dip_records_clinic (desk, error) : NULL;
  g_autoptr (DipDocument) document = NULL;
  g_autofree char *sum = NULL;
  guint n_open = 0;

  if (clinic == NULL)
    return FALSE;
  document = begin (desk, clinic, _ ("What was taken down"));
  dip_document_add_fact (document, _ ("Client"), code);
  for (guint i = 0; i < takedowns->len; i++)
    n_open += ((const DipTakedown *) takedowns->pdata[i])->done_at == NULL;
  sum = n_open == 0 ? g_strdup (_ ("everything is down"))
                    : g_strdup_printf (
                        ngettext ("%u file is still to come down", "%u files are still to come down", n_open), n_open);
  dip_document_add_fact (document, _ ("State"), sum);
  dip_document_add_row (document, header, TRUE);
  for (guint i = 0; i < takedowns->len; i++)
    {
      const DipTakedown *takedown = takedowns->pdata[i];
      g_autofree char *day = takedown->done_at != NULL ? g_strndup (takedown->done_at, 10) : NULL;
      g_autofree char *done
          = day != NULL ? g_strdup_printf (_ ("%s by %s"), day, takedown->done_by) : g_strdup (_ ("open"));
      add_file (document, takedown, done);
    }
  return finish (document, file, error);
}

static void
add_reminder (DipDocument *document, const DipDue *due, const char *name)
{
  g_autofree char *until = dip_date_to_display (due->until);
  g_autofree char *text = NULL;

  dip_document_add_heading (document, 1, name);
  if (due->kind == DIP_DUE_REVIEW)
    text = g_strdup_printf (
        _ ("You agreed that we publish your before-and-after pictures, until %s. We said that we would ask you again "
           "now. "
           "If you still agree, you need not do anything. If you would like to change it, wholly or for some of the "
           "pictures or uses, tell us: it is your choice, you need not give a reason, and your treatment does not "
           "depend on it."),
        until);
  else
    text = g_strdup_printf (
        _ ("Your consent to publish your before-and-after pictures ends on %s. If you do nothing, we take "
           "them down after that day. If you would like them to stay, please sign anew: tell us, and we "
           "send you the form or show it to you at your next visit. It is your choice, and your treatment "
           "does not depend on it."),
        until);
  dip_document_add_paragraph (document, text);
  dip_document_add_fact (document, _ ("Client"), due->code);
}

gboolean
dip_papers_reminders (const DipDesk *desk, int days, const char *file, guint *n_letters, GError **error)
{
  g_autoptr (GPtrArray) due = dip_consenting_due (desk, days, error);
  g_autoptr (DipClinic) clinic = due != NULL ? dip_records_clinic (desk, error) : NULL;
  g_autoptr (DipDocument) document = NULL;
  guint n = 0;

  if (clinic == NULL)
    return FALSE;
  document = begin (desk, clinic, _ ("Your consent is ending"));
  for (guint i = 0; i < due->len; i++)
    {
      const DipDue *one = due->pdata[i];
      g_autoptr (DipClientOverview) client = NULL;
      if (one->kind != DIP_DUE_EXPIRING && one->kind != DIP_DUE_REVIEW)
        continue;
      client = dip_clients_show (desk, one->code, error);
      if (client == NULL)
        return FALSE;
      if (n++ > 0)
        dip_document_add_page_break (document);
      add_reminder (document, one, client->name != NULL ? client->name : one->code);
    }
  if (n_letters != NULL)
    *n_letters = n;
  if (n > 0)
    return finish (document, file, error);
  g_set_error (error, DIP_ERROR, DIP_ERROR_NOT_FOUND,
               _ ("No consent ends within so many days; there is nobody to write to."));
  return FALSE;
}

static void
add_choices (DipDocument *document)
{
  dip_document_add_heading (document, 2, _ ("Uses I agree to (tick each; what is not ticked is a no)"));
  for (const DipToken *scope = dip_scope_tokens; scope->token != NULL; scope++)
    dip_document_add_tick_box (document, FALSE, dip_token_label (dip_scope_tokens, scope->value));
  dip_document_add_heading (document, 2, _ ("How much of me may be seen (tick one)"));
  for (const DipToken *level = dip_identifiability_tokens; level->token != NULL; level++)
    dip_document_add_tick_box (document, FALSE, dip_token_label (dip_identifiability_tokens, level->value));
  dip_document_add_signature_line (document, _ ("Which pictures (all, one treatment, or which ones)"));
  dip_document_add_signature_line (document, _ ("From and until (dates)"));
  dip_document_add_signature_line (document, _ ("Name in capitals, date, signature"));
  dip_document_add_signature_line (document, _ ("For somebody else: by what authority"));
  dip_document_add_signature_line (document, _ ("Witness: name, signature"));
}

gboolean
dip_papers_form (const DipDesk *desk, gint64 notice_id, const char *file, GError **error)
{
  g_autoptr (DipNotice) notice = dip_noticing_show (desk, notice_id, error);
  g_autofree char *text = notice != NULL ? dip_noticing_preview_draft (desk, notice, error) : NULL;
  g_autofree char *version = NULL;
  g_auto (GStrv) parts = NULL;
  g_autoptr (DipDocument) document = NULL;

  if (text == NULL)
    return FALSE;
  parts = g_strsplit (text, "\n\n", 2);
  document = dip_document_new (parts[0], notice->language, dip_desk_today (desk));
  version = g_strdup_printf (_ ("%s, version %d · %s"), notice->name, notice->version,
                             notice->sha256 != NULL ? notice->sha256 : _ ("draft"));
  dip_document_set_footer (document, version);
  dip_document_add_paragraph (document, parts[1] != NULL ? parts[1] : "");
  add_choices (document);
  return finish (document, file, error);
}
