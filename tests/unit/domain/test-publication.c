#include <string.h>

#include "dip-publication.h"
#include "dip-site-words.h"
#include "domain-fixtures.h"

#define DIGEST "1a2b3c4d5e6f708090a0b0c0d0e0f00112233445566778899aabbccddeeff001"

static void
test_file_name (void)
{
  static const struct
  {
    DipView view;
    int width;
    DipExportFormat format;
    const char *expected;
  } rows[] = {
    { DIP_VIEW_CROWN, 800, DIP_EXPORT_AVIF, "smp-crown-k7qx3m-800w-1a2b3c4d.avif" },
    { DIP_VIEW_FRONT_HAIRLINE, 1600, DIP_EXPORT_WEBP, "smp-front-hairline-k7qx3m-1600w-1a2b3c4d.webp" },
    { DIP_VIEW_CLOSE_UP, 400, DIP_EXPORT_JPEG, "smp-close-up-k7qx3m-400w-1a2b3c4d.jpg" },
    { DIP_VIEW_NONE, 400, DIP_EXPORT_JPEG, "smp-k7qx3m-400w-1a2b3c4d.jpg" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      DipPair pair = { .view = rows[i].view, .slug = (char *) "k7qx3m" };
      const DipNameFacts facts = { .pair = &pair };
      g_autofree char *stem = dip_publication_stem (NULL, &facts);
      g_autofree char *name = dip_publication_file_name (stem, rows[i].width, DIGEST, rows[i].format);

      g_assert_cmpstr (name, ==, rows[i].expected);
    }
}

/* A clinic's own names: what is not known, and signs that do not belong into an address, are left out. */
static void
test_name_pattern (void)
{
  static const struct
  {
    const char *pattern;
    const char *expected; /* NULL: no pattern */
  } rows[] = {
    { "smp-{stage}-{view}-{pair}", "smp-norwood-3-vertex-crown-k7qx3m" },
    { "{clinic}-{area}-{weeks}-weeks-{pair}", "ecole-sohne-crown-temples-6-weeks-k7qx3m" },
    { "{pair}", "k7qx3m" },
    { "-{pair}--{pair}-", "k7qx3m-k7qx3m" },
    { "smp-{view}", NULL }, /* two pairs would share it */
    { "SMP-{pair}", NULL },
    { "smp {pair}", NULL },
    { "../{pair}", NULL },
    { "{name}-{pair}", NULL },
    { "{pair", NULL },
    { "a-very-long-pattern-that-makes-names-which-no-file-system-and-no-address-would-bear-{pair}", NULL },
    { "", NULL },
  };
  DipPair pair = { .view = DIP_VIEW_CROWN, .slug = (char *) "k7qx3m" };
  DipTreatment treatment = { .areas = DIP_AREA_CROWN | DIP_AREA_TEMPLES, .stage = DIP_STAGE_NORWOOD_3_VERTEX };
  DipPhaseFacts after = { .days_since = 44 };
  const DipNameFacts facts = { &pair, &treatment, &after, "École & Söhne" };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *stem = NULL;

      g_assert_true (dip_publication_check_names (rows[i].pattern, &error) == (rows[i].expected != NULL));
      if (rows[i].expected == NULL)
        {
          g_assert_error (error, DIP_ERROR, DIP_ERROR_INVALID);
          continue;
        }
      stem = dip_publication_stem (rows[i].pattern, &facts);
      g_assert_cmpstr (stem, ==, rows[i].expected);
    }
}

/* However long the clinic's own name is: file systems bear 255 bytes, and the pair is never cut off. */
static void
test_long_name (void)
{
  const char *pattern = "{clinic}{clinic}-{clinic}-{pair}-{pair}-{pair}-{pair}-{pair}-{pair}-{pair}";
  DipPair pair = { .view = DIP_VIEW_CROWN, .slug = (char *) "k7qx3m" };
  g_autofree char *clinic = g_strnfill (300, 'c');
  const DipNameFacts facts = { &pair, NULL, NULL, clinic };
  g_autofree char *stem = dip_publication_stem (pattern, &facts);
  g_autofree char *name = dip_publication_file_name (stem, 30000, DIGEST, DIP_EXPORT_JPEG);

  g_assert_true (dip_publication_check_names (pattern, NULL));
  g_assert_true (g_str_has_suffix (stem, "-k7qx3m"));
  g_assert_cmpuint (strlen (name), <, 255);
}

