#include "dip-studio-page.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "dip-checking.h"
#include "dip-compare-pane.h"
#include "dip-compat.h"
#include "dip-composing.h"
#include "dip-evidence.h"
#include "dip-focus.h"
#include "dip-pairing.h"
#include "dip-redacting.h"
#include "dip-studio-covers.h"
#include "dip-studio-crop.h"
#include "dip-studio-finish.h"
#include "dip-studio-points.h"
#include "dip-studio-state.h"
#include "dip-studio.h"
#include "dip-suggesting.h"
#include "dip-unseen.h"

/* Pixels of the longer side of what the preview is made from. */
#define PROXY_SIDE 1600

struct _DipStudioPage
{
  DipPlace parent_instance;

  AdwWindowTitle *title;
  GtkStack *stack;
  AdwStatusPage *problem;
  AdwViewStack *steps;
  DipStudioPoints *points;
  DipComparePane *compare;
  DipStudioFinish *finish;
  DipStudioCrop *crop;
  DipStudioCovers *covers;

  gint64 pair_id;
  DipStudio *studio; /* NULL until open */
  DipStudioDraft draft;
  gboolean solved; /* the draft makes sense */
  DipStudioState saved;
  DipAlignment suggested; /* without landmarks as long as there is no suggestion */
  DipJob *suggesting;     /* or NULL */
  GArray *history;        /* of DipStudioState */
  guint now;              /* in @history */
};

G_DEFINE_FINAL_TYPE (DipStudioPage, dip_studio_page, DIP_TYPE_PLACE)

/* --- states ----------------------------------------------------------------------------------------------------- */

static DipStudioState
current_state (DipStudioPage *self)
{
  DipStudioState state = { 0 };

  dip_studio_points_get (self->points, state.points);
  dip_studio_crop_get (self->crop, &state.shape, &state.crop);
  dip_studio_covers_get (self->covers, state.covers);
  dip_studio_finish_get (self->finish, &state.correction);
  return state;
}

static gboolean
is_dirty (DipStudioPage *self)
{
  const DipStudioState state = current_state (self);

  return self->studio != NULL && !dip_studio_state_same (&state, &self->saved);
}

static void
update_actions (DipStudioPage *self)
{
  DipWorkspace *workspace = dip_place_get_workspace (DIP_PLACE (self));
  const gboolean writable = workspace != NULL && !dip_workspace_is_read_only (workspace);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "studio.undo", self->now > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "studio.redo", self->now + 1 < self->history->len);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "studio.save", writable && self->solved && is_dirty (self));
}

/* --- working it out --------------------------------------------------------------------------------------------- */

static gboolean
has_landmarks_of (const DipAlignment *self, const DipAlignment *other)
{
  if (self->n_landmarks != other->n_landmarks || self->n_landmarks == 0)
    return FALSE;
  for (guint n = 0; n < self->n_landmarks; n++)
    if (self->before[n].x != other->before[n].x || self->before[n].y != other->before[n].y
        || self->after[n].x != other->after[n].x || self->after[n].y != other->after[n].y)
      return FALSE;
  return TRUE;
}

/* A suggestion that was touched is a person's work. */
static void
say_whose_points (DipStudioPage *self)
{
  DipAlignment *alignment = &self->draft.alignment;
  const DipAlignment *saved = dip_studio_get_case (self->studio)->alignment;
  const DipAlignment *const known[] = { &self->suggested, saved };

  alignment->method = DIP_ALIGNMENT_POINTS;
  alignment->confidence = 0;
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (known[i] != NULL && has_landmarks_of (alignment, known[i]))
      {
        alignment->method = known[i]->method;
        alignment->confidence = known[i]->confidence;
      }
}

static void
say_fit (DipStudioPage *self, const GError *error)
{
  const DipAlignment *alignment = &self->draft.alignment;
  g_autofree char *fit = dip_fit_to_text (alignment->residual, alignment->before, alignment->n_landmarks);

  if (error != NULL)
    dip_studio_points_say (self->points, error->message, TRUE);
  else
    dip_studio_points_say (self->points, fit,
                           dip_fit_of (alignment->residual, alignment->before, alignment->n_landmarks) == DIP_FIT_POOR);
}

