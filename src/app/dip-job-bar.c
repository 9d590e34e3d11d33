#include "dip-job-bar.h"

#include <glib/gi18n-lib.h>

/* Milliseconds between two moves of a bar that does not know how far it is. */
#define PULSE_MS 120

struct _DipJobBar
{
  GtkWidget parent_instance;

  GtkWidget *content;
  GtkProgressBar *bar;
  GtkLabel *label;
  GtkWidget *cancel_button;
  gboolean hide_items;
  DipJob *job;
  gulong progress_id;
  guint pulse_id;
};

G_DEFINE_FINAL_TYPE (DipJobBar, dip_job_bar, GTK_TYPE_WIDGET)

static void
update (DipJobBar *self)
{
  guint total = dip_job_get_total (self->job);
  guint done = dip_job_get_done (self->job);
  g_autofree char *current = self->hide_items ? NULL : dip_job_dup_current (self->job);
  g_autofree char *count = NULL;
  g_autofree char *text = NULL;

  if (total > 0)
    {
      gtk_progress_bar_set_fraction (self->bar, MIN (done, total) / (double) total);
      /* Translators: so many done of so many in all. */
      count = g_strdup_printf (_ ("%u of %u"), done, total);
    }
  text = g_strjoin (" · ",
                    count != NULL     ? count
                    : current != NULL ? current
                                      : "",
                    count != NULL ? current : NULL, NULL);
  gtk_label_set_label (self->label, text);
}

static gboolean
pulse (gpointer user_data)
{
  DipJobBar *self = user_data;

  if (dip_job_get_total (self->job) == 0 && gtk_widget_get_mapped (GTK_WIDGET (self)))
    gtk_progress_bar_pulse (self->bar);
  return G_SOURCE_CONTINUE;
}

static void
on_cancel (DipJobBar *self)
{
  dip_job_cancel (self->job);
  gtk_widget_set_sensitive (self->cancel_button, FALSE);
}

void
dip_job_bar_hide_items (DipJobBar *self, gboolean hide)
{
  g_return_if_fail (DIP_IS_JOB_BAR (self));

  self->hide_items = hide;
}

void
dip_job_bar_show (DipJobBar *self, DipJob *job, gboolean can_cancel)
{
  g_return_if_fail (DIP_IS_JOB_BAR (self));

  if (self->job != NULL)
    g_clear_signal_handler (&self->progress_id, self->job);
  g_clear_handle_id (&self->pulse_id, g_source_remove);
  g_set_object (&self->job, job);
  if (job == NULL)
    return;
  self->progress_id = g_signal_connect_swapped (job, "progress", G_CALLBACK (update), self);
  self->pulse_id = g_timeout_add (PULSE_MS, pulse, self);
  gtk_progress_bar_set_fraction (self->bar, 0);
  gtk_widget_set_visible (self->cancel_button, can_cancel);
  gtk_widget_set_sensitive (self->cancel_button, TRUE);
  update (self);
}

static void
dip_job_bar_dispose (GObject *object)
{
  DipJobBar *self = DIP_JOB_BAR (object);

  dip_job_bar_show (self, NULL, FALSE);
  g_clear_pointer (&self->content, gtk_widget_unparent);
  G_OBJECT_CLASS (dip_job_bar_parent_class)->dispose (object);
}

static void
dip_job_bar_class_init (DipJobBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dip_job_bar_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/diptych/Diptych/ui/dip-job-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, DipJobBar, content);
  gtk_widget_class_bind_template_child (widget_class, DipJobBar, bar);
  gtk_widget_class_bind_template_child (widget_class, DipJobBar, label);
  gtk_widget_class_bind_template_child (widget_class, DipJobBar, cancel_button);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel);
}

static void
dip_job_bar_init (DipJobBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
