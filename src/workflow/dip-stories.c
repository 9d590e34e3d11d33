#include "dip-stories.h"

#include "dip-catalogue.h"

typedef struct
{
  const char *code;
  GPtrArray *found;
} Op;

void
dip_chapter_free (DipChapter *self)
{
  if (self == NULL)
    return;
  dip_consent_free (self->consent);
  g_free (self->form);
  g_free (self->language);
  g_clear_pointer (&self->changes, g_ptr_array_unref);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_free (self);
}

static const DipChapter *
chapter_before (GPtrArray *chapters, const DipConsent *consent)
{
  for (guint i = chapters->len; i > 0; i--)
    {
      const DipChapter *chapter = chapters->pdata[i - 1];
      if (consent->supersedes == 0 || chapter->consent->id == consent->supersedes)
        return chapter;
    }
  return NULL;
}

static void
compare (DipChapter *chapter, const DipChapter *before)
{
  if (before == NULL)
    return;
  chapter->before = before->consent->id;
  chapter->scopes_added = chapter->consent->scopes & ~before->consent->scopes;
  chapter->scopes_dropped = before->consent->scopes & ~chapter->consent->scopes;
  chapter->changes = dip_text_diff (before->form, chapter->form);
  chapter->rows = dip_text_diff_side_by_side (before->form, chapter->form);
}

static gboolean
story_txn (DipDb *db, gpointer user_data, GError **error)
{
  Op *op = user_data;
  g_autoptr (DipClient) client = dip_catalogue_client_by_code (db, op->code, error);
  g_autoptr (GPtrArray) consents = client != NULL ? dip_catalogue_consents (db, client->id, error) : NULL;

  if (consents == NULL)
    return FALSE;
  g_ptr_array_set_size (op->found, 0);
  while (consents->len > 0)
    {
      DipChapter *chapter = g_new0 (DipChapter, 1);
      chapter->consent = g_ptr_array_steal_index (consents, 0);
      chapter->form = dip_catalogue_form_text (db, chapter->consent->form_id, error);
      chapter->language
          = chapter->form != NULL ? dip_catalogue_form_language (db, chapter->consent->form_id, error) : NULL;
      if (chapter->language == NULL)
        {
          dip_chapter_free (chapter);
          return FALSE;
        }
      compare (chapter, chapter_before (op->found, chapter->consent));
      g_ptr_array_add (op->found, chapter);
    }
  return TRUE;
}

GPtrArray *
dip_stories_of_client (const DipDesk *desk, const char *code, GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) dip_chapter_free);
  Op op = { code, found };

  return dip_library_read (desk->library, story_txn, &op, error) ? g_steal_pointer (&found) : NULL;
}
