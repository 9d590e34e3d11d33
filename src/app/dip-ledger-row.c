#include "dip-ledger-row.h"

#include <glib/gi18n-lib.h>

#include "dip-list-name.h"
#include "dip-pill.h"
#include "dip-tile.h"

struct _DipLedgerRow
{
  GtkWidget parent_instance;

  GtkWidget *content;
  DipTile *tile;
  GtkLabel *name;
  GtkLabel *facts;
  GtkLabel *folder;
  GtkLabel *address;
  GtkLabel *state;
  GtkWidget *address_button;
};

G_DEFINE_FINAL_TYPE (DipLedgerRow, dip_ledger_row, GTK_TYPE_WIDGET)

static char *
local_time (const char *utc)
{
  g_autoptr (GDateTime) at = g_date_time_new_from_iso8601 (utc, NULL);
  g_autoptr (GDateTime) local = at != NULL ? g_date_time_to_local (at) : NULL;

  return local != NULL ? g_date_time_format (local, "%x %H:%M") : g_strdup (utc);
}

/* The first address, and how many more there are; NULL for none. */
static char *
address_line (GPtrArray *addresses)
{
  const char *first = addresses->len > 0 ? g_ptr_array_index (addresses, 0) : NULL;

  if (addresses->len < 2)
    return g_strdup (first);
  return g_strdup_printf (ngettext ("%s and %u more", "%s and %u more", addresses->len - 1), first, addresses->len - 1);
}

void
dip_ledger_row_show (DipLedgerRow *self, DipWorkspace *workspace, const DipLedgerEntry *entry)
{
  static const DipTone tones[] = {
    [DIP_EXPORT_LIVE] = DIP_TONE_GOOD,
    [DIP_EXPORT_REPLACED] = DIP_TONE_PLAIN,
    [DIP_EXPORT_BLOCKED] = DIP_TONE_BAD,
  };
  const DipExportItem *item = entry->item;
  g_autofree char *when = local_time (item->exported_at);
  g_autofree char *size = g_format_size ((guint64) item->bytes);
  g_autofree char *facts
      = g_strdup_printf ("%s · %s · %d × %d · %s", entry->code, when, item->width, item->height, size);
  g_autofree char *folder = g_filename_display_name (item->folder);
  g_autofree char *place = g_strdup_printf (
      "%s · %s", entry->destination_label != NULL ? entry->destination_label : _ ("Destination removed"), folder);
  g_autofree char *address = address_line (entry->addresses);
  g_autofree char *name = g_strdup_printf (_ ("Web addresses of %s"), item->name);

  g_return_if_fail (DIP_IS_LEDGER_ROW (self));

  dip_tile_show (self->tile, workspace, DIP_TEXTURE_FILE, item->id, item->removed_at != NULL, item->name);
  gtk_label_set_label (self->name, item->name);
  gtk_label_set_label (self->facts, facts);
  gtk_label_set_label (self->folder, place);
  gtk_label_set_label (self->address, address != NULL ? address : "");
  gtk_widget_set_visible (GTK_WIDGET (self->address), address != NULL);
  dip_pill_set (self->state, dip_token_label (dip_export_state_tokens, (int) item->state), tones[item->state]);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->address_button), "x", item->id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->address_button), "ledger.address");
  dip_own_name (GTK_WIDGET (self->address_button), name);
}

static void
dip_ledger_row_dispose (GObject *object)
{
  g_clear_pointer (&DIP_LEDGER_ROW (object)->content, gtk_widget_unparent);
  G_OBJECT_CLASS (dip_ledger_row_parent_class)->dispose (object);
}

static void
dip_ledger_row_class_init (DipLedgerRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dip_ledger_row_dispose;
  g_type_ensure (DIP_TYPE_TILE);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/diptych/Diptych/ui/dip-ledger-row.ui");
  gtk_widget_class_bind_template_child (widget_class, DipLedgerRow, content);
  gtk_widget_class_bind_template_child (widget_class, DipLedgerRow, tile);
  gtk_widget_class_bind_template_child (widget_class, DipLedgerRow, name);
  gtk_widget_class_bind_template_child (widget_class, DipLedgerRow, facts);
  gtk_widget_class_bind_template_child (widget_class, DipLedgerRow, folder);
  gtk_widget_class_bind_template_child (widget_class, DipLedgerRow, address);
  gtk_widget_class_bind_template_child (widget_class, DipLedgerRow, state);
  gtk_widget_class_bind_template_child (widget_class, DipLedgerRow, address_button);
}

static void
dip_ledger_row_init (DipLedgerRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
dip_ledger_row_new (void)
{
  return g_object_new (DIP_TYPE_LEDGER_ROW, NULL);
}
