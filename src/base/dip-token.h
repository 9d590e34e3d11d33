/* Tables of the fixed words of the field: one row per value with its stable token (catalogue, command line, JSON), other
 * spellings accepted on input, and a translatable label. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  int value;
  const char *token;   /* "front-hairline" */
  const char *aliases; /* "hairline front", blank-separated, or NULL */
  const char *context; /* gettext context of @label */
  const char *label;   /* "Front hairline", marked with NC_() */
} DipToken;

/* A table ends with a row whose token is NULL. */
const char *dip_token_name (const DipToken *table, int value);  /* NULL when not in the table */
const char *dip_token_label (const DipToken *table, int value); /* translated; "" when not in the table */

/* Case, blanks, '_' and '-' do not matter. On failure the message lists what is accepted. @what names the argument. */
gboolean dip_token_parse (const DipToken *table, const char *text, const char *what, int *out, GError **error);

/* "front-hairline, top, crown, …" */
char *dip_token_list (const DipToken *table);

G_END_DECLS
