/* The clinic's consent forms: made from a starting text, edited as a draft, checked against the rules, released for good. */
#pragma once

#include "dip-desk.h"
#include "dip-notice.h"

G_BEGIN_DECLS

/* What to change; NULL members stay. */
typedef struct
{
  const char *source;
  const char *purposes, *recipients, *retention, *withdrawal;
} DipNoticeChanges;

/* (array zero-terminated=1): languages that have a starting text. */
const char *const *dip_noticing_languages (void);
GPtrArray *dip_noticing_list (const DipDesk *desk, GError **error); /* DipNotice, oldest first */
DipNotice *dip_noticing_show (const DipDesk *desk, gint64 id, GError **error);
/* A draft from the starting text. EXISTS when a series of this name has this language. Returns the id, 0 on error. */
gint64 dip_noticing_new (const DipDesk *desk, const char *name, const char *language, DipJurisdiction jurisdiction,
                         GError **error);
/* Changes a draft; of a released form it makes the next version. Returns the id of the draft, 0 on error. */
gint64 dip_noticing_edit (const DipDesk *desk, gint64 id, const DipNoticeChanges *changes, GError **error);
/* The same from its parts, as an editor holds them; @paragraphs (element-type DipParagraph): in the order shown, or NULL to
 * leave text and title. @fields->source is not looked at. */
gint64 dip_noticing_save (const DipDesk *desk, gint64 id, const char *title, GPtrArray *paragraphs,
                          const DipNoticeChanges *fields, GError **error);
/* As a client will see it. INVALID when a field is empty. */
char *dip_noticing_preview (const DipDesk *desk, const DipNotice *notice, GError **error);
/* The same while it is being written (@notice need not be saved): dots stand for what is still empty. */
char *dip_noticing_preview_draft (const DipDesk *desk, const DipNotice *notice, GError **error);
/* Fixes a draft. INVALID when a field is empty or something that the jurisdiction asks for is missing, unless
 * there is a @reason (nullable) to release it all the same, which the audit log keeps. */
gboolean dip_noticing_release (const DipDesk *desk, gint64 id, const char *reason, GError **error);

G_END_DECLS
