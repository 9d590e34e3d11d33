#include "dip-window.h"

#include <glib/gi18n-lib.h>

#include "dip-accounts-form.h"
#include "dip-back-up-form.h"
#include "dip-compat.h"
#include "dip-cut-text.h"
#include "dip-demo.h"
#include "dip-error.h"
#include "dip-focus.h"
#include "dip-idle-lock.h"
#include "dip-intake.h"
#include "dip-locking.h"
#include "dip-menu-button.h"
#include "dip-pages.h"
#include "dip-problem-page.h"
#include "dip-progress-page.h"
#include "dip-records.h"
#include "dip-settings.h"
#include "dip-shell.h"
#include "dip-seal-form.h"
#include "dip-sealing.h"
#include "dip-start-page.h"
#include "dip-unlock-page.h"
#include "dip-unseen.h"

/* How many the menu offers. */
#define RECENT_LIBRARIES 6

struct _DipWindow
{
  AdwApplicationWindow parent_instance;

  AdwToastOverlay *toasts;
  GtkStack *stack;
  DipStartPage *start_page;
  DipProgressPage *progress_page;
  DipProblemPage *problem_page;
  DipUnlockPage *unlock_page;
  DipShell *shell;

  GSettings *settings;
  DipWorkspace *workspace;
  DipJob *opening; /* or NULL */
  char *path;
  GListStore *waiting;  /* GFile: photos to bring in once a library is open */
  DipTask task;         /* to be begun then */
  DipDesk *locked_desk; /* while the library is being locked */
};

G_DEFINE_FINAL_TYPE (DipWindow, dip_window, ADW_TYPE_APPLICATION_WINDOW)

/* What one way of opening a library needs, on its thread. */
typedef struct
{
  char *path;
  gboolean read_only;
  gboolean locked; /* was locked just now: the passphrase has to be typed */
  gboolean demo;
  DipClinic *clinic; /* to be created; or NULL */
  char *back_up;     /* to be brought back from; or NULL */
  DipDesk *desk;     /* (out) */
  GWeakRef window;
} Opening;

static void
opening_free (gpointer data)
{
  Opening *opening = data;

  g_free (opening->path);
  g_free (opening->back_up);
  g_clear_pointer (&opening->clinic, dip_clinic_free);
  g_clear_pointer (&opening->desk, dip_desk_free);
  g_weak_ref_clear (&opening->window);
  g_free (opening);
}

static gboolean
open_on_thread (DipJob *job, gpointer user_data, GError **error)
{
  Opening *opening = user_data;

  if (opening->demo && !dip_demo_create (opening->path, job, NULL, error))
    return FALSE;
  if (opening->back_up != NULL && !dip_records_restore (opening->back_up, opening->path, job, error))
    return FALSE;
  if (opening->clinic != NULL)
    opening->desk = dip_desk_create (opening->path, opening->clinic, NULL, error);
  else
    opening->desk = dip_desk_open (opening->path, opening->read_only, NULL, error);
  return opening->desk != NULL;
}

static void
show_problem (DipWindow *self, const GError *error, const Opening *opening)
{
  dip_problem_page_show (self->problem_page, error, opening->path);
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->problem_page));
}

GStrv
dip_window_recent_libraries (DipWindow *self)
{
  g_auto (GStrv) known = NULL;
  g_autoptr (GStrvBuilder) others = g_strv_builder_new ();

  g_return_val_if_fail (DIP_IS_WINDOW (self), NULL);

  known = g_settings_get_strv (self->settings, DIP_SETTING_RECENT_LIBRARIES);
  for (guint i = 0; known[i] != NULL; i++)
    if (g_strcmp0 (known[i], self->path) != 0 && g_file_test (known[i], G_FILE_TEST_IS_DIR))
      g_strv_builder_add (others, known[i]);
  return g_strv_builder_end (others);
}

static void
remember_library (DipWindow *self)
{
  g_auto (GStrv) others = dip_window_recent_libraries (self);
  const char *paths[RECENT_LIBRARIES + 1] = { self->path };

  for (guint i = 0; others[i] != NULL && i + 1 < RECENT_LIBRARIES; i++)
    paths[i + 1] = others[i];
  g_settings_set_strv (self->settings, DIP_SETTING_RECENT_LIBRARIES, paths);
  g_settings_set_string (self->settings, DIP_SETTING_LAST_LIBRARY, self->path);
}

