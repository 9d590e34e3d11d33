#include "dip-random.h"

#include <errno.h>
#include <unistd.h>

#define MAX_LENGTH 32

static const char alphabet[] = "23456789ABCDEFGHJKMNPQRSTVWXYZ";

#define N_LETTERS (sizeof alphabet - 1)

/* A byte over the last whole multiple of the alphabet is thrown away, else the first letters would come up more often.
 */
#define FIRST_BIASED (256 - 256 % N_LETTERS)

static guint8
random_byte (void)
{
  guint8 byte;

  /* Without a random source codes could be guessed: better no program than that. */
  while (getentropy (&byte, 1) != 0)
    if (errno != EINTR)
      g_error ("This system has no random source: %s", g_strerror (errno));
  return byte;
}

static char
random_letter (void)
{
  guint8 byte;

  do
    byte = random_byte ();
  while (byte >= FIRST_BIASED);
  return alphabet[byte % N_LETTERS];
}

/**
 * dip_random_code:
 * @length: how many characters, 1 to 32
 *
 * Each character carries log2 (30) = 4.9 bits from the system's random source, all equally likely.
 *
 * Returns: (transfer full): a code in capitals and digits without those that look alike (0 O, 1 I L, U V)
 */
char *
dip_random_code (guint length)
{
  char *code;

  g_return_val_if_fail (length > 0 && length <= MAX_LENGTH, NULL);

  code = g_malloc0 (length + 1);
  for (guint i = 0; i < length; i++)
    code[i] = random_letter ();
  return code;
}

/**
 * dip_random_slug:
 * @length: how many characters, 1 to 32
 *
 * Returns: (transfer full): the same as dip_random_code() in lower case, for file names
 */
char *
dip_random_slug (guint length)
{
  g_autofree char *code = dip_random_code (length);

  return code == NULL ? NULL : g_ascii_strdown (code, -1);
}
