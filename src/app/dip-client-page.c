#include "dip-client-page.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "dip-approve-form.h"
#include "dip-client-item.h"
#include "dip-client-rows.h"
#include "dip-compat.h"
#include "dip-consent-form.h"
#include "dip-consenting.h"
#include "dip-coverage-grid.h"
#include "dip-dossier.h"
#include "dip-erase-form.h"
#include "dip-focus.h"
#include "dip-pages.h"
#include "dip-intake.h"
#include "dip-pair-card.h"
#include "dip-paper.h"
#include "dip-pick-form.h"
#include "dip-session-form.h"
#include "dip-treatment-form.h"
#include "dip-unseen.h"
#include "dip-withdraw-form.h"
#include "dip-wrap-box.h"

struct _DipClientPage
{
  DipPlace parent_instance;

  AdwWindowTitle *title;
  GtkStack *stack;
  AdwStatusPage *problem;
  GtkScrolledWindow *scroller;
  GtkLabel *name;
  GtkLabel *code_label;
  DipWrapBox *pills;
  GtkListBox *treatments;
  DipCoverageGrid *coverage;
  GtkWidget *no_photos;
  GtkWidget *unsorted;
  GtkListBox *proposals;
  GtkFlowBox *pairs;
  GtkWidget *no_pairs;
  GtkWidget *pick_button;
  GtkWidget *client_menu_button;
  GtkListBox *consents;
  AdwExpanderRow *history;
  GtkWidget *add_buttons;
  GtkWidget *withdraw_button;

  char *code;
  DipDossier *dossier; /* NULL until loaded */
  GPtrArray *history_rows;
  gint64 receipt_id;
  gboolean wants_focus; /* was asked for it before there was anything to give it to */
};

G_DEFINE_FINAL_TYPE (DipClientPage, dip_client_page, DIP_TYPE_PLACE)

static gboolean
is_writable (DipClientPage *self)
{
  DipWorkspace *workspace = dip_place_get_workspace (DIP_PLACE (self));

  return workspace != NULL && !dip_workspace_is_read_only (workspace) && self->dossier != NULL
         && self->dossier->overview->client->erased_at == NULL;
}

static void
enable_actions (DipClientPage *self)
{
  static const char *const writing[]
      = { "client.add-treatment", "client.add-session",  "client.record-consent", "client.withdraw-consent",
          "client.make-pair",     "client.import-files", "client.import-folder",  "client.paste",
          "client.erase",         "client.take-consent" };
  gboolean writable = is_writable (self);

  for (guint i = 0; i < G_N_ELEMENTS (writing); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), writing[i], writable);
  gtk_widget_set_visible (self->withdraw_button, writable && self->dossier->overview->scopes != 0);
  gtk_widget_set_visible (self->add_buttons, writable);
  gtk_widget_set_visible (self->client_menu_button, self->dossier != NULL);
}

static void
add_pill (DipClientPage *self, char *text, DipTone tone)
{
  if (text != NULL)
    dip_wrap_box_append (self->pills, dip_pill_new (text, tone));
  g_free (text);
}

static void
show_title (DipClientPage *self)
{
  DipWorkspace *workspace = dip_place_get_workspace (DIP_PLACE (self));
  const DipClientOverview *overview;
  const char *title;

  if (self->dossier == NULL || workspace == NULL)
    return;
  overview = self->dossier->overview;
  title = dip_client_overview_title (overview, dip_workspace_get_hide_names (workspace));
  adw_window_title_set_title (self->title, title);
  adw_window_title_set_subtitle (self->title, title != overview->client->code ? overview->client->code : "");
  gtk_label_set_label (self->name, title);
  gtk_label_set_label (self->code_label, overview->client->code);
  gtk_widget_set_visible (GTK_WIDGET (self->code_label), title != overview->client->code);
}

