#include "dip-viewer-page.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "dip-client-item.h"
#include "dip-focus.h"
#include "dip-form.h"
#include "dip-list-name.h"
#include "dip-panes.h"
#include "dip-photo-form.h"
#include "dip-picture-view.h"
#include "dip-unseen.h"
#include "dip-viewer-facts.h"
#include "dip-zoom-bar.h"

struct _DipViewerPage
{
  GtkWidget parent_instance;

  GtkWidget *content;
  AdwWindowTitle *title;
  DipPanes *panes;
  GtkStack *stack;
  GtkWidget *photo_page;
  AdwStatusPage *problem;
  DipPictureView *picture;
  DipViewerFacts *facts;
  GtkWidget *change_button;
  GtkMenuButton *compare_button;

  DipWorkspace *workspace;
  GArray *ids; /* gint64 */
  guint current;
  DipPhotoFacts *shown; /* NULL until loaded */
};

G_DEFINE_FINAL_TYPE (DipViewerPage, dip_viewer_page, GTK_TYPE_WIDGET)

static gint64
current_id (DipViewerPage *self)
{
  return g_array_index (self->ids, gint64, self->current);
}

/* --- facts ------------------------------------------------------------------------------------------------------ */

static char *
title_text (const DipPhoto *photo, const DipPhaseFacts *facts)
{
  const char *phase = dip_token_label (dip_phase_tokens, (int) facts->phase);

  if (photo->view == DIP_VIEW_NONE)
    return g_strdup (phase);
  return g_strdup_printf ("%s · %s", dip_token_label (dip_view_tokens, (int) photo->view), phase);
}

/* Whose photo, and which of how many. */
static char *
subtitle_text (DipViewerPage *self)
{
  const char *client = dip_client_overview_title (self->shown->client, dip_workspace_get_hide_names (self->workspace));

  if (self->ids->len < 2)
    return g_strdup (client);
  return g_strdup_printf (_ ("%s, %u of %u"), client, self->current + 1, self->ids->len);
}

static void
name_picture (DipViewerPage *self, const char *title)
{
  g_autofree char *size = dip_picture_area_describe_zoom (DIP_PICTURE_AREA (self->picture));
  g_autofree char *label = g_strdup_printf ("%s, %s", title, size);

  dip_own_name (GTK_WIDGET (self->picture), label);
}

/* The photos that this one can be looked at beside: those of its view, or all where it has none. */
static void
offer_others (DipViewerPage *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  const DipPhoto *shown = self->shown->photo->photo;

  for (guint i = 0; i < self->shown->others->len; i++)
    {
      const DipPhotoView *other = g_ptr_array_index (self->shown->others, i);
      g_autofree char *day = dip_date_to_display (other->photo->taken_on);
      g_autofree char *title = title_text (other->photo, &other->facts);
      g_autofree char *label = g_strdup_printf ("%s, %s", title, day);
      g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

      if (shown->view != DIP_VIEW_NONE && other->photo->view != shown->view)
        continue;
      g_menu_item_set_action_and_target (item, "win.compare", "(xx)", shown->id, other->photo->id);
      g_menu_append_item (menu, item);
    }
  gtk_menu_button_set_menu_model (self->compare_button, G_MENU_MODEL (menu));
  gtk_widget_set_visible (GTK_WIDGET (self->compare_button), g_menu_model_get_n_items (G_MENU_MODEL (menu)) > 0);
}

static void
show_facts (DipViewerPage *self)
{
  g_autofree char *title = NULL;
  g_autofree char *subtitle = NULL;

  dip_viewer_facts_show (self->facts, self->shown, dip_workspace_get_hide_names (self->workspace));
  gtk_widget_set_visible (self->change_button, self->shown != NULL && !dip_workspace_is_read_only (self->workspace));
  if (self->shown == NULL)
    return;
  title = title_text (self->shown->photo->photo, &self->shown->photo->facts);
  subtitle = subtitle_text (self);
  adw_window_title_set_title (self->title, title);
  adw_window_title_set_subtitle (self->title, subtitle);
  name_picture (self, title);
  offer_others (self);
}

