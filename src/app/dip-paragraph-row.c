#include "dip-paragraph-row.h"

#include <glib/gi18n-lib.h>

#include "dip-list-name.h"
#include "dip-words.h"

struct _DipParagraphRow
{
  GtkWidget parent_instance;

  GtkWidget *content;
  GtkLabel *elements_label;
  GtkBox *elements_box;
  GtkTextView *text;

  guint elements;
  guint later; /* the source that measures the text anew, or 0 */
};

#define MEASURE_MS 100

G_DEFINE_FINAL_TYPE (DipParagraphRow, dip_paragraph_row, GTK_TYPE_WIDGET)

enum
{
  CHANGED,
  REMOVE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
on_text_changed (DipParagraphRow *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_remove (DipParagraphRow *self)
{
  g_signal_emit (self, signals[REMOVE], 0);
}

static void
show_elements (DipParagraphRow *self)
{
  g_autofree char *labels = dip_flags_to_label (dip_element_tokens, self->elements);

  gtk_label_set_label (self->elements_label, *labels != '\0' ? labels : _ ("Covers nothing the rules ask for"));
}

static void
on_element_toggled (DipParagraphRow *self, GtkCheckButton *check)
{
  guint element = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (check), "element"));

  if (gtk_check_button_get_active (check))
    self->elements |= element;
  else
    self->elements &= ~element;
  show_elements (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
fill_elements (DipParagraphRow *self)
{
  for (const DipToken *token = dip_element_tokens; token->token != NULL; token++)
    {
      GtkWidget *check = gtk_check_button_new_with_label (dip_token_label (dip_element_tokens, token->value));

      g_object_set_data (G_OBJECT (check), "element", GUINT_TO_POINTER ((guint) token->value));
      gtk_check_button_set_active (GTK_CHECK_BUTTON (check), (self->elements & (guint) token->value) != 0);
      g_signal_connect_object (check, "toggled", G_CALLBACK (on_element_toggled), self, G_CONNECT_SWAPPED);
      gtk_box_append (self->elements_box, check);
    }
}

static gboolean
measure_anew (gpointer data)
{
  DipParagraphRow *self = data;

  self->later = 0;
  gtk_widget_queue_resize (GTK_WIDGET (self->text));
  return G_SOURCE_REMOVE;
}

/* A text knows how high it is only some time after it knows how wide it is, and does not say so. */
static void
dip_paragraph_row_map (GtkWidget *widget)
{
  DipParagraphRow *self = DIP_PARAGRAPH_ROW (widget);

  GTK_WIDGET_CLASS (dip_paragraph_row_parent_class)->map (widget);
  if (self->later == 0)
    self->later = g_timeout_add_full (G_PRIORITY_LOW, MEASURE_MS, measure_anew, self, NULL);
}

static void
dip_paragraph_row_dispose (GObject *object)
{
  g_clear_handle_id (&DIP_PARAGRAPH_ROW (object)->later, g_source_remove);
  g_clear_pointer (&DIP_PARAGRAPH_ROW (object)->content, gtk_widget_unparent);
  G_OBJECT_CLASS (dip_paragraph_row_parent_class)->dispose (object);
}

static void
dip_paragraph_row_class_init (DipParagraphRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dip_paragraph_row_dispose;
  widget_class->map = dip_paragraph_row_map;
  signals[CHANGED]
      = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[REMOVE]
      = g_signal_new ("remove", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/diptych/Diptych/ui/dip-paragraph-row.ui");
  gtk_widget_class_bind_template_child (widget_class, DipParagraphRow, content);
  gtk_widget_class_bind_template_child (widget_class, DipParagraphRow, elements_label);
  gtk_widget_class_bind_template_child (widget_class, DipParagraphRow, elements_box);
  gtk_widget_class_bind_template_child (widget_class, DipParagraphRow, text);
  gtk_widget_class_bind_template_callback (widget_class, on_remove);
}

static void
dip_paragraph_row_init (DipParagraphRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
dip_paragraph_row_new (const DipParagraph *paragraph, guint number)
{
  DipParagraphRow *self = g_object_new (DIP_TYPE_PARAGRAPH_ROW, NULL);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text);
  g_autofree char *name = g_strdup_printf (_ ("Paragraph %u"), number);

  self->elements = paragraph->elements;
  gtk_text_buffer_set_text (buffer, paragraph->text, -1);
  dip_own_name (GTK_WIDGET (self->text), name);
  fill_elements (self);
  show_elements (self);
  g_signal_connect_object (buffer, "changed", G_CALLBACK (on_text_changed), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

DipParagraph *
dip_paragraph_row_get (DipParagraphRow *self)
{
  GtkTextIter start, end;
  g_autofree char *text = NULL;

  g_return_val_if_fail (DIP_IS_PARAGRAPH_ROW (self), NULL);

  gtk_text_buffer_get_bounds (gtk_text_view_get_buffer (self->text), &start, &end);
  text = gtk_text_buffer_get_text (gtk_text_view_get_buffer (self->text), &start, &end, FALSE);
  return dip_paragraph_new (self->elements, text);
}
