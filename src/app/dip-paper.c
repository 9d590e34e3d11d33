#include "dip-paper.h"

#include <inttypes.h>
#include <glib/gi18n-lib.h>

#include "dip-access.h"
#include "dip-compat.h"
#include "dip-held.h"
#include "dip-papers.h"
#include "dip-records.h"
#include "dip-window.h"

#define WANTED "dip-paper-wanted"

typedef struct
{
  DipPaper paper;
  char *code; /* or NULL */
  char *path; /* NULL until chosen */
  gint64 number;
  DipWorkspace *workspace;
} Wanted;

static const struct
{
  const char *title;
  const char *name;     /* "%s": the code */
  gboolean with_client; /* the file's name tells the code */
} papers[] = {
  [DIP_PAPER_ACCESS] = { N_ ("Save Everything About the Client"), N_ ("client-%s.zip"), TRUE },
  [DIP_PAPER_LETTERS] = { N_ ("Save the Take-Down Letters"), N_ ("take-down-letters-%s.pdf"), TRUE },
  [DIP_PAPER_REPORT] = { N_ ("Save the Closing Report"), N_ ("take-down-report-%s.pdf"), TRUE },
  [DIP_PAPER_REMINDERS] = { N_ ("Save the Reminder Letters"), N_ ("reminders.pdf"), FALSE },
  [DIP_PAPER_HEAD] = { N_ ("Save the Log’s Last Hash"), N_ ("audit-head.txt"), FALSE },
  [DIP_PAPER_FORM] = { N_ ("Save the Form to Print"), N_ ("consent-form.pdf"), FALSE },
};

static void
wanted_free (gpointer data)
{
  Wanted *self = data;

  g_free (self->code);
  g_free (self->path);
  g_clear_object (&self->workspace);
  g_free (self);
}

static gboolean
write_head (const DipDesk *desk, const char *path, GError **error)
{
  g_autofree char *head = NULL;
  g_autofree char *day = dip_date_to_iso (dip_desk_today (desk));
  g_autofree char *text = NULL;
  gint64 count;

  if (!dip_records_audit_verify (desk, &count, &head, error))
    return FALSE;
  text = g_strdup_printf ("%s\n%s\n%" PRId64 "\n", head, day, count);
  return g_file_set_contents (path, text, -1, error);
}

static gpointer
write_paper (const DipDesk *desk, gpointer data, DipJob *job, GError **error)
{
  const Wanted *wanted = data;

  switch (wanted->paper)
    {
    case DIP_PAPER_ACCESS:
      return DIP_WORK_DONE (dip_access_export (desk, wanted->code, wanted->path, error));
    case DIP_PAPER_LETTERS:
      return DIP_WORK_DONE (dip_papers_takedown_letters (desk, wanted->code, wanted->path, error));
    case DIP_PAPER_REPORT:
      return DIP_WORK_DONE (dip_papers_takedown_report (desk, wanted->code, wanted->path, error));
    case DIP_PAPER_REMINDERS:
      return DIP_WORK_DONE (dip_papers_reminders (desk, (int) wanted->number, wanted->path, NULL, error));
    case DIP_PAPER_HEAD:
      return DIP_WORK_DONE (write_head (desk, wanted->path, error));
    case DIP_PAPER_FORM:
    default:
      return DIP_WORK_DONE (dip_papers_form (desk, wanted->number, wanted->path, error));
    }
}

static void
on_written (gpointer owner, gpointer result, const GError *error)
{
  dip_window_say (DIP_WINDOW (owner), error != NULL ? error->message : _ ("Saved."));
}

static void
on_chosen (GObject *owner, GFile *file)
{
  DipHeld *held = g_object_get_data (owner, WANTED);
  const Wanted *wanted = dip_held_get (held);
  Wanted *args = g_new0 (Wanted, 1);
  const DipWork work = { write_paper, args, wanted_free, NULL, FALSE };

  args->paper = wanted->paper;
  args->code = g_strdup (wanted->code);
  args->number = wanted->number;
  args->path = g_file_get_path (file);
  if (args->path != NULL)
    dip_workspace_run (wanted->workspace, &work, NULL, owner, on_written);
  else
    wanted_free (args);
}

void
dip_paper_save (DipPaper paper, GtkWidget *opener, DipWorkspace *workspace, const char *code, gint64 number)
{
  GtkRoot *root = gtk_widget_get_root (opener);
  Wanted *wanted;
  g_auto (GStrv) parts = NULL;
  g_autofree char *name = NULL;

  g_return_if_fail (DIP_IS_WINDOW (root) && workspace != NULL);

  wanted = g_new0 (Wanted, 1);
  wanted->paper = paper;
  wanted->code = g_strdup (code);
  wanted->number = number;
  wanted->workspace = g_object_ref (workspace);
  parts = g_strsplit (_ (papers[paper].name), "%s", -1);
  name = g_strjoinv (code != NULL ? code : C_ ("clients", "all"), parts);
  g_object_set_data_full (G_OBJECT (root), WANTED, dip_held_new (wanted, wanted_free, NULL), g_object_unref);
  dip_compat_choose_new_file (GTK_WINDOW (root), _ (papers[paper].title), name, G_OBJECT (root), on_chosen);
}
