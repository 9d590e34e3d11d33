#include "dip-style.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "dip-error.h"
#include "dip-publication.h"

#define LONGEST_TEMPLATE 200

DipStyle *
dip_style_new (const char *name)
{
  DipStyle *self = g_new0 (DipStyle, 1);

  self->name = g_strdup (name);
  self->labels = TRUE;
  self->label_anchor = DIP_ANCHOR_BOTTOM_LEFT;
  self->label_colour = 0xffffff;
  self->label_opacity = 0.58;
  self->gutter = 0.01;
  self->background = 0xffffff;
  self->mark = (DipMarkStyle){ .anchor = DIP_ANCHOR_BOTTOM_RIGHT, .size = 0.04, .opacity = 0.8, .colour = 0xffffff };
  return self;
}

DipStyle *
dip_style_copy (const DipStyle *self)
{
  DipStyle *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->name = g_strdup (self->name);
  copy->templates.before = g_strdup (self->templates.before);
  copy->templates.after = g_strdup (self->templates.after);
  copy->font = g_strdup (self->font);
  copy->mark.text = g_strdup (self->mark.text);
  copy->mark.logo = g_strdup (self->mark.logo);
  return copy;
}

void
dip_style_free (DipStyle *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->templates.before);
  g_free (self->templates.after);
  g_free (self->font);
  g_free (self->mark.text);
  g_free (self->mark.logo);
  g_free (self);
}

static double
linear (double value)
{
  return value <= 0.04045 ? value / 12.92 : pow ((value + 0.055) / 1.055, 2.4);
}

/* WCAG's relative luminance of @top laid with @opacity over @below. */
static double
luminance (guint32 top, double opacity, guint32 below)
{
  static const double weights[] = { 0.2126, 0.7152, 0.0722 };
  double sum = 0;

  for (guint i = 0; i < 3; i++)
    {
      const guint shift = 16 - 8 * i;
      double over = (top >> shift & 0xff) / 255.0, under = (below >> shift & 0xff) / 255.0;

      sum += weights[i] * linear (opacity * over + (1 - opacity) * under);
    }
  return sum;
}

double
dip_style_contrast (const DipStyle *self)
{
  const double words = luminance (self->label_colour, 1, 0);
  double worst = INFINITY;

  /* What is over the chip's ends is over all between them. */
  for (guint level = 0; level < 256; level += 5)
    {
      double chip = luminance (self->label_background, self->label_opacity, level * 0x010101u);

      worst = MIN (worst, (MAX (words, chip) + 0.05) / (MIN (words, chip) + 0.05));
    }
  return worst;
}

static gboolean
in_range (double value, double least, double most, const char *what, GError **error)
{
  if (value >= least && value <= most)
    return TRUE;
  g_set_error (error, DIP_ERROR, DIP_ERROR_INVALID, _ ("%s has to be from %g to %g."), what, least, most);
  return FALSE;
}

typedef char *(*FieldFunc) (const DipLabelFacts *facts);

static char *
fill_weeks (const DipLabelFacts *facts)
{
  return facts->facts != NULL && facts->facts->days_since >= 0 && facts->facts->phase == DIP_PHASE_HEALED
             ? g_strdup_printf ("%d", facts->facts->days_since / 7)
             : NULL;
}

static char *
fill_healed (const DipLabelFacts *facts)
{
  return facts->facts != NULL ? dip_publication_after_label (facts->facts) : NULL;
}

static char *
fill_sessions (const DipLabelFacts *facts)
{
  return facts->n_sessions == 0
             ? NULL
             : g_strdup_printf (ngettext ("%u session", "%u sessions", facts->n_sessions), facts->n_sessions);
}

static char *
fill_stage (const DipLabelFacts *facts)
{
  return facts->stage == DIP_STAGE_NONE ? NULL : g_strdup (dip_token_label (dip_stage_tokens, (int) facts->stage));
}

static char *
fill_view (const DipLabelFacts *facts)
{
  return facts->view == DIP_VIEW_NONE ? NULL : g_strdup (dip_token_label (dip_view_tokens, (int) facts->view));
}

static const struct
{
  const char *name;
  FieldFunc fill;
} fields[] = {
  { "{weeks}", fill_weeks }, { "{healed}", fill_healed }, { "{sessions}", fill_sessions },
  { "{stage}", fill_stage }, { "{view}", fill_view },
};

