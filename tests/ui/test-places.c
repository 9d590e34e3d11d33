/* Every place of the window in every look, as it is drawn: nothing cut off, nothing that can't be translated or is put together from
 * pieces, nothing too faint to read, nothing that makes the window wider than a small screen.
 *
 * DIP_DEMO is a demo library to copy. DIP_TEXTS is a folder of translations to see it in: those of the program, or of tests/ui/longer.py, where
 * LANGUAGE is xx, in which texts are 40 % longer and say that they were marked. DIP_SHOTS is a folder to keep pictures in. */
#include <glib/gi18n-lib.h>
#include <libintl.h>
#include <locale.h>
#include <math.h>

#include "dip-clients.h"
#include "dip-form.h"
#include "dip-gallery.h"
#include "dip-unseen.h"
#include "dip-window.h"
#include "ui-fixture.h"

#define SETTLE_US    (400 * 1000)
#define LEAST_PIXELS 30 /* of a text's own colour, for it to have been drawn at all */
#define MOST_TRIES   10
#define AA_SMALL     4.5 /* WCAG 2.2, 1.4.3 */
#define AA_LARGE     3.0
#define LARGE_PIXELS 24
#define LARGE_BOLD   18.6
#define SMALL_SCREEN 360
#define MOST_LETTERS 1000 /* a consent form is a document in the client's language */
#define MOST_WIDTH   600  /* of a window whose text is twice as large, or in a longer language */

typedef struct
{
  const char *name;
  AdwColorScheme scheme;
  double text; /* how much larger */
  GtkTextDirection direction;
  gboolean narrow;
} Look;

typedef struct
{
  const char *name;
  const char *action;
  const char *format; /* of its argument; NULL: none */
  gint64 number;
  gboolean is_form;
} Place;

/* What is shown of the demo: its data may be named as it is. */
typedef struct
{
  GSettings *settings;
  DipWindow *window;
  char *path;
  char *code;
  GHashTable *words; /* of people, which nobody translates */
  GString *trouble;
  gboolean longer;
} World;

typedef struct
{
  int width, height;
  guchar *pixels; /* BGRA */
} Shot;

static void
settle (void)
{
  const gint64 end = g_get_monotonic_time () + SETTLE_US;

  while (g_get_monotonic_time () < end)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (2000);
}

/* --- the picture ------------------------------------------------------------------------------------------------------- */

static gboolean
take_shot (GtkWidget *window, const char *where, Shot *shot)
{
  const char *folder = g_getenv ("DIP_SHOTS");
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (window);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;

  shot->width = gtk_widget_get_width (window);
  shot->height = gtk_widget_get_height (window);
  gdk_paintable_snapshot (paintable, snapshot, shot->width, shot->height);
  node = gtk_snapshot_free_to_node (snapshot);
  if (node == NULL)
    return FALSE;
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (window)), node,
                                         &GRAPHENE_RECT_INIT (0, 0, (float) shot->width, (float) shot->height));
  shot->pixels = g_malloc ((gsize) shot->width * (gsize) shot->height * 4);
  gdk_texture_download (texture, shot->pixels, (gsize) shot->width * 4);
  if (folder != NULL)
    {
      g_autofree char *name = g_strconcat (where, ".png", NULL);
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_assert_true (gdk_texture_save_to_png (texture, path));
    }
  return TRUE;
}

static double
channel (double value)
{
  value /= 255;
  return value <= 0.04045 ? value / 12.92 : pow ((value + 0.055) / 1.055, 2.4);
}

static double
luminance (guint32 colour)
{
  return 0.2126 * channel (colour >> 16 & 0xff) + 0.7152 * channel (colour >> 8 & 0xff)
         + 0.0722 * channel (colour & 0xff);
}

static double
contrast (guint32 a, guint32 b)
{
  const double first = luminance (a), second = luminance (b);

  return (MAX (first, second) + 0.05) / (MIN (first, second) + 0.05);
}

