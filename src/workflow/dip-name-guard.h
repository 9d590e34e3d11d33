/* The last look at whatever leaves: does a file's name, a text or any byte tell a client's name or how to reach them? In any
 * case, accent, hyphenation and order. Its answers never repeat what they found. */
#pragma once

#include "dip-case.h"

G_BEGIN_DECLS

typedef struct _DipNameGuard DipNameGuard;

DipNameGuard *dip_name_guard_new (void);
void dip_name_guard_free (DipNameGuard *self);

/* Knows every client's name, contact and birth date. Within a read. */
DipNameGuard *dip_name_guard_load (DipDb *db, GError **error);

/* A client's: whole names are looked for in words too, single parts as words; of three letters at least. */
void dip_name_guard_add_name (DipNameGuard *self, const char *name);
/* Mail addresses and telephone numbers in it. */
void dip_name_guard_add_contact (DipNameGuard *self, const char *contact);

/* Words that pages say of themselves (or a client who agreed to it is called by) are no sign of a name when they stand alone. */
void dip_name_guard_know (DipNameGuard *self, const char *text);

/* The client's first name stands for itself where they agreed to that. Within a read. */
gboolean dip_name_guard_know_case (DipNameGuard *self, DipDb *db, const DipCase *one, DipDate today, GError **error);

/* Does @text tell any of it? Takes time in proportion to the text, whatever the number of clients. */
gboolean dip_name_guard_finds (const DipNameGuard *self, const char *text);
gboolean dip_name_guard_finds_bytes (const DipNameGuard *self, GBytes *bytes);

/* REFUSED, naming @place but not what was found there. */
gboolean dip_name_guard_check (const DipNameGuard *self, const char *text, const char *place, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DipNameGuard, dip_name_guard_free)

G_END_DECLS
