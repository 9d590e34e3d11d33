#include "dip-fair.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

const DipToken dip_fair_tokens[] = {
  { DIP_FAIR_BRIGHTNESS, "brightness", NULL, "fair", NC_ ("fair", "Brightness") },
  { DIP_FAIR_CONTRAST, "contrast", NULL, "fair", NC_ ("fair", "Contrast") },
  { DIP_FAIR_WHITE_BALANCE, "white-balance", NULL, "fair", NC_ ("fair", "White balance") },
  { DIP_FAIR_SHARPNESS, "sharpness", NULL, "fair", NC_ ("fair", "Sharpness") },
  { DIP_FAIR_SCALE, "scale", NULL, "fair", NC_ ("fair", "Distance") },
  { DIP_FAIR_TILT, "tilt", NULL, "fair", NC_ ("fair", "Tilt") },
  { DIP_FAIR_ANGLE, "angle", NULL, "fair", NC_ ("fair", "Angle of view") },
  { DIP_FAIR_BACKGROUND, "background", NULL, "fair", NC_ ("fair", "Background") },
  { DIP_FAIR_CAMERA, "camera", NULL, "fair", NC_ ("fair", "Camera") },
  { DIP_FAIR_FOCAL_LENGTH, "focal-length", NULL, "fair", NC_ ("fair", "Focal length") },
  { DIP_FAIR_HAIR, "hair", NULL, "fair", NC_ ("fair", "Hair") },
  { 0 },
};

const DipToken dip_fair_verdict_tokens[] = {
  { DIP_FAIR_GOOD, "fair", NULL, "fair", NC_ ("fair", "Fair") },
  { DIP_FAIR_UNFAIR, "unfair", NULL, "fair", NC_ ("fair", "Look again") },
  { DIP_FAIR_UNKNOWN, "unknown", NULL, "fair", NC_ ("fair", "Not known") },
  { 0 },
};

/* A third of a stop, the step in which cameras set exposure, is 26 %. */
#define MOST_BRIGHTNESS 25.0
#define MOST_CONTRAST   25.0 /* % */
/* About 5 units of colour difference on skin, twice what is just seen (2.3: Mahy and others 1994). */
#define MOST_BALANCE   0.2  /* stops */
#define MOST_SHARPNESS 40.0 /* % */
#define MOST_SCALE     15.0 /* % */
#define MOST_TILT      8.0  /* degrees */
#define MOST_STRETCH   5.0  /* % */
#define MOST_DISTANCE  12.0 /* colour difference */
#define MOST_FOCAL     10.0 /* % */

#define SOURCE_LIGHT                                                                                                   \
  N_ ("ASA/CAP rulings under 3.47 to 3.50: unequal light is misleading; a third of a stop is one step of a camera")
#define SOURCE_VIEW                                                                                                    \
  N_ ("ASA/CAP rulings under 3.47 to 3.50: unequal angle or distance is misleading; limit set by this program's "      \
      "tests")
#define SOURCE_TESTS  N_ ("Limit set by this program's tests on photos altered by known amounts")
#define SOURCE_COLOUR N_ ("Twice the colour difference that is just seen (Mahy and others 1994)")
#define SOURCE_ALIKE  N_ ("Standard clinical photography: same camera, same lens, dry hair")

void
dip_fair_finding_free (DipFairFinding *self)
{
  if (self == NULL)
    return;
  g_free (self->text);
  g_free (self);
}

/* Degrees and stops are small, and of per cents nobody needs a part. */
static int
decimals_of (const DipFairFinding *self)
{
  if (self->aspect == DIP_FAIR_WHITE_BALANCE)
    return 2;
  return self->aspect == DIP_FAIR_TILT || self->aspect == DIP_FAIR_ANGLE ? 1 : 0;
}

char *
dip_fair_value_text (const DipFairFinding *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (isnan (self->value))
    return g_strdup ("—");
  if (strcmp (self->unit, "%") == 0)
    /* Translators: a difference in per cent, with its sign. */
    return g_strdup_printf (_ ("%+.*f %%"), decimals_of (self), self->value);
  /* Translators: a figure and its unit. */
  return g_strdup_printf (C_ ("figure", "%.*f %s"), decimals_of (self), self->value, self->unit);
}

