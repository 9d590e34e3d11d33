#include "dip-start-page.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "dip-clinic.h"
#include "dip-compat.h"
#include "dip-desk.h"
#include "dip-treatment.h"

struct _DipStartPage
{
  GtkWidget parent_instance;

  GtkWidget *content;
  AdwEntryRow *clinic_row;
  AdwEntryRow *site_row;
  GtkSpinButton *healing_spin;
  AdwActionRow *folder_row;
  GtkWidget *create_button;
  char *folder; /* chosen; NULL: the default */
};

G_DEFINE_FINAL_TYPE (DipStartPage, dip_start_page, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_CREATE,
  SIGNAL_DEMO,
  SIGNAL_RESTORE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* The first of library, library-2, … that is not there yet. */
static char *
free_folder (void)
{
  g_autofree char *path = dip_desk_default_path ();

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return g_steal_pointer (&path);
  for (guint i = 2;; i++)
    {
      g_autofree char *other = g_strdup_printf ("%s-%u", path, i);

      if (!g_file_test (other, G_FILE_TEST_EXISTS))
        return g_steal_pointer (&other);
    }
}

static void
show_folder (DipStartPage *self)
{
  g_autofree char *folder = dip_start_page_get_folder (self);
  g_autofree char *shown = g_filename_display_name (folder);
  g_autofree char *escaped = g_markup_escape_text (shown, -1);

  adw_action_row_set_subtitle (self->folder_row, escaped);
}

static char *
stripped_text (AdwEntryRow *row)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));
}

static void
update_button (DipStartPage *self)
{
  g_autofree char *clinic = stripped_text (self->clinic_row);

  gtk_widget_set_sensitive (self->create_button, *clinic != '\0');
}

static void
on_create_clicked (DipStartPage *self)
{
  g_autofree char *name = stripped_text (self->clinic_row);
  g_autofree char *site = stripped_text (self->site_row);
  DipClinic clinic = {
    .name = name,
    .site = *site != '\0' ? site : NULL,
    .healing_days = gtk_spin_button_get_value_as_int (self->healing_spin),
  };

  if (*name != '\0')
    g_signal_emit (self, signals[SIGNAL_CREATE], 0, &clinic);
}

static void
on_demo_clicked (DipStartPage *self)
{
  g_signal_emit (self, signals[SIGNAL_DEMO], 0);
}

static void
on_folder_chosen (GObject *owner, GFile *file)
{
  DipStartPage *self = DIP_START_PAGE (owner);
  g_autofree char *path = g_file_get_path (file);

  if (path == NULL)
    return;
  g_free (self->folder);
  self->folder = g_steal_pointer (&path);
  show_folder (self);
}

static void
on_choose_folder (DipStartPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  dip_compat_choose_folder (GTK_WINDOW (root), _ ("A Folder for the Library"), G_OBJECT (self), on_folder_chosen);
}

static void
on_back_up_chosen (GObject *owner, GFile *file)
{
  g_autofree char *path = g_file_get_path (file);

  if (path != NULL)
    g_signal_emit (owner, signals[SIGNAL_RESTORE], 0, path);
}

static void
on_restore_clicked (DipStartPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  dip_compat_choose_back_up (GTK_WINDOW (root), _ ("Restore a Back-Up"), G_OBJECT (self), on_back_up_chosen);
}

static void
dip_start_page_dispose (GObject *object)
{
  DipStartPage *self = DIP_START_PAGE (object);

  g_clear_pointer (&self->content, gtk_widget_unparent);
  g_clear_pointer (&self->folder, g_free);
  G_OBJECT_CLASS (dip_start_page_parent_class)->dispose (object);
}

static void
dip_start_page_map (GtkWidget *widget)
{
  show_folder (DIP_START_PAGE (widget));
  GTK_WIDGET_CLASS (dip_start_page_parent_class)->map (widget);
}

static void
dip_start_page_class_init (DipStartPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dip_start_page_dispose;
  widget_class->map = dip_start_page_map;
  signals[SIGNAL_CREATE] = g_signal_new ("create", DIP_TYPE_START_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[SIGNAL_DEMO]
      = g_signal_new ("demo", DIP_TYPE_START_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_RESTORE] = g_signal_new ("restore", DIP_TYPE_START_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/diptych/Diptych/ui/dip-start-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DipStartPage, content);
  gtk_widget_class_bind_template_child (widget_class, DipStartPage, clinic_row);
  gtk_widget_class_bind_template_child (widget_class, DipStartPage, site_row);
  gtk_widget_class_bind_template_child (widget_class, DipStartPage, healing_spin);
  gtk_widget_class_bind_template_child (widget_class, DipStartPage, folder_row);
  gtk_widget_class_bind_template_child (widget_class, DipStartPage, create_button);
  gtk_widget_class_bind_template_callback (widget_class, update_button);
  gtk_widget_class_bind_template_callback (widget_class, on_create_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_demo_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_restore_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_choose_folder);
}

static void
dip_start_page_init (DipStartPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_spin_button_set_range (self->healing_spin, DIP_HEALING_LEAST, DIP_HEALING_GREATEST);
  gtk_spin_button_set_increments (self->healing_spin, 1, 7);
  gtk_spin_button_set_value (self->healing_spin, DIP_HEALING_DEFAULT);
  update_button (self);
}

char *
dip_start_page_get_folder (DipStartPage *self)
{
  g_return_val_if_fail (DIP_IS_START_PAGE (self), NULL);

  return self->folder != NULL ? g_strdup (self->folder) : free_folder ();
}

char *
dip_start_page_get_demo_folder (DipStartPage *self)
{
  g_autofree char *library = dip_desk_default_path ();
  g_autofree char *parent = g_path_get_dirname (library);

  return g_build_filename (parent, "demo", NULL);
}
