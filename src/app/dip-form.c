#include "dip-form.h"

#include <glib/gi18n-lib.h>

#include "dip-cut-text.h"
#include "dip-focus.h"
#include "dip-window.h"

#define ANSWER_MS 60000
/* Milliseconds after which a form that closes has given the keyboard back. */
#define THEN_MS 100

typedef struct
{
  GtkWidget *submit_button;
  GtkWidget *clamp;
  GtkWidget *failure;
  GtkLabel *failure_label;
  GtkSpinner *spinner;

  DipWorkspace *workspace;
  gboolean busy;
  gboolean destructive;
} DipFormPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (DipForm, dip_form, ADW_TYPE_WINDOW)

enum
{
  PROP_0,
  PROP_ACTION_LABEL,
  PROP_DESTRUCTIVE,
  PROP_BODY,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

static DipFormPrivate *
get_private (DipForm *self)
{
  return dip_form_get_instance_private (self);
}

void
dip_form_update (DipForm *self)
{
  DipFormPrivate *priv = get_private (self);
  DipFormClass *klass = DIP_FORM_GET_CLASS (self);
  gboolean complete;

  /* Rows that let go of what they showed still say that it has changed. */
  if (gtk_widget_in_destruction (GTK_WIDGET (self)))
    return;
  complete = klass->is_complete == NULL || klass->is_complete (self);
  gtk_widget_set_sensitive (priv->submit_button, complete && !priv->busy);
}

static void
set_busy (DipForm *self, gboolean busy)
{
  DipFormPrivate *priv = get_private (self);

  priv->busy = busy;
  gtk_widget_set_sensitive (priv->clamp, !busy);
  gtk_widget_set_visible (GTK_WIDGET (priv->spinner), busy);
  gtk_spinner_set_spinning (priv->spinner, busy);
  dip_form_update (self);
}

void
dip_form_fail (DipForm *self, const char *message)
{
  DipFormPrivate *priv = get_private (self);

  gtk_label_set_label (priv->failure_label, message != NULL ? message : "");
  gtk_widget_set_visible (priv->failure, message != NULL);
  if (message != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, message, -1);
}

/* Until 4.10 GTK breaks down when a screen reader asks about a window that has just gone: it goes out of sight at once, and
 * for good when whoever asked has long had an answer. */
static gboolean
destroy_later (gpointer data)
{
  gtk_window_destroy (GTK_WINDOW (data));
  return G_SOURCE_REMOVE;
}

static void
dismiss (DipForm *self)
{
  gtk_window_set_modal (GTK_WINDOW (self), FALSE);
  gtk_window_set_focus (GTK_WINDOW (self), NULL); /* else its cursor goes on blinking, and GTK complains of it */
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  g_timeout_add_full (G_PRIORITY_LOW, ANSWER_MS, destroy_later, g_object_ref (self), g_object_unref);
}

static gboolean
dip_form_close_request (GtkWindow *window)
{
  dismiss (DIP_FORM (window));
  return TRUE;
}

static void
on_run_done (gpointer owner, gpointer result, const GError *error)
{
  DipForm *self = owner;
  DipFormClass *klass = DIP_FORM_GET_CLASS (self);

  set_busy (self, FALSE);
  if (error != NULL)
    {
      dip_form_fail (self, error->message);
      return;
    }
  if (klass->finished != NULL)
    klass->finished (self, result);
  dismiss (self);
}

void
dip_form_run_job (DipForm *self, const DipWork *work, DipJob *job)
{
  g_return_if_fail (DIP_IS_FORM (self));

  dip_form_fail (self, NULL);
  set_busy (self, TRUE);
  dip_workspace_run (get_private (self)->workspace, work, job, G_OBJECT (self), on_run_done);
}

void
dip_form_run (DipForm *self, const DipWork *work)
{
  dip_form_run_job (self, work, NULL);
}

void
dip_form_say (DipForm *self, const char *text)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

  if (DIP_IS_WINDOW (parent))
    dip_window_say (DIP_WINDOW (parent), text);
}

typedef struct
{
  GWeakRef window;
  char *action;
  char *target;
} Next;

static void
next_free (gpointer data)
{
  Next *next = data;

  g_weak_ref_clear (&next->window);
  g_free (next->action);
  g_free (next->target);
  g_free (next);
}

static gboolean
go_on (gpointer data)
{
  const Next *next = data;
  g_autoptr (GtkWidget) window = g_weak_ref_get (&((Next *) next)->window);

  if (window != NULL)
    gtk_widget_activate_action (window, next->action, "s", next->target);
  return G_SOURCE_REMOVE;
}

void
dip_form_then (DipForm *self, const char *action, const char *target)
{
  Next *next = g_new0 (Next, 1);

  g_weak_ref_init (&next->window, gtk_window_get_transient_for (GTK_WINDOW (self)));
  next->action = g_strdup (action);
  next->target = g_strdup (target);
  g_timeout_add_full (G_PRIORITY_DEFAULT, THEN_MS, go_on, next, next_free);
}

