#include "dip-compare-pane.h"

#include <glib/gi18n-lib.h>

#include "dip-focus.h"
#include "dip-list-name.h"
#include "dip-wrap-box.h"
#include "dip-zoom-bar.h"

struct _DipComparePane
{
  GtkWidget parent_instance;

  GtkWidget *content;
  DipCompareView *view;
  DipWrapBox *modes;
  GtkToggleButton *buttons[N_DIP_COMPARE_MODES];
  GtkRange *slider;
  GtkWidget *swap;
  GtkToggleButton *grid;
  GtkToggleButton *level;
};

G_DEFINE_FINAL_TYPE (DipComparePane, dip_compare_pane, GTK_TYPE_WIDGET)

static const struct
{
  const char *label;
  const char *slider; /* what it does in this mode, or NULL: nothing */
} modes[N_DIP_COMPARE_MODES] = {
  [DIP_COMPARE_SIDE_BY_SIDE] = { N_ ("Side by Side"), NULL },
  [DIP_COMPARE_SPLIT] = { N_ ("Split"), N_ ("Where the split is") },
  [DIP_COMPARE_ONION] = { N_ ("Onion Skin"), N_ ("How much of the after is seen") },
  [DIP_COMPARE_BLINK] = { N_ ("Blink"), NULL },
  [DIP_COMPARE_DIFFERENCE] = { N_ ("Difference"), N_ ("How much what differs is brightened") },
};

static void
on_mode (DipComparePane *self, GtkToggleButton *button)
{
  if (!gtk_toggle_button_get_active (button))
    return;
  for (guint mode = 0; mode < N_DIP_COMPARE_MODES; mode++)
    if (button == self->buttons[mode])
      {
        const char *slider = modes[mode].slider;

        dip_compare_view_set_mode (self->view, (DipCompareMode) mode);
        gtk_widget_set_visible (GTK_WIDGET (self->slider), slider != NULL);
        gtk_widget_set_visible (self->swap, mode == DIP_COMPARE_BLINK);
        if (slider != NULL)
          dip_own_name (GTK_WIDGET (self->slider), _ (slider));
        dip_own_name (GTK_WIDGET (self->view), _ (modes[mode].label));
      }
}

static void
on_slider (DipComparePane *self)
{
  dip_compare_view_set_mix (self->view, gtk_range_get_value (self->slider));
}

static void
on_mix_changed (DipComparePane *self)
{
  gtk_range_set_value (self->slider, dip_compare_view_get_mix (self->view));
}

static void
on_swap (DipComparePane *self)
{
  dip_compare_view_set_mix (self->view, dip_compare_view_get_mix (self->view) < 0.5 ? 1 : 0);
}

static void
on_guides (DipComparePane *self)
{
  dip_compare_view_set_guides (self->view, gtk_toggle_button_get_active (self->grid),
                               gtk_toggle_button_get_active (self->level));
}

static void
add_mode_buttons (DipComparePane *self)
{
  for (guint mode = 0; mode < N_DIP_COMPARE_MODES; mode++)
    {
      GtkWidget *button = gtk_toggle_button_new_with_label (_ (modes[mode].label));

      self->buttons[mode] = GTK_TOGGLE_BUTTON (button);
      gtk_toggle_button_set_group (self->buttons[mode], mode > 0 ? self->buttons[0] : NULL);
      g_signal_connect_object (button, "toggled", G_CALLBACK (on_mode), self, G_CONNECT_SWAPPED);
      dip_wrap_box_append (self->modes, button);
    }
}

static gboolean
dip_compare_pane_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (DIP_COMPARE_PANE (widget)->view));
}

static void
dip_compare_pane_dispose (GObject *object)
{
  g_clear_pointer (&DIP_COMPARE_PANE (object)->content, gtk_widget_unparent);
  G_OBJECT_CLASS (dip_compare_pane_parent_class)->dispose (object);
}

static void
dip_compare_pane_class_init (DipComparePaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dip_compare_pane_dispose;
  widget_class->grab_focus = dip_compare_pane_grab_focus;
  widget_class->focus = dip_focus_move;
  g_type_ensure (DIP_TYPE_COMPARE_VIEW);
  g_type_ensure (DIP_TYPE_WRAP_BOX);
  g_type_ensure (DIP_TYPE_ZOOM_BAR);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/diptych/Diptych/ui/dip-compare-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, DipComparePane, content);
  gtk_widget_class_bind_template_child (widget_class, DipComparePane, view);
  gtk_widget_class_bind_template_child (widget_class, DipComparePane, modes);
  gtk_widget_class_bind_template_child (widget_class, DipComparePane, slider);
  gtk_widget_class_bind_template_child (widget_class, DipComparePane, swap);
  gtk_widget_class_bind_template_child (widget_class, DipComparePane, grid);
  gtk_widget_class_bind_template_child (widget_class, DipComparePane, level);
  gtk_widget_class_bind_template_callback (widget_class, on_slider);
  gtk_widget_class_bind_template_callback (widget_class, on_mix_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_swap);
  gtk_widget_class_bind_template_callback (widget_class, on_guides);
}

static void
dip_compare_pane_init (DipComparePane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  add_mode_buttons (self);
  gtk_toggle_button_set_active (self->buttons[DIP_COMPARE_SIDE_BY_SIDE], TRUE);
}

GtkWidget *
dip_compare_pane_new (void)
{
  return g_object_new (DIP_TYPE_COMPARE_PANE, NULL);
}

DipCompareView *
dip_compare_pane_get_view (DipComparePane *self)
{
  g_return_val_if_fail (DIP_IS_COMPARE_PANE (self), NULL);

  return self->view;
}
