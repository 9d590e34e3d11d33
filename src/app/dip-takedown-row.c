#include "dip-takedown-row.h"

#include <glib/gi18n-lib.h>

#include "dip-list-name.h"
#include "dip-pill.h"
#include "dip-tile.h"

/* Digits of a hash that tell files apart at a glance; the letters have all of them. */
#define SHORT_HASH 8

struct _DipTakedownRow
{
  GtkWidget parent_instance;

  GtkWidget *content;
  GtkWidget *place_box;
  GtkLabel *place;
  GtkLabel *place_count;
  GtkWidget *place_button;
  GtkWidget *file_box;
  DipTile *tile;
  GtkLabel *name;
  GtkLabel *facts;
  GtkLabel *folder;
  GtkBox *addresses;
  GtkLabel *overdue;
  GtkLabel *done;
  GtkWidget *done_button;
};

G_DEFINE_FINAL_TYPE (DipTakedownRow, dip_takedown_row, GTK_TYPE_WIDGET)

static const struct
{
  const char *reason;
  const char *label;
} reason_labels[] = {
  { "withdrawn", N_ ("Consent withdrawn") },
  { "expired", N_ ("Consent ended") },
  { "erased", N_ ("Client erased") },
  { "not-permitted", N_ ("Not permitted any more") },
};

const char *
dip_takedown_reason_label (const char *reason)
{
  for (guint i = 0; i < G_N_ELEMENTS (reason_labels); i++)
    if (g_str_equal (reason_labels[i].reason, reason))
      return _ (reason_labels[i].label);
  return reason;
}

void
dip_takedown_line_free (DipTakedownLine *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->takedown, dip_takedown_free);
  g_free (self->place);
  g_free (self);
}

/* The local day of a moment in UTC, as people write it. */
static char *
day_of (const char *utc)
{
  g_autoptr (GDateTime) at = g_date_time_new_from_iso8601 (utc, NULL);
  g_autoptr (GDateTime) local = at != NULL ? g_date_time_to_local (at) : NULL;

  return local != NULL ? g_date_time_format (local, "%x") : g_strdup (utc);
}

static void
on_copy (GtkButton *button, const char *address)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (button)), address);
  gtk_widget_activate_action (GTK_WIDGET (button), "takedown.copied", NULL);
}

static GtkWidget *
address_row (const char *address)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (address);
  GtkWidget *copy = gtk_button_new_from_icon_name ("edit-copy-symbolic");
  g_autofree char *name = g_strdup_printf (_ ("Copy the address %s"), address);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_CHAR);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (copy, "flat");
  gtk_widget_set_valign (copy, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (copy, _ ("Copy the Address"));
  dip_own_name (GTK_WIDGET (copy), name);
  g_signal_connect_data (copy, "clicked", G_CALLBACK (on_copy), g_strdup (address), (GClosureNotify) (void *) g_free,
                         0);
  gtk_box_append (GTK_BOX (row), label);
  gtk_box_append (GTK_BOX (row), copy);
  return row;
}

static void
show_addresses (DipTakedownRow *self, GPtrArray *addresses)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->addresses))) != NULL)
    gtk_box_remove (self->addresses, child);
  for (guint i = 0; i < addresses->len; i++)
    gtk_box_append (self->addresses, address_row (g_ptr_array_index (addresses, i)));
}

static void
show_place (DipTakedownRow *self, const DipTakedownLine *line, gboolean writable)
{
  g_autofree char *count = line->n_open > 0
                               ? g_strdup_printf (ngettext ("%u of %u file is still there",
                                                            "%u of %u files are still there", line->n_files),
                                                  line->n_open, line->n_files)
                               : g_strdup (_ ("All down"));
  g_autofree char *name = g_strdup_printf (_ ("Everything at %s is taken down"), line->place);

  gtk_label_set_label (self->place, line->place);
  gtk_label_set_label (self->place_count, count);
  gtk_widget_set_visible (self->place_button, writable && line->n_open > 1);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->place_button), "s", line->place);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->place_button), "takedown.place-down");
  dip_own_name (GTK_WIDGET (self->place_button), name);
}