static void
keep_size (DipWindow *self)
{
  int width, height;

  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  g_settings_set_int (self->settings, DIP_SETTING_WINDOW_WIDTH, MAX (width, 1));
  g_settings_set_int (self->settings, DIP_SETTING_WINDOW_HEIGHT, MAX (height, 1));
  g_settings_set_boolean (self->settings, DIP_SETTING_WINDOW_MAXIMIZED, gtk_window_is_maximized (GTK_WINDOW (self)));
}

static void
take_in_waiting (DipWindow *self)
{
  g_autoptr (GListStore) files = g_steal_pointer (&self->waiting);
  g_autoptr (DipIntake) intake = NULL;

  if (files == NULL)
    return;
  dip_shell_go (self->shell, DIP_SHELL_INBOX);
  intake = dip_intake_new (GTK_WIDGET (self), self->workspace, NULL, DIP_VIEW_NONE, 0);
  if (!dip_workspace_is_read_only (self->workspace))
    dip_intake_take (intake, G_LIST_MODEL (files));
  else
    dip_window_say (self, _ ("The library is open for reading only: no photos can come in."));
}

void
dip_window_take_in (DipWindow *self, GListModel *files)
{
  g_return_if_fail (DIP_IS_WINDOW (self));

  if (self->waiting == NULL)
    self->waiting = g_list_store_new (G_TYPE_FILE);
  for (guint i = 0; i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr (GFile) file = g_list_model_get_item (files, i);

      g_list_store_append (self->waiting, file);
    }
  if (self->workspace != NULL)
    take_in_waiting (self);
}

static gboolean
begin_task (gpointer data)
{
  DipWindow *self = data;
  const DipTask task = self->task;

  self->task = DIP_TASK_NONE;
  if (self->workspace != NULL && task == DIP_TASK_NEW_CLIENT)
    dip_shell_new_client (self->shell);
  else if (self->workspace != NULL && task == DIP_TASK_IMPORT)
    dip_shell_import (self->shell);
  return G_SOURCE_REMOVE;
}

/* The places know of their library, and their window is there, when it is their turn. */
static void
begin_soon (DipWindow *self)
{
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, begin_task, g_object_ref (self), g_object_unref);
}

void
dip_window_begin (DipWindow *self, DipTask task)
{
  g_return_if_fail (DIP_IS_WINDOW (self));

  self->task = task;
  if (self->workspace != NULL)
    begin_soon (self);
}

static void
show_library (DipWindow *self, DipDesk *desk)
{
  g_clear_object (&self->workspace);
  self->workspace = dip_workspace_new (desk, self->settings);
  remember_library (self);
  dip_shell_set_workspace (self->shell, self->workspace);
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->shell));
  take_in_waiting (self);
  if (self->task != DIP_TASK_NONE)
    begin_soon (self);
}

/* Takes @desk. @keyring: what the desktop's keyring keeps may open it at once. */
static void
show_locked (DipWindow *self, DipDesk *desk, gboolean keyring)
{
  g_autofree char *account = g_settings_get_string (self->settings, DIP_SETTING_LAST_ACCOUNT);

  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->unlock_page));
  dip_unlock_page_show (self->unlock_page, desk, account, keyring);
}

static void
on_unlocked (DipWindow *self, const char *warning)
{
  DipDesk *desk = dip_unlock_page_take_desk (self->unlock_page);

  g_settings_set_string (self->settings, DIP_SETTING_LAST_ACCOUNT, desk->actor);
  dip_idle_lock_touch (self);
  show_library (self, desk);
  if (warning != NULL)
    dip_window_say (self, warning);
}

