#include "dip-consent-place.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "dip-clients.h"
#include "dip-consenting.h"
#include "dip-held.h"
#include "dip-list-name.h"
#include "dip-paper.h"
#include "dip-pill.h"
#include "dip-settings.h"
#include "dip-unseen.h"
#include "dip-whole-list.h"

/* Days that the calendar looks ahead, at least. */
#define CALENDAR_DAYS 731

struct _DipConsentPlace
{
  DipPlace parent_instance;

  GtkStack *stack;
  GtkListView *list;
  GtkWidget *ahead_30, *ahead_60, *ahead_90;
  GtkToggleButton *calendar_button;
  GtkWidget *calendar_box;
  GtkCalendar *calendar;
  GtkWidget *empty;

  DipWholeList *store; /* DipHeld of Due */
  int days;            /* that the list looks ahead */
};

G_DEFINE_FINAL_TYPE (DipConsentPlace, dip_consent_place, DIP_TYPE_PLACE)

typedef struct
{
  DipDue *due;
  char *name; /* or NULL */
} Due;

typedef struct
{
  int days;
  DipDate first, after; /* the month of the calendar; DIP_DATE_NONE: the list */
  GPtrArray *shown;
} Wanted;

typedef struct
{
  DipListChange *change;
  guint n_running_out; /* within DIP_DUE_DAYS */
  guint n_listed;      /* within the days looked ahead */
  guint n_shown;
  guint32 days; /* of the month that have something, the first day lowest */
} Found;

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

static void
wanted_free (gpointer data)
{
  Wanted *self = data;

  dip_whole_list_drop (self->shown);
  g_free (self);
}

static void
found_free (gpointer data)
{
  Found *self = data;

  g_clear_pointer (&self->change, dip_list_change_free);
  g_free (self);
}

static char *
key_of (const Due *self)
{
  return g_strdup_printf ("%s %s %d %d %u", self->due->code, self->name, (int) self->due->kind, self->due->days_left,
                          self->due->n_takedowns);
}

static gboolean
runs_out (const DipDue *due)
{
  return due->kind == DIP_DUE_EXPIRING || due->kind == DIP_DUE_REVIEW;
}

/* In the calendar only what has its day in the month that is shown. */
static gboolean
is_wanted (const Wanted *wanted, const DipDue *due)
{
  if (wanted->first == DIP_DATE_NONE)
    return TRUE;
  return due->on != DIP_DATE_NONE && due->on >= wanted->first && due->on < wanted->after;
}

static void
count (Found *found, const Wanted *wanted, const DipDue *due)
{
  found->n_running_out += runs_out (due) && due->days_left <= DIP_DUE_DAYS;
  found->n_listed += !runs_out (due) || due->days_left <= wanted->days;
}

static gpointer
list_due (const DipDesk *desk, gpointer args, DipJob *job, GError **error)
{
  const Wanted *wanted = args;
  const int days = wanted->first != DIP_DATE_NONE ? MAX (wanted->days, CALENDAR_DAYS) : wanted->days;
  g_autoptr (GPtrArray) dues = dip_consenting_due (desk, days, error);
  g_autoptr (GPtrArray) clients = dues != NULL ? dip_clients_list (desk, NULL, error) : NULL;
  GPtrArray *items;
  Found *found;

  if (clients == NULL)
    return NULL;
  found = g_new0 (Found, 1);
  items = g_ptr_array_new_with_free_func (g_object_unref);
  while (dues->len > 0)
    {
      g_autoptr (DipDue) due = g_ptr_array_steal_index (dues, 0);
      Due *row;

      count (found, wanted, due);
      if (!is_wanted (wanted, due))
        continue;
      if (wanted->first != DIP_DATE_NONE)
        found->days |= 1u << (due->on - wanted->first);
      row = g_new0 (Due, 1);
      row->name = g_strdup (name_of (clients, due->code));
      row->due = g_steal_pointer (&due);
      g_ptr_array_add (items, dip_held_new (row, due_free, key_of (row)));
    }
  found->n_shown = items->len;
  found->change = dip_list_change_new (wanted->shown, items, (DipSameFunc) dip_held_same);
  return found;
}

