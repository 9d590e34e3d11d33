#include <glib/gi18n-lib.h>
#include <gio/gio.h>
#include <string.h>

#include "dip-document.h"
#include "dip-error.h"
#include "dip-recovery.h"
#include "dip-records.h"
#include "dip-sealing-private.h"
#include "dip-secret.h"

#define WORDS_PATH  "/io/github/diptych/Diptych/recovery/words.txt"
#define N_LIST      2048
#define N_WORDS     24
#define WORD_BITS   11
#define N_BYTES     33 /* 32 random ones and a checksum: 24 x 11 bits */
#define TELL_APART  4  /* letters by which all words differ */
#define WORDS_A_ROW 4

static char **
word_list (void)
{
  g_autoptr (GBytes) bytes
      = g_resource_lookup_data (dip_recovery_get_resource (), WORDS_PATH, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

  return g_strsplit (g_strchomp (text), "\n", -1);
}

/* First byte of the SHA-256, as BIP 39 has it for 256 bits. */
static guint8
checksum_of (const guint8 *random)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize length = sizeof digest;

  g_checksum_update (checksum, random, N_BYTES - 1);
  g_checksum_get_digest (checksum, digest, &length);
  return digest[0];
}

static guint
bits_at (const guint8 *bytes, guint first)
{
  guint value = 0;

  for (guint i = first; i < first + WORD_BITS; i++)
    value = value << 1 | (bytes[i / 8] >> (7 - i % 8) & 1);
  return value;
}

char **
dip_sealing_new_words (void)
{
  g_autoptr (DipSecret) secret = dip_secret_random ();
  g_auto (GStrv) list = word_list ();
  guint8 bytes[N_BYTES];
  char **words = g_new0 (char *, N_WORDS + 1);

  memcpy (bytes, dip_secret_peek (secret), N_BYTES - 1);
  bytes[N_BYTES - 1] = checksum_of (bytes);
  for (guint i = 0; i < N_WORDS; i++)
    words[i] = g_strdup (list[bits_at (bytes, i * WORD_BITS)]);
  dip_secret_wipe (bytes, sizeof bytes);
  return words;
}

/* Its place in the list, or -1. */
static int
find_word (char **list, const char *typed)
{
  for (int i = 0; i < N_LIST; i++)
    if (strcmp (list[i], typed) == 0
        || (strlen (typed) >= TELL_APART && strncmp (list[i], typed, TELL_APART) == 0
            && g_str_has_prefix (list[i], typed)))
      return i;
  return -1;
}

static gboolean
collect (char **list, char **typed, guint8 *bytes, GString *line, GError **error)
{
  guint n = 0;

  for (guint i = 0; typed[i] != NULL; i++)
    {
      int place;

      if (*typed[i] == '\0')
        continue;
      place = find_word (list, typed[i]);
      if (place < 0 || n == N_WORDS)
        {
          g_set_error (error, DIP_ERROR, DIP_ERROR_INVALID,
                       place < 0 ? _ ("“%s” is none of the words of a recovery sheet. Look at the sheet again.")
                                 : _ ("“%s” is one word too many: a recovery sheet has 24."),
                       typed[i]);
          return FALSE;
        }
      for (guint bit = 0; bit < WORD_BITS; bit++)
        if ((place >> (WORD_BITS - 1 - bit) & 1) != 0)
          bytes[(n * WORD_BITS + bit) / 8] |= (guint8) (0x80 >> (n * WORD_BITS + bit) % 8);
      g_string_append_printf (line, "%s%s", n > 0 ? " " : "", list[place]);
      n++;
    }
  if (n == N_WORDS)
    return TRUE;
  g_set_error (
      error, DIP_ERROR, DIP_ERROR_INVALID,
      ngettext ("This is %u word; a recovery sheet has 24.", "These are %u words; a recovery sheet has 24.", n), n);
  return FALSE;
}

char *
dip_sealing_read_words (const char *typed, GError **error)
{
  g_auto (GStrv) list = word_list ();
  /* Copied from the PDF, some letters may come as ligatures. */
  g_autofree char *plain = g_utf8_normalize (typed, -1, G_NORMALIZE_ALL);
  g_autofree char *lower = g_ascii_strdown (plain != NULL ? plain : "", -1);
  g_auto (GStrv) words = g_strsplit_set (lower, " \t\n,.;0123456789", -1);
  g_autoptr (GString) line = g_string_new (NULL);
  guint8 bytes[N_BYTES] = { 0 };

  if (!collect (list, words, bytes, line, error))
    return NULL;
  if (checksum_of (bytes) == bytes[N_BYTES - 1])
    return g_string_free (g_steal_pointer (&line), FALSE);
  g_set_error_literal (
      error, DIP_ERROR, DIP_ERROR_INVALID,
      _ ("These words do not belong together: one is wrong or in another place. Compare with the sheet."));
  return NULL;
}

static void
add_words (DipDocument *document, const char *const *words)
{
  for (guint i = 0; i < N_WORDS; i += WORDS_A_ROW)
    {
      char *cells[WORDS_A_ROW + 1] = { NULL };

      for (guint k = 0; k < WORDS_A_ROW; k++)
        cells[k] = g_strdup_printf ("%u  %s", i + k + 1, words[i + k]);
      dip_document_add_row (document, (const char *const *) cells, FALSE);
      for (guint k = 0; k < WORDS_A_ROW; k++)
        g_free (cells[k]);
    }
}

/**
 * dip_sealing_sheet:
 * @desk: whose library it is for
 * @words: (array zero-terminated=1): of dip_sealing_new_words()
 * @error: any
 *
 * Returns: (transfer full): one page to print, PDF; wiping and keeping it is up to who prints it
 */
GBytes *
dip_sealing_sheet (const DipDesk *desk, const char *const *words, GError **error)
{
  g_autoptr (DipClinic) clinic = dip_records_clinic (desk, error);
  g_autoptr (DipDocument) document = NULL;
  g_autofree char *line = g_strjoinv (" ", (char **) words);

  if (clinic == NULL)
    return NULL;
  /* Translators: language of this catalogue, as a BCP 47 tag. */
  document = dip_document_new (_ ("Recovery sheet"), C_ ("language tag", "en"), dip_desk_today (desk));
  dip_document_add_fact (document, _ ("Clinic"), clinic->name);
  dip_document_add_fact (document, _ ("Library"), dip_desk_get_path (desk));
  dip_document_add_paragraph (
      document, _ ("These 24 words open the library when every passphrase is gone. Whoever has this sheet and "
                   "the computer, or a back-up, can read everything. Keep it like a signed contract: in a "
                   "safe, not beside the computer, and not as a photo."));
  add_words (document, words);
  if (!dip_document_add_code (document, line, 45, error))
    return NULL;
  dip_document_add_note (document, _ ("The square holds the same words, for a scanner that is not on the Internet."));
  dip_document_add_paragraph (
      document, _ ("To use it: on the sign-in page choose “Forgotten?”, or run “diptych-cli library recover”. "
                   "Nobody else can help, not even those who made Diptych."));
  dip_secret_wipe_text (line);
  return dip_document_finish (document, error);
}