/* Of the text in @area against what is most seen there; 0 when nothing can be said. */
static double
contrast_in (const Shot *shot, const graphene_rect_t *area, guint32 *text, guint32 *ground)
{
  g_autoptr (GHashTable) counts = g_hash_table_new (NULL, NULL);
  GHashTableIter iter;
  gpointer key, value;
  guint most = 0, all = 0;
  double best = 0;

  for (int y = MAX (0, (int) area->origin.y); y < MIN (shot->height, (int) (area->origin.y + area->size.height)); y++)
    for (int x = MAX (0, (int) area->origin.x); x < MIN (shot->width, (int) (area->origin.x + area->size.width)); x++)
      {
        const guchar *p = shot->pixels + ((gsize) y * (gsize) shot->width + (gsize) x) * 4;
        const guint32 colour = (guint32) p[2] << 16 | (guint32) p[1] << 8 | p[0];
        const guint n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, GUINT_TO_POINTER (colour))) + 1;

        g_hash_table_insert (counts, GUINT_TO_POINTER (colour), GUINT_TO_POINTER (n));
        all++;
        if (n > most)
          {
            most = n;
            *ground = colour;
          }
      }
  if (all < LEAST_PIXELS || most < all / 3)
    return 0;
  g_hash_table_iter_init (&iter, counts);
  while (g_hash_table_iter_next (&iter, &key, &value))
    if (contrast (GPOINTER_TO_UINT (key), *ground) > best)
      {
        best = contrast (GPOINTER_TO_UINT (key), *ground);
        *text = GPOINTER_TO_UINT (key);
      }
  return best;
}

/* --- texts ------------------------------------------------------------------------------------------------------------- */

static void
complain (World *world, const char *where, const char *what, const char *text)
{
  g_autofree char *line = g_strdup_printf ("# %s: %s: “%s”\n", where, what, text);

  if (strstr (world->trouble->str, line) == NULL)
    g_string_append (world->trouble, line);
}

static gboolean
is_fully_seen (GtkWidget *widget, GtkWidget *window, graphene_rect_t *bounds)
{
  if (!gtk_widget_compute_bounds (widget, window, bounds))
    return FALSE;
  for (GtkWidget *at = gtk_widget_get_parent (widget); at != NULL; at = gtk_widget_get_parent (at))
    {
      graphene_rect_t room;

      if (GTK_IS_SCROLLED_WINDOW (at) && gtk_widget_compute_bounds (at, window, &room)
          && !graphene_rect_contains_rect (&room, bounds))
        return FALSE;
      if (gtk_widget_get_opacity (at) < 0.1)
        return FALSE;
    }
  return TRUE;
}

/* Whether there is more to @text than what was written in the program: a name, a folder. */
static gboolean
has_own_parts (const char *text)
{
  int depth = 0;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      const gunichar c = g_utf8_get_char (at);

      depth += (c == 0x2039) - (c == 0x203a);
      if (depth == 0 && g_unichar_isalnum (c))
        return TRUE;
    }
  return FALSE;
}

/* The program's own words are cut only where a tooltip was written for them; names of any length wherever the window tells them whole. */
static gboolean
has_whole_text_elsewhere (GtkWidget *widget, const char *text)
{
  if (has_own_parts (text) && gtk_widget_get_has_tooltip (GTK_WIDGET (gtk_widget_get_root (widget))))
    return TRUE;
  for (int i = 0; widget != NULL && i < 6; i++, widget = gtk_widget_get_parent (widget))
    if (gtk_widget_get_tooltip_text (widget) != NULL)
      return TRUE;
  return FALSE;
}

static gboolean
is_bold (GtkLabel *label)
{
  PangoContext *context = gtk_widget_get_pango_context (GTK_WIDGET (label));

  return pango_font_description_get_weight (pango_context_get_font_description (context)) >= PANGO_WEIGHT_BOLD;
}