/* For every step of a point: all that is shown follows at once. */
static void
work_out (DipStudioPage *self)
{
  const DipStudioState state = current_state (self);
  g_autoptr (GError) error = NULL;
  DipRect crop;

  if (self->studio == NULL)
    return;
  dip_studio_state_fill (&state, &self->draft);
  say_whose_points (self);
  self->solved = dip_studio_solve (self->studio, &self->draft, &crop, &error);
  say_fit (self, error);
  if (self->solved)
    {
      const DipSimilarity *after_to_before = &self->draft.alignment.after_to_before;

      dip_compare_view_align (dip_compare_pane_get_view (self->compare), after_to_before, &crop);
      dip_studio_crop_align (self->crop, after_to_before, &crop);
      dip_studio_finish_show (self->finish, &self->draft, !is_dirty (self));
    }
  update_actions (self);
}

static void
remember (DipStudioPage *self)
{
  const DipStudioState state = current_state (self);

  if (self->history->len > 0
      && dip_studio_state_same (&state, &g_array_index (self->history, DipStudioState, self->now)))
    return;
  g_array_set_size (self->history, self->history->len > 0 ? self->now + 1 : 0);
  g_array_append_val (self->history, state);
  self->now = self->history->len - 1;
}

static void
on_moving (DipStudioPage *self)
{
  work_out (self);
}

static void
on_changed (DipStudioPage *self)
{
  remember (self);
  work_out (self);
}

static void
apply (DipStudioPage *self, const DipStudioState *state)
{
  dip_studio_points_set (self->points, state->points);
  dip_studio_crop_set (self->crop, state->shape, &state->crop);
  dip_studio_covers_set (self->covers, state->covers);
  dip_studio_finish_set (self->finish, &state->correction);
  work_out (self);
}

static void
undo (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DipStudioPage *self = DIP_STUDIO_PAGE (widget);

  if (self->now == 0)
    return;
  self->now--;
  apply (self, &g_array_index (self->history, DipStudioState, self->now));
}

static void
redo (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DipStudioPage *self = DIP_STUDIO_PAGE (widget);

  if (self->now + 1 >= self->history->len)
    return;
  self->now++;
  apply (self, &g_array_index (self->history, DipStudioState, self->now));
}

/* Seen in every step, and kept only by saving. */
static void
on_version (DipStudioPage *self, const DipAlignment *version)
{
  DipStudioState state = current_state (self);

  dip_studio_state_take_alignment (&state, version);
  apply (self, &state);
  remember (self);
  update_actions (self);
  dip_place_say (DIP_PLACE (self), _ ("As it was lined up then. Save to keep it, as a new version."));
}

/* --- a suggestion ----------------------------------------------------------------------------------------------- */

static gpointer
suggest (const DipDesk *desk, gpointer data, DipJob *job, GError **error)
{
  return dip_studio_suggest (data, dip_job_get_cancellable (job), error);
}

/* Shown, never saved by itself; and never over points that somebody has set meanwhile. */
static void
on_suggested (gpointer owner, gpointer result, const GError *error)
{
  DipStudioPage *self = owner;
  g_autoptr (DipSuggestion) suggestion = result;
  const DipStudioState now = current_state (self);
  DipStudioState state;

  g_clear_object (&self->suggesting);
  if (suggestion == NULL)
    {
      work_out (self);
      dip_place_say_error (DIP_PLACE (self), error);
      return;
    }
  if (dip_studio_state_has_points (&now))
    return;
  if (suggestion->confident)
    {
      self->suggested = suggestion->draft;
      state = now;
      dip_studio_state_take_landmarks (&state, &self->suggested);
      apply (self, &state);
      remember (self);
      update_actions (self);
    }
  dip_studio_points_say (self->points, suggestion->text, FALSE);
}

static void
start_suggesting (DipStudioPage *self)
{
  const DipWork work = { suggest, dip_studio_ref (self->studio), (GDestroyNotify) dip_studio_unref,
                         (GDestroyNotify) dip_suggestion_free, FALSE };

  if (self->suggesting != NULL)
    {
      dip_studio_unref (work.args);
      return;
    }
  self->suggesting = dip_job_new ("");
  dip_studio_points_say (self->points, _ ("Looking for how they lie on each other…"), FALSE);
  dip_place_run (DIP_PLACE (self), &work, self->suggesting, on_suggested);
}

