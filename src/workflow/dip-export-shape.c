#include "dip-export-shape.h"

DipExportFormat
dip_export_format_of (DipFormat format)
{
  switch (format)
    {
    case DIP_FORMAT_AVIF:
      return DIP_EXPORT_AVIF;
    case DIP_FORMAT_WEBP:
      return DIP_EXPORT_WEBP;
    case DIP_FORMAT_JPEG:
    case DIP_FORMAT_PNG:
    case DIP_FORMAT_TIFF:
    case DIP_FORMAT_HEIC:
    case DIP_FORMAT_UNKNOWN:
    default:
      return DIP_EXPORT_JPEG;
    }
}

DipFormat
dip_export_picture_format (DipExportFormat format)
{
  if (format == DIP_EXPORT_AVIF)
    return DIP_FORMAT_AVIF;
  return format == DIP_EXPORT_WEBP ? DIP_FORMAT_WEBP : DIP_FORMAT_JPEG;
}

static const char *
either (const char *said, const char *otherwise)
{
  return said != NULL ? said : otherwise;
}

DipRights *
dip_export_rights (const DipDestination *destination, const DipClinic *clinic)
{
  if (!destination->rights)
    return NULL;
  return dip_rights_new (either (clinic->creator, clinic->name), either (clinic->credit, clinic->name),
                         either (clinic->copyright, clinic->name), clinic->licence);
}

GArray *
dip_export_rungs (const DipDestination *destination, const DipRights *rights)
{
  static const DipExportFormat order[] = { DIP_EXPORT_AVIF, DIP_EXPORT_WEBP, DIP_EXPORT_JPEG };
  GArray *rungs = g_array_new (FALSE, TRUE, sizeof (DipRung));

  for (guint i = 0; destination->widths[i] != 0; i++)
    for (guint f = 0; f < G_N_ELEMENTS (order); f++)
      if (destination->formats & order[f])
        {
          DipRung rung = { .format = dip_export_picture_format (order[f]),
                           .width = destination->widths[i],
                           .max_bytes = (gsize) destination->max_kib * 1024,
                           .rights = rights,
                           .dpi = destination->dpi };

          g_array_append_val (rungs, rung);
        }
  return rungs;
}

static int
greatest_width (const DipDestination *destination)
{
  int width = 0;

  for (guint i = 0; destination->widths[i] != 0; i++)
    width = MAX (width, destination->widths[i]);
  return width;
}

DipComposeOptions
dip_export_options (const DipDestination *destination, const DipStyle *style, const DipCase *one)
{
  const gboolean still = style != NULL && style->layout != DIP_LAYOUT_SLIDE;

  DipComposeOptions options = {
    .layout = still ? style->layout : destination->layout,
    .labels = destination->labels && !destination->after_only && !one->clinic->no_labels,
    .style = style,
    .no_mark = !destination->mark || destination->after_only,
    .after_only = destination->after_only,
    .aspect = destination->shape_width > 0 ? (double) destination->shape_width / destination->shape_height : 0,
  };

  options.panel_height = dip_composing_height_for_width (one, &options, greatest_width (destination));
  return options;
}

static char *
encoding_note (const DipDestination *destination, const DipClinic *clinic)
{
  g_autoptr (DipRights) rights = dip_export_rights (destination, clinic);
  g_autofree char *words = rights != NULL ? dip_rights_note (rights) : g_strdup ("no");
  GString *note = g_string_new (NULL);

  for (guint i = 0; destination->widths[i] != 0; i++)
    g_string_append_printf (note, "%d ", destination->widths[i]);
  g_string_append_printf (note, "formats %u after-only %d budget %d dpi %d rights %s", destination->formats,
                          destination->after_only, destination->max_kib, destination->dpi, words);
  return g_string_free (note, FALSE);
}

char *
dip_export_recipe (const DipDestination *destination, const DipStyle *style, const DipCase *one, GError **error)
{
  const DipComposeOptions options = dip_export_options (destination, style, one);
  g_autofree char *note = encoding_note (destination, one->clinic);

  return dip_composing_recipe (one, &options, note, error);
}
