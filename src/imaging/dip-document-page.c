#include <math.h>
#include <pango/pangocairo.h>
#include <string.h>

#include "dip-document-private.h"

#define PAGE_WIDTH    595.276 /* A4, points */
#define PAGE_HEIGHT   841.89
#define MARGIN        56.69 /* 20 mm */
#define TEXT_WIDTH    (PAGE_WIDTH - 2 * MARGIN)
#define TOP           MARGIN
#define BOTTOM        (PAGE_HEIGHT - MARGIN - 14)
#define GAP           12.0 /* between columns */
#define INDENT        16.0 /* of an item's text */
#define KEY_PART      0.32 /* of the text's width, for the names of facts */
#define SIGNATURE_GAP 40.0 /* room to sign in */
#define KEEP          60.0 /* what must fit below a heading */
#define LEADING       0.12 /* of the size of letters, added between lines */
#define MOST_CELLS    8
#define FAMILY        "DejaVu Sans, Noto Sans, sans-serif"

typedef struct
{
  double size, above, below;
  gboolean bold;
  double grey;
  const char *tag;
} Style;

static const Style styles[] = {
  [DIP_BLOCK_TITLE] = { 18, 0, 10, TRUE, 0, "H1" },        [DIP_BLOCK_HEADING] = { 12.5, 12, 4, TRUE, 0, "H2" },
  [DIP_BLOCK_PARAGRAPH] = { 10.5, 0, 6, FALSE, 0, "P" },   [DIP_BLOCK_NOTE] = { 8.5, 2, 4, FALSE, 0.35, "P" },
  [DIP_BLOCK_ITEM] = { 10.5, 0, 3, FALSE, 0, "LI" },       [DIP_BLOCK_TICK_BOX] = { 10.5, 2, 5, FALSE, 0, "LI" },
  [DIP_BLOCK_FACT] = { 10.5, 0, 3, FALSE, 0, "TR" },       [DIP_BLOCK_ROW] = { 9.5, 1, 2.5, FALSE, 0, "TR" },
  [DIP_BLOCK_PICTURE] = { 8.5, 4, 8, FALSE, 0.35, "P" },   [DIP_BLOCK_SIGNATURE_LINE] = { 9, 2, 8, FALSE, 0.2, "P" },
  [DIP_BLOCK_PAGE_BREAK] = { 10.5, 0, 0, FALSE, 0, NULL },
};

/* One column of a row: its lines, and how far it is drawn. */
typedef struct
{
  PangoLayout *layout;
  PangoLayoutIter *iter; /* NULL when all lines are drawn */
  double x, width;
  const char *tag;
} Cell;

typedef struct
{
  const DipDocument *document;
  cairo_t *cr;
  gboolean tagged; /* FALSE while only counting */
  gboolean rtl;
  int page, pages;
  double y;
  gboolean empty;    /* nothing on this page yet */
  const char *group; /* tag of the list or table that is open */
  int unknown;
} Pen;