/* Asked for: the points that are there make room. */
static void
on_suggest (DipStudioPage *self)
{
  DipStudioState state = current_state (self);

  if (self->studio == NULL)
    return;
  memset (state.points, 0, sizeof state.points);
  apply (self, &state);
  remember (self);
  start_suggesting (self);
}

/* --- opening ---------------------------------------------------------------------------------------------------- */

static void
show_problem (DipStudioPage *self, const char *message)
{
  g_autofree char *escaped = g_markup_escape_text (message, -1);

  adw_status_page_set_description (self->problem, escaped);
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->problem));
}

static void
show_photos (DipStudioPage *self, const DipCase *one)
{
  DipWorkspace *workspace = dip_place_get_workspace (DIP_PLACE (self));
  g_autoptr (DipTiles) before = dip_tiles_new (workspace, one->before->id);
  g_autoptr (DipTiles) after = dip_tiles_new (workspace, one->after->id);
  const gboolean read_only = dip_workspace_is_read_only (workspace);

  dip_studio_points_show (self->points, before, after, one->pair->view, read_only);
  dip_studio_crop_show (self->crop, before, after, read_only);
  dip_studio_covers_show (self->covers, before, after, read_only);
  dip_compare_view_show (dip_compare_pane_get_view (self->compare), before, after);
  adw_window_title_set_title (self->title, dip_token_label (dip_view_tokens, (int) one->pair->view));
  adw_window_title_set_subtitle (self->title, one->client->code);
}

/* What is being tried out stays when the library changes beside it. */
static void
take_studio (DipStudioPage *self, DipStudio *studio)
{
  const gboolean first_time = self->studio == NULL;
  const gboolean dirty = is_dirty (self);

  g_clear_pointer (&self->studio, dip_studio_unref);
  self->studio = studio;
  if (first_time)
    show_photos (self, dip_studio_get_case (studio));
  if (!dirty)
    dip_studio_init_draft (studio, &self->draft);
  dip_studio_points_open (self->points, dip_place_get_workspace (DIP_PLACE (self)), self->pair_id);
  dip_studio_finish_open (self->finish, dip_place_get_workspace (DIP_PLACE (self)), studio);
  if (first_time || !dirty)
    {
      self->saved = dip_studio_state_of (&self->draft);
      apply (self, &self->saved);
      remember (self);
    }
  work_out (self);
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->steps));
  if (!first_time)
    return;
  gtk_widget_grab_focus (GTK_WIDGET (self->points));
  if (self->draft.alignment.n_landmarks == 0
      && !dip_workspace_is_read_only (dip_place_get_workspace (DIP_PLACE (self))))
    start_suggesting (self);
}

static gpointer
open_studio (const DipDesk *desk, gpointer data, DipJob *job, GError **error)
{
  return dip_studio_open (desk, *(gint64 *) data, PROXY_SIDE, dip_job_get_cancellable (job), error);
}

static void
on_opened (gpointer owner, gpointer result, const GError *error)
{
  DipStudioPage *self = owner;

  if (result != NULL)
    take_studio (self, result);
  else
    show_problem (self, error->message);
  dip_place_loaded (DIP_PLACE (self));
}

static void
dip_studio_page_load (DipPlace *place)
{
  DipStudioPage *self = DIP_STUDIO_PAGE (place);
  const DipWork work = { open_studio, g_memdup2 (&self->pair_id, sizeof self->pair_id), g_free,
                         (GDestroyNotify) dip_studio_unref, FALSE };

  dip_place_run (place, &work, NULL, on_opened);
}

/* --- saving ----------------------------------------------------------------------------------------------------- */

typedef struct
{
  gint64 pair_id;
  gint64 photo_ids[2];
  DipAlignment alignment;
  DipCovers covers[2];
  gboolean covers_changed[2];
  DipIdentifiability shows;
  guint checked;
  DipStyle *style;
  gint64 series[1 + DIP_SERIES_MORE]; /* the pair and the others of its series */
  guint n_series;
  char *file;
} Args;

static void
args_free (gpointer data)
{
  Args *args = data;

  g_clear_pointer (&args->style, dip_style_free);
  g_free (args->file);
  g_free (args);
}