static double
least_contrast (GtkLabel *label)
{
  PangoContext *context = gtk_widget_get_pango_context (GTK_WIDGET (label));
  PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);
  const double pixels
      = (pango_font_metrics_get_ascent (metrics) + pango_font_metrics_get_descent (metrics)) / 1.2 / PANGO_SCALE;

  pango_font_metrics_unref (metrics);
  return pixels >= LARGE_PIXELS || (is_bold (label) && pixels >= LARGE_BOLD) ? AA_LARGE : AA_SMALL;
}

static void
judge_contrast (World *world, const char *where, GtkLabel *label, GtkWidget *window, const Shot *shot)
{
  graphene_rect_t bounds;
  guint32 text = 0, ground = 0;
  double found;
  g_autofree char *what = NULL;

  if (!gtk_widget_is_sensitive (GTK_WIDGET (label)) || !is_fully_seen (GTK_WIDGET (label), window, &bounds))
    return;
  found = contrast_in (shot, &bounds, &text, &ground);
  if (found == 0 || found >= least_contrast (label) - 0.05)
    return;
  what = g_strdup_printf ("contrast %.2f (#%06x on #%06x)", found, text, ground);
  complain (world, where, what, gtk_label_get_text (label));
}

/* Letters alone: no name of a file, no code, no address. */
static gboolean
is_word (const char *text)
{
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    if (!g_unichar_isalpha (g_utf8_get_char (at)))
      return FALSE;
  return g_utf8_strlen (text, -1) > 2;
}

/* Words that are neither within the marks nor of a person or the demo. */
static gboolean
has_unmarked_words (World *world, const char *text)
{
  int depth = 0;
  g_autoptr (GString) bare = g_string_new (NULL);
  g_auto (GStrv) words = NULL;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      const gunichar c = g_utf8_get_char (at);

      depth += (c == 0x2039) - (c == 0x203a);
      if (depth == 0)
        g_string_append_unichar (bare, c == 0x203a || g_unichar_isspace (c) ? ' ' : c);
    }
  words = g_strsplit (bare->str, " ", -1);
  for (guint i = 0; words[i] != NULL; i++)
    {
      g_strdelimit (words[i], "()·,;:", ' ');
      g_strstrip (words[i]);
      if (is_word (words[i]) && !g_hash_table_contains (world->words, words[i]))
        return TRUE;
    }
  return FALSE;
}

/* Sentences are whole: marked texts stand beside each other only in a list. */
static gboolean
is_put_together (const char *text)
{
  static const char *const between[] = { " · ", ", ", ": ", "\n", " – ", " → ", " / ", " (", ") ", "; ", NULL };
  int depth = 0;
  const char *end = NULL;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      const gunichar c = g_utf8_get_char (at);

      if (c == 0x2039 && depth++ == 0 && end != NULL)
        {
          g_autofree char *gap = g_strndup (end, (gsize) (at - end));
          gboolean fine = FALSE;

          for (guint i = 0; between[i] != NULL; i++)
            fine |= strstr (gap, between[i]) != NULL;
          if (!fine)
            return TRUE;
        }
      if (c == 0x203a && --depth == 0)
        end = g_utf8_next_char (at);
    }
  return FALSE;
}

static void
judge_label (World *world, const char *where, GtkLabel *label, GtkWidget *window, const Shot *shot)
{
  const char *text = gtk_label_get_text (label);

  if (*text == '\0')
    return;
  judge_contrast (world, where, label, window, shot);
  if (!world->longer)
    return;
  if (gtk_label_get_ellipsize (label) != PANGO_ELLIPSIZE_NONE && strstr (text, "‹") != NULL
      && pango_layout_is_ellipsized (gtk_label_get_layout (label))
      && !has_whole_text_elsewhere (GTK_WIDGET (label), text))
    complain (world, where, "cut off", text);
  if (strlen (text) < MOST_LETTERS && has_unmarked_words (world, text))
    complain (world, where, "not marked for translation", text);
  if (is_put_together (text))
    complain (world, where, "put together from pieces", text);
}

