#include "dip-forms-page.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "dip-compat.h"
#include "dip-notice-form.h"
#include "dip-noticing.h"
#include "dip-paper.h"
#include "dip-paragraph-row.h"
#include "dip-records.h"
#include "dip-release-form.h"
#include "dip-words.h"
#include "dip-unseen.h"
#include "dip-window.h"

struct _DipFormsPage
{
  GtkWidget parent_instance;

  GtkWidget *content;
  GtkStack *stack;
  AdwStatusPage *problem;
  AdwComboRow *form_row;
  GtkLabel *state;
  AdwEntryRow *title_row, *purposes_row, *recipients_row, *retention_row, *withdrawal_row;
  GtkBox *paragraphs;
  GtkBox *checklist;
  GtkLabel *preview;
  GtkWidget *new_button, *save_button, *release_button, *print_button;

  DipWorkspace *workspace;
  DipClinic *clinic;
  GPtrArray *notices; /* DipNotice, oldest first; NULL until loaded */
  DipNotice *notice;  /* the one shown, as it is being written; or NULL */
  gint64 wanted;      /* the form to show after the next load; 0: the last */
  char *kept;         /* what the form shown said when it was last kept */
  gboolean filling;
};

G_DEFINE_FINAL_TYPE (DipFormsPage, dip_forms_page, GTK_TYPE_WIDGET)

typedef struct
{
  DipClinic *clinic;
  GPtrArray *notices;
} Found;

static void
found_free (gpointer data)
{
  Found *found = data;

  g_clear_pointer (&found->clinic, dip_clinic_free);
  g_clear_pointer (&found->notices, g_ptr_array_unref);
  g_free (found);
}

static void
say (DipFormsPage *self, const char *text)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (DIP_IS_WINDOW (root))
    dip_window_say (DIP_WINDOW (root), text);
}

static GPtrArray *
paragraphs_of (DipFormsPage *self)
{
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) dip_paragraph_free);
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->paragraphs));

  for (; child != NULL; child = gtk_widget_get_next_sibling (child))
    g_ptr_array_add (found, dip_paragraph_row_get (DIP_PARAGRAPH_ROW (child)));
  return found;
}

static void
clear_box (GtkBox *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))) != NULL)
    gtk_box_remove (box, child);
}

static void
add_check_line (DipFormsPage *self, const DipElementCheck *check)
{
  const char *element = dip_token_label (dip_element_tokens, (int) check->element);
  GtkWidget *label = gtk_label_new (NULL);
  g_autofree char *text = NULL;

  if (check->paragraph > 0)
    text = g_strdup_printf (_ ("✓ %s: paragraph %u"), element, check->paragraph);
  else if (check->required)
    text = g_strdup_printf (_ ("⚠ %s: missing, and the rules ask for it"), element);
  else
    text = g_strdup_printf (_ ("– %s: not there, and not asked for"), element);
  gtk_label_set_label (GTK_LABEL (label), text);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  if (check->paragraph == 0)
    gtk_widget_add_css_class (label, check->required ? "heading" : "dim-label");
  gtk_box_append (self->checklist, label);
}

static void
show_checklist (DipFormsPage *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) checks = dip_notice_checklist (self->notice, &error);

  clear_box (self->checklist);
  for (guint i = 0; checks != NULL && i < checks->len; i++)
    add_check_line (self, &g_array_index (checks, DipElementCheck, i));
}

static void
take_text (char **field, AdwEntryRow *row)
{
  g_free (*field);
  *field = g_strdup (gtk_editable_get_text (GTK_EDITABLE (row)));
}

/* (transfer full): all that can be written, to tell whether it was changed. */
static char *
written (const DipNotice *notice)
{
  return g_strjoin ("\x1f", notice->source, notice->purposes, notice->recipients, notice->retention, notice->withdrawal,
                    NULL);
}

static gboolean
is_changed (DipFormsPage *self)
{
  g_autofree char *now = self->notice != NULL ? written (self->notice) : NULL;

  return now != NULL && self->kept != NULL && !g_str_equal (now, self->kept);
}

