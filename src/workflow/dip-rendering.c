#include "dip-rendering.h"

#include <math.h>

#include "dip-blobs.h"
#include "dip-digest.h"
#include "dip-geometry.h"
#include "dip-publication.h"

/* Raise when a change in how pictures are made has to reach what is already published. */
#define RECIPE_VERSION 1

typedef struct
{
  DipSimilarity after_to_before;
  DipRect crop;
} Framing;

static gboolean
frame (const DipCase *one, Framing *out, GError **error)
{
  const DipPhoto *before = one->before;
  const DipPhoto *after = one->after;

  out->after_to_before = one->alignment != NULL
                             ? one->alignment->after_to_before
                             : dip_geometry_fit (before->width, before->height, after->width, after->height);
  return dip_geometry_common_crop (before->width, before->height, after->width, after->height, &out->after_to_before,
                                   &out->crop, error);
}

char *
dip_composing_recipe (const DipCase *one, const DipComposeOptions *options, const char *encoding_note, GError **error)
{
  Framing framing;
  g_autofree char *before_label = dip_publication_before_label ();
  g_autofree char *after_label = dip_publication_after_label (&one->after_facts);
  g_autofree char *text = NULL;
  const DipSimilarity *s = &framing.after_to_before;

  if (!frame (one, &framing, error))
    return NULL;
  text = g_strdup_printf ("v%d|%s/%d|%s/%d|%.9g %.9g %.9g %.9g|%.9g %.9g %.9g %.9g|%d|%d|%s|%s|%s", RECIPE_VERSION,
                          one->before->blob, one->before->orientation, one->after->blob, one->after->orientation, s->a,
                          s->b, s->tx, s->ty, framing.crop.x, framing.crop.y, framing.crop.width, framing.crop.height,
                          (int) options->layout, options->panel_height, options->labels ? before_label : "",
                          options->labels ? after_label : "", encoding_note);
  return dip_digest_text (text);
}

int
dip_composing_height_for_width (const DipCase *one, DipLayout layout, int width)
{
  Framing framing;
  double aspect;

  if (!frame (one, &framing, NULL))
    return 0;
  aspect = framing.crop.width / framing.crop.height;
  if (layout == DIP_LAYOUT_SIDE_BY_SIDE)
    aspect *= 2;
  return (int) ceil (width / aspect) + 1;
}

static gboolean
fill_panel (const DipDesk *desk, const DipPhoto *photo, const DipSimilarity *to_frame, const char *label,
            DipPanel *panel, GError **error)
{
  panel->bytes = dip_blobs_get (desk->library, photo->blob, error);
  panel->orientation = photo->orientation;
  panel->width = photo->width;
  panel->height = photo->height;
  panel->a = to_frame->a;
  panel->b = to_frame->b;
  panel->tx = to_frame->tx;
  panel->ty = to_frame->ty;
  panel->label = label;
  return panel->bytes != NULL;
}

DipPicture *
dip_composing_render (const DipDesk *desk, const DipCase *one, const DipComposeOptions *options,
                      GCancellable *cancellable, GError **error)
{
  Framing framing;
  DipPanel panels[2] = { 0 };
  g_autofree char *before_label = options->labels ? dip_publication_before_label () : NULL;
  g_autofree char *after_label = options->labels ? dip_publication_after_label (&one->after_facts) : NULL;
  DipSimilarity identity = dip_similarity_identity ();
  DipPicture *picture = NULL;

  if (!frame (one, &framing, error))
    return NULL;
  if (fill_panel (desk, one->before, &identity, before_label, &panels[0], error)
      && fill_panel (desk, one->after, &framing.after_to_before, after_label, &panels[1], error))
    {
      DipComposition composition = {
        .panels = panels,
        .n_panels = 2,
        .crop = { framing.crop.x, framing.crop.y, framing.crop.width, framing.crop.height },
        .panel_height = options->panel_height > 0 ? options->panel_height : (int) framing.crop.height,
        .stacked = options->layout == DIP_LAYOUT_STACKED,
        .gutter = -1,
        .background = { 255, 255, 255 },
      };

      picture = dip_compose (&composition, cancellable, error);
    }
  g_clear_pointer (&panels[0].bytes, g_bytes_unref);
  g_clear_pointer (&panels[1].bytes, g_bytes_unref);
  return picture;
}
