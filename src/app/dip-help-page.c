#include "dip-help-page.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#define MOST_PARAGRAPHS 5

struct _DipHelpPage
{
  GtkWidget parent_instance;

  GtkWidget *content;
  AdwPreferencesGroup *topics;
};

G_DEFINE_FINAL_TYPE (DipHelpPage, dip_help_page, GTK_TYPE_WIDGET)

/* Whole paragraphs, so that they can be translated as such. */
static const struct
{
  const char *name;
  const char *title;
  const char *paragraphs[MOST_PARAGRAPHS];
} topics[] = {
  { "first-day",
    N_ ("Your First Day"),
    { N_ ("Make a library, or look at the demo first: its clients are made up and nothing can go wrong. A library is "
          "one folder "
          "on this computer; Diptych never goes to the Internet."),
      N_ ("Add a client with a name and a birth date. Everywhere outside this window the client is only a random code. "
          "With "
          "Control+H all names are hidden, so that the screen can be turned towards somebody else."),
      N_ ("Add the treatment and the days of its sessions: from these days Diptych knows what is a before, what is "
          "still healing "
          "and what is healed. Then drag the photos onto the client, or import them. The originals are only read; what "
          "is "
          "kept has no place, camera number or name in it any more."),
      N_ ("A before and a healed photo of the same view make a pair. Line it up, look at it, approve it. It may leave "
          "when the "
          "client's consent says so, and not otherwise.") } },
  { "photos",
    N_ ("Taking Photos That Can Be Compared"),
    { N_ ("Same place, same light, same distance. Mark where the client stands and where you stand with tape on the "
          "floor; two lamps "
          "at the same height left and right, no flash, no window behind the client."),
      N_ ("Same height and angle: the camera at the height of the eyes for the hairline, straight above for the top. "
          "Hair equally "
          "short and dry, no shine: powder hides density, water makes it look like less."),
      N_ ("Same views at every visit: front hairline, top, crown, both temples, back. The grid on the client's page "
          "shows which "
          "are missing. Take the befores on the day of the first session, before it begins."),
      N_ ("The result is taken when the skin has healed, four weeks after the last session at the earliest unless your "
          "clinic waits "
          "for longer. Earlier photos are kept, but never called a result."),
      N_ ("Do not use portrait or beauty modes: they change faces and skin. Diptych only moves, turns and scales "
          "pictures, and "
          "says when the two halves differ in light, sharpness or angle.") } },
  { "consent",
    N_ ("Consent"),
    { N_ ("Before the first client, make a form: Consent Forms in the menu has starting texts for several countries, "
          "with a list of what "
          "a form must say. Have it read by whoever advises you, then release it. A released form never changes."),
      N_ ("Take on Screen, on the client's page, asks one question at a time with the screen turned to the client. "
          "Nothing is ticked "
          "beforehand. The client chooses the uses, how much of the person may be seen, and until when, and signs. On "
          "paper works "
          "too: print the form, photograph or scan the signed one, attach it."),
      N_ ("A consent is replaced, never edited; the history shows what was agreed to when, in which words. The client "
          "gets a copy: the "
          "receipt."),
      N_ ("The place Consent lists what is missing, runs out or was withdrawn. Once a day a notification reminds of "
          "what runs out "
          "within thirty days.") } },
  { "publishing",
    N_ ("Publishing"),
    { N_ ("The Gallery shows each pair as it would leave, for the destination chosen above: ready, or blocked with the "
          "reasons and the "
          "way to mend them. Title, alternative text and caption are drafted; Words… changes them."),
      N_ ("Export… asks for a destination and a folder, and first says what would change: what is new, what changed, "
          "what has to go. Then it "
          "brings the folder in line. Files that others put there are never touched."),
      N_ ("The folder for the own website has a page for each case with a slider, and an index. Upload all of it, each "
          "time. Note the web "
          "addresses of files that went elsewhere: a take-down needs them."),
      N_ ("Every file that leaves is in the list of files for good, with its day, place and consent. Whose Picture Is "
          "This? finds the "
          "export a stray copy came from.") } },
  { "withdrawal",
    N_ ("When Somebody Withdraws"),
    { N_ ("Open the client, press Withdraw…, done. No reason is needed and none is asked for. From that moment nothing "
          "of it can leave, "
          "and everything that did is listed for take-down."),
      N_ ("Export again into the same folder: the pictures, pages and the site map are rid of it. Upload that, then "
          "tick the files off. "
          "Write to the other places; the letters are ready. Search engines keep copies for weeks: ask them to remove "
          "these as well."),
      N_ ("What is overdue stays in sight until somebody has ticked it off with name and day. The closing report is "
          "the proof for the client "
          "and for an authority."),
      N_ ("To be forgotten is more than a withdrawal: Erase removes name, photos and signature for good and keeps, "
          "under the code alone, the "
          "proof that what was published was permitted.") } },
  { "accounts",
    N_ ("Accounts and Locking"),
    { N_ ("Seal This Library, in the menu, locks names and pictures with keys. From then on everybody signs in. A "
          "stolen computer or back-up "
          "shows nothing."),
      N_ ("Owners do everything. Curators work with clients. Marketing sees approved results whose consent is in "
          "force, by code, and "
          "exports them."),
      N_ ("Control+L locks at once; after ten quiet minutes, or when the desktop locks, it does so by itself. Who "
          "leaves the clinic is shut out "
          "under Accounts; the keys are replaced."),
      N_ ("Print the recovery sheet and keep it in a safe. Without it and without a passphrase nobody can open the "
          "library again, "
          "not even those who made Diptych.") } },
  { "moving",
    N_ ("Moving to Another Computer"),
    { N_ ("On the old computer, choose Back Up in the menu. Everything is in that one file, read back and compared. "
          "Keep it on an encrypted disk; if the library is sealed, the file is sealed as well."),
      N_ ("On the new one, install Diptych and choose Restore a Back-Up where it welcomes you. A library that was "
          "sealed asks for the same passphrase as before."),
      N_ ("Make such a back-up every week, on a disk that is not always connected, and try restoring one now and then. "
          "After an erasure, delete older back-ups or erase again after restoring one.") } },
};

