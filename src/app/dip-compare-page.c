#include "dip-compare-page.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "dip-compare-pane.h"
#include "dip-comparing.h"
#include "dip-crop.h"
#include "dip-focus.h"
#include "dip-pairing.h"
#include "dip-unseen.h"
#include "dip-window.h"

struct _DipComparePage
{
  GtkWidget parent_instance;

  GtkWidget *content;
  AdwWindowTitle *title;
  GtkStack *stack;
  DipComparePane *pane;
  AdwStatusPage *problem;
  GtkWidget *refusal_bar;
  GtkLabel *refusal;
  GtkWidget *pair_button;
  GtkWidget *studio_button;

  DipWorkspace *workspace;
  gint64 ids[2];
  DipComparison *comparison; /* NULL until loaded */
};

G_DEFINE_FINAL_TYPE (DipComparePage, dip_compare_page, GTK_TYPE_WIDGET)

typedef struct
{
  gint64 first, second;
} Ids;

static void
show_problem (DipComparePage *self, const char *message)
{
  g_autofree char *escaped = g_markup_escape_text (message, -1);

  adw_status_page_set_description (self->problem, escaped);
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->problem));
}

static void
align (DipComparePage *self)
{
  DipAlignment *alignment = &self->comparison->alignment;
  const DipPhoto *before = self->comparison->before->photo;
  g_autoptr (GError) error = NULL;
  DipRect crop;

  /* Two photos that hardly overlap are looked at in the frame of the first. */
  if (!dip_alignment_solve (alignment, before, self->comparison->after->photo, &crop, &error))
    crop = (DipRect){ 0, 0, before->width, before->height };
  dip_compare_view_align (dip_compare_pane_get_view (self->pane), &alignment->after_to_before, &crop);
}

/* Days and phases of both: "Before, 3 May 2026 – Healed, 1 August 2026". */
static char *
days_text (const DipComparison *comparison)
{
  g_autofree char *first = dip_date_to_display (comparison->before->photo->taken_on);
  g_autofree char *second = dip_date_to_display (comparison->after->photo->taken_on);

  return g_strdup_printf (_ ("%s %s – %s %s"),
                          dip_token_label (dip_phase_tokens, (int) comparison->before->facts.phase), first,
                          dip_token_label (dip_phase_tokens, (int) comparison->after->facts.phase), second);
}

static void
show_comparison (DipComparePage *self)
{
  const DipComparison *comparison = self->comparison;
  const gboolean writable = !dip_workspace_is_read_only (self->workspace);
  g_autofree char *days = days_text (comparison);

  adw_window_title_set_title (self->title, comparison->before->photo->view != DIP_VIEW_NONE ? dip_token_label (
                                               dip_view_tokens, (int) comparison->before->photo->view)
                                                                                            : _ ("Comparison"));
  adw_window_title_set_subtitle (self->title, days);
  gtk_label_set_label (self->refusal, comparison->refusal != NULL ? comparison->refusal : "");
  gtk_widget_set_visible (self->refusal_bar, comparison->refusal != NULL);
  gtk_widget_set_visible (self->pair_button, writable && comparison->pair_id == 0 && comparison->refusal == NULL);
  gtk_widget_set_visible (self->studio_button, comparison->pair_id != 0);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->studio_button), "x", comparison->pair_id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->studio_button), "win.studio");
  align (self);
}

static void
show_photos (DipComparePage *self)
{
  g_autoptr (DipTiles) before = dip_tiles_new (self->workspace, self->comparison->before->photo->id);
  g_autoptr (DipTiles) after = dip_tiles_new (self->workspace, self->comparison->after->photo->id);

  dip_compare_view_show (dip_compare_pane_get_view (self->pane), before, after);
}

static gpointer
load (const DipDesk *desk, gpointer data, DipJob *job, GError **error)
{
  const Ids *ids = data;

  return dip_comparing_photos (desk, ids->first, ids->second, error);
}

