#include "dip-pick-form.h"

#include <glib/gi18n-lib.h>

#include "dip-photos.h"

struct _DipPickForm
{
  DipForm parent_instance;

  AdwComboRow *first_row;
  AdwComboRow *second_row;
  GArray *ids; /* gint64, in the order of both rows */
};

G_DEFINE_FINAL_TYPE (DipPickForm, dip_pick_form, DIP_TYPE_FORM)

static gint64
chosen (DipPickForm *self, AdwComboRow *row)
{
  guint selected = adw_combo_row_get_selected (row);

  return self->ids != NULL && selected < self->ids->len ? g_array_index (self->ids, gint64, selected) : 0;
}

static gboolean
dip_pick_form_is_complete (DipForm *form)
{
  DipPickForm *self = DIP_PICK_FORM (form);
  gint64 first = chosen (self, self->first_row);
  gint64 second = chosen (self, self->second_row);

  return first != 0 && second != 0 && first != second;
}

typedef struct
{
  GWeakRef window;
  gint64 first, second;
} Picked;

static gboolean
compare (gpointer data)
{
  Picked *picked = data;
  g_autoptr (GtkWidget) window = g_weak_ref_get (&picked->window);

  if (window != NULL)
    gtk_widget_activate_action (window, "win.compare", "(xx)", picked->first, picked->second);
  g_weak_ref_clear (&picked->window);
  g_free (picked);
  return G_SOURCE_REMOVE;
}

static void
dip_pick_form_submit (DipForm *form)
{
  DipPickForm *self = DIP_PICK_FORM (form);
  Picked *picked = g_new0 (Picked, 1);

  g_weak_ref_init (&picked->window, gtk_window_get_transient_for (GTK_WINDOW (self)));
  picked->first = chosen (self, self->first_row);
  picked->second = chosen (self, self->second_row);
  /* The form is gone before the page comes, so that the keyboard goes from one to the other. */
  gtk_window_destroy (GTK_WINDOW (self));
  g_timeout_add (100, compare, picked);
}

static void
dip_pick_form_finalize (GObject *object)
{
  g_clear_pointer (&DIP_PICK_FORM (object)->ids, g_array_unref);
  G_OBJECT_CLASS (dip_pick_form_parent_class)->finalize (object);
}

static void
dip_pick_form_class_init (DipPickFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = dip_pick_form_finalize;
  DIP_FORM_CLASS (klass)->is_complete = dip_pick_form_is_complete;
  DIP_FORM_CLASS (klass)->submit = dip_pick_form_submit;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/diptych/Diptych/ui/dip-pick-form.ui");
  gtk_widget_class_bind_template_child (widget_class, DipPickForm, first_row);
  gtk_widget_class_bind_template_child (widget_class, DipPickForm, second_row);
  gtk_widget_class_bind_template_callback (widget_class, dip_form_update);
}

static void
dip_pick_form_init (DipPickForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static char *
describe (const DipPhotoView *view)
{
  const DipPhoto *photo = view->photo;
  const char *shown
      = photo->view != DIP_VIEW_NONE ? dip_token_label (dip_view_tokens, (int) photo->view) : _ ("No view");
  g_autofree char *day
      = photo->taken_on != DIP_DATE_NONE ? dip_date_to_display (photo->taken_on) : g_strdup (_ ("no day"));

  return g_strdup_printf ("%s · %s", shown, day);
}

/* The newest photo of the second row's phase is likelier meant than the first of all. */
static guint
last_healed (const DipDossier *dossier)
{
  for (guint i = dossier->photos->len; i > 0; i--)
    if (((DipPhotoView *) g_ptr_array_index (dossier->photos, i - 1))->facts.phase == DIP_PHASE_HEALED)
      return i - 1;
  return dossier->photos->len > 0 ? dossier->photos->len - 1 : 0;
}

DipPickForm *
dip_pick_form_new (const DipDossier *dossier)
{
  DipPickForm *self = g_object_new (DIP_TYPE_PICK_FORM, NULL);
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);

  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint i = 0; i < dossier->photos->len; i++)
    {
      const DipPhotoView *view = g_ptr_array_index (dossier->photos, i);
      g_autofree char *label = describe (view);

      gtk_string_list_append (labels, label);
      g_array_append_val (self->ids, view->photo->id);
    }
  adw_combo_row_set_model (self->first_row, G_LIST_MODEL (labels));
  adw_combo_row_set_model (self->second_row, G_LIST_MODEL (labels));
  adw_combo_row_set_selected (self->second_row, last_healed (dossier));
  return self;
}
