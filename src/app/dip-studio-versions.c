#include "dip-studio-versions.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "dip-list-name.h"
#include "dip-versions.h"

struct _DipStudioVersions
{
  GtkWidget parent_instance;

  GtkWidget *group;
  AdwExpanderRow *expander;
  GPtrArray *rows;     /* GtkWidget, in @expander */
  GPtrArray *versions; /* DipAlignment, newest first; NULL until they are known */
};

G_DEFINE_FINAL_TYPE (DipStudioVersions, dip_studio_versions, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_TAKE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* In the reader's own time. */
static char *
day_of (const DipAlignment *version)
{
  g_autoptr (GDateTime) at = g_date_time_new_from_iso8601 (version->created_at, NULL);
  g_autoptr (GDateTime) local = at != NULL ? g_date_time_to_local (at) : NULL;

  return local != NULL ? g_date_time_format (local, "%x %H:%M") : g_strdup (version->created_at);
}

static char *
describe (const DipAlignment *version, gboolean current)
{
  const char *method = dip_token_label (dip_alignment_method_tokens, (int) version->method);
  const char *shape = dip_token_label (dip_crop_shape_tokens, (int) version->crop_shape);
  const char *by = version->by != NULL ? version->by : "—";

  if (current)
    /* Translators: a person, how it was lined up, and the crop's shape. */
    return g_strdup_printf (_ ("%s · %s · %s · as it is now"), by, method, shape);
  /* Translators: a person, how it was lined up, and the crop's shape. */
  return g_strdup_printf (_ ("%s · %s · %s"), by, method, shape);
}

static void
on_take (GtkButton *button, DipStudioVersions *self)
{
  const guint n = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "version"));

  g_signal_emit (self, signals[SIGNAL_TAKE], 0, g_ptr_array_index (self->versions, n));
}

static void
add_row (DipStudioVersions *self, guint n)
{
  const DipAlignment *version = g_ptr_array_index (self->versions, n);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("_Look"));
  g_autofree char *day = day_of (version);
  g_autofree char *about = describe (version, n == 0);
  g_autofree char *escaped = g_markup_escape_text (about, -1);
  g_autofree char *name = g_strdup_printf (_ ("Look at the version of %s"), day);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), day);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), escaped);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  dip_own_name (GTK_WIDGET (button), name);
  g_object_set_data (G_OBJECT (button), "version", GUINT_TO_POINTER (n));
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_take), self, 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_expander_row_add_row (self->expander, row);
  g_ptr_array_add (self->rows, row);
}

static gpointer
list_versions (const DipDesk *desk, gpointer args, DipJob *job, GError **error)
{
  return dip_versions_list (desk, *(const gint64 *) args, error);
}

static void
on_listed (gpointer owner, gpointer result, const GError *error)
{
  DipStudioVersions *self = owner;
  g_autofree char *count = NULL;

  if (result == NULL)
    return;
  for (guint i = 0; i < self->rows->len; i++)
    adw_expander_row_remove (self->expander, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  g_clear_pointer (&self->versions, g_ptr_array_unref);
  self->versions = result;
  for (guint n = 0; n < self->versions->len; n++)
    add_row (self, n);
  count = g_strdup_printf (ngettext ("%u, none is ever lost", "%u, none is ever lost", self->versions->len),
                           self->versions->len);
  adw_expander_row_set_subtitle (self->expander, count);
  gtk_widget_set_visible (GTK_WIDGET (self), self->versions->len > 0);
}

void
dip_studio_versions_open (DipStudioVersions *self, DipWorkspace *workspace, gint64 pair_id)
{
  const DipWork work
      = { list_versions, g_memdup2 (&pair_id, sizeof pair_id), g_free, (GDestroyNotify) g_ptr_array_unref, FALSE };

  g_return_if_fail (DIP_IS_STUDIO_VERSIONS (self));

  dip_workspace_run (workspace, &work, NULL, G_OBJECT (self), on_listed);
}

static void
dip_studio_versions_dispose (GObject *object)
{
  DipStudioVersions *self = DIP_STUDIO_VERSIONS (object);

  g_clear_pointer (&self->group, gtk_widget_unparent);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->versions, g_ptr_array_unref);
  G_OBJECT_CLASS (dip_studio_versions_parent_class)->dispose (object);
}

static void
dip_studio_versions_class_init (DipStudioVersionsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dip_studio_versions_dispose;
  signals[SIGNAL_TAKE] = g_signal_new ("take", DIP_TYPE_STUDIO_VERSIONS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 1, G_TYPE_POINTER);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
dip_studio_versions_init (DipStudioVersions *self)
{
  GtkWidget *expander = adw_expander_row_new ();

  self->group = adw_preferences_group_new ();
  self->expander = ADW_EXPANDER_ROW (expander);
  self->rows = g_ptr_array_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (expander), _ ("Versions"));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->group), expander);
  gtk_widget_set_parent (self->group, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}
