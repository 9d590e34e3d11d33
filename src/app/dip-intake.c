#include "dip-intake.h"

#include <glib/gi18n-lib.h>

#include "dip-compat.h"
#include "dip-import-window.h"
#include "dip-parcel.h"
#include "dip-window.h"

struct _DipIntake
{
  GObject parent_instance;

  GtkWidget *opener; /* weak */
  DipWorkspace *workspace;
  char *code;
  DipView view;
  gint64 treatment_id;
};

G_DEFINE_FINAL_TYPE (DipIntake, dip_intake, G_TYPE_OBJECT)

static void
dip_intake_dispose (GObject *object)
{
  DipIntake *self = DIP_INTAKE (object);

  g_clear_weak_pointer (&self->opener);
  g_clear_object (&self->workspace);
  g_clear_pointer (&self->code, g_free);
  G_OBJECT_CLASS (dip_intake_parent_class)->dispose (object);
}

static void
dip_intake_class_init (DipIntakeClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dip_intake_dispose;
}

static void
dip_intake_init (DipIntake *self)
{
}

DipIntake *
dip_intake_new (GtkWidget *opener, DipWorkspace *workspace, const char *code, DipView view, gint64 treatment_id)
{
  DipIntake *self = g_object_new (DIP_TYPE_INTAKE, NULL);

  g_set_weak_pointer (&self->opener, opener);
  self->workspace = g_object_ref (workspace);
  self->code = g_strdup (code);
  self->view = view;
  self->treatment_id = treatment_id;
  return self;
}

static DipImportTarget
target_of (DipIntake *self)
{
  return (DipImportTarget){ .code = self->code, .view = self->view, .treatment_id = self->treatment_id };
}

static void
say (DipIntake *self, const char *text)
{
  GtkRoot *root = self->opener != NULL ? gtk_widget_get_root (self->opener) : NULL;

  if (DIP_IS_WINDOW (root))
    dip_window_say (DIP_WINDOW (root), text);
}

/* Files that lie elsewhere than on a disk have no path and are left out. */
void
dip_intake_take (DipIntake *self, GListModel *files)
{
  const DipImportTarget target = target_of (self);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) paths = NULL;

  g_return_if_fail (DIP_IS_INTAKE (self));

  if (self->opener == NULL)
    return;
  for (guint i = 0; i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr (GFile) file = g_list_model_get_item (files, i);
      g_autofree char *path = g_file_get_path (file);

      if (path != NULL)
        g_strv_builder_add (builder, path);
    }
  paths = g_strv_builder_end (builder);
  if (paths[0] != NULL)
    dip_import_window_start (self->opener, self->workspace, &target, (const char *const *) paths);
  else
    say (self, _ ("These can’t be read from here; copy them to this computer first."));
}

static void
on_files_chosen (GObject *owner, GListModel *files)
{
  dip_intake_take (DIP_INTAKE (owner), files);
}

static void
on_folder_chosen (GObject *owner, GFile *folder)
{
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);

  g_list_store_append (files, folder);
  dip_intake_take (DIP_INTAKE (owner), G_LIST_MODEL (files));
}

static GtkWindow *
window_of (DipIntake *self)
{
  return GTK_WINDOW (gtk_widget_get_root (self->opener));
}

/* The chooser only knows its owner weakly: the opener keeps it until it chooses again. */
static void
keep (DipIntake *self)
{
  g_object_set_data_full (G_OBJECT (self->opener), "intake", g_object_ref (self), g_object_unref);
}

void
dip_intake_choose_files (DipIntake *self)
{
  g_return_if_fail (DIP_IS_INTAKE (self));

  keep (self);
  dip_compat_choose_pictures (window_of (self), _ ("Import Photos"), G_OBJECT (self), on_files_chosen);
}

void
dip_intake_choose_folder (DipIntake *self)
{
  g_return_if_fail (DIP_IS_INTAKE (self));

  keep (self);
  dip_compat_choose_folder (window_of (self), _ ("Import a Folder of Photos"), G_OBJECT (self), on_folder_chosen);
}

gboolean
dip_intake_drop (DipIntake *self, const GValue *value)
{
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);

  g_return_val_if_fail (DIP_IS_INTAKE (self), FALSE);

  if (!G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST))
    return FALSE;
  for (GSList *l = g_value_get_boxed (value); l != NULL; l = l->next)
    g_list_store_append (files, l->data);
  dip_intake_take (self, G_LIST_MODEL (files));
  return TRUE;
}

static void
on_texture_pasted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DipIntake) self = user_data;
  const DipImportTarget target = target_of (self);
  g_autoptr (GdkTexture) texture = gdk_clipboard_read_texture_finish (GDK_CLIPBOARD (source), result, NULL);

  if (texture == NULL)
    say (self, _ ("The clipboard holds no picture and no files."));
  else if (self->opener != NULL)
    dip_import_window_start_texture (self->opener, self->workspace, &target, texture);
}

static void
on_files_pasted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DipIntake) self = user_data;
  const GValue *value = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (source), result, NULL);

  if (value == NULL || !dip_intake_drop (self, value))
    gdk_clipboard_read_texture_async (GDK_CLIPBOARD (source), NULL, on_texture_pasted, g_object_ref (self));
}

void
dip_intake_paste (DipIntake *self)
{
  g_return_if_fail (DIP_IS_INTAKE (self));

  gdk_clipboard_read_value_async (gtk_widget_get_clipboard (self->opener), GDK_TYPE_FILE_LIST, G_PRIORITY_DEFAULT, NULL,
                                  on_files_pasted, g_object_ref (self));
}

GtkDropTarget *
dip_intake_drop_target (gboolean parcels)
{
  GType types[] = { GDK_TYPE_FILE_LIST, DIP_TYPE_PARCEL };
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_INVALID, GDK_ACTION_COPY | GDK_ACTION_MOVE);

  gtk_drop_target_set_gtypes (target, types, parcels ? 2 : 1);
  return target;
}
