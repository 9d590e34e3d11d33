#include "dip-inbox-place.h"

#include <inttypes.h>
#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "dip-compat.h"
#include "dip-day-form.h"
#include "dip-give-form.h"
#include "dip-held.h"
#include "dip-inbox.h"
#include "dip-intake.h"
#include "dip-list-name.h"
#include "dip-pages.h"
#include "dip-photo-edit.h"
#include "dip-photos.h"
#include "dip-tile.h"
#include "dip-unseen.h"
#include "dip-whole-list.h"
#include "dip-wrap-box.h"

/* Pixels: two of them fit a telephone. */
#define CELL_WIDTH 140

struct _DipInboxPlace
{
  DipPlace parent_instance;

  GtkStack *stack;
  GtkGridView *grid;
  DipWrapBox *view_buttons;
  GtkWidget *view_bar;
  GMenu *view_menu;
  GtkWidget *import_buttons;
  DipWholeList *store; /* DipHeld of DipPhotoView */
};

G_DEFINE_FINAL_TYPE (DipInboxPlace, dip_inbox_place, DIP_TYPE_PLACE)

static char *
key_of (const DipPhotoView *view)
{
  return g_strdup_printf ("%" PRId64 " %d %d %s", view->photo->id, (int) view->photo->view, view->photo->taken_on,
                          view->code != NULL ? view->code : "");
}

static gpointer
list_unsorted (const DipDesk *desk, gpointer shown, DipJob *job, GError **error)
{
  g_autoptr (GPtrArray) views = dip_inbox_list (desk, error);
  GPtrArray *items;

  if (views == NULL)
    return NULL;
  items = g_ptr_array_new_full (views->len, g_object_unref);
  g_ptr_array_set_free_func (views, NULL);
  for (guint i = 0; i < views->len; i++)
    {
      DipPhotoView *view = g_ptr_array_index (views, i);

      g_ptr_array_add (items, dip_held_new (view, (GDestroyNotify) dip_photo_view_free, key_of (view)));
    }
  return dip_list_change_new (shown, items, (DipSameFunc) dip_held_same);
}

static void
on_listed (gpointer owner, gpointer result, const GError *error)
{
  DipInboxPlace *self = owner;
  g_autoptr (DipListChange) change = result;

  if (change != NULL)
    {
      dip_whole_list_apply (self->store, change);
      dip_place_set_count (DIP_PLACE (self), change->items->len);
      gtk_stack_set_visible_child_name (self->stack, change->items->len > 0 ? "photos" : "empty");
    }
  else
    dip_place_say_error (DIP_PLACE (self), error);
  dip_place_loaded (DIP_PLACE (self));
}

static void
dip_inbox_place_load (DipPlace *place)
{
  const DipWork work = { list_unsorted, dip_whole_list_hold (DIP_INBOX_PLACE (place)->store),
                         (GDestroyNotify) dip_whole_list_drop, (GDestroyNotify) dip_list_change_free, FALSE };

  dip_place_run (place, &work, NULL, on_listed);
}

static void
dip_inbox_place_opened (DipPlace *place)
{
  static const char *const writing[] = { "inbox.set-view",     "inbox.give",          "inbox.set-day", "inbox.remove",
                                         "inbox.import-files", "inbox.import-folder", "inbox.paste" };
  DipInboxPlace *self = DIP_INBOX_PLACE (place);
  gboolean writable = !dip_workspace_is_read_only (dip_place_get_workspace (place));

  gtk_widget_set_visible (self->view_bar, writable);
  gtk_widget_set_visible (self->import_buttons, writable);
  for (guint i = 0; i < G_N_ELEMENTS (writing); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), writing[i], writable);
}

static void
on_written (gpointer owner, gpointer result, const GError *error)
{
  if (error != NULL)
    dip_place_say_error (DIP_PLACE (owner), error);
}

