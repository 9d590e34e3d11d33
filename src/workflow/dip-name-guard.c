#include "dip-name-guard.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "dip-catalogue.h"
#include "dip-identity-store.h"
#include "dip-page-text.h"

#define LEAST_PART   3 /* letters of a name that stands alone */
#define LEAST_RUN    8 /* bytes of a name that is looked for inside of words */
#define LEAST_DIGITS 7 /* of a telephone number; the last so many digits of it count, however it is dialled */
#define MOST_DIGITS  20

#define FILTER_BITS 16

struct _DipNameGuard
{
  GHashTable *parts;   /* single names, folded */
  GHashTable *pairs;   /* two names that follow each other: "maria gomez" */
  GHashTable *runs;    /* gint64 of the first LEAST_RUN bytes -> GPtrArray of whole runs: "mariagomez" */
  GHashTable *numbers; /* last LEAST_DIGITS digits */
  GHashTable *known;   /* words that are no sign */
  guint8 filter[1u << (FILTER_BITS - 3)]; /* a bit per hash of a run's start: nearly every place fails here */
};

static GHashTable *
set_of_texts (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

DipNameGuard *
dip_name_guard_new (void)
{
  DipNameGuard *self = g_new0 (DipNameGuard, 1);

  self->parts = set_of_texts ();
  self->pairs = set_of_texts ();
  self->numbers = set_of_texts ();
  self->known = set_of_texts ();
  self->runs = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  return self;
}

void
dip_name_guard_free (DipNameGuard *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->parts);
  g_hash_table_unref (self->pairs);
  g_hash_table_unref (self->numbers);
  g_hash_table_unref (self->known);
  g_hash_table_unref (self->runs);
  g_free (self);
}

static gint64
start_of (const char *run)
{
  gint64 start;

  memcpy (&start, run, sizeof start);
  return start;
}

/* Fibonacci hashing (Knuth, The Art of Computer Programming, 6.4). */
static guint
filter_bit (gint64 start)
{
  return (guint) (((guint64) start * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15)) >> (64 - FILTER_BITS));
}

static void
add_run (DipNameGuard *self, const char *run)
{
  GPtrArray *of_start;
  gint64 start;
  guint bit;

  if (strlen (run) < LEAST_RUN)
    return;
  start = start_of (run);
  bit = filter_bit (start);
  self->filter[bit / 8] |= (guint8) (1u << (bit % 8));
  of_start = g_hash_table_lookup (self->runs, &start);
  if (of_start == NULL)
    {
      of_start = g_ptr_array_new_with_free_func (g_free);
      g_hash_table_insert (self->runs, g_memdup2 (&start, sizeof start), of_start);
    }
  g_ptr_array_add (of_start, g_strdup (run));
}