char *
dip_fair_limit_text (const DipFairFinding *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (isnan (self->threshold))
    /* Translators: what both photos have to be, and where that comes from. */
    return g_strdup_printf (_ ("Has to be alike: %s"), self->source);
  /* Translators: a number, its unit, and where the limit comes from. */
  return g_strdup_printf (_ ("Limit %.*f %s: %s"), decimals_of (self), self->threshold, self->unit, self->source);
}

/* @text (transfer full). */
static void
add (GPtrArray *findings, DipFairAspect aspect, DipFairVerdict verdict, double value, double threshold,
     const char *unit, const char *source, char *text)
{
  DipFairFinding *finding = g_new0 (DipFairFinding, 1);

  *finding = (DipFairFinding){ aspect, verdict, value, threshold, unit, g_dgettext (GETTEXT_PACKAGE, source), text };
  g_ptr_array_add (findings, finding);
}

static DipFairVerdict
verdict_of (double value, double threshold)
{
  return fabs (value) > threshold ? DIP_FAIR_UNFAIR : DIP_FAIR_GOOD;
}

/* A ratio as per cent more (or less) of the larger against the smaller, so that swapping the photos changes the sign only. */
static double
percent_of (double ratio)
{
  return ratio >= 1 ? 100 * (ratio - 1) : -100 * (1 / ratio - 1);
}

static void
judge_brightness (GPtrArray *findings, double ratio)
{
  const double percent = percent_of (ratio);
  const DipFairVerdict verdict = verdict_of (percent, MOST_BRIGHTNESS);
  char *text;

  if (verdict == DIP_FAIR_GOOD)
    text = g_strdup_printf (_ ("Both photos are about as bright (%+.0f %%)."), percent);
  else if (percent > 0)
    text = g_strdup_printf (_ ("The after photo is %.0f %% brighter: differences in light have been ruled misleading."),
                            percent);
  else
    text = g_strdup_printf (
        _ ("The before photo is %.0f %% brighter: differences in light have been ruled misleading."), -percent);
  add (findings, DIP_FAIR_BRIGHTNESS, verdict, percent, MOST_BRIGHTNESS, "%", SOURCE_LIGHT, text);
}

static void
judge_contrast (GPtrArray *findings, double ratio)
{
  const double percent = percent_of (ratio);
  const DipFairVerdict verdict = verdict_of (percent, MOST_CONTRAST);
  char *text;

  if (verdict == DIP_FAIR_GOOD)
    text = g_strdup_printf (_ ("Light and shade are about alike (%+.0f %%)."), percent);
  else
    text = g_strdup_printf (percent > 0 ? _ ("The after photo has %.0f %% more contrast: its light is harder.")
                                        : _ ("The before photo has %.0f %% more contrast: its light is harder."),
                            fabs (percent));
  add (findings, DIP_FAIR_CONTRAST, verdict, percent, MOST_CONTRAST, "%", SOURCE_TESTS, text);
}

static char *
balance_text (double warmth, double tint, double stops)
{
  if (fabs (warmth) < fabs (tint))
    return g_strdup_printf (
        tint > 0 ? _ ("The after photo is greener by %.2f stops: skin looks different for that alone.")
                 : _ ("The after photo is more magenta by %.2f stops: skin looks different for that alone."),
        stops);
  return g_strdup_printf (
      warmth > 0 ? _ ("The after photo's light is warmer by %.2f stops: skin looks different for that alone.")
                 : _ ("The after photo's light is cooler by %.2f stops: skin looks different for that alone."),
      stops);
}

static void
judge_balance (GPtrArray *findings, double warmth, double tint)
{
  const double stops = hypot (warmth, tint);
  const DipFairVerdict verdict = verdict_of (stops, MOST_BALANCE);

  add (findings, DIP_FAIR_WHITE_BALANCE, verdict, stops, MOST_BALANCE, _ ("stops"), SOURCE_COLOUR,
       verdict == DIP_FAIR_UNFAIR
           ? balance_text (warmth, tint, stops)
           : g_strdup_printf (_ ("The colours of the light are about alike (%.2f stops)."), stops));
}