static void
show_header (DipClientPage *self)
{
  const DipClientOverview *overview = self->dossier->overview;
  DipDate today = dip_workspace_today (dip_place_get_workspace (DIP_PLACE (self)));
  DipTone tone = DIP_TONE_PLAIN;
  char *text;

  show_title (self);
  dip_wrap_box_clear (self->pills);
  text = dip_client_overview_adult (overview, &tone);
  add_pill (self, text, tone);
  text = dip_client_overview_healed (overview, today, &tone);
  add_pill (self, text, tone);
  text = dip_client_overview_consent (overview, today, &tone);
  add_pill (self, text, tone);
  add_pill (self, dip_client_overview_published (overview), DIP_TONE_PLAIN);
  add_pill (self, dip_client_overview_takedowns (overview), DIP_TONE_BAD);
}

static void
clear_list (GtkListBox *list)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (list))) != NULL)
    gtk_list_box_remove (list, child);
}

static void
show_treatments (DipClientPage *self)
{
  DipDate today = dip_workspace_today (dip_place_get_workspace (DIP_PLACE (self)));
  GPtrArray *treatments = self->dossier->treatments;

  clear_list (self->treatments);
  for (guint i = treatments->len; i > 0; i--)
    gtk_list_box_append (
        self->treatments,
        dip_client_rows_treatment (self->dossier, g_ptr_array_index (treatments, i - 1), today, is_writable (self)));
  gtk_widget_set_visible (GTK_WIDGET (self->treatments), treatments->len > 0);
}

static guint
count_unsorted (const DipDossier *dossier)
{
  guint n = 0;

  for (guint i = 0; i < dossier->photos->len; i++)
    {
      const DipPhotoView *view = g_ptr_array_index (dossier->photos, i);

      n += view->photo->view == DIP_VIEW_NONE || view->photo->taken_on == DIP_DATE_NONE;
    }
  return n;
}

static void
show_photos (DipClientPage *self)
{
  guint n = count_unsorted (self->dossier);
  g_autofree char *label
      = g_strdup_printf (ngettext ("%u photo has no view or no date yet: sort it in the Inbox",
                                   "%u photos have no view or no date yet: sort them in the Inbox", n),
                         n);

  dip_coverage_grid_show (self->coverage, dip_place_get_workspace (DIP_PLACE (self)), self->dossier);
  gtk_widget_set_visible (self->no_photos, self->dossier->photos->len == 0);
  gtk_widget_set_visible (self->unsorted, n > 0);
  gtk_button_set_label (GTK_BUTTON (self->unsorted), label);
}

typedef struct
{
  gint64 first, second;
} Ids;

static gpointer
make_pair (const DipDesk *desk, gpointer data, DipJob *job, GError **error)
{
  const Ids *ids = data;

  return DIP_WORK_DONE (dip_pairing_add (desk, ids->first, ids->second, error) != 0);
}

static void
on_written (gpointer owner, gpointer result, const GError *error)
{
  if (error != NULL)
    dip_place_say_error (DIP_PLACE (owner), error);
}

static void
run_on_ids (DipClientPage *self, DipWorkFunc func, gint64 first, gint64 second)
{
  Ids *ids = g_new (Ids, 1);
  const DipWork work = { func, ids, g_free, NULL, TRUE };

  *ids = (Ids){ first, second };
  dip_place_run (DIP_PLACE (self), &work, NULL, on_written);
}

static void
on_approve (DipClientPage *self, gint64 pair_id)
{
  dip_form_present (DIP_FORM (dip_approve_form_new (pair_id)), GTK_WIDGET (self),
                    dip_place_get_workspace (DIP_PLACE (self)));
}

static void
add_pair (DipClientPage *self, const DipGalleryEntry *entry)
{
  GtkWidget *card = dip_pair_card_new ();

  dip_pair_card_show (DIP_PAIR_CARD (card), dip_place_get_workspace (DIP_PLACE (self)), entry, FALSE);
  g_signal_connect_object (card, "approve", G_CALLBACK (on_approve), self, G_CONNECT_SWAPPED);
  gtk_widget_set_valign (card, GTK_ALIGN_START);
  gtk_flow_box_append (self->pairs, card);
  gtk_widget_set_focusable (gtk_widget_get_parent (card), FALSE);
}

