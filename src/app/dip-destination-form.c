#include "dip-destination-form.h"

#include <glib/gi18n-lib.h>

#include "dip-choice.h"
#include "dip-compat.h"
#include "dip-destinations.h"
#include "dip-site-words.h"
#include "dip-styles.h"

#define MOST_KIB 100000
#define MOST_DPI 1200

struct _DipDestinationForm
{
  DipForm parent_instance;

  GtkWidget *like_group;
  AdwComboRow *like_row;
  AdwEntryRow *label_row;
  AdwEntryRow *name_row;
  AdwComboRow *scope_row;
  AdwComboRow *shows_row;
  AdwComboRow *layout_row;
  GtkSwitch *after_only_switch;
  GtkSwitch *series_switch;
  AdwEntryRow *shape_row;
  AdwEntryRow *widths_row;
  AdwComboRow *style_row;
  GtkSwitch *labels_switch;
  GtkSwitch *mark_switch;
  GtkSwitch *jpeg_switch;
  GtkSwitch *webp_switch;
  GtkSwitch *avif_switch;
  GtkSpinButton *kib_spin;
  GtkSpinButton *dpi_spin;
  AdwComboRow *language_row;
  AdwEntryRow *caption_row;
  AdwEntryRow *names_row;
  AdwEntryRow *disclosure_row;
  GtkSwitch *rights_switch;
  GtkSwitch *pages_switch;
  GtkSwitch *import_switch;
  AdwActionRow *templates_row;
  GtkWidget *no_templates_button;
  GtkWidget *remove_button;

  DipWorkspace *workspace;
  char *name;        /* of the one that is edited; NULL: a new one */
  gint64 id;         /* of it; 0 until it is known */
  GPtrArray *places; /* (element-type DipDestination); NULL until they are known */
  GPtrArray *styles; /* (element-type DipStyle), in the order of the row */
  char *templates;   /* or NULL */
};

G_DEFINE_FINAL_TYPE (DipDestinationForm, dip_destination_form, DIP_TYPE_FORM)

/* --- what is there ----------------------------------------------------------------------------------------------------- */

typedef struct
{
  GPtrArray *places;
  GPtrArray *styles;
} Found;

static void
found_free (gpointer data)
{
  Found *found = data;

  g_clear_pointer (&found->places, g_ptr_array_unref);
  g_clear_pointer (&found->styles, g_ptr_array_unref);
  g_free (found);
}

static gpointer
look (const DipDesk *desk, gpointer args, DipJob *job, GError **error)
{
  Found *found = g_new0 (Found, 1);

  if ((found->places = dip_destinations_list (desk, error)) != NULL
      && (found->styles = dip_styles_list (desk, error)) != NULL)
    return found;
  found_free (found);
  return NULL;
}

static void
show_text (AdwEntryRow *row, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (row), text != NULL ? text : "");
}

static void
show_templates (DipDestinationForm *self)
{
  g_autofree char *shown = self->templates != NULL ? g_filename_display_name (self->templates) : NULL;
  g_autofree char *escaped = g_markup_escape_text (shown != NULL ? shown : _ ("The built-in ones"), -1);

  adw_action_row_set_subtitle (self->templates_row, escaped);
  gtk_widget_set_visible (self->no_templates_button, self->templates != NULL);
}

static guint
style_position (DipDestinationForm *self, gint64 id)
{
  for (guint i = 0; i < self->styles->len; i++)
    if (((const DipStyle *) g_ptr_array_index (self->styles, i))->id == id)
      return i + 1;
  return 0;
}

static guint
language_position (const char *language)
{
  for (guint i = 0; language != NULL && dip_site_languages ()[i] != NULL; i++)
    if (g_str_equal (dip_site_languages ()[i], language))
      return i + 1;
  return 0;
}

static char *
widths_of (const DipDestination *place)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < DIP_LADDER_MAX && place->widths[i] != 0; i++)
    g_string_append_printf (text, "%s%d", i > 0 ? ", " : "", place->widths[i]);
  return g_string_free (text, FALSE);
}

