#include "dip-consent-form.h"

#include <glib/gi18n-lib.h>

#include "dip-choice.h"
#include "dip-compat.h"
#include "dip-consenting.h"
#include "dip-date-row.h"
#include "dip-flags-group.h"
#include "dip-signature-pad.h"

/* Years a consent runs unless another day is said. */
#define USUAL_YEARS 2

struct _DipConsentForm
{
  DipForm parent_instance;

  DipFlagsGroup *scopes;
  AdwComboRow *shows_row;
  AdwComboRow *coverage_row;
  DipDateRow *signed_row;
  DipDateRow *from_row;
  DipDateRow *until_row;
  AdwEntryRow *signer_row;
  AdwActionRow *signature_row;
  DipSignaturePad *pad;
  AdwEntryRow *authority_row;
  AdwEntryRow *witness_row;

  char *code;
  GArray *treatment_ids; /* the one of each entry of the coverage row, 0: all */
  char *signature;       /* path */
};

G_DEFINE_FINAL_TYPE (DipConsentForm, dip_consent_form, DIP_TYPE_FORM)

typedef struct
{
  char *code;
  char *signed_by;
  char *signature;
  char *authority;
  char *witness;
  GBytes *drawn;
  DipConsentTerms terms;
} Args;

static void
args_free (gpointer data)
{
  Args *args = data;

  g_free (args->code);
  g_free (args->signed_by);
  g_free (args->signature);
  g_free (args->authority);
  g_free (args->witness);
  g_clear_pointer (&args->drawn, g_bytes_unref);
  g_free (args);
}

static gpointer
record_consent (const DipDesk *desk, gpointer data, DipJob *job, GError **error)
{
  Args *args = data;

  args->terms.signed_by = args->signed_by;
  args->terms.signature_file = args->signature;
  args->terms.signature_drawn = args->drawn;
  args->terms.authority = args->authority;
  args->terms.witness = args->witness;
  args->terms.method = args->drawn != NULL ? "screen" : "paper";
  return DIP_WORK_DONE (dip_consenting_record (desk, args->code, &args->terms, error) != 0);
}

static char *
signer_of (DipConsentForm *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->signer_row))));
}

static gboolean
dip_consent_form_is_complete (DipForm *form)
{
  DipConsentForm *self = DIP_CONSENT_FORM (form);
  g_autofree char *signer = signer_of (self);

  return dip_flags_group_get (self->scopes) != 0 && *signer != '\0'
         && (self->signature != NULL || dip_signature_pad_is_signed (self->pad))
         && dip_date_row_get (self->signed_row) != DIP_DATE_NONE && dip_date_row_get (self->from_row) != DIP_DATE_NONE
         && dip_date_row_get (self->until_row) != DIP_DATE_NONE;
}

static void
dip_consent_form_submit (DipForm *form)
{
  DipConsentForm *self = DIP_CONSENT_FORM (form);
  Args *args = g_new0 (Args, 1);
  const DipWork work = { record_consent, args, args_free, NULL, TRUE };
  gint64 treatment_id = g_array_index (self->treatment_ids, gint64, adw_combo_row_get_selected (self->coverage_row));

  args->code = g_strdup (self->code);
  args->signed_by = signer_of (self);
  args->signature = g_strdup (self->signature);
  args->drawn = dip_signature_pad_get_picture (self->pad);
  args->authority = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->authority_row)));
  args->witness = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->witness_row)));
  args->terms = (DipConsentTerms){
    .scopes = dip_flags_group_get (self->scopes),
    .identifiability
    = (DipIdentifiability) dip_choice_get (self->shows_row, dip_identifiability_tokens, DIP_IDENTIFIABILITY_SCALP_ONLY),
    .coverage = treatment_id != 0 ? DIP_COVERAGE_TREATMENT : DIP_COVERAGE_ALL,
    .treatment_id = treatment_id,
    .from = dip_date_row_get (self->from_row),
    .until = dip_date_row_get (self->until_row),
    .signed_on = dip_date_row_get (self->signed_row),
  };
  dip_form_run (form, &work);
}

static void
dip_consent_form_finished (DipForm *form, gpointer result)
{
  dip_form_say (form, _ ("Consent recorded"));
}

