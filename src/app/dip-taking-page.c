#include "dip-taking-page.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "dip-choice.h"
#include "dip-compat.h"
#include "dip-consenting.h"
#include "dip-date-row.h"
#include "dip-offer.h"
#include "dip-papers.h"
#include "dip-settings.h"
#include "dip-signature-pad.h"
#include "dip-tile.h"
#include "dip-unseen.h"
#include "dip-window.h"

/* Years a consent runs unless another day is said. */
#define USUAL_YEARS 2

/* How wide and high an example is. */
#define EXAMPLE_RATIO 1.5
#define PHOTO_RATIO   (4.0 / 3.0)

static const char *const steps[] = { "text", "uses", "shows", "coverage", "sign" };

typedef struct
{
  DipScope scope;
  const char *title, *example;
} Use;

static const Use uses[] = {
  { DIP_SCOPE_WEBSITE, N_ ("On the clinic’s website"), N_ ("For example: a before and after on the Results page") },
  { DIP_SCOPE_SOCIAL_MEDIA, N_ ("On social media"), N_ ("For example: a post that others can comment on and share") },
  { DIP_SCOPE_PRINT, N_ ("In print"), N_ ("For example: a leaflet or an advertisement in a magazine") },
  { DIP_SCOPE_IN_CLINIC, N_ ("Inside the clinic"), N_ ("For example: an album shown to people asking for treatment") },
  { DIP_SCOPE_TRAINING, N_ ("For teaching"), N_ ("For example: slides in a course for practitioners") },
  { DIP_SCOPE_LISTING_SITES, N_ ("On listing sites"), N_ ("For example: a directory that compares clinics") },
  { DIP_SCOPE_FIRST_NAME, N_ ("My first name beside a picture"),
    N_ ("For example: “Sam, 8 weeks after the last session”") },
  { DIP_SCOPE_TESTIMONIAL, N_ ("What I said about my treatment"),
    N_ ("For example: two sentences in quotation marks") },
};

struct _DipTakingPage
{
  GtkWidget parent_instance;

  GtkWidget *content;
  AdwWindowTitle *title;
  GtkStack *stack;
  AdwStatusPage *problem;
  GtkWidget *bar, *back_button, *cancel_button;
  GtkButton *next_button;
  GtkWidget *form_group;
  AdwComboRow *form_row;
  GtkLabel *text;
  GtkWidget *print_button;
  AdwPreferencesGroup *uses, *words, *coverage;
  GtkFlowBox *degrees, *photos;
  DipDateRow *until_row;
  AdwEntryRow *signer_row, *authority_row, *witness_row;
  GtkCheckButton *adult_check;
  GtkLabel *summary, *failure;
  DipSignaturePad *pad;
  GtkButton *scan_button;

  DipWorkspace *workspace;
  char *code;
  DipOffer *offer; /* NULL until loaded */
  GtkCheckButton *use_checks[G_N_ELEMENTS (uses)];
  GtkCheckButton *degree_checks[DIP_IDENTIFIABILITY_FULL_FACE + 1];
  GPtrArray *coverage_checks; /* (element-type GtkCheckButton): all, each treatment, chosen photos */
  GPtrArray *photo_checks;    /* (element-type GtkCheckButton): in the order of the dossier */
  char *scan;                 /* path of the signed paper, or NULL */
  guint step;
  gint64 consent_id; /* once it is recorded */
  gboolean busy;
  gboolean names_were_hidden;
};

G_DEFINE_FINAL_TYPE (DipTakingPage, dip_taking_page, GTK_TYPE_WIDGET)

static guint
scopes_of (DipTakingPage *self)
{
  guint scopes = 0;

  for (guint i = 0; i < G_N_ELEMENTS (uses); i++)
    if (gtk_check_button_get_active (self->use_checks[i]))
      scopes |= uses[i].scope;
  return scopes;
}

static int
degree_of (DipTakingPage *self)
{
  for (int i = DIP_IDENTIFIABILITY_SCALP_ONLY; i <= DIP_IDENTIFIABILITY_FULL_FACE; i++)
    if (gtk_check_button_get_active (self->degree_checks[i]))
      return i;
  return 0;
}

