/* What the studio's rules say: crops, landmarks, covers, styles, and when two photos are fair. */
#include <math.h>
#include <string.h>

#include "dip-crop.h"
#include "dip-error.h"
#include "dip-fair.h"
#include "dip-landmarks.h"
#include "dip-redaction.h"
#include "dip-style.h"
#include "domain-fixtures.h"

static DipSimilarity
similarity (double scale, double degrees, double tx, double ty)
{
  const double angle = degrees * G_PI / 180;

  return (DipSimilarity){ scale * cos (angle), scale * sin (angle), tx, ty };
}

static void
assert_inside (const DipRect *rect, int width, int height, const DipSimilarity *into)
{
  for (guint i = 0; i < 4; i++)
    {
      DipPoint p = { rect->x + (i & 1 ? rect->width : 0), rect->y + (i & 2 ? rect->height : 0) };

      p = dip_similarity_apply (into, p);
      g_assert_cmpfloat (p.x, >=, 0);
      g_assert_cmpfloat (p.y, >=, 0);
      g_assert_cmpfloat (p.x, <=, width);
      g_assert_cmpfloat (p.y, <=, height);
    }
}

/* Whatever the alignment and the wish: in both pictures, of the shape asked for, and as large as can be. */
static void
test_crop (void)
{
  for (guint round = 0; round < 400; round++)
    {
      const DipSimilarity s = similarity (g_test_rand_double_range (0.7, 1.5), g_test_rand_double_range (-25, 25),
                                          g_test_rand_double_range (-300, 300), g_test_rand_double_range (-300, 300));
      const DipSimilarity identity = dip_similarity_identity (), back = dip_similarity_invert (&s);
      const DipCropShape shape = (DipCropShape) g_test_rand_int_range (0, 4);
      const DipRect wish = { g_test_rand_double_range (-200, 900), g_test_rand_double_range (-200, 900),
                             g_test_rand_double_range (20, 1500), g_test_rand_double_range (20, 1500) };
      const gboolean wished = g_test_rand_bit ();
      const double aspect = dip_crop_shape_aspect (shape);
      DipRect crop;

      if (!dip_crop_fit (1200, 1600, 1600, 1200, &s, shape, wished ? &wish : NULL, &crop, NULL))
        continue;
      assert_inside (&crop, 1200, 1600, &identity);
      assert_inside (&crop, 1600, 1200, &back);
      if (aspect > 0)
        g_assert_cmpfloat_with_epsilon (crop.width / crop.height, aspect, 1e-6);
      if (wished)
        g_assert_cmpfloat (crop.width, <=, wish.width + 1e-6);
      if (aspect > 0 && !wished)
        {
          DipRect larger = { crop.x, crop.y, crop.width * 1.01, crop.height * 1.01 }, again;

          g_assert_true (dip_crop_fit (1200, 1600, 1600, 1200, &s, shape, &larger, &again, NULL));
          g_assert_cmpfloat_with_epsilon (again.width, crop.width, crop.width * 1e-3);
        }
    }
}

/* However far a hand draws: never outside, never the other way, and an edge at the rim does not hold the others back. */
static void
test_crop_holds (void)
{
  for (guint round = 0; round < 400; round++)
    {
      const DipSimilarity s = similarity (g_test_rand_double_range (0.8, 1.3), g_test_rand_double_range (-15, 15),
                                          g_test_rand_double_range (-200, 200), g_test_rand_double_range (-200, 200));
      const DipSimilarity identity = dip_similarity_identity (), back = dip_similarity_invert (&s);
      const DipCropPicture pictures[] = { { 1200, 1600, identity }, { 1600, 1200, s } };
      const gboolean keeps = g_test_rand_bit ();
      const DipCropShape shape = keeps ? DIP_CROP_4_5 : DIP_CROP_FREE;
      const double by = g_test_rand_double_range (0.1, 3);
      DipRect from, to;

      if (!dip_crop_fit (1200, 1600, 1600, 1200, &s, shape, NULL, &from, NULL))
        continue;
      to = (DipRect){ from.x + g_test_rand_double_range (-900, 900), from.y + g_test_rand_double_range (-900, 900),
                      from.width * by, from.height * by };
      dip_crop_hold (pictures, G_N_ELEMENTS (pictures), &from, &to, keeps);
      assert_inside (&to, 1200, 1600, &identity);
      assert_inside (&to, 1600, 1200, &back);
      if (keeps)
        g_assert_cmpfloat_with_epsilon (to.width / to.height, 0.8, 1e-6);
    }
}