static void
show_pairs (DipClientPage *self)
{
  const DipDossier *dossier = self->dossier;
  GtkWidget *child;
  guint n_proposals = 0;

  clear_list (self->proposals);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->pairs))) != NULL)
    gtk_flow_box_remove (self->pairs, child);
  for (guint i = 0; i < dossier->proposals->len; i++)
    {
      GtkWidget *row = dip_client_rows_proposal (dossier, g_ptr_array_index (dossier->proposals, i),
                                                 dip_place_get_workspace (DIP_PLACE (self)));

      if (row == NULL)
        continue;
      gtk_list_box_append (self->proposals, row);
      n_proposals++;
    }
  for (guint i = 0; i < dossier->pairs->len; i++)
    add_pair (self, g_ptr_array_index (dossier->pairs, i));
  gtk_widget_set_visible (GTK_WIDGET (self->proposals), n_proposals > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->pairs), dossier->pairs->len > 0);
  gtk_widget_set_visible (self->pick_button, dossier->photos->len > 1);
  gtk_widget_set_visible (self->no_pairs, n_proposals == 0 && dossier->pairs->len == 0);
}

static void
show_consents (DipClientPage *self)
{
  DipDate today = dip_workspace_today (dip_place_get_workspace (DIP_PLACE (self)));
  GPtrArray *consents = self->dossier->consents;

  clear_list (self->consents);
  for (guint i = consents->len; i > 0; i--)
    gtk_list_box_append (self->consents, dip_client_rows_consent (g_ptr_array_index (consents, i - 1), today));
  gtk_widget_set_visible (GTK_WIDGET (self->consents), consents->len > 0);
}

static void
show_history (DipClientPage *self)
{
  for (guint i = 0; i < self->history_rows->len; i++)
    adw_expander_row_remove (self->history, g_ptr_array_index (self->history_rows, i));
  g_ptr_array_set_size (self->history_rows, 0);
  for (guint i = 0; i < self->dossier->history->len; i++)
    {
      GtkWidget *row = dip_client_rows_history (g_ptr_array_index (self->dossier->history, i));

      adw_expander_row_add_row (self->history, row);
      g_ptr_array_add (self->history_rows, row);
    }
}

static void
show_dossier (DipClientPage *self)
{
  g_autofree char *focus = dip_focus_remember (GTK_WIDGET (self));

  show_header (self);
  show_treatments (self);
  show_photos (self);
  show_pairs (self);
  show_consents (self);
  show_history (self);
  enable_actions (self);
  gtk_stack_set_visible_child_name (self->stack, "client");
  dip_focus_restore (GTK_WIDGET (self), focus);
}

/* The focus waits on the page's own header until there is something to look at. */
static gboolean
dip_client_page_grab_focus (GtkWidget *widget)
{
  DipClientPage *self = DIP_CLIENT_PAGE (widget);

  self->wants_focus = self->dossier == NULL;
  return (self->dossier != NULL && gtk_widget_child_focus (GTK_WIDGET (self->scroller), GTK_DIR_TAB_FORWARD))
         || GTK_WIDGET_CLASS (dip_client_page_parent_class)->grab_focus (widget);
}

static void
show_problem (DipClientPage *self, const GError *error)
{
  g_autofree char *escaped = g_markup_escape_text (error->message, -1);

  adw_status_page_set_description (self->problem, escaped);
  gtk_stack_set_visible_child_name (self->stack, "problem");
}

static void
on_dossier (gpointer owner, gpointer result, const GError *error)
{
  DipClientPage *self = owner;
  g_autoptr (DipDossier) dossier = result;

  /* Somebody else was asked for meanwhile. */
  if (dossier != NULL && g_strcmp0 (dossier->overview->client->code, self->code) != 0)
    dip_place_reload (DIP_PLACE (self));
  else if (dossier != NULL)
    {
      g_clear_pointer (&self->dossier, dip_dossier_free);
      self->dossier = g_steal_pointer (&dossier);
      show_dossier (self);
      if (self->wants_focus)
        gtk_widget_grab_focus (GTK_WIDGET (self));
    }
  else
    show_problem (self, error);
  dip_place_loaded (DIP_PLACE (self));
}