/* Which of the entries is chosen; -1: none yet. */
static int
coverage_of (DipTakingPage *self)
{
  for (guint i = 0; i < self->coverage_checks->len; i++)
    if (gtk_check_button_get_active (g_ptr_array_index (self->coverage_checks, i)))
      return (int) i;
  return -1;
}

static gboolean
covers_listed (DipTakingPage *self)
{
  return self->coverage_checks->len > 1 && coverage_of (self) == (int) self->coverage_checks->len - 1;
}

static GArray *
listed_photos (DipTakingPage *self)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; covers_listed (self) && i < self->photo_checks->len; i++)
    if (gtk_check_button_get_active (g_ptr_array_index (self->photo_checks, i)))
      g_array_append_val (ids, ((const DipPhotoView *) self->offer->dossier->photos->pdata[i])->photo->id);
  return ids;
}

static char *
entry_text (AdwEntryRow *row)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));
}

static gboolean
coverage_is_complete (DipTakingPage *self)
{
  g_autoptr (GArray) ids = listed_photos (self);
  DipDate until = dip_date_row_get (self->until_row);

  return coverage_of (self) >= 0 && (!covers_listed (self) || ids->len > 0) && until != DIP_DATE_NONE
         && until >= dip_workspace_today (self->workspace);
}

static gboolean
signature_is_complete (DipTakingPage *self)
{
  g_autofree char *signer = entry_text (self->signer_row);

  return *signer != '\0' && gtk_check_button_get_active (self->adult_check)
         && (self->scan != NULL || dip_signature_pad_is_signed (self->pad));
}

static gboolean
step_is_complete (DipTakingPage *self)
{
  switch (self->step)
    {
    case 0:
      return TRUE;
    case 1:
      return scopes_of (self) != 0;
    case 2:
      return degree_of (self) != 0;
    case 3:
      return coverage_is_complete (self);
    default:
      return signature_is_complete (self);
    }
}

