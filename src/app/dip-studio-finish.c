#include "dip-studio-finish.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "dip-checking.h"
#include "dip-choice.h"
#include "dip-panes.h"
#include "dip-studio-fair.h"
#include "dip-studio-look.h"
#include "dip-studio-series.h"

/* Pixels of the preview, of a screen that shows more in one; a larger one would take longer than it is worth. */
#define PREVIEW_WIDTH  1100
#define PREVIEW_HEIGHT 900
/* While something moves: drawn within a frame of the screen. */
#define QUICK_WIDTH  440
#define QUICK_HEIGHT 340
/* At rest for so long, milliseconds, it is drawn as sharp as it can be seen. */
#define SHARP_MS 120

struct _DipStudioFinish
{
  GtkWidget parent_instance;

  GtkWidget *content;
  GtkPicture *preview;
  GtkLabel *problem;
  DipStudioLook *look;
  DipStudioSeries *series;
  GtkRange *exposure;
  GtkRange *warmth;
  GtkRange *tint;
  AdwPreferencesGroup *checklist;
  GPtrArray *checks; /* GtkCheckButton, in the order of dip_looked_for_tokens */
  GtkWidget *approve_button;
  GtkLabel *approve_hint;
  DipStudioFair *fair;

  DipWorkspace *workspace;
  DipStudio *studio;
  DipStudioDraft draft;
  gboolean has_draft;
  gboolean saved;
  gboolean setting; /* what changes now is not a person's doing */
  gboolean stale;   /* the preview is of another draft */
  gboolean sharp;   /* the preview that was made last, or is on its way */
  guint sharpen_id; /* source */
  DipJob *job;      /* the preview on its way; or NULL */
  DipJob *checking; /* the same of the fair-pair check */
  gboolean unchecked;
  guint check_id; /* source */
};

G_DEFINE_FINAL_TYPE (DipStudioFinish, dip_studio_finish, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_CHANGED,
  SIGNAL_APPROVE,
  SIGNAL_SAVE_PICTURE,
  SIGNAL_EVIDENCE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* --- preview ---------------------------------------------------------------------------------------------------- */

typedef struct
{
  DipStudio *studio;
  DipStudioDraft draft;
  DipStyle *style;
  gint64 others[DIP_SERIES_MORE];
  guint n_others;
  gboolean sharp;
} Wanted;

static void
wanted_free (gpointer data)
{
  Wanted *wanted = data;

  dip_studio_unref (wanted->studio);
  g_clear_pointer (&wanted->style, dip_style_free);
  g_free (wanted);
}

static gpointer
compose (const DipDesk *desk, gpointer data, DipJob *job, GError **error)
{
  const Wanted *wanted = data;
  GCancellable *cancellable = dip_job_get_cancellable (job);
  const int width = wanted->sharp ? PREVIEW_WIDTH : QUICK_WIDTH, height = wanted->sharp ? PREVIEW_HEIGHT : QUICK_HEIGHT;
  g_autoptr (DipRaster) raster = NULL;

  if (wanted->n_others > 0)
    raster = dip_studio_compose_series (wanted->studio, wanted->others, wanted->n_others, wanted->style, width, height,
                                        cancellable, error);
  else
    raster = dip_studio_compose (wanted->studio, &wanted->draft, wanted->style, width, height, cancellable, error);
  if (raster == NULL)
    return NULL;
  return gdk_memory_texture_new (raster->width, raster->height, GDK_MEMORY_R8G8B8, raster->pixels,
                                 (gsize) raster->width * 3);
}

static void draw_preview (DipStudioFinish *self, gboolean sharp);

static gboolean
sharpen (gpointer user_data)
{
  DipStudioFinish *self = user_data;

  self->sharpen_id = 0;
  draw_preview (self, TRUE);
  return G_SOURCE_REMOVE;
}

static void
on_composed (gpointer owner, gpointer result, const GError *error)
{
  DipStudioFinish *self = owner;
  g_autoptr (GdkTexture) texture = result;

  g_clear_object (&self->job);
  gtk_label_set_label (self->problem, error != NULL ? error->message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), error != NULL);
  if (texture != NULL)
    gtk_picture_set_paintable (self->preview, GDK_PAINTABLE (texture));
  if (self->stale)
    draw_preview (self, FALSE);
  else if (!self->sharp && error == NULL)
    self->sharpen_id = g_timeout_add (SHARP_MS, sharpen, self);
}