static const struct
{
  DipPhase phase;
  const char *session, *taken;
  const char *expected;
} labels[] = {
  { DIP_PHASE_HEALED, "2026-01-10", "2026-01-31", "Healed · 3 weeks" },
  { DIP_PHASE_HEALED, "2026-01-10", "2026-02-21", "Healed · 6 weeks" },
  { DIP_PHASE_HEALED, "2026-01-10", "2026-02-27", "Healed · 6 weeks" },
  { DIP_PHASE_HEALED, "2026-01-10", "2026-02-28", "Healed · 7 weeks" },
  { DIP_PHASE_HEALED, "2026-01-10", "2026-04-09", "Healed · 12 weeks" },
  { DIP_PHASE_HEALED, "2026-01-10", "2026-04-10", "Healed · 3 months" },
  { DIP_PHASE_HEALED, "2026-01-31", "2026-04-30", "Healed · 12 weeks" },
  { DIP_PHASE_HEALED, "2026-01-31", "2026-05-01", "Healed · 3 months" },
  { DIP_PHASE_HEALED, "2024-02-29", "2025-02-28", "Healed · 11 months" },
  { DIP_PHASE_HEALED, "2024-02-29", "2025-03-01", "Healed · 12 months" },
  { DIP_PHASE_HEALED, "2024-01-10", "2026-01-09", "Healed · 23 months" },
  { DIP_PHASE_HEALED, "2024-01-10", "2026-01-10", "Healed · 2 years" },
  { DIP_PHASE_HEALED, "2020-01-10", "2026-01-09", "Healed · 5 years" },
  /* never called healed when it is not */
  { DIP_PHASE_HEALING, "2026-01-10", "2026-01-11", "Healing · 1 day" },
  { DIP_PHASE_HEALING, "2026-01-10", "2026-01-23", "Healing · 13 days" },
  { DIP_PHASE_HEALING, "2026-01-10", "2026-01-24", "Healing · 2 weeks" },
  { DIP_PHASE_IN_PROGRESS, "2026-01-10", "2026-01-10", "In progress · 0 days" },
  { DIP_PHASE_UNKNOWN, "", "", "Not dated" },
  { DIP_PHASE_BEFORE, "", "", "Before" },
};

static DipPhaseFacts
facts_of (DipPhase phase, const char *session, const char *taken)
{
  DipPhaseFacts facts = { .phase = phase, .last_session = day (session), .days_since = -1 };

  if (*session)
    facts.days_since = day (taken) - facts.last_session;
  return facts;
}

static void
test_labels (void)
{
  g_autofree char *before = dip_publication_before_label ();

  g_assert_cmpstr (before, ==, "Before");
  for (gsize i = 0; i < G_N_ELEMENTS (labels); i++)
    {
      DipPhaseFacts facts = facts_of (labels[i].phase, labels[i].session, labels[i].taken);
      g_autofree char *label = dip_publication_after_label (&facts);

      g_assert_cmpstr (label, ==, labels[i].expected);
    }
}