static void
on_loaded (gpointer owner, gpointer result, const GError *error)
{
  DipComparePage *self = owner;
  const gboolean first_time = self->comparison == NULL;

  if (result == NULL)
    {
      show_problem (self, error->message);
      return;
    }
  g_clear_pointer (&self->comparison, dip_comparison_free);
  self->comparison = result;
  if (first_time)
    show_photos (self);
  show_comparison (self);
}

static void
start_loading (DipComparePage *self)
{
  Ids *ids = g_new (Ids, 1);
  const DipWork work = { load, ids, g_free, (GDestroyNotify) dip_comparison_free, FALSE };

  *ids = (Ids){ self->ids[0], self->ids[1] };
  dip_workspace_run (self->workspace, &work, NULL, G_OBJECT (self), on_loaded);
}

static gpointer
make_pair (const DipDesk *desk, gpointer data, DipJob *job, GError **error)
{
  const Ids *ids = data;

  return DIP_WORK_DONE (dip_pairing_add (desk, ids->first, ids->second, error) != 0);
}

static void
on_pair_made (gpointer owner, gpointer result, const GError *error)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (owner));

  if (DIP_IS_WINDOW (root))
    dip_window_say (DIP_WINDOW (root), error != NULL ? error->message : _ ("They are a pair now: line it up."));
}

static void
on_make_pair (DipComparePage *self)
{
  Ids *ids = g_new (Ids, 1);
  const DipWork work = { make_pair, ids, g_free, NULL, TRUE };

  *ids = (Ids){ self->comparison->before->photo->id, self->comparison->after->photo->id };
  dip_workspace_run (self->workspace, &work, NULL, G_OBJECT (self), on_pair_made);
}

static gboolean
dip_compare_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (dip_compare_pane_get_view (DIP_COMPARE_PAGE (widget)->pane)));
}

static void
dip_compare_page_dispose (GObject *object)
{
  DipComparePage *self = DIP_COMPARE_PAGE (object);

  g_clear_pointer (&self->content, gtk_widget_unparent);
  g_clear_object (&self->workspace);
  g_clear_pointer (&self->comparison, dip_comparison_free);
  G_OBJECT_CLASS (dip_compare_page_parent_class)->dispose (object);
}

static void
dip_compare_page_class_init (DipComparePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dip_compare_page_dispose;
  widget_class->grab_focus = dip_compare_page_grab_focus;
  widget_class->focus = dip_focus_move;
  g_type_ensure (DIP_TYPE_COMPARE_PANE);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "win.page-back", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK, "win.page-back", NULL);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/diptych/Diptych/ui/dip-compare-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DipComparePage, content);
  gtk_widget_class_bind_template_child (widget_class, DipComparePage, title);
  gtk_widget_class_bind_template_child (widget_class, DipComparePage, stack);
  gtk_widget_class_bind_template_child (widget_class, DipComparePage, pane);
  gtk_widget_class_bind_template_child (widget_class, DipComparePage, problem);
  gtk_widget_class_bind_template_child (widget_class, DipComparePage, refusal_bar);
  gtk_widget_class_bind_template_child (widget_class, DipComparePage, refusal);
  gtk_widget_class_bind_template_child (widget_class, DipComparePage, pair_button);
  gtk_widget_class_bind_template_child (widget_class, DipComparePage, studio_button);
  gtk_widget_class_bind_template_callback (widget_class, on_make_pair);
}

static void
dip_compare_page_init (DipComparePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  dip_unseen_follow (GTK_WIDGET (self->stack));
  g_signal_connect_object (dip_compare_pane_get_view (self->pane), "failed", G_CALLBACK (show_problem), self,
                           G_CONNECT_SWAPPED);
}

GtkWidget *
dip_compare_page_new (DipWorkspace *workspace, gint64 one_id, gint64 other_id)
{
  DipComparePage *self = g_object_new (DIP_TYPE_COMPARE_PAGE, NULL);

  self->workspace = g_object_ref (workspace);
  self->ids[0] = one_id;
  self->ids[1] = other_id;
  g_signal_connect_object (workspace, "changed", G_CALLBACK (start_loading), self, G_CONNECT_SWAPPED);
  start_loading (self);
  return GTK_WIDGET (self);
}