static Args *
args_new (DipStudioPage *self)
{
  const DipCase *one = dip_studio_get_case (self->studio);
  Args *args = g_new0 (Args, 1);

  args->pair_id = self->pair_id;
  args->alignment = self->draft.alignment;
  args->photo_ids[0] = one->before->id;
  args->photo_ids[1] = one->after->id;
  args->shows = dip_studio_covers_get_shows (self->covers);
  dip_studio_covers_get (self->covers, args->covers);
  for (guint half = 0; half < 2; half++)
    args->covers_changed[half] = !dip_covers_same (&args->covers[half], &self->saved.covers[half]);
  args->style = dip_studio_finish_dup_style (self->finish);
  args->series[0] = self->pair_id;
  args->n_series = 1 + dip_studio_finish_get_others (self->finish, args->series + 1);
  if (args->n_series > 1 && args->style->layout == DIP_LAYOUT_SLIDE)
    args->style->layout = DIP_LAYOUT_SIDE_BY_SIDE;
  return args;
}

static gpointer
save_draft (const DipDesk *desk, gpointer data, DipJob *job, GError **error)
{
  const Args *args = data;
  g_autoptr (GPtrArray) findings = NULL;

  for (guint half = 0; half < 2; half++)
    if (args->covers_changed[half]
        && dip_redacting_set (desk, args->photo_ids[half], args->covers[half].covers, args->covers[half].n,
                              args->covers[half].n > 0 ? args->shows : 0, error)
               == 0)
      return NULL;
  if (dip_pairing_save (desk, args->pair_id, &args->alignment, error) == 0)
    return NULL;
  findings = dip_checking_run (desk, args->pair_id, dip_job_get_cancellable (job), error);
  return DIP_WORK_DONE (findings != NULL);
}

static void
on_saved (gpointer owner, gpointer result, const GError *error)
{
  DipStudioPage *self = owner;

  if (error != NULL)
    {
      dip_place_say_error (DIP_PLACE (self), error);
      return;
    }
  /* Points that only one photo has are not kept; the others are now the catalogue's. */
  self->saved = current_state (self);
  work_out (self);
  dip_place_say (DIP_PLACE (self), _ ("Saved as a new version; the earlier ones are kept."));
}

static void
save (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DipStudioPage *self = DIP_STUDIO_PAGE (widget);
  const DipWork work = { save_draft, args_new (self), args_free, NULL, TRUE };

  dip_place_run (DIP_PLACE (self), &work, NULL, on_saved);
}

static gpointer
approve (const DipDesk *desk, gpointer data, DipJob *job, GError **error)
{
  const Args *args = data;

  return DIP_WORK_DONE (dip_pairing_approve (desk, args->pair_id, NULL, args->checked, error) != 0);
}

static void
on_approved (gpointer owner, gpointer result, const GError *error)
{
  if (error != NULL)
    dip_place_say_error (DIP_PLACE (owner), error);
  else
    dip_place_say (DIP_PLACE (owner), _ ("Approved as it is lined up and covered now."));
}

static void
on_approve (DipStudioPage *self, guint checked)
{
  Args *args = args_new (self);
  const DipWork work = { approve, args, args_free, NULL, TRUE };

  args->checked = checked;
  dip_place_run (DIP_PLACE (self), &work, NULL, on_approved);
}

static gpointer
save_picture (const DipDesk *desk, gpointer data, DipJob *job, GError **error)
{
  const Args *args = data;
  const DipComposeOptions options = { .layout = args->style->layout, .labels = TRUE, .style = args->style };

  return DIP_WORK_DONE (dip_composing_save_series (desk, args->series, args->n_series, &options, args->file,
                                                   dip_job_get_cancellable (job), NULL, error));
}

static void
on_picture_saved (gpointer owner, gpointer result, const GError *error)
{
  if (error != NULL)
    dip_place_say_error (DIP_PLACE (owner), error);
  else
    dip_place_say (DIP_PLACE (owner), _ ("Saved, for use inside the clinic only."));
}

static void
on_file_chosen (GObject *owner, GFile *file)
{
  DipStudioPage *self = DIP_STUDIO_PAGE (owner);
  Args *args = args_new (self);
  const DipWork work = { save_picture, args, args_free, NULL, FALSE };

  args->file = g_file_get_path (file);
  if (args->file != NULL)
    dip_place_run (DIP_PLACE (self), &work, NULL, on_picture_saved);
  else
    args_free (args);
}