static void
submit (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DipForm *self = DIP_FORM (widget);

  if (gtk_widget_get_sensitive (get_private (self)->submit_button))
    DIP_FORM_GET_CLASS (self)->submit (self);
}

DipWorkspace *
dip_form_get_workspace (DipForm *self)
{
  g_return_val_if_fail (DIP_IS_FORM (self), NULL);

  return get_private (self)->workspace;
}

/* A title that is too long for its row ends in dots: the pointer brings the rest. */
static void
explain_rows (GtkWidget *widget)
{
  if (ADW_IS_ENTRY_ROW (widget) && !gtk_widget_get_has_tooltip (widget))
    gtk_widget_set_tooltip_text (widget, adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    explain_rows (child);
}

void
dip_form_present (DipForm *self, GtkWidget *opener, DipWorkspace *workspace)
{
  GtkRoot *root = gtk_widget_get_root (opener);

  g_set_object (&get_private (self)->workspace, workspace);
  if (GTK_IS_WINDOW (root))
    gtk_window_set_transient_for (GTK_WINDOW (self), GTK_WINDOW (root));
  dip_form_update (self);
  explain_rows (GTK_WIDGET (self));
  gtk_window_present (GTK_WINDOW (self));
  gtk_widget_child_focus (get_private (self)->clamp, GTK_DIR_TAB_FORWARD);
}

static void
dip_form_dispose (GObject *object)
{
  g_clear_object (&get_private (DIP_FORM (object))->workspace);
  G_OBJECT_CLASS (dip_form_parent_class)->dispose (object);
}

static void
dip_form_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DipFormPrivate *priv = get_private (DIP_FORM (object));

  switch (id)
    {
    case PROP_ACTION_LABEL:
      g_value_set_string (value, gtk_button_get_label (GTK_BUTTON (priv->submit_button)));
      break;
    case PROP_DESTRUCTIVE:
      g_value_set_boolean (value, priv->destructive);
      break;
    case PROP_BODY:
      g_value_set_object (value, adw_clamp_get_child (ADW_CLAMP (priv->clamp)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
set_destructive (DipFormPrivate *priv, gboolean destructive)
{
  priv->destructive = destructive;
  gtk_widget_remove_css_class (priv->submit_button, destructive ? "suggested-action" : "destructive-action");
  gtk_widget_add_css_class (priv->submit_button, destructive ? "destructive-action" : "suggested-action");
}

static void
dip_form_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  DipFormPrivate *priv = get_private (DIP_FORM (object));

  switch (id)
    {
    case PROP_ACTION_LABEL:
      gtk_button_set_label (GTK_BUTTON (priv->submit_button), g_value_get_string (value));
      break;
    case PROP_DESTRUCTIVE:
      set_destructive (priv, g_value_get_boolean (value));
      break;
    case PROP_BODY:
      adw_clamp_set_child (ADW_CLAMP (priv->clamp), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static gboolean
dip_form_focus (GtkWidget *widget, GtkDirectionType direction)
{
  dip_focus_forget_elsewhere (GTK_WINDOW (widget));
  return GTK_WIDGET_CLASS (dip_form_parent_class)->focus (widget, direction);
}

static void
dip_form_class_init (DipFormClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags both = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  GTK_WINDOW_CLASS (klass)->close_request = dip_form_close_request;
  widget_class->focus = dip_form_focus;
  object_class->dispose = dip_form_dispose;
  object_class->get_property = dip_form_get_property;
  object_class->set_property = dip_form_set_property;
  props[PROP_ACTION_LABEL] = g_param_spec_string ("action-label", NULL, NULL, NULL, both);
  props[PROP_DESTRUCTIVE] = g_param_spec_boolean ("destructive", NULL, NULL, FALSE, both);
  props[PROP_BODY] = g_param_spec_object ("body", NULL, NULL, GTK_TYPE_WIDGET, both);
  g_object_class_install_properties (object_class, N_PROPS, props);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/diptych/Diptych/ui/dip-form.ui");
  gtk_widget_class_bind_template_child_private (widget_class, DipForm, submit_button);
  gtk_widget_class_bind_template_child_private (widget_class, DipForm, clamp);
  gtk_widget_class_bind_template_child_private (widget_class, DipForm, failure);
  gtk_widget_class_bind_template_child_private (widget_class, DipForm, failure_label);
  gtk_widget_class_bind_template_child_private (widget_class, DipForm, spinner);
  gtk_widget_class_install_action (widget_class, "form.submit", NULL, submit);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK, "form.submit", NULL);
}

static void
dip_form_init (DipForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  dip_cut_text_follow (GTK_WIDGET (self));
}
