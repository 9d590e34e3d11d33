#include "dip-studio-look.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <stdlib.h>

#include "dip-choice.h"
#include "dip-compat.h"
#include "dip-destinations.h"
#include "dip-styles.h"

/* Controls and the member of DipStyle that each shows. */
#define N_RANGES  4
#define N_COLOURS 4
#define N_TEXTS   3

static const gsize range_members[N_RANGES]
    = { G_STRUCT_OFFSET (DipStyle, label_opacity), G_STRUCT_OFFSET (DipStyle, gutter),
        G_STRUCT_OFFSET (DipStyle, mark.size), G_STRUCT_OFFSET (DipStyle, mark.opacity) };
static const gsize colour_members[N_COLOURS]
    = { G_STRUCT_OFFSET (DipStyle, label_colour), G_STRUCT_OFFSET (DipStyle, label_background),
        G_STRUCT_OFFSET (DipStyle, background), G_STRUCT_OFFSET (DipStyle, mark.colour) };
static const gsize text_members[N_TEXTS]
    = { G_STRUCT_OFFSET (DipStyle, templates.before), G_STRUCT_OFFSET (DipStyle, templates.after),
        G_STRUCT_OFFSET (DipStyle, mark.text) };

struct _DipStudioLook
{
  GtkWidget parent_instance;

  GtkWidget *content;
  AdwComboRow *style_row;
  AdwComboRow *layout_row;
  AdwExpanderRow *labels_row;
  GtkEditable *before_text;
  GtkEditable *after_text;
  AdwComboRow *font_row;
  AdwComboRow *label_place_row;
  GtkWidget *label_colour;
  GtkWidget *label_background;
  GtkRange *label_opacity;
  AdwActionRow *contrast_row;
  GtkRange *gutter;
  GtkWidget *background;
  GtkEditable *mark_text;
  AdwActionRow *logo_row;
  GtkWidget *logo_remove;
  AdwComboRow *mark_place_row;
  GtkRange *mark_size;
  GtkRange *mark_opacity;
  GtkWidget *mark_colour;
  GtkWidget *save_box;
  GtkEditable *name_text;
  AdwComboRow *destination_row;
  GtkWidget *save_button;
  GtkWidget *remove_button;
  GtkLabel *problem;

  GtkRange *ranges[N_RANGES];
  GtkWidget *colours[N_COLOURS];
  GtkEditable *texts[N_TEXTS];
  DipWorkspace *workspace;
  GPtrArray *styles;       /* DipStyle, saved ones; NULL until they are known */
  GPtrArray *destinations; /* DipDestination */
  DipStyle *style;         /* as set now */
  char *logo_file;         /* comes in when the style is saved; or NULL */
  gboolean setting;        /* what changes now is not a person's doing */
};