static void
dip_client_page_load (DipPlace *place)
{
  DipClientPage *self = DIP_CLIENT_PAGE (place);
  const DipWork work = { dip_dossier_load, g_strdup (self->code), g_free, (GDestroyNotify) dip_dossier_free, FALSE };

  if (self->code != NULL)
    dip_place_run (place, &work, NULL, on_dossier);
  else
    dip_place_loaded (place);
}

static void
dip_client_page_opened (DipPlace *place)
{
  g_signal_connect_object (dip_place_get_workspace (place), "notify::hide-names", G_CALLBACK (show_title), place,
                           G_CONNECT_SWAPPED);
}

void
dip_client_page_show (DipClientPage *self, const char *code)
{
  g_return_if_fail (DIP_IS_CLIENT_PAGE (self));

  if (g_strcmp0 (self->code, code) == 0)
    return;
  g_free (self->code);
  self->code = g_strdup (code);
  g_clear_pointer (&self->dossier, dip_dossier_free);
  adw_window_title_set_title (self->title, code != NULL ? code : "");
  adw_window_title_set_subtitle (self->title, "");
  gtk_stack_set_visible_child_name (self->stack, "loading");
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
  enable_actions (self);
  dip_place_reload (DIP_PLACE (self));
}

const char *
dip_client_page_get_code (DipClientPage *self)
{
  g_return_val_if_fail (DIP_IS_CLIENT_PAGE (self), NULL);

  return self->code;
}

static void
present (DipClientPage *self, DipForm *form)
{
  dip_form_present (form, GTK_WIDGET (self), dip_place_get_workspace (DIP_PLACE (self)));
}

static void
add_treatment (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DipClientPage *self = DIP_CLIENT_PAGE (widget);

  present (self, DIP_FORM (dip_treatment_form_new (self->code)));
}

static void
add_session (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DipClientPage *self = DIP_CLIENT_PAGE (widget);
  gint64 id = g_variant_get_int64 (parameter);
  g_autoptr (GPtrArray) sessions = dip_dossier_sessions_of (self->dossier, id);

  present (self, DIP_FORM (dip_session_form_new (self->code, id, sessions->len == 0,
                                                 dip_workspace_today (dip_place_get_workspace (DIP_PLACE (self))))));
}

static void
record_consent (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DipClientPage *self = DIP_CLIENT_PAGE (widget);
  DipWorkspace *workspace = dip_place_get_workspace (DIP_PLACE (self));

  present (self, DIP_FORM (dip_consent_form_new (self->dossier, dip_workspace_get_hide_names (workspace),
                                                 dip_workspace_today (workspace))));
}

static void
take_consent (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_widget_activate_action (widget, "win.take-consent", "s", DIP_CLIENT_PAGE (widget)->code);
}

static void
consent_history (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_widget_activate_action (widget, "win.consent-history", "s", DIP_CLIENT_PAGE (widget)->code);
}

static void
takedowns (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_widget_activate_action (widget, "win.takedowns", "s", DIP_CLIENT_PAGE (widget)->code);
}

static void
withdraw_consent (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DipClientPage *self = DIP_CLIENT_PAGE (widget);

  present (self, DIP_FORM (dip_withdraw_form_new (dip_place_get_workspace (DIP_PLACE (self)), self->dossier)));
}

static void
make_pair_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gint64 before, after;

  g_variant_get (parameter, "(xx)", &before, &after);
  run_on_ids (DIP_CLIENT_PAGE (widget), make_pair, before, after);
}

static void
pick_two (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DipClientPage *self = DIP_CLIENT_PAGE (widget);

  if (self->dossier != NULL)
    present (self, DIP_FORM (dip_pick_form_new (self->dossier)));
}

static void
erase (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DipClientPage *self = DIP_CLIENT_PAGE (widget);

  present (self, DIP_FORM (dip_erase_form_new (self->code)));
}

static void
save_paper (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DipClientPage *self = DIP_CLIENT_PAGE (widget);

  dip_paper_save ((DipPaper) g_variant_get_int32 (parameter), widget, dip_place_get_workspace (DIP_PLACE (self)),
                  self->code, 0);
}

typedef struct
{
  gint64 consent_id;
  char *path;
} ReceiptArgs;