static void
show_rules (DipDestinationForm *self, const DipDestination *place)
{
  g_autofree char *shape = dip_destination_shape (place);
  g_autofree char *widths = widths_of (place);

  dip_choice_set (self->scope_row, dip_scope_tokens, (int) place->scope);
  dip_choice_set (self->shows_row, dip_identifiability_tokens, (int) place->max_identifiability);
  dip_choice_set (self->layout_row, dip_layout_tokens, (int) place->layout);
  gtk_switch_set_active (self->after_only_switch, place->after_only);
  gtk_switch_set_active (self->series_switch, place->series);
  show_text (self->shape_row, shape);
  show_text (self->widths_row, widths);
  adw_combo_row_set_selected (self->style_row, style_position (self, place->style_id));
  gtk_switch_set_active (self->labels_switch, place->labels);
  gtk_switch_set_active (self->mark_switch, place->mark);
  gtk_switch_set_active (self->jpeg_switch, (place->formats & DIP_EXPORT_JPEG) != 0);
  gtk_switch_set_active (self->webp_switch, (place->formats & DIP_EXPORT_WEBP) != 0);
  gtk_switch_set_active (self->avif_switch, (place->formats & DIP_EXPORT_AVIF) != 0);
  gtk_spin_button_set_value (self->kib_spin, place->max_kib);
  gtk_spin_button_set_value (self->dpi_spin, place->dpi);
  adw_combo_row_set_selected (self->language_row, language_position (place->language));
  show_text (self->caption_row, place->caption);
  show_text (self->names_row, place->names);
  show_text (self->disclosure_row, place->disclosure);
  gtk_switch_set_active (self->rights_switch, place->rights);
  gtk_switch_set_active (self->pages_switch, place->pages);
  gtk_switch_set_active (self->import_switch, place->import_list);
  g_free (self->templates);
  self->templates = g_strdup (place->templates);
  show_templates (self);
}

static void
on_like_chosen (DipDestinationForm *self)
{
  const guint at = adw_combo_row_get_selected (self->like_row);

  if (self->name == NULL && self->places != NULL && at < self->places->len)
    show_rules (self, g_ptr_array_index (self->places, at));
}

static void
fill_styles (DipDestinationForm *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  gtk_string_list_append (names, C_ ("style", "Plain"));
  for (guint i = 0; i < self->styles->len; i++)
    gtk_string_list_append (names, ((const DipStyle *) g_ptr_array_index (self->styles, i))->name);
  adw_combo_row_set_model (self->style_row, G_LIST_MODEL (names));
}

static const DipDestination *
find_own (DipDestinationForm *self)
{
  for (guint i = 0; self->name != NULL && i < self->places->len; i++)
    {
      const DipDestination *place = g_ptr_array_index (self->places, i);

      if (g_str_equal (place->name, self->name))
        return place;
    }
  return NULL;
}

static void
begin_new (DipDestinationForm *self)
{
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);

  for (guint i = 0; i < self->places->len; i++)
    gtk_string_list_append (labels, ((const DipDestination *) g_ptr_array_index (self->places, i))->label);
  adw_combo_row_set_model (self->like_row, G_LIST_MODEL (labels));
  on_like_chosen (self);
}

static void
on_looked (gpointer owner, gpointer result, const GError *error)
{
  DipDestinationForm *self = owner;
  Found *found = result;
  const DipDestination *own;

  if (found == NULL)
    {
      dip_form_fail (DIP_FORM (self), error->message);
      return;
    }
  self->places = g_steal_pointer (&found->places);
  self->styles = g_steal_pointer (&found->styles);
  found_free (found);
  fill_styles (self);
  own = find_own (self);
  if (own != NULL)
    {
      self->id = own->id;
      show_text (self->label_row, own->label);
      show_text (self->name_row, own->name);
      show_rules (self, own);
    }
  else if (self->name == NULL)
    begin_new (self);
  dip_form_update (DIP_FORM (self));
}

