#include "dip-progress-page.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "dip-job-bar.h"

struct _DipProgressPage
{
  GtkWidget parent_instance;

  GtkWidget *content;
  AdwStatusPage *status;
  DipJobBar *bar;
};

G_DEFINE_FINAL_TYPE (DipProgressPage, dip_progress_page, GTK_TYPE_WIDGET)

static void
dip_progress_page_dispose (GObject *object)
{
  DipProgressPage *self = DIP_PROGRESS_PAGE (object);

  g_clear_pointer (&self->content, gtk_widget_unparent);
  G_OBJECT_CLASS (dip_progress_page_parent_class)->dispose (object);
}

static void
dip_progress_page_class_init (DipProgressPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dip_progress_page_dispose;
  g_type_ensure (DIP_TYPE_JOB_BAR);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/diptych/Diptych/ui/dip-progress-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DipProgressPage, content);
  gtk_widget_class_bind_template_child (widget_class, DipProgressPage, status);
  gtk_widget_class_bind_template_child (widget_class, DipProgressPage, bar);
}

static void
dip_progress_page_init (DipProgressPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
dip_progress_page_show (DipProgressPage *self, DipJob *job, gboolean can_cancel)
{
  g_return_if_fail (DIP_IS_PROGRESS_PAGE (self));

  adw_status_page_set_title (self->status, dip_job_get_title (job));
  adw_status_page_set_description (self->status, NULL);
  dip_job_bar_hide_items (self->bar, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->bar), TRUE);
  dip_job_bar_show (self->bar, job, can_cancel);
}

void
dip_progress_page_show_locking (DipProgressPage *self, DipJob *running)
{
  g_return_if_fail (DIP_IS_PROGRESS_PAGE (self));

  adw_status_page_set_title (self->status, _ ("Locking the library"));
  adw_status_page_set_description (
      self->status,
      running != NULL ? _ ("What was begun ends first. Nothing of the library is shown meanwhile.") : NULL);
  dip_job_bar_hide_items (self->bar, TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->bar), running != NULL);
  dip_job_bar_show (self->bar, running, TRUE);
}