G_DEFINE_FINAL_TYPE (DipStudioLook, dip_studio_look, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* --- showing a style -------------------------------------------------------------------------------------------- */

static void
set_colour (GtkWidget *button, guint32 colour)
{
  const GdkRGBA rgba
      = { (float) (colour >> 16 & 0xff) / 255, (float) (colour >> 8 & 0xff) / 255, (float) (colour & 0xff) / 255, 1 };

  g_object_set (button, "rgba", &rgba, NULL);
}

static guint32
get_colour (GtkWidget *button)
{
  g_autoptr (GdkRGBA) rgba = NULL;
  guint32 colour = 0;

  g_object_get (button, "rgba", &rgba, NULL);
  for (guint i = 0; i < 3; i++)
    colour = colour << 8 | (guint32) (((const float[]){ rgba->red, rgba->green, rgba->blue })[i] * 255 + 0.5f);
  return colour;
}

static void
set_font (DipStudioLook *self, const char *family)
{
  GListModel *fonts = adw_combo_row_get_model (self->font_row);

  adw_combo_row_set_selected (self->font_row, 0);
  for (guint i = 1; family != NULL && i < g_list_model_get_n_items (fonts); i++)
    if (g_strcmp0 (gtk_string_list_get_string (GTK_STRING_LIST (fonts), i), family) == 0)
      adw_combo_row_set_selected (self->font_row, i);
}

static char *
dup_font (DipStudioLook *self)
{
  GtkStringList *fonts = GTK_STRING_LIST (adw_combo_row_get_model (self->font_row));
  const guint chosen = adw_combo_row_get_selected (self->font_row);

  return chosen > 0 && chosen != GTK_INVALID_LIST_POSITION ? g_strdup (gtk_string_list_get_string (fonts, chosen))
                                                           : NULL;
}

/* What a clinic worker has to know of it besides the picture. */
static void
judge (DipStudioLook *self)
{
  const double contrast = dip_style_contrast (self->style);
  const gboolean enough = contrast >= DIP_STYLE_LEAST_CONTRAST;
  g_autofree char *text = g_strdup_printf (
      enough ? _ ("%.1f : 1, enough on any picture")
             : _ ("%.1f : 1, too little: on some pictures the words can't be read. At least %.1f : 1"),
      contrast, DIP_STYLE_LEAST_CONTRAST);
  const gboolean has_logo = self->style->mark.logo != NULL || self->logo_file != NULL;
  const gboolean writable = self->workspace != NULL && !dip_workspace_is_read_only (self->workspace);
  const guint chosen = adw_combo_row_get_selected (self->style_row);

  adw_action_row_set_subtitle (self->contrast_row, text);
  if (enough)
    gtk_widget_remove_css_class (GTK_WIDGET (self->contrast_row), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->contrast_row), "error");
  adw_action_row_set_subtitle (self->logo_row, self->logo_file != NULL ? _ ("Chosen; seen once the style is saved")
                                               : has_logo              ? _ ("Stands before the words")
                                                                       : _ ("None"));
  gtk_widget_set_visible (self->logo_remove, has_logo);
  gtk_widget_set_visible (self->save_box, writable);
  gtk_widget_set_sensitive (self->save_button, *gtk_editable_get_text (self->name_text) != '\0');
  gtk_widget_set_visible (self->remove_button, self->styles != NULL && chosen >= 1 && chosen <= self->styles->len);
}

static void
show_style (DipStudioLook *self)
{
  const DipStyle *style = self->style;

  self->setting = TRUE;
  dip_choice_set (self->layout_row, dip_layout_tokens, (int) style->layout);
  adw_expander_row_set_enable_expansion (self->labels_row, style->labels);
  adw_expander_row_set_expanded (self->labels_row, FALSE);
  dip_choice_set (self->label_place_row, dip_anchor_tokens, (int) style->label_anchor);
  dip_choice_set (self->mark_place_row, dip_anchor_tokens, (int) style->mark.anchor);
  set_font (self, style->font);
  for (guint i = 0; i < N_RANGES; i++)
    gtk_range_set_value (self->ranges[i], 100 * G_STRUCT_MEMBER (double, style, range_members[i]));
  for (guint i = 0; i < N_COLOURS; i++)
    set_colour (self->colours[i], G_STRUCT_MEMBER (guint32, style, colour_members[i]));
  for (guint i = 0; i < N_TEXTS; i++)
    {
      const char *text = G_STRUCT_MEMBER (char *, style, text_members[i]);

      gtk_editable_set_text (self->texts[i], text != NULL ? text : "");
    }
  gtk_editable_set_text (self->name_text, style->name != NULL ? style->name : "");
  self->setting = FALSE;
  judge (self);
}

static void
read_style (DipStudioLook *self)
{
  DipStyle *style = self->style;

  style->layout = (DipLayout) dip_choice_get (self->layout_row, dip_layout_tokens, DIP_LAYOUT_SIDE_BY_SIDE);
  style->labels = adw_expander_row_get_enable_expansion (self->labels_row);
  style->label_anchor = (DipAnchor) dip_choice_get (self->label_place_row, dip_anchor_tokens, DIP_ANCHOR_BOTTOM_LEFT);
  style->mark.anchor = (DipAnchor) dip_choice_get (self->mark_place_row, dip_anchor_tokens, DIP_ANCHOR_BOTTOM_RIGHT);
  g_free (style->font);
  style->font = dup_font (self);
  for (guint i = 0; i < N_RANGES; i++)
    G_STRUCT_MEMBER (double, style, range_members[i]) = gtk_range_get_value (self->ranges[i]) / 100;
  for (guint i = 0; i < N_COLOURS; i++)
    G_STRUCT_MEMBER (guint32, style, colour_members[i]) = get_colour (self->colours[i]);
  for (guint i = 0; i < N_TEXTS; i++)
    {
      char **text = &G_STRUCT_MEMBER (char *, style, text_members[i]);
      const char *typed = gtk_editable_get_text (self->texts[i]);

      g_free (*text);
      *text = *typed != '\0' ? g_strdup (typed) : NULL;
    }
}

