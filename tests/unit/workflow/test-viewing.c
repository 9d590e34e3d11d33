/* Looking at photos: their pixels, facts and certificates; two of them compared. */
#include "clinic-fixture.h"
#include "dip-comparing.h"
#include "dip-error.h"
#include "dip-redacting.h"
#include "dip-viewing.h"

static void
set_up (Clinic *clinic, gconstpointer data)
{
  clinic_place (clinic);
  clinic_create (clinic);
}

static void
tear_down (Clinic *clinic, gconstpointer data)
{
  clinic_clear (clinic);
}

static void
test_pixels (Clinic *clinic, gconstpointer data)
{
  g_autofree char *code = clinic_client (clinic);
  const gint64 id = clinic_photo (clinic, code, -100);
  g_autoptr (GError) error = NULL;
  DipPyramid *photo = dip_viewing_open (clinic->desk, id, &error);
  g_autoptr (GBytes) part = NULL;
  int width, height;

  g_assert_no_error (error);
  g_assert_cmpuint (dip_viewing_n_levels (photo), ==, 1);
  dip_viewing_size (photo, 0, &width, &height);
  g_assert_cmpint (width, ==, CLINIC_WIDTH);
  g_assert_cmpint (height, ==, CLINIC_HEIGHT);
  part = dip_viewing_read (photo, 0, 10, 20, 30, 40, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (part), ==, 30 * 40 * 3);
  dip_viewing_close (photo);
  g_assert_null (dip_viewing_open (clinic->desk, 999, &error));
  g_assert_error (error, DIP_ERROR, DIP_ERROR_NOT_FOUND);
}

static void
test_facts (Clinic *clinic, gconstpointer data)
{
  g_autofree char *code = clinic_client (clinic);
  const gint64 id = clinic_photo (clinic, code, -100), other = clinic_photo (clinic, code, -10);
  g_autoptr (GError) error = NULL;
  g_autoptr (DipPhotoFacts) facts = dip_viewing_facts (clinic->desk, id, &error);
  guint64 bytes = 0;

  g_assert_no_error (error);
  g_assert_cmpstr (facts->client->client->code, ==, code);
  g_assert_cmpint (facts->photo->facts.phase, ==, DIP_PHASE_BEFORE);
  g_assert_cmpuint (facts->others->len, ==, 1);
  g_assert_cmpint (((DipPhotoView *) g_ptr_array_index (facts->others, 0))->photo->id, ==, other);
  g_assert_cmpstr (facts->certificate->digest, ==, facts->photo->photo->blob);
  g_assert_nonnull (facts->certificate->verified_at);
  g_assert_nonnull (strstr (facts->certificate->removed, "names"));
  for (guint i = 0; i < facts->certificate->holds->len; i++)
    {
      const DipHeldPart *part = &g_array_index (facts->certificate->holds, DipHeldPart, i);

      bytes += part->bytes;
      g_assert_true (i > 0 || g_str_equal (part->what, "Picture data"));
    }
  g_assert_cmpuint (bytes, ==, facts->photo->photo->bytes); /* every byte is accounted for */
}

