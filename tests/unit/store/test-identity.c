#include "store-fixture.h"

#include <string.h>

static const struct
{
  const char *name, *contact;
} people[] = {
  { "Ana Ruiz", "ana@example.org" },       { "José Peña", "+34 600 000 001" }, { "Zoë Straße", NULL },
  { "Łukasz Nowak", "nowak@example.org" }, { "Дмитрий Иванов", NULL },
};

static gboolean
add_people (DipDb *db, gpointer unused, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (people); i++)
    {
      g_autoptr (DipClient) client = g_new0 (DipClient, 1);
      const DipIdentity identity = { .client_id = (gint64) i + 1,
                                     .name = (char *) people[i].name,
                                     .born = i == 0 ? dip_date_from_ymd (1980, 2, 29) : DIP_DATE_NONE,
                                     .contact = (char *) people[i].contact };

      g_assert_true (dip_catalogue_client_insert (db, client, error));
      g_assert_true (dip_identity_put (db, &identity, error));
    }
  return TRUE;
}

static const struct
{
  const char *text;
  const char *found; /* ids */
} searches[] = {
  { NULL, "1 2 3 4 5 " },
  { "", "1 2 3 4 5 " },
  { "ruiz", "1 " },
  { "RUIZ", "1 " },
  { "jose", "2 " },
  { "PENA", "2 " },
  { "peñ", "2 " },
  { "pen\xcc\x83"
    "a",
    "2 " },
  { "zoe", "3 " },
  { "strasse", "3 " },
  { "STRASSE", "3 " },
  { "example.org", "1 4 " },
  { "600 000", "2 " },
  { "n", "1 2 4 " },
  { "nobody", "" },
  { "lukasz", "4 " },
  { "ДМИТРИЙ", "5 " },
  { "Пётр", "" },
};

static gboolean
search_all (DipDb *db, gpointer unused, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (searches); i++)
    {
      g_autoptr (GPtrArray) found = dip_identity_search (db, searches[i].text, error);
      g_autoptr (GString) ids = g_string_new (NULL);

      for (guint j = 0; j < found->len; j++)
        g_string_append_printf (ids, "%d ", (int) ((DipIdentity *) g_ptr_array_index (found, j))->client_id);
      g_test_message ("%s", searches[i].text);
      g_assert_cmpstr (ids->str, ==, searches[i].found);
    }
  return TRUE;
}

static void
test_search (Fixture *f, gconstpointer unused)
{
  fixture_write (f, add_people, NULL);
  fixture_read (f, search_all, NULL);
}

static gboolean
change_and_delete (DipDb *db, gpointer unused, GError **error)
{
  const DipIdentity changed = { .client_id = 1, .name = (char *) "Ana Ruiz Gil", .born = DIP_DATE_NONE };
  g_autoptr (DipIdentity) before = dip_identity_get (db, 1, error);
  g_autoptr (DipIdentity) after = NULL;

  g_assert_cmpstr (before->name, ==, "Ana Ruiz");
  g_assert_cmpint (before->born, ==, dip_date_from_ymd (1980, 2, 29));
  g_assert_cmpstr (before->contact, ==, "ana@example.org");
  g_assert_true (dip_identity_put (db, &changed, error));
  after = dip_identity_get (db, 1, error);
  g_assert_cmpstr (after->name, ==, "Ana Ruiz Gil");
  g_assert_cmpint (after->born, ==, DIP_DATE_NONE);
  g_assert_null (after->contact);
  g_assert_true (dip_identity_delete (db, 1, error));
  g_assert_null (dip_identity_get (db, 1, error));
  return TRUE;
}

static void
test_change_and_delete (Fixture *f, gconstpointer unused)
{
  fixture_write (f, add_people, NULL);
  fixture_write (f, change_and_delete, NULL);
}

static gboolean
name_nobody (DipDb *db, gpointer unused, GError **error)
{
  const DipIdentity identity = { .client_id = 4711, .name = (char *) "Nobody", .born = DIP_DATE_NONE };

  return dip_identity_put (db, &identity, error);
}

static void
test_no_client (Fixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (dip_library_write (f->library, name_nobody, NULL, &error));
  g_assert_error (error, DIP_ERROR, DIP_ERROR_INVALID);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  fixture_add ("/store/identity/search", test_search);
  fixture_add ("/store/identity/change-and-delete", test_change_and_delete);
  fixture_add ("/store/identity/no-client", test_no_client);
  return g_test_run ();
}
