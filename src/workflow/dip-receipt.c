#include "dip-receipt.h"

#include <cairo-pdf.h>
#include <glib/gi18n-lib.h>
#include <pango/pangocairo.h>

#include "dip-digest.h"
#include "dip-error.h"

/* Points: A4 with a margin of about 2 cm. */
#define PAGE_WIDTH  595.0
#define PAGE_HEIGHT 842.0
#define MARGIN      57.0

typedef struct
{
  cairo_t *cr;
  PangoLayout *layout;
  double y;
} Page;

static cairo_status_t
append (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

/* Line by line, so that a long text flows over to the next page. */
static void
draw_text (Page *page, const char *text, const char *font, double space_after)
{
  g_autoptr (PangoFontDescription) description = pango_font_description_from_string (font);
  int n_lines;

  pango_layout_set_font_description (page->layout, description);
  pango_layout_set_text (page->layout, text, -1);
  n_lines = pango_layout_get_line_count (page->layout);
  for (int i = 0; i < n_lines; i++)
    {
      PangoLayoutLine *line = pango_layout_get_line_readonly (page->layout, i);
      PangoRectangle logical;
      double height;

      pango_layout_line_get_extents (line, NULL, &logical);
      height = (double) logical.height / PANGO_SCALE;
      if (page->y + height > PAGE_HEIGHT - MARGIN)
        {
          cairo_show_page (page->cr);
          page->y = MARGIN;
        }
      cairo_move_to (page->cr, MARGIN, page->y - (double) logical.y / PANGO_SCALE);
      pango_cairo_show_layout_line (page->cr, line);
      page->y += height;
    }
  page->y += space_after;
}

static void
draw_fact (Page *page, const char *label, const char *value)
{
  /* Translators: one line of a receipt: what it is, then what it says. */
  g_autofree char *line = g_strdup_printf (C_ ("receipt", "%s: %s"), label, value);

  draw_text (page, line, "Sans 10", 2);
}

static void
draw_scopes (Page *page, const DipConsent *consent)
{
  g_autofree char *yes = dip_flags_to_label (dip_scope_tokens, consent->scopes);
  g_autofree char *no = dip_flags_to_label (dip_scope_tokens, DIP_SCOPE_ALL & ~consent->scopes);

  draw_fact (page, C_ ("receipt", "Agreed uses"), yes);
  if (*no != '\0')
    draw_fact (page, C_ ("receipt", "Not agreed"), no);
  draw_fact (page, C_ ("receipt", "How much may be seen"),
             dip_token_label (dip_identifiability_tokens, (int) consent->identifiability));
  draw_fact (page, C_ ("receipt", "Pictures covered"), dip_token_label (dip_coverage_tokens, (int) consent->coverage));
}

static void
draw_dates (Page *page, const DipReceipt *self)
{
  const DipConsent *consent = self->consent;
  g_autofree char *signed_on = dip_date_to_display (consent->signed_on);
  g_autofree char *from = dip_date_to_display (consent->valid_from);
  g_autofree char *until = dip_date_to_display (consent->valid_until);

  draw_fact (page, C_ ("receipt", "Signed on"), signed_on);
  draw_fact (page, C_ ("receipt", "Signed by"), consent->signed_by != NULL ? consent->signed_by : "—");
  draw_fact (page, C_ ("receipt", "In force from"), from);
  draw_fact (page, C_ ("receipt", "Last day in force"), until);
  draw_fact (page, C_ ("receipt", "State today"),
             dip_token_label (dip_consent_state_tokens, (int) dip_consent_state (consent, self->today)));
}

static void
draw_all (Page *page, const DipReceipt *self)
{
  g_autofree char *digest = dip_digest_text (self->form);
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, self->consent->id);

  draw_text (page, self->clinic->name, "Sans 11", 4);
  draw_text (page, C_ ("receipt", "Receipt for a consent to publish pictures"), "Sans Bold 16", 14);
  draw_fact (page, C_ ("receipt", "Consent number"), number);
  draw_fact (page, C_ ("receipt", "Client code"), self->client->code);
  draw_dates (page, self);
  draw_scopes (page, self->consent);
  page->y += 12;
  draw_text (page, C_ ("receipt", "What was agreed to"), "Sans Bold 12", 6);
  draw_text (page, self->form, "Sans 10", 12);
  draw_fact (page, C_ ("receipt", "SHA-256 of this text"), digest);
}

GBytes *
dip_receipt_render (const DipReceipt *self, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (append, bytes, PAGE_WIDTH, PAGE_HEIGHT);
  cairo_t *cr = cairo_create (surface);
  g_autoptr (PangoLayout) layout = pango_cairo_create_layout (cr);
  Page page = { .cr = cr, .layout = layout, .y = MARGIN };
  cairo_status_t status;

  pango_layout_set_width (layout, (int) ((PAGE_WIDTH - 2 * MARGIN) * PANGO_SCALE));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  draw_all (&page, self);
  cairo_show_page (cr);
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
  g_set_error (error, DIP_ERROR, DIP_ERROR_IO, _ ("The receipt could not be drawn: %s."),
               cairo_status_to_string (status));
  return NULL;
}
