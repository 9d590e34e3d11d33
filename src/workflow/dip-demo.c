#include "dip-demo.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "dip-clients.h"
#include "dip-consenting.h"
#include "dip-demo-photo.h"
#include "dip-error.h"
#include "dip-import.h"
#include "dip-pairing.h"
#include "dip-publishing.h"
#include "dip-safe-file.h"
#include "dip-takedowns.h"
#include "dip-treatments.h"

#define CLINIC_NAME   "Made-up Scalp Clinic"
#define CLINIC_SITE   "https://clinic.example"
#define STAFF         "Demo staff"
#define DESTINATION   "website"
#define EXPORT_FOLDER "website"
#define PHOTO_WIDTH   1200
#define PHOTO_HEIGHT  900

/* How far a client's story has come. Each stage includes what comes before it, the take-down ones after publication. */
typedef enum
{
  STAGE_NEW,       /* nothing but a name */
  STAGE_BEFORE,    /* photographed, first session to come */
  STAGE_HEALING,   /* sessions done, skin not yet healed */
  STAGE_PAIRED,    /* healed and paired, consent missing */
  STAGE_CONSENTED, /* waiting for approval */
  STAGE_READY,     /* approved, not exported yet */
  STAGE_PUBLISHED,
  STAGE_EXPIRING,  /* published, consent ends within a month */
  STAGE_PARTLY,    /* published on the website, social media withdrawn */
  STAGE_WITHDRAWN, /* published, then all withdrawn: take-downs open */
} Stage;

typedef struct
{
  const char *name; /* clearly made up */
  int age;
  Stage stage;
  guint areas;
  DipStage norwood;
  double thinning, skin;
  int healed_days; /* from the last session to the after photos */
  DipDemoView views[4];
  guint n_views;
} Person;

static const Person people[] = {
  { "Adam Example",
    34,
    STAGE_PUBLISHED,
    DIP_AREA_HAIRLINE | DIP_AREA_CROWN,
    DIP_STAGE_NORWOOD_3_VERTEX,
    0.55,
    0.20,
    42,
    { DIP_DEMO_FRONT, DIP_DEMO_TOP, DIP_DEMO_CROWN },
    3 },
  { "Bruno Sample",
    41,
    STAGE_PUBLISHED,
    DIP_AREA_FULL_SCALP,
    DIP_STAGE_NORWOOD_5,
    0.80,
    0.55,
    63,
    { DIP_DEMO_TOP, DIP_DEMO_CROWN },
    2 },
  { "Carla Placeholder",
    38,
    STAGE_READY,
    DIP_AREA_TOP,
    DIP_STAGE_LUDWIG_2,
    0.45,
    0.15,
    49,
    { DIP_DEMO_TOP, DIP_DEMO_FRONT },
    2 },
  { "Dmitri Fictional",
    52,
    STAGE_EXPIRING,
    DIP_AREA_FULL_SCALP,
    DIP_STAGE_NORWOOD_6,
    0.90,
    0.30,
    90,
    { DIP_DEMO_FRONT, DIP_DEMO_CROWN, DIP_DEMO_BACK },
    3 },
  { "Emeka Nobody",
    29,
    STAGE_WITHDRAWN,
    DIP_AREA_HAIRLINE | DIP_AREA_TEMPLES,
    DIP_STAGE_NORWOOD_2A,
    0.35,
    0.90,
    35,
    { DIP_DEMO_FRONT, DIP_DEMO_LEFT_TEMPLE },
    2 },
  { "Farid Invented",
    45,
    STAGE_PAIRED,
    DIP_AREA_CROWN,
    DIP_STAGE_NORWOOD_4,
    0.70,
    0.45,
    56,
    { DIP_DEMO_CROWN, DIP_DEMO_TOP },
    2 },
  { "Gustav Specimen",
    60,
    STAGE_HEALING,
    DIP_AREA_FULL_SCALP,
    DIP_STAGE_NORWOOD_7,
    0.95,
    0.10,
    0,
    { DIP_DEMO_TOP, DIP_DEMO_FRONT },
    2 },
  { "Hiro Mockup",
    33,
    STAGE_CONSENTED,
    DIP_AREA_HAIRLINE,
    DIP_STAGE_NORWOOD_3,
    0.50,
    0.35,
    31,
    { DIP_DEMO_FRONT, DIP_DEMO_RIGHT_TEMPLE },
    2 },
  { "Ines Dummy", 47, STAGE_BEFORE, DIP_AREA_TOP, DIP_STAGE_LUDWIG_1, 0.35, 0.25, 0, { DIP_DEMO_TOP }, 1 },
  { "Jamal Imaginary",
    36,
    STAGE_PARTLY,
    DIP_AREA_CROWN | DIP_AREA_TOP,
    DIP_STAGE_NORWOOD_4A,
    0.75,
    0.80,
    70,
    { DIP_DEMO_TOP, DIP_DEMO_CROWN },
    2 },
  { "Konrad Testcase",
    55,
    STAGE_PUBLISHED,
    DIP_AREA_SCAR | DIP_AREA_BACK,
    DIP_STAGE_NORWOOD_3A,
    0.40,
    0.20,
    120,
    { DIP_DEMO_BACK, DIP_DEMO_CROWN },
    2 },
  { "Luis Pretend",
    39,
    STAGE_READY,
    DIP_AREA_HAIRLINE | DIP_AREA_FRONTAL,
    DIP_STAGE_NORWOOD_3,
    0.60,
    0.50,
    44,
    { DIP_DEMO_FRONT, DIP_DEMO_TOP },
    2 },
  { "Maximilian Konstantin Longname-Hyphenated of Nowhere",
    31,
    STAGE_HEALING,
    DIP_AREA_TEMPLES,
    DIP_STAGE_NORWOOD_2,
    0.30,
    0.65,
    0,
    { DIP_DEMO_LEFT_TEMPLE, DIP_DEMO_RIGHT_TEMPLE },
    2 },
  { "Noor Notreal", 27, STAGE_NEW, 0, DIP_STAGE_NONE, 0, 0, 0, { 0 }, 0 },
};