/* They show the library too, and keep it open. */
static void
close_forms (DipWindow *self)
{
  GListModel *all = gtk_window_get_toplevels ();

  for (guint i = g_list_model_get_n_items (all); i > 0; i--)
    {
      g_autoptr (GtkWindow) other = g_list_model_get_item (all, i - 1);

      if (other != NULL && gtk_window_get_transient_for (other) == GTK_WINDOW (self))
        gtk_window_destroy (other); /* without asking; what it began is not stopped by that */
    }
}

/* Windows of libraries that are open keep the program as it is. */
static void
start_afresh (DipWindow *self)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));
  g_autoptr (GPtrArray) paths = g_ptr_array_new ();

  for (GList *l = application != NULL ? gtk_application_get_windows (application) : NULL; l != NULL; l = l->next)
    if (DIP_IS_WINDOW (l->data))
      {
        DipWindow *other = l->data;

        if (other->workspace != NULL || other->opening != NULL)
          return;
        if (other->path != NULL)
          g_ptr_array_add (paths, other->path);
      }
  if (paths->len == 0)
    return;
  g_ptr_array_add (paths, NULL);
  keep_size (self);
  dip_locking_start_afresh ((const char *const *) paths->pdata);
}

static void
on_locked (gpointer owner)
{
  DipWindow *self = owner;
  DipDesk *next = g_steal_pointer (&self->locked_desk);

  if (next == NULL)
    return;
  start_afresh (self);
  show_locked (self, next, FALSE);
}

/* Everything that shows the library goes at once. */
void
dip_window_lock (DipWindow *self)
{
  DipJob *running;

  g_return_if_fail (DIP_IS_WINDOW (self));

  if (self->workspace == NULL || !dip_workspace_is_sealed (self->workspace))
    return;
  self->locked_desk = dip_workspace_open_again (self->workspace);
  dip_pages_clear (self->stack);
  close_forms (self);
  dip_shell_set_workspace (self->shell, NULL);
  running = dip_workspace_get_running (self->workspace);
  dip_progress_page_show_locking (self->progress_page, running);
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->progress_page));
  dip_locking_start (g_steal_pointer (&self->workspace), G_OBJECT (self), on_locked);
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Opening *opening = user_data;
  g_autoptr (DipWindow) self = g_weak_ref_get (&opening->window);
  g_autoptr (GError) error = NULL;
  gboolean opened = dip_job_finish (DIP_JOB (source), result, &error);

  if (self == NULL || self->opening != DIP_JOB (source))
    return;
  g_clear_object (&self->opening);
  if (opened && dip_sealing_is_locked (opening->desk))
    show_locked (self, g_steal_pointer (&opening->desk), !opening->locked);
  else if (opened)
    show_library (self, g_steal_pointer (&opening->desk));
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    dip_window_show_start (self);
  else if (opening->back_up != NULL)
    {
      /* Nothing was made: what the problem page offers for a library does not help. */
      dip_window_show_start (self);
      dip_window_say (self, error->message);
    }
  else
    show_problem (self, error, opening);
}

/* Takes @opening. */
static void
start_opening (DipWindow *self, Opening *opening, const char *title)
{
  if (self->opening != NULL)
    dip_job_cancel (self->opening);
  g_clear_object (&self->opening);
  g_clear_pointer (&self->locked_desk, dip_desk_free);
  dip_pages_clear (self->stack);
  dip_shell_set_workspace (self->shell, NULL);
  g_clear_object (&self->workspace);
  g_free (self->path);
  self->path = g_strdup (opening->path);
  g_weak_ref_init (&opening->window, self);
  self->opening = dip_job_new (title);
  dip_progress_page_show (self->progress_page, self->opening, opening->demo || opening->back_up != NULL);
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->progress_page));
  dip_job_start (self->opening, open_on_thread, opening, opening_free, on_opened, opening);
}

void
dip_window_open (DipWindow *self, const char *path, DipOpenFlags flags)
{
  Opening *opening;

  g_return_if_fail (DIP_IS_WINDOW (self) && path != NULL);

  opening = g_new0 (Opening, 1);
  opening->path = g_canonicalize_filename (path, NULL);
  opening->read_only = (flags & DIP_OPEN_READ_ONLY) != 0;
  opening->locked = (flags & DIP_OPEN_LOCKED) != 0;
  start_opening (self, opening, _ ("Opening the library"));
}

