/* Papers to print or send, as PDF: what has to come down and where, that it did, who has to be asked again, a form to sign. */
#pragma once

#include "dip-desk.h"

G_BEGIN_DECLS

/* A letter for each place that files went to, then one for search engines, caches and directories: which files, by name, hash
 * and date, have to go. Only what is open. @code: (nullable): of one client. NOT_FOUND when nothing is open. */
gboolean dip_papers_takedown_letters (const DipDesk *desk, const char *code, const char *file, GError **error);
/* The closing report of a client: every take-down, with who saw to it when; what is still open says so. NOT_FOUND when there
 * never was one. */
gboolean dip_papers_takedown_report (const DipDesk *desk, const char *code, const char *file, GError **error);
/* A letter on a page of its own for each consent that ends, or was to be asked again, within @days. @n_letters: (out) (optional). NOT_FOUND when
 * there is none. */
gboolean dip_papers_reminders (const DipDesk *desk, int days, const char *file, guint *n_letters, GError **error);
/* A form to fill in and sign by hand. */
gboolean dip_papers_form (const DipDesk *desk, gint64 notice_id, const char *file, GError **error);

G_END_DECLS