static void
test_alt_text (void)
{
  DipPhaseFacts healed = facts_of (DIP_PHASE_HEALED, "2026-01-10", "2026-02-21");
  DipPhaseFacts healing = facts_of (DIP_PHASE_HEALING, "2026-01-10", "2026-01-21");
  g_autofree char *full = dip_site_alt ("en", &healed, DIP_AREA_CROWN, DIP_STAGE_NORWOOD_3_VERTEX, DIP_VIEW_CROWN);
  g_autofree char *area = dip_site_alt ("en", &healed, DIP_AREA_HAIRLINE, DIP_STAGE_NONE, DIP_VIEW_BACK);
  g_autofree char *not_healed = dip_site_alt ("en", &healing, 0, DIP_STAGE_NONE, DIP_VIEW_NONE);
  g_autofree char *german = dip_site_alt ("de", &healed, 0, DIP_STAGE_NONE, DIP_VIEW_CROWN);

  g_assert_cmpstr (full, ==,
                   "Scalp micropigmentation, crown, Norwood III vertex: before and fully healed after 6 weeks");
  g_assert_cmpstr (area, ==,
                   "Scalp micropigmentation, back of the head, hairline: before and fully healed after 6 weeks");
  g_assert_cmpstr (not_healed, ==, "Scalp micropigmentation: before and after");
  g_assert_cmpstr (german, ==, "Haarpigmentierung, Wirbel: vorher und vollständig abgeheilt nach 6 Wochen");
}

/* Every language, view, stage and age: 10 to 125 characters, and the view is said. */
static void
test_alt_text_length (void)
{
  const guint all_areas = DIP_AREA_HAIRLINE | DIP_AREA_FRONTAL | DIP_AREA_TOP | DIP_AREA_CROWN | DIP_AREA_TEMPLES;

  for (const char *const *language = dip_site_languages (); *language != NULL; language++)
    for (int view = DIP_VIEW_NONE; view <= DIP_VIEW_CLOSE_UP; view++)
      for (int stage = DIP_STAGE_NONE; stage <= DIP_STAGE_LUDWIG_3; stage++)
        for (gsize i = 0; i < G_N_ELEMENTS (labels); i++)
          {
            DipPhaseFacts facts = facts_of (labels[i].phase, labels[i].session, labels[i].taken);
            g_autofree char *alt = dip_site_alt (*language, &facts, all_areas, (DipStage) stage, (DipView) view);

            g_assert_cmpint (g_utf8_strlen (alt, -1), >=, 10);
            g_assert_cmpint (g_utf8_strlen (alt, -1), <=, 125);
            g_assert_nonnull (strstr (alt, dip_site_view (*language, (DipView) view)));
            g_assert_null (strchr (alt, '%'));
          }
}

static void
test_captions (void)
{
  static const struct
  {
    const char *language, *taken;
    guint sessions;
    const char *expected;
  } cases[] = {
    { "en", "2026-02-21", 3, "Healed, 6 weeks after the last of 3 sessions · Norwood III vertex · crown" },
    { "en", "2026-02-21", 1, "Healed, 6 weeks after the session · Norwood III vertex · crown" },
    { "de", "2026-02-21", 3, "Abgeheilt, 6 Wochen nach der letzten von 3 Sitzungen · Norwood III vertex · Wirbel" },
    { "de", "2026-05-10", 1, "Abgeheilt, 4 Monate nach der Sitzung · Norwood III vertex · Wirbel" },
    { "fr", "2026-02-21", 2, "Cicatrisé, 6 semaines après la dernière de 2 séances · Norwood III vertex · vertex" },
    { "es", "2028-01-10", 2,
      "Cicatrizado, 2 años después de la última de 2 sesiones · Norwood III vertex · coronilla" },
    { "ar", "2026-02-21", 2, "Healed, 6 weeks after the last of 2 sessions · Norwood III vertex · crown" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      DipPhaseFacts facts = facts_of (DIP_PHASE_HEALED, "2026-01-10", cases[i].taken);
      g_autofree char *caption = NULL;

      facts.sessions_done = cases[i].sessions;
      caption = dip_site_caption (cases[i].language, &facts, DIP_STAGE_NORWOOD_3_VERTEX, DIP_VIEW_CROWN);
      g_assert_cmpstr (caption, ==, cases[i].expected);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/publication/file-name", test_file_name);
  g_test_add_func ("/publication/name-pattern", test_name_pattern);
  g_test_add_func ("/publication/long-name", test_long_name);
  g_test_add_func ("/publication/labels", test_labels);
  g_test_add_func ("/publication/alt-text", test_alt_text);
  g_test_add_func ("/publication/alt-text-length", test_alt_text_length);
  g_test_add_func ("/publication/captions", test_captions);
  return g_test_run ();
}
