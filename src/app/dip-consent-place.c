#include "dip-consent-place.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "dip-clients.h"
#include "dip-consenting.h"
#include "dip-held.h"
#include "dip-list-name.h"
#include "dip-list-sync.h"
#include "dip-paper.h"
#include "dip-pill.h"
#include "dip-settings.h"
#include "dip-unseen.h"

/* Days ahead from which on an ending consent is shown. */
#define AHEAD DIP_DUE_DAYS

struct _DipConsentPlace
{
  DipPlace parent_instance;

  GtkStack *stack;
  GtkListView *list;
  GListStore *store; /* DipHeld of Due */
};

G_DEFINE_FINAL_TYPE (DipConsentPlace, dip_consent_place, DIP_TYPE_PLACE)

typedef struct
{
  DipDue *due;
  char *name; /* or NULL */
} Due;

static void
due_free (gpointer data)
{
  Due *self = data;

  dip_due_free (self->due);
  g_free (self->name);
  g_free (self);
}

static const char *
name_of (GPtrArray *clients, const char *code)
{
  for (guint i = 0; i < clients->len; i++)
    {
      const DipClientOverview *overview = g_ptr_array_index (clients, i);

      if (g_str_equal (overview->client->code, code))
        return overview->name;
    }
  return NULL;
}

static gpointer
list_due (const DipDesk *desk, gpointer args, DipJob *job, GError **error)
{
  g_autoptr (GPtrArray) dues = dip_consenting_due (desk, AHEAD, error);
  g_autoptr (GPtrArray) clients = dues != NULL ? dip_clients_list (desk, NULL, error) : NULL;
  GPtrArray *found;

  if (clients == NULL)
    return NULL;
  found = g_ptr_array_new_with_free_func (due_free);
  while (dues->len > 0)
    {
      Due *due = g_new0 (Due, 1);

      due->due = g_ptr_array_steal_index (dues, 0);
      due->name = g_strdup (name_of (clients, due->due->code));
      g_ptr_array_add (found, due);
    }
  return found;
}

static char *
key_of (const Due *self)
{
  return g_strdup_printf ("%s %s %d %d %u", self->due->code, self->name, (int) self->due->kind, self->due->days_left,
                          self->due->n_takedowns);
}

static guint
count_running_out (GPtrArray *dues)
{
  guint n = 0;

  for (guint i = 0; i < dues->len; i++)
    {
      const Due *due = g_ptr_array_index (dues, i);

      n += due->due->kind == DIP_DUE_EXPIRING || due->due->kind == DIP_DUE_REVIEW;
    }
  return n;
}

/* At most once a day, and without names: others may see the screen. */
static void
remind (DipConsentPlace *self, GPtrArray *dues)
{
  DipWorkspace *workspace = dip_place_get_workspace (DIP_PLACE (self));
  GApplication *application = g_application_get_default ();
  guint n = count_running_out (dues);
  g_autofree char *today = NULL;
  g_autofree char *last = NULL;
  g_autofree char *title = NULL;
  g_autoptr (GNotification) notification = NULL;

  if (workspace == NULL || application == NULL || n == 0)
    return;
  today = dip_date_to_iso (dip_workspace_today (workspace));
  last = g_settings_get_string (dip_workspace_get_settings (workspace), DIP_SETTING_REMINDED_ON);
  if (g_str_equal (today, last))
    return;
  title = g_strdup_printf (ngettext ("%u consent runs out soon", "%u consents run out soon", n), n);
  notification = g_notification_new (title);
  g_notification_set_body (notification, _ ("See Consent in Diptych."));
  g_application_send_notification (application, "consents-due", notification);
  g_settings_set_string (dip_workspace_get_settings (workspace), DIP_SETTING_REMINDED_ON, today);
}

static void
on_listed (gpointer owner, gpointer result, const GError *error)
{
  DipConsentPlace *self = owner;
  g_autoptr (GPtrArray) dues = result;
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  if (dues == NULL)
    dip_place_say_error (DIP_PLACE (self), error);
  else
    remind (self, dues);
  while (dues != NULL && dues->len > 0)
    {
      Due *due = g_ptr_array_steal_index (dues, 0);

      g_ptr_array_add (items, dip_held_new (due, due_free, key_of (due)));
    }
  if (dues != NULL)
    {
      dip_list_sync (self->store, items, (DipSameFunc) dip_held_same);
      dip_place_set_count (DIP_PLACE (self), items->len);
      gtk_stack_set_visible_child_name (self->stack, items->len > 0 ? "list" : "empty");
    }
  dip_place_loaded (DIP_PLACE (self));
}

static void
dip_consent_place_load (DipPlace *place)
{
  const DipWork work = { .work = list_due, .free_result = (GDestroyNotify) g_ptr_array_unref };

  dip_place_run (place, &work, NULL, on_listed);
}