static void
on_views_set (gpointer owner, gpointer result, const GError *error)
{
  if (error != NULL)
    dip_place_say_error (DIP_PLACE (owner), error);
  else
    dip_photo_edit_offer_undo (result, owner, dip_place_get_workspace (DIP_PLACE (owner)));
}

/* The selected photos: those @wanted, or all of them. */
static GArray *
selected_ids (DipInboxPlace *self, gboolean (*wanted) (const DipPhotoView *view))
{
  GtkSelectionModel *model = gtk_grid_view_get_model (self->grid);
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (model);
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < gtk_bitset_get_size (selected); i++)
    {
      g_autoptr (DipHeld) held = g_list_model_get_item (G_LIST_MODEL (model), gtk_bitset_get_nth (selected, i));
      const DipPhotoView *view = dip_held_get (held);

      if (wanted == NULL || wanted (view))
        g_array_append_val (ids, view->photo->id);
    }
  return ids;
}

static DipParcel *
selected_parcel (DipInboxPlace *self)
{
  GtkSelectionModel *model = gtk_grid_view_get_model (self->grid);
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (model);
  DipParcel *parcel = dip_parcel_new ();

  for (guint i = 0; i < gtk_bitset_get_size (selected); i++)
    {
      g_autoptr (DipHeld) held = g_list_model_get_item (G_LIST_MODEL (model), gtk_bitset_get_nth (selected, i));
      const DipPhotoView *view = dip_held_get (held);

      dip_parcel_add (parcel, view->photo->id, view->code);
    }
  return parcel;
}

static void
give (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DipInboxPlace *self = DIP_INBOX_PLACE (widget);
  DipWorkspace *workspace = dip_place_get_workspace (DIP_PLACE (self));
  g_autoptr (DipParcel) parcel = selected_parcel (self);

  if (dip_parcel_size (parcel) > 0)
    dip_form_present (DIP_FORM (dip_give_form_new (workspace, parcel)), widget, workspace);
  else
    dip_place_say (DIP_PLACE (self), _ ("Select photos first, then say whose they are."));
}

static gboolean
has_no_day (const DipPhotoView *view)
{
  return view->photo->taken_on == DIP_DATE_NONE;
}

static void
set_day (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DipInboxPlace *self = DIP_INBOX_PLACE (widget);
  g_autoptr (GArray) ids = selected_ids (self, has_no_day);

  if (ids->len > 0)
    dip_form_present (DIP_FORM (dip_day_form_new (g_array_ref (ids))), widget,
                      dip_place_get_workspace (DIP_PLACE (self)));
  else
    dip_place_say (DIP_PLACE (self), _ ("Select photos whose camera did not say when they were taken."));
}

static gpointer
remove_photos (const DipDesk *desk, gpointer data, DipJob *job, GError **error)
{
  const GArray *ids = data;

  return DIP_WORK_DONE (dip_inbox_remove (desk, (const gint64 *) ids->data, ids->len, error));
}

static void
on_remove_confirmed (GObject *owner)
{
  GArray *ids = selected_ids (DIP_INBOX_PLACE (owner), NULL);
  const DipWork work = { remove_photos, ids, (GDestroyNotify) g_array_unref, NULL, TRUE };

  dip_place_run (DIP_PLACE (owner), &work, NULL, on_written);
}

static void
remove_selected (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autoptr (GArray) ids = selected_ids (DIP_INBOX_PLACE (widget), NULL);
  g_autofree char *heading = g_strdup_printf (ngettext ("Remove %u Photo?", "Remove %u Photos?", ids->len), ids->len);

  if (ids->len > 0)
    dip_compat_ask (GTK_WINDOW (gtk_widget_get_root (widget)), heading,
                    _ ("They leave the library for good. The files they were imported from stay as they are."),
                    _ ("_Remove"), G_OBJECT (widget), on_remove_confirmed);
  else
    dip_place_say (DIP_PLACE (widget), _ ("Select photos first, then remove them."));
}