/* Belongs to many names and to no one person. */
static gboolean
is_particle (const char *part)
{
  static const char *const particles[]
      = { "van", "von", "vom", "der", "den", "del", "des", "dos", "das",  "bin",  "ben",   "ter",
          "ten", "und", "and", "the", "san", "las", "los", "mrs", "herr", "frau", "madame" };

  for (guint i = 0; i < G_N_ELEMENTS (particles); i++)
    if (strcmp (part, particles[i]) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
has_letter (const char *part)
{
  for (; *part != '\0'; part = g_utf8_next_char (part))
    if (g_unichar_isalpha (g_utf8_get_char (part)))
      return TRUE;
  return FALSE;
}

/* All of the parts in one, from @first on, around the end. */
static void
add_joined (DipNameGuard *self, char **parts, guint n, guint first)
{
  g_autoptr (GString) run = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append (run, parts[(first + i) % n]);
  add_run (self, run->str);
}

static void
add_form (DipNameGuard *self, const char *name)
{
  g_autofree char *folded = dip_page_fold (name);
  g_auto (GStrv) parts = g_strsplit (g_strstrip (folded), " ", -1);
  const guint n = g_strv_length (parts);

  for (guint i = 0; i < n; i++)
    {
      if (g_utf8_strlen (parts[i], -1) >= LEAST_PART && has_letter (parts[i]) && !is_particle (parts[i]))
        g_hash_table_add (self->parts, g_strdup (parts[i]));
      if (n > 1)
        add_joined (self, parts, n, i);
      if (i + 1 < n)
        {
          g_hash_table_add (self->pairs, g_strconcat (parts[i], " ", parts[i + 1], NULL));
          g_hash_table_add (self->pairs, g_strconcat (parts[i + 1], " ", parts[i], NULL));
        }
    }
  if (n > 2)
    {
      char *ends[] = { parts[0], parts[n - 1] };

      g_hash_table_add (self->pairs, g_strconcat (ends[0], " ", ends[1], NULL));
      g_hash_table_add (self->pairs, g_strconcat (ends[1], " ", ends[0], NULL));
      add_joined (self, ends, 2, 0);
      add_joined (self, ends, 2, 1);
    }
}

/* As it is written where there are no such letters: "Jörg" as "Joerg". */
static char *
spelt_out (const char *name)
{
  static const char *const pairs[][2] = { { "ä", "ae" }, { "ö", "oe" }, { "ü", "ue" }, { "Ä", "Ae" }, { "Ö", "Oe" },
                                          { "Ü", "Ue" }, { "ø", "oe" }, { "Ø", "Oe" }, { "å", "aa" }, { "Å", "Aa" } };
  g_autofree char *composed = g_utf8_normalize (name, -1, G_NORMALIZE_ALL_COMPOSE);
  GString *text = g_string_new (composed != NULL ? composed : name);

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    g_string_replace (text, pairs[i][0], pairs[i][1], 0);
  return g_string_free (text, FALSE);
}

void
dip_name_guard_add_name (DipNameGuard *self, const char *name)
{
  g_autofree char *valid = g_utf8_make_valid (name, -1);
  g_autofree char *spelt = spelt_out (valid);
  g_autofree char *ascii = g_str_to_ascii (valid, "C");

  add_form (self, valid);
  if (strcmp (spelt, valid) != 0)
    add_form (self, spelt);
  if (strcmp (ascii, valid) != 0 && strchr (ascii, '?') == NULL)
    add_form (self, ascii);
}

/* From @text on: digits and what stands between those of a number. Returns how far it goes, 0 when letters touch it. */
static gsize
read_number (const char *text, gboolean after_letter, char *digits, guint *n_digits)
{
  gsize length = strspn (text, "0123456789+-./() ");

  *n_digits = 0;
  for (gsize i = 0; i < length; i++)
    if (g_ascii_isdigit (text[i]) && *n_digits < MOST_DIGITS)
      digits[(*n_digits)++] = text[i];
  digits[*n_digits] = '\0';
  if (after_letter || (g_ascii_isalpha (text[length]) && length > 0 && g_ascii_isdigit (text[length - 1])))
    *n_digits = 0;
  return length;
}

static const char *
last_digits (const char *digits, guint n)
{
  return digits + n - LEAST_DIGITS;
}

void
dip_name_guard_add_contact (DipNameGuard *self, const char *contact)
{
  g_auto (GStrv) words = NULL;
  char digits[MOST_DIGITS + 1];
  guint n;

  if (contact == NULL)
    return;
  words = g_strsplit_set (contact, " \t\r\n,;<>", -1);
  for (guint i = 0; words[i] != NULL; i++)
    if (strchr (words[i], '@') != NULL)
      {
        g_autofree char *folded = dip_page_fold (words[i]);
        GString *run = g_string_new (folded);

        g_string_replace (run, " ", "", 0);
        add_run (self, run->str);
        g_string_free (run, TRUE);
      }
  for (const char *at = contact; *at != '\0';)
    {
      const gsize length = read_number (at, FALSE, digits, &n);

      if (n >= LEAST_DIGITS)
        g_hash_table_add (self->numbers, g_strdup (last_digits (digits, n)));
      at += MAX (length, 1);
    }
}

static void
add_birth (DipNameGuard *self, DipDate born)
{
  int year, month, day;

  if (born == DIP_DATE_NONE)
    return;
  dip_date_to_ymd (born, &year, &month, &day);
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *text = i == 0   ? g_strdup_printf ("%04d%02d%02d", year, month, day)
                              : i == 1 ? g_strdup_printf ("%02d%02d%04d", day, month, year)
                                       : g_strdup_printf ("%02d%02d%04d", month, day, year);

      g_hash_table_add (self->numbers, g_strdup (last_digits (text, (guint) strlen (text))));
    }
}

/* Nothing can be checked for a name that can't be read. */
static gboolean
can_be_read (DipDb *db, const DipIdentity *identity, GError **error)
{
  g_autoptr (DipClient) client = NULL;

  if (!identity->altered)
    return TRUE;
  client = dip_catalogue_client (db, identity->client_id, error);
  if (client != NULL)
    g_set_error (
        error, DIP_ERROR, DIP_ERROR_DAMAGED,
        _ ("Who client %s is was altered behind the program’s back. No text can be checked for the name until it "
           "is entered again, or the last back-up is restored."),
        client->code);
  return FALSE;
}

/* As marketing, there are no names to be known: what it can write are folders alone. */
DipNameGuard *
dip_name_guard_load (DipDb *db, GError **error)
{
  g_autoptr (GPtrArray) identities = dip_identity_search (db, NULL, error);
  g_autoptr (DipNameGuard) self = NULL;

  if (identities == NULL)
    return NULL;
  self = dip_name_guard_new ();
  for (guint i = 0; i < identities->len; i++)
    {
      const DipIdentity *identity = g_ptr_array_index (identities, i);

      if (!can_be_read (db, identity, error))
        return NULL;
      dip_name_guard_add_name (self, identity->name);
      dip_name_guard_add_contact (self, identity->contact);
      add_birth (self, identity->born);
    }
  return g_steal_pointer (&self);
}

void
dip_name_guard_know (DipNameGuard *self, const char *text)
{
  g_autofree char *folded = dip_page_fold (text != NULL ? text : "");
  g_auto (GStrv) words = g_strsplit (folded, " ", -1);

  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0')
      g_hash_table_add (self->known, g_strdup (words[i]));
}

static gboolean
may_be_named (const DipCase *one, DipDate today)
{
  for (guint i = 0; i < one->consents->len; i++)
    {
      const DipConsent *consent = g_ptr_array_index (one->consents, i);

      if (dip_consent_state (consent, today) == DIP_CONSENT_ACTIVE
          && (dip_consent_scopes_left (consent) & DIP_SCOPE_FIRST_NAME) != 0)
        return TRUE;
    }
  return FALSE;
}

gboolean
dip_name_guard_know_case (DipNameGuard *self, DipDb *db, const DipCase *one, DipDate today, GError **error)
{
  g_autoptr (DipIdentity) identity = NULL;
  g_autoptr (GError) local_error = NULL;
  g_auto (GStrv) parts = NULL;

  if (!may_be_named (one, today))
    return TRUE;
  identity = dip_identity_get (db, one->client->id, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (identity == NULL)
    return TRUE;
  parts = g_strsplit (identity->name, " ", 2);
  if (g_strv_length (parts) == 2)
    dip_name_guard_know (self, parts[0]);
  return TRUE;
}

static gboolean
finds_words (const DipNameGuard *self, const char *folded)
{
  g_auto (GStrv) words = g_strsplit (folded, " ", -1);
  g_autoptr (GString) pair = g_string_new (NULL);

  for (guint i = 0; words[i] != NULL; i++)
    {
      if (g_hash_table_contains (self->parts, words[i]) && !g_hash_table_contains (self->known, words[i]))
        return TRUE;
      if (words[i + 1] == NULL)
        break;
      g_string_printf (pair, "%s %s", words[i], words[i + 1]);
      if (g_hash_table_contains (self->pairs, pair->str))
        return TRUE;
    }
  return FALSE;
}

static gboolean
finds_run_at (const DipNameGuard *self, const char *text, gsize left)
{
  const gint64 start = start_of (text);
  const guint bit = filter_bit (start);
  GPtrArray *runs;

  if ((self->filter[bit / 8] >> (bit % 8) & 1) == 0)
    return FALSE;
  runs = g_hash_table_lookup (self->runs, &start);
  for (guint i = 0; runs != NULL && i < runs->len; i++)
    {
      const char *run = g_ptr_array_index (runs, i);
      const gsize size = strlen (run);

      if (size <= left && memcmp (text, run, size) == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
finds_runs (const DipNameGuard *self, const char *text, gsize size)
{
  for (gsize i = 0; i + LEAST_RUN <= size; i++)
    if (finds_run_at (self, text + i, size - i))
      return TRUE;
  return FALSE;
}

static gboolean
finds_numbers (const DipNameGuard *self, const char *text)
{
  char digits[MOST_DIGITS + 1];
  gboolean after_letter = FALSE;
  guint n;

  for (const char *at = text; *at != '\0';)
    {
      const gsize length = g_ascii_isdigit (*at) || *at == '+' || *at == '('
                               ? read_number (at, after_letter && *at != '+' && *at != '(', digits, &n)
                               : 0;

      if (length > 0 && n >= LEAST_DIGITS && g_hash_table_contains (self->numbers, last_digits (digits, n)))
        return TRUE;
      at += MAX (length, 1);
      after_letter = g_ascii_isalpha (at[-1]);
    }
  return FALSE;
}

gboolean
dip_name_guard_finds (const DipNameGuard *self, const char *text)
{
  g_autofree char *folded = dip_page_fold (text);
  GString *run = NULL;
  gboolean found;

  if (finds_words (self, folded) || finds_numbers (self, text))
    return TRUE;
  run = g_string_new (NULL);
  for (const char *at = folded; *at != '\0'; at++)
    if (*at != ' ')
      g_string_append_c (run, *at);
  found = finds_runs (self, run->str, run->len);
  g_string_free (run, TRUE);
  return found;
}

gboolean
dip_name_guard_finds_bytes (const DipNameGuard *self, GBytes *bytes)
{
  gsize size = 0;
  const char *data = g_bytes_get_data (bytes, &size);
  g_autoptr (GString) letters = g_string_sized_new (size);

  for (gsize i = 0; i < size; i++)
    if (data[i] != '\0' && data[i] != ' ' && data[i] != '-' && data[i] != '_')
      g_string_append_c (letters, g_ascii_tolower (data[i]));
  return finds_runs (self, letters->str, letters->len);
}

gboolean
dip_name_guard_check (const DipNameGuard *self, const char *text, const char *place, GError **error)
{
  if (text == NULL || !dip_name_guard_finds (self, text))
    return TRUE;
  g_set_error (error, DIP_ERROR, DIP_ERROR_REFUSED,
               _ ("%s would tell a client's name or how to reach them, so nothing was written. Say it in other words."),
               place);
  return FALSE;
}
