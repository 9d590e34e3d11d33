#include "dip-words-form.h"

#include <glib/gi18n-lib.h>

#include "dip-pair-texts.h"
#include "dip-site-words.h"

struct _DipWordsForm
{
  DipForm parent_instance;

  AdwComboRow *language_row;
  AdwPreferencesGroup *title_group;
  AdwPreferencesGroup *alt_group;
  AdwPreferencesGroup *caption_group;
  AdwEntryRow *title_row;
  AdwEntryRow *alt_row;
  AdwEntryRow *caption_row;

  DipWorkspace *workspace;
  gint64 pair_id;
  DipJob *job; /* the look that is under way, or NULL */
  gboolean is_there;
};

G_DEFINE_FINAL_TYPE (DipWordsForm, dip_words_form, DIP_TYPE_FORM)

static const char *
chosen_language (DipWordsForm *self)
{
  return dip_site_languages ()[adw_combo_row_get_selected (self->language_row)];
}

/* --- what stands there ------------------------------------------------------------------------------------------------ */

typedef struct
{
  gint64 pair_id;
  char *language;
} LookArgs;

static void
look_args_free (gpointer data)
{
  LookArgs *args = data;

  g_free (args->language);
  g_free (args);
}

static gpointer
look (const DipDesk *desk, gpointer data, DipJob *job, GError **error)
{
  const LookArgs *args = data;

  return dip_job_is_cancelled (job, error) ? NULL : dip_pair_texts_get (desk, args->pair_id, args->language, error);
}

static void
show_part (AdwPreferencesGroup *group, AdwEntryRow *row, const char *draft, const char *written)
{
  g_autofree char *escaped = g_markup_escape_text (draft != NULL ? draft : "", -1);
  g_autofree char *description
      = escaped[0] != '\0' ? g_strdup_printf (_ ("As drafted: %s"), escaped) : g_strdup (_ ("Nothing is drafted."));

  adw_preferences_group_set_description (group, description);
  gtk_editable_set_text (GTK_EDITABLE (row), written != NULL ? written : "");
}

static void
on_looked (gpointer owner, gpointer result, const GError *error)
{
  DipWordsForm *self = owner;
  g_autoptr (DipPairTexts) texts = result;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->is_there = texts != NULL;
  dip_form_fail (DIP_FORM (self), error != NULL ? error->message : NULL);
  if (texts != NULL)
    {
      show_part (self->title_group, self->title_row, texts->drafts->title, texts->written->title);
      show_part (self->alt_group, self->alt_row, texts->drafts->alt, texts->written->alt);
      show_part (self->caption_group, self->caption_row, texts->drafts->caption, texts->written->caption);
    }
  dip_form_update (DIP_FORM (self));
}

static void
on_language_chosen (DipWordsForm *self)
{
  LookArgs *args;
  DipWork work = { look, NULL, look_args_free, (GDestroyNotify) dip_pair_texts_free, FALSE };

  if (self->workspace == NULL)
    return;
  args = g_new0 (LookArgs, 1);
  args->pair_id = self->pair_id;
  args->language = g_strdup (chosen_language (self));
  work.args = args;
  self->is_there = FALSE;
  dip_job_cancel (self->job);
  g_clear_object (&self->job);
  self->job = dip_job_new (_ ("Reading the words"));
  dip_workspace_run (self->workspace, &work, self->job, G_OBJECT (self), on_looked);
  dip_form_update (DIP_FORM (self));
}

/* --- what is written -------------------------------------------------------------------------------------------------- */

static gpointer
save (const DipDesk *desk, gpointer text, DipJob *job, GError **error)
{
  return DIP_WORK_DONE (dip_pair_texts_put (desk, text, error));
}

static char *
entered (AdwEntryRow *row)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));
}

static gboolean
dip_words_form_is_complete (DipForm *form)
{
  return DIP_WORDS_FORM (form)->is_there;
}

static void
dip_words_form_submit (DipForm *form)
{
  DipWordsForm *self = DIP_WORDS_FORM (form);
  DipPairText *text = g_new0 (DipPairText, 1);
  const DipWork work = { save, text, (GDestroyNotify) dip_pair_text_free, NULL, TRUE };

  text->pair_id = self->pair_id;
  text->language = g_strdup (chosen_language (self));
  text->title = entered (self->title_row);
  text->alt = entered (self->alt_row);
  text->caption = entered (self->caption_row);
  dip_form_run (form, &work);
}

static void
dip_words_form_finished (DipForm *form, gpointer result)
{
  dip_form_say (form, _ ("Saved. The next export takes the new words."));
}

static void
dip_words_form_dispose (GObject *object)
{
  DipWordsForm *self = DIP_WORDS_FORM (object);

  dip_job_cancel (self->job);
  g_clear_object (&self->job);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (dip_words_form_parent_class)->dispose (object);
}

static void
dip_words_form_class_init (DipWordsFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dip_words_form_dispose;
  DIP_FORM_CLASS (klass)->is_complete = dip_words_form_is_complete;
  DIP_FORM_CLASS (klass)->submit = dip_words_form_submit;
  DIP_FORM_CLASS (klass)->finished = dip_words_form_finished;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/diptych/Diptych/ui/dip-words-form.ui");
  gtk_widget_class_bind_template_child (widget_class, DipWordsForm, language_row);
  gtk_widget_class_bind_template_child (widget_class, DipWordsForm, title_group);
  gtk_widget_class_bind_template_child (widget_class, DipWordsForm, alt_group);
  gtk_widget_class_bind_template_child (widget_class, DipWordsForm, caption_group);
  gtk_widget_class_bind_template_child (widget_class, DipWordsForm, title_row);
  gtk_widget_class_bind_template_child (widget_class, DipWordsForm, alt_row);
  gtk_widget_class_bind_template_child (widget_class, DipWordsForm, caption_row);
  gtk_widget_class_bind_template_callback (widget_class, on_language_chosen);
}

static void
dip_words_form_init (DipWordsForm *self)
{
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);
  const char *own = dip_pair_texts_language ();
  guint at = 0;

  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; dip_site_languages ()[i] != NULL; i++)
    {
      gtk_string_list_append (labels, dip_site_language_name (dip_site_languages ()[i]));
      if (g_str_equal (dip_site_languages ()[i], own))
        at = i;
    }
  adw_combo_row_set_model (self->language_row, G_LIST_MODEL (labels));
  adw_combo_row_set_selected (self->language_row, at);
}

DipWordsForm *
dip_words_form_new (DipWorkspace *workspace, gint64 pair_id)
{
  DipWordsForm *self = g_object_new (DIP_TYPE_WORDS_FORM, NULL);

  self->workspace = g_object_ref (workspace);
  self->pair_id = pair_id;
  on_language_chosen (self);
  return self;
}
