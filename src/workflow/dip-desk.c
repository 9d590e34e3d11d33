#include "dip-desk.h"

#include <glib/gi18n-lib.h>

#include "dip-library.h"
#include "dip-treatment.h"

DipDesk *
dip_desk_new (DipLibrary *library, const char *actor)
{
  DipDesk *self = g_new0 (DipDesk, 1);

  self->library = dip_library_ref (library);
  self->actor = g_strdup (actor != NULL && *actor != '\0' ? actor : dip_desk_login_name ());
  self->fixed_today = DIP_DATE_NONE;
  return self;
}

DipDesk *
dip_desk_open (const char *path, gboolean read_only, const char *actor, GError **error)
{
  g_autofree char *folder = path != NULL ? g_strdup (path) : dip_library_default_path ();
  g_autoptr (DipLibrary) library
      = dip_library_open (folder, read_only ? DIP_LIBRARY_READ_ONLY : DIP_LIBRARY_READ_WRITE, error);

  return library != NULL ? dip_desk_new (library, actor) : NULL;
}

DipDesk *
dip_desk_create (const char *path, const DipClinic *clinic, const char *actor, GError **error)
{
  g_autofree char *folder = path != NULL ? g_strdup (path) : dip_library_default_path ();
  const char *who = actor != NULL && *actor != '\0' ? actor : dip_desk_login_name ();
  g_autoptr (DipLibrary) library = NULL;

  if (clinic->healing_days < DIP_HEALING_LEAST || clinic->healing_days > DIP_HEALING_GREATEST)
    {
      g_set_error (error, DIP_ERROR, DIP_ERROR_INVALID, _ ("The healing interval is %d to %d days."), DIP_HEALING_LEAST,
                   DIP_HEALING_GREATEST);
      return NULL;
    }
  library = dip_library_create (folder, clinic, who, error);
  return library != NULL ? dip_desk_new (library, who) : NULL;
}

DipDesk *
dip_desk_again (const DipDesk *self)
{
  return dip_desk_new (self->library, NULL);
}

char *
dip_desk_default_path (void)
{
  return dip_library_default_path ();
}

const char *
dip_desk_get_path (const DipDesk *self)
{
  return dip_library_get_path (self->library);
}

gboolean
dip_desk_is_read_only (const DipDesk *self)
{
  return dip_library_is_read_only (self->library);
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
