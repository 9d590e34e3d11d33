#include "dip-studio-covers.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "dip-choice.h"
#include "dip-panes.h"

struct _DipStudioCovers
{
  GtkWidget parent_instance;

  GtkWidget *content;
  DipCoverView *before;
  DipCoverView *after;
  AdwComboRow *kind_row;
  AdwComboRow *shows_row;
};

G_DEFINE_FINAL_TYPE (DipStudioCovers, dip_studio_covers, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
on_changed (DipStudioCovers *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
on_kind (DipStudioCovers *self)
{
  const DipCoverKind kind = (DipCoverKind) dip_choice_get (self->kind_row, dip_cover_tokens, DIP_COVER_BOX);

  dip_cover_view_set_kind (self->before, kind);
  dip_cover_view_set_kind (self->after, kind);
}

void
dip_studio_covers_show (DipStudioCovers *self, DipTiles *before, DipTiles *after, gboolean read_only)
{
  g_return_if_fail (DIP_IS_STUDIO_COVERS (self));

  dip_cover_view_show (self->before, before, _ ("Before photo"), read_only);
  dip_cover_view_show (self->after, after, _ ("After photo"), read_only);
  gtk_widget_set_sensitive (GTK_WIDGET (self->shows_row), !read_only);
}

void
dip_studio_covers_get (DipStudioCovers *self, DipCovers covers[2])
{
  g_return_if_fail (DIP_IS_STUDIO_COVERS (self));

  covers[0] = *dip_cover_view_get (self->before);
  covers[1] = *dip_cover_view_get (self->after);
}

void
dip_studio_covers_set (DipStudioCovers *self, const DipCovers covers[2])
{
  g_return_if_fail (DIP_IS_STUDIO_COVERS (self));

  dip_cover_view_set (self->before, &covers[0]);
  dip_cover_view_set (self->after, &covers[1]);
}

DipIdentifiability
dip_studio_covers_get_shows (DipStudioCovers *self)
{
  g_return_val_if_fail (DIP_IS_STUDIO_COVERS (self), 0);

  return (DipIdentifiability) dip_choice_get (self->shows_row, dip_identifiability_tokens, 0);
}

static gboolean
dip_studio_covers_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (DIP_STUDIO_COVERS (widget)->before));
}

static void
dip_studio_covers_dispose (GObject *object)
{
  g_clear_pointer (&DIP_STUDIO_COVERS (object)->content, gtk_widget_unparent);
  G_OBJECT_CLASS (dip_studio_covers_parent_class)->dispose (object);
}

static void
dip_studio_covers_class_init (DipStudioCoversClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dip_studio_covers_dispose;
  widget_class->grab_focus = dip_studio_covers_grab_focus;
  g_type_ensure (DIP_TYPE_PANES);
  g_type_ensure (DIP_TYPE_COVER_VIEW);
  signals[SIGNAL_CHANGED]
      = g_signal_new ("changed", DIP_TYPE_STUDIO_COVERS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/diptych/Diptych/ui/dip-studio-covers.ui");
  gtk_widget_class_bind_template_child (widget_class, DipStudioCovers, content);
  gtk_widget_class_bind_template_child (widget_class, DipStudioCovers, before);
  gtk_widget_class_bind_template_child (widget_class, DipStudioCovers, after);
  gtk_widget_class_bind_template_child (widget_class, DipStudioCovers, kind_row);
  gtk_widget_class_bind_template_child (widget_class, DipStudioCovers, shows_row);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_kind);
}

static void
dip_studio_covers_init (DipStudioCovers *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  dip_choice_fill (self->kind_row, dip_cover_tokens, NULL);
  dip_choice_fill (self->shows_row, dip_identifiability_tokens, _ ("As the covers say"));
  on_kind (self);
}
