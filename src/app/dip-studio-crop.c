#include "dip-studio-crop.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "dip-choice.h"
#include "dip-panes.h"

struct _DipStudioCrop
{
  GtkWidget parent_instance;

  GtkWidget *content;
  DipCropView *view;
  AdwComboRow *shape_row;
  AdwActionRow *size_row;
  GtkSwitch *after_switch;
  GtkWidget *largest_button;

  DipRect wish; /* all 0: the largest */
  gboolean read_only;
  gboolean setting; /* what changes now is not a person's doing */
};

G_DEFINE_FINAL_TYPE (DipStudioCrop, dip_studio_crop, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_MOVING,
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static DipCropShape
get_shape (DipStudioCrop *self)
{
  return (DipCropShape) dip_choice_get (self->shape_row, dip_crop_shape_tokens, DIP_CROP_FREE);
}

static void
on_moving (DipStudioCrop *self)
{
  self->wish = *dip_crop_view_get (self->view);
  g_signal_emit (self, signals[SIGNAL_MOVING], 0);
}

static void
on_moved (DipStudioCrop *self)
{
  self->wish = *dip_crop_view_get (self->view);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
on_largest (DipStudioCrop *self)
{
  if (self->setting)
    return;
  self->wish = (DipRect){ 0 };
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
on_after (DipStudioCrop *self)
{
  dip_crop_view_see_after (self->view, gtk_switch_get_active (self->after_switch));
}

void
dip_studio_crop_show (DipStudioCrop *self, DipTiles *before, DipTiles *after, gboolean read_only)
{
  g_return_if_fail (DIP_IS_STUDIO_CROP (self));

  self->read_only = read_only;
  dip_crop_view_show (self->view, before, after, read_only);
}

void
dip_studio_crop_get (DipStudioCrop *self, DipCropShape *shape, DipRect *wish)
{
  g_return_if_fail (DIP_IS_STUDIO_CROP (self));

  *shape = get_shape (self);
  *wish = self->wish;
}

void
dip_studio_crop_set (DipStudioCrop *self, DipCropShape shape, const DipRect *wish)
{
  g_return_if_fail (DIP_IS_STUDIO_CROP (self));

  self->setting = TRUE;
  dip_choice_set (self->shape_row, dip_crop_shape_tokens, (int) shape);
  self->wish = *wish;
  self->setting = FALSE;
}

void
dip_studio_crop_align (DipStudioCrop *self, const DipSimilarity *after_to_before, const DipRect *crop)
{
  g_autofree char *size = g_strdup_printf (_ ("%.0f × %.0f pixels"), crop->width, crop->height);

  g_return_if_fail (DIP_IS_STUDIO_CROP (self));

  dip_crop_view_align (self->view, after_to_before, get_shape (self), crop);
  adw_action_row_set_subtitle (self->size_row, size);
  gtk_widget_set_sensitive (self->largest_button, self->wish.width > 0 && !self->read_only);
}

static gboolean
dip_studio_crop_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (DIP_STUDIO_CROP (widget)->view));
}

static void
dip_studio_crop_dispose (GObject *object)
{
  g_clear_pointer (&DIP_STUDIO_CROP (object)->content, gtk_widget_unparent);
  G_OBJECT_CLASS (dip_studio_crop_parent_class)->dispose (object);
}

static void
dip_studio_crop_class_init (DipStudioCropClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GType type = DIP_TYPE_STUDIO_CROP;

  G_OBJECT_CLASS (klass)->dispose = dip_studio_crop_dispose;
  widget_class->grab_focus = dip_studio_crop_grab_focus;
  g_type_ensure (DIP_TYPE_PANES);
  g_type_ensure (DIP_TYPE_CROP_VIEW);
  signals[SIGNAL_MOVING] = g_signal_new ("moving", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/diptych/Diptych/ui/dip-studio-crop.ui");
  gtk_widget_class_bind_template_child (widget_class, DipStudioCrop, content);
  gtk_widget_class_bind_template_child (widget_class, DipStudioCrop, view);
  gtk_widget_class_bind_template_child (widget_class, DipStudioCrop, shape_row);
  gtk_widget_class_bind_template_child (widget_class, DipStudioCrop, size_row);
  gtk_widget_class_bind_template_child (widget_class, DipStudioCrop, after_switch);
  gtk_widget_class_bind_template_child (widget_class, DipStudioCrop, largest_button);
  gtk_widget_class_bind_template_callback (widget_class, on_moving);
  gtk_widget_class_bind_template_callback (widget_class, on_moved);
  gtk_widget_class_bind_template_callback (widget_class, on_largest);
  gtk_widget_class_bind_template_callback (widget_class, on_after);
}

static void
dip_studio_crop_init (DipStudioCrop *self)
{
  self->setting = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  dip_choice_fill (self->shape_row, dip_crop_shape_tokens, NULL);
  self->setting = FALSE;
}
