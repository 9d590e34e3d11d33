/* Where exports go, with the rules of that place. */
#pragma once

#include "dip-words.h"

G_BEGIN_DECLS

#define DIP_LADDER_MAX 8

typedef enum
{
  DIP_EXPORT_AVIF = 1 << 0,
  DIP_EXPORT_WEBP = 1 << 1,
  DIP_EXPORT_JPEG = 1 << 2,
} DipExportFormat;

extern const DipToken dip_export_format_tokens[];

typedef struct
{
  gint64 id;
  char *name;  /* "website": what --destination takes */
  char *label; /* shown; not translated when the clinic wrote it */
  DipScope scope;
  DipIdentifiability max_identifiability;
  DipLayout layout;
  gboolean labels;
  guint formats;
  int widths[DIP_LADDER_MAX];    /* ascending pixels, 0-terminated */
  gint64 style_id;               /* how composites look there; 0: plain */
  gboolean mark;                 /* the style's clinic mark */
  gboolean after_only;           /* the healed half alone: listing sites that reject collages */
  int shape_width, shape_height; /* of the whole picture, as in 4:5; 0: as the pair was cropped */
  int max_kib;                   /* byte budget of one file, in units of 1024 bytes; 0: none */
  gboolean pages;                /* with web pages, index and image sitemap */
  gboolean rights;               /* the clinic's rights notice with every picture on the pages */
  char *caption;                 /* fields in braces, as in labels; NULL: the usual */
  char *disclosure;              /* line under the results; NULL: that results differ */
  char *language;                /* "de": of captions, alternative texts and pages; NULL: the program's own */
  char *templates;               /* folder of a designer's page templates; NULL: the built-in ones */
  int dpi;                       /* noted in JPEG files, for print; 0: none */
  gboolean series;               /* before, after, after: all healed photos of one before in one picture */
  gboolean import_list;          /* with a CSV and a WXR file for WordPress's importer */
  char *names;                   /* pattern of files' names (dip_publication_stem()); NULL: the usual */
} DipDestination;

void dip_destination_free (DipDestination *self);

/* INVALID, in words, for a destination that could not be published to: name, sizes, formats, shape or budget. */
gboolean dip_destination_check (const DipDestination *self, GError **error);

/* "4:5"; "" or NULL for as cropped. INVALID for anything else. */
gboolean dip_destination_set_shape (DipDestination *self, const char *text, GError **error);
/* (transfer full) (nullable): "4:5", or NULL */
char *dip_destination_shape (const DipDestination *self);
/* "400,800,1200": ascending pixels, at most DIP_LADDER_MAX - 1 of them. */
gboolean dip_destination_set_widths (DipDestination *self, const char *text, GError **error);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DipDestination, dip_destination_free)

/* The ones a new library starts with: the clinic's own site, social media in three shapes, listing sites, print, in-clinic,
 * training. (transfer full) (element-type DipDestination) */
GPtrArray *dip_destination_presets (void);

G_END_DECLS
