#include "store-fixture.h"

#include <string.h>

#include "dip-db.h"

static const struct
{
  const char *actor, *action, *subject, *detail;
} entries[] = {
  { "Staff", "import", "client K7QX3M", "{\"photos\":3}" },
  { "Zoë", "consent-withdraw", "client K7QX3M", NULL },
  { "Staff", "approve", "pair 12", "{}" },
};

static gboolean
append_all (DipDb *db, gpointer unused, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    g_assert_true (
        dip_audit_append (db, entries[i].actor, entries[i].action, entries[i].subject, entries[i].detail, error));
  return TRUE;
}

static gboolean
see_entries (DipDb *db, gpointer unused, GError **error)
{
  g_autoptr (GPtrArray) all = dip_audit_list (db, 0, error);
  g_autoptr (GPtrArray) last = dip_audit_list (db, 2, error);
  g_autofree char *head = dip_audit_head (db, error);
  gint64 n = 0;

  g_assert_true (dip_audit_verify (db, &n, error));
  g_assert_cmpint (n, ==, 4);
  g_assert_cmpuint (all->len, ==, 4);
  for (guint i = 1; i < all->len; i++)
    {
      const DipAuditEntry *entry = g_ptr_array_index (all, i);
      const DipAuditEntry *before = g_ptr_array_index (all, i - 1);

      g_assert_cmpint (entry->sequence, ==, i + 1);
      g_assert_cmpstr (entry->actor, ==, entries[i - 1].actor);
      g_assert_cmpstr (entry->action, ==, entries[i - 1].action);
      g_assert_cmpstr (entry->subject, ==, entries[i - 1].subject);
      g_assert_cmpstr (entry->detail, ==, entries[i - 1].detail);
      g_assert_cmpstr (entry->previous, ==, before->hash);
    }
  g_assert_cmpuint (last->len, ==, 2);
  g_assert_cmpint (((DipAuditEntry *) g_ptr_array_index (last, 0))->sequence, ==, 3);
  g_assert_cmpstr (head, ==, ((DipAuditEntry *) g_ptr_array_index (last, 1))->hash);
  return TRUE;
}

static void
test_chain (Fixture *f, gconstpointer unused)
{
  fixture_write (f, append_all, NULL);
  fixture_read (f, see_entries, NULL);
  fixture_reopen (f, DIP_LIBRARY_READ_ONLY);
  fixture_read (f, see_entries, NULL);
}

/* By the description in the header, written out by hand for one entry. */
static gboolean
see_formula (DipDb *db, gpointer unused, GError **error)
{
  g_autoptr (GPtrArray) all = dip_audit_list (db, 0, error);
  const DipAuditEntry *entry = g_ptr_array_index (all, 2);
  g_autofree char *text
      = g_strdup_printf ("64:%s,1:3,24:%s,4:Zoë,16:consent-withdraw,13:client K7QX3M,-,", entry->previous, entry->at);
  g_autofree char *hash = dip_digest_text (text);

  g_assert_cmpstr (entry->hash, ==, hash);
  return TRUE;
}

static void
test_formula (Fixture *f, gconstpointer unused)
{
  fixture_write (f, append_all, NULL);
  fixture_read (f, see_formula, NULL);
}

/* What somebody with the file and another program could do, triggers or not. */
static const char *const forgeries[] = {
  "UPDATE audit SET at = '2020-01-01T00:00:00.000Z' WHERE sequence = 2",
  "UPDATE audit SET actor = 'Nobody' WHERE sequence = 2",
  "UPDATE audit SET action = 'export' WHERE sequence = 2",
  "UPDATE audit SET subject = 'client AAAAAA' WHERE sequence = 2",
  "UPDATE audit SET detail = NULL WHERE sequence = 2",
  "UPDATE audit SET detail = '{}' WHERE sequence = 2",
  "UPDATE audit SET hash = printf('%064d', 7) WHERE sequence = 2",
  "UPDATE audit SET previous = printf('%064d', 7) WHERE sequence = 2",
  "DELETE FROM audit WHERE sequence = 2",
  "UPDATE audit SET sequence = 9 WHERE sequence = 2",
};

static gboolean
forge (DipDb *db, gpointer sql, GError **error)
{
  g_assert_true (dip_db_run (db, "DROP TRIGGER audit_no_update; DROP TRIGGER audit_no_delete", error));
  return dip_db_run (db, sql, error);
}

static gboolean
verify (DipDb *db, gpointer unused, GError **error)
{
  return dip_audit_verify (db, NULL, error);
}

static void
test_forgery (gconstpointer sql)
{
  Fixture f = { 0 };
  g_autoptr (GError) error = NULL;

  fixture_set_up (&f, NULL);
  fixture_write (&f, append_all, NULL);
  fixture_write (&f, forge, (gpointer) sql);
  g_assert_false (dip_library_read (f.library, verify, NULL, &error));
  g_assert_error (error, DIP_ERROR, DIP_ERROR_DAMAGED);
  g_assert_nonnull (strstr (error->message, "entry 2"));
  fixture_tear_down (&f, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  fixture_add ("/store/audit/chain", test_chain);
  fixture_add ("/store/audit/formula", test_formula);
  for (guint i = 0; i < G_N_ELEMENTS (forgeries); i++)
    {
      g_autofree char *name = g_strdup_printf ("/store/audit/forgery/%u", i);

      g_test_add_data_func (name, forgeries[i], test_forgery);
    }
  return g_test_run ();
}
