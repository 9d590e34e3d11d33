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
check_destination (DipDb *db, const char *name, GError **error)
{
  g_autoptr (DipDestination) destination = NULL;

  if (name == NULL)
    return TRUE;
  destination = dip_catalogue_destination (db, name, error);
  return destination != NULL;
}

static gboolean
is_page (const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  const char *scheme = uri != NULL ? g_uri_get_scheme (uri) : "";

  return (g_str_equal (scheme, "https") || g_str_equal (scheme, "http")) && g_uri_get_host (uri) != NULL
         && *g_uri_get_host (uri) != '\0';
}

static gboolean
change_txn (DipDb *db, gpointer user_data, GError **error)
{
  Op *op = user_data;
  g_autoptr (DipClinic) was = dip_catalogue_clinic (db, error);
  g_autofree char *detail = NULL;
  guint n_opened = 0;

  if (was == NULL || !check_destination (db, op->clinic->destination, error)
      || !dip_catalogue_clinic_update (db, op->clinic, error))
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
  if (clinic->licence != NULL && !is_page (clinic->licence))
    {
      g_set_error (error, DIP_ERROR, DIP_ERROR_INVALID,
                   _ ("“%s” is not the address of a page; it begins with https:// and names a website."),
                   clinic->licence);
      return FALSE;
    }
  return dip_library_write (desk->library, change_txn, &op, error);
}