static void
add_paragraph (AdwExpanderRow *row, const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_set_margin_top (label, 9);
  gtk_widget_set_margin_bottom (label, 9);
  gtk_widget_set_margin_start (label, 12);
  gtk_widget_set_margin_end (label, 12);
  adw_expander_row_add_row (row, label);
}

static void
dip_help_page_dispose (GObject *object)
{
  g_clear_pointer (&DIP_HELP_PAGE (object)->content, gtk_widget_unparent);
  G_OBJECT_CLASS (dip_help_page_parent_class)->dispose (object);
}

static void
dip_help_page_class_init (DipHelpPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dip_help_page_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/diptych/Diptych/ui/dip-help-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DipHelpPage, content);
  gtk_widget_class_bind_template_child (widget_class, DipHelpPage, topics);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "win.page-back", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK, "win.page-back", NULL);
}

static void
dip_help_page_init (DipHelpPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
dip_help_page_new (const char *topic)
{
  DipHelpPage *self = g_object_new (DIP_TYPE_HELP_PAGE, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (topics); i++)
    {
      GtkWidget *row = adw_expander_row_new ();

      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ (topics[i].title));
      for (guint k = 0; k < MOST_PARAGRAPHS && topics[i].paragraphs[k] != NULL; k++)
        add_paragraph (ADW_EXPANDER_ROW (row), _ (topics[i].paragraphs[k]));
      adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), g_strcmp0 (topics[i].name, topic) == 0);
      adw_preferences_group_add (self->topics, row);
    }
  return GTK_WIDGET (self);
}