static void
show_problem (DipViewerPage *self, const char *message)
{
  g_autofree char *escaped = g_markup_escape_text (message, -1);

  adw_status_page_set_description (self->problem, escaped);
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->problem));
}

static gpointer
load_facts (const DipDesk *desk, gpointer data, DipJob *job, GError **error)
{
  return dip_viewing_facts (desk, *(gint64 *) data, error);
}

static void
on_facts (gpointer owner, gpointer result, const GError *error)
{
  DipViewerPage *self = owner;
  DipPhotoFacts *facts = result;

  if (facts == NULL)
    show_problem (self, error->message);
  else if (facts->photo->photo->id == current_id (self))
    {
      g_clear_pointer (&self->shown, dip_photo_facts_free);
      self->shown = facts;
      show_facts (self);
    }
  else /* of one that was passed by */
    dip_photo_facts_free (facts);
}

static void
start_facts (DipViewerPage *self)
{
  const gint64 id = current_id (self);
  const DipWork work = { load_facts, g_memdup2 (&id, sizeof id), g_free, (GDestroyNotify) dip_photo_facts_free, FALSE };

  dip_workspace_run (self->workspace, &work, NULL, G_OBJECT (self), on_facts);
}

/* --- going through ---------------------------------------------------------------------------------------------- */

static void
show_current (DipViewerPage *self)
{
  g_autoptr (DipTiles) tiles = dip_tiles_new (self->workspace, current_id (self));

  gtk_stack_set_visible_child (self->stack, self->photo_page);
  dip_picture_view_show (self->picture, tiles);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "viewer.previous", self->current > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "viewer.next", self->current + 1 < self->ids->len);
  start_facts (self);
}

static void
go (DipViewerPage *self, int step)
{
  if (step < 0 ? self->current == 0 : self->current + 1 >= self->ids->len)
    return;
  self->current = (guint) ((int) self->current + step);
  show_current (self);
}

static void
previous (GtkWidget *widget, const char *name, GVariant *parameter)
{
  go (DIP_VIEWER_PAGE (widget), -1);
}

static void
next (GtkWidget *widget, const char *name, GVariant *parameter)
{
  go (DIP_VIEWER_PAGE (widget), 1);
}

static void
change (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DipViewerPage *self = DIP_VIEWER_PAGE (widget);

  if (self->shown != NULL && !dip_workspace_is_read_only (self->workspace))
    dip_form_present (DIP_FORM (dip_photo_form_new (self->workspace, self->shown->photo)), widget, self->workspace);
}

static void
toggle_facts (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DipViewerPage *self = DIP_VIEWER_PAGE (widget);
  gboolean shown;

  g_object_get (self->panes, "show-side", &shown, NULL);
  g_object_set (self->panes, "show-side", !shown, NULL);
}

static void
on_lens_changed (DipViewerPage *self)
{
  name_picture (self, adw_window_title_get_title (self->title));
}

static void
on_failed (DipViewerPage *self, const char *message)
{
  show_problem (self, message);
}

/* Where there is little room the photo has it, until the facts are asked for. */
static void
on_narrow (DipViewerPage *self)
{
  gboolean narrow;

  g_object_get (self->panes, "narrow", &narrow, NULL);
  g_object_set (self->panes, "show-side", !narrow, NULL);
}

/* --- the page --------------------------------------------------------------------------------------------------- */

static gboolean
dip_viewer_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (DIP_VIEWER_PAGE (widget)->picture));
}

