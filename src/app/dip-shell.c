#include "dip-shell.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "dip-clients-place.h"
#include "dip-clinic-form.h"
#include "dip-consent-place.h"
#include "dip-exports-place.h"
#include "dip-fold.h"
#include "dip-gallery-place.h"
#include "dip-inbox-place.h"
#include "dip-settings.h"
#include "dip-unseen.h"

struct _DipShell
{
  GtkWidget parent_instance;

  DipFold *fold;
  AdwViewStack *places;
  GtkListBox *sidebar;
  GtkWidget *read_only_bar;
  DipClientsPlace *clients_place;

  DipWorkspace *workspace;
};

G_DEFINE_FINAL_TYPE (DipShell, dip_shell, GTK_TYPE_WIDGET)

static DipPlace *
place_of (AdwViewStackPage *page)
{
  return DIP_PLACE (adw_view_stack_page_get_child (page));
}

static AdwViewStackPage *
nth_page (DipShell *self, guint n)
{
  g_autoptr (GListModel) pages = G_LIST_MODEL (adw_view_stack_get_pages (self->places));
  g_autoptr (AdwViewStackPage) page = g_list_model_get_item (pages, n);

  return page;
}

static gboolean
count_to_text (GBinding *binding, const GValue *from, GValue *to, gpointer unused)
{
  guint count = g_value_get_uint (from);

  g_value_take_string (to, count > 0 ? g_strdup_printf ("%u", count) : g_strdup (""));
  return TRUE;
}

/* Not by colour alone: the badge has words for it too. */
static void
show_late (GtkWidget *count, DipPlace *place)
{
  gboolean late;

  g_object_get (place, "late", &late, NULL);
  gtk_widget_remove_css_class (count, late ? "dim-label" : "late");
  gtk_widget_add_css_class (count, late ? "late" : "dim-label");
  gtk_widget_set_tooltip_text (count, late ? _ ("Some of it is late") : NULL);
}

static void
on_late (DipPlace *place, GParamSpec *pspec, GtkWidget *count)
{
  show_late (count, place);
}

/* Milliseconds a drag has to rest on a place before it opens. */
#define SPRING_MS 500

typedef struct
{
  DipShell *shell;
  GtkWidget *place; /* owned by the shell */
  guint timer;
} Spring;

static gboolean
spring_open (gpointer data)
{
  Spring *spring = data;

  spring->timer = 0;
  adw_view_stack_set_visible_child (spring->shell->places, spring->place);
  return G_SOURCE_REMOVE;
}

static void
on_spring_enter (GtkDropControllerMotion *motion, double x, double y, Spring *spring)
{
  g_clear_handle_id (&spring->timer, g_source_remove);
  spring->timer = g_timeout_add (SPRING_MS, spring_open, spring);
}

static void
on_spring_leave (GtkDropControllerMotion *motion, Spring *spring)
{
  g_clear_handle_id (&spring->timer, g_source_remove);
}

static void
spring_free (gpointer data, GClosure *closure)
{
  Spring *spring = data;

  g_clear_handle_id (&spring->timer, g_source_remove);
  g_free (spring);
}

/* Photos dragged over a place open it, so that they can be dropped in there. */
static void
add_spring (DipShell *self, GtkWidget *row, GtkWidget *place)
{
  GtkEventController *motion = gtk_drop_controller_motion_new ();
  Spring *spring = g_new0 (Spring, 1);

  spring->shell = self;
  spring->place = place;
  g_signal_connect_data (motion, "enter", G_CALLBACK (on_spring_enter), spring, spring_free, 0);
  g_signal_connect (motion, "leave", G_CALLBACK (on_spring_leave), spring);
  gtk_widget_add_controller (row, motion);
}

static GtkWidget *
create_sidebar_row (gpointer item, gpointer shell)
{
  AdwViewStackPage *page = item;
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *icon = gtk_image_new_from_icon_name (adw_view_stack_page_get_icon_name (page));
  GtkWidget *title = gtk_label_new (adw_view_stack_page_get_title (page));
  GtkWidget *count = gtk_label_new (NULL);
  GtkWidget *row;

  gtk_widget_set_hexpand (title, TRUE);
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (count, "numeric");
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), count);
  add_spring (shell, box, adw_view_stack_page_get_child (page));
  g_object_bind_property_full (place_of (page), "count", count, "label", G_BINDING_SYNC_CREATE, count_to_text, NULL,
                               NULL, NULL);
  g_signal_connect_object (place_of (page), "notify::late", G_CALLBACK (on_late), count, 0);
  show_late (count, place_of (page));
  row = gtk_list_box_row_new ();
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  g_object_bind_property (page, "visible", row, "visible", G_BINDING_SYNC_CREATE);
  return row;
}

