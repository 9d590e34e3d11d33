/* Papers a clinic saves as files: asks where to, writes on a thread, says how it went. */
#pragma once

#include <gtk/gtk.h>

#include "dip-workspace.h"

G_BEGIN_DECLS

typedef enum
{
  DIP_PAPER_ACCESS,    /* everything about a client, ZIP */
  DIP_PAPER_LETTERS,   /* to whoever has files of the client that must come down */
  DIP_PAPER_REPORT,    /* what came down, of the client */
  DIP_PAPER_REMINDERS, /* to clients whose consent runs out within so many days */
  DIP_PAPER_HEAD,      /* the audit log's last hash, as text */
  DIP_PAPER_FORM,      /* a released form, to print */
} DipPaper;

/* @code: (nullable): the client's. @number: days or form. */
void dip_paper_save (DipPaper paper, GtkWidget *opener, DipWorkspace *workspace, const char *code, gint64 number);

G_END_DECLS