/* --- what is made of it ------------------------------------------------------------------------------------------------ */

static char *
text_of (AdwEntryRow *row)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));
}

/* NULL when empty. */
static char *
text_or_null (AdwEntryRow *row)
{
  g_autofree char *text = text_of (row);

  return *text != '\0' ? g_steal_pointer (&text) : NULL;
}

static char *
without_spaces (AdwEntryRow *row)
{
  g_auto (GStrv) parts = g_strsplit_set (gtk_editable_get_text (GTK_EDITABLE (row)), " \t\302\240", -1);

  return g_strjoinv ("", parts);
}

static guint
formats_of (DipDestinationForm *self)
{
  return (gtk_switch_get_active (self->jpeg_switch) ? DIP_EXPORT_JPEG : 0u)
         | (gtk_switch_get_active (self->webp_switch) ? DIP_EXPORT_WEBP : 0u)
         | (gtk_switch_get_active (self->avif_switch) ? DIP_EXPORT_AVIF : 0u);
}

static void
take_rest (DipDestinationForm *self, DipDestination *place)
{
  const guint style = adw_combo_row_get_selected (self->style_row);
  const guint language = adw_combo_row_get_selected (self->language_row);

  place->after_only = gtk_switch_get_active (self->after_only_switch);
  place->series = gtk_switch_get_active (self->series_switch);
  place->labels = gtk_switch_get_active (self->labels_switch);
  place->mark = gtk_switch_get_active (self->mark_switch);
  place->style_id = style > 0 ? ((const DipStyle *) g_ptr_array_index (self->styles, style - 1))->id : 0;
  place->formats = formats_of (self);
  place->max_kib = gtk_spin_button_get_value_as_int (self->kib_spin);
  place->dpi = gtk_spin_button_get_value_as_int (self->dpi_spin);
  place->language = language > 0 ? g_strdup (dip_site_languages ()[language - 1]) : NULL;
  place->caption = text_or_null (self->caption_row);
  place->names = text_or_null (self->names_row);
  place->disclosure = text_or_null (self->disclosure_row);
  place->rights = gtk_switch_get_active (self->rights_switch);
  place->pages = gtk_switch_get_active (self->pages_switch);
  place->import_list = gtk_switch_get_active (self->import_switch);
  place->templates = g_strdup (self->templates);
}

/* As it is filled in; NULL with what is wrong. */
static DipDestination *
place_of (DipDestinationForm *self, GError **error)
{
  g_autoptr (DipDestination) place = g_new0 (DipDestination, 1);
  g_autofree char *widths = without_spaces (self->widths_row);
  g_autofree char *shape = without_spaces (self->shape_row);

  place->id = self->id;
  place->name = text_of (self->name_row);
  place->label = text_of (self->label_row);
  place->scope = (DipScope) dip_choice_get (self->scope_row, dip_scope_tokens, 0);
  place->max_identifiability = (DipIdentifiability) dip_choice_get (self->shows_row, dip_identifiability_tokens, 0);
  place->layout = (DipLayout) dip_choice_get (self->layout_row, dip_layout_tokens, 0);
  take_rest (self, place);
  if (!dip_destination_set_widths (place, widths, error) || !dip_destination_set_shape (place, shape, error)
      || !dip_destination_check (place, error))
    return NULL;
  return g_steal_pointer (&place);
}

static gpointer
save (const DipDesk *desk, gpointer place, DipJob *job, GError **error)
{
  return DIP_WORK_DONE (dip_destinations_save (desk, place, error));
}

static gboolean
dip_destination_form_is_complete (DipForm *form)
{
  DipDestinationForm *self = DIP_DESTINATION_FORM (form);
  g_autofree char *label = text_of (self->label_row);
  g_autofree char *name = text_of (self->name_row);

  return self->places != NULL && (self->name == NULL || self->id != 0) && *label != '\0' && *name != '\0'
         && !dip_workspace_is_read_only (self->workspace);
}