static void
test_crop_slides (void)
{
  const DipCropPicture pictures[]
      = { { 1000, 1000, dip_similarity_identity () }, { 1000, 1000, dip_similarity_identity () } };
  const DipRect from = { 100, 100, 200, 200 };
  DipRect to = { -500, 400, 200, 200 };

  dip_crop_hold (pictures, G_N_ELEMENTS (pictures), &from, &to, FALSE);
  g_assert_cmpfloat_with_epsilon (to.x, 0, 1e-3);
  g_assert_cmpfloat_with_epsilon (to.y, 400, 1e-3);
  g_assert_cmpfloat_with_epsilon (to.width, 200, 1e-3);
  to = (DipRect){ 150, 150, 300, 300 };
  dip_crop_hold (pictures, G_N_ELEMENTS (pictures), &from, &to, FALSE);
  g_assert_cmpfloat (to.width, ==, 300);
}

/* The largest crop lies on the rim itself; it can still be made smaller. */
static void
test_crop_leaves_the_rim (void)
{
  const DipCropPicture pictures[]
      = { { 400, 300, dip_similarity_identity () }, { 400, 300, dip_similarity_identity () } };
  const DipRect from = { 0, 0, 400, 300 };
  DipRect to = { 0, 0, 380, 310 };

  dip_crop_hold (pictures, G_N_ELEMENTS (pictures), &from, &to, FALSE);
  g_assert_cmpfloat_with_epsilon (to.width, 380, 1e-3);
  g_assert_cmpfloat_with_epsilon (to.height, 300, 1e-3);
}

static void
test_crop_keeps_a_wish (void)
{
  const DipSimilarity identity = dip_similarity_identity ();
  const DipRect wish = { 100, 200, 300, 300 }, beyond = { 900, -50, 300, 300 };
  DipRect crop;

  g_assert_true (dip_crop_fit (1000, 1000, 1000, 1000, &identity, DIP_CROP_SQUARE, &wish, &crop, NULL));
  g_assert_cmpfloat_with_epsilon (crop.x, 100, 1e-3);
  g_assert_cmpfloat_with_epsilon (crop.y, 200, 1e-3);
  g_assert_cmpfloat_with_epsilon (crop.width, 300, 1e-3);
  g_assert_true (dip_crop_fit (1000, 1000, 1000, 1000, &identity, DIP_CROP_SQUARE, &beyond, &crop, NULL));
  g_assert_cmpfloat_with_epsilon (crop.x, 700, 1e-3);
  g_assert_cmpfloat_with_epsilon (crop.y, 0, 1e-3);
  g_assert_cmpfloat_with_epsilon (crop.width, 300, 1e-3);
}

static void
test_crop_of_series (void)
{
  const DipCropPicture pictures[] = {
    { 1000, 1200, dip_similarity_identity () },
    { 1000, 1200, similarity (1.1, 5, 60, -20) },
    { 2000, 2400, similarity (0.52, -4, -30, 40) },
  };
  DipRect crop;

  g_assert_true (dip_crop_fit_all (pictures, G_N_ELEMENTS (pictures), DIP_CROP_FREE, NULL, &crop, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (pictures); i++)
    {
      const DipSimilarity back = dip_similarity_invert (&pictures[i].to_frame);
      assert_inside (&crop, pictures[i].width, pictures[i].height, &back);
    }
  g_assert_cmpfloat (crop.width, >, 600);
}

static DipAlignment
draft (guint n, const DipPoint *before, const DipPoint *after)
{
  DipAlignment alignment = { .n_landmarks = n };

  memcpy (alignment.before, before, n * sizeof *before);
  memcpy (alignment.after, after, n * sizeof *after);
  return alignment;
}

/* Bad landmarks are refused in words, and each says something else. */
static void
test_bad_landmarks (void)
{
  static const struct
  {
    guint n;
    DipPoint before[3], after[3];
    const char *word;
  } rows[] = {
    { 2, { { 10, 10 }, { 10, 10 } }, { { 10, 10 }, { 90, 90 } }, "same place" },
    { 2, { { 10, 10 }, { 90, 10 } }, { { 10, 10 }, { 190, 90 } }, "outside" },
    { 3, { { 10, 10 }, { 50, 50 }, { 90, 90 } }, { { 10, 10 }, { 50, 50 }, { 90, 90 } }, "one line" },
    { 3, { { 10, 50 }, { 50, 50.2 }, { 90, 50 } }, { { 10, 10 }, { 50, 90 }, { 90, 10 } }, "one line" },
    { 1, { { 10, 10 } }, { { 10, 10 } }, "two or three" },
  };
  DipPhoto photo = { .id = 7, .width = 100, .height = 100 };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      DipAlignment alignment = draft (rows[i].n, rows[i].before, rows[i].after);
      g_autoptr (GError) error = NULL;
      DipRect crop;

      g_assert_false (dip_alignment_solve (&alignment, &photo, &photo, &crop, &error));
      g_assert_error (error, DIP_ERROR, DIP_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, rows[i].word));
    }
}