static void
on_signature_chosen (GObject *owner, GFile *file)
{
  DipConsentForm *self = DIP_CONSENT_FORM (owner);
  g_autofree char *path = g_file_get_path (file);
  g_autofree char *shown = NULL;
  g_autofree char *escaped = NULL;

  if (path == NULL)
    {
      dip_form_fail (DIP_FORM (self), _ ("The picture has to lie on this computer."));
      return;
    }
  shown = g_filename_display_basename (path);
  escaped = g_markup_escape_text (shown, -1);
  adw_action_row_set_subtitle (self->signature_row, escaped);
  g_free (self->signature);
  self->signature = g_steal_pointer (&path);
  dip_form_update (DIP_FORM (self));
}

static void
on_choose_signature (DipConsentForm *self)
{
  dip_compat_choose_scan (GTK_WINDOW (self), _ ("A Picture of the Signed Form"), G_OBJECT (self), on_signature_chosen);
}

static void
dip_consent_form_finalize (GObject *object)
{
  DipConsentForm *self = DIP_CONSENT_FORM (object);

  g_free (self->code);
  g_free (self->signature);
  g_array_unref (self->treatment_ids);
  G_OBJECT_CLASS (dip_consent_form_parent_class)->finalize (object);
}

static void
dip_consent_form_class_init (DipConsentFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = dip_consent_form_finalize;
  DIP_FORM_CLASS (klass)->is_complete = dip_consent_form_is_complete;
  DIP_FORM_CLASS (klass)->submit = dip_consent_form_submit;
  DIP_FORM_CLASS (klass)->finished = dip_consent_form_finished;
  g_type_ensure (DIP_TYPE_FLAGS_GROUP);
  g_type_ensure (DIP_TYPE_DATE_ROW);
  g_type_ensure (DIP_TYPE_SIGNATURE_PAD);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/diptych/Diptych/ui/dip-consent-form.ui");
  gtk_widget_class_bind_template_child (widget_class, DipConsentForm, scopes);
  gtk_widget_class_bind_template_child (widget_class, DipConsentForm, shows_row);
  gtk_widget_class_bind_template_child (widget_class, DipConsentForm, coverage_row);
  gtk_widget_class_bind_template_child (widget_class, DipConsentForm, signed_row);
  gtk_widget_class_bind_template_child (widget_class, DipConsentForm, from_row);
  gtk_widget_class_bind_template_child (widget_class, DipConsentForm, until_row);
  gtk_widget_class_bind_template_child (widget_class, DipConsentForm, signer_row);
  gtk_widget_class_bind_template_child (widget_class, DipConsentForm, signature_row);
  gtk_widget_class_bind_template_child (widget_class, DipConsentForm, pad);
  gtk_widget_class_bind_template_child (widget_class, DipConsentForm, authority_row);
  gtk_widget_class_bind_template_child (widget_class, DipConsentForm, witness_row);
  gtk_widget_class_bind_template_callback (widget_class, dip_signature_pad_clear);
  gtk_widget_class_bind_template_callback (widget_class, on_choose_signature);
  gtk_widget_class_bind_template_callback (widget_class, dip_form_update);
}

static void
dip_consent_form_init (DipConsentForm *self)
{
  self->treatment_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  gtk_widget_init_template (GTK_WIDGET (self));
  dip_choice_fill (self->shows_row, dip_identifiability_tokens, NULL);
  dip_flags_group_set (self->scopes, dip_scope_tokens, DIP_SCOPE_ALL, 0);
}

static void
fill_coverage (DipConsentForm *self, const DipDossier *dossier)
{
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);
  gint64 all = 0;

  gtk_string_list_append (labels, _ ("All photos of the client"));
  g_array_append_val (self->treatment_ids, all);
  for (guint i = 0; i < dossier->treatments->len; i++)
    {
      const DipTreatment *treatment = g_ptr_array_index (dossier->treatments, i);
      g_autofree char *areas = dip_flags_to_label (dip_area_tokens, treatment->areas);
      g_autofree char *label = g_strdup_printf (_ ("One treatment: %s"), areas);

      gtk_string_list_append (labels, label);
      g_array_append_val (self->treatment_ids, treatment->id);
    }
  adw_combo_row_set_model (self->coverage_row, G_LIST_MODEL (labels));
}

DipConsentForm *
dip_consent_form_new (const DipDossier *dossier, gboolean hide_names, DipDate today)
{
  DipConsentForm *self = g_object_new (DIP_TYPE_CONSENT_FORM, NULL);

  self->code = g_strdup (dossier->overview->client->code);
  fill_coverage (self, dossier);
  dip_date_row_set (self->signed_row, today);
  dip_date_row_set (self->from_row, today);
  dip_date_row_set (self->until_row, dip_date_add_years (today, USUAL_YEARS));
  if (!hide_names && dossier->overview->name != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->signer_row), dossier->overview->name);
  return self;
}