static void
say (DipStudioLook *self, const char *message)
{
  gtk_label_set_label (self->problem, message);
  gtk_widget_set_visible (GTK_WIDGET (self->problem), *message != '\0');
}

/* What could not be saved as it is, besides the name; the contrast is said where it is set. */
static void
say_faults (DipStudioLook *self)
{
  g_autoptr (DipStyle) named = dip_style_copy (self->style);
  g_autoptr (GError) error = NULL;

  g_free (named->name);
  named->name = g_strdup ("-");
  say (self,
       dip_style_check (named, &error) || dip_style_contrast (named) < DIP_STYLE_LEAST_CONTRAST ? "" : error->message);
}

static void
on_changed (DipStudioLook *self)
{
  if (self->setting)
    return;
  read_style (self);
  judge (self);
  say_faults (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
on_name (DipStudioLook *self)
{
  if (!self->setting)
    judge (self);
}

static void
take_style (DipStudioLook *self, DipStyle *style)
{
  g_clear_pointer (&self->style, dip_style_free);
  g_clear_pointer (&self->logo_file, g_free);
  self->style = style;
  show_style (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
on_style (DipStudioLook *self)
{
  const guint chosen = adw_combo_row_get_selected (self->style_row);

  if (self->setting || chosen == GTK_INVALID_LIST_POSITION)
    return;
  say (self, "");
  if (self->styles != NULL && chosen >= 1 && chosen <= self->styles->len)
    take_style (self, dip_style_copy (g_ptr_array_index (self->styles, chosen - 1)));
  else
    take_style (self, dip_style_new (NULL));
}

/* --- the logo --------------------------------------------------------------------------------------------------- */

static void
on_logo_chosen (GObject *owner, GFile *file)
{
  DipStudioLook *self = DIP_STUDIO_LOOK (owner);

  g_free (self->logo_file);
  self->logo_file = g_file_get_path (file);
  judge (self);
}

static void
on_choose_logo (DipStudioLook *self)
{
  dip_compat_choose_picture (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), _ ("Choose the Clinic's Logo"),
                             G_OBJECT (self), on_logo_chosen);
}

static void
on_remove_logo (DipStudioLook *self)
{
  g_clear_pointer (&self->logo_file, g_free);
  g_clear_pointer (&self->style->mark.logo, g_free);
  on_changed (self);
}

/* --- saved styles ----------------------------------------------------------------------------------------------- */

typedef struct
{
  GPtrArray *styles;
  GPtrArray *destinations;
} Saved;

static void
saved_free (gpointer data)
{
  Saved *saved = data;

  g_clear_pointer (&saved->styles, g_ptr_array_unref);
  g_clear_pointer (&saved->destinations, g_ptr_array_unref);
  g_free (saved);
}

static gpointer
list_saved (const DipDesk *desk, gpointer args, DipJob *job, GError **error)
{
  Saved *saved = g_new0 (Saved, 1);

  saved->styles = dip_styles_list (desk, error);
  saved->destinations = saved->styles != NULL ? dip_destinations_list (desk, error) : NULL;
  if (saved->destinations == NULL)
    g_clear_pointer (&saved, saved_free);
  return saved;
}

/* The place of the style of that name among those to choose from; 0, the plain one, when there is none. */
static guint
place_of (DipStudioLook *self, const char *name)
{
  for (guint i = 0; i < self->styles->len; i++)
    if (g_strcmp0 (((DipStyle *) g_ptr_array_index (self->styles, i))->name, name) == 0)
      return i + 1;
  return 0;
}

static void
list_names (DipStudioLook *self)
{
  g_autoptr (GtkStringList) styles = gtk_string_list_new (NULL);
  g_autoptr (GtkStringList) places = gtk_string_list_new (NULL);

  gtk_string_list_append (styles, C_ ("style", "Plain"));
  for (guint i = 0; i < self->styles->len; i++)
    gtk_string_list_append (styles, ((DipStyle *) g_ptr_array_index (self->styles, i))->name);
  gtk_string_list_append (places, C_ ("destination", "Nowhere yet"));
  for (guint i = 0; i < self->destinations->len; i++)
    gtk_string_list_append (places, ((DipDestination *) g_ptr_array_index (self->destinations, i))->label);
  adw_combo_row_set_model (self->style_row, G_LIST_MODEL (styles));
  adw_combo_row_set_model (self->destination_row, G_LIST_MODEL (places));
}

/* A style that was saved under its name is shown as it came out; one that is being tried out stays as it is. */
static void
on_listed (gpointer owner, gpointer result, const GError *error)
{
  DipStudioLook *self = owner;
  Saved *saved = result;
  guint place;

  if (saved == NULL)
    {
      say (self, error->message);
      return;
    }
  g_clear_pointer (&self->styles, g_ptr_array_unref);
  g_clear_pointer (&self->destinations, g_ptr_array_unref);
  self->styles = g_steal_pointer (&saved->styles);
  self->destinations = g_steal_pointer (&saved->destinations);
  saved_free (saved);
  self->setting = TRUE;
  list_names (self);
  place = place_of (self, self->style->name);
  adw_combo_row_set_selected (self->style_row, place);
  self->setting = FALSE;
  if (place > 0 && self->style->mark.logo == NULL)
    {
      const DipStyle *same = g_ptr_array_index (self->styles, place - 1);

      self->style->mark.logo = g_strdup (same->mark.logo);
      g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
    }
  judge (self);
}

static void
list_styles (DipStudioLook *self)
{
  const DipWork work = { .work = list_saved, .free_result = saved_free };

  dip_workspace_run (self->workspace, &work, NULL, G_OBJECT (self), on_listed);
}

typedef struct
{
  DipStyle *style;
  char *logo_file;
  char *destination;
} Change;

static void
change_free (gpointer data)
{
  Change *change = data;

  g_clear_pointer (&change->style, dip_style_free);
  g_free (change->logo_file);
  g_free (change->destination);
  g_free (change);
}

static gpointer
save_style (const DipDesk *desk, gpointer data, DipJob *job, GError **error)
{
  const Change *change = data;

  return DIP_WORK_DONE (
      dip_styles_save (desk, change->style, change->logo_file, error)
      && (change->destination == NULL || dip_styles_use (desk, change->style->name, change->destination, error)));
}

static gpointer
remove_style (const DipDesk *desk, gpointer data, DipJob *job, GError **error)
{
  return DIP_WORK_DONE (dip_styles_remove (desk, ((const Change *) data)->style->name, error));
}

static void
on_saved (gpointer owner, gpointer result, const GError *error)
{
  DipStudioLook *self = owner;

  if (error != NULL)
    {
      say (self, error->message);
      return;
    }
  say (self, "");
  if (self->logo_file != NULL)
    g_clear_pointer (&self->style->mark.logo, g_free);
  g_clear_pointer (&self->logo_file, g_free);
  list_styles (self);
}

static void
on_removed (gpointer owner, gpointer result, const GError *error)
{
  DipStudioLook *self = owner;

  if (error != NULL)
    {
      say (self, error->message);
      return;
    }
  take_style (self, dip_style_new (NULL));
  list_styles (self);
}

static Change *
change_new (DipStudioLook *self)
{
  const guint place = adw_combo_row_get_selected (self->destination_row);
  Change *change = g_new0 (Change, 1);

  change->style = dip_style_copy (self->style);
  change->logo_file = g_strdup (self->logo_file);
  if (self->destinations != NULL && place >= 1 && place <= self->destinations->len)
    change->destination = g_strdup (((DipDestination *) g_ptr_array_index (self->destinations, place - 1))->name);
  return change;
}

static void
on_save (DipStudioLook *self)
{
  g_free (self->style->name);
  self->style->name = g_strdup (gtk_editable_get_text (self->name_text));
  const DipWork work = { save_style, change_new (self), change_free, NULL, TRUE };
  dip_workspace_run (self->workspace, &work, NULL, G_OBJECT (self), on_saved);
}

static void
on_remove (DipStudioLook *self)
{
  const DipWork work = { remove_style, change_new (self), change_free, NULL, TRUE };

  dip_workspace_run (self->workspace, &work, NULL, G_OBJECT (self), on_removed);
}

void
dip_studio_look_open (DipStudioLook *self, DipWorkspace *workspace)
{
  g_return_if_fail (DIP_IS_STUDIO_LOOK (self));

  g_set_object (&self->workspace, workspace);
  list_styles (self);
}

DipStyle *
dip_studio_look_dup_style (DipStudioLook *self)
{
  g_return_val_if_fail (DIP_IS_STUDIO_LOOK (self), NULL);

  return dip_style_copy (self->style);
}

/* --- the widget ------------------------------------------------------------------------------------------------- */

static int
compare_families (gconstpointer a, gconstpointer b)
{
  return g_utf8_collate (*(const char *const *) a, *(const char *const *) b);
}

/* Those of this computer, by name. */
static void
list_fonts (DipStudioLook *self)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree PangoFontFamily **families = NULL;
  g_autoptr (GtkStringList) fonts = NULL;
  int n = 0;

  pango_context_list_families (gtk_widget_get_pango_context (GTK_WIDGET (self)), &families, &n);
  for (int i = 0; i < n; i++)
    g_ptr_array_add (names, (gpointer) pango_font_family_get_name (families[i]));
  g_ptr_array_sort (names, compare_families);
  g_ptr_array_insert (names, 0, (gpointer) C_ ("font", "Standard"));
  g_ptr_array_add (names, NULL);
  fonts = gtk_string_list_new ((const char *const *) names->pdata);
  adw_combo_row_set_model (self->font_row, G_LIST_MODEL (fonts));
}

static void
gather_controls (DipStudioLook *self)
{
  GtkRange *const ranges[] = { self->label_opacity, self->gutter, self->mark_size, self->mark_opacity };
  GtkWidget *const colours[] = { self->label_colour, self->label_background, self->background, self->mark_colour };
  GtkEditable *const texts[] = { self->before_text, self->after_text, self->mark_text };

  for (guint i = 0; i < N_RANGES; i++)
    self->ranges[i] = ranges[i];
  for (guint i = 0; i < N_COLOURS; i++)
    {
      self->colours[i] = colours[i];
      g_signal_connect_object (colours[i], "notify::rgba", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
    }
  for (guint i = 0; i < N_TEXTS; i++)
    self->texts[i] = texts[i];
}

static void
dip_studio_look_dispose (GObject *object)
{
  DipStudioLook *self = DIP_STUDIO_LOOK (object);

  g_clear_pointer (&self->content, gtk_widget_unparent);
  g_clear_pointer (&self->styles, g_ptr_array_unref);
  g_clear_pointer (&self->destinations, g_ptr_array_unref);
  g_clear_pointer (&self->style, dip_style_free);
  g_clear_pointer (&self->logo_file, g_free);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (dip_studio_look_parent_class)->dispose (object);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, DipStudioLook, name)

static void
bind_children (GtkWidgetClass *widget_class)
{
  BIND (content);
  BIND (style_row);
  BIND (layout_row);
  BIND (labels_row);
  BIND (before_text);
  BIND (after_text);
  BIND (font_row);
  BIND (label_place_row);
  BIND (label_colour);
  BIND (label_background);
  BIND (label_opacity);
  BIND (contrast_row);
  BIND (gutter);
  BIND (background);
  BIND (mark_text);
  BIND (logo_row);
  BIND (logo_remove);
  BIND (mark_place_row);
  BIND (mark_size);
  BIND (mark_opacity);
  BIND (mark_colour);
  BIND (save_box);
  BIND (name_text);
  BIND (destination_row);
  BIND (save_button);
  BIND (remove_button);
  BIND (problem);
}

static void
dip_studio_look_class_init (DipStudioLookClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dip_studio_look_dispose;
  signals[SIGNAL_CHANGED]
      = g_signal_new ("changed", DIP_TYPE_STUDIO_LOOK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/diptych/Diptych/ui/dip-studio-look.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_style);
  gtk_widget_class_bind_template_callback (widget_class, on_name);
  gtk_widget_class_bind_template_callback (widget_class, on_choose_logo);
  gtk_widget_class_bind_template_callback (widget_class, on_remove_logo);
  gtk_widget_class_bind_template_callback (widget_class, on_save);
  gtk_widget_class_bind_template_callback (widget_class, on_remove);
}

static void
dip_studio_look_init (DipStudioLook *self)
{
  self->style = dip_style_new (NULL);
  self->setting = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  gather_controls (self);
  dip_choice_fill (self->layout_row, dip_layout_tokens, NULL);
  dip_choice_fill (self->label_place_row, dip_anchor_tokens, NULL);
  dip_choice_fill (self->mark_place_row, dip_anchor_tokens, NULL);
  list_fonts (self);
  show_style (self);
}