/* Whether a part of it can't be come to: beyond the window's side, or what it lies in is narrower and does not scroll. Titles of entries
 * give way to what is entered, and are told by a tooltip. */
static gboolean
is_beyond_the_side (GtkWidget *widget, GtkWidget *window)
{
  GtkWidget *row = gtk_widget_get_ancestor (widget, ADW_TYPE_ENTRY_ROW);
  graphene_rect_t bounds, room;

  if (row != NULL && gtk_widget_get_tooltip_text (row) != NULL)
    return FALSE;
  for (GtkWidget *at = gtk_widget_get_parent (widget); at != NULL; at = gtk_widget_get_parent (at))
    {
      GtkPolicyType policy = GTK_POLICY_NEVER;

      if (GTK_IS_SCROLLED_WINDOW (at))
        gtk_scrolled_window_get_policy (GTK_SCROLLED_WINDOW (at), &policy, NULL);
      if (policy != GTK_POLICY_NEVER)
        return FALSE;
      if (at != window && gtk_widget_get_overflow (at) != GTK_OVERFLOW_HIDDEN)
        continue;
      if (gtk_widget_compute_bounds (widget, at, &bounds) && gtk_widget_compute_bounds (at, at, &room)
          && (bounds.origin.x < room.origin.x - 1
              || bounds.origin.x + bounds.size.width > room.origin.x + room.size.width + 1))
        return TRUE;
    }
  return FALSE;
}

static void
judge (World *world, const char *where, GtkWidget *widget, GtkWidget *window, const Shot *shot)
{
  if (!gtk_widget_get_mapped (widget))
    return;
  if (GTK_IS_LABEL (widget))
    judge_label (world, where, GTK_LABEL (widget), window, shot);
  if ((GTK_IS_LABEL (widget) || GTK_IS_BUTTON (widget) || GTK_IS_EDITABLE (widget))
      && is_beyond_the_side (widget, window))
    complain (world, where, "beyond the side",
              GTK_IS_LABEL (widget) ? gtk_label_get_text (GTK_LABEL (widget)) : G_OBJECT_TYPE_NAME (widget));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    judge (world, where, child, window, shot);
}

static void
judge_window (World *world, const char *where, GtkWidget *window, gboolean roomy)
{
  Shot shot = { 0 };
  int least = 0;
  gboolean drawn = take_shot (window, where, &shot);

  for (guint i = 0; i < MOST_TRIES && !drawn; i++)
    {
      settle ();
      drawn = take_shot (window, where, &shot);
    }
  if (!drawn)
    {
      complain (world, where, "not drawn", gtk_window_get_title (GTK_WINDOW (window)));
      return;
    }
  judge (world, where, window, window, &shot);
  g_free (shot.pixels);
  gtk_widget_measure (window, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  if (least > (roomy ? MOST_WIDTH : SMALL_SCREEN))
    {
      g_autofree char *what = g_strdup_printf ("%d pixels wide at least", least);

      complain (world, where, "too wide", what);
    }
}

/* --- going there ------------------------------------------------------------------------------------------------------- */

static GtkWidget *
form_in_front (World *world)
{
  GListModel *all = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (GtkWidget) other = g_list_model_get_item (all, i);

      if (other != GTK_WIDGET (world->window) && GTK_IS_WINDOW (other) && gtk_widget_get_mapped (other))
        return other;
    }
  return NULL;
}

