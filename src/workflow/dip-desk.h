/* Who is working on which library on what day: the first argument of everything a user does. Immutable while shared
 * between threads. */
#pragma once

#include "dip-clinic.h"
#include "dip-date.h"

G_BEGIN_DECLS

typedef struct _DipLibrary DipLibrary; /* the store's own; front ends only hand it on */

typedef struct
{
  DipLibrary *library;
  char *actor;         /* as the audit log names them */
  DipDate fixed_today; /* DIP_DATE_NONE: the computer's calendar */
} DipDesk;

/* @actor NULL: the login name. Takes its own reference on @library. */
DipDesk *dip_desk_new (DipLibrary *library, const char *actor);

/* Opens the library in the folder @path (NULL: the default one). Errors: NOT_FOUND, LOCKED (the message says by whom),
 * NEWER_LIBRARY, FOREIGN_LIBRARY, DAMAGED, READ_ONLY. A read-only desk works beside another program's. */
DipDesk *dip_desk_open (const char *path, gboolean read_only, const char *actor, GError **error);
/* Makes a library in a folder that is empty or not there yet. */
DipDesk *dip_desk_create (const char *path, const DipClinic *clinic, const char *actor, GError **error);

/* Another desk on the same open library, for the login name until somebody signs in at it. */
DipDesk *dip_desk_again (const DipDesk *self);

/* The folder of the default library: the program's data folder. */
char *dip_desk_default_path (void);
const char *dip_desk_get_path (const DipDesk *self);
gboolean dip_desk_is_read_only (const DipDesk *self);
void dip_desk_free (DipDesk *self);
DipDate dip_desk_today (const DipDesk *self);

/* The login name, for who has no better one. */
const char *dip_desk_login_name (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DipDesk, dip_desk_free)

G_END_DECLS