static DipIntake *
intake_new (DipInboxPlace *self)
{
  return dip_intake_new (GTK_WIDGET (self), dip_place_get_workspace (DIP_PLACE (self)), NULL, DIP_VIEW_NONE, 0);
}

static void
import_files (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autoptr (DipIntake) intake = intake_new (DIP_INBOX_PLACE (widget));

  dip_intake_choose_files (intake);
}

static void
import_folder (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autoptr (DipIntake) intake = intake_new (DIP_INBOX_PLACE (widget));

  dip_intake_choose_folder (intake);
}

static void
paste (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autoptr (DipIntake) intake = intake_new (DIP_INBOX_PLACE (widget));

  dip_intake_paste (intake);
}

static gboolean
on_drop (DipInboxPlace *self, const GValue *value)
{
  DipWorkspace *workspace = dip_place_get_workspace (DIP_PLACE (self));
  g_autoptr (DipIntake) intake = NULL;

  if (workspace == NULL || dip_workspace_is_read_only (workspace))
    return FALSE;
  intake = intake_new (self);
  return dip_intake_drop (intake, value);
}

static void
set_view (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DipInboxPlace *self = DIP_INBOX_PLACE (widget);
  DipWorkspace *workspace = dip_place_get_workspace (DIP_PLACE (self));
  const DipPhotoChange change = { .set_view = TRUE, .view = (DipView) g_variant_get_int32 (parameter) };
  g_autoptr (GArray) ids = selected_ids (self, NULL);
  DipWork work;

  if (workspace == NULL || dip_workspace_is_read_only (workspace))
    return;
  if (ids->len == 0)
    {
      dip_place_say (DIP_PLACE (self), _ ("Select photos first, then say their view."));
      return;
    }
  work = dip_photo_edit_work (g_array_ref (ids), &change);
  dip_place_run (DIP_PLACE (self), &work, NULL, on_views_set);
}

static gboolean
is_wide (DipInboxPlace *self, gboolean narrow)
{
  return !narrow;
}

/* All that are here are one key away from the one looked at; what they are said to be is changed there too. */
static void
on_activated (DipInboxPlace *self, guint position)
{
  GListModel *photos = G_LIST_MODEL (self->store);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < g_list_model_get_n_items (photos); i++)
    {
      g_autoptr (DipHeld) held = g_list_model_get_item (photos, i);

      g_array_append_val (ids, ((const DipPhotoView *) dip_held_get (held))->photo->id);
    }
  if (position < ids->len)
    dip_pages_view_photos (GTK_WIDGET (self), g_array_index (ids, gint64, position), ids);
}

/* What is dragged is the selection, when the photo under the pointer is part of it; else that photo. */
static GdkContentProvider *
on_drag_prepare (GtkDragSource *source, double x, double y, GtkListItem *list_item)
{
  DipInboxPlace *self
      = DIP_INBOX_PLACE (gtk_widget_get_ancestor (gtk_list_item_get_child (list_item), DIP_TYPE_INBOX_PLACE));
  const DipPhotoView *view = dip_held_get (gtk_list_item_get_item (list_item));
  g_autoptr (DipParcel) parcel = NULL;

  if (dip_workspace_is_read_only (dip_place_get_workspace (DIP_PLACE (self))))
    return NULL;
  if (gtk_list_item_get_selected (list_item))
    parcel = selected_parcel (self);
  else
    {
      parcel = dip_parcel_new ();
      dip_parcel_add (parcel, view->photo->id, view->code);
    }
  return gdk_content_provider_new_typed (DIP_TYPE_PARCEL, parcel);
}

static void
on_drag_begin (GtkDragSource *source, GdkDrag *drag, GtkListItem *list_item)
{
  g_autoptr (GdkPaintable) paintable
      = gtk_widget_paintable_new (gtk_widget_get_first_child (gtk_list_item_get_child (list_item)));

  gtk_drag_source_set_icon (source, paintable, 0, 0);
}

