#include "dip-pair-texts.h"

#include <inttypes.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "dip-audit.h"
#include "dip-catalogue.h"
#include "dip-name-guard.h"
#include "dip-site-words.h"
#include "dip-style.h"

#define ALT_LEAST 10
#define ALT_MOST  125
#define TEXT_MOST 500
#define USUAL     "{healed} · {sessions} · {stage} · {view}"

void
dip_pair_texts_free (DipPairTexts *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->shown, dip_pair_text_free);
  g_clear_pointer (&self->drafts, dip_pair_text_free);
  g_clear_pointer (&self->written, dip_pair_text_free);
  g_free (self);
}

const char *
dip_pair_texts_language (void)
{
  /* Translators: the two letters of this language, as in HTML's lang. */
  return C_ ("language of the pages", "en");
}

/* Which of the case's pairs it is: 'a', 'b', …; they keep their letter, as ids only grow. */
static gboolean
find_letter (DipDb *db, const DipPair *pair, char *letter, GError **error)
{
  g_autoptr (GPtrArray) pairs = dip_catalogue_pairs (db, pair->client_id, error);
  guint n = 0;

  for (guint i = 0; pairs != NULL && i < pairs->len; i++)
    {
      const DipPair *other = g_ptr_array_index (pairs, i);

      n += other->treatment_id == pair->treatment_id && other->id < pair->id;
    }
  *letter = (char) ('a' + n % 26);
  return pairs != NULL;
}

/* A destination's own pattern, or the usual line. */
static char *
caption_of (const DipCase *one, const char *language, const char *pattern)
{
  const DipLabelFacts facts
      = { &one->after_facts, one->after_facts.sessions_done, one->treatment->stage, one->pair->view };

  return pattern != NULL ? dip_label_fill (pattern, &facts)
                         : dip_site_caption (language, &one->after_facts, one->treatment->stage, one->pair->view);
}

static DipPairText *
draft (DipDb *db, const DipCase *one, const char *language, const char *caption, GError **error)
{
  g_autofree char *number = NULL;
  g_autoptr (GString) title = NULL;
  DipPairText *text;
  char letter;

  if (!find_letter (db, one->pair, &letter, error))
    return NULL;
  number = g_strdup_printf ("%" PRId64 "%c", one->treatment->id, letter);
  title = g_string_new (dip_site_word (language, DIP_SITE_TITLE));
  g_string_replace (title, "%s", number, 1);
  text = g_new0 (DipPairText, 1);
  text->pair_id = one->pair->id;
  text->language = g_strdup (language);
  text->title = g_strdup (title->str);
  text->alt = dip_site_alt (language, &one->after_facts, one->treatment->areas, one->treatment->stage, one->pair->view);
  text->caption = caption_of (one, language, caption);
  return text;
}

static char *
either (const char *written, const char *drafted)
{
  return g_strdup (written != NULL ? written : drafted);
}

