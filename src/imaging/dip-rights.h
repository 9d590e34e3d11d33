/* The fixed rights notice that exported pictures carry: who made them, whom to name, whose they are, where the terms stand.
 * Nothing else is ever written, and what was written is read back and compared. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* NULL: that part is left out. */
typedef struct
{
  char *creator;   /* dc:creator, IPTC By-line */
  char *credit;    /* photoshop:Credit, IPTC Credit */
  char *copyright; /* dc:rights, IPTC CopyrightNotice */
  char *licence;   /* URL of the page with the terms: xmpRights:WebStatement, plus:LicensorURL */
} DipRights;

DipRights *dip_rights_new (const char *creator, const char *credit, const char *copyright, const char *licence);
void dip_rights_free (DipRights *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DipRights, dip_rights_free)

/* (transfer full): one line of all parts, for what makes two files alike. */
char *dip_rights_note (const DipRights *self);

G_END_DECLS