static void
setup_cell (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  GtkDragSource *source = gtk_drag_source_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_lines (GTK_LABEL (label), 3);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_set_size_request (box, CELL_WIDTH, -1);
  gtk_box_append (GTK_BOX (box), dip_tile_new (4.0 / 3.0));
  gtk_box_append (GTK_BOX (box), label);
  gtk_drag_source_set_actions (source, GDK_ACTION_MOVE);
  g_signal_connect (source, "prepare", G_CALLBACK (on_drag_prepare), list_item);
  g_signal_connect (source, "drag-begin", G_CALLBACK (on_drag_begin), list_item);
  gtk_widget_add_controller (box, GTK_EVENT_CONTROLLER (source));
  gtk_list_item_set_child (list_item, box);
}

/* Whose it is, what it shows, and when it was taken, as far as that is known. */
static char *
caption_of (const DipPhotoView *view)
{
  const DipPhoto *photo = view->photo;
  const char *shown
      = photo->view != DIP_VIEW_NONE ? dip_token_label (dip_view_tokens, (int) photo->view) : _ ("no view");
  g_autofree char *day
      = photo->taken_on != DIP_DATE_NONE ? dip_date_to_display (photo->taken_on) : g_strdup (_ ("no day"));

  return g_strdup_printf ("%s · %s · %s", view->code != NULL ? view->code : _ ("Nobody’s yet"), shown, day);
}

static void
bind_cell (GtkSignalListItemFactory *factory, GtkListItem *list_item, DipInboxPlace *self)
{
  const DipPhotoView *view = dip_held_get (gtk_list_item_get_item (list_item));
  GtkWidget *tile = gtk_widget_get_first_child (gtk_list_item_get_child (list_item));
  g_autofree char *caption = caption_of (view);

  dip_tile_show (DIP_TILE (tile), dip_place_get_workspace (DIP_PLACE (self)), DIP_TEXTURE_PHOTO, view->photo->id, 0,
                 caption);
  gtk_label_set_label (GTK_LABEL (gtk_widget_get_next_sibling (tile)), caption);
  dip_list_name (list_item, caption);
}

static void
unbind_cell (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  GtkWidget *tile = gtk_widget_get_first_child (gtk_list_item_get_child (list_item));

  dip_tile_show (DIP_TILE (tile), NULL, DIP_TEXTURE_PHOTO, 0, 0, NULL);
}

/* One button and one key for each view: 1 to 9, then 0. */
static void
add_view_buttons (DipInboxPlace *self)
{
  int n = 1;

  for (const DipToken *token = dip_view_tokens; token->token != NULL; token++, n++)
    {
      const char *label = dip_token_label (dip_view_tokens, token->value);
      g_autofree char *text = g_strdup_printf ("%d  %s", n % 10, label);
      GtkWidget *button = gtk_button_new_with_label (text);

      gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "i", token->value);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "inbox.set-view");
      dip_own_name (GTK_WIDGET (button), label);
      dip_wrap_box_append (self->view_buttons, button);
    }
}

/* The same in a menu, for when there is little room. */
static void
fill_view_menu (DipInboxPlace *self)
{
  int n = 1;

  for (const DipToken *token = dip_view_tokens; token->token != NULL; token++, n++)
    {
      g_autofree char *text = g_strdup_printf ("%d  %s", n % 10, dip_token_label (dip_view_tokens, token->value));
      g_autofree char *action = g_strdup_printf ("inbox.set-view(%d)", token->value);

      g_menu_append (self->view_menu, text, action);
    }
}

static void
dip_inbox_place_dispose (GObject *object)
{
  DipInboxPlace *self = DIP_INBOX_PLACE (object);

  if (self->grid != NULL)
    gtk_grid_view_set_model (self->grid, NULL);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (dip_inbox_place_parent_class)->dispose (object);
}

