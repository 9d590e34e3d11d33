#include "dip-photo-form.h"

#include <glib/gi18n-lib.h>

#include "dip-choice.h"
#include "dip-date-row.h"
#include "dip-photo-edit.h"
#include "dip-tile.h"

struct _DipPhotoForm
{
  DipForm parent_instance;

  DipTile *tile;
  AdwComboRow *view_row;
  AdwComboRow *shows_row;
  AdwComboRow *hair_row;
  DipDateRow *taken_row;
  AdwActionRow *phase_row;
  AdwActionRow *source_row;
  AdwActionRow *camera_row;

  gint64 id;
  DipView view;
  DipIdentifiability shows;
  DipHair hair;
  DipDate taken;
};

G_DEFINE_FINAL_TYPE (DipPhotoForm, dip_photo_form, DIP_TYPE_FORM)

static DipPhotoChange
change_of (DipPhotoForm *self)
{
  DipPhotoChange change = {
    .view = (DipView) dip_choice_get (self->view_row, dip_view_tokens, DIP_VIEW_NONE),
    .shows = (DipIdentifiability) dip_choice_get (self->shows_row, dip_identifiability_tokens, (int) self->shows),
    .hair = (DipHair) dip_choice_get (self->hair_row, dip_hair_tokens, DIP_HAIR_NOT_SAID),
    .taken = dip_date_row_get (self->taken_row),
  };

  change.set_view = change.view != self->view;
  change.set_shows = change.shows != self->shows;
  change.set_hair = change.hair != self->hair;
  change.set_taken = change.taken != self->taken && change.taken != DIP_DATE_NONE;
  return change;
}

static gboolean
dip_photo_form_is_complete (DipForm *form)
{
  DipPhotoForm *self = DIP_PHOTO_FORM (form);
  DipPhotoChange change = change_of (self);
  DipWorkspace *workspace = dip_form_get_workspace (form);

  return workspace != NULL && !dip_workspace_is_read_only (workspace) && dip_date_row_is_valid (self->taken_row)
         && (change.set_view || change.set_shows || change.set_hair || change.set_taken);
}

static void
dip_photo_form_submit (DipForm *form)
{
  DipPhotoForm *self = DIP_PHOTO_FORM (form);
  const DipPhotoChange change = change_of (self);
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  DipWork work;

  g_array_append_val (ids, self->id);
  work = dip_photo_edit_work (ids, &change);
  dip_form_run (form, &work);
}

static void
dip_photo_form_finished (DipForm *form, gpointer before)
{
  dip_photo_edit_offer_undo (before, GTK_WIDGET (form), dip_form_get_workspace (form));
}

static void
set_fact (AdwActionRow *row, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text != NULL ? text : "", -1);

  adw_action_row_set_subtitle (row, escaped);
  gtk_widget_set_visible (GTK_WIDGET (row), *escaped != '\0');
}

static void
on_view_changed (DipPhotoForm *self)
{
  DipView view = (DipView) dip_choice_get (self->view_row, dip_view_tokens, DIP_VIEW_NONE);

  if (view != self->view)
    dip_choice_set (self->shows_row, dip_identifiability_tokens, (int) dip_view_default_identifiability (view));
  dip_form_update (DIP_FORM (self));
}

static void
dip_photo_form_class_init (DipPhotoFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  DIP_FORM_CLASS (klass)->is_complete = dip_photo_form_is_complete;
  DIP_FORM_CLASS (klass)->submit = dip_photo_form_submit;
  DIP_FORM_CLASS (klass)->finished = dip_photo_form_finished;
  g_type_ensure (DIP_TYPE_DATE_ROW);
  g_type_ensure (DIP_TYPE_TILE);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/diptych/Diptych/ui/dip-photo-form.ui");
  gtk_widget_class_bind_template_child (widget_class, DipPhotoForm, tile);
  gtk_widget_class_bind_template_child (widget_class, DipPhotoForm, view_row);
  gtk_widget_class_bind_template_child (widget_class, DipPhotoForm, shows_row);
  gtk_widget_class_bind_template_child (widget_class, DipPhotoForm, hair_row);
  gtk_widget_class_bind_template_child (widget_class, DipPhotoForm, taken_row);
  gtk_widget_class_bind_template_child (widget_class, DipPhotoForm, phase_row);
  gtk_widget_class_bind_template_child (widget_class, DipPhotoForm, source_row);
  gtk_widget_class_bind_template_child (widget_class, DipPhotoForm, camera_row);
  gtk_widget_class_bind_template_callback (widget_class, on_view_changed);
  gtk_widget_class_bind_template_callback (widget_class, dip_form_update);
}

static void
dip_photo_form_init (DipPhotoForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  dip_choice_fill (self->view_row, dip_view_tokens, _ ("Not said"));
  dip_choice_fill (self->shows_row, dip_identifiability_tokens, NULL);
  dip_choice_fill (self->hair_row, dip_hair_tokens, _ ("Not said"));
}

static void
show_facts (DipPhotoForm *self, const DipPhotoView *view)
{
  const DipPhoto *photo = view->photo;
  g_autofree char *camera = NULL;
  g_autofree char *source = NULL;

  if (photo->taken_source == DIP_TAKEN_STATED)
    source = g_strdup_printf (_ ("Stated by %s"), photo->taken_by != NULL ? photo->taken_by : "—");
  else
    source = g_strdup (photo->taken_source == DIP_TAKEN_CAMERA ? _ ("The camera") : _ ("Nobody yet"));
  camera = g_strdup_printf ("%s%s%d × %d", photo->camera != NULL ? photo->camera : "",
                            photo->camera != NULL ? " · " : "", photo->width, photo->height);
  set_fact (self->phase_row, dip_token_label (dip_phase_tokens, (int) view->facts.phase));
  set_fact (self->source_row, source);
  set_fact (self->camera_row, camera);
}

DipPhotoForm *
dip_photo_form_new (DipWorkspace *workspace, const DipPhotoView *view)
{
  DipPhotoForm *self = g_object_new (DIP_TYPE_PHOTO_FORM, NULL);
  const DipPhoto *photo = view->photo;

  self->id = photo->id;
  self->view = photo->view;
  self->shows = photo->shows;
  self->hair = photo->hair;
  self->taken = photo->taken_on;
  dip_tile_show (self->tile, workspace, DIP_TEXTURE_PHOTO, photo->id, 0, _ ("The photo"));
  dip_choice_set (self->view_row, dip_view_tokens, (int) photo->view);
  dip_choice_set (self->shows_row, dip_identifiability_tokens, (int) photo->shows);
  dip_choice_set (self->hair_row, dip_hair_tokens, (int) photo->hair);
  dip_date_row_set (self->taken_row, photo->taken_on);
  show_facts (self, view);
  return self;
}