typedef struct
{
  const DipDesk *desk;
  const Person *person;
  guint index;
  char *code;
  DipDate today;
  DipDate first_session;
  DipDate last_session;
  DipDate after_day;
  gint64 before_ids[4], after_ids[4];
  double before_marks[4][4], after_marks[4][4];
  gint64 pair_ids[4];
  const char *signature; /* path of a drawn one */
} Story;

static DipView
view_of (DipDemoView view)
{
  static const DipView views[] = {
    [DIP_DEMO_FRONT] = DIP_VIEW_FRONT_HAIRLINE,
    [DIP_DEMO_TOP] = DIP_VIEW_TOP,
    [DIP_DEMO_CROWN] = DIP_VIEW_CROWN,
    [DIP_DEMO_LEFT_TEMPLE] = DIP_VIEW_LEFT_TEMPLE,
    [DIP_DEMO_RIGHT_TEMPLE] = DIP_VIEW_RIGHT_TEMPLE,
    [DIP_DEMO_BACK] = DIP_VIEW_BACK,
  };

  return views[view];
}

static DipDemoPhoto
photo_spec (const Story *story, guint v, gboolean after, const char *taken)
{
  const Person *person = story->person;

  return (DipDemoPhoto){
    .seed = 1000 + story->index * 17,
    .take = after ? 1 + v : 0,
    .view = person->views[v],
    .thinning = person->thinning,
    .density = after ? 0.9 : 0,
    .redness = after && person->stage == STAGE_HEALING ? 0.7 : 0,
    .skin = person->skin,
    .width = PHOTO_WIDTH,
    .height = PHOTO_HEIGHT,
    /* Phones are held either way; the stored pixels then lie on their side. */
    .orientation = (story->index + v) % 3 == 0 ? 6 : 1,
    .taken = taken,
    .offset = "+01:00",
    .owner = person->name,
    .latitude = 48.1 + story->index * 0.01,
    .longitude = 11.5 + v * 0.01,
  };
}

static gboolean
import_photo (Story *story, guint v, gboolean after, DipDate day, GError **error)
{
  int year, month, mday;
  g_autofree char *taken = NULL;
  DipDemoPhoto spec;
  DipImportOptions options = { .view = view_of (story->person->views[v]), .stated = DIP_DATE_NONE };
  g_autoptr (GBytes) bytes = NULL;
  DipImportItem *item;
  gboolean imported;

  dip_date_to_ymd (day, &year, &month, &mday);
  taken = g_strdup_printf ("%04d:%02d:%02d 10:%02u:12", year, month, mday, 10 + v);
  spec = photo_spec (story, v, after, taken);
  bytes = dip_demo_photo_draw (&spec, after ? story->after_marks[v] : story->before_marks[v], error);
  if (bytes == NULL)
    return FALSE;
  item = dip_import_bytes (story->desk, story->code, bytes, "demo.jpg", &options, NULL);
  imported = item->state == DIP_IMPORT_IMPORTED;
  if (imported && after)
    story->after_ids[v] = item->photo_id;
  else if (imported)
    story->before_ids[v] = item->photo_id;
  else
    g_set_error_literal (error, DIP_ERROR, DIP_ERROR_IO, item->text);
  dip_import_item_free (item);
  return imported;
}

