/* What staff do with clients: add, find, look at, erase. */
#pragma once

#include "dip-case.h"

G_BEGIN_DECLS

/* One row of the client list: status at a glance. */
typedef struct
{
  DipClient *client;
  char *name; /* for curators; NULL when erased */
  DipAdult adult;
  guint n_photos;
  guint n_pairs;
  guint n_published;       /* pairs with at least one live exported file */
  guint n_takedowns;       /* open */
  DipDate healed_from;     /* of the newest treatment; DIP_DATE_NONE without a session */
  gboolean has_consent;    /* any record at all */
  DipConsentState consent; /* the state that matters: active before not-yet before the latest other */
  DipDate consent_until;
  guint scopes; /* in force */
} DipClientOverview;

void dip_client_overview_free (DipClientOverview *self);

/* @born DIP_DATE_NONE when only attested; one of both is needed. A minor may be a client,
 * but the gate never opens. Returns the new code. */
char *dip_clients_add (const DipDesk *desk, const char *name, DipDate born, gboolean adult, const char *contact,
                       GError **error);

/* (element-type DipClientOverview), newest last; @search in code or name, NULL for all. */
GPtrArray *dip_clients_list (const DipDesk *desk, const char *search, GError **error);
DipClientOverview *dip_clients_show (const DipDesk *desk, const char *code, GError **error);

/* Erases names and pictures, opens a take-down for all that is out; keeps the proof. @n_takedowns (out) (optional). */
gboolean dip_clients_erase (const DipDesk *desk, const char *code, guint *n_takedowns, GError **error);
/* The same, and then looks for name and contact in the bytes of every file of the library. @remains (out) (transfer full)
 * (element-type utf8): files that still hold one; empty when all is gone. A name that another client bears too is not looked
 * for. */
gboolean dip_clients_erase_and_search (const DipDesk *desk, const char *code, guint *n_takedowns, GPtrArray **remains,
                                       GError **error);

/* The client with @code, refusing erased ones: for everything that adds to a client. Within a read or write. */
DipClient *dip_clients_require (DipDb *db, const char *code, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DipClientOverview, dip_client_overview_free)

G_END_DECLS