/* What a damaged or strange record holds is left out, not believed. */
static void
test_certificates (void)
{
  static const struct
  {
    const char *certificate, *removed;
    const char *digest, *words;
    guint n_parts;
  } table[] = {
    { NULL, NULL, NULL, "nothing", 0 },
    { "no JSON", "no JSON", NULL, "nothing", 0 },
    { "[1, 2]", "{\"a\": 1}", NULL, "nothing", 0 },
    { "{\"sha256\":\"ab\"}", "[]", "ab", "nothing", 0 },
    { "{\"sha256\":\"ab\",\"parts\":[{\"name\":\"IDAT\",\"size\":5},{\"name\":\"IHDR\",\"size\":3}]}",
      "[\"gps\",\"thumbnail:3\"]", "ab", "GPS position, 3 thumbnails", 2 },
    { "{\"sha256\":\"ab\",\"parts\":[{\"name\":\"APP2 ICC_PROFILE\",\"size\":5},{\"name\":\"scan data\",\"size\":9},"
      "{\"name\":\"DQT\",\"size\":1},{\"name\":\"scan data\",\"size\":9}]}",
      "[\"gps\"]", "ab", "GPS position", 3 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      const DipPhoto photo = { .certificate = (char *) table[i].certificate, .removed = (char *) table[i].removed };
      g_autoptr (DipCertificate) certificate = dip_viewing_certificate (&photo);

      g_test_message ("%u", i);
      g_assert_cmpstr (certificate->digest, ==, table[i].digest);
      g_assert_cmpstr (certificate->removed, ==, table[i].words);
      g_assert_cmpuint (certificate->holds->len, ==, table[i].n_parts);
    }
}

static void
test_compared (Clinic *clinic, gconstpointer data)
{
  g_autofree char *code = clinic_client (clinic);
  const gint64 before = clinic_photo (clinic, code, -100), after = clinic_photo (clinic, code, -10);
  g_autoptr (GError) error = NULL;
  g_autoptr (DipComparison) comparison = dip_comparing_photos (clinic->desk, after, before, &error);

  g_assert_no_error (error);
  g_assert_cmpint (comparison->before->photo->id, ==, before); /* by their days, in whatever order they were picked */
  g_assert_cmpint (comparison->after->photo->id, ==, after);
  g_assert_cmpint (comparison->pair_id, ==, 0);
  g_assert_null (comparison->refusal);
  g_assert_cmpuint (comparison->alignment.n_landmarks, ==, 0);
  g_assert_null (dip_comparing_photos (clinic->desk, after, after, &error));
  g_assert_error (error, DIP_ERROR, DIP_ERROR_REFUSED);
}

static void
test_compared_pair (Clinic *clinic, gconstpointer data)
{
  Person person = clinic_person (clinic);
  g_autoptr (GError) error = NULL;
  g_autoptr (DipComparison) comparison = dip_comparing_photos (clinic->desk, person.before, person.after, &error);

  g_assert_no_error (error);
  g_assert_cmpint (comparison->pair_id, ==, person.pair);
  g_assert_cmpuint (comparison->alignment.n_landmarks, ==, 2);
  g_assert_cmpfloat_with_epsilon (comparison->alignment.after_to_before.tx, -2, 1e-6);
  g_free (person.code);
}

static void
test_no_pair (Clinic *clinic, gconstpointer data)
{
  g_autofree char *code = clinic_client (clinic);
  const gint64 before = clinic_photo (clinic, code, -100), fresh = clinic_photo (clinic, code, -89);
  g_autoptr (GError) error = NULL;
  g_autoptr (DipComparison) comparison = dip_comparing_photos (clinic->desk, before, fresh, &error);

  g_assert_no_error (error);
  g_assert_nonnull (comparison->refusal); /* not healed: can be looked at, can't be a pair */
}

/* What a client is shown is what would be published: covered, in the small as in the large; the rest as it was. */
static void
test_burnt (Clinic *clinic, gconstpointer data)
{
  g_autofree char *code = clinic_client (clinic);
  const gint64 id = clinic_photo (clinic, code, -100);
  const DipPhoto photo = { .id = id, .width = CLINIC_WIDTH, .height = CLINIC_HEIGHT };
  const DipCover cover = { DIP_COVER_BOX, { 0, 0 }, { CLINIC_WIDTH / 2.0, CLINIC_HEIGHT } };
  const int width = 8, height = 6;
  guint8 grey[8 * 6 * 3];
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pixels = NULL;
  g_autoptr (GBytes) open = NULL;
  g_autoptr (GBytes) burnt = NULL;
  g_autoptr (DipRedaction) none = dip_redacting_get (clinic->desk, id, &error);
  g_autoptr (DipRedaction) covers = NULL;
  const guint8 *left;

  memset (grey, 99, sizeof grey);
  pixels = g_bytes_new (grey, sizeof grey);
  open = dip_redacting_burn (none, &photo, pixels, width, height);
  g_assert_true (g_bytes_equal (open, pixels));
  g_assert_cmpint (dip_redacting_set (clinic->desk, id, &cover, 1, DIP_IDENTIFIABILITY_SCALP_ONLY, &error), >, 0);
  g_assert_no_error (error);
  covers = dip_redacting_get (clinic->desk, id, &error);
  burnt = dip_redacting_burn (covers, &photo, pixels, width, height);
  left = g_bytes_get_data (burnt, NULL);
  for (int i = 0; i < width * height * 3; i++)
    g_assert_cmpint (left[i], ==, i / 3 % width < width / 2 ? 0 : 99);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*func) (Clinic *, gconstpointer);
  } tests[] = {
    { "/viewing/pixels", test_pixels },     { "/viewing/facts", test_facts },
    { "/comparing/photos", test_compared }, { "/comparing/pair", test_compared_pair },
    { "/comparing/no-pair", test_no_pair }, { "/redacting/burnt", test_burnt },
  };

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/viewing/certificates", test_certificates);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Clinic, NULL, set_up, tests[i].func, tear_down);
  return g_test_run ();
}