static void
on_save_picture (DipStudioPage *self)
{
  g_autoptr (DipStyle) style = dip_studio_finish_dup_style (self->finish);
  gint64 others[DIP_SERIES_MORE];
  const gboolean moves = style->layout == DIP_LAYOUT_SLIDE && dip_studio_finish_get_others (self->finish, others) == 0;
  const char *extension = moves ? "webp" : "jpg";
  g_autofree char *name = g_strdup_printf ("%s.%s", dip_studio_get_case (self->studio)->pair->slug, extension);

  if (is_dirty (self))
    dip_place_say (DIP_PLACE (self), _ ("Save first: the picture is made of what was saved."));
  else
    dip_compat_choose_new_file (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), _ ("Save the Picture"), name,
                                G_OBJECT (self), on_file_chosen);
}

static gpointer
save_evidence (const DipDesk *desk, gpointer data, DipJob *job, GError **error)
{
  const Args *args = data;

  return DIP_WORK_DONE (dip_evidence_write (desk, args->pair_id, args->file, dip_job_get_cancellable (job), error));
}

static void
on_evidence_saved (gpointer owner, gpointer result, const GError *error)
{
  if (error != NULL)
    dip_place_say_error (DIP_PLACE (owner), error);
  else
    dip_place_say (DIP_PLACE (owner), _ ("The evidence is saved; only you may read it."));
}

static void
start_evidence (DipStudioPage *self, char *path)
{
  Args *args = args_new (self);
  const DipWork work = { save_evidence, args, args_free, NULL, TRUE };

  args->file = path;
  if (args->file != NULL)
    dip_place_run (DIP_PLACE (self), &work, NULL, on_evidence_saved);
  else
    args_free (args);
}

/* In a folder of its own, which bears the pair's public name. */
static void
on_evidence_folder (GObject *owner, GFile *folder)
{
  DipStudioPage *self = DIP_STUDIO_PAGE (owner);
  g_autofree char *name = g_strdup_printf ("evidence-%s", dip_studio_get_case (self->studio)->pair->slug);
  g_autoptr (GFile) own = g_file_get_child (folder, name);

  start_evidence (self, g_file_get_path (own));
}

/* A name that says what it is, whatever was typed. */
static void
on_evidence_file (GObject *owner, GFile *file)
{
  g_autofree char *path = g_file_get_path (file);
  const gboolean is_pdf = path != NULL && g_str_has_suffix (path, ".pdf");

  start_evidence (DIP_STUDIO_PAGE (owner),
                  path == NULL || is_pdf ? g_steal_pointer (&path) : g_strconcat (path, ".pdf", NULL));
}

static void
on_evidence (DipStudioPage *self, gboolean one_file)
{
  g_autofree char *name = g_strdup_printf ("evidence-%s.pdf", dip_studio_get_case (self->studio)->pair->slug);

  if (is_dirty (self))
    dip_place_say (DIP_PLACE (self), _ ("Save first: the evidence is of what was saved."));
  else if (one_file)
    dip_compat_choose_new_file (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), _ ("Save the Evidence"), name,
                                G_OBJECT (self), on_evidence_file);
  else
    dip_compat_choose_folder (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), _ ("Save the Evidence In"),
                              G_OBJECT (self), on_evidence_folder);
}

/* --- leaving ---------------------------------------------------------------------------------------------------- */

static void
on_discard (GObject *owner)
{
  gtk_widget_activate_action (GTK_WIDGET (owner), "win.page-back", NULL);
}

/* What a person did is not lost without a word; a suggestion that nobody touched is. */
static gboolean
is_own_work (DipStudioPage *self)
{
  DipStudioState untouched = self->saved;
  const DipStudioState now = current_state (self);

  dip_studio_state_take_landmarks (&untouched, &self->suggested);
  return is_dirty (self) && (self->suggested.n_landmarks == 0 || !dip_studio_state_same (&now, &untouched));
}

static void
back (GtkWidget *widget, const char *name, GVariant *parameter)
{
  if (is_own_work (DIP_STUDIO_PAGE (widget)))
    dip_compat_ask (GTK_WINDOW (gtk_widget_get_root (widget)), _ ("Leave Without Saving?"),
                    _ ("The changes to this pair have not been saved."), _ ("_Discard Changes"), G_OBJECT (widget),
                    on_discard);
  else
    on_discard (G_OBJECT (widget));
}