static void
visit (World *world, const Look *look, const Place *place)
{
  g_autofree char *where = g_strdup_printf ("%s, %s", place->name, look->name);
  GtkWidget *front;

  if (place->format == NULL)
    gtk_widget_activate_action (GTK_WIDGET (world->window), place->action, NULL);
  else if (*place->format == 's')
    gtk_widget_activate_action (GTK_WIDGET (world->window), place->action, "s", place->number != 0 ? world->code : "");
  else if (*place->format == 'i')
    gtk_widget_activate_action (GTK_WIDGET (world->window), place->action, "i", (int) place->number);
  else
    gtk_widget_activate_action (GTK_WIDGET (world->window), place->action, "x", place->number);
  settle ();
  front = form_in_front (world);
  if (place->is_form && front == NULL)
    complain (world, where, "no form", place->action);
  judge_window (world, where, front != NULL ? front : GTK_WIDGET (world->window), look->text > 1 || world->longer);
  if (front != NULL)
    gtk_window_close (GTK_WINDOW (front));
  else if (place->action[4] != 'g')
    gtk_widget_activate_action (GTK_WIDGET (world->window), "win.page-back", NULL);
}

static void
visit_all (World *world, const Look *look, gint64 pair)
{
  const Place places[] = {
    { "Clients", "win.go", "i", 1, FALSE },
    { "Inbox", "win.go", "i", 2, FALSE },
    { "Gallery", "win.go", "i", 3, FALSE },
    { "Consent", "win.go", "i", 4, FALSE },
    { "Exports", "win.go", "i", 5, FALSE },
    { "studio", "win.studio", "x", pair, FALSE },
    { "taking consent", "win.take-consent", "s", 1, FALSE },
    { "consent history", "win.consent-history", "s", 1, FALSE },
    { "take-downs", "win.takedowns", "s", 0, FALSE },
    { "audit log", "win.audit", NULL, 0, FALSE },
    { "consent forms", "win.consent-forms", NULL, 0, FALSE },
    { "destinations", "win.destinations", NULL, 0, FALSE },
    { "whose picture", "win.stray", NULL, 0, FALSE },
    { "help", "win.help", "s", 0, FALSE },
    { "preferences", "win.preferences", NULL, 0, TRUE },
    { "back up", "win.back-up", NULL, 0, TRUE },
    { "seal", "win.seal", NULL, 0, TRUE },
    { "new client", "win.new-client", NULL, 0, TRUE },
    { "client", "win.show-client", "s", 1, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    visit (world, look, &places[i]);
}

static void
wear (const Look *look, int dpi)
{
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), look->scheme);
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", (int) (dpi * look->text), NULL);
  gtk_widget_set_default_direction (look->direction);
}

static gboolean
library_is_shown (gpointer data)
{
  const World *world = data;

  return dip_window_get_workspace (world->window) != NULL;
}

static void
learn_words (World *world, const DipDesk *desk)
{
  /* Of the demo, of the calendar, and what has its own name everywhere. */
  const char *known
      = "Diptych Demo Clinic January February March April May June July August September October "
        "November December root "
        "norwood English German French Spanish WordPress CSV JSON PDF JPEG PNG WebP AVIF SHA www https "
        "example org com website "
        "library catalogue staff Social media portrait story strip of all healed photos animated slide Print display "
        "Training Listing sites result only Website In clinic";
  g_autoptr (GPtrArray) clients = dip_clients_list (desk, NULL, NULL);
  g_autoptr (GString) all = g_string_new (known);
  g_auto (GStrv) words = NULL;

  for (guint i = 0; i < clients->len; i++)
    {
      const DipClientOverview *one = g_ptr_array_index (clients, i);

      g_string_append_printf (all, " %s %s", one->name, one->client->code);
    }
  g_string_append_printf (all, " %s %s", g_get_user_name (), g_get_real_name ());
  g_strdelimit (all->str, "0123456789-_.,/", ' ');
  words = g_strsplit (all->str, " ", -1);
  world->words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; words[i] != NULL; i++)
    g_hash_table_add (world->words, g_strdup (words[i]));
}