static void
judge_sharpness (GPtrArray *findings, double ratio)
{
  const double percent = percent_of (ratio);
  const DipFairVerdict verdict = verdict_of (percent, MOST_SHARPNESS);
  char *text;

  if (verdict == DIP_FAIR_GOOD)
    text = g_strdup_printf (_ ("Both photos are about as sharp (%.0f %%)."), fabs (percent));
  else
    text = g_strdup_printf (percent > 0 ? _ ("The before photo is less sharp (%.0f %%): blur hides what was there.")
                                        : _ ("The after photo is less sharp (%.0f %%): blur looks like smoother skin."),
                            fabs (percent));
  add (findings, DIP_FAIR_SHARPNESS, verdict, percent, MOST_SHARPNESS, "%", SOURCE_TESTS, text);
}

/* How large the head is in its photo: what the alignment had to enlarge was smaller. */
static void
judge_scale (GPtrArray *findings, const DipAlignment *alignment, const DipPhoto *before, const DipPhoto *after)
{
  const double side = MAX (before->width, before->height), after_side = MAX (after->width, after->height);
  const double percent = percent_of (side / (after_side * dip_similarity_scale (&alignment->after_to_before)));
  const DipFairVerdict verdict = alignment->n_landmarks == 0 ? DIP_FAIR_UNKNOWN : verdict_of (percent, MOST_SCALE);
  char *text;

  if (verdict == DIP_FAIR_UNKNOWN)
    text = g_strdup (_ ("The photos are not lined up, so their distances are not known."));
  else if (verdict == DIP_FAIR_GOOD)
    text = g_strdup_printf (_ ("Both photos were taken from about the same distance (%+.0f %%)."), percent);
  else
    text = g_strdup_printf (percent > 0
                                ? _ ("The head was %.0f %% larger in the after photo: it was taken from nearer.")
                                : _ ("The head was %.0f %% larger in the before photo: it was taken from nearer."),
                            fabs (percent));
  add (findings, DIP_FAIR_SCALE, verdict, verdict == DIP_FAIR_UNKNOWN ? NAN : percent, MOST_SCALE, "%", SOURCE_VIEW,
       text);
}

static void
judge_tilt (GPtrArray *findings, const DipAlignment *alignment)
{
  const double degrees = dip_similarity_angle (&alignment->after_to_before) * 180 / G_PI;
  const DipFairVerdict verdict = alignment->n_landmarks == 0 ? DIP_FAIR_UNKNOWN : verdict_of (degrees, MOST_TILT);
  char *text;

  if (verdict == DIP_FAIR_UNKNOWN)
    text = g_strdup (_ ("The photos are not lined up, so their tilt is not known."));
  else if (verdict == DIP_FAIR_GOOD)
    text = g_strdup_printf (_ ("The head is held about as upright in both (%.1f°)."), fabs (degrees));
  else
    text = g_strdup_printf (_ ("The head is tilted by %.1f° against the other photo: light falls differently."),
                            fabs (degrees));
  add (findings, DIP_FAIR_TILT, verdict, verdict == DIP_FAIR_UNKNOWN ? NAN : degrees, MOST_TILT, "°", SOURCE_VIEW,
       text);
}

static void
judge_angle (GPtrArray *findings, double stretch)
{
  const double percent = percent_of (stretch);
  const DipFairVerdict verdict = verdict_of (percent, MOST_STRETCH);
  char *text;

  if (verdict == DIP_FAIR_GOOD)
    text = g_strdup_printf (_ ("Both photos look from about the same side (the shapes differ by %.1f %%)."),
                            fabs (percent));
  else
    text = g_strdup_printf (
        _ ("The head is turned or nods differently: the shapes differ by %.1f %%. A different angle has "
           "been ruled misleading."),
        fabs (percent));
  add (findings, DIP_FAIR_ANGLE, verdict, percent, MOST_STRETCH, "%", SOURCE_VIEW, text);
}

static void
judge_background (GPtrArray *findings, double difference)
{
  const DipFairVerdict verdict = verdict_of (difference, MOST_DISTANCE);

  add (findings, DIP_FAIR_BACKGROUND, verdict, difference, MOST_DISTANCE, "ΔE", SOURCE_TESTS,
       g_strdup_printf (verdict == DIP_FAIR_GOOD
                            ? _ ("The backgrounds are about alike (ΔE %.0f).")
                            : _ ("The backgrounds differ (ΔE %.0f): a darker or lighter one changes "
                                 "how the head looks."),
                        difference));
}

