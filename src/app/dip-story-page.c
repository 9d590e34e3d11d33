#include "dip-story-page.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "dip-stories.h"

struct _DipStoryPage
{
  GtkWidget parent_instance;

  GtkWidget *content;
  GtkBox *list;

  DipWorkspace *workspace;
  GPtrArray *lines; /* GtkBox: two texts, beside each other or one above the other */
  gboolean narrow;
  guint later; /* the source that sets the lines right, or 0 */
};

/* Pixels of the window below which texts stand above each other. */
#define NARROW_BELOW 600

G_DEFINE_FINAL_TYPE (DipStoryPage, dip_story_page, GTK_TYPE_WIDGET)

static GtkWidget *
add_text (GtkBox *box, const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_yalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_hexpand (label, TRUE);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  gtk_box_append (box, label);
  return label;
}

/* Not by colour: what is gone is struck through, what is new is bold and underlined. */
static char *
marked (const char *text, DipDiffKind kind)
{
  if (kind == DIP_DIFF_REMOVED)
    return g_markup_printf_escaped ("<s>%s</s>", text);
  return kind == DIP_DIFF_ADDED ? g_markup_printf_escaped ("<b><u>%s</u></b>", text) : g_markup_escape_text (text, -1);
}

/* One column of a row. */
static char *
markup_of (const DipDiffRow *row, DipDiffKind kind)
{
  const char *text = kind == DIP_DIFF_REMOVED ? row->old_text : row->new_text;
  GString *markup = g_string_new (NULL);

  if (text == NULL)
    return g_string_free (markup, FALSE);
  if (row->same || row->words == NULL)
    {
      g_autofree char *whole = marked (text, row->same ? DIP_DIFF_SAME : kind);

      g_string_append (markup, whole);
      return g_string_free (markup, FALSE);
    }
  for (guint i = 0; i < row->words->len; i++)
    {
      const DipDiffPart *part = g_ptr_array_index (row->words, i);
      g_autofree char *piece = NULL;

      if (part->kind != DIP_DIFF_SAME && part->kind != kind)
        continue;
      piece = marked (part->text, part->kind);
      g_string_append (markup, piece);
    }
  return g_string_free (markup, FALSE);
}

/* What is the same in both is there once when they stand above each other. */
static void
lay_line (DipStoryPage *self, GtkWidget *line)
{
  GtkWidget *after = gtk_widget_get_last_child (line);
  const gboolean same = g_str_equal (gtk_label_get_label (GTK_LABEL (gtk_widget_get_first_child (line))),
                                     gtk_label_get_label (GTK_LABEL (after)));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (line),
                                  self->narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  gtk_box_set_homogeneous (GTK_BOX (line), !self->narrow);
  gtk_box_set_spacing (GTK_BOX (line), self->narrow ? 3 : 18);
  gtk_widget_set_visible (after, !self->narrow || !same);
}

static gboolean
lay_all (gpointer data)
{
  DipStoryPage *self = data;
  const gboolean narrow = gtk_widget_get_width (GTK_WIDGET (self)) < NARROW_BELOW;

  self->later = 0;
  if (narrow == self->narrow)
    return G_SOURCE_REMOVE;
  self->narrow = narrow;
  for (guint i = 0; i < self->lines->len; i++)
    lay_line (self, g_ptr_array_index (self->lines, i));
  return G_SOURCE_REMOVE;
}

/* Not while room is given out. */
static void
lay_later (DipStoryPage *self)
{
  if (self->later == 0)
    self->later = g_idle_add (lay_all, self);
}

static void
dip_story_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (dip_story_page_parent_class)->map (widget);
  g_signal_connect_object (gtk_widget_get_root (widget), "notify::default-width", G_CALLBACK (lay_later), widget,
                           G_CONNECT_SWAPPED);
  lay_later (DIP_STORY_PAGE (widget));
}

static void
add_row (DipStoryPage *self, GtkBox *rows, const DipDiffRow *row)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 18);
  g_autofree char *before = markup_of (row, DIP_DIFF_REMOVED);
  g_autofree char *after = markup_of (row, DIP_DIFF_ADDED);

  gtk_label_set_markup (GTK_LABEL (add_text (GTK_BOX (line), NULL, NULL)), before);
  gtk_label_set_markup (GTK_LABEL (add_text (GTK_BOX (line), NULL, NULL)), after);
  gtk_box_append (rows, line);
  g_ptr_array_add (self->lines, line);
  lay_line (self, line);
}

static void
add_texts (DipStoryPage *self, GtkBox *box, const DipChapter *chapter)
{
  GtkWidget *expander
      = gtk_expander_new (chapter->rows != NULL ? _ ("Both texts beside each other") : _ ("The text that was signed"));
  GtkWidget *rows = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  if (chapter->rows != NULL)
    add_text (GTK_BOX (rows), _ ("The text before, and this one. Struck through: gone. Underlined: new."), "dim-label");
  for (guint i = 0; chapter->rows != NULL && i < chapter->rows->len; i++)
    add_row (self, GTK_BOX (rows), g_ptr_array_index (chapter->rows, i));
  if (chapter->rows == NULL)
    add_text (GTK_BOX (rows), chapter->form, NULL);
  gtk_expander_set_child (GTK_EXPANDER (expander), rows);
  gtk_box_append (box, expander);
}