/* What it takes until it is gone, or who saw to it when. */
static void
show_state (DipTakedownRow *self, DipWorkspace *workspace, const DipTakedown *takedown)
{
  const DipDate today = dip_workspace_today (workspace);
  const int days = dip_takedown_days_open (takedown, today);
  g_autofree char *name = g_strdup_printf (_ ("%s is taken down"), takedown->item->name);
  g_autofree char *day = takedown->done_at != NULL ? day_of (takedown->done_at) : NULL;
  /* translators: a date and the person who saw to it */
  g_autofree char *done = day != NULL ? g_strdup_printf (_ ("Down since %s, by %s"), day, takedown->done_by) : NULL;
  g_autofree char *overdue
      = day == NULL && dip_takedown_is_overdue (takedown, today)
            ? g_strdup_printf (ngettext ("Open for %d day", "Open for %d days", (gulong) days), days)
            : NULL;

  dip_pill_set (self->overdue, overdue, DIP_TONE_BAD);
  dip_pill_set (self->done, done, DIP_TONE_GOOD);
  gtk_widget_set_visible (self->done_button, day == NULL && !dip_workspace_is_read_only (workspace));
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->done_button), "x", takedown->item_id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->done_button), "takedown.down");
  dip_own_name (GTK_WIDGET (self->done_button), name);
}

static void
show_file (DipTakedownRow *self, DipWorkspace *workspace, const DipTakedown *takedown)
{
  g_autofree char *day = day_of (takedown->item->exported_at);
  g_autofree char *exported = g_strdup_printf (_ ("exported %s"), day);
  g_autofree char *facts = g_strdup_printf ("%s · %.*s… · %s", dip_takedown_reason_label (takedown->reason), SHORT_HASH,
                                            takedown->item->sha256, exported);
  g_autofree char *folder = g_filename_display_name (takedown->item->folder);

  dip_tile_show (self->tile, workspace, DIP_TEXTURE_FILE, takedown->item_id, 0, takedown->item->name);
  gtk_label_set_label (self->name, takedown->item->name);
  gtk_label_set_label (self->facts, facts);
  gtk_label_set_label (self->folder, folder);
  show_addresses (self, takedown->addresses);
  show_state (self, workspace, takedown);
}

void
dip_takedown_row_show (DipTakedownRow *self, DipWorkspace *workspace, const DipTakedownLine *line)
{
  g_return_if_fail (DIP_IS_TAKEDOWN_ROW (self));

  gtk_widget_set_visible (self->place_box, line->takedown == NULL);
  gtk_widget_set_visible (self->file_box, line->takedown != NULL);
  if (line->takedown != NULL)
    show_file (self, workspace, line->takedown);
  else
    show_place (self, line, !dip_workspace_is_read_only (workspace));
}

static void
dip_takedown_row_dispose (GObject *object)
{
  g_clear_pointer (&DIP_TAKEDOWN_ROW (object)->content, gtk_widget_unparent);
  G_OBJECT_CLASS (dip_takedown_row_parent_class)->dispose (object);
}

static void
dip_takedown_row_class_init (DipTakedownRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dip_takedown_row_dispose;
  g_type_ensure (DIP_TYPE_TILE);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/diptych/Diptych/ui/dip-takedown-row.ui");
  gtk_widget_class_bind_template_child (widget_class, DipTakedownRow, content);
  gtk_widget_class_bind_template_child (widget_class, DipTakedownRow, place_box);
  gtk_widget_class_bind_template_child (widget_class, DipTakedownRow, place);
  gtk_widget_class_bind_template_child (widget_class, DipTakedownRow, place_count);
  gtk_widget_class_bind_template_child (widget_class, DipTakedownRow, place_button);
  gtk_widget_class_bind_template_child (widget_class, DipTakedownRow, file_box);
  gtk_widget_class_bind_template_child (widget_class, DipTakedownRow, tile);
  gtk_widget_class_bind_template_child (widget_class, DipTakedownRow, name);
  gtk_widget_class_bind_template_child (widget_class, DipTakedownRow, facts);
  gtk_widget_class_bind_template_child (widget_class, DipTakedownRow, folder);
  gtk_widget_class_bind_template_child (widget_class, DipTakedownRow, addresses);
  gtk_widget_class_bind_template_child (widget_class, DipTakedownRow, overdue);
  gtk_widget_class_bind_template_child (widget_class, DipTakedownRow, done);
  gtk_widget_class_bind_template_child (widget_class, DipTakedownRow, done_button);
}

static void
dip_takedown_row_init (DipTakedownRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
dip_takedown_row_new (void)
{
  return g_object_new (DIP_TYPE_TAKEDOWN_ROW, NULL);
}