static void
receipt_args_free (gpointer data)
{
  g_free (((ReceiptArgs *) data)->path);
  g_free (data);
}

static gpointer
save_receipt (const DipDesk *desk, gpointer data, DipJob *job, GError **error)
{
  const ReceiptArgs *args = data;

  return DIP_WORK_DONE (dip_consenting_receipt (desk, args->consent_id, DIP_RECEIPT_PDF, args->path, error));
}

static void
on_receipt_saved (gpointer owner, gpointer result, const GError *error)
{
  if (error != NULL)
    dip_place_say_error (DIP_PLACE (owner), error);
  else
    dip_place_say (DIP_PLACE (owner), _ ("Saved. It names the client: hand it over, then delete it."));
}

static void
on_receipt_chosen (GObject *owner, GFile *file)
{
  DipClientPage *self = DIP_CLIENT_PAGE (owner);
  ReceiptArgs *args = g_new0 (ReceiptArgs, 1);
  const DipWork work = { save_receipt, args, receipt_args_free, NULL, FALSE };

  args->consent_id = self->receipt_id;
  args->path = g_file_get_path (file);
  if (args->path != NULL)
    dip_place_run (DIP_PLACE (self), &work, NULL, on_receipt_saved);
  else
    receipt_args_free (args);
}

static void
receipt (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DipClientPage *self = DIP_CLIENT_PAGE (widget);
  g_autofree char *file = g_strdup_printf (_ ("consent-%s.pdf"), self->code);

  self->receipt_id = g_variant_get_int64 (parameter);
  dip_compat_choose_new_file (GTK_WINDOW (gtk_widget_get_root (widget)), _ ("Save the Client’s Copy"), file,
                              G_OBJECT (self), on_receipt_chosen);
}

static DipIntake *
intake_new (DipClientPage *self, DipView view)
{
  return dip_intake_new (GTK_WIDGET (self), dip_place_get_workspace (DIP_PLACE (self)), self->code, view, 0);
}

static void
choose_files (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autoptr (DipIntake) intake = intake_new (DIP_CLIENT_PAGE (widget), DIP_VIEW_NONE);

  dip_intake_choose_files (intake);
}

static void
choose_folder (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autoptr (DipIntake) intake = intake_new (DIP_CLIENT_PAGE (widget), DIP_VIEW_NONE);

  dip_intake_choose_folder (intake);
}

static void
paste (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autoptr (DipIntake) intake = intake_new (DIP_CLIENT_PAGE (widget), DIP_VIEW_NONE);

  dip_intake_paste (intake);
}

static gboolean
take_drop (DipClientPage *self, const GValue *value, DipView view)
{
  g_autoptr (DipIntake) intake = NULL;

  if (!is_writable (self))
    return FALSE;
  intake = intake_new (self, view);
  return dip_intake_drop (intake, value);
}

static gboolean
on_drop (DipClientPage *self, const GValue *value)
{
  return take_drop (self, value, DIP_VIEW_NONE);
}

/* Dropped on a row of the grid: the row says the view, the dates will say the phase. */
static gboolean
on_cell_drop (DipClientPage *self, int view, const GValue *value)
{
  return take_drop (self, value, (DipView) view);
}

/* As the grid shows them: by view, each by date. */
static int
compare_in_grid (gconstpointer a, gconstpointer b)
{
  const DipPhoto *first = (*(const DipPhotoView *const *) a)->photo,
                 *second = (*(const DipPhotoView *const *) b)->photo;

  if (first->view != second->view)
    return first->view < second->view ? -1 : 1;
  return first->taken_on < second->taken_on ? -1 : first->taken_on > second->taken_on;
}

static void
on_photo_activated (DipClientPage *self, gint64 id)
{
  g_autoptr (GPtrArray) photos = g_ptr_array_copy (self->dossier->photos, NULL, NULL);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_ptr_array_set_free_func (photos, NULL);
  g_ptr_array_sort (photos, compare_in_grid);
  for (guint i = 0; i < photos->len; i++)
    g_array_append_val (ids, ((const DipPhotoView *) g_ptr_array_index (photos, i))->photo->id);
  dip_pages_view_photos (GTK_WIDGET (self), id, ids);
}

