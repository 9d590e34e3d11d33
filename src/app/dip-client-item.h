/* A client in a list: the overview the engine gives, in words. */
#pragma once

#include "dip-clients.h"
#include "dip-pill.h"

G_BEGIN_DECLS

#define DIP_TYPE_CLIENT_ITEM (dip_client_item_get_type ())
G_DECLARE_FINAL_TYPE (DipClientItem, dip_client_item, DIP, CLIENT_ITEM, GObject)

/* Takes @overview. */
DipClientItem *dip_client_item_new (DipClientOverview *overview);

const DipClientOverview *dip_client_item_get (DipClientItem *self);
gboolean dip_client_item_same (DipClientItem *a, DipClientItem *b);
gboolean dip_client_item_matches (DipClientItem *self, const char *search, gboolean names_too);

/* Orders: "newest", "name", "code", "healed". */
int dip_client_item_compare (DipClientItem *a, DipClientItem *b, const char *order);

/* How the client is called on the screen: the name, or the code when names are hidden or there is none. */
const char *dip_client_overview_title (const DipClientOverview *self, gboolean hide_names);

/* Words for the pills; NULL when there is nothing to say. */
char *dip_client_overview_healed (const DipClientOverview *self, DipDate today, DipTone *tone);
char *dip_client_overview_consent (const DipClientOverview *self, DipDate today, DipTone *tone);
char *dip_client_overview_adult (const DipClientOverview *self, DipTone *tone);
char *dip_client_overview_pairs (const DipClientOverview *self);
char *dip_client_overview_published (const DipClientOverview *self);
char *dip_client_overview_takedowns (const DipClientOverview *self);

G_END_DECLS
