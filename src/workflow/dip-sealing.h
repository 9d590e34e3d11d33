/* What people do about a sealed library: seal it, sign in and out, look after accounts and keys, recover. A library that is not
 * sealed is as open as its owner's. */
#pragma once

#include "dip-account.h"
#include "dip-desk.h"
#include "dip-job.h"

G_BEGIN_DECLS

gboolean dip_sealing_is_sealed (const DipDesk *desk);
gboolean dip_sealing_is_locked (const DipDesk *desk);
/* Of who has signed in; OWNER where nothing is sealed. */
DipRole dip_sealing_role (const DipDesk *desk);
/* Whether a picture still waits to be sealed, or for new keys. */
gboolean dip_sealing_is_unfinished (const DipDesk *desk);

/* Signs in; @desk acts as that account from then on. @warning (out) (optional) (transfer full) (nullable): the library is not the one
 * that was here before (put back to an older state). Blocks for a good quarter of a second. */
gboolean dip_sealing_unlock (DipDesk *desk, const char *account, const char *passphrase, char **warning,
                             GError **error);
void dip_sealing_lock (const DipDesk *desk);
/* Remembers on this computer how far the library's log has come: what dip_sealing_unlock() compares with. */
void dip_sealing_remember (const DipDesk *desk);

/* 24 words, new each time: 256 random bits and a checksum. */
char **dip_sealing_new_words (void);
/* Words as typed into one line of them, as they are meant: any case, spaces, first four letters. NULL: INVALID, naming the word
 * that is none, or that they do not belong together. */
char *dip_sealing_read_words (const char *typed, GError **error);
/* The sheet to print: words and QR code, PDF. */
GBytes *dip_sealing_sheet (const DipDesk *desk, const char *const *words, GError **error);

/* Seals the library: @owner is the first account, @words open it when all passphrases are gone. First everything written, then
 * picture by picture; a crash is taken up by dip_sealing_finish(). */
gboolean dip_sealing_seal (DipDesk *desk, const char *owner, const char *passphrase, const char *const *words,
                           DipJob *job, GError **error);
gboolean dip_sealing_finish (const DipDesk *desk, DipJob *job, GError **error);

/* (element-type DipAccount), without the recovery sheet. */
GPtrArray *dip_sealing_accounts (const DipDesk *desk, GError **error);
/* Owners only. */
gboolean dip_sealing_add_account (const DipDesk *desk, const char *name, DipRole role, const char *passphrase,
                                  GError **error);
/* And turns the keys it had. Refuses the last owner. */
gboolean dip_sealing_remove_account (const DipDesk *desk, const char *name, DipJob *job, GError **error);
/* One's own, or anybody's by an owner. */
/* @old: (nullable): the present one of who has signed in, to prove that it is them at the screen; NULL when they have just signed in. */
gboolean dip_sealing_set_passphrase (const DipDesk *desk, const char *name, const char *old, const char *passphrase,
                                     GError **error);
/* New keys for everything that accounts of @role had. */
gboolean dip_sealing_turn_keys (const DipDesk *desk, DipRole role, DipJob *job, GError **error);
/* With the words of the sheet: a new passphrase for the owner @name, made when there is none of that name. */
gboolean dip_sealing_recover (DipDesk *desk, const char *typed_words, const char *name, const char *passphrase,
                              GError **error);

/* Gives marketing what is approved and consented to now, and takes back what is not. A no-op for who may not. */
gboolean dip_sealing_refresh (const DipDesk *desk, GError **error);
/* REFUSED for marketing, in a sentence. */
gboolean dip_sealing_require_curator (const DipDesk *desk, GError **error);

G_END_DECLS
