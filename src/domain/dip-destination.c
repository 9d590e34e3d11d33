#include "dip-destination.h"

#include <glib/gi18n-lib.h>

const DipToken dip_export_format_tokens[] = {
  { DIP_EXPORT_AVIF, "avif", NULL, "file format", NC_ ("file format", "AVIF") },
  { DIP_EXPORT_WEBP, "webp", NULL, "file format", NC_ ("file format", "WebP") },
  { DIP_EXPORT_JPEG, "jpeg", "jpg", "file format", NC_ ("file format", "JPEG") },
  { 0 },
};

typedef struct
{
  const char *name;
  const char *label;
  DipScope scope;
  gboolean labels;
  guint formats;
  int widths[DIP_LADDER_MAX];
} Preset;

/* No place is stricter than the consent to begin with: what a client agreed to show is for the client to say. Listing
 * sites ask for pictures without text. */
static const Preset presets[] = {
  { "website",
    NC_ ("destination", "Website"),
    DIP_SCOPE_WEBSITE,
    TRUE,
    DIP_EXPORT_AVIF | DIP_EXPORT_WEBP | DIP_EXPORT_JPEG,
    { 400, 800, 1200, 1600 } },
  { "social-media", NC_ ("destination", "Social media"), DIP_SCOPE_SOCIAL_MEDIA, TRUE, DIP_EXPORT_JPEG, { 1080 } },
  { "print", NC_ ("destination", "Print"), DIP_SCOPE_PRINT, TRUE, DIP_EXPORT_JPEG, { 1600, 3200 } },
  { "in-clinic", NC_ ("destination", "In-clinic display"), DIP_SCOPE_IN_CLINIC, TRUE, DIP_EXPORT_JPEG, { 1920, 2560 } },
  { "training", NC_ ("destination", "Training"), DIP_SCOPE_TRAINING, TRUE, DIP_EXPORT_JPEG, { 1600 } },
  { "listing", NC_ ("destination", "Listing sites"), DIP_SCOPE_LISTING_SITES, FALSE, DIP_EXPORT_JPEG, { 800, 1600 } },
};

void
dip_destination_free (DipDestination *self)
{
  if (!self)
    return;
  g_free (self->name);
  g_free (self->label);
  g_free (self);
}

static DipDestination *
from_preset (const Preset *preset)
{
  DipDestination *self = g_new0 (DipDestination, 1);

  self->name = g_strdup (preset->name);
  self->label = g_strdup (g_dpgettext2 (GETTEXT_PACKAGE, "destination", preset->label));
  self->scope = preset->scope;
  self->max_identifiability = DIP_IDENTIFIABILITY_FULL_FACE;
  self->layout = DIP_LAYOUT_SIDE_BY_SIDE;
  self->labels = preset->labels;
  self->formats = preset->formats;
  memcpy (self->widths, preset->widths, sizeof self->widths);
  return self;
}

GPtrArray *
dip_destination_presets (void)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) dip_destination_free);

  for (gsize i = 0; i < G_N_ELEMENTS (presets); i++)
    g_ptr_array_add (list, from_preset (&presets[i]));
  return list;
}