static void
judge_camera (GPtrArray *findings, const DipPhoto *before, const DipPhoto *after)
{
  const gboolean known = before->camera != NULL && after->camera != NULL;
  const gboolean alike = known && strcmp (before->camera, after->camera) == 0;
  char *text;

  if (!known)
    text = g_strdup (_ ("At least one photo does not say which camera took it."));
  else if (alike)
    text = g_strdup_printf (_ ("Both photos were taken with the same camera (%s)."), after->camera);
  else
    text = g_strdup_printf (_ ("The before was taken with %s, the after with %s: cameras show skin differently."),
                            before->camera, after->camera);
  add (findings, DIP_FAIR_CAMERA,
       !known  ? DIP_FAIR_UNKNOWN
       : alike ? DIP_FAIR_GOOD
               : DIP_FAIR_UNFAIR,
       NAN, NAN, "", SOURCE_ALIKE, text);
}

static void
judge_focal_length (GPtrArray *findings, const DipPhoto *before, const DipPhoto *after)
{
  const gboolean known = before->focal_length > 0 && after->focal_length > 0;
  const double percent = known ? percent_of (after->focal_length / before->focal_length) : NAN;
  const DipFairVerdict verdict = known ? verdict_of (percent, MOST_FOCAL) : DIP_FAIR_UNKNOWN;
  char *text;

  if (!known)
    text = g_strdup (_ ("At least one photo does not say its focal length."));
  else
    text = g_strdup_printf (verdict == DIP_FAIR_GOOD
                                ? _ ("Both photos have about the same focal length (%.1f and %.1f mm).")
                                : _ ("The focal lengths are %.1f and %.1f mm: a head's proportions change with it."),
                            before->focal_length, after->focal_length);
  add (findings, DIP_FAIR_FOCAL_LENGTH, verdict, percent, MOST_FOCAL, "%", SOURCE_ALIKE, text);
}

static void
judge_hair (GPtrArray *findings, const DipPhoto *before, const DipPhoto *after)
{
  const gboolean known = before->hair != DIP_HAIR_NOT_SAID && after->hair != DIP_HAIR_NOT_SAID;
  const gboolean alike = known && before->hair == after->hair;
  const char *text = _ ("Nobody has said whether the hair was dry or wet in both photos.");

  if (known)
    text = alike ? _ ("The hair is in the same state in both photos.")
                 : _ ("The hair is wet in one photo only: wet hair shows more scalp.");
  add (findings, DIP_FAIR_HAIR,
       !known  ? DIP_FAIR_UNKNOWN
       : alike ? DIP_FAIR_GOOD
               : DIP_FAIR_UNFAIR,
       NAN, NAN, "", SOURCE_ALIKE, g_strdup (text));
}

GPtrArray *
dip_fair_judge (const DipFairMeasures *measures, const DipAlignment *alignment, const DipPhoto *before,
                const DipPhoto *after)
{
  GPtrArray *findings = g_ptr_array_new_with_free_func ((GDestroyNotify) dip_fair_finding_free);

  g_return_val_if_fail (measures != NULL && alignment != NULL && before != NULL && after != NULL, findings);

  judge_brightness (findings, measures->brightness);
  judge_contrast (findings, measures->contrast);
  judge_balance (findings, measures->warmth, measures->tint);
  judge_sharpness (findings, measures->sharpness);
  judge_scale (findings, alignment, before, after);
  judge_tilt (findings, alignment);
  judge_angle (findings, measures->stretch);
  judge_background (findings, measures->background);
  judge_camera (findings, before, after);
  judge_focal_length (findings, before, after);
  judge_hair (findings, before, after);
  return findings;
}

guint
dip_fair_count (GPtrArray *findings)
{
  guint n = 0;

  for (guint i = 0; i < findings->len; i++)
    n += ((const DipFairFinding *) g_ptr_array_index (findings, i))->verdict == DIP_FAIR_UNFAIR;
  return n;
}
