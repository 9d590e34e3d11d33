#include "dip-photo-edit.h"

#include <glib/gi18n-lib.h>

#include "dip-undo.h"

typedef struct
{
  GArray *ids; /* gint64 */
  DipPhotoChange change;
} Args;

static void
args_free (gpointer data)
{
  g_array_unref (((Args *) data)->ids);
  g_free (data);
}

static gpointer
set_photos (const DipDesk *desk, gpointer data, DipJob *job, GError **error)
{
  const Args *args = data;
  GPtrArray *before = NULL;

  return dip_photos_set_all (desk, (const gint64 *) args->ids->data, args->ids->len, &args->change, &before, error)
             ? before
             : NULL;
}

DipWork
dip_photo_edit_work (GArray *ids, const DipPhotoChange *change)
{
  Args *args = g_new0 (Args, 1);

  args->ids = ids;
  args->change = *change;
  return (DipWork){ set_photos, args, args_free, (GDestroyNotify) g_ptr_array_unref, TRUE };
}

static gpointer
put_back (const DipDesk *desk, gpointer before, DipJob *job, GError **error)
{
  return DIP_WORK_DONE (dip_photos_put_back (desk, before, error));
}

void
dip_photo_edit_offer_undo (GPtrArray *before, GtkWidget *near, DipWorkspace *workspace)
{
  const DipWork undo = { put_back, before, (GDestroyNotify) g_ptr_array_unref, NULL, TRUE };
  g_autofree char *text
      = g_strdup_printf (ngettext ("%u photo changed", "%u photos changed", before->len), before->len);

  dip_undo_offer (near, workspace, text, &undo);
}
