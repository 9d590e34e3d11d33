/* What the public reads about a pair: title, alternative text and caption, drafted by the program until staff write their
 * own, for each language of a site. */
#pragma once

#include "dip-form.h"

G_BEGIN_DECLS

#define DIP_TYPE_WORDS_FORM (dip_words_form_get_type ())
G_DECLARE_FINAL_TYPE (DipWordsForm, dip_words_form, DIP, WORDS_FORM, DipForm)

DipWordsForm *dip_words_form_new (DipWorkspace *workspace, gint64 pair_id);

G_END_DECLS
