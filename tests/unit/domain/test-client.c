#include "dip-client.h"
#include "domain-fixtures.h"

static const struct
{
  const char *born;
  const char *today;
  gboolean attested;
  DipAdult expected;
} adults[] = {
  /* without a birth date staff must have checked */
  { "", "2026-03-14", FALSE, DIP_ADULT_UNKNOWN },
  { "", "2026-03-14", TRUE, DIP_ADULT_YES },
  /* the day before, and on, the eighteenth birthday */
  { "2008-03-15", "2026-03-14", FALSE, DIP_ADULT_NO },
  { "2008-03-14", "2026-03-14", FALSE, DIP_ADULT_YES },
  /* what staff attest does not outweigh a birth date */
  { "2008-03-15", "2026-03-14", TRUE, DIP_ADULT_NO },
  { "1980-01-01", "2026-03-14", FALSE, DIP_ADULT_YES },
  /* born on a leap day: in a common year the birthday is 1 March */
  { "2008-02-29", "2026-02-28", FALSE, DIP_ADULT_NO },
  { "2008-02-29", "2026-03-01", FALSE, DIP_ADULT_YES },
  { "2008-02-29", "2028-02-29", FALSE, DIP_ADULT_YES },
  /* a birth date in the future is a mistake, not an age */
  { "2030-01-01", "2026-03-14", TRUE, DIP_ADULT_NO },
};

static void
test_adult (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (adults); i++)
    {
      g_test_message ("born %s, asked on %s", adults[i].born, adults[i].today);
      g_assert_cmpint (dip_adult_decide (adults[i].attested, day (adults[i].born), day (adults[i].today)), ==,
                       adults[i].expected);
    }
}

static void
test_copy (void)
{
  g_autoptr (DipClient) copy = NULL;

  {
    g_autoptr (DipClient) client = g_new0 (DipClient, 1);
    client->id = 7;
    client->code = g_strdup ("K7QX3M");
    client->adult_attested = TRUE;
    client->created_at = g_strdup ("2026-03-14T10:00:00.000Z");
    copy = dip_client_copy (client);
  }
  g_assert_cmpint (copy->id, ==, 7);
  g_assert_cmpstr (copy->code, ==, "K7QX3M");
  g_assert_true (copy->adult_attested);
  g_assert_cmpstr (copy->created_at, ==, "2026-03-14T10:00:00.000Z");
  g_assert_null (copy->erased_at);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/client/adult", test_adult);
  g_test_add_func ("/client/copy", test_copy);
  return g_test_run ();
}
