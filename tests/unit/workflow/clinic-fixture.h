/* A clinic in a temporary folder on a fixed day, with photos of nobody: what tests of the workflow start from. Functions
 * stop the test when something goes wrong that is not what it is about. */
#pragma once

#include <glib/gstdio.h>

#include "dip-clients.h"
#include "dip-consenting.h"
#include "dip-demo-photo.h"
#include "dip-import.h"
#include "dip-library.h"
#include "dip-pairing.h"
#include "dip-publishing.h"
#include "dip-safe-file.h"
#include "dip-takedowns.h"
#include "dip-treatments.h"

#define CLINIC_WIDTH  96
#define CLINIC_HEIGHT 72

typedef struct
{
  char *folder;
  char *library;
  char *web; /* where exports go */
  DipDesk *desk;
  DipDate today;
  guint n_photos;
} Clinic;

typedef struct
{
  char *code;
  gint64 before, after, pair, consent;
} Person;

static inline DipDesk *
clinic_open (const Clinic *clinic)
{
  g_autoptr (GError) error = NULL;
  DipDesk *desk = dip_desk_open (clinic->library, FALSE, "Staff", &error);

  g_assert_no_error (error);
  desk->fixed_today = clinic->today;
  return desk;
}

static inline void
clinic_place (Clinic *clinic)
{
  clinic->folder = g_dir_make_tmp ("dip-workflow-XXXXXX", NULL);
  g_assert_nonnull (clinic->folder);
  clinic->library = g_build_filename (clinic->folder, "library", NULL);
  clinic->web = g_build_filename (clinic->folder, "web", NULL);
  clinic->today = dip_date_from_ymd (2026, 8, 1);
}

static inline void
clinic_create (Clinic *clinic)
{
  const DipClinic facts = { .name = (char *) "Clinic", .healing_days = DIP_HEALING_DEFAULT };
  g_autoptr (GError) error = NULL;

  clinic->desk = dip_desk_create (clinic->library, &facts, "Staff", &error);
  g_assert_no_error (error);
  clinic->desk->fixed_today = clinic->today;
}

static inline void
clinic_clear (Clinic *clinic)
{
  g_clear_pointer (&clinic->desk, dip_desk_free);
  g_assert_true (dip_safe_dir_remove_tree (clinic->folder, NULL));
  g_clear_pointer (&clinic->folder, g_free);
  g_clear_pointer (&clinic->library, g_free);
  g_clear_pointer (&clinic->web, g_free);
}

/* A JPEG laden with metadata, other than any before. */
static inline GBytes *
clinic_picture (Clinic *clinic)
{
  g_autoptr (GError) error = NULL;
  const DipDemoPhoto what = {
    .seed = ++clinic->n_photos,
    .view = DIP_DEMO_CROWN,
    .thinning = 0.5,
    .skin = 0.3,
    .width = CLINIC_WIDTH,
    .height = CLINIC_HEIGHT,
    .orientation = 1,
    .taken = "2026:01:02 03:04:05",
    .offset = "+01:00",
    .owner = "Nobody At All",
  };
  GBytes *jpeg = dip_demo_photo_draw (&what, NULL, &error);

  g_assert_no_error (error);
  return jpeg;
}

static inline char *
clinic_picture_file (Clinic *clinic, const char *name)
{
  g_autoptr (GBytes) jpeg = clinic_picture (clinic);
  g_autoptr (GError) error = NULL;
  char *path = g_build_filename (clinic->folder, name, NULL);

  g_file_set_contents (path, g_bytes_get_data (jpeg, NULL), (gssize) g_bytes_get_size (jpeg), &error);
  g_assert_no_error (error);
  return path;
}

static inline char *
clinic_client (Clinic *clinic)
{
  g_autoptr (GError) error = NULL;
  char *code = dip_clients_add (clinic->desk, "Wilhelmine Muster", DIP_DATE_NONE, TRUE, NULL, &error);

  g_assert_no_error (error);
  dip_treatments_add (clinic->desk, code, DIP_AREA_CROWN, DIP_STAGE_NONE, &error);
  g_assert_no_error (error);
  dip_sessions_add (clinic->desk, code, 0, clinic->today - 90, DIP_SESSION_INITIAL, &error);
  g_assert_no_error (error);
  return code;
}

static inline gint64
clinic_photo (Clinic *clinic, const char *code, int day)
{
  DipImportOptions options = { .view = DIP_VIEW_CROWN, .stated = clinic->today + day };
  g_autoptr (GBytes) jpeg = clinic_picture (clinic);
  DipImportItem *item = dip_import_bytes (clinic->desk, code, jpeg, "photo", &options, NULL);
  gint64 id = item->photo_id;

  g_assert_cmpstr (item->error, ==, NULL);
  g_assert_cmpint (item->state, ==, DIP_IMPORT_IMPORTED);
  dip_import_item_free (item);
  return id;
}

static inline gint64
clinic_consent (Clinic *clinic, const char *code, guint scopes)
{
  g_autofree char *signature = clinic_picture_file (clinic, "signature.jpg");
  g_autoptr (GError) error = NULL;
  const DipConsentTerms terms = {
    .scopes = scopes,
    .identifiability = DIP_IDENTIFIABILITY_FULL_FACE,
    .coverage = DIP_COVERAGE_ALL,
    .from = clinic->today,
    .until = clinic->today + 300,
    .signed_on = DIP_DATE_NONE,
    .signed_by = "Wilhelmine Muster",
    .signature_file = signature,
  };
  gint64 id = dip_consenting_record (clinic->desk, code, &terms, &error);

  g_assert_no_error (error);
  return id;
}

static inline void
clinic_approve (Clinic *clinic, gint64 pair)
{
  g_autoptr (GError) error = NULL;

  dip_pairing_approve (clinic->desk, pair, "Curator", DIP_LOOKED_FOR_ALL, &error);
  g_assert_no_error (error);
}

/* Lines the pair up, with @shift pixels between the photos, and signs it off. */
static inline void
clinic_sign_off (Clinic *clinic, gint64 pair, double shift)
{
  const DipPoint before[] = { { 10, 10 }, { 80, 60 } };
  const DipPoint after[] = { { 10 + shift, 10 }, { 80 + shift, 60 } };
  g_autoptr (GError) error = NULL;

  dip_pairing_align (clinic->desk, pair, before, after, 2, &error);
  g_assert_no_error (error);
  clinic_approve (clinic, pair);
}

/* A client with one pair that may be published on the website. */
static inline Person
clinic_person (Clinic *clinic)
{
  g_autoptr (GError) error = NULL;
  Person person = { .code = clinic_client (clinic) };

  person.before = clinic_photo (clinic, person.code, -100);
  person.after = clinic_photo (clinic, person.code, -10);
  person.pair = dip_pairing_add (clinic->desk, person.before, person.after, &error);
  g_assert_no_error (error);
  clinic_sign_off (clinic, person.pair, 2);
  person.consent = clinic_consent (clinic, person.code, DIP_SCOPE_WEBSITE);
  return person;
}

static inline DipPublishReport *
clinic_publish (Clinic *clinic, DipJob *job, GError **error)
{
  return dip_publishing_run (clinic->desk, "website", clinic->web, NULL, 0, job, error);
}

static inline GPtrArray *
clinic_ledger (const Clinic *clinic)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *items = dip_publishing_ledger (clinic->desk, NULL, &error);

  g_assert_no_error (error);
  return items;
}