static void
dip_destination_form_submit (DipForm *form)
{
  g_autoptr (GError) error = NULL;
  DipDestination *place = place_of (DIP_DESTINATION_FORM (form), &error);
  const DipWork work = { save, place, (GDestroyNotify) dip_destination_free, NULL, TRUE };

  if (place != NULL)
    dip_form_run (form, &work);
  else
    dip_form_fail (form, error->message);
}

static void
dip_destination_form_finished (DipForm *form, gpointer result)
{
  if (DIP_DESTINATION_FORM (form)->id != 0)
    dip_form_say (form, _ ("Saved. The next export follows the new rules."));
}

static gpointer
remove_place (const DipDesk *desk, gpointer name, DipJob *job, GError **error)
{
  return DIP_WORK_DONE (dip_destinations_remove (desk, name, error));
}

static void
on_remove_confirmed (GObject *owner)
{
  DipDestinationForm *self = DIP_DESTINATION_FORM (owner);
  const DipWork work = { remove_place, g_strdup (self->name), g_free, NULL, TRUE };

  self->id = 0; /* there is nothing to be said of it any more */
  dip_form_run (DIP_FORM (self), &work);
}

static void
on_remove (DipDestinationForm *self)
{
  dip_compat_ask (
      GTK_WINDOW (self), _ ("Remove This Destination?"),
      _ ("Only one to which nothing has been exported yet can be removed; the ledger keeps the others for good."),
      _ ("_Remove"), G_OBJECT (self), on_remove_confirmed);
}

static void
set_templates (DipDestinationForm *self, char *folder)
{
  g_free (self->templates);
  self->templates = folder;
  show_templates (self);
}

static void
on_templates_chosen (GObject *owner, GFile *folder)
{
  set_templates (DIP_DESTINATION_FORM (owner), g_file_get_path (folder));
}

static void
on_choose_templates (DipDestinationForm *self)
{
  dip_compat_choose_folder (GTK_WINDOW (self), _ ("Choose the Folder with Page Templates"), G_OBJECT (self),
                            on_templates_chosen);
}

static void
on_no_templates (DipDestinationForm *self)
{
  set_templates (self, NULL);
}

static void
dip_destination_form_finalize (GObject *object)
{
  DipDestinationForm *self = DIP_DESTINATION_FORM (object);

  g_clear_object (&self->workspace);
  g_clear_pointer (&self->places, g_ptr_array_unref);
  g_clear_pointer (&self->styles, g_ptr_array_unref);
  g_free (self->templates);
  g_free (self->name);
  G_OBJECT_CLASS (dip_destination_form_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, DipDestinationForm, like_group);
  gtk_widget_class_bind_template_child (widget_class, DipDestinationForm, like_row);
  gtk_widget_class_bind_template_child (widget_class, DipDestinationForm, label_row);
  gtk_widget_class_bind_template_child (widget_class, DipDestinationForm, name_row);
  gtk_widget_class_bind_template_child (widget_class, DipDestinationForm, scope_row);
  gtk_widget_class_bind_template_child (widget_class, DipDestinationForm, shows_row);
  gtk_widget_class_bind_template_child (widget_class, DipDestinationForm, layout_row);
  gtk_widget_class_bind_template_child (widget_class, DipDestinationForm, after_only_switch);
  gtk_widget_class_bind_template_child (widget_class, DipDestinationForm, series_switch);
  gtk_widget_class_bind_template_child (widget_class, DipDestinationForm, shape_row);
  gtk_widget_class_bind_template_child (widget_class, DipDestinationForm, widths_row);
  gtk_widget_class_bind_template_child (widget_class, DipDestinationForm, style_row);
  gtk_widget_class_bind_template_child (widget_class, DipDestinationForm, labels_switch);
  gtk_widget_class_bind_template_child (widget_class, DipDestinationForm, mark_switch);
  gtk_widget_class_bind_template_child (widget_class, DipDestinationForm, jpeg_switch);
  gtk_widget_class_bind_template_child (widget_class, DipDestinationForm, webp_switch);
  gtk_widget_class_bind_template_child (widget_class, DipDestinationForm, avif_switch);
  gtk_widget_class_bind_template_child (widget_class, DipDestinationForm, kib_spin);
  gtk_widget_class_bind_template_child (widget_class, DipDestinationForm, dpi_spin);
  gtk_widget_class_bind_template_child (widget_class, DipDestinationForm, language_row);
  gtk_widget_class_bind_template_child (widget_class, DipDestinationForm, caption_row);
  gtk_widget_class_bind_template_child (widget_class, DipDestinationForm, names_row);
  gtk_widget_class_bind_template_child (widget_class, DipDestinationForm, disclosure_row);
  gtk_widget_class_bind_template_child (widget_class, DipDestinationForm, rights_switch);
  gtk_widget_class_bind_template_child (widget_class, DipDestinationForm, pages_switch);
  gtk_widget_class_bind_template_child (widget_class, DipDestinationForm, import_switch);
  gtk_widget_class_bind_template_child (widget_class, DipDestinationForm, templates_row);
  gtk_widget_class_bind_template_child (widget_class, DipDestinationForm, no_templates_button);
  gtk_widget_class_bind_template_child (widget_class, DipDestinationForm, remove_button);
}