static void
update (DipTakingPage *self)
{
  if (self->offer == NULL || gtk_widget_in_destruction (GTK_WIDGET (self)))
    return;
  gtk_widget_set_visible (GTK_WIDGET (self->photos), covers_listed (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "taking.next", !self->busy && step_is_complete (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "taking.back", !self->busy && self->step > 0);
}

static void
show_summary (DipTakingPage *self)
{
  g_autofree char *scopes = dip_flags_to_label (dip_scope_tokens, scopes_of (self));
  g_autofree char *until = dip_date_to_display (dip_date_row_get (self->until_row));
  /* translators: uses ("Website, Print"), how much is seen ("Scalp only"), last day */
  g_autofree char *text = g_strdup_printf (_ ("I agree to: %s. Shown: %s. Until %s."), scopes,
                                           dip_token_label (dip_identifiability_tokens, degree_of (self)), until);

  gtk_label_set_label (self->summary, text);
}

static void
show_step (DipTakingPage *self, guint step)
{
  const guint n = G_N_ELEMENTS (steps);
  g_autofree char *subtitle = g_strdup_printf (_ ("Step %u of %u"), step + 1, n);

  self->step = step;
  adw_window_title_set_title (self->title, _ ("Consent"));
  adw_window_title_set_subtitle (self->title, subtitle);
  if (step + 1 == n)
    show_summary (self);
  gtk_button_set_label (self->next_button, step + 1 == n ? _ ("_Sign and Agree") : _ ("_Continue"));
  gtk_stack_set_visible_child_name (self->stack, steps[step]);
  gtk_widget_set_visible (self->bar, TRUE);
  update (self);
  gtk_widget_child_focus (gtk_stack_get_visible_child (self->stack), GTK_DIR_TAB_FORWARD);
}

static GtkCheckButton *
add_check (DipTakingPage *self, AdwPreferencesGroup *group, const char *title, const char *subtitle,
           GtkCheckButton *like)
{
  GtkCheckButton *check;
  GtkWidget *row = dip_choice_check_row (title, &check);

  gtk_check_button_set_group (check, like);
  if (subtitle != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_preferences_group_add (group, row);
  g_signal_connect_object (check, "toggled", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  return check;
}

static void
fill_uses (DipTakingPage *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (uses); i++)
    {
      const gboolean words = (uses[i].scope & (DIP_SCOPE_FIRST_NAME | DIP_SCOPE_TESTIMONIAL)) != 0;

      self->use_checks[i]
          = add_check (self, words ? self->words : self->uses, _ (uses[i].title), _ (uses[i].example), NULL);
    }
}

/* A picture with a check below it that names it. */
static GtkCheckButton *
add_picture (DipTakingPage *self, GtkFlowBox *box, DipTextureKind kind, gint64 id, gint64 stamp, const char *label,
             double ratio)
{
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9);
  GtkWidget *check = gtk_check_button_new_with_label (label);
  GtkWidget *tile = dip_tile_new (ratio);
  GtkWidget *none = gtk_label_new (_ ("None of your pictures shows this much."));

  gtk_label_set_wrap (GTK_LABEL (none), TRUE);
  gtk_label_set_width_chars (GTK_LABEL (none), 16);
  gtk_label_set_max_width_chars (GTK_LABEL (none), 16);
  gtk_label_set_justify (GTK_LABEL (none), GTK_JUSTIFY_CENTER);
  gtk_widget_set_size_request (none, 150, (int) (150 / ratio));
  gtk_widget_add_css_class (none, "missing-cell");
  gtk_widget_set_size_request (tile, 150, -1);
  if (id != 0)
    dip_tile_show (DIP_TILE (tile), self->workspace, kind, id, stamp, label);
  gtk_box_append (GTK_BOX (column), id != 0 ? tile : none);
  if (id != 0)
    g_object_unref (g_object_ref_sink (none));
  else
    g_object_unref (g_object_ref_sink (tile));
  gtk_box_append (GTK_BOX (column), check);
  gtk_flow_box_append (box, column);
  gtk_widget_set_focusable (gtk_widget_get_parent (column), FALSE);
  g_signal_connect_object (check, "toggled", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  return GTK_CHECK_BUTTON (check);
}

static void
fill_degrees (DipTakingPage *self)
{
  GtkCheckButton *first = NULL;

  for (int i = DIP_IDENTIFIABILITY_SCALP_ONLY; i <= DIP_IDENTIFIABILITY_FULL_FACE; i++)
    {
      gboolean is_pair;
      gint64 stamp = 0;
      gint64 id = dip_offer_example (self->offer, (DipIdentifiability) i, &is_pair, &stamp);

      self->degree_checks[i] = add_picture (self, self->degrees, is_pair ? DIP_TEXTURE_PAIR : DIP_TEXTURE_SEEN, id,
                                            stamp, dip_token_label (dip_identifiability_tokens, i), EXAMPLE_RATIO);
      gtk_check_button_set_group (self->degree_checks[i], first);
      first = self->degree_checks[DIP_IDENTIFIABILITY_SCALP_ONLY];
    }
}

static void
fill_coverage (DipTakingPage *self)
{
  const DipDossier *dossier = self->offer->dossier;
  GtkCheckButton *first = add_check (self, self->coverage, _ ("All pictures of me"),
                                     _ ("Also those that are taken later, as long as this is in force"), NULL);

  g_ptr_array_add (self->coverage_checks, first);
  for (guint i = 0; i < dossier->treatments->len; i++)
    {
      const DipTreatment *treatment = g_ptr_array_index (dossier->treatments, i);
      g_autofree char *areas = dip_flags_to_label (dip_area_tokens, treatment->areas);
      g_autofree char *label = g_strdup_printf (_ ("One treatment: %s"), areas);

      g_ptr_array_add (self->coverage_checks, add_check (self, self->coverage, label, NULL, first));
    }
  if (dossier->photos->len > 0)
    g_ptr_array_add (self->coverage_checks,
                     add_check (self, self->coverage, _ ("Only the ones I choose"), NULL, first));
  for (guint i = 0; i < dossier->photos->len; i++)
    {
      const DipPhotoView *view = g_ptr_array_index (dossier->photos, i);
      g_autofree char *day = dip_date_to_display (view->photo->taken_on);

      g_ptr_array_add (self->photo_checks,
                       add_picture (self, self->photos, DIP_TEXTURE_PHOTO, view->photo->id, 0, day, PHOTO_RATIO));
    }
}

static const DipOfferedForm *
chosen_form (DipTakingPage *self)
{
  guint selected = adw_combo_row_get_selected (self->form_row);

  return g_ptr_array_index (self->offer->forms, selected < self->offer->forms->len ? selected : 0);
}

static void
show_text (DipTakingPage *self)
{
  if (self->offer == NULL)
    return;
  gtk_label_set_label (self->text, chosen_form (self)->text);
  gtk_widget_set_visible (self->print_button, chosen_form (self)->notice_id != 0);
}

static void
fill_forms (DipTakingPage *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  for (guint i = 0; i < self->offer->forms->len; i++)
    gtk_string_list_append (names, ((const DipOfferedForm *) g_ptr_array_index (self->offer->forms, i))->name);
  adw_combo_row_set_model (self->form_row, G_LIST_MODEL (names));
  gtk_widget_set_visible (self->form_group, self->offer->forms->len > 1);
  show_text (self);
}

static void
show_problem (DipTakingPage *self, const char *message)
{
  g_autofree char *escaped = g_markup_escape_text (message, -1);

  adw_status_page_set_description (self->problem, escaped);
  gtk_stack_set_visible_child_name (self->stack, "problem");
}

static void
on_loaded (gpointer owner, gpointer result, const GError *error)
{
  DipTakingPage *self = owner;

  if (result == NULL)
    {
      show_problem (self, error->message);
      return;
    }
  self->offer = result;
  fill_forms (self);
  fill_uses (self);
  fill_degrees (self);
  fill_coverage (self);
  dip_date_row_set (self->until_row, dip_date_add_years (dip_workspace_today (self->workspace), USUAL_YEARS));
  if (self->offer->dossier->overview->name != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->signer_row), self->offer->dossier->overview->name);
  show_step (self, 0);
}

typedef struct
{
  char *code, *signer, *authority, *witness, *scan;
  GBytes *drawn;
  GArray *photos;
  DipConsentTerms terms;
} Args;

static void
args_free (gpointer data)
{
  Args *args = data;

  g_free (args->code);
  g_free (args->signer);
  g_free (args->authority);
  g_free (args->witness);
  g_free (args->scan);
  g_clear_pointer (&args->drawn, g_bytes_unref);
  g_array_unref (args->photos);
  g_free (args);
}

static gpointer
record (const DipDesk *desk, gpointer data, DipJob *job, GError **error)
{
  Args *args = data;
  gint64 id = dip_consenting_record (desk, args->code, &args->terms, error);

  return id != 0 ? g_memdup2 (&id, sizeof id) : NULL;
}

static void
on_recorded (gpointer owner, gpointer result, const GError *error)
{
  DipTakingPage *self = owner;

  self->busy = FALSE;
  gtk_label_set_label (self->failure, error != NULL ? error->message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->failure), error != NULL);
  if (result == NULL)
    {
      update (self);
      return;
    }
  self->consent_id = *(gint64 *) result;
  g_free (result);
  gtk_widget_set_visible (self->bar, FALSE);
  gtk_widget_set_visible (self->cancel_button, FALSE);
  adw_window_title_set_subtitle (self->title, "");
  gtk_stack_set_visible_child_name (self->stack, "done");
  gtk_widget_child_focus (gtk_stack_get_visible_child (self->stack), GTK_DIR_TAB_FORWARD);
}

static Args *
gather (DipTakingPage *self)
{
  Args *args = g_new0 (Args, 1);
  int coverage = coverage_of (self);

  args->code = g_strdup (self->code);
  args->signer = entry_text (self->signer_row);
  args->authority = entry_text (self->authority_row);
  args->witness = entry_text (self->witness_row);
  args->scan = g_strdup (self->scan);
  args->drawn = self->scan == NULL ? dip_signature_pad_get_picture (self->pad) : NULL;
  args->photos = listed_photos (self);
  args->terms = (DipConsentTerms){
    .scopes = scopes_of (self),
    .identifiability = (DipIdentifiability) degree_of (self),
    .coverage = covers_listed (self) ? DIP_COVERAGE_PHOTOS
                : coverage > 0       ? DIP_COVERAGE_TREATMENT
                                     : DIP_COVERAGE_ALL,
    .photo_ids = (const gint64 *) args->photos->data,
    .n_photo_ids = args->photos->len,
    .from = dip_workspace_today (self->workspace),
    .until = dip_date_row_get (self->until_row),
    .signed_by = args->signer,
    .authority = *args->authority != '\0' ? args->authority : NULL,
    .witness = *args->witness != '\0' ? args->witness : NULL,
    .method = args->drawn != NULL ? "screen" : "paper",
    .notice_id = chosen_form (self)->notice_id,
    .signature_drawn = args->drawn,
    .signature_file = args->scan,
  };
  if (args->terms.coverage == DIP_COVERAGE_TREATMENT)
    args->terms.treatment_id
        = ((const DipTreatment *) g_ptr_array_index (self->offer->dossier->treatments, coverage - 1))->id;
  return args;
}

static void
next (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DipTakingPage *self = DIP_TAKING_PAGE (widget);
  DipWork work = { record, NULL, args_free, g_free, TRUE };

  if (self->offer == NULL || self->busy || !gtk_widget_get_visible (self->bar) || !step_is_complete (self))
    return;
  if (self->step + 1 < G_N_ELEMENTS (steps))
    {
      show_step (self, self->step + 1);
      return;
    }
  self->busy = TRUE;
  update (self);
  work.args = gather (self);
  dip_workspace_run (self->workspace, &work, NULL, G_OBJECT (self), on_recorded);
}

static void
back (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DipTakingPage *self = DIP_TAKING_PAGE (widget);

  if (self->offer != NULL && self->step > 0 && self->consent_id == 0)
    show_step (self, self->step - 1);
}

static void
go_on (DipTakingPage *self)
{
  show_step (self, self->step);
}

/* Asked on the page itself; a second Escape goes on. */
static void
cancel (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DipTakingPage *self = DIP_TAKING_PAGE (widget);

  if (self->busy)
    return;
  if (self->offer == NULL || self->consent_id != 0 || (self->step == 0 && scopes_of (self) == 0))
    gtk_widget_activate_action (widget, "win.page-back", NULL);
  else if (g_str_equal (gtk_stack_get_visible_child_name (self->stack), "stop"))
    go_on (self);
  else
    {
      gtk_widget_set_visible (self->bar, FALSE);
      gtk_stack_set_visible_child_name (self->stack, "stop");
      gtk_widget_child_focus (gtk_stack_get_visible_child (self->stack), GTK_DIR_TAB_FORWARD);
    }
}

static void
on_scan_chosen (GObject *owner, GFile *file)
{
  DipTakingPage *self = DIP_TAKING_PAGE (owner);
  g_autofree char *path = g_file_get_path (file);

  if (path == NULL)
    return;
  g_free (self->scan);
  self->scan = g_steal_pointer (&path);
  gtk_button_set_label (self->scan_button, _ ("The Signed _Paper Is Attached"));
  update (self);
}

static void
on_attach (DipTakingPage *self)
{
  dip_compat_choose_scan (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), _ ("A Picture of the Signed Form"),
                          G_OBJECT (self), on_scan_chosen);
}

