/* Who is working on which library on what day: the first argument of everything a user does. Immutable while shared
 * between threads. */
#pragma once

#include "dip-date.h"
#include "dip-library.h"

G_BEGIN_DECLS

typedef struct
{
  DipLibrary *library;
  char *actor;     /* as the audit log names them */
  DipDate fixed_today; /* DIP_DATE_NONE: the computer's calendar */
} DipDesk;

/* @actor NULL: the login name. Takes its own reference on @library. */
DipDesk *dip_desk_new (DipLibrary *library, const char *actor);
void dip_desk_free (DipDesk *self);
DipDate dip_desk_today (const DipDesk *self);

/* The login name, for who has no better one. */
const char *dip_desk_login_name (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DipDesk, dip_desk_free)

G_END_DECLS