/* What is written so far, as a client would see it. */
static void
update (DipFormsPage *self)
{
  g_autoptr (GPtrArray) paragraphs = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (self->filling || self->notice == NULL || gtk_widget_in_destruction (GTK_WIDGET (self)))
    return;
  paragraphs = paragraphs_of (self);
  g_free (self->notice->source);
  self->notice->source = dip_notice_compose (gtk_editable_get_text (GTK_EDITABLE (self->title_row)), paragraphs);
  take_text (&self->notice->purposes, self->purposes_row);
  take_text (&self->notice->recipients, self->recipients_row);
  take_text (&self->notice->retention, self->retention_row);
  take_text (&self->notice->withdrawal, self->withdrawal_row);
  text = dip_notice_fill_draft (self->notice, self->clinic->name, self->clinic->site, &error);
  gtk_label_set_label (self->preview, text != NULL ? text : error->message);
  show_checklist (self);
  if (self->kept == NULL)
    self->kept = written (self->notice);
  /* Another form would take the place of what is not kept yet. */
  gtk_widget_set_sensitive (GTK_WIDGET (self->form_row), !is_changed (self));
  gtk_widget_set_sensitive (self->new_button, !is_changed (self));
}

static void
on_remove (DipFormsPage *self, GtkWidget *row)
{
  gtk_box_remove (self->paragraphs, row);
  update (self);
}

static void
append_paragraph (DipFormsPage *self, const DipParagraph *paragraph, guint number)
{
  GtkWidget *row = dip_paragraph_row_new (paragraph, number);

  gtk_box_append (self->paragraphs, row);
  g_signal_connect_object (row, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "remove", G_CALLBACK (on_remove), self, G_CONNECT_SWAPPED);
}

static void
on_add (DipFormsPage *self)
{
  g_autoptr (DipParagraph) paragraph = dip_paragraph_new (0, "");
  g_autoptr (GPtrArray) there = paragraphs_of (self);

  append_paragraph (self, paragraph, there->len + 1);
  gtk_widget_child_focus (gtk_widget_get_last_child (GTK_WIDGET (self->paragraphs)), GTK_DIR_TAB_FORWARD);
}

static void
fill_text (AdwEntryRow *row, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (row), text != NULL ? text : "");
}

static void
show_state (DipFormsPage *self)
{
  const gboolean draft = self->notice->released_at == NULL, writable = !dip_workspace_is_read_only (self->workspace);
  g_autofree char *text = NULL;

  if (!draft)
    text
        = g_strdup_printf (_ ("Released %.10s, and never changed since; SHA-256 %.16s…. Saving changes begins the next "
                              "version."),
                           self->notice->released_at, self->notice->sha256);
  gtk_label_set_label (self->state, text != NULL ? text : _ ("A draft: no client can sign it before it is released."));
  gtk_widget_set_visible (self->release_button, draft && writable);
  gtk_widget_set_visible (self->save_button, writable);
  gtk_widget_set_visible (self->print_button, !draft);
}

static void
show_notice (DipFormsPage *self, const DipNotice *notice)
{
  g_autofree char *title = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) paragraphs = dip_notice_parse (notice->source, notice->jurisdiction, &title, &error);

  g_clear_pointer (&self->notice, dip_notice_free);
  g_clear_pointer (&self->kept, g_free);
  self->notice = dip_notice_copy (notice);
  self->filling = TRUE;
  clear_box (self->paragraphs);
  for (guint i = 0; paragraphs != NULL && i < paragraphs->len; i++)
    append_paragraph (self, g_ptr_array_index (paragraphs, i), i + 1);
  fill_text (self->title_row, title);
  fill_text (self->purposes_row, notice->purposes);
  fill_text (self->recipients_row, notice->recipients);
  fill_text (self->retention_row, notice->retention);
  fill_text (self->withdrawal_row, notice->withdrawal);
  self->filling = FALSE;
  show_state (self);
  update (self);
}

static void
on_selected (DipFormsPage *self)
{
  guint selected = adw_combo_row_get_selected (self->form_row);

  if (!self->filling && self->notices != NULL && selected < self->notices->len)
    show_notice (self, g_ptr_array_index (self->notices, selected));
}

