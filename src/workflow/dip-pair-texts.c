#include "dip-pair-texts.h"

#include <inttypes.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "dip-audit.h"
#include "dip-catalogue.h"
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

static guint
sessions_before (const DipCase *one)
{
  guint n = 0;

  for (guint i = 0; i < one->sessions->len; i++)
    n += ((const DipSession *) g_ptr_array_index (one->sessions, i))->date <= one->after->taken_on;
  return n;
}

static DipPairText *
draft (DipDb *db, const DipCase *one, const char *language, const char *caption, GError **error)
{
  const DipLabelFacts facts = { &one->after_facts, sessions_before (one), one->treatment->stage, one->pair->view };
  DipPairText *text;
  char letter;

  if (!find_letter (db, one->pair, &letter, error))
    return NULL;
  text = g_new0 (DipPairText, 1);
  text->pair_id = one->pair->id;
  text->language = g_strdup (language);
  /* Translators: a case's public title, such as “Scalp Micropigmentation 3b”. */
  text->title = g_strdup_printf (_ ("Scalp Micropigmentation %" PRId64 "%c"), one->treatment->id, letter);
  text->alt = dip_publication_alt_text (one->pair, one->treatment, &one->after_facts);
  text->caption = dip_label_fill (caption != NULL ? caption : USUAL, &facts);
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
  const char *tongue = language != NULL ? language : dip_pair_texts_language ();

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
put_txn (DipDb *db, gpointer user_data, GError **error)
{
  const Op *op = user_data;
  g_autoptr (DipPair) pair = dip_catalogue_pair (db, op->text->pair_id, error);
  g_autofree char *subject = g_strdup_printf ("pair %" PRId64, op->text->pair_id);

  return pair != NULL && dip_catalogue_pair_text_put (db, op->text, error)
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
