#include "dip-parcel.h"

#include <glib/gi18n-lib.h>

#include "dip-inbox.h"
#include "dip-undo.h"
#include "dip-window.h"

struct _DipParcel
{
  GObject parent_instance;

  GArray *ids;      /* gint64 */
  GPtrArray *codes; /* char*, or NULL, in the same order */
};

G_DEFINE_FINAL_TYPE (DipParcel, dip_parcel, G_TYPE_OBJECT)

static void
dip_parcel_finalize (GObject *object)
{
  DipParcel *self = DIP_PARCEL (object);

  g_array_unref (self->ids);
  g_ptr_array_unref (self->codes);
  G_OBJECT_CLASS (dip_parcel_parent_class)->finalize (object);
}

static void
dip_parcel_class_init (DipParcelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dip_parcel_finalize;
}

static void
dip_parcel_init (DipParcel *self)
{
  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->codes = g_ptr_array_new_with_free_func (g_free);
}

DipParcel *
dip_parcel_new (void)
{
  return g_object_new (DIP_TYPE_PARCEL, NULL);
}

void
dip_parcel_add (DipParcel *self, gint64 id, const char *code)
{
  g_return_if_fail (DIP_IS_PARCEL (self));

  g_array_append_val (self->ids, id);
  g_ptr_array_add (self->codes, g_strdup (code));
}

guint
dip_parcel_size (DipParcel *self)
{
  g_return_val_if_fail (DIP_IS_PARCEL (self), 0);

  return self->ids->len;
}

typedef struct
{
  DipParcel *parcel;
  char *code;
} Args;

static void
args_free (gpointer data)
{
  Args *args = data;

  g_object_unref (args->parcel);
  g_free (args->code);
  g_free (args);
}

static gpointer
give (const DipDesk *desk, gpointer data, DipJob *job, GError **error)
{
  const Args *args = data;
  GArray *ids = args->parcel->ids;

  return DIP_WORK_DONE (dip_inbox_give (desk, (const gint64 *) ids->data, ids->len, args->code, error));
}

static gpointer
give_back (const DipDesk *desk, gpointer data, DipJob *job, GError **error)
{
  DipParcel *self = data;

  for (guint i = 0; i < self->ids->len; i++)
    if (!dip_inbox_give (desk, &g_array_index (self->ids, gint64, i), 1, g_ptr_array_index (self->codes, i), error))
      return NULL;
  return DIP_WORK_DONE (TRUE);
}

DipWork
dip_parcel_work (DipParcel *self, const char *code)
{
  Args *args = g_new0 (Args, 1);

  args->parcel = g_object_ref (self);
  args->code = g_strdup (code);
  return (DipWork){ give, args, args_free, NULL, TRUE };
}

void
dip_parcel_offer_undo (DipParcel *self, GtkWidget *near, DipWorkspace *workspace)
{
  const DipWork undo = { give_back, g_object_ref (self), g_object_unref, NULL, TRUE };
  g_autofree char *text = g_strdup_printf (
      ngettext ("%u photo has found its client", "%u photos have found their client", self->ids->len), self->ids->len);

  dip_undo_offer (near, workspace, text, &undo);
}

typedef struct
{
  DipParcel *parcel;
  DipWorkspace *workspace;
} Delivery;

static void
delivery_free (gpointer data)
{
  Delivery *delivery = data;

  g_object_unref (delivery->parcel);
  g_object_unref (delivery->workspace);
  g_free (delivery);
}

static void
on_given (gpointer owner, gpointer result, const GError *error)
{
  Delivery *delivery = g_object_steal_data (G_OBJECT (owner), "delivery");
  GtkRoot *root = gtk_widget_get_root (owner);

  if (delivery == NULL)
    return;
  if (error == NULL)
    dip_parcel_offer_undo (delivery->parcel, owner, delivery->workspace);
  else if (DIP_IS_WINDOW (root))
    dip_window_say (DIP_WINDOW (root), error->message);
  delivery_free (delivery);
}

void
dip_parcel_give (DipParcel *self, GtkWidget *near, DipWorkspace *workspace, const char *code)
{
  const DipWork work = dip_parcel_work (self, code);
  Delivery *delivery = g_new0 (Delivery, 1);

  delivery->parcel = g_object_ref (self);
  delivery->workspace = g_object_ref (workspace);
  g_object_set_data_full (G_OBJECT (near), "delivery", delivery, delivery_free);
  dip_workspace_run (workspace, &work, NULL, G_OBJECT (near), on_given);
}