static void
set_up (World *world, gint64 *pair)
{
  g_autofree char *folder = new_folder ();
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GError) error = NULL;
  DipDesk *desk;
  const DipGalleryEntry *entry;
  const char *copy[] = { "cp", "-r", g_getenv ("DIP_DEMO"), NULL, NULL };

  world->path = g_build_filename (folder, "demo", NULL);
  copy[3] = world->path;
  g_assert_true (g_spawn_sync (NULL, (char **) copy, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, &error));
  world->trouble = g_string_new (NULL);
  world->longer = g_strcmp0 (g_getenv ("LANGUAGE"), "xx") == 0;
  desk = dip_desk_open (world->path, TRUE, NULL, &error);
  g_assert_no_error (error);
  learn_words (world, desk);
  entries = dip_gallery_list (desk, "website", NULL, &error);
  g_assert_no_error (error);
  entry = g_ptr_array_index (entries, 0);
  *pair = entry->one->pair->id;
  world->code = g_strdup (entry->one->client->code);
  dip_desk_free (desk);
  world->settings = dip_settings_new ();
  world->window = dip_window_new (NULL, world->settings);
  gtk_window_set_default_size (GTK_WINDOW (world->window), 1100, 760);
  gtk_window_present (GTK_WINDOW (world->window));
  dip_window_open (world->window, world->path, DIP_OPEN_NORMAL);
  wait_for (library_is_shown, world);
}

static void
test_places (void)
{
  static const Look looks[] = {
    { "light", ADW_COLOR_SCHEME_FORCE_LIGHT, 1, GTK_TEXT_DIR_LTR, FALSE },
    { "dark", ADW_COLOR_SCHEME_FORCE_DARK, 1, GTK_TEXT_DIR_LTR, FALSE },
    { "large text", ADW_COLOR_SCHEME_FORCE_LIGHT, 2, GTK_TEXT_DIR_LTR, FALSE },
    { "right to left", ADW_COLOR_SCHEME_FORCE_LIGHT, 1, GTK_TEXT_DIR_RTL, FALSE },
    { "narrow", ADW_COLOR_SCHEME_FORCE_LIGHT, 1, GTK_TEXT_DIR_LTR, TRUE },
  };
  World world = { 0 };
  gint64 pair = 0;
  guint n_looks = G_N_ELEMENTS (looks);
  int dpi;

  set_up (&world, &pair);
  g_object_get (gtk_settings_get_default (), "gtk-xft-dpi", &dpi, NULL);
  if (world.longer)
    n_looks = 1;
  else if (adw_style_manager_get_high_contrast (adw_style_manager_get_default ()))
    n_looks = 2; /* light and dark */
  for (guint i = 0; i < n_looks; i++)
    {
      wear (&looks[i], dpi);
      if (looks[i].narrow)
        gtk_window_set_default_size (GTK_WINDOW (world.window), SMALL_SCREEN, 640);
      visit_all (&world, &looks[i], pair);
    }
  if (world.trouble->len > 0)
    {
      g_print ("%s", world.trouble->str);
      g_test_fail ();
    }
  gtk_window_destroy (GTK_WINDOW (world.window));
  settle ();
}

/* As AdwApplication does. */
static void
load_style (const char *name)
{
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();
  g_autofree char *path = g_strconcat ("/io/github/diptych/Diptych/", name, NULL);

  gtk_css_provider_load_from_resource (provider, path);
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

int
main (int argc, char **argv)
{
  const char *texts = g_getenv ("DIP_TEXTS");

  gtk_test_init (&argc, &argv, NULL); /* in the locale C, where nothing is translated */
  setlocale (LC_ALL, "");
  g_log_set_always_fatal (G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL); /* libvips warns of pictures */
  if (texts != NULL)
    {
      bindtextdomain (GETTEXT_PACKAGE, texts);
      bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
      textdomain (GETTEXT_PACKAGE);
    }
  adw_init ();
  g_object_set (gtk_settings_get_default (), "gtk-cursor-blink", FALSE, "gtk-enable-animations", FALSE,
                "gtk-decoration-layout", "appmenu:close", NULL); /* as GNOME has it */
  load_style ("style.css");
  if (adw_style_manager_get_high_contrast (adw_style_manager_get_default ()))
    load_style ("style-hc.css");
  g_test_add_func ("/ui/places", test_places);
  return g_test_run ();
}
