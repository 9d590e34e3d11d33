#include "dip-stray-page.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "dip-compat.h"
#include "dip-strays.h"
#include "dip-tile.h"

/* Pixels of what was exported, to be held against what was found. */
#define TILE_WIDTH 120
#define TILE_RATIO 1.5

struct _DipStrayPage
{
  GtkWidget parent_instance;

  GtkWidget *content;
  GtkBox *list;

  DipWorkspace *workspace;
};

G_DEFINE_FINAL_TYPE (DipStrayPage, dip_stray_page, GTK_TYPE_WIDGET)

static GtkWidget *
add_text (GtkBox *box, const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_yalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_hexpand (label, TRUE);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  gtk_box_append (box, label);
  return label;
}

static void
clear (DipStrayPage *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_box_remove (self->list, child);
}

static void
add_stray (DipStrayPage *self, const DipStray *stray)
{
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *tile = dip_tile_new (TILE_RATIO);
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("Show _Client"));
  g_autofree char *folder = g_filename_display_name (stray->item->folder);
  g_autofree char *where = g_strdup_printf (_ ("Exported %.10s to %s"), stray->item->exported_at, folder);
  g_autofree char *whose = g_strdup_printf (_ ("Client %s, pair %d"), stray->code, (int) stray->item->pair_id);
  g_autofree char *differ = g_strdup_printf (
      ngettext ("%u of 256 bits of its likeness differs", "%u of 256 bits of its likeness differ", stray->differ),
      stray->differ);

  gtk_widget_add_css_class (card, "card");
  gtk_widget_add_css_class (card, "paragraph");
  gtk_widget_set_size_request (tile, TILE_WIDTH, -1);
  gtk_widget_set_valign (tile, GTK_ALIGN_START);
  dip_tile_show (DIP_TILE (tile), self->workspace, DIP_TEXTURE_FILE, stray->item->id, 0, stray->item->name);
  gtk_box_append (GTK_BOX (card), tile);
  gtk_box_append (GTK_BOX (card), texts);
  add_text (GTK_BOX (texts), dip_token_label (dip_sure_tokens, (int) stray->sure), "heading");
  add_text (GTK_BOX (texts), stray->item->name, NULL);
  add_text (GTK_BOX (texts), whose, NULL);
  add_text (GTK_BOX (texts), where, NULL);
  add_text (GTK_BOX (texts), dip_token_label (dip_export_state_tokens, (int) stray->item->state), NULL);
  if (stray->sure != DIP_SURE_CERTAIN)
    add_text (GTK_BOX (texts), differ, "caption");
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", stray->code);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "stray.show-client");
  gtk_box_append (GTK_BOX (texts), button);
  gtk_box_append (self->list, card);
}

static void
show_client (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GtkWidget *window = GTK_WIDGET (gtk_widget_get_root (widget));

  gtk_widget_activate_action (widget, "win.page-back", NULL);
  gtk_widget_activate_action (window, "win.show-client", "s", g_variant_get_string (parameter, NULL));
}

static gpointer
look_up (const DipDesk *desk, gpointer path, DipJob *job, GError **error)
{
  return dip_strays_lookup (desk, path, error);
}

static void
on_looked_up (gpointer owner, gpointer result, const GError *error)
{
  DipStrayPage *self = owner;
  g_autoptr (GPtrArray) strays = result;

  clear (self);
  if (strays == NULL || strays->len == 0)
    add_text (self->list,
              error != NULL ? error->message : _ ("The ledger knows nothing like it: it was not exported from here."),
              NULL);
  for (guint i = 0; strays != NULL && i < strays->len; i++)
    add_stray (self, g_ptr_array_index (strays, i));
}

static void
on_chosen (GObject *owner, GFile *file)
{
  DipStrayPage *self = DIP_STRAY_PAGE (owner);
  char *path = g_file_get_path (file);
  const DipWork work = { look_up, path, g_free, (GDestroyNotify) g_ptr_array_unref, FALSE };

  if (path == NULL)
    return;
  clear (self);
  add_text (self->list, _ ("Looking…"), "dim-label");
  dip_workspace_run (self->workspace, &work, NULL, owner, on_looked_up);
}

static void
on_choose (DipStrayPage *self)
{
  dip_compat_choose_picture (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), _ ("Choose a Picture"),
                             G_OBJECT (self), on_chosen);
}

static gboolean
on_drop (DipStrayPage *self, const GValue *value)
{
  on_chosen (G_OBJECT (self), g_value_get_object (value));
  return TRUE;
}

static void
dip_stray_page_dispose (GObject *object)
{
  DipStrayPage *self = DIP_STRAY_PAGE (object);

  g_clear_pointer (&self->content, gtk_widget_unparent);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (dip_stray_page_parent_class)->dispose (object);
}

static void
dip_stray_page_class_init (DipStrayPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dip_stray_page_dispose;
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "win.page-back", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK, "win.page-back", NULL);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/diptych/Diptych/ui/dip-stray-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DipStrayPage, content);
  gtk_widget_class_bind_template_child (widget_class, DipStrayPage, list);
  gtk_widget_class_bind_template_callback (widget_class, on_choose);
  gtk_widget_class_install_action (widget_class, "stray.show-client", "s", show_client);
}

static void
dip_stray_page_init (DipStrayPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
dip_stray_page_new (DipWorkspace *workspace)
{
  DipStrayPage *self = g_object_new (DIP_TYPE_STRAY_PAGE, NULL);
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_FILE, GDK_ACTION_COPY);

  self->workspace = g_object_ref (workspace);
  g_signal_connect_object (target, "drop", G_CALLBACK (on_drop), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
  add_text (self->list,
            _ ("Drop a picture here, or choose one. It is compared with everything that was ever exported, also when "
               "somebody has made it smaller or saved it anew."),
            NULL);
  return GTK_WIDGET (self);
}