DipPairTexts *
dip_pair_texts_of (DipDb *db, const DipCase *one, const char *language, const char *caption, GError **error)
{
  g_autoptr (DipPairTexts) self = g_new0 (DipPairTexts, 1);
  g_autoptr (GError) local_error = NULL;
  const char *tongue = dip_site_language (language != NULL ? language : dip_pair_texts_language ());

  self->written = dip_catalogue_pair_text (db, one->pair->id, tongue, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  if (self->written == NULL)
    {
      self->written = g_new0 (DipPairText, 1);
      self->written->pair_id = one->pair->id;
      self->written->language = g_strdup (tongue);
    }
  self->drafts = draft (db, one, tongue, caption, error);
  if (self->drafts == NULL)
    return NULL;
  self->shown = g_new0 (DipPairText, 1);
  self->shown->pair_id = one->pair->id;
  self->shown->language = g_strdup (tongue);
  self->shown->title = either (self->written->title, self->drafts->title);
  self->shown->alt = either (self->written->alt, self->drafts->alt);
  self->shown->caption = either (self->written->caption, self->drafts->caption);
  return g_steal_pointer (&self);
}

typedef struct
{
  const DipDesk *desk;
  gint64 pair_id;
  const char *language;
  const DipPairText *text;
  DipPairTexts *found;
} Op;

static gboolean
get_txn (DipDb *db, gpointer user_data, GError **error)
{
  Op *op = user_data;
  g_autoptr (DipPair) pair = dip_catalogue_pair (db, op->pair_id, error);
  g_autoptr (DipCase) one = pair != NULL ? dip_case_load (db, op->desk, pair, error) : NULL;

  if (one != NULL)
    op->found = dip_pair_texts_of (db, one, op->language, NULL, error);
  return op->found != NULL;
}

DipPairTexts *
dip_pair_texts_get (const DipDesk *desk, gint64 pair_id, const char *language, GError **error)
{
  Op op = { .desk = desk, .pair_id = pair_id, .language = language };

  return dip_library_read (desk->library, get_txn, &op, error) ? op.found : NULL;
}

static gboolean
check_text (const DipPairText *text, GError **error)
{
  const glong alt = text->alt != NULL ? g_utf8_strlen (text->alt, -1) : ALT_LEAST;

  if (alt < ALT_LEAST || alt > ALT_MOST)
    g_set_error (error, DIP_ERROR, DIP_ERROR_INVALID,
                 _ ("An alternative text says in %d to %d characters what the picture shows."), ALT_LEAST, ALT_MOST);
  else if ((text->title != NULL && g_utf8_strlen (text->title, -1) > ALT_MOST)
           || (text->caption != NULL && g_utf8_strlen (text->caption, -1) > TEXT_MOST))
    g_set_error (error, DIP_ERROR, DIP_ERROR_INVALID, _ ("A title has at most %d characters, a caption at most %d."),
                 ALT_MOST, TEXT_MOST);
  else if (text->language == NULL || strlen (text->language) != 2)
    g_set_error_literal (error, DIP_ERROR, DIP_ERROR_INVALID,
                         _ ("A language is given by two letters, such as en, de, fr or es."));
  else
    return TRUE;
  return FALSE;
}

static gboolean
tells_nobody (const Op *op, DipDb *db, const DipCase *one, GError **error)
{
  g_autoptr (DipNameGuard) guard = dip_name_guard_load (db, error);
  g_autofree char *vocabulary = dip_site_vocabulary (op->text->language);

  if (guard == NULL || !dip_name_guard_know_case (guard, db, one, dip_desk_today (op->desk), error))
    return FALSE;
  dip_name_guard_know (guard, vocabulary);
  dip_name_guard_know (guard, one->clinic->name);
  return dip_name_guard_check (guard, op->text->title, _ ("The title"), error)
         && dip_name_guard_check (guard, op->text->alt, _ ("The alternative text"), error)
         && dip_name_guard_check (guard, op->text->caption, _ ("The caption"), error);
}

static gboolean
put_txn (DipDb *db, gpointer user_data, GError **error)
{
  const Op *op = user_data;
  g_autoptr (DipPair) pair = dip_catalogue_pair (db, op->text->pair_id, error);
  g_autoptr (DipCase) one = pair != NULL ? dip_case_load (db, op->desk, pair, error) : NULL;
  g_autofree char *subject = g_strdup_printf ("pair %" PRId64, op->text->pair_id);

  return one != NULL && tells_nobody (op, db, one, error) && dip_catalogue_pair_text_put (db, op->text, error)
         && dip_audit_append (db, op->desk->actor, "pair-text", subject, NULL, error);
}

static char *
meant (const char *text)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text != NULL ? text : ""));

  return *stripped != '\0' ? g_steal_pointer (&stripped) : NULL;
}

gboolean
dip_pair_texts_put (const DipDesk *desk, const DipPairText *text, GError **error)
{
  g_autoptr (DipPairText) own = g_new0 (DipPairText, 1);
  Op op = { .desk = desk, .text = own };

  g_return_val_if_fail (text != NULL, FALSE);

  own->pair_id = text->pair_id;
  own->language = g_strdup (text->language != NULL ? text->language : dip_pair_texts_language ());
  own->title = meant (text->title);
  own->alt = meant (text->alt);
  own->caption = meant (text->caption);
  return check_text (own, error) && dip_library_write (desk->library, put_txn, &op, error);
}