static void
list_notices (DipFormsPage *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint selected = self->notices->len - 1;

  for (guint i = 0; i < self->notices->len; i++)
    {
      const DipNotice *notice = g_ptr_array_index (self->notices, i);
      /* translators: name of a consent form, version, language, "Draft" or "Released" */
      g_autofree char *name = g_strdup_printf (
          _ ("%s, version %d, %s · %s"), notice->name, notice->version, notice->language,
          notice->released_at != NULL ? C_ ("consent form", "Released") : C_ ("consent form", "Draft"));

      gtk_string_list_append (names, name);
      if (notice->id == self->wanted)
        selected = i;
    }
  self->filling = TRUE;
  adw_combo_row_set_model (self->form_row, G_LIST_MODEL (names));
  adw_combo_row_set_selected (self->form_row, selected);
  self->filling = FALSE;
  on_selected (self);
}

static gpointer
load (const DipDesk *desk, gpointer args, DipJob *job, GError **error)
{
  Found *found = g_new0 (Found, 1);

  if ((found->clinic = dip_records_clinic (desk, error)) != NULL
      && (found->notices = dip_noticing_list (desk, error)) != NULL)
    return found;
  found_free (found);
  return NULL;
}

static void
on_loaded (gpointer owner, gpointer result, const GError *error)
{
  DipFormsPage *self = owner;
  Found *found = result;

  if (found == NULL)
    {
      g_autofree char *escaped = g_markup_escape_text (error->message, -1);

      adw_status_page_set_description (self->problem, escaped);
      gtk_stack_set_visible_child_name (self->stack, "problem");
      return;
    }
  g_clear_pointer (&self->clinic, dip_clinic_free);
  g_clear_pointer (&self->notices, g_ptr_array_unref);
  self->clinic = g_steal_pointer (&found->clinic);
  self->notices = g_steal_pointer (&found->notices);
  found_free (found);
  gtk_stack_set_visible_child_name (self->stack, self->notices->len > 0 ? "form" : "empty");
  if (self->notices->len > 0)
    list_notices (self);
}

static void
reload (DipFormsPage *self)
{
  const DipWork work = { .work = load, .free_result = found_free };

  dip_workspace_run (self->workspace, &work, NULL, G_OBJECT (self), on_loaded);
}

typedef struct
{
  DipNotice *notice; /* as written */
  char *title;
  GPtrArray *paragraphs;
  gboolean release;
} Args;

static void
args_free (gpointer data)
{
  Args *args = data;

  dip_notice_free (args->notice);
  g_free (args->title);
  g_ptr_array_unref (args->paragraphs);
  g_free (args);
}

static gpointer
save (const DipDesk *desk, gpointer data, DipJob *job, GError **error)
{
  const Args *args = data;
  const DipNoticeChanges fields = { .purposes = args->notice->purposes,
                                    .recipients = args->notice->recipients,
                                    .retention = args->notice->retention,
                                    .withdrawal = args->notice->withdrawal };
  gint64 id = dip_noticing_save (desk, args->notice->id, args->title, args->paragraphs, &fields, error);

  if (id == 0 || (args->release && !dip_noticing_release (desk, id, NULL, error)))
    return NULL;
  return g_memdup2 (&id, sizeof id);
}

static void
on_kept (gpointer owner, gpointer result, const GError *error)
{
  DipFormsPage *self = owner;

  if (result != NULL)
    self->wanted = *(gint64 *) result;
  g_free (result);
  say (self, error != NULL ? error->message : _ ("Saved."));
  if (error == NULL)
    g_clear_pointer (&self->kept, g_free);
  if (error == NULL)
    reload (self);
}

/* Somebody else changed the library; not what is being written here. */
static void
on_changed (DipFormsPage *self)
{
  if (!is_changed (self))
    reload (self);
}

static void
ask_despite (DipFormsPage *self, gint64 id, guint missing)
{
  g_autofree char *words = dip_flags_to_label (dip_element_tokens, missing);

  self->wanted = id;
  dip_form_present (DIP_FORM (dip_release_form_new (id, words)), GTK_WIDGET (self), self->workspace);
}

/* Kept; now to be asked why it may be released all the same. */
static void
on_kept_lacking (gpointer owner, gpointer result, const GError *error)
{
  DipFormsPage *self = owner;
  const gint64 id = result != NULL ? *(gint64 *) result : 0;
  const guint missing = dip_notice_missing (self->notice, NULL);

  on_kept (owner, result, error);
  if (id != 0)
    ask_despite (self, id, missing);
}