static void
add_keys (GtkWidgetClass *widget_class)
{
  guint n = 1;

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_g, 0, "inbox.give", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_d, 0, "inbox.set-day", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "inbox.remove", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_i, GDK_CONTROL_MASK, "inbox.import-files", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_v, GDK_CONTROL_MASK, "inbox.paste", NULL);
  for (const DipToken *token = dip_view_tokens; token->token != NULL && n <= 10; token++, n++)
    {
      gtk_widget_class_add_binding_action (widget_class, GDK_KEY_0 + n % 10, 0, "inbox.set-view", "i", token->value);
      gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_0 + n % 10, 0, "inbox.set-view", "i", token->value);
    }
}

static gboolean
dip_inbox_place_grab_focus (GtkWidget *widget)
{
  DipInboxPlace *self = DIP_INBOX_PLACE (widget);

  /* What is not on the screen would take the keyboard and keep it. */
  return (gtk_widget_get_mapped (GTK_WIDGET (self->grid)) && gtk_widget_grab_focus (GTK_WIDGET (self->grid)))
         || GTK_WIDGET_CLASS (dip_inbox_place_parent_class)->grab_focus (widget);
}

static void
dip_inbox_place_class_init (DipInboxPlaceClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dip_inbox_place_dispose;
  widget_class->grab_focus = dip_inbox_place_grab_focus;
  DIP_PLACE_CLASS (klass)->load = dip_inbox_place_load;
  DIP_PLACE_CLASS (klass)->opened = dip_inbox_place_opened;
  g_type_ensure (DIP_TYPE_WRAP_BOX);
  gtk_widget_class_install_action (widget_class, "inbox.set-view", "i", set_view);
  gtk_widget_class_install_action (widget_class, "inbox.give", NULL, give);
  gtk_widget_class_install_action (widget_class, "inbox.set-day", NULL, set_day);
  gtk_widget_class_install_action (widget_class, "inbox.remove", NULL, remove_selected);
  gtk_widget_class_install_action (widget_class, "inbox.import-files", NULL, import_files);
  gtk_widget_class_install_action (widget_class, "inbox.import-folder", NULL, import_folder);
  gtk_widget_class_install_action (widget_class, "inbox.paste", NULL, paste);
  add_keys (widget_class);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/diptych/Diptych/ui/dip-inbox-place.ui");
  gtk_widget_class_bind_template_child (widget_class, DipInboxPlace, stack);
  gtk_widget_class_bind_template_child (widget_class, DipInboxPlace, grid);
  gtk_widget_class_bind_template_child (widget_class, DipInboxPlace, view_buttons);
  gtk_widget_class_bind_template_child (widget_class, DipInboxPlace, view_bar);
  gtk_widget_class_bind_template_child (widget_class, DipInboxPlace, view_menu);
  gtk_widget_class_bind_template_child (widget_class, DipInboxPlace, import_buttons);
  gtk_widget_class_bind_template_callback (widget_class, setup_cell);
  gtk_widget_class_bind_template_callback (widget_class, bind_cell);
  gtk_widget_class_bind_template_callback (widget_class, unbind_cell);
  gtk_widget_class_bind_template_callback (widget_class, on_activated);
  gtk_widget_class_bind_template_callback (widget_class, is_wide);
}

static void
dip_inbox_place_init (DipInboxPlace *self)
{
  GtkDropTarget *target = dip_intake_drop_target (FALSE);

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (target, "drop", G_CALLBACK (on_drop), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
  dip_unseen_follow (GTK_WIDGET (self->stack));
  self->store = dip_whole_list_new (DIP_TYPE_HELD);
  gtk_grid_view_set_model (self->grid,
                           GTK_SELECTION_MODEL (gtk_multi_selection_new (G_LIST_MODEL (g_object_ref (self->store)))));
  add_view_buttons (self);
  fill_view_menu (self);
}
