#include "dip-coverage-grid.h"

#include <glib/gi18n-lib.h>

#include "dip-list-name.h"
#include "dip-pages.h"
#include "dip-intake.h"
#include "dip-tile.h"

struct _DipCoverageGrid
{
  GtkWidget parent_instance;

  GtkGrid *grid;
  DipWorkspace *workspace;
};

G_DEFINE_FINAL_TYPE (DipCoverageGrid, dip_coverage_grid, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_PHOTO_ACTIVATED,
  SIGNAL_DROP,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* Columns in their order; those in the middle are there only when something is in them. */
static const DipPhase phases[] = { DIP_PHASE_BEFORE, DIP_PHASE_IN_PROGRESS, DIP_PHASE_HEALING, DIP_PHASE_HEALED };

static gboolean
is_in_cell (const DipPhotoView *view, DipView shown, DipPhase phase)
{
  return (shown == DIP_VIEW_NONE || view->photo->view == shown) && view->facts.phase == phase;
}

static guint
count_in_cell (const DipDossier *dossier, DipView view, DipPhase phase, const DipPhotoView **last)
{
  guint n = 0;

  for (guint i = 0; i < dossier->photos->len; i++)
    {
      const DipPhotoView *photo = g_ptr_array_index (dossier->photos, i);

      if (!is_in_cell (photo, view, phase) || photo->photo->view == DIP_VIEW_NONE)
        continue;
      n++;
      *last = photo;
    }
  return n;
}

static gboolean
has_column (const DipDossier *dossier, DipPhase phase)
{
  const DipPhotoView *last;

  return phase == DIP_PHASE_BEFORE || phase == DIP_PHASE_HEALED
         || count_in_cell (dossier, DIP_VIEW_NONE, phase, &last) > 0;
}

static void
on_photo_clicked (DipCoverageGrid *self, GtkButton *button)
{
  gint64 *id = g_object_get_data (G_OBJECT (button), "photo");

  g_signal_emit (self, signals[SIGNAL_PHOTO_ACTIVATED], 0, *id);
}

static GtkWidget *
photo_cell (DipCoverageGrid *self, const DipPhotoView *view, guint n)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *tile = dip_tile_new (4.0 / 3.0);
  g_autofree char *day = dip_date_to_display (view->photo->taken_on);
  g_autofree char *text = NULL;
  g_autofree char *name = NULL;
  g_autofree char *widget_name = dip_pages_photo_name (view->photo->id);
  GtkWidget *label;

  /* Translators: the day of a photo and how many others there are of the same view and phase. */
  text = n > 1 ? g_strdup_printf (_ ("%s, +%u"), day, n - 1) : g_strdup (day);
  name = g_strdup_printf ("%s, %s, %s", dip_token_label (dip_view_tokens, (int) view->photo->view),
                          dip_token_label (dip_phase_tokens, (int) view->facts.phase), text);
  label = gtk_label_new (text);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, "caption");
  dip_tile_show (DIP_TILE (tile), self->workspace, DIP_TEXTURE_PHOTO, view->photo->id, 0, name);
  gtk_box_append (GTK_BOX (box), tile);
  gtk_box_append (GTK_BOX (box), label);
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "cell");
  gtk_widget_set_name (button, widget_name);
  dip_own_name (GTK_WIDGET (button), name);
  g_object_set_data_full (G_OBJECT (button), "photo", g_memdup2 (&view->photo->id, sizeof (gint64)), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_photo_clicked), self, G_CONNECT_SWAPPED);
  return button;
}

static gboolean
has_begun (const DipDossier *dossier, DipDate today)
{
  return dossier->sessions->len > 0 && ((DipSession *) g_ptr_array_index (dossier->sessions, 0))->date < today;
}

/* What is missing, and since or from when it could be there. */
static char *
missing_text (const DipDossier *dossier, DipPhase phase, DipDate today)
{
  DipDate healed_from = dossier->overview->healed_from;
  g_autofree char *day = NULL;

  if (phase == DIP_PHASE_BEFORE)
    return g_strdup (has_begun (dossier, today) ? _ ("No before photo") : _ ("To be taken before the first session"));
  if (phase != DIP_PHASE_HEALED)
    return g_strdup (C_ ("photo of a phase", "None; not required"));
  if (healed_from == DIP_DATE_NONE)
    return g_strdup (_ ("No session yet"));
  day = dip_date_to_display (healed_from);
  return g_strdup_printf (healed_from > today ? _ ("Healed from %s") : _ ("To be taken: healed since %s"), day);
}

static GtkWidget *
missing_cell (DipCoverageGrid *self, const DipDossier *dossier, DipPhase phase)
{
  g_autofree char *text = missing_text (dossier, phase, dip_workspace_today (self->workspace));
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 16);
  gtk_label_set_width_chars (GTK_LABEL (label), 6);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "missing-cell");
  return label;
}

