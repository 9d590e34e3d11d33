#include "dip-destinations.h"

#include <glib/gi18n-lib.h>

#include "dip-audit.h"
#include "dip-catalogue.h"

typedef struct
{
  const DipDesk *desk;
  const char *name;
  DipDestination *place;
  GPtrArray *found;
} Op;

static gboolean
list_txn (DipDb *db, gpointer user_data, GError **error)
{
  Op *op = user_data;

  op->found = dip_catalogue_destinations (db, error);
  return op->found != NULL;
}

GPtrArray *
dip_destinations_list (const DipDesk *desk, GError **error)
{
  Op op = { .desk = desk };

  return dip_library_read (desk->library, list_txn, &op, error) ? op.found : NULL;
}

static gboolean
get_txn (DipDb *db, gpointer user_data, GError **error)
{
  Op *op = user_data;

  op->place = dip_catalogue_destination (db, op->name, error);
  return op->place != NULL;
}

DipDestination *
dip_destinations_get (const DipDesk *desk, const char *name, GError **error)
{
  Op op = { .desk = desk, .name = name };

  return dip_library_read (desk->library, get_txn, &op, error) ? op.place : NULL;
}

static gboolean
save_txn (DipDb *db, gpointer user_data, GError **error)
{
  Op *op = user_data;
  g_autoptr (DipDestination) other = dip_catalogue_destination (db, op->place->name, NULL);
  g_autofree char *subject = g_strdup_printf ("destination %s", op->place->name);

  if (other != NULL && other->id != op->place->id)
    {
      g_set_error (error, DIP_ERROR, DIP_ERROR_REFUSED, _ ("There is a destination “%s” already."), op->place->name);
      return FALSE;
    }
  return (op->place->id == 0 ? dip_catalogue_destination_insert (db, op->place, error)
                             : dip_catalogue_destination_update (db, op->place, error))
         && dip_audit_append (db, op->desk->actor, "destination-save", subject, NULL, error);
}

gboolean
dip_destinations_save (const DipDesk *desk, DipDestination *destination, GError **error)
{
  Op op = { .desk = desk, .place = destination };

  return dip_destination_check (destination, error) && dip_library_write (desk->library, save_txn, &op, error);
}

static gboolean
remove_txn (DipDb *db, gpointer user_data, GError **error)
{
  Op *op = user_data;
  g_autoptr (DipDestination) place = dip_catalogue_destination (db, op->name, error);
  g_autoptr (DipClinic) clinic = place != NULL ? dip_catalogue_clinic (db, error) : NULL;
  g_autofree char *subject = g_strdup_printf ("destination %s", op->name);

  if (clinic == NULL)
    return FALSE;
  if (g_strcmp0 (clinic->destination, place->name) == 0)
    {
      g_set_error (error, DIP_ERROR, DIP_ERROR_REFUSED,
                   _ ("“%s” is the destination the clinic starts with; choose another one first."), place->label);
      return FALSE;
    }
  return dip_catalogue_destination_remove (db, place, error)
         && dip_audit_append (db, op->desk->actor, "destination-remove", subject, NULL, error);
}

gboolean
dip_destinations_remove (const DipDesk *desk, const char *name, GError **error)
{
  Op op = { .desk = desk, .name = name };

  return dip_library_write (desk->library, remove_txn, &op, error);
}
