#include "dip-client-rows.h"

#include <glib/gi18n-lib.h>

#include "dip-history.h"
#include "dip-list-name.h"
#include "dip-pill.h"
#include "dip-tile.h"
#include "dip-wrap-box.h"

static GtkWidget *
text_label (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static GtkWidget *
plain_row (GtkWidget *child)
{
  GtkWidget *row = gtk_list_box_row_new ();

  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_margin_top (child, 12);
  gtk_widget_set_margin_bottom (child, 12);
  gtk_widget_set_margin_start (child, 15);
  gtk_widget_set_margin_end (child, 15);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), child);
  return row;
}

/* A stop on the time line: the day, and below what it is. */
static GtkWidget *
stop (const char *day, const char *what, const char *css_class)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_box_append (GTK_BOX (box), text_label (day, NULL));
  gtk_box_append (GTK_BOX (box), text_label (what, "caption"));
  gtk_widget_add_css_class (box, "stop");
  gtk_widget_add_css_class (box, css_class);
  return box;
}

static void
add_stop (GtkWidget *line, DipDate date, const char *what, const char *css_class)
{
  g_autofree char *day = dip_date_to_display (date);

  dip_wrap_box_append (DIP_WRAP_BOX (line), stop (day, what, css_class));
}

static GtkWidget *
time_line (GPtrArray *sessions, int healing_days, DipDate today)
{
  GtkWidget *line = dip_wrap_box_new (9);
  DipDate healed_from = dip_healed_from (sessions, healing_days, today);

  for (guint i = 0; i < sessions->len; i++)
    {
      const DipSession *session = g_ptr_array_index (sessions, i);

      add_stop (line, session->date, dip_token_label (dip_session_kind_tokens, (int) session->kind),
                session->date > today ? "planned" : "done");
    }
  if (healed_from != DIP_DATE_NONE)
    add_stop (line, healed_from, healed_from > today ? _ ("Fully healed from here") : _ ("Fully healed since"),
              "healed");
  return line;
}

static GtkWidget *
treatment_header (const DipTreatment *treatment, gboolean writable)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  g_autofree char *areas = dip_flags_to_label (dip_area_tokens, treatment->areas);
  const char *stage = dip_token_label (dip_stage_tokens, (int) treatment->stage);
  g_autofree char *text = *stage != '\0' ? g_strdup_printf ("%s · %s", areas, stage) : g_strdup (areas);
  GtkWidget *title = text_label (text, "heading");
  GtkWidget *button;

  gtk_widget_set_hexpand (title, TRUE);
  gtk_box_append (GTK_BOX (box), title);
  if (!writable)
    return box;
  button = gtk_button_new_with_mnemonic (_ ("Add _Session…"));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "x", treatment->id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "client.add-session");
  gtk_box_append (GTK_BOX (box), button);
  return box;
}

GtkWidget *
dip_client_rows_treatment (const DipDossier *dossier, const DipTreatment *treatment, DipDate today, gboolean writable)
{
  g_autoptr (GPtrArray) sessions = dip_dossier_sessions_of (dossier, treatment->id);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9);

  gtk_box_append (GTK_BOX (box), treatment_header (treatment, writable));
  if (sessions->len > 0)
    gtk_box_append (GTK_BOX (box), time_line (sessions, dossier->clinic->healing_days, today));
  else
    gtk_box_append (GTK_BOX (box), text_label (_ ("No session yet: every photo is a before photo."), "dim-label"));
  return plain_row (box);
}

static DipTone
consent_tone (DipConsentState state)
{
  if (state == DIP_CONSENT_ACTIVE)
    return DIP_TONE_GOOD;
  return state == DIP_CONSENT_WITHDRAWN || state == DIP_CONSENT_EXPIRED ? DIP_TONE_BAD : DIP_TONE_PLAIN;
}

