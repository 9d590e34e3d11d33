#include "dip-destination.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

#include "dip-error.h"
#include "dip-publication.h"
#include "dip-site-words.h"

const DipToken dip_export_format_tokens[] = {
  { DIP_EXPORT_AVIF, "avif", NULL, "file format", NC_ ("file format", "AVIF") },
  { DIP_EXPORT_WEBP, "webp", NULL, "file format", NC_ ("file format", "WebP") },
  { DIP_EXPORT_JPEG, "jpeg", "jpg", "file format", NC_ ("file format", "JPEG") },
  { 0 },
};

#define LEAST_WIDTH 100
#define MOST_WIDTH  16383 /* of WebP, the narrowest format */
#define MOST_SHAPE  100
#define LEAST_KIB   10
#define LEAST_DPI   72
#define MOST_DPI    1200

enum
{
  LABELS = 1 << 0, /* words in the picture, and the clinic mark */
  AFTER_ONLY = 1 << 1,
  PAGES = 1 << 2,
  IMPORT_LIST = 1 << 3,
  SERIES = 1 << 4,
};

typedef struct
{
  const char *name;
  const char *label;
  DipScope scope;
  DipLayout layout;
  guint flags;
  guint formats;
  int shape_width, shape_height;
  int max_kib;
  int dpi;
  int widths[DIP_LADDER_MAX];
} Preset;

#define WEB_FORMATS (DIP_EXPORT_AVIF | DIP_EXPORT_WEBP | DIP_EXPORT_JPEG)
#define BESIDE      DIP_LAYOUT_SIDE_BY_SIDE
#define ABOVE       DIP_LAYOUT_STACKED

/* No place is stricter than the consent to begin with: what a client agreed to show is for the client to say. Listing
 * sites ask for pictures without text (RealSelf: square, at most 6 MB), or for the result alone (Treatwell). Social media's
 * shapes are those of feed, portrait and story. Print: 3543 pixels are 30 cm at 300 dpi. */
static const Preset presets[] = {
  { "website", NC_ ("destination", "Website"), DIP_SCOPE_WEBSITE, BESIDE, LABELS | PAGES, WEB_FORMATS, .max_kib = 200,
    .widths = { 400, 800, 1200, 1600 } },
  { "wordpress", NC_ ("destination", "Website (WordPress)"), DIP_SCOPE_WEBSITE, BESIDE, LABELS | IMPORT_LIST,
    DIP_EXPORT_JPEG, .max_kib = 300, .widths = { 1600 } },
  { "social-media", NC_ ("destination", "Social media"), DIP_SCOPE_SOCIAL_MEDIA, BESIDE, LABELS, DIP_EXPORT_JPEG, 1, 1,
    .widths = { 1080 } },
  { "social-portrait", NC_ ("destination", "Social media, portrait"), DIP_SCOPE_SOCIAL_MEDIA, ABOVE, LABELS,
    DIP_EXPORT_JPEG, 4, 5, .widths = { 1080 } },
  { "social-story", NC_ ("destination", "Social media, story"), DIP_SCOPE_SOCIAL_MEDIA, ABOVE, LABELS, DIP_EXPORT_JPEG,
    9, 16, .widths = { 1080 } },
  { "social-strip", NC_ ("destination", "Social media, strip of all healed photos"), DIP_SCOPE_SOCIAL_MEDIA, BESIDE,
    LABELS | SERIES, DIP_EXPORT_JPEG, .widths = { 1620 } },
  { "social-slide", NC_ ("destination", "Social media, animated slide"), DIP_SCOPE_SOCIAL_MEDIA, DIP_LAYOUT_SLIDE, 0,
    DIP_EXPORT_WEBP, .widths = { 540 } },
  { "print", NC_ ("destination", "Print"), DIP_SCOPE_PRINT, BESIDE, LABELS, DIP_EXPORT_JPEG, .dpi = 300,
    .widths = { 1600, 3543 } },
  { "in-clinic", NC_ ("destination", "In-clinic display"), DIP_SCOPE_IN_CLINIC, BESIDE, LABELS, DIP_EXPORT_JPEG,
    .widths = { 1920, 2560 } },
  { "training", NC_ ("destination", "Training"), DIP_SCOPE_TRAINING, BESIDE, LABELS, DIP_EXPORT_JPEG,
    .widths = { 1600 } },
  { "listing", NC_ ("destination", "Listing sites"), DIP_SCOPE_LISTING_SITES, BESIDE, 0, DIP_EXPORT_JPEG, 1, 1,
    .max_kib = 6000, .widths = { 800, 1600 } },
  { "listing-after", NC_ ("destination", "Listing sites, result only"), DIP_SCOPE_LISTING_SITES, BESIDE, AFTER_ONLY,
    DIP_EXPORT_JPEG, 1, 1, .widths = { 800, 1600 } },
};