/* Photos of other sizes, one upright and one lying, tiny ones. */
static void
test_odd_sizes (void)
{
  static const int sizes[][4]
      = { { 4000, 3000, 640, 480 }, { 3000, 4000, 4000, 3000 }, { 8, 8, 4000, 3000 }, { 1, 1, 1, 1 } };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      const DipPhoto before = { .width = sizes[i][0], .height = sizes[i][1] };
      const DipPhoto after = { .width = sizes[i][2], .height = sizes[i][3] };
      DipAlignment alignment = dip_alignment_none (1, &before, &after);
      g_autoptr (GError) error = NULL;
      DipRect crop;

      g_assert_true (dip_alignment_solve (&alignment, &before, &after, &crop, &error));
      g_assert_no_error (error);
      g_assert_cmpfloat (crop.width, >, 0);
    }
}

static void
test_presets (void)
{
  for (const DipToken *view = dip_view_tokens; view->token != NULL; view++)
    {
      guint n;
      const DipLandmark *landmarks = dip_landmarks_of_view ((DipView) view->value, &n);
      DipPoint points[DIP_LANDMARKS_MAX];
      DipSimilarity s;

      g_assert_cmpuint (n, ==, 3);
      for (guint i = 0; i < n; i++)
        {
          g_assert_cmpuint (strlen (dip_landmark_label (&landmarks[i])), >, 5);
          points[i] = (DipPoint){ landmarks[i].usual.x * 1000, landmarks[i].usual.y * 1000 };
        }
      g_assert_true (dip_similarity_solve (points, points, n, &s, NULL, NULL));
    }
}

