/* The client's copy of a consent, as PDF. */
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
  char *form;     /* the full text that was signed */
  char *language; /* of the text: BCP 47 tag */
  DipDate today;
} DipReceipt;

/* Errors: UNSUPPORTED when no font has some letter. */
GBytes *dip_receipt_render (const DipReceipt *self, GError **error);
/* JSON: the fields of ISO/IEC TS 27560:2023. */
GBytes *dip_receipt_to_iso (const DipReceipt *self);
/* JSON: the Consent resource of HL7 FHIR R5. */
GBytes *dip_receipt_to_fhir (const DipReceipt *self);

G_END_DECLS
