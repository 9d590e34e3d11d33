#include "dip-setting-up.h"

#include <glib/gi18n-lib.h>

#include "dip-audit.h"
#include "dip-catalogue.h"
#include "dip-takedowns.h"
#include "dip-treatment.h"

typedef struct
{
  const DipDesk *desk;
  const DipClinic *clinic;
} Op;

static gboolean
change_txn (DipDb *db, gpointer user_data, GError **error)
{
  Op *op = user_data;
  g_autoptr (DipClinic) was = dip_catalogue_clinic (db, error);
  g_autofree char *detail = NULL;
  guint n_opened = 0;

  if (was == NULL || !dip_catalogue_clinic_update (db, op->clinic, error))
    return FALSE;
  detail = g_strdup_printf ("{\"healing_days\":{\"was\":%d,\"is\":%d}}", was->healing_days, op->clinic->healing_days);
  return dip_audit_append (db, op->desk->actor, "clinic-set", "clinic", detail, error)
         && dip_takedowns_reconcile (db, op->desk, &n_opened, error);
}

gboolean
dip_setting_up_change (const DipDesk *desk, const DipClinic *clinic, GError **error)
{
  Op op = { .desk = desk, .clinic = clinic };

  if (clinic->name == NULL || *clinic->name == '\0')
    {
      g_set_error (error, DIP_ERROR, DIP_ERROR_INVALID, _ ("Say what the clinic is called."));
      return FALSE;
    }
  if (clinic->healing_days < DIP_HEALING_LEAST || clinic->healing_days > DIP_HEALING_GREATEST)
    {
      g_set_error (error, DIP_ERROR, DIP_ERROR_INVALID, _ ("The healing interval is %d to %d days."), DIP_HEALING_LEAST,
                   DIP_HEALING_GREATEST);
      return FALSE;
    }
  return dip_library_write (desk->library, change_txn, &op, error);
}
