#include "dip-client-row.h"

#include "dip-wrap-box.h"

struct _DipClientRow
{
  GtkWidget parent_instance;

  GtkWidget *content;
  GtkLabel *title;
  GtkLabel *code;
  GtkLabel *healed;
  GtkLabel *consent;
  GtkLabel *pairs;
  GtkLabel *published;
  GtkLabel *takedowns;
  GtkWidget *pills;

  DipClientItem *item;
  gboolean narrow;
  gboolean hide_names;
};

G_DEFINE_FINAL_TYPE (DipClientRow, dip_client_row, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_NARROW,
  PROP_HIDE_NAMES,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

static void
show_title (DipClientRow *self)
{
  const DipClientOverview *overview;
  const char *title;

  if (self->item == NULL)
    return;
  overview = dip_client_item_get (self->item);
  title = dip_client_overview_title (overview, self->hide_names);
  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->code, overview->client->code);
  gtk_widget_set_visible (GTK_WIDGET (self->code), title != overview->client->code);
}

static void
show_fact (GtkLabel *label, const char *text)
{
  gtk_label_set_label (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL);
}

void
dip_client_row_show (DipClientRow *self, DipClientItem *item, DipDate today)
{
  const DipClientOverview *overview;
  DipTone healed_tone, consent_tone;
  g_autofree char *healed = NULL;
  g_autofree char *consent = NULL;
  g_autofree char *pairs = NULL;
  g_autofree char *published = NULL;
  g_autofree char *takedowns = NULL;

  g_return_if_fail (DIP_IS_CLIENT_ROW (self));

  g_set_object (&self->item, item);
  if (item == NULL)
    return;
  overview = dip_client_item_get (item);
  healed = dip_client_overview_healed (overview, today, &healed_tone);
  consent = dip_client_overview_consent (overview, today, &consent_tone);
  pairs = dip_client_overview_pairs (overview);
  published = dip_client_overview_published (overview);
  takedowns = dip_client_overview_takedowns (overview);
  show_fact (self->healed, healed);
  show_fact (self->pairs, pairs);
  show_fact (self->published, published);
  dip_pill_set (self->consent, consent, consent_tone);
  dip_pill_set (self->takedowns, takedowns, DIP_TONE_BAD);
  show_title (self);
}

const char *
dip_client_row_get_code (DipClientRow *self)
{
  g_return_val_if_fail (DIP_IS_CLIENT_ROW (self), NULL);

  return self->item != NULL ? dip_client_item_get (self->item)->client->code : NULL;
}

static void
dip_client_row_dispose (GObject *object)
{
  DipClientRow *self = DIP_CLIENT_ROW (object);

  g_clear_object (&self->item);
  g_clear_pointer (&self->content, gtk_widget_unparent);
  G_OBJECT_CLASS (dip_client_row_parent_class)->dispose (object);
}

static void
dip_client_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DipClientRow *self = DIP_CLIENT_ROW (object);

  if (id == PROP_NARROW)
    g_value_set_boolean (value, self->narrow);
  else if (id == PROP_HIDE_NAMES)
    g_value_set_boolean (value, self->hide_names);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
set_narrow (DipClientRow *self, gboolean narrow)
{
  self->narrow = narrow;
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->content),
                                  narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  g_object_set (self->pills, "at-end", !narrow, NULL);
}

static void
dip_client_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  DipClientRow *self = DIP_CLIENT_ROW (object);

  if (id == PROP_NARROW)
    set_narrow (self, g_value_get_boolean (value));
  else if (id == PROP_HIDE_NAMES)
    {
      self->hide_names = g_value_get_boolean (value);
      show_title (self);
    }
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
dip_client_row_class_init (DipClientRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags both = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->dispose = dip_client_row_dispose;
  object_class->get_property = dip_client_row_get_property;
  object_class->set_property = dip_client_row_set_property;
  props[PROP_NARROW] = g_param_spec_boolean ("narrow", NULL, NULL, FALSE, both);
  props[PROP_HIDE_NAMES] = g_param_spec_boolean ("hide-names", NULL, NULL, FALSE, both);
  g_object_class_install_properties (object_class, N_PROPS, props);
  g_type_ensure (DIP_TYPE_WRAP_BOX);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/diptych/Diptych/ui/dip-client-row.ui");
  gtk_widget_class_bind_template_child (widget_class, DipClientRow, content);
  gtk_widget_class_bind_template_child (widget_class, DipClientRow, title);
  gtk_widget_class_bind_template_child (widget_class, DipClientRow, code);
  gtk_widget_class_bind_template_child (widget_class, DipClientRow, healed);
  gtk_widget_class_bind_template_child (widget_class, DipClientRow, consent);
  gtk_widget_class_bind_template_child (widget_class, DipClientRow, pairs);
  gtk_widget_class_bind_template_child (widget_class, DipClientRow, published);
  gtk_widget_class_bind_template_child (widget_class, DipClientRow, takedowns);
  gtk_widget_class_bind_template_child (widget_class, DipClientRow, pills);
}

static void
dip_client_row_init (DipClientRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
dip_client_row_new (void)
{
  return g_object_new (DIP_TYPE_CLIENT_ROW, NULL);
}