static void
dip_client_page_dispose (GObject *object)
{
  DipClientPage *self = DIP_CLIENT_PAGE (object);

  g_clear_pointer (&self->code, g_free);
  g_clear_pointer (&self->dossier, dip_dossier_free);
  g_clear_pointer (&self->history_rows, g_ptr_array_unref);
  G_OBJECT_CLASS (dip_client_page_parent_class)->dispose (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  static const struct
  {
    const char *name;
    const char *parameter;
    GtkWidgetActionActivateFunc activate;
  } table[] = {
    { "client.add-treatment", NULL, add_treatment },
    { "client.add-session", "x", add_session },
    { "client.record-consent", NULL, record_consent },
    { "client.take-consent", NULL, take_consent },
    { "client.consent-history", NULL, consent_history },
    { "client.takedowns", NULL, takedowns },
    { "client.withdraw-consent", NULL, withdraw_consent },
    { "client.make-pair", "(xx)", make_pair_action },
    { "client.pick-two", NULL, pick_two },
    { "client.erase", NULL, erase },
    { "client.save-paper", "i", save_paper },
    { "client.receipt", "x", receipt },
    { "client.import-files", NULL, choose_files },
    { "client.import-folder", NULL, choose_folder },
    { "client.paste", NULL, paste },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    gtk_widget_class_install_action (widget_class, table[i].name, table[i].parameter, table[i].activate);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_v, GDK_CONTROL_MASK, "client.paste", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_i, GDK_CONTROL_MASK, "client.import-files", NULL);
}

static void
dip_client_page_class_init (DipClientPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dip_client_page_dispose;
  widget_class->grab_focus = dip_client_page_grab_focus;
  widget_class->focus = dip_focus_move;
  DIP_PLACE_CLASS (klass)->load = dip_client_page_load;
  DIP_PLACE_CLASS (klass)->opened = dip_client_page_opened;
  g_type_ensure (DIP_TYPE_COVERAGE_GRID);
  g_type_ensure (DIP_TYPE_WRAP_BOX);
  install_actions (widget_class);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/diptych/Diptych/ui/dip-client-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DipClientPage, title);
  gtk_widget_class_bind_template_child (widget_class, DipClientPage, stack);
  gtk_widget_class_bind_template_child (widget_class, DipClientPage, problem);
  gtk_widget_class_bind_template_child (widget_class, DipClientPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, DipClientPage, name);
  gtk_widget_class_bind_template_child (widget_class, DipClientPage, code_label);
  gtk_widget_class_bind_template_child (widget_class, DipClientPage, pills);
  gtk_widget_class_bind_template_child (widget_class, DipClientPage, treatments);
  gtk_widget_class_bind_template_child (widget_class, DipClientPage, coverage);
  gtk_widget_class_bind_template_child (widget_class, DipClientPage, no_photos);
  gtk_widget_class_bind_template_child (widget_class, DipClientPage, unsorted);
  gtk_widget_class_bind_template_child (widget_class, DipClientPage, proposals);
  gtk_widget_class_bind_template_child (widget_class, DipClientPage, pairs);
  gtk_widget_class_bind_template_child (widget_class, DipClientPage, no_pairs);
  gtk_widget_class_bind_template_child (widget_class, DipClientPage, pick_button);
  gtk_widget_class_bind_template_child (widget_class, DipClientPage, client_menu_button);
  gtk_widget_class_bind_template_child (widget_class, DipClientPage, consents);
  gtk_widget_class_bind_template_child (widget_class, DipClientPage, history);
  gtk_widget_class_bind_template_child (widget_class, DipClientPage, add_buttons);
  gtk_widget_class_bind_template_child (widget_class, DipClientPage, withdraw_button);
  gtk_widget_class_bind_template_callback (widget_class, on_photo_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_cell_drop);
}

static void
dip_client_page_init (DipClientPage *self)
{
  GtkDropTarget *target = dip_intake_drop_target (FALSE);

  self->history_rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  dip_unseen_follow (GTK_WIDGET (self->stack));
  g_signal_connect_object (target, "drop", G_CALLBACK (on_drop), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
  enable_actions (self);
}
