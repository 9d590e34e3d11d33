/* The words and marks of the web pages: HTML, JSON-LD and sitemap from facts, without any file or catalogue. */
#pragma once

#include "dip-clinic.h"
#include "dip-publication.h"

G_BEGIN_DECLS

/* What a page shows of one pair. */
typedef struct
{
  char *slug;
  char *title;
  char *alt;
  char *caption;
  char *after; /* “Healed · 6 weeks” */
  DipView view;
  gboolean healed;
  GPtrArray *items; /* (element-type DipExportItem), ascending in width */
} DipPageResult;

void dip_page_result_free (DipPageResult *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DipPageResult, dip_page_result_free)

/* (transfer full): of nobody, for knowing the words that stand on every page. */
DipPageResult *dip_page_sample (void);
/* (transfer full): "result-k7qx3m.html" */
char *dip_page_name (const DipPageResult *result);

typedef struct
{
  const DipClinic *clinic;
  const char *language;   /* "en": of the fixed words */
  gboolean slides;        /* two halves side by side in every picture: may be compared by sliding */
  double gutter;          /* between them: part of the height */
  const char *disclosure; /* or NULL: the usual line */
  gboolean rights;        /* with the clinic's rights notice */
} DipPageLook;

/* Words without case and accents between single blanks: “Ana-María” and "ana maria" are one. (transfer full) */
char *dip_page_fold (const char *text);

/* @template with {{language}}, {{title}}, {{body}} and {{data}} filled in; title and language are escaped. (transfer full) */
char *dip_page_fill (const char *template, const char *language, const char *title, const char *body, const char *data);

/* The fragment: figures, then what is true of all of them. The first picture is not lazy. (transfer full) */
char *dip_page_body (const DipPageLook *look, const DipPageResult *const *results, guint n);
/* A script element: schema.org's ImageGallery of ImageObjects, with the clinic's licence data. (transfer full) */
char *dip_page_json_ld (const DipPageLook *look, const DipPageResult *const *results, guint n);
/* The image sitemap; NULL when the clinic has no site, as addresses have to be whole. (transfer full) */
char *dip_page_sitemap (const DipPageLook *look, const DipPageResult *const *results, guint n);

G_END_DECLS
