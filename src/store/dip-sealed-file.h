/* A sealed file: a header, then its content as a libsodium secretstream (XChaCha20-Poly1305, in chunks, the last one marked).
 *
 * Bytes, little endian: "DIPSEAL1" · which key (u8: 1 picture key, 2 identity key, 3 gallery key, 0 none: the reader has the content key) ·
 * generation (u16) · 5 zeros · content key sealed with that key (nonce 24, 32, tag 16; zeros when none) · stream header (24) ·
 * chunks of up to 65,536 bytes, each with a tag byte and 16 bytes of authentication. What the file is called is bound into every
 * part, so that no file can stand in for another. */
#pragma once

#include "dip-keyring.h"

G_BEGIN_DECLS

/* What of a file's start tells who can open it. */
#define DIP_SEALED_FILE_HEAD 88

gboolean dip_sealed_file_is (GBytes *bytes);

/* With a new content key, itself sealed with @kind's current key. NULL when @keyring does not have that. */
GBytes *dip_sealed_file_make (const DipKeyring *keyring, DipKey kind, const char *name, GBytes *plain);
/* With a content key that the reader has to know. */
GBytes *dip_sealed_file_make_with (const DipSecret *content_key, const char *name, GBytes *plain);

/* The content key, from a file's first %DIP_SEALED_FILE_HEAD bytes or more. */
DipOpened dip_sealed_file_content_key (const DipKeyring *keyring, const char *name, GBytes *head, DipSecret **key);
/* (transfer full): NULL when anything of it is not as it was sealed. */
GBytes *dip_sealed_file_open (const DipSecret *content_key, const char *name, GBytes *sealed);

/* Whether its content key is sealed with an older generation than @keyring's current one. */
gboolean dip_sealed_file_is_old (const DipKeyring *keyring, GBytes *head);
/* The same content under the current generation. NULL: could not be opened. */
GBytes *dip_sealed_file_turn (const DipKeyring *keyring, const char *name, GBytes *sealed);

G_END_DECLS
