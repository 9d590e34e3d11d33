/* How composites look: saved by name and shared by a whole gallery, so that every result looks alike. */
#pragma once

#include "dip-pair.h"
#include "dip-words.h"

G_BEGIN_DECLS

/* A label's words, with fields in braces: {weeks} {healed} {sessions} {stage} {view}. */
typedef struct
{
  char *before; /* NULL: “Before” */
  char *after;  /* NULL: “Healed · 6 weeks” */
} DipLabelTemplates;

typedef struct
{
  char *text;       /* the clinic mark in words, or NULL */
  char *logo;       /* digest of its picture, which goes before the words; or NULL */
  DipAnchor anchor; /* in the whole picture */
  double size;      /* its height as a part of a panel's: 0.01 to 0.5 */
  double opacity;   /* 0.1 to 1 */
  guint32 colour;   /* of the words, 0xrrggbb */
} DipMarkStyle;

typedef struct
{
  gint64 id;
  char *name;
  DipLayout layout;
  gboolean labels;
  DipLabelTemplates templates;
  char *font;               /* family, or NULL: the system's sans */
  DipAnchor label_anchor;   /* in each panel */
  guint32 label_colour;     /* 0xrrggbb */
  guint32 label_background; /* of the chip behind the words */
  double label_opacity;     /* of the chip: 0 to 1 */
  double gutter;            /* part of a panel's height: 0 to 0.2 */
  guint32 background;       /* of the gutter */
  DipMarkStyle mark;
} DipStyle;

/* Plain: side by side, white words on a dark chip at the lower left, a hundredth of white between. */
DipStyle *dip_style_new (const char *name);
DipStyle *dip_style_copy (const DipStyle *self);
void dip_style_free (DipStyle *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DipStyle, dip_style_free)

/* Contrast of the label's words against its chip over the worst of pictures: WCAG 2.2, success criterion 1.4.3. */
double dip_style_contrast (const DipStyle *self);

#define DIP_STYLE_LEAST_CONTRAST 4.5

/* INVALID in words for a part out of its range, an unknown field, too little contrast, no name. */
gboolean dip_style_check (const DipStyle *self, GError **error);

/* What the fields stand for in one picture. */
typedef struct
{
  const DipPhaseFacts *facts; /* of the photo the label is on */
  guint n_sessions;           /* before the photo was taken */
  DipStage stage;
  DipView view;
} DipLabelFacts;

/* (transfer full): the template with its fields filled in; what is not known is left out with the blanks around it. */
char *dip_label_fill (const char *pattern, const DipLabelFacts *facts);

/* "#rrggbb", with or without the sign. */
gboolean dip_colour_parse (const char *text, guint32 *out, GError **error);
/* (transfer full): "#rrggbb" */
char *dip_colour_to_text (guint32 colour);

G_END_DECLS
