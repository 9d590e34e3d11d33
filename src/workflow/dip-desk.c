#include "dip-desk.h"

DipDesk *
dip_desk_new (DipLibrary *library, const char *actor)
{
  DipDesk *self = g_new0 (DipDesk, 1);

  self->library = dip_library_ref (library);
  self->actor = g_strdup (actor != NULL && *actor != '\0' ? actor : dip_desk_login_name ());
  self->fixed_today = DIP_DATE_NONE;
  return self;
}

void
dip_desk_free (DipDesk *self)
{
  if (self == NULL)
    return;
  dip_library_unref (self->library);
  g_free (self->actor);
  g_free (self);
}

DipDate
dip_desk_today (const DipDesk *self)
{
  return self->fixed_today != DIP_DATE_NONE ? self->fixed_today : dip_date_today ();
}

const char *
dip_desk_login_name (void)
{
  const char *name = g_get_user_name ();

  return name != NULL && *name != '\0' ? name : "staff";
}
