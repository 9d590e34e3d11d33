#include <string.h>

#include "dip-client.h"
#include "dip-destination.h"
#include "dip-gate.h"
#include "dip-publication.h"
#include "domain-fixtures.h"

static const DipToken *const tables[] = {
  dip_view_tokens,          dip_phase_tokens,         dip_session_kind_tokens,    dip_area_tokens,
  dip_stage_tokens,         dip_scope_tokens,         dip_identifiability_tokens, dip_taken_source_tokens,
  dip_layout_tokens,        dip_consent_state_tokens, dip_consent_event_tokens,   dip_coverage_tokens,
  dip_export_format_tokens, dip_export_state_tokens,  dip_refusal_tokens,
};

static void
assert_parses (const DipToken *table, const char *text, int expected)
{
  g_autoptr (GError) error = NULL;
  int value = -1;

  g_test_message ("“%s”", text);
  g_assert_true (dip_token_parse (table, text, "word", &value, &error));
  g_assert_no_error (error);
  g_assert_cmpint (value, ==, expected);
}

/* Every spelling in a table finds its own row: none stands in two. */
static void
test_spellings (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
    for (const DipToken *row = tables[i]; row->token; row++)
      {
        g_auto (GStrv) aliases = g_strsplit (row->aliases ? row->aliases : "", " ", -1);

        assert_parses (tables[i], row->token, row->value);
        g_assert_cmpstr (dip_token_name (tables[i], row->value), ==, row->token);
        g_assert_cmpstr (dip_token_label (tables[i], row->value), !=, "");
        for (char **alias = aliases; *alias; alias++)
          assert_parses (tables[i], *alias, row->value);
      }
}

static void
test_stages (void)
{
  static const struct
  {
    const char *text;
    DipStage stage;
  } rows[] = {
    { "norwood-3-vertex", DIP_STAGE_NORWOOD_3_VERTEX },
    { "III vertex", DIP_STAGE_NORWOOD_3_VERTEX },
    { "NW3V", DIP_STAGE_NORWOOD_3_VERTEX },
    { "NW 3 vertex", DIP_STAGE_NORWOOD_3_VERTEX },
    { "3v", DIP_STAGE_NORWOOD_3_VERTEX },
    { "norwood iii-vertex", DIP_STAGE_NORWOOD_3_VERTEX },
    { "3a", DIP_STAGE_NORWOOD_3A },
    { "3", DIP_STAGE_NORWOOD_3 },
    { "iii", DIP_STAGE_NORWOOD_3 },
    { "Norwood III", DIP_STAGE_NORWOOD_3 },
    { "V", DIP_STAGE_NORWOOD_5 },
    { "va", DIP_STAGE_NORWOOD_5A },
    { "VII", DIP_STAGE_NORWOOD_7 },
    { "Ludwig II", DIP_STAGE_LUDWIG_2 },
    { "ludwig_3", DIP_STAGE_LUDWIG_3 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    assert_parses (dip_stage_tokens, rows[i].text, (int) rows[i].stage);
}

static void
test_views (void)
{
  assert_parses (dip_view_tokens, "closeup", DIP_VIEW_CLOSE_UP);
  assert_parses (dip_view_tokens, "midscalp", DIP_VIEW_TOP);
  assert_parses (dip_view_tokens, "Left Temple", DIP_VIEW_LEFT_TEMPLE);
  assert_parses (dip_session_kind_tokens, "followup", DIP_SESSION_FOLLOW_UP);
  g_assert_null (dip_token_name (dip_view_tokens, DIP_VIEW_NONE));
  g_assert_null (dip_token_name (dip_stage_tokens, DIP_STAGE_NONE));
}

/* A face may be on every photo but those of views that never show one. */
static void
test_default_identifiability (void)
{
  g_assert_cmpint (dip_view_default_identifiability (DIP_VIEW_NONE), ==, DIP_IDENTIFIABILITY_FULL_FACE);
  for (const DipToken *row = dip_view_tokens; row->token; row++)
    {
      gboolean faceless = strstr ("top crown back scar close-up", row->token) != NULL;
      g_assert_cmpint (dip_view_default_identifiability ((DipView) row->value), ==,
                       faceless ? DIP_IDENTIFIABILITY_SCALP_ONLY : DIP_IDENTIFIABILITY_FULL_FACE);
    }
}

static void
test_flags (void)
{
  g_autofree char *text = dip_flags_to_text (dip_scope_tokens, DIP_SCOPE_PRINT | DIP_SCOPE_WEBSITE);
  g_autofree char *label = dip_flags_to_label (dip_scope_tokens, DIP_SCOPE_PRINT | DIP_SCOPE_IN_CLINIC);
  g_autofree char *none = dip_flags_to_text (dip_scope_tokens, 0);

  g_assert_cmpstr (text, ==, "website, print");
  g_assert_cmpstr (label, ==, "Print, In-clinic display");
  g_assert_cmpstr (none, ==, "");
  for (guint flags = 1; flags <= DIP_SCOPE_ALL; flags++)
    {
      g_autofree char *list = dip_flags_to_text (dip_scope_tokens, flags);
      guint again = 0;

      g_assert_true (dip_flags_parse (dip_scope_tokens, list, "scope", &again, NULL));
      g_assert_cmpuint (again, ==, flags);
    }
}

static void
test_flags_refused (void)
{
  static const char *const texts[] = { "", "  ", ",", "website,everything", "all", "web site; print" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      guint flags;

      g_assert_false (dip_flags_parse (dip_scope_tokens, texts[i], "scope", &flags, &error));
      g_assert_error (error, DIP_ERROR, DIP_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, "listing-sites"));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/words/spellings", test_spellings);
  g_test_add_func ("/words/stages", test_stages);
  g_test_add_func ("/words/views", test_views);
  g_test_add_func ("/words/default-identifiability", test_default_identifiability);
  g_test_add_func ("/words/flags", test_flags);
  g_test_add_func ("/words/flags-refused", test_flags_refused);
  return g_test_run ();
}
