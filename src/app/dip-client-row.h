/* One line of the list of clients. */
#pragma once

#include <gtk/gtk.h>

#include "dip-client-item.h"

G_BEGIN_DECLS

#define DIP_TYPE_CLIENT_ROW (dip_client_row_get_type ())
G_DECLARE_FINAL_TYPE (DipClientRow, dip_client_row, DIP, CLIENT_ROW, GtkWidget)

/* Properties: "narrow", "hide-names". */
GtkWidget *dip_client_row_new (void);
void dip_client_row_show (DipClientRow *self, DipClientItem *item, DipDate today);
/* Of the client shown, or NULL. */
const char *dip_client_row_get_code (DipClientRow *self);

G_END_DECLS
