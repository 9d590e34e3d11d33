#include "dip-withdraw-form.h"

#include <glib/gi18n-lib.h>

#include "dip-consenting.h"
#include "dip-flags-group.h"
#include "dip-list-name.h"
#include "dip-tile.h"

struct _DipWithdrawForm
{
  DipForm parent_instance;

  DipFlagsGroup *scopes;
  GtkLabel *consequence;
  GtkWidget *photos_group;
  GtkFlowBox *photos; /* of toggle buttons, whose data is the photo's id */
  char *code;
  guint in_force;
};

G_DEFINE_FINAL_TYPE (DipWithdrawForm, dip_withdraw_form, DIP_TYPE_FORM)

/* Pixels of a photo to choose, and its width by its height. */
#define PHOTO_WIDTH 96
#define PHOTO_RATIO 1.2
#define PHOTO_ID    "dip-photo-id"

typedef struct
{
  char *code;
  guint scopes;
  GArray *photo_ids; /* gint64; none: all */
} Args;

static void
args_free (gpointer data)
{
  Args *args = data;

  g_free (args->code);
  g_array_unref (args->photo_ids);
  g_free (args);
}

static gpointer
withdraw (const DipDesk *desk, gpointer data, DipJob *job, GError **error)
{
  const Args *args = data;
  g_autofree DipWithdrawal *withdrawal = g_new0 (DipWithdrawal, 1);

  if (!dip_consenting_withdraw_photos (desk, args->code, (const gint64 *) (gpointer) args->photo_ids->data,
                                       args->photo_ids->len, args->scopes, withdrawal, error))
    return NULL;
  return g_steal_pointer (&withdrawal);
}

/* (element-type gint64): those that are pressed. */
static GArray *
chosen_photos (DipWithdrawForm *self)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->photos)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *button = gtk_flow_box_child_get_child (GTK_FLOW_BOX_CHILD (child));
      const gint64 *id = g_object_get_data (G_OBJECT (button), PHOTO_ID);

      if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (button)))
        g_array_append_val (ids, *id);
    }
  return ids;
}

static gboolean
dip_withdraw_form_is_complete (DipForm *form)
{
  return dip_flags_group_get (DIP_WITHDRAW_FORM (form)->scopes) != 0;
}

static void
dip_withdraw_form_submit (DipForm *form)
{
  DipWithdrawForm *self = DIP_WITHDRAW_FORM (form);
  Args *args = g_new0 (Args, 1);
  const DipWork work = { withdraw, args, args_free, g_free, TRUE };

  args->code = g_strdup (self->code);
  args->scopes = dip_flags_group_get (self->scopes);
  args->photo_ids = chosen_photos (self);
  if (args->scopes == self->in_force)
    args->scopes = DIP_SCOPE_ALL;
  dip_form_run (form, &work);
}

static void
dip_withdraw_form_finished (DipForm *form, gpointer result)
{
  g_autofree DipWithdrawal *withdrawal = result;

  dip_form_say (form, _ ("Withdrawn. Nothing covered by it will be published from now on."));
  if (withdrawal->n_takedowns > 0)
    dip_form_then (form, "win.takedowns", DIP_WITHDRAW_FORM (form)->code);
}

static void
dip_withdraw_form_finalize (GObject *object)
{
  g_free (DIP_WITHDRAW_FORM (object)->code);
  G_OBJECT_CLASS (dip_withdraw_form_parent_class)->finalize (object);
}

static void
dip_withdraw_form_class_init (DipWithdrawFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = dip_withdraw_form_finalize;
  DIP_FORM_CLASS (klass)->is_complete = dip_withdraw_form_is_complete;
  DIP_FORM_CLASS (klass)->submit = dip_withdraw_form_submit;
  DIP_FORM_CLASS (klass)->finished = dip_withdraw_form_finished;
  g_type_ensure (DIP_TYPE_FLAGS_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/diptych/Diptych/ui/dip-withdraw-form.ui");
  gtk_widget_class_bind_template_child (widget_class, DipWithdrawForm, scopes);
  gtk_widget_class_bind_template_child (widget_class, DipWithdrawForm, consequence);
  gtk_widget_class_bind_template_child (widget_class, DipWithdrawForm, photos_group);
  gtk_widget_class_bind_template_child (widget_class, DipWithdrawForm, photos);
  gtk_widget_class_bind_template_callback (widget_class, dip_form_update);
}

static void
dip_withdraw_form_init (DipWithdrawForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
show_consequence (DipWithdrawForm *self, guint n_published)
{
  g_autofree char *text = NULL;

  if (n_published > 0)
    text = g_strdup_printf (
        ngettext (
            "%u pair is published. Its files are blocked at once and listed for take-down in Exports, with the "
            "folders they went to.",
            "%u pairs are published. Their files are blocked at once and listed for take-down in Exports, with the "
            "folders they went to.",
            n_published),
        n_published);
  gtk_label_set_label (self->consequence,
                       text != NULL ? text : _ ("Nothing of this client is published; from now on nothing will be."));
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

static void
add_photo (DipWithdrawForm *self, DipWorkspace *workspace, const DipPhotoView *view)
{
  GtkWidget *button = gtk_toggle_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *tile = dip_tile_new (PHOTO_RATIO);
  GtkWidget *label;
  g_autofree char *text = describe (view);

  label = gtk_label_new (text);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 12);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_set_size_request (tile, PHOTO_WIDTH, -1);
  dip_tile_show (DIP_TILE (tile), workspace, DIP_TEXTURE_PHOTO, view->photo->id, 0, text);
  gtk_box_append (GTK_BOX (box), tile);
  gtk_box_append (GTK_BOX (box), label);
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "cell");
  dip_own_name (GTK_WIDGET (button), text);
  g_object_set_data_full (G_OBJECT (button), PHOTO_ID, g_memdup2 (&view->photo->id, sizeof view->photo->id), g_free);
  gtk_flow_box_append (self->photos, button);
  gtk_widget_set_focusable (gtk_widget_get_parent (button), FALSE);
}

DipWithdrawForm *
dip_withdraw_form_new (DipWorkspace *workspace, const DipDossier *dossier)
{
  DipWithdrawForm *self = g_object_new (DIP_TYPE_WITHDRAW_FORM, NULL);

  self->code = g_strdup (dossier->overview->client->code);
  self->in_force = dossier->overview->scopes;
  dip_flags_group_set (self->scopes, dip_scope_tokens, self->in_force, self->in_force);
  show_consequence (self, dossier->overview->n_published);
  for (guint i = 0; i < dossier->photos->len; i++)
    add_photo (self, workspace, g_ptr_array_index (dossier->photos, i));
  gtk_widget_set_visible (self->photos_group, dossier->photos->len > 1);
  return self;
}
