/* SHA-256 in lower-case hexadecimal: names of blobs, proof of files, links of the audit chain. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define DIP_DIGEST_LENGTH 64

char *dip_digest_bytes (GBytes *bytes);
char *dip_digest_text (const char *text);

/* Reads the file in chunks: bounded memory whatever its size. */
char *dip_digest_file (const char *path, GError **error);

/* 64 characters of 0-9a-f. */
gboolean dip_digest_is_valid (const char *text);

G_END_DECLS