static void
on_sidebar_selected (DipShell *self, GtkListBoxRow *row)
{
  AdwViewStackPage *page = row != NULL ? nth_page (self, (guint) gtk_list_box_row_get_index (row)) : NULL;

  if (page != NULL && adw_view_stack_page_get_visible (page))
    adw_view_stack_set_visible_child (self->places, adw_view_stack_page_get_child (page));
}

static void
on_place_changed (DipShell *self)
{
  GtkWidget *visible = adw_view_stack_get_visible_child (self->places);
  g_autoptr (GListModel) pages = G_LIST_MODEL (adw_view_stack_get_pages (self->places));

  for (guint i = 0; i < g_list_model_get_n_items (pages); i++)
    if (adw_view_stack_page_get_child (nth_page (self, i)) == visible)
      gtk_list_box_select_row (self->sidebar, gtk_list_box_get_row_at_index (self->sidebar, (int) i));
  if (self->workspace != NULL)
    g_settings_set_string (dip_workspace_get_settings (self->workspace), DIP_SETTING_LAST_PLACE,
                           adw_view_stack_get_visible_child_name (self->places));
}

static void
connect_pages (DipShell *self)
{
  g_autoptr (GListModel) pages = G_LIST_MODEL (adw_view_stack_get_pages (self->places));

  for (guint i = 0; i < g_list_model_get_n_items (pages); i++)
    {
      AdwViewStackPage *page = nth_page (self, i);

      g_object_bind_property (self->fold, "folded", place_of (page), "folded", G_BINDING_SYNC_CREATE);
      g_object_bind_property (place_of (page), "count", page, "badge-number", G_BINDING_SYNC_CREATE);
      g_object_bind_property (place_of (page), "late", page, "needs-attention", G_BINDING_SYNC_CREATE);
    }
  gtk_list_box_bind_model (self->sidebar, pages, create_sidebar_row, self, NULL);
  on_place_changed (self);
}

/* Marketing works with what is approved: the other places have nothing for it. */
static void
show_places_for (DipShell *self, DipRole role)
{
  static const char *const curators[] = { "clients", "inbox", "consent" };

  if (role == DIP_ROLE_MARKETING)
    adw_view_stack_set_visible_child_name (self->places, "gallery");
  for (guint i = 0; i < G_N_ELEMENTS (curators); i++)
    {
      GtkWidget *place = adw_view_stack_get_child_by_name (self->places, curators[i]);

      adw_view_stack_page_set_visible (adw_view_stack_get_page (self->places, place), role != DIP_ROLE_MARKETING);
    }
}

static void
show_last_place (DipShell *self)
{
  g_autofree char *name = g_settings_get_string (dip_workspace_get_settings (self->workspace), DIP_SETTING_LAST_PLACE);

  if (adw_view_stack_get_child_by_name (self->places, name) != NULL)
    adw_view_stack_set_visible_child_name (self->places, name);
}

void
dip_shell_set_workspace (DipShell *self, DipWorkspace *workspace)
{
  g_autoptr (GListModel) pages = NULL;

  g_return_if_fail (DIP_IS_SHELL (self));

  if (!g_set_object (&self->workspace, workspace))
    return;
  pages = G_LIST_MODEL (adw_view_stack_get_pages (self->places));
  for (guint i = 0; i < g_list_model_get_n_items (pages); i++)
    g_object_set (place_of (nth_page (self, i)), "workspace", workspace, NULL);
  if (workspace == NULL)
    return;
  gtk_widget_set_visible (self->read_only_bar, dip_workspace_is_read_only (workspace));
  if (dip_workspace_get_role (workspace) != DIP_ROLE_MARKETING)
    show_last_place (self);
  show_places_for (self, dip_workspace_get_role (workspace));
}

