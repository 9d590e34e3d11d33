#include "dip-client.h"

DipClient *
dip_client_copy (const DipClient *self)
{
  DipClient *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_new0 (DipClient, 1);
  copy->id = self->id;
  copy->code = g_strdup (self->code);
  copy->adult_attested = self->adult_attested;
  copy->created_at = g_strdup (self->created_at);
  copy->erased_at = g_strdup (self->erased_at);
  return copy;
}

void
dip_client_free (DipClient *self)
{
  if (!self)
    return;
  g_free (self->code);
  g_free (self->created_at);
  g_free (self->erased_at);
  g_free (self);
}

void
dip_identity_free (DipIdentity *self)
{
  if (!self)
    return;
  g_free (self->name);
  g_free (self->contact);
  g_free (self);
}

/**
 * dip_adult_decide:
 * @attested: staff have checked that the client is an adult
 * @born: birth date, or DIP_DATE_NONE
 * @today: the day on which it matters
 *
 * A known birth date outweighs what staff attest, both ways.
 */
DipAdult
dip_adult_decide (gboolean attested, DipDate born, DipDate today)
{
  g_return_val_if_fail (today != DIP_DATE_NONE, DIP_ADULT_UNKNOWN);

  if (born == DIP_DATE_NONE)
    return attested ? DIP_ADULT_YES : DIP_ADULT_UNKNOWN;
  if (born > today)
    return DIP_ADULT_NO;
  return dip_date_years_between (born, today) >= DIP_ADULT_AGE ? DIP_ADULT_YES : DIP_ADULT_NO;
}