typedef struct
{
  gint64 id;
  char *path;
} SaveArgs;

static void
save_args_free (gpointer data)
{
  g_free (((SaveArgs *) data)->path);
  g_free (data);
}

static gpointer
save_paper (const DipDesk *desk, gpointer data, DipJob *job, GError **error)
{
  const SaveArgs *args = data;

  return DIP_WORK_DONE (dip_papers_form (desk, args->id, args->path, error));
}

static gpointer
save_receipt (const DipDesk *desk, gpointer data, DipJob *job, GError **error)
{
  const SaveArgs *args = data;

  return DIP_WORK_DONE (dip_consenting_receipt (desk, args->id, DIP_RECEIPT_PDF, args->path, error));
}

static void
on_saved (gpointer owner, gpointer result, const GError *error)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (owner));

  if (DIP_IS_WINDOW (root))
    dip_window_say (DIP_WINDOW (root), error != NULL ? error->message : _ ("Saved."));
}

static void
save (DipTakingPage *self, DipWorkFunc func, gint64 id, GFile *file)
{
  SaveArgs *args = g_new0 (SaveArgs, 1);
  const DipWork work = { func, args, save_args_free, NULL, FALSE };

  args->id = id;
  args->path = g_file_get_path (file);
  if (args->path != NULL)
    dip_workspace_run (self->workspace, &work, NULL, G_OBJECT (self), on_saved);
  else
    save_args_free (args);
}