/* The keyboard goes along to the next step, unless it is with the steps themselves. */
static void
on_step (DipStudioPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *step = adw_view_stack_get_visible_child (self->steps);

  if (root == NULL || (focus != NULL && gtk_widget_get_mapped (focus)) || step == NULL)
    return;
  if (!gtk_widget_grab_focus (step))
    gtk_widget_child_focus (step, GTK_DIR_TAB_FORWARD);
}

/* --- the page --------------------------------------------------------------------------------------------------- */

static gboolean
dip_studio_page_grab_focus (GtkWidget *widget)
{
  DipStudioPage *self = DIP_STUDIO_PAGE (widget);

  return self->studio != NULL && gtk_widget_grab_focus (GTK_WIDGET (self->points));
}

static void
dip_studio_page_dispose (GObject *object)
{
  DipStudioPage *self = DIP_STUDIO_PAGE (object);

  if (self->suggesting != NULL)
    dip_job_cancel (self->suggesting);
  g_clear_object (&self->suggesting);
  g_clear_pointer (&self->studio, dip_studio_unref);
  g_clear_pointer (&self->history, g_array_unref);
  G_OBJECT_CLASS (dip_studio_page_parent_class)->dispose (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "studio.undo", NULL, undo);
  gtk_widget_class_install_action (widget_class, "studio.redo", NULL, redo);
  gtk_widget_class_install_action (widget_class, "studio.save", NULL, save);
  gtk_widget_class_install_action (widget_class, "studio.back", NULL, back);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK, "studio.undo", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "studio.redo", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_y, GDK_CONTROL_MASK, "studio.redo", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_s, GDK_CONTROL_MASK, "studio.save", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "studio.back", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK, "studio.back", NULL);
}

static void
dip_studio_page_class_init (DipStudioPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dip_studio_page_dispose;
  widget_class->grab_focus = dip_studio_page_grab_focus;
  widget_class->focus = dip_focus_move;
  DIP_PLACE_CLASS (klass)->load = dip_studio_page_load;
  g_type_ensure (DIP_TYPE_STUDIO_POINTS);
  g_type_ensure (DIP_TYPE_COMPARE_PANE);
  g_type_ensure (DIP_TYPE_STUDIO_CROP);
  g_type_ensure (DIP_TYPE_STUDIO_COVERS);
  g_type_ensure (DIP_TYPE_STUDIO_FINISH);
  install_actions (widget_class);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/diptych/Diptych/ui/dip-studio-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DipStudioPage, title);
  gtk_widget_class_bind_template_child (widget_class, DipStudioPage, stack);
  gtk_widget_class_bind_template_child (widget_class, DipStudioPage, problem);
  gtk_widget_class_bind_template_child (widget_class, DipStudioPage, steps);
  gtk_widget_class_bind_template_child (widget_class, DipStudioPage, points);
  gtk_widget_class_bind_template_child (widget_class, DipStudioPage, compare);
  gtk_widget_class_bind_template_child (widget_class, DipStudioPage, finish);
  gtk_widget_class_bind_template_child (widget_class, DipStudioPage, crop);
  gtk_widget_class_bind_template_child (widget_class, DipStudioPage, covers);
  gtk_widget_class_bind_template_callback (widget_class, on_moving);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_suggest);
  gtk_widget_class_bind_template_callback (widget_class, on_step);
  gtk_widget_class_bind_template_callback (widget_class, on_evidence);
  gtk_widget_class_bind_template_callback (widget_class, on_version);
  gtk_widget_class_bind_template_callback (widget_class, on_approve);
  gtk_widget_class_bind_template_callback (widget_class, on_save_picture);
  gtk_widget_class_bind_template_callback (widget_class, show_problem);
}

static void
dip_studio_page_init (DipStudioPage *self)
{
  self->history = g_array_new (FALSE, FALSE, sizeof (DipStudioState));
  gtk_widget_init_template (GTK_WIDGET (self));
  dip_unseen_follow (GTK_WIDGET (self->stack));
  dip_unseen_follow (GTK_WIDGET (self->steps));
  update_actions (self);
}

GtkWidget *
dip_studio_page_new (DipWorkspace *workspace, gint64 pair_id)
{
  DipStudioPage *self = g_object_new (DIP_TYPE_STUDIO_PAGE, NULL);

  self->pair_id = pair_id;
  g_object_set (self, "workspace", workspace, NULL);
  return GTK_WIDGET (self);
}
