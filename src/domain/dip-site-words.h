/* What the web pages say, in the site's language: that of its visitors, whatever the program's own is. Whole sentences per
 * language, with its own plurals. */
#pragma once

#include "dip-treatment.h"

G_BEGIN_DECLS

typedef enum
{
  DIP_SITE_SMP,          /* “Scalp micropigmentation” */
  DIP_SITE_TITLE,        /* %s: “3b” */
  DIP_SITE_RESULTS,      /* heading of the index */
  DIP_SITE_BEFORE,       /* labels */
  DIP_SITE_AFTER,        /* a result whose healing is not claimed */
  DIP_SITE_HEALED,       /* %s: “6 weeks” */
  DIP_SITE_ALT,          /* %s: what is shown */
  DIP_SITE_ALT_HEALED,   /* %s: what is shown, %s: “6 weeks” */
  DIP_SITE_COMPARE,      /* name of the slider */
  DIP_SITE_REAL_CLIENTS, /* only when it is true of every picture */
  DIP_SITE_DIFFER,       /* that results differ */
  DIP_SITE_NONE,         /* an index without results */
} DipSiteWord;

/* The languages there are: "en", "de", "fr", "es"; NULL-terminated. */
const char *const *dip_site_languages (void);
/* What it calls itself: “Deutsch”. */
const char *dip_site_language_name (const char *language);
/* One of these, NULL and others becoming English. */
const char *dip_site_language (const char *language);

const char *dip_site_word (const char *language, DipSiteWord word);
/* As part of a sentence: “crown”; "" for none. */
const char *dip_site_view (const char *language, DipView view);

/* (transfer full) (nullable): “6 weeks” since the last session, completed units only; NULL when there was none. */
char *dip_site_time_since (const char *language, const DipPhaseFacts *facts);
/* (transfer full): “Healed, 6 weeks after the last of 3 sessions · Norwood III vertex · crown”. */
char *dip_site_caption (const char *language, const DipPhaseFacts *after, DipStage stage, DipView view);
/* (transfer full): 10 to 125 characters from areas, view, stage and weeks; never a name. */
char *dip_site_alt (const char *language, const DipPhaseFacts *after, guint areas, DipStage stage, DipView view);
/* (transfer full): “Healed · 6 weeks”. */
char *dip_site_after_label (const char *language, const DipPhaseFacts *after);

/* (transfer full): every word that may come of the above, for telling drafted words from written ones. */
char *dip_site_vocabulary (const char *language);

G_END_DECLS