void
dip_destination_free (DipDestination *self)
{
  if (!self)
    return;
  g_free (self->name);
  g_free (self->label);
  g_free (self->caption);
  g_free (self->disclosure);
  g_free (self->language);
  g_free (self->templates);
  g_free (self->names);
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
  self->layout = preset->layout;
  self->labels = self->mark = (preset->flags & LABELS) != 0;
  self->after_only = (preset->flags & AFTER_ONLY) != 0;
  self->pages = (preset->flags & PAGES) != 0;
  self->import_list = (preset->flags & IMPORT_LIST) != 0;
  self->series = (preset->flags & SERIES) != 0;
  self->rights = TRUE;
  self->dpi = preset->dpi;
  self->shape_width = preset->shape_width;
  self->shape_height = preset->shape_height;
  self->max_kib = preset->max_kib;
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

static gboolean
invalid (GError **error, const char *text)
{
  g_set_error_literal (error, DIP_ERROR, DIP_ERROR_INVALID, text);
  return FALSE;
}

static gboolean
name_is_good (const char *name)
{
  gsize length = name != NULL ? strlen (name) : 0;

  return length > 0 && length <= 40 && strspn (name, "abcdefghijklmnopqrstuvwxyz0123456789-") == length
         && name[0] != '-';
}

static gboolean
widths_are_good (const int *widths)
{
  guint n = 0;

  for (; n < DIP_LADDER_MAX && widths[n] != 0; n++)
    if (widths[n] < LEAST_WIDTH || widths[n] > MOST_WIDTH || (n > 0 && widths[n] <= widths[n - 1]))
      return FALSE;
  return n > 0 && n < DIP_LADDER_MAX;
}

gboolean
dip_destination_check (const DipDestination *self, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (!name_is_good (self->name))
    return invalid (error, _ ("A destination's name is made of small letters, digits and hyphens, such as “my-site”."));
  if (self->label == NULL || *self->label == '\0')
    return invalid (error, _ ("Say what the destination is called when it is shown."));
  if (self->formats == 0)
    return invalid (error, _ ("A destination needs at least one file format: avif, webp or jpeg."));
  if (!widths_are_good (self->widths))
    return invalid (error,
                    _ ("Widths are up to seven ascending numbers of pixels, 100 to 16383, such as 400,800,1600."));
  if (self->max_kib != 0 && self->max_kib < LEAST_KIB)
    return invalid (error, _ ("A byte budget is at least 10 KiB; 0 means none."));
  if (self->layout == DIP_LAYOUT_SLIDE && (self->formats != DIP_EXPORT_WEBP || self->pages))
    return invalid (error, _ ("The animated slide is a WebP file by itself: choose the format webp and no web pages."));
  if (self->dpi != 0 && (self->dpi < LEAST_DPI || self->dpi > MOST_DPI))
    return invalid (error, _ ("A resolution is 72 to 1200 dots per inch; 0 means none."));
  if (self->language != NULL && strcmp (dip_site_language (self->language), self->language) != 0)
    return invalid (error, _ ("Pages come in English (en), German (de), French (fr) and Spanish (es)."));
  if (self->names != NULL && !dip_publication_check_names (self->names, error))
    return FALSE;
  if (self->series && self->after_only)
    return invalid (error, _ ("A strip shows the before too: choose one or the other."));
  return TRUE;
}

gboolean
dip_destination_set_shape (DipDestination *self, const char *text, GError **error)
{
  g_auto (GStrv) sides = g_strsplit (text != NULL ? text : "", ":", -1);
  const guint n = g_strv_length (sides);
  guint64 width = 0, height = 0;

  g_return_val_if_fail (self != NULL, FALSE);

  if (n > 0
      && (n != 2 || !g_ascii_string_to_unsigned (sides[0], 10, 1, MOST_SHAPE, &width, NULL)
          || !g_ascii_string_to_unsigned (sides[1], 10, 1, MOST_SHAPE, &height, NULL)))
    return invalid (error, _ ("A shape is width to height, such as 1:1 or 4:5."));
  self->shape_width = (int) width;
  self->shape_height = (int) height;
  return TRUE;
}

char *
dip_destination_shape (const DipDestination *self)
{
  return self->shape_width > 0 ? g_strdup_printf ("%d:%d", self->shape_width, self->shape_height) : NULL;
}

gboolean
dip_destination_set_widths (DipDestination *self, const char *text, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (text, ",", -1);
  int widths[DIP_LADDER_MAX] = { 0 };

  for (guint i = 0; parts[i] != NULL && i < DIP_LADDER_MAX; i++)
    widths[i] = (int) g_ascii_strtoll (parts[i], NULL, 10);
  if (!widths_are_good (widths))
    return invalid (error,
                    _ ("Widths are up to seven ascending numbers of pixels, 100 to 16383, such as 400,800,1600."));
  memcpy (self->widths, widths, sizeof widths);
  return TRUE;
}