static void
dip_viewer_page_dispose (GObject *object)
{
  DipViewerPage *self = DIP_VIEWER_PAGE (object);

  g_clear_pointer (&self->content, gtk_widget_unparent);
  g_clear_object (&self->workspace);
  g_clear_pointer (&self->ids, g_array_unref);
  g_clear_pointer (&self->shown, dip_photo_facts_free);
  G_OBJECT_CLASS (dip_viewer_page_parent_class)->dispose (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  static const struct
  {
    guint key;
    const char *action;
  } keys[] = {
    { GDK_KEY_Left, "viewer.previous" },      { GDK_KEY_Right, "viewer.next" },
    { GDK_KEY_Page_Up, "viewer.previous" },   { GDK_KEY_Page_Down, "viewer.next" },
    { GDK_KEY_BackSpace, "viewer.previous" }, { GDK_KEY_space, "viewer.next" },
    { GDK_KEY_Escape, "win.page-back" },      { GDK_KEY_F9, "viewer.toggle-facts" },
    { GDK_KEY_i, "viewer.toggle-facts" },     { GDK_KEY_F2, "viewer.change" },
  };

  gtk_widget_class_install_action (widget_class, "viewer.previous", NULL, previous);
  gtk_widget_class_install_action (widget_class, "viewer.next", NULL, next);
  gtk_widget_class_install_action (widget_class, "viewer.change", NULL, change);
  gtk_widget_class_install_action (widget_class, "viewer.toggle-facts", NULL, toggle_facts);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding_action (widget_class, keys[i].key, 0, keys[i].action, NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK, "win.page-back", NULL);
}

static void
dip_viewer_page_class_init (DipViewerPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dip_viewer_page_dispose;
  widget_class->grab_focus = dip_viewer_page_grab_focus;
  widget_class->focus = dip_focus_move;
  g_type_ensure (DIP_TYPE_PANES);
  g_type_ensure (DIP_TYPE_PICTURE_VIEW);
  g_type_ensure (DIP_TYPE_VIEWER_FACTS);
  g_type_ensure (DIP_TYPE_ZOOM_BAR);
  install_actions (widget_class);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/diptych/Diptych/ui/dip-viewer-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DipViewerPage, content);
  gtk_widget_class_bind_template_child (widget_class, DipViewerPage, title);
  gtk_widget_class_bind_template_child (widget_class, DipViewerPage, panes);
  gtk_widget_class_bind_template_child (widget_class, DipViewerPage, stack);
  gtk_widget_class_bind_template_child (widget_class, DipViewerPage, photo_page);
  gtk_widget_class_bind_template_child (widget_class, DipViewerPage, problem);
  gtk_widget_class_bind_template_child (widget_class, DipViewerPage, picture);
  gtk_widget_class_bind_template_child (widget_class, DipViewerPage, facts);
  gtk_widget_class_bind_template_child (widget_class, DipViewerPage, change_button);
  gtk_widget_class_bind_template_child (widget_class, DipViewerPage, compare_button);
  gtk_widget_class_bind_template_callback (widget_class, on_lens_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_failed);
}

static void
dip_viewer_page_init (DipViewerPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  dip_unseen_follow (GTK_WIDGET (self->stack));
  g_signal_connect_object (self->panes, "notify::narrow", G_CALLBACK (on_narrow), self, G_CONNECT_SWAPPED);
}

GtkWidget *
dip_viewer_page_new (DipWorkspace *workspace, const gint64 *ids, gsize n, gint64 first)
{
  DipViewerPage *self = g_object_new (DIP_TYPE_VIEWER_PAGE, NULL);

  g_return_val_if_fail (n > 0, GTK_WIDGET (self));

  self->workspace = g_object_ref (workspace);
  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_array_append_vals (self->ids, ids, (guint) n);
  for (guint i = 0; i < self->ids->len; i++)
    if (g_array_index (self->ids, gint64, i) == first)
      self->current = i;
  g_signal_connect_object (workspace, "notify::hide-names", G_CALLBACK (show_facts), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "changed", G_CALLBACK (start_facts), self, G_CONNECT_SWAPPED);
  show_current (self);
  return GTK_WIDGET (self);
}