static gboolean
import_views (Story *story, gboolean after, DipDate day, GError **error)
{
  for (guint v = 0; v < story->person->n_views; v++)
    if (!import_photo (story, v, after, day, error))
      return FALSE;
  return TRUE;
}

static gboolean
hold_sessions (Story *story, GError **error)
{
  static const DipSessionKind kinds[] = { DIP_SESSION_INITIAL, DIP_SESSION_FOLLOW_UP, DIP_SESSION_FOLLOW_UP };
  guint n = 2 + story->index % 2;
  DipDate day = story->last_session - (DipDate) (n - 1) * 14;

  story->first_session = day;
  for (guint i = 0; i < n && i < G_N_ELEMENTS (kinds); i++, day += 14)
    if (dip_sessions_add (story->desk, story->code, 0, day, kinds[i], error) == 0)
      return FALSE;
  return TRUE;
}

static gboolean
make_pairs (Story *story, GError **error)
{
  for (guint v = 0; v < story->person->n_views; v++)
    {
      const double *b = story->before_marks[v];
      const double *a = story->after_marks[v];
      DipPoint before[] = { { b[0], b[1] }, { b[2], b[3] } };
      DipPoint after[] = { { a[0], a[1] }, { a[2], a[3] } };

      story->pair_ids[v] = dip_pairing_add (story->desk, story->before_ids[v], story->after_ids[v], error);
      if (story->pair_ids[v] == 0 || dip_pairing_align (story->desk, story->pair_ids[v], before, after, 2, error) == 0)
        return FALSE;
    }
  return TRUE;
}

static gboolean
sign_consent (Story *story, GError **error)
{
  DipConsentTerms terms = {
    .scopes = DIP_SCOPE_WEBSITE | DIP_SCOPE_SOCIAL_MEDIA | DIP_SCOPE_IN_CLINIC,
    .identifiability = DIP_IDENTIFIABILITY_FULL_FACE,
    .coverage = DIP_COVERAGE_ALL,
    .from = story->after_day,
    .until
    = story->person->stage == STAGE_EXPIRING ? story->today + 19 : story->today + 700 + (DipDate) story->index * 10,
    .signed_on = story->after_day,
    .signed_by = story->person->name,
    .signature_file = story->signature,
  };

  return dip_consenting_record (story->desk, story->code, &terms, error) != 0;
}

static gboolean
approve (Story *story, GError **error)
{
  for (guint v = 0; v < story->person->n_views; v++)
    if (dip_pairing_approve (story->desk, story->pair_ids[v], STAFF, DIP_LOOKED_FOR_ALL, error) == 0)
      return FALSE;
  return TRUE;
}

static gboolean
begin_story (Story *story, GError **error)
{
  const Person *person = story->person;
  int year, month, mday;
  DipDate born;

  dip_date_to_ymd (story->today, &year, &month, &mday);
  born = dip_date_from_ymd (year - person->age, 1 + (int) story->index % 12, 3 + (int) story->index);
  story->code = dip_clients_add (story->desk, person->name, born, TRUE, "nobody@example.invalid", error);
  if (story->code == NULL)
    return FALSE;
  if (person->stage == STAGE_NEW)
    return TRUE;
  return dip_treatments_add (story->desk, story->code, person->areas, person->norwood, error) != 0;
}

static gboolean
tell_story (Story *story, GError **error)
{
  const Person *person = story->person;

  if (!begin_story (story, error) || person->stage == STAGE_NEW)
    return story->code != NULL;
  if (person->stage == STAGE_BEFORE)
    return import_views (story, FALSE, story->today - 2, error)
           && dip_sessions_add (story->desk, story->code, 0, story->today + 9, DIP_SESSION_INITIAL, error) != 0;
  story->after_day = story->today - 5 - (DipDate) story->index;
  story->last_session
      = person->stage == STAGE_HEALING ? story->today - 11 : story->after_day - (DipDate) person->healed_days;
  if (!hold_sessions (story, error) || !import_views (story, FALSE, story->first_session - 1, error))
    return FALSE;
  if (person->stage == STAGE_HEALING)
    return import_views (story, TRUE, story->last_session, error);
  if (!import_views (story, TRUE, story->after_day, error) || !make_pairs (story, error))
    return FALSE;
  if (person->stage >= STAGE_CONSENTED && !sign_consent (story, error))
    return FALSE;
  return person->stage < STAGE_READY || approve (story, error);
}