static int
field_at (const char *text)
{
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (g_str_has_prefix (text, fields[i].name))
      return (int) i;
  return -1;
}

static gboolean
check_template (const char *pattern, GError **error)
{
  if (pattern == NULL)
    return TRUE;
  if (g_utf8_strlen (pattern, -1) > LONGEST_TEMPLATE)
    {
      g_set_error (error, DIP_ERROR, DIP_ERROR_INVALID, _ ("A label may have at most %d characters."),
                   LONGEST_TEMPLATE);
      return FALSE;
    }
  for (const char *at = strchr (pattern, '{'); at != NULL; at = strchr (at + 1, '{'))
    if (field_at (at) < 0)
      {
        g_set_error (
            error, DIP_ERROR, DIP_ERROR_INVALID,
            _ ("“%s” has a field that is not known. There are {weeks}, {healed}, {sessions}, {stage} and {view}."),
            pattern);
        return FALSE;
      }
  return TRUE;
}

static gboolean
check_contrast (const DipStyle *self, GError **error)
{
  double contrast = dip_style_contrast (self);

  if (!self->labels || contrast >= DIP_STYLE_LEAST_CONTRAST)
    return TRUE;
  g_set_error (
      error, DIP_ERROR, DIP_ERROR_INVALID,
      _ ("The labels could not be read on every picture: their contrast may fall to %.1f, and %.1f is the least. "
         "Choose colours further apart, or a more opaque background."),
      contrast, DIP_STYLE_LEAST_CONTRAST);
  return FALSE;
}

gboolean
dip_style_check (const DipStyle *self, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (self->name == NULL || *self->name == '\0')
    {
      g_set_error_literal (error, DIP_ERROR, DIP_ERROR_INVALID, _ ("Give the style a name."));
      return FALSE;
    }
  return in_range (self->label_opacity, 0, 1, _ ("The labels' background"), error)
         && in_range (self->gutter, 0, 0.2, _ ("The gutter"), error)
         && in_range (self->mark.size, 0.01, 0.5, _ ("The clinic mark's size"), error)
         && in_range (self->mark.opacity, 0.1, 1, _ ("The clinic mark's opacity"), error)
         && check_template (self->templates.before, error) && check_template (self->templates.after, error)
         && check_contrast (self, error);
}

/* A field that stays empty takes the blank, and the separator, before it along. */
static void
drop_separator (GString *text)
{
  while (text->len > 0)
    {
      const char *last = g_utf8_find_prev_char (text->str, text->str + text->len);
      gunichar c = g_utf8_get_char (last);

      if (!g_unichar_isspace (c) && c != 0xb7 && c != '-' && c != ',' && c != '|')
        return;
      g_string_truncate (text, (gsize) (last - text->str));
    }
}

char *
dip_label_fill (const char *pattern, const DipLabelFacts *facts)
{
  GString *text = g_string_new (NULL);

  g_return_val_if_fail (pattern != NULL && facts != NULL, NULL);

  for (const char *at = pattern; *at != '\0';)
    {
      int field = *at == '{' ? field_at (at) : -1;
      g_autofree char *value = field >= 0 ? fields[field].fill (facts) : NULL;

      if (field < 0)
        {
          g_string_append_c (text, *at++);
          continue;
        }
      at += strlen (fields[field].name);
      if (value != NULL)
        g_string_append (text, value);
      else
        drop_separator (text);
    }
  return g_strstrip (g_string_free (text, FALSE));
}

gboolean
dip_colour_parse (const char *text, guint32 *out, GError **error)
{
  const char *digits = *text == '#' ? text + 1 : text;

  if (strlen (digits) == 6 && strspn (digits, "0123456789abcdefABCDEF") == 6)
    {
      *out = (guint32) g_ascii_strtoull (digits, NULL, 16);
      return TRUE;
    }
  g_set_error (error, DIP_ERROR, DIP_ERROR_INVALID, _ ("“%s” is not a colour; write it as #rrggbb."), text);
  return FALSE;
}

char *
dip_colour_to_text (guint32 colour)
{
  return g_strdup_printf ("#%06x", colour & 0xffffff);
}
