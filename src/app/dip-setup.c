#include "dip-setup.h"

#include "dip-gallery.h"
#include "dip-records.h"

void
dip_setup_free (DipSetup *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->clinic, dip_clinic_free);
  g_clear_pointer (&self->destinations, g_ptr_array_unref);
  g_free (self);
}

gpointer
dip_setup_load (const DipDesk *desk, gpointer unused, DipJob *job, GError **error)
{
  g_autoptr (DipSetup) self = g_new0 (DipSetup, 1);

  if ((self->clinic = dip_records_clinic (desk, error)) == NULL
      || (self->destinations = dip_gallery_destinations (desk, error)) == NULL)
    return NULL;
  return g_steal_pointer (&self);
}

static gboolean
is_called (const DipSetup *self, guint position, const char *name)
{
  const DipDestination *destination = g_ptr_array_index (self->destinations, position);

  return g_ascii_strcasecmp (destination->name, name) == 0;
}

guint
dip_setup_find (const DipSetup *self, const char *name)
{
  const char *names[] = { name, self->clinic->destination };

  for (guint n = 0; n < G_N_ELEMENTS (names); n++)
    for (guint i = 0; names[n] != NULL && i < self->destinations->len; i++)
      if (is_called (self, i, names[n]))
        return i;
  return 0;
}