static void
keep (DipFormsPage *self, gboolean release)
{
  Args *args;
  DipWork work = { save, NULL, args_free, g_free, TRUE };
  gboolean lacking;

  if (self->notice == NULL)
    return;
  lacking = release && dip_notice_missing (self->notice, NULL) != 0;
  args = g_new0 (Args, 1);
  args->notice = dip_notice_copy (self->notice);
  args->title = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->title_row)));
  args->paragraphs = paragraphs_of (self);
  args->release = release && !lacking;
  work.args = args;
  dip_workspace_run (self->workspace, &work, NULL, G_OBJECT (self), lacking ? on_kept_lacking : on_kept);
}

static void
on_save (DipFormsPage *self)
{
  keep (self, FALSE);
}

static void
on_release (DipFormsPage *self)
{
  keep (self, TRUE);
}

static void
on_new (DipFormsPage *self)
{
  DipNoticeForm *form = dip_notice_form_new ();

  self->wanted = 0;
  g_signal_connect_object (form, "hide", G_CALLBACK (reload), self, G_CONNECT_SWAPPED);
  dip_form_present (DIP_FORM (form), GTK_WIDGET (self), self->workspace);
}

static void
on_print (DipFormsPage *self)
{
  dip_paper_save (DIP_PAPER_FORM, GTK_WIDGET (self), self->workspace, NULL, self->notice->id);
}

static void
on_discarded (GObject *owner)
{
  gtk_widget_activate_action (GTK_WIDGET (owner), "win.page-back", NULL);
}

static void
back (GtkWidget *widget, const char *name, GVariant *parameter)
{
  if (is_changed (DIP_FORMS_PAGE (widget)))
    dip_compat_ask (GTK_WINDOW (gtk_widget_get_root (widget)), _ ("Leave Without Saving?"),
                    _ ("What you changed in this form has not been saved and would be lost."), _ ("_Discard Changes"),
                    G_OBJECT (widget), on_discarded);
  else
    gtk_widget_activate_action (widget, "win.page-back", NULL);
}

static void
dip_forms_page_dispose (GObject *object)
{
  DipFormsPage *self = DIP_FORMS_PAGE (object);

  g_clear_pointer (&self->content, gtk_widget_unparent);
  g_clear_object (&self->workspace);
  g_clear_pointer (&self->clinic, dip_clinic_free);
  g_clear_pointer (&self->notices, g_ptr_array_unref);
  g_clear_pointer (&self->notice, dip_notice_free);
  g_clear_pointer (&self->kept, g_free);
  G_OBJECT_CLASS (dip_forms_page_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
#define BIND(child) gtk_widget_class_bind_template_child (widget_class, DipFormsPage, child)
  BIND (content);
  BIND (stack);
  BIND (problem);
  BIND (form_row);
  BIND (state);
  BIND (title_row);
  BIND (purposes_row);
  BIND (recipients_row);
  BIND (retention_row);
  BIND (withdrawal_row);
  BIND (paragraphs);
  BIND (checklist);
  BIND (preview);
  BIND (new_button);
  BIND (save_button);
  BIND (release_button);
  BIND (print_button);
#undef BIND
}

static void
dip_forms_page_class_init (DipFormsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dip_forms_page_dispose;
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "forms.back", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK, "forms.back", NULL);
  gtk_widget_class_install_action (widget_class, "forms.back", NULL, back);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/diptych/Diptych/ui/dip-forms-page.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, on_selected);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, on_add);
  gtk_widget_class_bind_template_callback (widget_class, on_save);
  gtk_widget_class_bind_template_callback (widget_class, on_release);
  gtk_widget_class_bind_template_callback (widget_class, on_new);
  gtk_widget_class_bind_template_callback (widget_class, on_print);
}

static void
dip_forms_page_init (DipFormsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  dip_unseen_follow (GTK_WIDGET (self->stack));
}

GtkWidget *
dip_forms_page_new (DipWorkspace *workspace)
{
  DipFormsPage *self = g_object_new (DIP_TYPE_FORMS_PAGE, NULL);

  self->workspace = g_object_ref (workspace);
  g_signal_connect_object (workspace, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  reload (self);
  return GTK_WIDGET (self);
}
