/* The fair-pair check: do both photos show the same head, in the same light, from the same place? Each aspect is a number, a
 * threshold with its source, and a sentence. It warns; it does not forbid. */
#pragma once

#include "dip-pair.h"

G_BEGIN_DECLS

typedef enum
{
  DIP_FAIR_BRIGHTNESS,
  DIP_FAIR_CONTRAST,
  DIP_FAIR_WHITE_BALANCE,
  DIP_FAIR_SHARPNESS,
  DIP_FAIR_SCALE,
  DIP_FAIR_TILT,
  DIP_FAIR_ANGLE,
  DIP_FAIR_BACKGROUND,
  DIP_FAIR_CAMERA,
  DIP_FAIR_FOCAL_LENGTH,
  DIP_FAIR_HAIR,
} DipFairAspect;

extern const DipToken dip_fair_tokens[];

typedef enum
{
  DIP_FAIR_GOOD,
  DIP_FAIR_UNFAIR,  /* beyond the threshold */
  DIP_FAIR_UNKNOWN, /* nobody has said, or no camera has */
} DipFairVerdict;

extern const DipToken dip_fair_verdict_tokens[];

typedef struct
{
  DipFairAspect aspect;
  DipFairVerdict verdict;
  double value;       /* in @unit; NAN when there is no number */
  double threshold;   /* NAN when alike is all that counts */
  const char *unit;   /* "%", "stops", "°", "ΔE", "" */
  const char *source; /* translated: where the threshold comes from */
  char *text;         /* translated sentence */
} DipFairFinding;

void dip_fair_finding_free (DipFairFinding *self);

/* (transfer full): "+38 %", "0.12 stops"; a dash when there is no number. */
char *dip_fair_value_text (const DipFairFinding *self);
/* (transfer full): "Limit 25 %: where the limit comes from". */
char *dip_fair_limit_text (const DipFairFinding *self);

/* What was measured of the pictures: after against before, see dip-measure.h. */
typedef struct
{
  double brightness, contrast, sharpness, stretch; /* ratios */
  double warmth, tint;                             /* stops */
  double background;                               /* CIE 1976 colour difference */
} DipFairMeasures;

/* (transfer full) (element-type DipFairFinding): every aspect, in their order. */
GPtrArray *dip_fair_judge (const DipFairMeasures *measures, const DipAlignment *alignment, const DipPhoto *before,
                           const DipPhoto *after);

/* How many are unfair. */
guint dip_fair_count (GPtrArray *findings);

G_END_DECLS