static void
add_event (GtkBox *box, const DipConsentEvent *event)
{
  g_autofree char *day = dip_date_to_display (event->on);
  g_autofree char *scopes = dip_flags_to_label (dip_scope_tokens, event->scopes);
  const char *what = dip_token_label (dip_consent_event_tokens, (int) event->kind);
  g_autofree char *text = *scopes != '\0' ? g_strdup_printf ("%s · %s · %s · %s", day, what, scopes, event->by)
                                          : g_strdup_printf ("%s · %s · %s", day, what, event->by);

  add_text (box, text, NULL);
}

static void
add_scopes (GtkBox *box, const char *format, guint scopes)
{
  g_autofree char *labels = dip_flags_to_label (dip_scope_tokens, scopes);
  g_auto (GStrv) parts = g_strsplit (format, "%s", 2);
  g_autofree char *text = g_strjoinv (labels, parts);

  if (scopes != 0)
    add_text (box, text, NULL);
}

static void
add_chapter (DipStoryPage *self, const DipChapter *chapter, DipDate today)
{
  const DipConsent *consent = chapter->consent;
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  g_autofree char *from = dip_date_to_display (consent->valid_from);
  g_autofree char *until = dip_date_to_display (consent->valid_until);
  /* translators: how a consent stands ("Active"), first day, last day, how much is seen ("Scalp only") */
  g_autofree char *heading
      = g_strdup_printf (_ ("%s: from %s until %s, %s"),
                         dip_token_label (dip_consent_state_tokens, (int) dip_consent_state (consent, today)), from,
                         until, dip_token_label (dip_identifiability_tokens, (int) consent->identifiability));
  g_autofree char *scopes = dip_flags_to_label (dip_scope_tokens, consent->scopes);

  gtk_widget_add_css_class (card, "card");
  gtk_widget_add_css_class (card, "paragraph");
  add_text (GTK_BOX (card), heading, "heading");
  add_text (GTK_BOX (card), scopes, NULL);
  if (chapter->before != 0)
    {
      add_scopes (GTK_BOX (card), _ ("New against the one before: %s"), chapter->scopes_added);
      add_scopes (GTK_BOX (card), _ ("No longer agreed to: %s"), chapter->scopes_dropped);
    }
  for (guint i = 0; i < consent->events->len; i++)
    add_event (GTK_BOX (card), g_ptr_array_index (consent->events, i));
  add_texts (self, GTK_BOX (card), chapter);
  gtk_box_append (self->list, card);
}

static gpointer
load (const DipDesk *desk, gpointer code, DipJob *job, GError **error)
{
  return dip_stories_of_client (desk, code, error);
}

static void
on_loaded (gpointer owner, gpointer result, const GError *error)
{
  DipStoryPage *self = owner;
  g_autoptr (GPtrArray) chapters = result;

  if (chapters == NULL || chapters->len == 0)
    add_text (self->list, error != NULL ? error->message : _ ("This client has not consented to anything yet."), NULL);
  for (guint i = 0; chapters != NULL && i < chapters->len; i++)
    add_chapter (self, g_ptr_array_index (chapters, i), dip_workspace_today (self->workspace));
}

static void
dip_story_page_dispose (GObject *object)
{
  DipStoryPage *self = DIP_STORY_PAGE (object);

  g_clear_pointer (&self->content, gtk_widget_unparent);
  g_clear_object (&self->workspace);
  g_clear_handle_id (&self->later, g_source_remove);
  g_clear_pointer (&self->lines, g_ptr_array_unref);
  G_OBJECT_CLASS (dip_story_page_parent_class)->dispose (object);
}

static void
dip_story_page_class_init (DipStoryPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dip_story_page_dispose;
  widget_class->map = dip_story_page_map;
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "win.page-back", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK, "win.page-back", NULL);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/diptych/Diptych/ui/dip-story-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DipStoryPage, content);
  gtk_widget_class_bind_template_child (widget_class, DipStoryPage, list);
}

static void
dip_story_page_init (DipStoryPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->lines = g_ptr_array_new ();
}

GtkWidget *
dip_story_page_new (DipWorkspace *workspace, const char *code)
{
  DipStoryPage *self = g_object_new (DIP_TYPE_STORY_PAGE, NULL);
  const DipWork work = { load, g_strdup (code), g_free, (GDestroyNotify) g_ptr_array_unref, FALSE };

  self->workspace = g_object_ref (workspace);
  dip_workspace_run (workspace, &work, NULL, G_OBJECT (self), on_loaded);
  return GTK_WIDGET (self);
}