static void
test_fit (void)
{
  static const DipPoint points[] = { { 0, 0 }, { 1000, 0 }, { 500, 400 } };
  static const struct
  {
    double residual;
    DipFit fit;
  } rows[] = { { 0.5, DIP_FIT_EXACT }, { 8, DIP_FIT_GOOD }, { 20, DIP_FIT_FAIR }, { 40, DIP_FIT_POOR } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (dip_fit_of (rows[i].residual, points, 3), ==, rows[i].fit);
  g_assert_cmpint (dip_fit_of (100, points, 2), ==, DIP_FIT_EXACT);
}

static void
test_gains (void)
{
  const DipCorrection none = { 0 }, brighter = { .exposure = 1 }, warmer = { .warmth = 0.5 }, greener = { .tint = 0.6 };
  double gains[3];

  dip_correction_gains (&none, gains);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpfloat (gains[i], ==, 1);
  dip_correction_gains (&brighter, gains);
  g_assert_cmpfloat (gains[1], ==, 2);
  dip_correction_gains (&warmer, gains);
  g_assert_cmpfloat_with_epsilon (log2 (gains[0] / gains[2]), 0.5, 1e-9);
  dip_correction_gains (&greener, gains);
  g_assert_cmpfloat_with_epsilon (log2 (gains[1] / gains[0]), 0.6, 1e-9);
}

static void
test_covers (void)
{
  const DipCover covers[]
      = { { DIP_COVER_BOX, { 30, 40 }, { 10.5, 20 } }, { DIP_COVER_EYES, { 100, 100 }, { 200, 100 } } };
  DipCover back[DIP_COVERS_MAX];
  g_autofree char *text = dip_covers_to_text (covers, 2);
  DipPoint corners[4];

  g_assert_cmpuint (dip_covers_from_text (text, back), ==, 2);
  g_assert_cmpint (back[1].kind, ==, DIP_COVER_EYES);
  g_assert_cmpfloat (back[0].b.x, ==, 10.5);
  g_assert_cmpuint (dip_covers_from_text ("", back), ==, 0);
  g_assert_cmpuint (dip_covers_from_text ("blur 1,2 3,4; box x", back), ==, 0);
  dip_cover_corners (&covers[0], corners);
  g_assert_cmpfloat (corners[0].x, ==, 10.5);
  g_assert_cmpfloat (corners[2].y, ==, 40);
  dip_cover_corners (&covers[1], corners); /* both eyes, the temples and from brow to cheek */
  g_assert_cmpfloat (corners[0].x, ==, 50);
  g_assert_cmpfloat (corners[1].x, ==, 250);
  g_assert_cmpfloat (fabs (corners[0].y - corners[3].y), ==, 60);
  for (guint i = 0; i < 2; i++)
    {
      const DipPoint middle = { (covers[i].a.x + covers[i].b.x) / 2, (covers[i].a.y + covers[i].b.y) / 2 };

      g_assert_true (dip_cover_hides (&covers[i], middle));
      g_assert_true (dip_cover_hides (&covers[i], covers[i].a));
      g_assert_false (dip_cover_hides (&covers[i], (DipPoint){ middle.x, middle.y + 500 }));
      g_assert_false (dip_cover_hides (&covers[i], (DipPoint){ middle.x - 500, middle.y }));
    }
}

static void
test_seen (void)
{
  const DipPhoto face = { .id = 1, .shows = DIP_IDENTIFIABILITY_FULL_FACE }, odd = { .id = 1 };
  const DipRedaction bar = { .photo_id = 1, .n_covers = 1, .shows = DIP_IDENTIFIABILITY_EYES_HIDDEN };
  const DipRedaction others = { .photo_id = 2, .n_covers = 1, .shows = DIP_IDENTIFIABILITY_SCALP_ONLY };
  const DipRedaction cleared = { .photo_id = 1, .shows = DIP_IDENTIFIABILITY_SCALP_ONLY };

  g_assert_cmpint (dip_photo_seen (&face, NULL), ==, DIP_IDENTIFIABILITY_FULL_FACE);
  g_assert_cmpint (dip_photo_seen (&face, &bar), ==, DIP_IDENTIFIABILITY_EYES_HIDDEN);
  g_assert_cmpint (dip_photo_seen (&face, &others), ==, DIP_IDENTIFIABILITY_FULL_FACE);
  g_assert_cmpint (dip_photo_seen (&face, &cleared), ==, DIP_IDENTIFIABILITY_FULL_FACE);
  g_assert_cmpint (dip_photo_seen (&odd, NULL), ==, DIP_IDENTIFIABILITY_FULL_FACE);
}

static void
test_labels (void)
{
  const DipPhaseFacts healed = { .phase = DIP_PHASE_HEALED, .days_since = 45 };
  const DipLabelFacts facts = { .facts = &healed, .n_sessions = 3, .view = DIP_VIEW_CROWN };
  static const struct
  {
    const char *pattern, *text;
  } rows[] = {
    { "After", "After" },
    { "{weeks} weeks", "6 weeks" },
    { "{healed} · {sessions} · {stage}", "Healed · 6 weeks · 3 sessions" },
    { "{stage} · {view}", "· Crown" },
    { "{view} — {sessions}", "Crown — 3 sessions" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = dip_label_fill (rows[i].pattern, &facts);
      g_assert_cmpstr (text, ==, rows[i].text);
    }
}

static void
assert_style (DipStyle *style, const char *word)
{
  g_autoptr (DipStyle) owned = style;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (dip_style_check (owned, &error), ==, word == NULL);
  if (word != NULL)
    g_assert_nonnull (strstr (error->message, word));
}

static DipStyle *
coloured (guint32 words, guint32 chip, double opacity)
{
  DipStyle *style = dip_style_new ("x");

  style->label_colour = words;
  style->label_background = chip;
  style->label_opacity = opacity;
  return style;
}

static void
test_styles (void)
{
  DipStyle *style = dip_style_new ("x");

  assert_style (dip_style_new ("x"), NULL);
  assert_style (dip_style_new (""), "name");
  assert_style (coloured (0xffffff, 0x000000, 0.3), "contrast");
  assert_style (coloured (0x777777, 0x888888, 1), "contrast");
  assert_style (coloured (0x000000, 0xffffff, 0.8), NULL);
  style->templates.after = g_strdup ("{name}");
  assert_style (style, "field");
  style = dip_style_new ("x");
  style->mark.size = 0.9;
  assert_style (style, "mark");
  g_autoptr (DipStyle) black = coloured (0x000000, 0xffffff, 1);
  g_assert_cmpfloat_with_epsilon (dip_style_contrast (black), 21, 1e-6);
}

static void
test_colours (void)
{
  guint32 colour;

  g_assert_true (dip_colour_parse ("#1a2B3c", &colour, NULL));
  g_assert_cmphex (colour, ==, 0x1a2b3c);
  g_assert_true (dip_colour_parse ("ffffff", &colour, NULL));
  for (guint i = 0; i < 4; i++)
    {
      static const char *const wrong[] = { "", "#12", "#12345g", "red" };
      g_assert_false (dip_colour_parse (wrong[i], &colour, NULL));
    }
}

static const DipFairFinding *
finding_of (GPtrArray *findings, DipFairAspect aspect)
{
  return g_ptr_array_index (findings, aspect);
}

static void
test_fair (void)
{
  const DipFairMeasures alike = { 1, 1, 1, 1, 0, 0, 0 };
  const DipFairMeasures unlike = { 1.38, 0.6, 0.5, 1.09, 0.3, 0.1, 30 };
  const DipPhoto before
      = { .width = 1000, .height = 1000, .camera = (char *) "A", .focal_length = 5, .hair = DIP_HAIR_DRY };
  const DipPhoto after
      = { .width = 1000, .height = 1000, .camera = (char *) "B", .focal_length = 9, .hair = DIP_HAIR_WET };
  const DipAlignment level = { .n_landmarks = 2, .after_to_before = { 1, 0, 0, 0 } };
  const DipAlignment turned = { .n_landmarks = 2, .after_to_before = similarity (1.3, 12, 0, 0) };
  g_autoptr (GPtrArray) good = dip_fair_judge (&alike, &level, &before, &before);
  g_autoptr (GPtrArray) bad = dip_fair_judge (&unlike, &turned, &before, &after);

  g_assert_cmpuint (good->len, ==, 11);
  g_assert_cmpuint (dip_fair_count (good), ==, 0);
  g_assert_cmpuint (dip_fair_count (bad), ==, 11);
  g_assert_cmpstr (finding_of (bad, DIP_FAIR_BRIGHTNESS)->text, ==,
                   "The after photo is 38 % brighter: differences in light have been ruled misleading.");
  {
    g_autofree char *value = dip_fair_value_text (finding_of (bad, DIP_FAIR_BRIGHTNESS));
    g_autofree char *limit = dip_fair_limit_text (finding_of (bad, DIP_FAIR_BRIGHTNESS));
    g_autofree char *no_number = dip_fair_value_text (finding_of (bad, DIP_FAIR_HAIR));

    g_assert_cmpstr (value, ==, "+38 %");
    g_assert_true (g_str_has_prefix (limit, "Limit 25 %: ASA/CAP"));
    g_assert_cmpstr (no_number, ==, "—");
  }
  for (guint i = 0; i < bad->len; i++)
    {
      const DipFairFinding *finding = finding_of (bad, i);

      g_assert_cmpint ((int) finding->aspect, ==, (int) i);
      g_assert_cmpuint (strlen (finding->source), >, 10);
      g_assert_nonnull (dip_token_name (dip_fair_tokens, (int) i));
    }
}

/* What nobody knows is no fault, and is not called fair either. */
static void
test_fair_unknown (void)
{
  const DipFairMeasures alike = { 1, 1, 1, 1, 0, 0, 0 };
  const DipPhoto photo = { .width = 1000, .height = 1000 };
  const DipAlignment none = dip_alignment_none (1, &photo, &photo);
  g_autoptr (GPtrArray) findings = dip_fair_judge (&alike, &none, &photo, &photo);
  static const DipFairAspect unknown[]
      = { DIP_FAIR_SCALE, DIP_FAIR_TILT, DIP_FAIR_CAMERA, DIP_FAIR_FOCAL_LENGTH, DIP_FAIR_HAIR };

  g_assert_cmpuint (dip_fair_count (findings), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (unknown); i++)
    g_assert_cmpint (finding_of (findings, unknown[i])->verdict, ==, DIP_FAIR_UNKNOWN);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/studio/crop", test_crop);
  g_test_add_func ("/studio/crop-keeps-a-wish", test_crop_keeps_a_wish);
  g_test_add_func ("/studio/crop-holds", test_crop_holds);
  g_test_add_func ("/studio/crop-slides", test_crop_slides);
  g_test_add_func ("/studio/crop-leaves-the-rim", test_crop_leaves_the_rim);
  g_test_add_func ("/studio/crop-of-series", test_crop_of_series);
  g_test_add_func ("/studio/bad-landmarks", test_bad_landmarks);
  g_test_add_func ("/studio/odd-sizes", test_odd_sizes);
  g_test_add_func ("/studio/presets", test_presets);
  g_test_add_func ("/studio/fit", test_fit);
  g_test_add_func ("/studio/gains", test_gains);
  g_test_add_func ("/studio/covers", test_covers);
  g_test_add_func ("/studio/seen", test_seen);
  g_test_add_func ("/studio/labels", test_labels);
  g_test_add_func ("/studio/styles", test_styles);
  g_test_add_func ("/studio/colours", test_colours);
  g_test_add_func ("/studio/fair", test_fair);
  g_test_add_func ("/studio/fair-unknown", test_fair_unknown);
  return g_test_run ();
}