static gboolean
publish (const Story *stories, const DipDesk *desk, const char *folder, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (DipPublishReport) report = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (people); i++)
    if (people[i].stage >= STAGE_PUBLISHED)
      g_array_append_vals (ids, stories[i].pair_ids, people[i].n_views);
  report = dip_publishing_run (desk, DESTINATION, folder, (const gint64 *) (gpointer) ids->data, ids->len, NULL, error);
  if (report == NULL)
    return FALSE;
  if (report->refused->len == 0 && report->failures->len == 0)
    return TRUE;
  g_set_error_literal (error, DIP_ERROR, DIP_ERROR_IO,
                       report->failures->len > 0 ? (const char *) g_ptr_array_index (report->failures, 0)
                                                 : _ ("The demo's pictures were refused; check the computer's date."));
  return FALSE;
}

static gboolean
withdraw (const Story *stories, const DipDesk *desk, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (people); i++)
    {
      if (people[i].stage == STAGE_WITHDRAWN
          && !dip_consenting_withdraw (desk, stories[i].code, DIP_SCOPE_ALL, NULL, error))
        return FALSE;
      if (people[i].stage == STAGE_PARTLY
          && !dip_consenting_withdraw (desk, stories[i].code, DIP_SCOPE_SOCIAL_MEDIA, NULL, error))
        return FALSE;
    }
  return TRUE;
}

typedef struct
{
  DipDesk *desk;
  Story stories[G_N_ELEMENTS (people)];
  DipJob *job;
  GMutex lock;
  GError *error;
} Demo;

static void
tell_each (guint index, gpointer user_data)
{
  Demo *demo = user_data;
  g_autoptr (GError) error = NULL;
  gboolean told;

  dip_job_item_begin (demo->job, people[index].name);
  told = tell_story (&demo->stories[index], &error);
  dip_job_item_end (demo->job, people[index].name, told ? DIP_JOB_ITEM_DONE : DIP_JOB_ITEM_FAILED, NULL);
  if (told)
    return;
  g_mutex_lock (&demo->lock);
  if (demo->error == NULL)
    demo->error = g_steal_pointer (&error);
  g_mutex_unlock (&demo->lock);
  dip_job_cancel (demo->job);
}

/* The scan of a signed form: any picture does; this one is drawn. */
static char *
draw_signature (const char *folder, GError **error)
{
  DipDemoPhoto spec = { .seed = 7,
                        .view = DIP_DEMO_TOP,
                        .width = 320,
                        .height = 240,
                        .orientation = 1,
                        .taken = "2026:01:01 09:00:00",
                        .offset = "+00:00",
                        .owner = STAFF };
  g_autoptr (GBytes) bytes = dip_demo_photo_draw (&spec, NULL, error);
  g_autofree char *path = g_build_filename (folder, "signature.jpg", NULL);

  if (bytes == NULL || !dip_safe_file_write (path, bytes, DIP_SAFE_FILE_PRIVATE, NULL, NULL, error))
    return NULL;
  return g_steal_pointer (&path);
}

static gboolean
tell_all (Demo *demo, const char *signature, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (people); i++)
    demo->stories[i] = (Story){
      .desk = demo->desk,
      .person = &people[i],
      .index = i,
      .today = dip_desk_today (demo->desk),
      .signature = signature,
    };
  dip_job_set_total (demo->job, G_N_ELEMENTS (people));
  dip_job_each (demo->job, G_N_ELEMENTS (people), 0, tell_each, demo);
  if (demo->error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&demo->error));
      return FALSE;
    }
  return !dip_job_is_cancelled (demo->job, error);
}

static gboolean
run_demo (Demo *demo, const char *folder, char **export_folder, GError **error)
{
  g_autofree char *signature = draw_signature (folder, error);
  g_autofree char *website = g_build_filename (folder, EXPORT_FOLDER, NULL);
  gboolean done;

  if (signature == NULL)
    return FALSE;
  done = tell_all (demo, signature, error) && publish (demo->stories, demo->desk, website, error)
         && withdraw (demo->stories, demo->desk, error);
  dip_safe_file_remove (signature, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (people); i++)
    g_free (demo->stories[i].code);
  if (done && export_folder != NULL)
    *export_folder = g_steal_pointer (&website);
  return done;
}

gboolean
dip_demo_create (const char *folder, DipJob *job, char **export_folder, GError **error)
{
  DipClinic clinic
      = { .name = (char *) CLINIC_NAME, .site = (char *) CLINIC_SITE, .healing_days = DIP_HEALING_DEFAULT };
  g_autoptr (DipDesk) desk = dip_desk_create (folder, &clinic, STAFF, error);
  g_autoptr (DipJob) own_job = NULL;
  Demo demo = { 0 };
  gboolean done;

  if (desk == NULL)
    return FALSE;
  own_job = job != NULL ? g_object_ref (job) : dip_job_new (_ ("Making the demo library"));
  demo.desk = desk;
  demo.job = own_job;
  g_mutex_init (&demo.lock);
  done = run_demo (&demo, folder, export_folder, error);
  g_mutex_clear (&demo.lock);
  return done;
}
