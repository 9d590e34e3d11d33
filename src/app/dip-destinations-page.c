#include "dip-destinations-page.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "dip-destination-form.h"
#include "dip-destinations.h"

struct _DipDestinationsPage
{
  GtkWidget parent_instance;

  GtkWidget *content;
  AdwPreferencesGroup *group;

  DipWorkspace *workspace;
  GPtrArray *rows; /* (element-type GtkWidget), borrowed */
};

G_DEFINE_FINAL_TYPE (DipDestinationsPage, dip_destinations_page, GTK_TYPE_WIDGET)

static gpointer
look (const DipDesk *desk, gpointer args, DipJob *job, GError **error)
{
  return dip_destinations_list (desk, error);
}

static char *
widths_of (const DipDestination *place)
{
  guint n = 0;

  while (n < DIP_LADDER_MAX && place->widths[n] != 0)
    n++;
  return n > 1 ? g_strdup_printf (_ ("%d to %d pixels wide"), place->widths[0], place->widths[n - 1])
               : g_strdup_printf (_ ("%d pixels wide"), place->widths[0]);
}

static char *
rules_of (const DipDestination *place)
{
  g_autofree char *widths = widths_of (place);
  g_autofree char *formats = dip_flags_to_label (dip_export_format_tokens, place->formats);

  return g_strdup_printf ("%s · %s · %s", dip_token_label (dip_scope_tokens, (int) place->scope), widths, formats);
}

static void
on_row (AdwActionRow *row, DipDestinationsPage *self)
{
  dip_form_present (DIP_FORM (dip_destination_form_new (self->workspace, gtk_widget_get_name (GTK_WIDGET (row)))),
                    GTK_WIDGET (self), self->workspace);
}

static void
add_row (DipDestinationsPage *self, const DipDestination *place)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *title = g_markup_escape_text (place->label, -1);
  g_autofree char *rules = rules_of (place);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), rules);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_widget_set_name (row, place->name);
  g_signal_connect (row, "activated", G_CALLBACK (on_row), self);
  adw_preferences_group_add (self->group, row);
  g_ptr_array_add (self->rows, row);
}

/* The rows stay where they can, so that the keyboard does too. */
static void
on_looked (gpointer owner, gpointer result, const GError *error)
{
  DipDestinationsPage *self = owner;
  g_autoptr (GPtrArray) places = result;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  g_autofree char *focused = NULL;

  if (places == NULL)
    {
      adw_preferences_group_set_description (self->group, error->message);
      return;
    }
  for (guint i = 0; i < self->rows->len; i++)
    {
      GtkWidget *row = g_ptr_array_index (self->rows, i);

      if (row == focus)
        focused = g_strdup (gtk_widget_get_name (row));
      adw_preferences_group_remove (self->group, row);
    }
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < places->len; i++)
    {
      add_row (self, g_ptr_array_index (places, i));
      if (g_strcmp0 (focused, ((const DipDestination *) g_ptr_array_index (places, i))->name) == 0)
        gtk_widget_grab_focus (g_ptr_array_index (self->rows, i));
    }
}

static void
reload (DipDestinationsPage *self)
{
  const DipWork work = { .work = look, .free_result = (GDestroyNotify) g_ptr_array_unref };

  dip_workspace_run (self->workspace, &work, NULL, G_OBJECT (self), on_looked);
}

static void
new_one (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DipDestinationsPage *self = DIP_DESTINATIONS_PAGE (widget);

  dip_form_present (DIP_FORM (dip_destination_form_new (self->workspace, NULL)), widget, self->workspace);
}

static void
dip_destinations_page_dispose (GObject *object)
{
  DipDestinationsPage *self = DIP_DESTINATIONS_PAGE (object);

  g_clear_pointer (&self->content, gtk_widget_unparent);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (dip_destinations_page_parent_class)->dispose (object);
}

static void
dip_destinations_page_class_init (DipDestinationsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dip_destinations_page_dispose;
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "win.page-back", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK, "win.page-back", NULL);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/diptych/Diptych/ui/dip-destinations-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DipDestinationsPage, content);
  gtk_widget_class_bind_template_child (widget_class, DipDestinationsPage, group);
  gtk_widget_class_install_action (widget_class, "destinations.new", NULL, new_one);
}

static void
dip_destinations_page_init (DipDestinationsPage *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
dip_destinations_page_new (DipWorkspace *workspace)
{
  DipDestinationsPage *self = g_object_new (DIP_TYPE_DESTINATIONS_PAGE, NULL);

  self->workspace = g_object_ref (workspace);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "destinations.new", !dip_workspace_is_read_only (workspace));
  g_signal_connect_object (workspace, "changed", G_CALLBACK (reload), self, G_CONNECT_SWAPPED);
  reload (self);
  return GTK_WIDGET (self);
}