/* At most once a day, and without names: others may see the screen. */
static void
remind (DipConsentPlace *self, guint n)
{
  DipWorkspace *workspace = dip_place_get_workspace (DIP_PLACE (self));
  GApplication *application = g_application_get_default ();
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

static gboolean
is_calendar (DipConsentPlace *self)
{
  return gtk_toggle_button_get_active (self->calendar_button);
}

static void
show_month (DipConsentPlace *self, guint32 days)
{
  gtk_calendar_clear_marks (self->calendar);
  for (guint day = 0; day < 31; day++)
    if ((days & (1u << day)) != 0)
      gtk_calendar_mark_day (self->calendar, day + 1);
}

static void
on_listed (gpointer owner, gpointer result, const GError *error)
{
  DipConsentPlace *self = owner;
  Found *found = result;

  if (found == NULL)
    dip_place_say_error (DIP_PLACE (self), error);
  else if (self->store != NULL)
    {
      remind (self, found->n_running_out);
      dip_whole_list_apply (self->store, found->change);
      show_month (self, found->days);
      dip_place_set_count (DIP_PLACE (self), found->n_listed);
      adw_status_page_set_title (ADW_STATUS_PAGE (self->empty),
                                 is_calendar (self) ? _ ("Nothing Runs Out This Month") : _ ("All Is in Order"));
      gtk_stack_set_visible_child_name (self->stack, found->n_shown > 0 ? "list" : "empty");
    }
  g_clear_pointer (&found, found_free);
  dip_place_loaded (DIP_PLACE (self));
}

static void
month_of (GtkCalendar *calendar, DipDate *first, DipDate *after)
{
  g_autoptr (GDateTime) shown = gtk_calendar_get_date (calendar);
  const int year = g_date_time_get_year (shown);
  const int month = g_date_time_get_month (shown);

  *first = dip_date_from_ymd (year, month, 1);
  *after = dip_date_from_ymd (month < 12 ? year : year + 1, month % 12 + 1, 1);
}

static void
dip_consent_place_load (DipPlace *place)
{
  DipConsentPlace *self = DIP_CONSENT_PLACE (place);
  Wanted *wanted = g_new0 (Wanted, 1);
  const DipWork work = { list_due, wanted, wanted_free, found_free, FALSE };

  wanted->days = self->days;
  wanted->first = wanted->after = DIP_DATE_NONE;
  if (is_calendar (self))
    month_of (self->calendar, &wanted->first, &wanted->after);
  wanted->shown = dip_whole_list_hold (self->store);
  dip_place_run (place, &work, NULL, on_listed);
}

static void
look_again (DipConsentPlace *self)
{
  if (dip_place_get_workspace (DIP_PLACE (self)) != NULL)
    dip_place_reload (DIP_PLACE (self));
}

static void
on_calendar (DipConsentPlace *self)
{
  gtk_widget_set_visible (self->calendar_box, is_calendar (self));
  gtk_widget_set_sensitive (gtk_widget_get_parent (self->ahead_30), !is_calendar (self));
  look_again (self);
}

static void
on_ahead (DipConsentPlace *self, GtkToggleButton *button)
{
  DipWorkspace *workspace = dip_place_get_workspace (DIP_PLACE (self));

  if (!gtk_toggle_button_get_active (button) || workspace == NULL)
    return;
  self->days = GTK_WIDGET (button) == self->ahead_90 ? 90 : GTK_WIDGET (button) == self->ahead_60 ? 60 : DIP_DUE_DAYS;
  g_settings_set_int (dip_workspace_get_settings (workspace), DIP_SETTING_DAYS_AHEAD, self->days);
  look_again (self);
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
  GtkWidget *button = gtk_button_new ();

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
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_widget_set_margin_top (button, 3);
  gtk_box_append (GTK_BOX (row), button);
  gtk_list_item_set_child (list_item, row);
}

/* What is to be done about it, from here. */
static void
bind_button (DipConsentPlace *self, GtkButton *button, const DipDue *due, const char *whose)
{
  const gboolean down = due->n_takedowns > 0;
  const gboolean writable = !dip_workspace_is_read_only (dip_place_get_workspace (DIP_PLACE (self)));
  const char *label = due->kind == DIP_DUE_MISSING ? _ ("Take Consent…") : _ ("Renew…");
  g_autofree char *name = g_strdup_printf ("%s %s", down ? _ ("To Take Down…") : label, whose);

  gtk_button_set_label (button, down ? _ ("To Take Down…") : label);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", due->code);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), down ? "win.takedowns" : "win.take-consent");
  gtk_widget_set_visible (GTK_WIDGET (button), down || writable);
  dip_own_name (GTK_WIDGET (button), name);
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
  bind_button (self, GTK_BUTTON (gtk_widget_get_last_child (gtk_list_item_get_child (list_item))), due->due,
               gtk_label_get_label (GTK_LABEL (title)));
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
  dip_paper_save (DIP_PAPER_REMINDERS, GTK_WIDGET (self), dip_place_get_workspace (DIP_PLACE (self)), NULL, self->days);
}

/* The rows are bound anew. */
static void
on_hide_names (DipConsentPlace *self)
{
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (self->store));

  g_list_model_items_changed (G_LIST_MODEL (self->store), 0, n, n);
}

static void
dip_consent_place_opened (DipPlace *place)
{
  DipConsentPlace *self = DIP_CONSENT_PLACE (place);
  GtkWidget *button;

  self->days
      = g_settings_get_int (dip_workspace_get_settings (dip_place_get_workspace (place)), DIP_SETTING_DAYS_AHEAD);
  button = self->days >= 90 ? self->ahead_90 : self->days >= 60 ? self->ahead_60 : self->ahead_30;
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), TRUE);
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
  gtk_widget_class_bind_template_child (widget_class, DipConsentPlace, ahead_30);
  gtk_widget_class_bind_template_child (widget_class, DipConsentPlace, ahead_60);
  gtk_widget_class_bind_template_child (widget_class, DipConsentPlace, ahead_90);
  gtk_widget_class_bind_template_child (widget_class, DipConsentPlace, calendar_button);
  gtk_widget_class_bind_template_child (widget_class, DipConsentPlace, calendar_box);
  gtk_widget_class_bind_template_child (widget_class, DipConsentPlace, calendar);
  gtk_widget_class_bind_template_child (widget_class, DipConsentPlace, empty);
  gtk_widget_class_bind_template_callback (widget_class, on_ahead);
  gtk_widget_class_bind_template_callback (widget_class, on_calendar);
  gtk_widget_class_bind_template_callback (widget_class, look_again);
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
  self->days = DIP_DUE_DAYS;
  self->store = dip_whole_list_new (DIP_TYPE_HELD);
  gtk_list_view_set_model (self->list,
                           GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (g_object_ref (self->store)))));
}
