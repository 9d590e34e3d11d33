/* A suggestion how to line a pair up, found in the pictures. It is shown, with how sure it is, and saved only when a person
 * confirms it: by dip_pairing_save() of its draft. */
#pragma once

#include "dip-studio.h"

G_BEGIN_DECLS

typedef struct
{
  gboolean confident; /* FALSE: it could not be found; set points by hand */
  double confidence;  /* 0 to 1 */
  char *text;         /* a translated sentence for the person who decides */
  /* Three points that lie on each other, as if set by hand and as ready to be moved; crop and correction as they are saved.
   * Without landmarks when not confident. Nothing in it to free. */
  DipAlignment draft;
} DipSuggestion;

void dip_suggestion_free (DipSuggestion *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DipSuggestion, dip_suggestion_free)

/* Opens the photos small and looks for it: a second or less. Any thread. NULL on error, which a mere lack of confidence is
 * not. */
DipSuggestion *dip_suggesting_find (const DipDesk *desk, gint64 pair_id, GCancellable *cancellable, GError **error);
/* The same from proxies that are open already. */
DipSuggestion *dip_studio_suggest (DipStudio *studio, GCancellable *cancellable, GError **error);

G_END_DECLS