void
dip_window_create (DipWindow *self, const char *path, const DipClinic *clinic)
{
  Opening *opening;

  g_return_if_fail (DIP_IS_WINDOW (self) && path != NULL);

  opening = g_new0 (Opening, 1);
  opening->path = g_canonicalize_filename (path, NULL);
  opening->demo = clinic == NULL;
  if (clinic != NULL)
    opening->clinic = dip_clinic_copy (clinic);
  start_opening (self, opening, clinic != NULL ? _ ("Making the library") : _ ("Making the demo library"));
}

void
dip_window_show_start (DipWindow *self)
{
  g_return_if_fail (DIP_IS_WINDOW (self));

  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->locked_desk, dip_desk_free);
  dip_pages_clear (self->stack);
  dip_unlock_page_clear (self->unlock_page);
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->start_page));
}

const char *
dip_window_get_path (DipWindow *self)
{
  g_return_val_if_fail (DIP_IS_WINDOW (self), NULL);

  return self->path;
}

void
dip_window_say (DipWindow *self, const char *text)
{
  g_autofree char *escaped = NULL;

  g_return_if_fail (DIP_IS_WINDOW (self));

  escaped = g_markup_escape_text (text, -1);
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (escaped));
}

DipWorkspace *
dip_window_get_workspace (DipWindow *self)
{
  g_return_val_if_fail (DIP_IS_WINDOW (self), NULL);

  return self->workspace;
}

void
dip_window_push (DipWindow *self, GtkWidget *page)
{
  g_return_if_fail (DIP_IS_WINDOW (self));

  dip_pages_push (self->stack, page);
}

gboolean
dip_window_pop (DipWindow *self)
{
  g_return_val_if_fail (DIP_IS_WINDOW (self), FALSE);

  return dip_pages_pop (self->stack);
}

void
dip_window_add_toast (DipWindow *self, AdwToast *toast)
{
  g_return_if_fail (DIP_IS_WINDOW (self));

  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
on_folder_chosen (GObject *owner, GFile *folder)
{
  DipWindow *self = DIP_WINDOW (owner);
  g_autofree char *path = g_file_get_path (folder);
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));

  if (path == NULL)
    dip_window_say (self, _ ("A library has to lie on this computer's own disk."));
  else if (self->workspace == NULL || application == NULL)
    dip_window_open (self, path, DIP_OPEN_NORMAL);
  else
    g_action_group_activate_action (G_ACTION_GROUP (application), "open-library", g_variant_new_string (path));
}

static void
choose_library (GtkWidget *widget, const char *name, GVariant *parameter)
{
  dip_compat_choose_folder (GTK_WINDOW (widget), _ ("Open a Library"), G_OBJECT (widget), on_folder_chosen);
}

static void
show_start (GtkWidget *widget, const char *name, GVariant *parameter)
{
  dip_window_show_start (DIP_WINDOW (widget));
}

static void
find (GtkWidget *widget, const char *name, GVariant *parameter)
{
  dip_shell_find (DIP_WINDOW (widget)->shell);
}

static void
new_client (GtkWidget *widget, const char *name, GVariant *parameter)
{
  dip_shell_new_client (DIP_WINDOW (widget)->shell);
}

static void
refresh (GtkWidget *widget, const char *name, GVariant *parameter)
{
  dip_shell_refresh (DIP_WINDOW (widget)->shell);
}

static void
go (GtkWidget *widget, const char *name, GVariant *parameter)
{
  dip_shell_go (DIP_WINDOW (widget)->shell, g_variant_get_int32 (parameter));
}

static void
show_client (GtkWidget *widget, const char *name, GVariant *parameter)
{
  dip_shell_show_client (DIP_WINDOW (widget)->shell, g_variant_get_string (parameter, NULL));
}

static void
preferences (GtkWidget *widget, const char *name, GVariant *parameter)
{
  dip_shell_preferences (DIP_WINDOW (widget)->shell);
}

static void
back (GtkWidget *widget, const char *name, GVariant *parameter)
{
  dip_shell_back (DIP_WINDOW (widget)->shell);
}

