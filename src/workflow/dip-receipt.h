/* The client's copy of a consent, drawn as PDF pages by cairo and pango. */
#pragma once

#include "dip-client.h"
#include "dip-consent.h"
#include "dip-clinic.h"

G_BEGIN_DECLS

typedef struct
{
  DipConsent *consent;
  DipClient *client;
  DipClinic *clinic;
  char *form; /* the full text that was signed */
  DipDate today;
} DipReceipt;

/* A4, as many pages as the text needs; no date or producer of the program's in the file's own metadata. */
GBytes *dip_receipt_render (const DipReceipt *self, GError **error);

G_END_DECLS
