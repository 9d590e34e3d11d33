/* The list of clients, with search and status at a glance, and the page of the one that was opened. */
#pragma once

#include "dip-place.h"

G_BEGIN_DECLS

#define DIP_TYPE_CLIENTS_PLACE (dip_clients_place_get_type ())
G_DECLARE_FINAL_TYPE (DipClientsPlace, dip_clients_place, DIP, CLIENTS_PLACE, DipPlace)

void dip_clients_place_show_client (DipClientsPlace *self, const char *code);
/* To the list; FALSE when it is shown already. */
gboolean dip_clients_place_back (DipClientsPlace *self);
void dip_clients_place_find (DipClientsPlace *self);
void dip_clients_place_add (DipClientsPlace *self);

G_END_DECLS