/* One at a time, always of the latest draft; none while nobody looks. */
static void
draw_preview (DipStudioFinish *self, gboolean sharp)
{
  Wanted *wanted;

  g_clear_handle_id (&self->sharpen_id, g_source_remove);
  self->stale = self->has_draft;
  if (self->job != NULL || !self->has_draft || self->studio == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  wanted = g_new0 (Wanted, 1);
  wanted->studio = dip_studio_ref (self->studio);
  wanted->draft = self->draft;
  wanted->style = dip_studio_finish_dup_style (self);
  wanted->n_others = dip_studio_series_get (self->series, wanted->others);
  /* A series is made from the photos themselves, once. */
  wanted->sharp = self->sharp = sharp || wanted->n_others > 0;
  self->stale = FALSE;
  self->job = dip_job_new ("");
  const DipWork work = { compose, wanted, wanted_free, g_object_unref, FALSE };
  dip_workspace_run (self->workspace, &work, self->job, G_OBJECT (self), on_composed);
}

static void
start_preview (DipStudioFinish *self)
{
  draw_preview (self, FALSE);
}

/* --- fair-pair check -------------------------------------------------------------------------------------------- */

/* What is being tried out has to rest that long before it is measured. */
#define REST_MS 400

static gpointer
check (const DipDesk *desk, gpointer data, DipJob *job, GError **error)
{
  const Wanted *wanted = data;

  return dip_studio_check (wanted->studio, &wanted->draft, dip_job_get_cancellable (job), error);
}

static void start_check (DipStudioFinish *self);

static void
on_checked (gpointer owner, gpointer result, const GError *error)
{
  DipStudioFinish *self = owner;
  g_autoptr (GPtrArray) findings = result;

  g_clear_object (&self->checking);
  if (findings != NULL && !self->unchecked)
    dip_studio_fair_show (self->fair, findings);
  if (self->unchecked)
    start_check (self);
}

static gboolean
check_now (gpointer user_data)
{
  DipStudioFinish *self = user_data;
  Wanted *wanted;

  self->check_id = 0;
  if (self->checking != NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return G_SOURCE_REMOVE;
  wanted = g_new0 (Wanted, 1);
  wanted->studio = dip_studio_ref (self->studio);
  wanted->draft = self->draft;
  self->unchecked = FALSE;
  self->checking = dip_job_new ("");
  const DipWork work = { check, wanted, wanted_free, (GDestroyNotify) g_ptr_array_unref, FALSE };
  dip_workspace_run (self->workspace, &work, self->checking, G_OBJECT (self), on_checked);
  return G_SOURCE_REMOVE;
}

static void
start_check (DipStudioFinish *self)
{
  if (!self->has_draft || self->studio == NULL)
    return;
  self->unchecked = TRUE;
  dip_studio_fair_show (self->fair, NULL);
  g_clear_handle_id (&self->check_id, g_source_remove);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->check_id = g_timeout_add (REST_MS, check_now, self);
}

/* --- controls --------------------------------------------------------------------------------------------------- */

static guint
get_checked (DipStudioFinish *self)
{
  guint checked = 0;

  for (guint i = 0; i < self->checks->len; i++)
    if (gtk_check_button_get_active (g_ptr_array_index (self->checks, i)))
      checked |= (guint) dip_looked_for_tokens[i].value;
  return checked;
}

static void
update_approval (DipStudioFinish *self)
{
  const gboolean all = get_checked (self) == DIP_LOOKED_FOR_ALL;
  const gboolean writable = self->workspace != NULL && !dip_workspace_is_read_only (self->workspace);

  gtk_widget_set_sensitive (self->approve_button, all && self->saved && writable);
  gtk_label_set_label (self->approve_hint, !self->saved ? _ ("Save first: what is approved is what was saved.")
                                           : all        ? ""
                                                        : _ ("Tick each once you have looked for it in both photos."));
  gtk_widget_set_visible (GTK_WIDGET (self->approve_hint), !all || !self->saved);
}

static void
on_changed (DipStudioFinish *self)
{
  if (!self->setting)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
on_approve (DipStudioFinish *self)
{
  g_signal_emit (self, signals[SIGNAL_APPROVE], 0, get_checked (self));
}

static void
on_save_picture (DipStudioFinish *self)
{
  g_signal_emit (self, signals[SIGNAL_SAVE_PICTURE], 0);
}

static void
on_evidence (DipStudioFinish *self)
{
  g_signal_emit (self, signals[SIGNAL_EVIDENCE], 0, FALSE);
}

static void
on_evidence_pdf (DipStudioFinish *self)
{
  g_signal_emit (self, signals[SIGNAL_EVIDENCE], 0, TRUE);
}

guint
dip_studio_finish_get_others (DipStudioFinish *self, gint64 others[DIP_SERIES_MORE])
{
  g_return_val_if_fail (DIP_IS_STUDIO_FINISH (self), 0);

  return dip_studio_series_get (self->series, others);
}

static void
make_checklist (DipStudioFinish *self)
{
  for (const DipToken *token = dip_looked_for_tokens; token->token != NULL; token++)
    {
      GtkCheckButton *check;
      GtkWidget *row = dip_choice_check_row (dip_token_label (dip_looked_for_tokens, token->value), &check);

      g_signal_connect_object (check, "toggled", G_CALLBACK (update_approval), self, G_CONNECT_SWAPPED);
      g_ptr_array_add (self->checks, check);
      adw_preferences_group_add (self->checklist, row);
    }
}

DipStyle *
dip_studio_finish_dup_style (DipStudioFinish *self)
{
  g_return_val_if_fail (DIP_IS_STUDIO_FINISH (self), NULL);

  return dip_studio_look_dup_style (self->look);
}

void
dip_studio_finish_get (DipStudioFinish *self, DipCorrection *correction)
{
  g_return_if_fail (DIP_IS_STUDIO_FINISH (self));

  *correction = (DipCorrection){ gtk_range_get_value (self->exposure), gtk_range_get_value (self->warmth),
                                 gtk_range_get_value (self->tint) };
}

void
dip_studio_finish_set (DipStudioFinish *self, const DipCorrection *correction)
{
  g_return_if_fail (DIP_IS_STUDIO_FINISH (self));

  self->setting = TRUE;
  gtk_range_set_value (self->exposure, correction->exposure);
  gtk_range_set_value (self->warmth, correction->warmth);
  gtk_range_set_value (self->tint, correction->tint);
  self->setting = FALSE;
}

void
dip_studio_finish_show (DipStudioFinish *self, const DipStudioDraft *draft, gboolean saved)
{
  g_return_if_fail (DIP_IS_STUDIO_FINISH (self));

  self->draft = *draft;
  self->has_draft = TRUE;
  self->saved = saved;
  update_approval (self);
  start_preview (self);
  start_check (self);
}

void
dip_studio_finish_open (DipStudioFinish *self, DipWorkspace *workspace, DipStudio *studio)
{
  g_return_if_fail (DIP_IS_STUDIO_FINISH (self));

  g_set_object (&self->workspace, workspace);
  g_clear_pointer (&self->studio, dip_studio_unref);
  self->studio = dip_studio_ref (studio);
  dip_studio_look_open (self->look, workspace);
  dip_studio_series_open (self->series, workspace, dip_studio_get_case (studio)->pair->id);
  start_preview (self);
}

/* --- the widget ------------------------------------------------------------------------------------------------- */

static void
dip_studio_finish_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (dip_studio_finish_parent_class)->map (widget);
  start_preview (DIP_STUDIO_FINISH (widget));
  start_check (DIP_STUDIO_FINISH (widget));
}

static void
dip_studio_finish_dispose (GObject *object)
{
  DipStudioFinish *self = DIP_STUDIO_FINISH (object);

  if (self->job != NULL)
    dip_job_cancel (self->job);
  if (self->checking != NULL)
    dip_job_cancel (self->checking);
  g_clear_handle_id (&self->check_id, g_source_remove);
  g_clear_handle_id (&self->sharpen_id, g_source_remove);
  g_clear_object (&self->checking);
  g_clear_object (&self->job);
  g_clear_pointer (&self->content, gtk_widget_unparent);
  g_clear_pointer (&self->checks, g_ptr_array_unref);
  g_clear_pointer (&self->studio, dip_studio_unref);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (dip_studio_finish_parent_class)->dispose (object);
}

static void
dip_studio_finish_class_init (DipStudioFinishClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GType type = DIP_TYPE_STUDIO_FINISH;

  G_OBJECT_CLASS (klass)->dispose = dip_studio_finish_dispose;
  widget_class->map = dip_studio_finish_map;
  g_type_ensure (DIP_TYPE_PANES);
  g_type_ensure (DIP_TYPE_STUDIO_FAIR);
  g_type_ensure (DIP_TYPE_STUDIO_LOOK);
  g_type_ensure (DIP_TYPE_STUDIO_SERIES);
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_APPROVE]
      = g_signal_new ("approve", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[SIGNAL_SAVE_PICTURE]
      = g_signal_new ("save-picture", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_EVIDENCE]
      = g_signal_new ("evidence", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/diptych/Diptych/ui/dip-studio-finish.ui");
  gtk_widget_class_bind_template_child (widget_class, DipStudioFinish, content);
  gtk_widget_class_bind_template_child (widget_class, DipStudioFinish, preview);
  gtk_widget_class_bind_template_child (widget_class, DipStudioFinish, problem);
  gtk_widget_class_bind_template_child (widget_class, DipStudioFinish, look);
  gtk_widget_class_bind_template_child (widget_class, DipStudioFinish, series);
  gtk_widget_class_bind_template_child (widget_class, DipStudioFinish, exposure);
  gtk_widget_class_bind_template_child (widget_class, DipStudioFinish, warmth);
  gtk_widget_class_bind_template_child (widget_class, DipStudioFinish, tint);
  gtk_widget_class_bind_template_child (widget_class, DipStudioFinish, checklist);
  gtk_widget_class_bind_template_child (widget_class, DipStudioFinish, approve_button);
  gtk_widget_class_bind_template_child (widget_class, DipStudioFinish, approve_hint);
  gtk_widget_class_bind_template_child (widget_class, DipStudioFinish, fair);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, start_preview);
  gtk_widget_class_bind_template_callback (widget_class, on_approve);
  gtk_widget_class_bind_template_callback (widget_class, on_save_picture);
  gtk_widget_class_bind_template_callback (widget_class, on_evidence);
  gtk_widget_class_bind_template_callback (widget_class, on_evidence_pdf);
}

static void
dip_studio_finish_init (DipStudioFinish *self)
{
  self->checks = g_ptr_array_new ();
  self->setting = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->setting = FALSE;
  make_checklist (self);
}
