#include "dip-pair-card.h"

#include <glib/gi18n-lib.h>

#include "dip-compat.h"
#include "dip-pairing.h"
#include "dip-pill.h"
#include "dip-publication.h"
#include "dip-tile.h"
#include "dip-window.h"
#include "dip-words-form.h"
#include "dip-wrap-box.h"

struct _DipPairCard
{
  GtkWidget parent_instance;

  GtkWidget *content;
  DipTile *tile;
  GtkLabel *title;
  GtkLabel *healed;
  GtkLabel *state;
  GtkLabel *reasons;
  GtkButton *approve_button;
  GtkButton *words_button;
  GtkButton *remove_button;
  GtkButton *studio_button;
  GtkButton *client_button; /* the code */
  GtkButton *fix_button;    /* where what blocks it can be mended */
  gint64 pair_id;
  gint64 asked_about; /* pair: the card may show another one by the time the answer comes */
  DipWorkspace *workspace;
};

G_DEFINE_FINAL_TYPE (DipPairCard, dip_pair_card, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_APPROVE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static char *
reasons_text (const DipGateAnswer *answer)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < answer->refusals->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "",
                            ((DipRefusal *) g_ptr_array_index (answer->refusals, i))->text);
  return g_string_free (text, FALSE);
}

static void
show_state (DipPairCard *self, const DipGateAnswer *answer)
{
  g_autofree char *until = dip_date_to_display (answer->until);
  g_autofree char *ready = g_strdup_printf (_ ("Ready until %s"), until);
  g_autofree char *reasons = reasons_text (answer);

  if (answer->allowed)
    dip_pill_set (self->state, ready, DIP_TONE_GOOD);
  else
    dip_pill_set (self->state, _ ("Blocked"), DIP_TONE_WARN);
  gtk_label_set_label (self->reasons, reasons);
  gtk_widget_set_visible (GTK_WIDGET (self->reasons), !answer->allowed);
}

static void
leads_to_client (GtkButton *button, const char *code, gboolean visible)
{
  gtk_widget_set_visible (GTK_WIDGET (button), visible);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", code);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.show-client");
}

void
dip_pair_card_show (DipPairCard *self, DipWorkspace *workspace, const DipGalleryEntry *entry, gboolean with_client)
{
  const DipCase *one;
  gboolean unapproved, curates;
  g_autofree char *title = NULL;
  g_autofree char *healed = NULL;

  g_return_if_fail (DIP_IS_PAIR_CARD (self));

  g_clear_object (&self->workspace);
  if (entry == NULL)
    {
      dip_tile_show (self->tile, NULL, DIP_TEXTURE_PAIR, 0, 0, NULL);
      return;
    }
  self->workspace = g_object_ref (workspace);
  one = entry->one;
  healed = dip_publication_after_label (&one->after_facts);
  title = g_strdup_printf ("%s · %s", dip_token_label (dip_view_tokens, (int) one->pair->view), healed);
  self->pair_id = one->pair->id;
  dip_tile_show (self->tile, workspace, DIP_TEXTURE_PAIR, one->pair->id,
                 one->alignment != NULL ? one->alignment->id : 0, title);
  gtk_label_set_label (self->title, dip_token_label (dip_view_tokens, (int) one->pair->view));
  gtk_label_set_label (self->healed, healed);
  gtk_button_set_label (self->client_button, one->client->code);
  leads_to_client (self->client_button, one->client->code, with_client);
  leads_to_client (self->fix_button, one->client->code, with_client && !entry->answer->allowed);
  /* By which the keyboard finds back to it when the page is filled anew; in a long list it would cost a style each time. */
  if (!with_client)
    gtk_widget_set_name (GTK_WIDGET (self->studio_button), one->pair->slug);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->studio_button), "x", one->pair->id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->studio_button), "win.studio");
  show_state (self, entry->answer);
  unapproved = dip_gate_answer_has (entry->answer, DIP_REFUSAL_NOT_APPROVED)
               || dip_gate_answer_has (entry->answer, DIP_REFUSAL_CHANGED_SINCE_APPROVAL);
  curates = !dip_workspace_is_read_only (workspace) && dip_workspace_get_role (workspace) != DIP_ROLE_MARKETING;
  gtk_widget_set_visible (GTK_WIDGET (self->approve_button), unapproved && curates);
  gtk_widget_set_visible (GTK_WIDGET (self->studio_button), dip_workspace_get_role (workspace) != DIP_ROLE_MARKETING);
  gtk_widget_set_visible (GTK_WIDGET (self->words_button), curates);
  gtk_widget_set_visible (GTK_WIDGET (self->remove_button), curates && !with_client);
}