static void
lock (GtkWidget *widget, const char *name, GVariant *parameter)
{
  dip_window_lock (DIP_WINDOW (widget));
}

static void
seal (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DipWindow *self = DIP_WINDOW (widget);

  if (self->workspace != NULL)
    dip_form_present (DIP_FORM (dip_seal_form_new ()), widget, self->workspace);
}

static void
back_up (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DipWindow *self = DIP_WINDOW (widget);

  if (self->workspace != NULL)
    dip_form_present (DIP_FORM (dip_back_up_form_new (self->workspace)), widget, self->workspace);
}

static void
accounts (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DipWindow *self = DIP_WINDOW (widget);

  if (self->workspace != NULL)
    dip_form_present (DIP_FORM (dip_accounts_form_new ()), widget, self->workspace);
}

/* Actions that need an open library. */
static const struct
{
  const char *name;
  const char *parameter;
  GtkWidgetActionActivateFunc activate;
  gboolean for_marketing;
} shell_actions[] = {
  { "win.find", NULL, find },  { "win.new-client", NULL, new_client },   { "win.refresh", NULL, refresh, TRUE },
  { "win.back", NULL, back },  { "win.preferences", NULL, preferences }, { "win.show-client", "s", show_client },
  { "win.go", "i", go, TRUE },
};

static void
on_page_changed (DipWindow *self)
{
  static const char *const for_curators[] = { "win.audit", "win.consent-forms", "win.destinations", "win.back-up" };
  gboolean open = gtk_stack_get_visible_child (self->stack) == GTK_WIDGET (self->shell);

  gboolean sealed = open && self->workspace != NULL && dip_workspace_is_sealed (self->workspace);
  gboolean marketing = sealed && dip_workspace_get_role (self->workspace) == DIP_ROLE_MARKETING;

  for (guint i = 0; i < G_N_ELEMENTS (shell_actions); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), shell_actions[i].name,
                                   open && (!marketing || shell_actions[i].for_marketing));
  for (guint i = 0; i < G_N_ELEMENTS (for_curators); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), for_curators[i], open && !marketing);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.lock", sealed);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.accounts", sealed);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.seal",
                                 open && !sealed && self->workspace != NULL
                                     && !dip_workspace_is_read_only (self->workspace));
}

static void
on_create (DipWindow *self, DipClinic *clinic)
{
  g_autofree char *path = dip_start_page_get_folder (self->start_page);

  dip_window_create (self, path, clinic);
}

static void
on_restore (DipWindow *self, const char *back_up)
{
  Opening *opening = g_new0 (Opening, 1);

  opening->path = dip_start_page_get_folder (self->start_page);
  opening->back_up = g_strdup (back_up);
  start_opening (self, opening, _ ("Bringing the library back"));
}

static void
on_demo (DipWindow *self)
{
  g_autofree char *path = dip_start_page_get_demo_folder (self->start_page);

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    dip_window_open (self, path, DIP_OPEN_NORMAL);
  else
    dip_window_create (self, path, NULL);
}

static void
on_try_again (DipWindow *self, gboolean read_only)
{
  g_autofree char *path = g_strdup (self->path);

  dip_window_open (self, path, read_only ? DIP_OPEN_READ_ONLY : DIP_OPEN_NORMAL);
}

static gboolean
dip_window_close_request (GtkWindow *window)
{
  DipWindow *self = DIP_WINDOW (window);

  keep_size (self);
  if (self->opening != NULL)
    dip_job_cancel (self->opening);
  return GTK_WINDOW_CLASS (dip_window_parent_class)->close_request (window);
}

static gboolean
dip_window_focus (GtkWidget *widget, GtkDirectionType direction)
{
  dip_focus_forget_elsewhere (GTK_WINDOW (widget));
  return GTK_WIDGET_CLASS (dip_window_parent_class)->focus (widget, direction);
}