void
dip_shell_go (DipShell *self, int number)
{
  AdwViewStackPage *page;

  g_return_if_fail (DIP_IS_SHELL (self));

  page = number > 0 ? nth_page (self, (guint) number - 1) : NULL;
  if (page == NULL || !adw_view_stack_page_get_visible (page))
    return;
  adw_view_stack_set_visible_child (self->places, adw_view_stack_page_get_child (page));
  gtk_widget_grab_focus (adw_view_stack_page_get_child (page));
}

void
dip_shell_find (DipShell *self)
{
  g_return_if_fail (DIP_IS_SHELL (self));

  adw_view_stack_set_visible_child (self->places, GTK_WIDGET (self->clients_place));
  dip_clients_place_find (self->clients_place);
}

void
dip_shell_new_client (DipShell *self)
{
  g_return_if_fail (DIP_IS_SHELL (self));

  dip_clients_place_add (self->clients_place);
}

void
dip_shell_import (DipShell *self)
{
  g_return_if_fail (DIP_IS_SHELL (self));

  dip_shell_go (self, DIP_SHELL_INBOX);
  gtk_widget_activate_action (adw_view_stack_get_visible_child (self->places), "inbox.import-files", NULL);
}

void
dip_shell_refresh (DipShell *self)
{
  g_return_if_fail (DIP_IS_SHELL (self));

  if (self->workspace != NULL)
    dip_workspace_changed (self->workspace);
}

void
dip_shell_show_client (DipShell *self, const char *code)
{
  g_return_if_fail (DIP_IS_SHELL (self));

  adw_view_stack_set_visible_child (self->places, GTK_WIDGET (self->clients_place));
  dip_clients_place_show_client (self->clients_place, code);
}

void
dip_shell_back (DipShell *self)
{
  g_return_if_fail (DIP_IS_SHELL (self));

  if (adw_view_stack_get_visible_child (self->places) == GTK_WIDGET (self->clients_place))
    dip_clients_place_back (self->clients_place);
}

static void
on_setup (gpointer owner, gpointer result, const GError *error)
{
  DipShell *self = owner;
  g_autoptr (DipSetup) setup = result;

  if (setup != NULL && self->workspace != NULL)
    dip_form_present (DIP_FORM (dip_clinic_form_new (setup, self->workspace)), GTK_WIDGET (self), self->workspace);
  else if (error != NULL)
    dip_place_say_error (DIP_PLACE (self->clients_place), error);
}

void
dip_shell_preferences (DipShell *self)
{
  const DipWork work = { .work = dip_setup_load, .free_result = (GDestroyNotify) dip_setup_free };

  g_return_if_fail (DIP_IS_SHELL (self));

  if (self->workspace != NULL)
    dip_workspace_run (self->workspace, &work, NULL, G_OBJECT (self), on_setup);
}

static void
dip_shell_dispose (GObject *object)
{
  DipShell *self = DIP_SHELL (object);

  dip_shell_set_workspace (self, NULL);
  g_clear_pointer ((GtkWidget **) &self->fold, gtk_widget_unparent);
  G_OBJECT_CLASS (dip_shell_parent_class)->dispose (object);
}

static void
dip_shell_class_init (DipShellClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dip_shell_dispose;
  g_type_ensure (DIP_TYPE_FOLD);
  g_type_ensure (DIP_TYPE_CLIENTS_PLACE);
  g_type_ensure (DIP_TYPE_INBOX_PLACE);
  g_type_ensure (DIP_TYPE_GALLERY_PLACE);
  g_type_ensure (DIP_TYPE_CONSENT_PLACE);
  g_type_ensure (DIP_TYPE_EXPORTS_PLACE);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/diptych/Diptych/ui/dip-shell.ui");
  gtk_widget_class_bind_template_child (widget_class, DipShell, fold);
  gtk_widget_class_bind_template_child (widget_class, DipShell, places);
  gtk_widget_class_bind_template_child (widget_class, DipShell, sidebar);
  gtk_widget_class_bind_template_child (widget_class, DipShell, read_only_bar);
  gtk_widget_class_bind_template_child (widget_class, DipShell, clients_place);
  gtk_widget_class_bind_template_callback (widget_class, on_sidebar_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_place_changed);
}

static void
dip_shell_init (DipShell *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  dip_unseen_follow (GTK_WIDGET (self->places));
  connect_pages (self);
}