static char *
sentence_of (const DipDue *due)
{
  g_autofree char *until = dip_date_to_display (due->until);
  g_autofree char *on = dip_date_to_display (due->on);

  switch (due->kind)
    {
    case DIP_DUE_MISSING:
      return g_strdup (_ ("Has pairs that could be shown, but no consent"));
    case DIP_DUE_EXPIRING:
      return g_strdup_printf (ngettext ("Ends %s, in %d day: ask for a new one",
                                        "Ends %s, in %d days: ask for a new one", (gulong) MAX (due->days_left, 0)),
                              until, due->days_left);
    case DIP_DUE_EXPIRED:
      return g_strdup_printf (_ ("Ended %s: nothing may be published until a new one is signed"), until);
    case DIP_DUE_REVIEW:
      return g_strdup_printf (_ ("To be asked again on %s"), on);
    case DIP_DUE_WITHDRAWN:
    default:
      return g_strdup_printf (
          ngettext ("%u exported file has to come down", "%u exported files have to come down", due->n_takedowns),
          due->n_takedowns);
    }
}

static DipTone
tone_of (DipDueKind kind)
{
  if (kind == DIP_DUE_EXPIRED || kind == DIP_DUE_WITHDRAWN)
    return DIP_TONE_BAD;
  return kind == DIP_DUE_EXPIRING || kind == DIP_DUE_REVIEW ? DIP_TONE_WARN : DIP_TONE_PLAIN;
}

static void
setup_row (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *title = gtk_label_new (NULL);
  GtkWidget *text = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (title, TRUE);
  gtk_widget_add_css_class (title, "heading");
  gtk_label_set_xalign (GTK_LABEL (text), 0);
  gtk_label_set_wrap (GTK_LABEL (text), TRUE);
  gtk_box_append (GTK_BOX (head), title);
  gtk_box_append (GTK_BOX (head), dip_pill_new ("…", DIP_TONE_PLAIN));
  gtk_box_append (GTK_BOX (row), head);
  gtk_box_append (GTK_BOX (row), text);
  gtk_list_item_set_child (list_item, row);
}

static void
bind_row (GtkSignalListItemFactory *factory, GtkListItem *list_item, DipConsentPlace *self)
{
  const Due *due = dip_held_get (gtk_list_item_get_item (list_item));
  GtkWidget *head = gtk_widget_get_first_child (gtk_list_item_get_child (list_item));
  GtkWidget *title = gtk_widget_get_first_child (head);
  gboolean hidden = dip_workspace_get_hide_names (dip_place_get_workspace (DIP_PLACE (self)));
  g_autofree char *sentence = sentence_of (due->due);

  gtk_label_set_label (GTK_LABEL (title), hidden || due->name == NULL ? due->due->code : due->name);
  dip_list_name (list_item, gtk_label_get_label (GTK_LABEL (title)));
  dip_pill_set (GTK_LABEL (gtk_widget_get_next_sibling (title)), dip_token_label (dip_due_tokens, (int) due->due->kind),
                tone_of (due->due->kind));
  gtk_label_set_label (GTK_LABEL (gtk_widget_get_next_sibling (head)), sentence);
}

static void
on_activated (DipConsentPlace *self, guint position)
{
  g_autoptr (DipHeld) held = g_list_model_get_item (G_LIST_MODEL (self->store), position);

  const DipDue *due = held != NULL ? ((Due *) dip_held_get (held))->due : NULL;

  if (due != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), due->n_takedowns > 0 ? "win.takedowns" : "win.show-client", "s",
                                due->code);
}

static void
on_reminders (DipConsentPlace *self)
{
  dip_paper_save (DIP_PAPER_REMINDERS, GTK_WIDGET (self), dip_place_get_workspace (DIP_PLACE (self)), NULL, AHEAD);
}

/* The rows are bound anew. */
static void
on_hide_names (DipConsentPlace *self)
{
  g_list_store_remove_all (self->store);
  dip_place_reload (DIP_PLACE (self));
}

static void
dip_consent_place_opened (DipPlace *place)
{
  g_signal_connect_object (dip_place_get_workspace (place), "notify::hide-names", G_CALLBACK (on_hide_names), place,
                           G_CONNECT_SWAPPED);
}

static void
dip_consent_place_dispose (GObject *object)
{
  DipConsentPlace *self = DIP_CONSENT_PLACE (object);

  if (self->list != NULL)
    gtk_list_view_set_model (self->list, NULL);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (dip_consent_place_parent_class)->dispose (object);
}

static void
dip_consent_place_class_init (DipConsentPlaceClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dip_consent_place_dispose;
  DIP_PLACE_CLASS (klass)->load = dip_consent_place_load;
  DIP_PLACE_CLASS (klass)->opened = dip_consent_place_opened;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/diptych/Diptych/ui/dip-consent-place.ui");
  gtk_widget_class_bind_template_child (widget_class, DipConsentPlace, stack);
  gtk_widget_class_bind_template_child (widget_class, DipConsentPlace, list);
  gtk_widget_class_bind_template_callback (widget_class, setup_row);
  gtk_widget_class_bind_template_callback (widget_class, bind_row);
  gtk_widget_class_bind_template_callback (widget_class, on_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_reminders);
}

static void
dip_consent_place_init (DipConsentPlace *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  dip_unseen_follow (GTK_WIDGET (self->stack));
  self->store = g_list_store_new (DIP_TYPE_HELD);
  gtk_list_view_set_model (self->list,
                           GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (g_object_ref (self->store)))));
}