static void
dip_destination_form_class_init (DipDestinationFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = dip_destination_form_finalize;
  DIP_FORM_CLASS (klass)->is_complete = dip_destination_form_is_complete;
  DIP_FORM_CLASS (klass)->submit = dip_destination_form_submit;
  DIP_FORM_CLASS (klass)->finished = dip_destination_form_finished;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/diptych/Diptych/ui/dip-destination-form.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, dip_form_update);
  gtk_widget_class_bind_template_callback (widget_class, on_like_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_choose_templates);
  gtk_widget_class_bind_template_callback (widget_class, on_no_templates);
  gtk_widget_class_bind_template_callback (widget_class, on_remove);
}

static void
fill_languages (DipDestinationForm *self)
{
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);

  gtk_string_list_append (labels, _ ("The program’s"));
  for (guint i = 0; dip_site_languages ()[i] != NULL; i++)
    gtk_string_list_append (labels, dip_site_language_name (dip_site_languages ()[i]));
  adw_combo_row_set_model (self->language_row, G_LIST_MODEL (labels));
}

static void
dip_destination_form_init (DipDestinationForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  dip_choice_fill (self->scope_row, dip_scope_tokens, NULL);
  dip_choice_fill (self->shows_row, dip_identifiability_tokens, NULL);
  dip_choice_fill (self->layout_row, dip_layout_tokens, NULL);
  gtk_spin_button_set_range (self->kib_spin, 0, MOST_KIB);
  gtk_spin_button_set_increments (self->kib_spin, 10, 100);
  gtk_spin_button_set_range (self->dpi_spin, 0, MOST_DPI);
  gtk_spin_button_set_increments (self->dpi_spin, 50, 100);
  fill_languages (self);
}

DipDestinationForm *
dip_destination_form_new (DipWorkspace *workspace, const char *name)
{
  DipDestinationForm *self = g_object_new (DIP_TYPE_DESTINATION_FORM, NULL);
  const DipWork work = { .work = look, .free_result = found_free };

  self->workspace = g_object_ref (workspace);
  self->name = g_strdup (name);
  gtk_widget_set_visible (self->like_group, name == NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->name_row), name == NULL);
  gtk_widget_set_visible (self->remove_button, name != NULL && !dip_workspace_is_read_only (workspace));
  dip_workspace_run (workspace, &work, NULL, G_OBJECT (self), on_looked);
  return self;
}
