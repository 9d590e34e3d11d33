#include "dip-landmarks.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Parts of the greatest distance between landmarks. */
#define GOOD_FIT 0.005
#define FAIR_FIT 0.015
#define POOR_FIT 0.03

#define EXACT_PIXELS 0.05

#define N_PRESET 3

static const DipLandmark face[N_PRESET] = {
  { "left-eye", N_ ("Outer corner of the eye on the left"), { 0.36, 0.62 } },
  { "right-eye", N_ ("Outer corner of the eye on the right"), { 0.64, 0.62 } },
  { "nose", N_ ("Tip of the nose"), { 0.50, 0.76 } },
};

static const DipLandmark from_above[N_PRESET] = {
  { "left-ear-top", N_ ("Top of the ear on the left"), { 0.20, 0.55 } },
  { "right-ear-top", N_ ("Top of the ear on the right"), { 0.80, 0.55 } },
  { "nose-bridge", N_ ("Bridge of the nose"), { 0.50, 0.88 } },
};

static const DipLandmark from_behind[N_PRESET] = {
  { "left-ear-top", N_ ("Top of the ear on the left"), { 0.24, 0.55 } },
  { "right-ear-top", N_ ("Top of the ear on the right"), { 0.76, 0.55 } },
  { "nape", N_ ("Middle of the nape"), { 0.50, 0.84 } },
};

static const DipLandmark side[N_PRESET] = {
  { "eye", N_ ("Outer corner of the eye"), { 0.32, 0.60 } },
  { "ear-top", N_ ("Top of the ear"), { 0.60, 0.58 } },
  { "ear-lobe", N_ ("Lobe of the ear"), { 0.58, 0.76 } },
};

static const DipLandmark oblique[N_PRESET] = {
  { "eye", N_ ("Outer corner of the nearer eye"), { 0.50, 0.62 } },
  { "ear-top", N_ ("Top of the ear"), { 0.72, 0.60 } },
  { "nose", N_ ("Tip of the nose"), { 0.32, 0.74 } },
};

static const DipLandmark skin[N_PRESET] = {
  { "mark-1", N_ ("A mole or mark beside the treated skin"), { 0.25, 0.50 } },
  { "mark-2", N_ ("A second mark, well away from the first"), { 0.75, 0.50 } },
  { "mark-3", N_ ("A third mark, not in line with both"), { 0.50, 0.80 } },
};

const DipLandmark *
dip_landmarks_of_view (DipView view, guint *n)
{
  if (n != NULL)
    *n = N_PRESET;
  switch (view)
    {
    case DIP_VIEW_FRONT_HAIRLINE:
      return face;
    case DIP_VIEW_TOP:
      return from_above;
    case DIP_VIEW_CROWN:
    case DIP_VIEW_BACK:
      return from_behind;
    case DIP_VIEW_LEFT_TEMPLE:
    case DIP_VIEW_RIGHT_TEMPLE:
      return side;
    case DIP_VIEW_LEFT_OBLIQUE:
    case DIP_VIEW_RIGHT_OBLIQUE:
      return oblique;
    case DIP_VIEW_SCAR:
    case DIP_VIEW_CLOSE_UP:
    case DIP_VIEW_NONE:
    default:
      return skin;
    }
}

const char *
dip_landmark_label (const DipLandmark *self)
{
  g_return_val_if_fail (self != NULL, "");

  return _ (self->label);
}

static double
greatest_distance (const DipPoint *points, guint n)
{
  double greatest = 0;

  for (guint i = 0; i < n; i++)
    for (guint j = 0; j < i; j++)
      greatest = MAX (greatest, hypot (points[i].x - points[j].x, points[i].y - points[j].y));
  return greatest;
}

DipFit
dip_fit_of (double residual, const DipPoint *before, guint n)
{
  double spread = greatest_distance (before, n);

  if (n <= DIP_LANDMARKS_MIN || residual < EXACT_PIXELS)
    return DIP_FIT_EXACT;
  if (!(spread > 0) || residual > POOR_FIT * spread)
    return DIP_FIT_POOR;
  return residual <= GOOD_FIT * spread ? DIP_FIT_EXACT : residual <= FAIR_FIT * spread ? DIP_FIT_GOOD : DIP_FIT_FAIR;
}

char *
dip_fit_to_text (double residual, const DipPoint *before, guint n)
{
  if (n == 0)
    return g_strdup (_ ("Not lined up by points yet."));
  if (n <= DIP_LANDMARKS_MIN)
    return g_strdup (_ ("Two points always fit. A third one would show how well."));
  switch (dip_fit_of (residual, before, n))
    {
    case DIP_FIT_EXACT:
      return g_strdup_printf (_ ("The points fit exactly: %.1f pixels are left over."), residual);
    case DIP_FIT_GOOD:
      return g_strdup_printf (_ ("The points fit well: %.1f pixels are left over."), residual);
    case DIP_FIT_FAIR:
      return g_strdup_printf (_ ("The points fit fairly: %.1f pixels are left over. Look closely at each."), residual);
    case DIP_FIT_POOR:
    default:
      return g_strdup_printf (_ ("The points do not fit: %.1f pixels are left over. One is at another spot, or the "
                                 "camera looked from elsewhere."),
                              residual);
    }
}