static GtkWidget *
heading (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
add_header (DipCoverageGrid *self, const DipDossier *dossier)
{
  int column = 0;

  for (guint i = 0; i < G_N_ELEMENTS (phases); i++)
    if (has_column (dossier, phases[i]))
      {
        GtkWidget *label = heading (dip_token_label (dip_phase_tokens, (int) phases[i]), "dim-label");

        gtk_label_set_xalign (GTK_LABEL (label), 0.5);
        gtk_grid_attach (self->grid, label, column++, 0, 1, 1);
      }
}

/* Views that the client's cases are documented in: they are there before any photo is, to say that they are missing. */
static gboolean
is_needed (const DipDossier *dossier, DipView view)
{
  guint areas = 0;

  for (guint i = 0; i < dossier->treatments->len; i++)
    areas |= ((DipTreatment *) g_ptr_array_index (dossier->treatments, i))->areas;
  return dip_view_is_needed (view, areas);
}

static gboolean
on_drop (DipCoverageGrid *self, const GValue *value, double x, double y, GtkDropTarget *target)
{
  gboolean taken = FALSE;

  g_signal_emit (self, signals[SIGNAL_DROP], 0, GPOINTER_TO_INT (g_object_get_data (G_OBJECT (target), "view")), value,
                 &taken);
  return taken;
}

static void
accept_drops (DipCoverageGrid *self, GtkWidget *cell, DipView view)
{
  GtkDropTarget *target = dip_intake_drop_target (FALSE);

  g_object_set_data (G_OBJECT (target), "view", GINT_TO_POINTER ((int) view));
  g_signal_connect_object (target, "drop", G_CALLBACK (on_drop), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (cell, GTK_EVENT_CONTROLLER (target));
}

static gboolean
add_view (DipCoverageGrid *self, const DipDossier *dossier, DipView view, int row)
{
  const DipPhotoView *last = NULL;
  int column = 0;
  int n_columns = 0;
  guint total = 0;

  for (guint i = 0; i < G_N_ELEMENTS (phases); i++)
    {
      total += count_in_cell (dossier, view, phases[i], &last);
      n_columns += has_column (dossier, phases[i]);
    }
  if (total == 0 && !is_needed (dossier, view))
    return FALSE;
  gtk_grid_attach (self->grid, heading (dip_token_label (dip_view_tokens, (int) view), "heading"), 0, row, n_columns,
                   1);
  for (guint i = 0; i < G_N_ELEMENTS (phases); i++)
    if (has_column (dossier, phases[i]))
      {
        guint n = count_in_cell (dossier, view, phases[i], &last);

        GtkWidget *cell = n > 0 ? photo_cell (self, last, n) : missing_cell (self, dossier, phases[i]);

        accept_drops (self, cell, view);
        gtk_grid_attach (self->grid, cell, column++, row + 1, 1, 1);
      }
  return TRUE;
}

void
dip_coverage_grid_show (DipCoverageGrid *self, DipWorkspace *workspace, const DipDossier *dossier)
{
  GtkWidget *child;
  int row = 1;

  g_return_if_fail (DIP_IS_COVERAGE_GRID (self));

  g_set_object (&self->workspace, workspace);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->grid))) != NULL)
    gtk_grid_remove (self->grid, child);
  add_header (self, dossier);
  for (const DipToken *token = dip_view_tokens; token->token != NULL; token++)
    if (add_view (self, dossier, (DipView) token->value, row))
      row += 2;
  gtk_widget_set_visible (GTK_WIDGET (self), row > 1);
}

/* Never wider than its columns want to be: thumbnails, not posters. */
static int
grid_width (DipCoverageGrid *self, int available)
{
  int natural;

  gtk_widget_measure (GTK_WIDGET (self->grid), GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  return MIN (available, natural);
}

static void
dip_coverage_grid_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                           int *minimum_baseline, int *natural_baseline)
{
  DipCoverageGrid *self = DIP_COVERAGE_GRID (widget);

  if (orientation == GTK_ORIENTATION_VERTICAL && for_size >= 0)
    for_size = grid_width (self, for_size);
  gtk_widget_measure (GTK_WIDGET (self->grid), orientation, for_size, minimum, natural, NULL, NULL);
}

static void
dip_coverage_grid_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  DipCoverageGrid *self = DIP_COVERAGE_GRID (widget);
  GtkAllocation place = { 0, 0, grid_width (self, width), height };

  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    place.x = width - place.width;
  gtk_widget_size_allocate (GTK_WIDGET (self->grid), &place, -1);
}

static GtkSizeRequestMode
dip_coverage_grid_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
dip_coverage_grid_dispose (GObject *object)
{
  DipCoverageGrid *self = DIP_COVERAGE_GRID (object);

  g_clear_object (&self->workspace);
  g_clear_pointer ((GtkWidget **) &self->grid, gtk_widget_unparent);
  G_OBJECT_CLASS (dip_coverage_grid_parent_class)->dispose (object);
}

static void
dip_coverage_grid_class_init (DipCoverageGridClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dip_coverage_grid_dispose;
  signals[SIGNAL_PHOTO_ACTIVATED] = g_signal_new ("photo-activated", DIP_TYPE_COVERAGE_GRID, G_SIGNAL_RUN_LAST, 0, NULL,
                                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  /* Files dropped on a cell: the view, the GValue; returns whether they were taken. */
  signals[SIGNAL_DROP]
      = g_signal_new ("drop", DIP_TYPE_COVERAGE_GRID, G_SIGNAL_RUN_LAST, 0, g_signal_accumulator_true_handled, NULL,
                      NULL, G_TYPE_BOOLEAN, 2, G_TYPE_INT, G_TYPE_VALUE);
  GTK_WIDGET_CLASS (klass)->measure = dip_coverage_grid_measure;
  GTK_WIDGET_CLASS (klass)->size_allocate = dip_coverage_grid_size_allocate;
  GTK_WIDGET_CLASS (klass)->get_request_mode = dip_coverage_grid_get_request_mode;
}

static void
dip_coverage_grid_init (DipCoverageGrid *self)
{
  GtkWidget *grid = gtk_grid_new ();

  self->grid = GTK_GRID (grid);
  gtk_grid_set_column_homogeneous (self->grid, TRUE);
  gtk_grid_set_column_spacing (self->grid, 6);
  gtk_grid_set_row_spacing (self->grid, 6);
  gtk_widget_set_parent (grid, GTK_WIDGET (self));
}

GtkWidget *
dip_coverage_grid_new (void)
{
  return g_object_new (DIP_TYPE_COVERAGE_GRID, NULL);
}
