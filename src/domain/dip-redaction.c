#include "dip-redaction.h"

#include <inttypes.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "dip-error.h"

/* Parts of the distance between the eyes. */
#define BAR_BEYOND      0.5
#define BAR_HALF_HEIGHT 0.3

#define LEAST_SIDE 2.0 /* pixels */

void
dip_redaction_free (DipRedaction *self)
{
  if (self == NULL)
    return;
  g_free (self->by);
  g_free (self->created_at);
  g_free (self);
}

static void
box_corners (const DipCover *self, DipPoint *corners)
{
  const double left = MIN (self->a.x, self->b.x), right = MAX (self->a.x, self->b.x);
  const double top = MIN (self->a.y, self->b.y), bottom = MAX (self->a.y, self->b.y);

  corners[0] = (DipPoint){ left, top };
  corners[1] = (DipPoint){ right, top };
  corners[2] = (DipPoint){ right, bottom };
  corners[3] = (DipPoint){ left, bottom };
}

void
dip_cover_corners (const DipCover *self, DipPoint *corners)
{
  const double dx = self->b.x - self->a.x, dy = self->b.y - self->a.y;
  const double along_x = dx * BAR_BEYOND, along_y = dy * BAR_BEYOND;
  const double up_x = dy * BAR_HALF_HEIGHT, up_y = -dx * BAR_HALF_HEIGHT;

  if (self->kind == DIP_COVER_BOX)
    {
      box_corners (self, corners);
      return;
    }
  corners[0] = (DipPoint){ self->a.x - along_x + up_x, self->a.y - along_y + up_y };
  corners[1] = (DipPoint){ self->b.x + along_x + up_x, self->b.y + along_y + up_y };
  corners[2] = (DipPoint){ self->b.x + along_x - up_x, self->b.y + along_y - up_y };
  corners[3] = (DipPoint){ self->a.x - along_x - up_x, self->a.y - along_y - up_y };
}

gboolean
dip_cover_hides (const DipCover *self, DipPoint point)
{
  DipPoint corners[4];
  gboolean left = FALSE, right = FALSE;

  dip_cover_corners (self, corners);
  for (guint i = 0; i < 4; i++)
    {
      const DipPoint from = corners[i], to = corners[(i + 1) % 4];
      const double side = (to.x - from.x) * (point.y - from.y) - (to.y - from.y) * (point.x - from.x);

      left |= side < 0;
      right |= side > 0;
    }
  return !(left && right);
}

static gboolean
has_area (const DipCover *self)
{
  const double dx = fabs (self->a.x - self->b.x), dy = fabs (self->a.y - self->b.y);

  if (!isfinite (dx) || !isfinite (dy))
    return FALSE;
  return self->kind == DIP_COVER_BOX ? dx >= LEAST_SIDE && dy >= LEAST_SIDE : hypot (dx, dy) >= LEAST_SIDE;
}

static gboolean
touches (const DipCover *self, const DipPhoto *photo)
{
  DipPoint corners[4];
  double left = INFINITY, right = -INFINITY, top = INFINITY, bottom = -INFINITY;

  dip_cover_corners (self, corners);
  for (guint i = 0; i < 4; i++)
    {
      left = MIN (left, corners[i].x);
      right = MAX (right, corners[i].x);
      top = MIN (top, corners[i].y);
      bottom = MAX (bottom, corners[i].y);
    }
  return right > 0 && bottom > 0 && left < photo->width && top < photo->height;
}

gboolean
dip_cover_check (const DipCover *self, const DipPhoto *photo, GError **error)
{
  if (!has_area (self))
    g_set_error_literal (error, DIP_ERROR, DIP_ERROR_INVALID,
                         self->kind == DIP_COVER_BOX
                             ? _ ("This box covers nothing. Give it a width and a height.")
                             : _ ("Both eyes are at the same place. Mark the middle of each eye."));
  else if (!touches (self, photo))
    g_set_error (error, DIP_ERROR, DIP_ERROR_INVALID,
                 _ ("This cover lies outside photo %" PRId64 ", which is %d × %d pixels."), photo->id, photo->width,
                 photo->height);
  else
    return TRUE;
  return FALSE;
}

DipIdentifiability
dip_photo_seen (const DipPhoto *photo, const DipRedaction *redaction)
{
  DipIdentifiability shown = photo->shows;

  if (shown < DIP_IDENTIFIABILITY_SCALP_ONLY || shown > DIP_IDENTIFIABILITY_FULL_FACE)
    shown = DIP_IDENTIFIABILITY_FULL_FACE;
  if (redaction == NULL || redaction->n_covers == 0 || redaction->photo_id != photo->id
      || redaction->shows < DIP_IDENTIFIABILITY_SCALP_ONLY)
    return shown;
  return MIN (shown, redaction->shows);
}

static void
append_point (GString *text, DipPoint p)
{
  char x[G_ASCII_DTOSTR_BUF_SIZE], y[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_printf (text, " %s,%s", g_ascii_dtostr (x, sizeof x, p.x), g_ascii_dtostr (y, sizeof y, p.y));
}

char *
dip_covers_to_text (const DipCover *covers, guint n)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    {
      g_string_append_printf (text, "%s%s", i > 0 ? "; " : "", dip_token_name (dip_cover_tokens, (int) covers[i].kind));
      append_point (text, covers[i].a);
      append_point (text, covers[i].b);
    }
  return g_string_free (text, FALSE);
}

static gboolean
read_point (const char **at, DipPoint *out)
{
  char *end;

  out->x = g_ascii_strtod (*at, &end);
  if (end == *at || *end != ',')
    return FALSE;
  *at = end + 1;
  out->y = g_ascii_strtod (*at, &end);
  if (end == *at)
    return FALSE;
  *at = end;
  return TRUE;
}

guint
dip_covers_from_text (const char *text, DipCover *covers)
{
  g_auto (GStrv) parts = g_strsplit (text != NULL ? text : "", ";", -1);
  guint n = 0;

  for (guint i = 0; parts[i] != NULL && n < DIP_COVERS_MAX; i++)
    {
      const char *at = g_strstrip (parts[i]);
      DipCover cover = { .kind = g_str_has_prefix (at, "eyes ") ? DIP_COVER_EYES : DIP_COVER_BOX };

      if (cover.kind == DIP_COVER_BOX && !g_str_has_prefix (at, "box "))
        continue;
      at = strchr (at, ' ');
      if (read_point (&at, &cover.a) && read_point (&at, &cover.b))
        covers[n++] = cover;
    }
  return n;
}
