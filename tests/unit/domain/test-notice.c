/* Notices: what they hold, what is missing, and what a client is shown. */
#include <gio/gio.h>
#include <string.h>

#include "dip-error.h"
#include "dip-notice.h"
#include "dip-words.h"

static const char *const languages[] = { "en", "de", "fr", "es" };

static char *
starting_text (const char *language)
{
  g_autofree char *path = g_strdup_printf ("%s/../../data/forms/starting-%s.txt", g_getenv ("G_TEST_SRCDIR"), language);
  char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return text;
}

/* Every starting text holds every element of its rules, and nothing of the marks or fields is left once filled. */
static void
test_starting_texts (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (languages); i++)
    for (const DipToken *rules = dip_jurisdiction_tokens; rules->token != NULL; rules++)
      {
        g_autoptr (GError) error = NULL;
        DipNotice notice = { .name = (char *) "n",
                             .version = 1,
                             .language = (char *) languages[i],
                             .jurisdiction = (DipJurisdiction) rules->value,
                             .purposes = (char *) "PURPOSES",
                             .recipients = (char *) "RECIPIENTS",
                             .retention = (char *) "RETENTION",
                             .withdrawal = (char *) "WITHDRAWAL" };
        g_autofree char *source = starting_text (languages[i]);
        notice.source = source;
        g_autofree char *missing = dip_flags_to_text (dip_element_tokens, dip_notice_missing (&notice, &error));
        g_assert_no_error (error);
        g_assert_cmpstr (missing, ==, "");
        g_autofree char *text = dip_notice_fill (&notice, "CLINIC", NULL, &error);
        g_assert_no_error (error);
        g_assert_null (strpbrk (text, "{}[]"));
        for (const char *const *word
             = (const char *const[]){ "PURPOSES", "RECIPIENTS", "RETENTION", "WITHDRAWAL", NULL };
             *word != NULL; word++)
          g_assert_nonnull (strstr (text, *word));
      }
}

static void
test_bad (void)
{
  static const char *const bad[] = {
    "", "no title, but text", "# Title only", "# T\n\n[no-such-mark] text", "# T\n\n[withdrawal]", "# T\n\n\xff\xfe"
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_null (dip_notice_parse (bad[i], DIP_JURISDICTION_EU, NULL, &error));
      g_assert_error (error, DIP_ERROR, DIP_ERROR_INVALID);
    }
}

static void
test_missing_and_empty (void)
{
  g_autoptr (GError) error = NULL;
  DipNotice notice = {
    .name = (char *) "n",
    .version = 1,
    .language = (char *) "ar",
    .jurisdiction = DIP_JURISDICTION_US,
    .source
    = (char *) "# موافقة\n\n[withdrawal] يمكنني سحب {withdrawal} 🙂\n\n[authority eu] only there"
  };
  const guint missing = dip_notice_missing (&notice, NULL);

  g_assert_cmphex (missing, ==, dip_jurisdiction_requires (DIP_JURISDICTION_US) & ~(guint) DIP_ELEMENT_WITHDRAWAL);
  g_assert_null (dip_notice_fill (&notice, "C", NULL, &error));
  g_assert_error (error, DIP_ERROR, DIP_ERROR_INVALID);
  notice.withdrawal = (char *) "x";
  g_autofree char *text = dip_notice_fill (&notice, "C", NULL, NULL);
  g_assert_nonnull (strstr (text, "🙂"));
  g_assert_null (strstr (text, "only there"));
}

/* Whatever a release fixes changes the digest. */
static void
test_digest (void)
{
  DipNotice notice = { .name = (char *) "n",
                       .version = 1,
                       .language = (char *) "en",
                       .source = (char *) "# T\n\nx",
                       .jurisdiction = DIP_JURISDICTION_EU };
  g_autofree char *first = dip_notice_digest (&notice);
  char **const members[] = { &notice.name,       &notice.language,  &notice.source,    &notice.purposes,
                             &notice.recipients, &notice.retention, &notice.withdrawal };

  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    {
      char *kept = *members[i];
      *members[i] = (char *) "other";
      g_autofree char *other = dip_notice_digest (&notice);
      g_assert_cmpstr (other, !=, first);
      *members[i] = kept;
    }
  g_autofree char *again = dip_notice_digest (&notice);
  g_assert_cmpstr (again, ==, first);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/notice/starting-texts", test_starting_texts);
  g_test_add_func ("/notice/bad", test_bad);
  g_test_add_func ("/notice/missing-and-empty", test_missing_and_empty);
  g_test_add_func ("/notice/digest", test_digest);
  return g_test_run ();
}