gboolean
dip_language_is_rtl (const char *language)
{
  static const char *const known[] = { "ar", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi" };
  g_auto (GStrv) parts = g_strsplit (language, "-", 2);

  for (gsize i = 0; parts[0] != NULL && i < G_N_ELEMENTS (known); i++)
    if (g_ascii_strcasecmp (parts[0], known[i]) == 0)
      return TRUE;
  return FALSE;
}

static void
tag_begin (Pen *self, const char *tag)
{
  if (self->tagged)
    cairo_tag_begin (self->cr, tag, NULL);
}

static void
tag_end (Pen *self, const char *tag)
{
  if (self->tagged)
    cairo_tag_end (self->cr, tag);
}

/* Opens @group where another or none was open. Groups end with the page: marked content can't span two. */
static void
enter_group (Pen *self, const char *group)
{
  if (g_strcmp0 (self->group, group) == 0)
    return;
  if (self->group != NULL)
    tag_end (self, self->group);
  self->group = group;
  if (group != NULL)
    tag_begin (self, group);
}

static void
set_grey (Pen *self, double grey)
{
  cairo_set_source_rgb (self->cr, grey, grey, grey);
}

static PangoLayout *
make_layout (Pen *self, const char *text, const Style *style, gboolean bold, double width)
{
  PangoLayout *layout = pango_cairo_create_layout (self->cr);
  PangoFontDescription *font = pango_font_description_from_string (FAMILY);
  PangoContext *context = pango_layout_get_context (layout);

  pango_context_set_language (context, pango_language_from_string (self->document->language));
  pango_context_set_base_dir (context, self->rtl ? PANGO_DIRECTION_WEAK_RTL : PANGO_DIRECTION_WEAK_LTR);
  pango_font_description_set_absolute_size (font, style->size * PANGO_SCALE);
  pango_font_description_set_weight (font, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_spacing (layout, (int) (style->size * LEADING * PANGO_SCALE));
  pango_layout_set_text (layout, text, -1);
  self->unknown += pango_layout_get_unknown_glyphs_count (layout);
  return layout;
}

static void
draw_footer (Pen *self)
{
  const Style style = { .size = 8, .grey = 0.35 };
  g_autofree char *number = g_strdup_printf ("%d / %d", self->page, self->pages);
  const double width = 60, at = PAGE_HEIGHT - MARGIN + 4;
  const double number_x = self->rtl ? MARGIN : PAGE_WIDTH - MARGIN - width;
  const double text_x = self->rtl ? MARGIN + width + GAP : MARGIN;
  g_autoptr (PangoLayout) count = make_layout (self, number, &style, FALSE, width);

  set_grey (self, style.grey);
  tag_begin (self, "P");
  if (self->document->footer != NULL)
    {
      g_autoptr (PangoLayout) text
          = make_layout (self, self->document->footer, &style, FALSE, TEXT_WIDTH - width - GAP);
      pango_layout_set_height (text, 0);
      pango_layout_set_ellipsize (text, PANGO_ELLIPSIZE_END);
      cairo_move_to (self->cr, text_x, at);
      pango_cairo_show_layout (self->cr, text);
    }
  pango_layout_set_auto_dir (count, FALSE);
  pango_layout_set_alignment (count, self->rtl ? PANGO_ALIGN_LEFT : PANGO_ALIGN_RIGHT);
  cairo_move_to (self->cr, number_x, at);
  pango_cairo_show_layout (self->cr, count);
  tag_end (self, "P");
}

static void
end_page (Pen *self)
{
  enter_group (self, NULL);
  draw_footer (self);
  cairo_show_page (self->cr);
}

static void
next_page (Pen *self)
{
  if (self->empty)
    return;
  end_page (self);
  self->page++;
  self->y = TOP;
  self->empty = TRUE;
}

/* Draws lines of @cell from @top on until @bottom; returns where the last one ends. */
static double
draw_lines (Pen *self, Cell *cell, double top, double bottom)
{
  double first = 0, end = top;
  gboolean begun = FALSE;

  while (cell->iter != NULL)
    {
      PangoRectangle logical;
      pango_layout_iter_get_line_extents (cell->iter, NULL, &logical);
      const double line_top = (double) logical.y / PANGO_SCALE,
                   line_end = line_top + (double) logical.height / PANGO_SCALE;
      if (!begun)
        first = line_top;
      if (begun && top + line_end - first > bottom)
        break;
      begun = TRUE;
      cairo_move_to (self->cr, cell->x + (double) logical.x / PANGO_SCALE,
                     top - first + (double) pango_layout_iter_get_baseline (cell->iter) / PANGO_SCALE);
      pango_cairo_show_layout_line (self->cr, pango_layout_iter_get_line_readonly (cell->iter));
      end = top + line_end - first;
      if (!pango_layout_iter_next_line (cell->iter))
        g_clear_pointer (&cell->iter, pango_layout_iter_free);
    }
  return end;
}

static double
cell_height (const Cell *cell)
{
  int height = 0;

  pango_layout_get_size (cell->layout, NULL, &height);
  return (double) height / PANGO_SCALE;
}

static gboolean
is_left (const Cell *cells, guint count)
{
  for (guint i = 0; i < count; i++)
    if (cells[i].iter != NULL)
      return TRUE;
  return FALSE;
}

/* Cells side by side. What doesn't fit goes to the next page: as a whole where it can, else by lines. */
static void
draw_cells (Pen *self, const Style *style, const char *group, const char *tag, Cell *cells, guint count)
{
  double height = 0;

  for (guint i = 0; i < count; i++)
    {
      height = MAX (height, cell_height (&cells[i]));
      cells[i].iter = pango_layout_get_iter (cells[i].layout);
    }
  if (self->y + height > BOTTOM && (height < (BOTTOM - TOP) / 2 || self->y + 3 * style->size > BOTTOM))
    next_page (self);
  while (is_left (cells, count))
    {
      double end = self->y;
      enter_group (self, group);
      tag_begin (self, tag);
      set_grey (self, style->grey);
      for (guint i = 0; i < count; i++)
        {
          if (cells[i].tag != NULL)
            tag_begin (self, cells[i].tag);
          const double cell_end = draw_lines (self, &cells[i], self->y, BOTTOM);
          end = MAX (end, cell_end);
          if (cells[i].tag != NULL)
            tag_end (self, cells[i].tag);
        }
      tag_end (self, tag);
      self->y = end;
      self->empty = FALSE;
      if (is_left (cells, count))
        next_page (self);
    }
  for (guint i = 0; i < count; i++)
    g_object_unref (cells[i].layout);
}

/* From the side a page begins on. */
static double
place_column (const Pen *self, double from_start, double width)
{
  return self->rtl ? PAGE_WIDTH - MARGIN - from_start - width : MARGIN + from_start;
}

static void
draw_text (Pen *self, const DipBlock *block, const Style *style)
{
  static const char *const headings[] = { "H1", "H2", "H3" };
  Style own = *style;

  if (block->kind == DIP_BLOCK_HEADING)
    {
      own.tag = headings[block->level - 1];
      own.size = 14.5 - block->level * 1.5;
      if (self->y + KEEP > BOTTOM)
        next_page (self);
    }
  Cell cell = { .layout = make_layout (self, block->texts[0], &own, own.bold, TEXT_WIDTH), .x = MARGIN };
  draw_cells (self, &own, NULL, own.tag, &cell, 1);
}

static void
draw_box (Pen *self, double x, gboolean ticked)
{
  const double side = 9, top = self->y + 2;

  set_grey (self, 0);
  cairo_set_line_width (self->cr, 0.9);
  cairo_rectangle (self->cr, x, top, side, side);
  cairo_stroke (self->cr);
  if (!ticked)
    return;
  cairo_move_to (self->cr, x + 2, top + 2);
  cairo_rel_line_to (self->cr, side - 4, side - 4);
  cairo_move_to (self->cr, x + side - 2, top + 2);
  cairo_rel_line_to (self->cr, -(side - 4), side - 4);
  cairo_stroke (self->cr);
}

static void
draw_item (Pen *self, const DipBlock *block, const Style *style)
{
  const double width = TEXT_WIDTH - INDENT;
  Cell cell = { .layout = make_layout (self, block->texts[0], style, FALSE, width), .tag = "LBody" };

  cell.x = place_column (self, INDENT, width);
  if (self->y + MIN (cell_height (&cell), 3 * style->size) > BOTTOM)
    next_page (self);
  enter_group (self, "L");
  if (block->kind == DIP_BLOCK_TICK_BOX)
    draw_box (self, place_column (self, 0, 9), block->flag);
  else
    {
      set_grey (self, 0);
      cairo_arc (self->cr, place_column (self, 6, 0), self->y + style->size * 0.66, 1.6, 0, 2 * G_PI);
      cairo_fill (self->cr);
    }
  draw_cells (self, style, "L", "LI", &cell, 1);
}

static void
draw_rule (Pen *self, double y, double grey)
{
  set_grey (self, grey);
  cairo_set_line_width (self->cr, 0.6);
  cairo_move_to (self->cr, MARGIN, y);
  cairo_rel_line_to (self->cr, TEXT_WIDTH, 0);
  cairo_stroke (self->cr);
}

static void
draw_row (Pen *self, const DipBlock *block, const Style *style)
{
  const guint count = MIN (g_strv_length (block->texts), MOST_CELLS);
  const gboolean facts = block->kind == DIP_BLOCK_FACT;
  Cell cells[MOST_CELLS] = { 0 };
  double from = 0;

  for (guint i = 0; i < count; i++)
    {
      double width = (TEXT_WIDTH - (count - 1) * GAP) / count;
      if (facts)
        width = i == 0 ? TEXT_WIDTH * KEY_PART - GAP : TEXT_WIDTH * (1 - KEY_PART);
      const gboolean heads = facts ? i == 0 : block->flag;
      cells[i] = (Cell){ .layout = make_layout (self, block->texts[i], style, heads, width),
                         .x = place_column (self, from, width),
                         .tag = heads ? "TH" : "TD" };
      from += width + GAP;
    }
  draw_cells (self, style, "Table", "TR", cells, count);
  if (!facts)
    draw_rule (self, self->y + 1, block->flag ? 0.2 : 0.8);
}

/* As high as it is drawn. */
static double
picture_scale (const DipBlock *block)
{
  const double most = MIN (block->height, BOTTOM - TOP - KEEP);

  return MIN (MIN (TEXT_WIDTH / cairo_image_surface_get_width (block->picture),
                   most / cairo_image_surface_get_height (block->picture)),
              1.0);
}

static void
draw_picture (Pen *self, const DipBlock *block, const Style *style)
{
  const double width = cairo_image_surface_get_width (block->picture);
  const double height = cairo_image_surface_get_height (block->picture);
  const double scale = picture_scale (block);

  if (self->y + height * scale + 2 * style->size > BOTTOM)
    next_page (self);
  enter_group (self, NULL);
  tag_begin (self, "Figure");
  cairo_save (self->cr);
  cairo_translate (self->cr, place_column (self, 0, width * scale), self->y);
  cairo_scale (self->cr, scale, scale);
  cairo_set_source_surface (self->cr, block->picture, 0, 0);
  /* Not cairo_paint(): as the first of a page it makes cairo 1.16 lose count of its tags. */
  cairo_rectangle (self->cr, 0, 0, width, height);
  cairo_fill (self->cr);
  cairo_restore (self->cr);
  tag_end (self, "Figure");
  self->y += height * scale + 3;
  self->empty = FALSE;
  if (*block->texts[0] != '\0')
    draw_text (self, block, style);
}

static void
draw_signature_line (Pen *self, const DipBlock *block, const Style *style)
{
  if (self->y + SIGNATURE_GAP + 2 * style->size > BOTTOM)
    next_page (self);
  enter_group (self, NULL);
  self->y += SIGNATURE_GAP;
  draw_rule (self, self->y, 0.2);
  self->y += 3;
  draw_text (self, block, style);
}

static void
draw_block (Pen *self, const DipBlock *block)
{
  const Style *style = &styles[block->kind];

  if (!self->empty)
    self->y += style->above;
  switch (block->kind)
    {
    case DIP_BLOCK_TITLE:
    case DIP_BLOCK_HEADING:
    case DIP_BLOCK_PARAGRAPH:
    case DIP_BLOCK_NOTE:
      draw_text (self, block, style);
      break;
    case DIP_BLOCK_ITEM:
    case DIP_BLOCK_TICK_BOX:
      draw_item (self, block, style);
      break;
    case DIP_BLOCK_FACT:
    case DIP_BLOCK_ROW:
      draw_row (self, block, style);
      break;
    case DIP_BLOCK_PICTURE:
      draw_picture (self, block, style);
      break;
    case DIP_BLOCK_SIGNATURE_LINE:
      draw_signature_line (self, block, style);
      break;
    case DIP_BLOCK_PAGE_BREAK:
      next_page (self);
      break;
    default:
      g_assert_not_reached ();
    }
  self->y += style->below;
}

/* A heading goes to the next page with its picture. */
static void
keep_with_picture (Pen *self, const DipBlock *block, const DipBlock *next)
{
  if (block->kind != DIP_BLOCK_HEADING || next->kind != DIP_BLOCK_PICTURE)
    return;
  if (self->y + KEEP + picture_scale (next) * cairo_image_surface_get_height (next->picture) > BOTTOM)
    next_page (self);
}

int
dip_document_draw (const DipDocument *self, cairo_surface_t *surface, int pages, int *unknown)
{
  cairo_surface_t *nowhere = cairo_pdf_surface_create_for_stream (NULL, NULL, PAGE_WIDTH, PAGE_HEIGHT);
  Pen pen = { .document = self,
              .cr = cairo_create (surface != NULL ? surface : nowhere),
              .tagged = surface != NULL,
              .rtl = dip_language_is_rtl (self->language),
              .page = 1,
              .pages = pages,
              .y = TOP,
              .empty = TRUE };

  for (guint i = 0; i < self->blocks->len; i++)
    {
      if (i + 1 < self->blocks->len)
        keep_with_picture (&pen, self->blocks->pdata[i], self->blocks->pdata[i + 1]);
      draw_block (&pen, self->blocks->pdata[i]);
    }
  if (!pen.empty || pen.page == 1)
    end_page (&pen);
  else
    pen.page--;
  cairo_destroy (pen.cr);
  cairo_surface_destroy (nowhere);
  *unknown = pen.unknown;
  return pen.page;
}
