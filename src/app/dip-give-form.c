#include "dip-give-form.h"

#include <glib/gi18n-lib.h>

#include "dip-client-item.h"
#include "dip-list-name.h"

struct _DipGiveForm
{
  DipForm parent_instance;

  GtkLabel *explanation;
  GtkSearchEntry *search_entry;
  GtkListView *list;

  DipWorkspace *workspace;
  DipParcel *parcel;
  GListStore *store; /* DipClientItem */
  GtkCustomFilter *filter;
  GtkSingleSelection *selection;
};

G_DEFINE_FINAL_TYPE (DipGiveForm, dip_give_form, DIP_TYPE_FORM)

static gpointer
list_clients (const DipDesk *desk, gpointer args, DipJob *job, GError **error)
{
  return dip_clients_list (desk, NULL, error);
}

static void
on_listed (gpointer owner, gpointer result, const GError *error)
{
  DipGiveForm *self = owner;
  g_autoptr (GPtrArray) overviews = result;
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  if (overviews == NULL)
    {
      dip_form_fail (DIP_FORM (self), error->message);
      return;
    }
  while (overviews->len > 0)
    {
      DipClientOverview *overview = g_ptr_array_steal_index (overviews, overviews->len - 1);

      if (overview->client->erased_at == NULL)
        g_ptr_array_add (items, dip_client_item_new (overview));
      else
        dip_client_overview_free (overview);
    }
  g_list_store_splice (self->store, 0, 0, items->pdata, items->len);
  dip_form_update (DIP_FORM (self));
}

static gboolean
is_wanted (gpointer item, gpointer user_data)
{
  DipGiveForm *self = user_data;

  return dip_client_item_matches (item, gtk_editable_get_text (GTK_EDITABLE (self->search_entry)),
                                  !dip_workspace_get_hide_names (self->workspace));
}

static void
on_search_changed (DipGiveForm *self)
{
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  gtk_single_selection_set_selected (self->selection, 0);
  dip_form_update (DIP_FORM (self));
}

static const char *
chosen_code (DipGiveForm *self)
{
  DipClientItem *item = gtk_single_selection_get_selected_item (self->selection);

  return item != NULL ? dip_client_item_get (item)->client->code : NULL;
}

static gboolean
dip_give_form_is_complete (DipForm *form)
{
  DipGiveForm *self = DIP_GIVE_FORM (form);

  return self->selection != NULL && chosen_code (self) != NULL;
}

static void
dip_give_form_submit (DipForm *form)
{
  DipGiveForm *self = DIP_GIVE_FORM (form);
  const DipWork work = dip_parcel_work (self->parcel, chosen_code (self));

  dip_form_run (form, &work);
}

static void
dip_give_form_finished (DipForm *form, gpointer result)
{
  DipGiveForm *self = DIP_GIVE_FORM (form);

  dip_parcel_offer_undo (self->parcel, GTK_WIDGET (self), self->workspace);
}

static void
submit (DipGiveForm *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "form.submit", NULL);
}

static void
setup_row (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *name = gtk_label_new (NULL);
  GtkWidget *code = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (name, TRUE);
  gtk_widget_add_css_class (code, "dim-label");
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), code);
  gtk_list_item_set_child (list_item, box);
}

static void
bind_row (GtkSignalListItemFactory *factory, GtkListItem *list_item, DipGiveForm *self)
{
  const DipClientOverview *overview = dip_client_item_get (gtk_list_item_get_item (list_item));
  GtkWidget *name = gtk_widget_get_first_child (gtk_list_item_get_child (list_item));
  const char *title = dip_client_overview_title (overview, dip_workspace_get_hide_names (self->workspace));

  gtk_label_set_label (GTK_LABEL (name), title);
  dip_list_name (list_item, title);
  gtk_label_set_label (GTK_LABEL (gtk_widget_get_next_sibling (name)),
                       title != overview->client->code ? overview->client->code : "");
}

static void
dip_give_form_dispose (GObject *object)
{
  DipGiveForm *self = DIP_GIVE_FORM (object);

  if (self->list != NULL)
    gtk_list_view_set_model (self->list, NULL);
  g_clear_object (&self->selection);
  g_clear_object (&self->filter);
  g_clear_object (&self->store);
  g_clear_object (&self->parcel);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (dip_give_form_parent_class)->dispose (object);
}

static void
dip_give_form_class_init (DipGiveFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dip_give_form_dispose;
  DIP_FORM_CLASS (klass)->is_complete = dip_give_form_is_complete;
  DIP_FORM_CLASS (klass)->submit = dip_give_form_submit;
  DIP_FORM_CLASS (klass)->finished = dip_give_form_finished;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/diptych/Diptych/ui/dip-give-form.ui");
  gtk_widget_class_bind_template_child (widget_class, DipGiveForm, explanation);
  gtk_widget_class_bind_template_child (widget_class, DipGiveForm, search_entry);
  gtk_widget_class_bind_template_child (widget_class, DipGiveForm, list);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, submit);
  gtk_widget_class_bind_template_callback (widget_class, setup_row);
  gtk_widget_class_bind_template_callback (widget_class, bind_row);
  gtk_widget_class_bind_template_callback (widget_class, dip_form_update);
}

static void
make_list (DipGiveForm *self)
{
  GtkFilterListModel *filtered;

  self->store = g_list_store_new (DIP_TYPE_CLIENT_ITEM);
  self->filter = gtk_custom_filter_new (is_wanted, self, NULL);
  filtered
      = gtk_filter_list_model_new (G_LIST_MODEL (g_object_ref (self->store)), GTK_FILTER (g_object_ref (self->filter)));
  self->selection = gtk_single_selection_new (G_LIST_MODEL (filtered));
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
}

static void
dip_give_form_init (DipGiveForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

DipGiveForm *
dip_give_form_new (DipWorkspace *workspace, DipParcel *parcel)
{
  DipGiveForm *self = g_object_new (DIP_TYPE_GIVE_FORM, NULL);
  const DipWork work = { .work = list_clients, .free_result = (GDestroyNotify) g_ptr_array_unref };
  guint n = dip_parcel_size (parcel);
  g_autofree char *text = g_strdup_printf (ngettext ("Whose photo is it?", "Whose photos are these %u?", n), n);

  self->workspace = g_object_ref (workspace);
  self->parcel = g_object_ref (parcel);
  make_list (self);
  gtk_label_set_label (self->explanation, text);
  dip_workspace_run (workspace, &work, NULL, G_OBJECT (self), on_listed);
  return self;
}
