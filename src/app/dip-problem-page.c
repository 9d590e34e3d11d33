#include "dip-problem-page.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "dip-error.h"

struct _DipProblemPage
{
  GtkWidget parent_instance;

  GtkWidget *content;
  AdwStatusPage *status;
  GtkLabel *path_label;
  GtkWidget *read_only_button;
  GtkWidget *again_button;
};

G_DEFINE_FINAL_TYPE (DipProblemPage, dip_problem_page, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_TRY_AGAIN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* What can be done about each kind of trouble; the error's own message says what it is. */
typedef struct
{
  DipError code;
  const char *icon;
  const char *title;
  gboolean read_only; /* opening without writing may help */
  gboolean again;     /* so may simply trying again */
} Remedy;

static const Remedy remedies[] = {
  { DIP_ERROR_LOCKED, "changes-prevent-symbolic", N_ ("The Library Is in Use"), TRUE, TRUE },
  { DIP_ERROR_NEWER_LIBRARY, "software-update-available-symbolic", N_ ("The Library Is Newer Than This Program"), FALSE,
    FALSE },
  { DIP_ERROR_FOREIGN_LIBRARY, "dialog-question-symbolic", N_ ("This Is Not a Diptych Library"), FALSE, FALSE },
  { DIP_ERROR_DAMAGED, "dialog-error-symbolic", N_ ("The Library Is Damaged"), TRUE, TRUE },
  { DIP_ERROR_NOT_FOUND, "folder-symbolic", N_ ("There Is No Library Here"), FALSE, TRUE },
  { DIP_ERROR_EXISTS, "folder-symbolic", N_ ("The Folder Is Not Empty"), FALSE, FALSE },
  { DIP_ERROR_DISK_FULL, "drive-harddisk-symbolic", N_ ("The Disk Is Full"), TRUE, TRUE },
  { DIP_ERROR_READ_ONLY, "changes-prevent-symbolic", N_ ("The Library Can’t Be Changed Here"), TRUE, TRUE },
};

static const Remedy other_remedy
    = { DIP_ERROR_IO, "dialog-error-symbolic", N_ ("The Library Could Not Be Opened"), FALSE, TRUE };

static const Remedy *
remedy_for (const GError *error)
{
  for (guint i = 0; i < G_N_ELEMENTS (remedies); i++)
    if (g_error_matches (error, DIP_ERROR, (int) remedies[i].code))
      return &remedies[i];
  return &other_remedy;
}

void
dip_problem_page_show (DipProblemPage *self, const GError *error, const char *path)
{
  const Remedy *remedy;
  g_autofree char *shown = NULL;
  g_autofree char *message = NULL;

  g_return_if_fail (DIP_IS_PROBLEM_PAGE (self) && error != NULL);

  remedy = remedy_for (error);
  shown = g_filename_display_name (path);
  message = g_markup_escape_text (error->message, -1);
  adw_status_page_set_icon_name (self->status, remedy->icon);
  adw_status_page_set_title (self->status, _ (remedy->title));
  adw_status_page_set_description (self->status, message);
  gtk_label_set_label (self->path_label, shown);
  gtk_widget_set_visible (self->read_only_button, remedy->read_only);
  gtk_widget_set_visible (self->again_button, remedy->again);
}

static void
on_read_only (DipProblemPage *self)
{
  g_signal_emit (self, signals[SIGNAL_TRY_AGAIN], 0, TRUE);
}

static void
on_again (DipProblemPage *self)
{
  g_signal_emit (self, signals[SIGNAL_TRY_AGAIN], 0, FALSE);
}

static void
dip_problem_page_dispose (GObject *object)
{
  DipProblemPage *self = DIP_PROBLEM_PAGE (object);

  g_clear_pointer (&self->content, gtk_widget_unparent);
  G_OBJECT_CLASS (dip_problem_page_parent_class)->dispose (object);
}

static void
dip_problem_page_class_init (DipProblemPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dip_problem_page_dispose;
  signals[SIGNAL_TRY_AGAIN] = g_signal_new ("try-again", DIP_TYPE_PROBLEM_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                            G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/diptych/Diptych/ui/dip-problem-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DipProblemPage, content);
  gtk_widget_class_bind_template_child (widget_class, DipProblemPage, status);
  gtk_widget_class_bind_template_child (widget_class, DipProblemPage, path_label);
  gtk_widget_class_bind_template_child (widget_class, DipProblemPage, read_only_button);
  gtk_widget_class_bind_template_child (widget_class, DipProblemPage, again_button);
  gtk_widget_class_bind_template_callback (widget_class, on_read_only);
  gtk_widget_class_bind_template_callback (widget_class, on_again);
}

static void
dip_problem_page_init (DipProblemPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