static char *
validity_text (const DipConsent *consent)
{
  g_autofree char *from = dip_date_to_display (consent->valid_from);
  g_autofree char *until = dip_date_to_display (consent->valid_until);

  return g_strdup_printf (_ ("%s, from %s until %s"),
                          dip_token_label (dip_identifiability_tokens, (int) consent->identifiability), from, until);
}

GtkWidget *
dip_client_rows_consent (const DipConsent *consent, DipDate today)
{
  DipConsentState state = dip_consent_state (consent, today);
  guint left = dip_consent_scopes_left (consent);
  g_autofree char *scopes = dip_flags_to_label (dip_scope_tokens, left != 0 ? left : consent->scopes);
  g_autofree char *validity = validity_text (consent);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *button = gtk_button_new_from_icon_name ("document-save-symbolic");

  gtk_widget_set_hexpand (texts, TRUE);
  gtk_box_append (GTK_BOX (texts),
                  dip_pill_new (dip_token_label (dip_consent_state_tokens, (int) state), consent_tone (state)));
  gtk_box_append (GTK_BOX (texts), text_label (scopes, NULL));
  gtk_box_append (GTK_BOX (texts), text_label (validity, "caption"));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _ ("Save the Client’s Copy…"));
  dip_own_name (GTK_WIDGET (button), _ ("Save the client’s copy"));
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "x", consent->id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "client.receipt");
  gtk_box_append (GTK_BOX (box), texts);
  gtk_box_append (GTK_BOX (box), button);
  return plain_row (box);
}

static GtkWidget *
small_tile (DipWorkspace *workspace, const DipPhotoView *view)
{
  GtkWidget *tile = dip_tile_new (4.0 / 3.0);

  gtk_widget_set_size_request (tile, 64, 48);
  gtk_widget_set_valign (tile, GTK_ALIGN_CENTER);
  dip_tile_show (DIP_TILE (tile), workspace, DIP_TEXTURE_PHOTO, view->photo->id, 0,
                 dip_token_label (dip_phase_tokens, (int) view->facts.phase));
  return tile;
}

GtkWidget *
dip_client_rows_proposal (const DipDossier *dossier, const DipPairProposal *proposal, DipWorkspace *workspace)
{
  const DipPhotoView *before = dip_dossier_photo (dossier, proposal->before_id);
  const DipPhotoView *after = dip_dossier_photo (dossier, proposal->after_id);
  GtkWidget *box, *label, *button, *compare;
  g_autofree char *text = NULL;

  if (proposal->pair_id != 0 || before == NULL || after == NULL || dip_workspace_is_read_only (workspace))
    return NULL;
  box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  text = g_strdup_printf (_ ("Suggested: %s"), dip_token_label (dip_view_tokens, (int) proposal->view));
  label = text_label (text, NULL);
  gtk_widget_set_hexpand (label, TRUE);
  button = gtk_button_new_with_mnemonic (_ ("Make _Pair"));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "(xx)", proposal->before_id, proposal->after_id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "client.make-pair");
  gtk_box_append (GTK_BOX (box), small_tile (workspace, before));
  gtk_box_append (GTK_BOX (box), small_tile (workspace, after));
  compare = gtk_button_new_with_mnemonic (_ ("_Compare"));
  gtk_widget_set_valign (compare, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (compare), "(xx)", proposal->before_id, proposal->after_id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (compare), "win.compare");
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), compare);
  gtk_box_append (GTK_BOX (box), button);
  return plain_row (box);
}

GtkWidget *
dip_client_rows_history (const DipAuditEntry *entry)
{
  g_autoptr (GDateTime) at = g_date_time_new_from_iso8601 (entry->at, NULL);
  g_autoptr (GDateTime) local = at != NULL ? g_date_time_to_local (at) : NULL;
  g_autofree char *when = local != NULL ? g_date_time_format (local, "%x %H:%M") : g_strdup (entry->at);
  g_autofree char *subtitle = g_strdup_printf ("%s · %s", when, entry->actor);
  g_autofree char *escaped = g_markup_escape_text (subtitle, -1);
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), dip_history_action_label (entry->action));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), escaped);
  return row;
}
