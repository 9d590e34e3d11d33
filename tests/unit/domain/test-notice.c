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

/* What an editor writes down is read back as it was, whatever the texts look like. */
static void
test_compose (void)
{
  static const struct
  {
    guint elements;
    const char *text;
    const char *back; /* NULL: the same */
  } cases[] = {
    { DIP_ELEMENT_PICTURES | DIP_ELEMENT_COPY, "Plain", NULL },
    { 0, "[withdrawal] looks like a mark", NULL },
    { 0, "# looks like a title", NULL },
    { DIP_ELEMENT_ADULT, "Two\nlines", NULL },
    { DIP_ELEMENT_EXPIRY, "  An empty\r\n\r\n \nline within ", "An empty\nline within" },
    { DIP_ELEMENT_RIGHTS, "\xd9\x85\xd9\x88\xd8\xa7\xd9\x81\xd9\x82\xd8\xa9 \xf0\x9f\x99\x82 \xe5\x90\x8c\xe6\x84\x8f",
      NULL },
  };
  g_autoptr (GPtrArray) paragraphs = g_ptr_array_new_with_free_func ((GDestroyNotify) dip_paragraph_free);
  g_autoptr (GError) error = NULL;
  g_autofree char *title = NULL;

  g_ptr_array_add (paragraphs, dip_paragraph_new (DIP_ELEMENT_USERS, " \n "));
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_ptr_array_add (paragraphs, dip_paragraph_new (cases[i].elements, cases[i].text));
  g_autofree char *source = dip_notice_compose (" A\ntitle ", paragraphs);
  for (const DipToken *rules = dip_jurisdiction_tokens; rules->token != NULL; rules++)
    {
      g_autoptr (GPtrArray) back = NULL;

      g_clear_pointer (&title, g_free);
      back = dip_notice_parse (source, (DipJurisdiction) rules->value, &title, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (title, ==, "A title");
      g_assert_cmpuint (back->len, ==, G_N_ELEMENTS (cases));
      for (guint i = 0; i < back->len; i++)
        {
          const DipParagraph *paragraph = back->pdata[i];
          g_assert_cmphex (paragraph->elements, ==, cases[i].elements);
          g_assert_cmpstr (paragraph->text, ==, cases[i].back != NULL ? cases[i].back : cases[i].text);
        }
    }
}

static void
test_checklist (void)
{
  DipNotice notice = { .name = (char *) "n",
                       .version = 1,
                       .language = (char *) "en",
                       .jurisdiction = DIP_JURISDICTION_EU,
                       .retention = (char *) "ten years",
                       .source = (char *) "# T\n\nno mark\n\n[adult users] {purposes} {retention}\n\n[adult] again" };
  g_autoptr (GArray) checks = dip_notice_checklist (&notice, NULL);
  g_auto (GStrv) unfilled = dip_notice_unfilled (&notice);
  g_autofree char *draft = dip_notice_fill_draft (&notice, "C", NULL, NULL);
  guint required = 0;

  for (guint i = 0; i < checks->len; i++)
    {
      const DipElementCheck *check = &g_array_index (checks, DipElementCheck, i);
      const gboolean held = check->element == DIP_ELEMENT_ADULT || check->element == DIP_ELEMENT_USERS;
      g_assert_cmpuint (check->paragraph, ==, held ? 2 : 0);
      required |= check->required ? (guint) check->element : 0;
    }
  g_assert_cmphex (required, ==, dip_jurisdiction_requires (DIP_JURISDICTION_EU));
  g_assert_cmpstrv (unfilled, ((const char *const[]){ "purposes", NULL }));
  g_assert_nonnull (strstr (draft, "2. ………… ten years"));
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
  g_test_add_func ("/notice/compose", test_compose);
  g_test_add_func ("/notice/checklist", test_checklist);
  g_test_add_func ("/notice/digest", test_digest);
  return g_test_run ();
}