static void
dip_window_dispose (GObject *object)
{
  DipWindow *self = DIP_WINDOW (object);

  if (self->settings != NULL)
    g_action_map_remove_action (G_ACTION_MAP (self), DIP_SETTING_HIDE_NAMES);
  if (self->shell != NULL)
    dip_shell_set_workspace (self->shell, NULL);
  g_clear_object (&self->opening);
  g_clear_object (&self->workspace);
  g_clear_object (&self->settings);
  g_clear_object (&self->waiting);
  g_clear_pointer (&self->locked_desk, dip_desk_free);
  g_clear_pointer (&self->path, g_free);
  G_OBJECT_CLASS (dip_window_parent_class)->dispose (object);
}

static void
dip_window_class_init (DipWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dip_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = dip_window_close_request;
  widget_class->focus = dip_window_focus;
  g_type_ensure (DIP_TYPE_MENU_BUTTON);
  g_type_ensure (DIP_TYPE_START_PAGE);
  g_type_ensure (DIP_TYPE_PROGRESS_PAGE);
  g_type_ensure (DIP_TYPE_PROBLEM_PAGE);
  g_type_ensure (DIP_TYPE_SHELL);
  g_type_ensure (DIP_TYPE_UNLOCK_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/diptych/Diptych/ui/dip-window.ui");
  gtk_widget_class_bind_template_child (widget_class, DipWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, DipWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, DipWindow, start_page);
  gtk_widget_class_bind_template_child (widget_class, DipWindow, progress_page);
  gtk_widget_class_bind_template_child (widget_class, DipWindow, problem_page);
  gtk_widget_class_bind_template_child (widget_class, DipWindow, shell);
  gtk_widget_class_bind_template_child (widget_class, DipWindow, unlock_page);
  gtk_widget_class_bind_template_callback (widget_class, on_unlocked);
  gtk_widget_class_bind_template_callback (widget_class, on_create);
  gtk_widget_class_bind_template_callback (widget_class, on_demo);
  gtk_widget_class_bind_template_callback (widget_class, on_restore);
  gtk_widget_class_bind_template_callback (widget_class, on_try_again);
  gtk_widget_class_bind_template_callback (widget_class, on_page_changed);
  gtk_widget_class_install_action (widget_class, "win.choose-library", NULL, choose_library);
  gtk_widget_class_install_action (widget_class, "win.start", NULL, show_start);
  gtk_widget_class_install_action (widget_class, "win.lock", NULL, lock);
  gtk_widget_class_install_action (widget_class, "win.seal", NULL, seal);
  gtk_widget_class_install_action (widget_class, "win.accounts", NULL, accounts);
  gtk_widget_class_install_action (widget_class, "win.back-up", NULL, back_up);
  for (guint i = 0; i < G_N_ELEMENTS (shell_actions); i++)
    gtk_widget_class_install_action (widget_class, shell_actions[i].name, shell_actions[i].parameter,
                                     shell_actions[i].activate);
  dip_pages_install (widget_class);
  for (int n = 1; n <= 9; n++)
    gtk_widget_class_add_binding_action (widget_class, GDK_KEY_0 + (guint) n, GDK_ALT_MASK, "win.go", "i", n);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK, "win.back", NULL);
}

static void
dip_window_init (DipWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  dip_cut_text_follow (GTK_WIDGET (self));
  dip_unseen_follow (GTK_WIDGET (self->stack));
  on_page_changed (self);
}

static void
restore_size (DipWindow *self)
{
  gtk_window_set_default_size (GTK_WINDOW (self), g_settings_get_int (self->settings, DIP_SETTING_WINDOW_WIDTH),
                               g_settings_get_int (self->settings, DIP_SETTING_WINDOW_HEIGHT));
  if (g_settings_get_boolean (self->settings, DIP_SETTING_WINDOW_MAXIMIZED))
    gtk_window_maximize (GTK_WINDOW (self));
}

DipWindow *
dip_window_new (GtkApplication *application, GSettings *settings)
{
  DipWindow *self = g_object_new (DIP_TYPE_WINDOW, "application", application, NULL);
  g_autoptr (GAction) hide_names = g_settings_create_action (settings, DIP_SETTING_HIDE_NAMES);

  self->settings = g_object_ref (settings);
  g_action_map_add_action (G_ACTION_MAP (self), hide_names);
  restore_size (self);
  dip_idle_lock_watch (self, settings);
  return self;
}
