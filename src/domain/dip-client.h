/* A client as everyone but the curator knows them: a code. Names and birth dates are in dip-identity.h. */
#pragma once

#include "dip-date.h"

G_BEGIN_DECLS

/* Nobody under 18 is published, whoever consents. */
#define DIP_ADULT_AGE 18

typedef enum
{
  DIP_ADULT_UNKNOWN,
  DIP_ADULT_NO,
  DIP_ADULT_YES,
} DipAdult;

typedef struct
{
  gint64 id;
  char *code;              /* random, e.g. "K7QX3M" */
  gboolean adult_attested; /* staff have checked that the client is an adult */
  char *created_at;        /* UTC */
  char *erased_at;         /* UTC, or NULL */
} DipClient;

/* What only curators read; one module, one table. */
typedef struct
{
  gint64 client_id;
  char *name;
  DipDate born; /* DIP_DATE_NONE when not known */
  char *contact;
  gboolean altered; /* it is not as it was sealed: the rest says nothing */
} DipIdentity;

DipClient *dip_client_copy (const DipClient *self);
void dip_client_free (DipClient *self);
void dip_identity_free (DipIdentity *self);

/* @born decides when known, else the attestation. */
DipAdult dip_adult_decide (gboolean attested, DipDate born, DipDate today);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DipClient, dip_client_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DipIdentity, dip_identity_free)

G_END_DECLS