static void
on_approve (DipPairCard *self)
{
  g_signal_emit (self, signals[SIGNAL_APPROVE], 0, self->pair_id);
}

static void
on_words (DipPairCard *self)
{
  dip_form_present (DIP_FORM (dip_words_form_new (self->workspace, self->pair_id)), GTK_WIDGET (self), self->workspace);
}

static gpointer
take_apart (const DipDesk *desk, gpointer id, DipJob *job, GError **error)
{
  return DIP_WORK_DONE (dip_pairing_remove (desk, *(const gint64 *) id, error));
}

static void
on_taken_apart (gpointer window, gpointer result, const GError *error)
{
  dip_window_say (window,
                  error != NULL ? error->message : _ ("The pair was taken apart. Both photos are still there."));
}

static void
on_remove_confirmed (GObject *owner)
{
  DipPairCard *self = DIP_PAIR_CARD (owner);
  GtkRoot *window = gtk_widget_get_root (GTK_WIDGET (self));
  const DipWork work = { take_apart, g_memdup2 (&self->asked_about, sizeof self->asked_about), g_free, NULL, TRUE };

  if (self->workspace != NULL && DIP_IS_WINDOW (window))
    dip_workspace_run (self->workspace, &work, NULL, G_OBJECT (window), on_taken_apart);
  else
    g_free (work.args);
}

static void
on_remove (DipPairCard *self)
{
  GtkRoot *window = gtk_widget_get_root (GTK_WIDGET (self));

  self->asked_about = self->pair_id;
  if (GTK_IS_WINDOW (window))
    dip_compat_ask (GTK_WINDOW (window), _ ("Take This Pair Apart?"),
                    _ ("How it was lined up, its words and its approval are lost. Both photos stay."),
                    _ ("_Take Apart"), G_OBJECT (self), on_remove_confirmed);
}

static void
dip_pair_card_dispose (GObject *object)
{
  DipPairCard *self = DIP_PAIR_CARD (object);

  g_clear_object (&self->workspace);
  g_clear_pointer (&self->content, gtk_widget_unparent);
  G_OBJECT_CLASS (dip_pair_card_parent_class)->dispose (object);
}

static void
dip_pair_card_class_init (DipPairCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dip_pair_card_dispose;
  signals[SIGNAL_APPROVE] = g_signal_new ("approve", DIP_TYPE_PAIR_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 1, G_TYPE_INT64);
  g_type_ensure (DIP_TYPE_TILE);
  g_type_ensure (DIP_TYPE_WRAP_BOX);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/diptych/Diptych/ui/dip-pair-card.ui");
  gtk_widget_class_bind_template_child (widget_class, DipPairCard, content);
  gtk_widget_class_bind_template_child (widget_class, DipPairCard, tile);
  gtk_widget_class_bind_template_child (widget_class, DipPairCard, title);
  gtk_widget_class_bind_template_child (widget_class, DipPairCard, healed);
  gtk_widget_class_bind_template_child (widget_class, DipPairCard, state);
  gtk_widget_class_bind_template_child (widget_class, DipPairCard, reasons);
  gtk_widget_class_bind_template_child (widget_class, DipPairCard, approve_button);
  gtk_widget_class_bind_template_child (widget_class, DipPairCard, words_button);
  gtk_widget_class_bind_template_child (widget_class, DipPairCard, remove_button);
  gtk_widget_class_bind_template_child (widget_class, DipPairCard, studio_button);
  gtk_widget_class_bind_template_child (widget_class, DipPairCard, client_button);
  gtk_widget_class_bind_template_child (widget_class, DipPairCard, fix_button);
  gtk_widget_class_bind_template_callback (widget_class, on_approve);
  gtk_widget_class_bind_template_callback (widget_class, on_words);
  gtk_widget_class_bind_template_callback (widget_class, on_remove);
}

static void
dip_pair_card_init (DipPairCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
dip_pair_card_new (void)
{
  return g_object_new (DIP_TYPE_PAIR_CARD, NULL);
}