static void
on_paper_chosen (GObject *owner, GFile *file)
{
  DipTakingPage *self = DIP_TAKING_PAGE (owner);

  save (self, save_paper, chosen_form (self)->notice_id, file);
}

static void
on_paper (DipTakingPage *self)
{
  dip_compat_choose_new_file (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), _ ("Save the Form to Print"),
                              _ ("consent-form.pdf"), G_OBJECT (self), on_paper_chosen);
}

static void
on_receipt_chosen (GObject *owner, GFile *file)
{
  save (DIP_TAKING_PAGE (owner), save_receipt, DIP_TAKING_PAGE (owner)->consent_id, file);
}

static void
on_receipt (DipTakingPage *self)
{
  g_autofree char *file = g_strdup_printf (_ ("consent-%s.pdf"), self->code);

  dip_compat_choose_new_file (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), _ ("Save the Client’s Copy"), file,
                              G_OBJECT (self), on_receipt_chosen);
}

static void
dip_taking_page_dispose (GObject *object)
{
  DipTakingPage *self = DIP_TAKING_PAGE (object);

  if (self->workspace != NULL)
    g_settings_set_boolean (dip_workspace_get_settings (self->workspace), DIP_SETTING_HIDE_NAMES,
                            self->names_were_hidden);
  g_clear_pointer (&self->offer, dip_offer_free);
  g_clear_pointer (&self->content, gtk_widget_unparent);
  g_clear_object (&self->workspace);
  g_clear_pointer (&self->coverage_checks, g_ptr_array_unref);
  g_clear_pointer (&self->photo_checks, g_ptr_array_unref);
  g_clear_pointer (&self->code, g_free);
  g_clear_pointer (&self->scan, g_free);
  G_OBJECT_CLASS (dip_taking_page_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
#define BIND(child) gtk_widget_class_bind_template_child (widget_class, DipTakingPage, child)
  BIND (content);
  BIND (title);
  BIND (stack);
  BIND (problem);
  BIND (bar);
  BIND (back_button);
  BIND (cancel_button);
  BIND (next_button);
  BIND (form_group);
  BIND (form_row);
  BIND (text);
  BIND (print_button);
  BIND (uses);
  BIND (words);
  BIND (coverage);
  BIND (degrees);
  BIND (photos);
  BIND (until_row);
  BIND (signer_row);
  BIND (authority_row);
  BIND (witness_row);
  BIND (adult_check);
  BIND (summary);
  BIND (failure);
  BIND (pad);
  BIND (scan_button);
#undef BIND
}

static void
dip_taking_page_class_init (DipTakingPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dip_taking_page_dispose;
  g_type_ensure (DIP_TYPE_DATE_ROW);
  g_type_ensure (DIP_TYPE_SIGNATURE_PAD);
  gtk_widget_class_install_action (widget_class, "taking.next", NULL, next);
  gtk_widget_class_install_action (widget_class, "taking.back", NULL, back);
  gtk_widget_class_install_action (widget_class, "taking.cancel", NULL, cancel);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "taking.cancel", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK, "taking.back", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Right, GDK_ALT_MASK, "taking.next", NULL);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/diptych/Diptych/ui/dip-taking-page.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, show_text);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, go_on);
  gtk_widget_class_bind_template_callback (widget_class, on_paper);
  gtk_widget_class_bind_template_callback (widget_class, on_attach);
  gtk_widget_class_bind_template_callback (widget_class, on_receipt);
  gtk_widget_class_bind_template_callback (widget_class, dip_signature_pad_clear);
}

static void
dip_taking_page_init (DipTakingPage *self)
{
  self->coverage_checks = g_ptr_array_new ();
  self->photo_checks = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  dip_unseen_follow (GTK_WIDGET (self->stack));
}

GtkWidget *
dip_taking_page_new (DipWorkspace *workspace, const char *code)
{
  DipTakingPage *self = g_object_new (DIP_TYPE_TAKING_PAGE, NULL);
  const DipWork work = { dip_offer_load, g_strdup (code), g_free, (GDestroyNotify) dip_offer_free, FALSE };
  GSettings *settings = dip_workspace_get_settings (workspace);

  self->workspace = g_object_ref (workspace);
  self->code = g_strdup (code);
  self->names_were_hidden = g_settings_get_boolean (settings, DIP_SETTING_HIDE_NAMES);
  g_settings_set_boolean (settings, DIP_SETTING_HIDE_NAMES, TRUE);
  dip_workspace_run (workspace, &work, NULL, G_OBJECT (self), on_loaded);
  return GTK_WIDGET (self);
}
