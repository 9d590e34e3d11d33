#include "dip-client-item.h"
#include "dip-cut-text.h"
#include "dip-date-row.h"
#include "dip-fold.h"
#include "dip-held.h"
#include "dip-list-sync.h"
#include "dip-textures.h"
#include "dip-whole-list.h"
#include "dip-wrap-box.h"
#include "ui-fixture.h"

static void
test_days_as_people_write_them (void)
{
  static const struct
  {
    const char *text;
    int year, month, day; /* 0: no day */
  } table[] = {
    { "2026-03-14", 2026, 3, 14 },
    { " 2026-03-14 ", 2026, 3, 14 },
    { "20260314", 2026, 3, 14 },
    { "2024-02-29", 2024, 2, 29 },
    { "2026-02-29", 0, 0, 0 },
    { "20260230", 0, 0, 0 },
    { "", 0, 0, 0 },
    { "soon", 0, 0, 0 },
    { "14", 0, 0, 0 },
    { "2026-3", 0, 0, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      DipDate wanted
          = table[i].year != 0 ? dip_date_from_ymd (table[i].year, table[i].month, table[i].day) : DIP_DATE_NONE;

      g_test_message ("“%s”", table[i].text);
      g_assert_cmpint (dip_date_row_read (table[i].text), ==, wanted);
    }
}

static void
test_date_row (void)
{
  DipDateRow *row = g_object_ref_sink (g_object_new (DIP_TYPE_DATE_ROW, NULL));

  g_assert_true (dip_date_row_is_valid (row));
  g_assert_cmpint (dip_date_row_get (row), ==, DIP_DATE_NONE);
  gtk_editable_set_text (GTK_EDITABLE (row), "2026-13-01");
  g_assert_false (dip_date_row_is_valid (row));
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (row), "error"));
  dip_date_row_set (row, dip_date_from_ymd (2026, 3, 14));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (row)), ==, "2026-03-14");
  g_assert_false (gtk_widget_has_css_class (GTK_WIDGET (row), "error"));
  g_object_unref (row);
}

static DipHeld *
held (const char *key)
{
  return dip_held_new (g_strdup (key), g_free, g_strdup (key));
}

typedef struct
{
  guint position, removed, added, n_changes;
} Change;

static void
on_items_changed (GListModel *model, guint position, guint removed, guint added, Change *change)
{
  change->position = position;
  change->removed = removed;
  change->added = added;
  change->n_changes++;
}

/* Each letter is an item. */
static void
test_only_what_changed_is_replaced (void)
{
  static const struct
  {
    const char *before, *after;
    guint position, removed, added, n_changes;
  } table[] = {
    { "abc", "abc", 0, 0, 0, 0 }, { "", "ab", 0, 0, 2, 1 },      { "ab", "", 0, 2, 0, 1 },
    { "abc", "axc", 1, 1, 1, 1 }, { "abc", "abcd", 3, 0, 1, 1 }, { "abc", "zabc", 0, 0, 1, 1 },
    { "aa", "a", 1, 1, 0, 1 },    { "abcd", "ad", 1, 2, 0, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (GListStore) store = g_list_store_new (DIP_TYPE_HELD);
      g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
      Change change = { 0 };

      for (const char *c = table[i].before; *c != '\0'; c++)
        {
          g_autoptr (DipHeld) item = held ((char[]){ *c, '\0' });

          g_list_store_append (store, item);
        }
      for (const char *c = table[i].after; *c != '\0'; c++)
        g_ptr_array_add (items, held ((char[]){ *c, '\0' }));
      g_signal_connect (store, "items-changed", G_CALLBACK (on_items_changed), &change);
      g_test_message ("%s -> %s", table[i].before, table[i].after);
      dip_list_sync (store, items, (DipSameFunc) dip_held_same);
      g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (store)), ==, strlen (table[i].after));
      g_assert_cmpuint (change.n_changes, ==, table[i].n_changes);
      g_assert_cmpuint (change.position, ==, table[i].position);
      g_assert_cmpuint (change.removed, ==, table[i].removed);
      g_assert_cmpuint (change.added, ==, table[i].added);
    }
}

static GPtrArray *
letters (const char *text)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);

  for (const char *c = text; *c != '\0'; c++)
    g_ptr_array_add (items, held ((char[]){ *c, '\0' }));
  return items;
}

static void
change_to (DipWholeList *list, const char *text)
{
  GPtrArray *shown = dip_whole_list_hold (list);
  g_autoptr (DipListChange) change = dip_list_change_new (shown, letters (text), (DipSameFunc) dip_held_same);

  dip_whole_list_apply (list, change);
  dip_whole_list_drop (shown);
}

static void
test_a_long_list_is_swapped (void)
{
  static const struct
  {
    const char *before, *after;
    guint position, removed, added, n_changes;
  } table[] = {
    { "abc", "abc", 0, 0, 0, 0 }, { "", "ab", 0, 0, 2, 1 },      { "ab", "", 0, 2, 0, 1 },
    { "abc", "axc", 1, 1, 1, 1 }, { "abc", "abcd", 3, 0, 1, 1 }, { "abc", "zabc", 0, 0, 1, 1 },
    { "aa", "a", 1, 1, 0, 1 },    { "abcd", "ad", 1, 2, 0, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (DipWholeList) list = dip_whole_list_new (DIP_TYPE_HELD);
      g_autoptr (GObject) first = NULL;
      g_autoptr (GObject) still_first = NULL;
      Change change = { 0 };

      g_test_message ("%s -> %s", table[i].before, table[i].after);
      change_to (list, table[i].before);
      first = g_list_model_get_item (G_LIST_MODEL (list), 0);
      g_signal_connect (list, "items-changed", G_CALLBACK (on_items_changed), &change);
      change_to (list, table[i].after);
      still_first = g_list_model_get_item (G_LIST_MODEL (list), 0);
      g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, strlen (table[i].after));
      g_assert_cmpuint (change.n_changes, ==, table[i].n_changes);
      g_assert_cmpuint (change.position, ==, table[i].position);
      g_assert_cmpuint (change.removed, ==, table[i].removed);
      g_assert_cmpuint (change.added, ==, table[i].added);
      g_assert_true (table[i].position == 0 || first == still_first); /* what stayed the same is the same object */
    }
}

static DipClientItem *
client_item (const char *name, const char *code)
{
  DipClientOverview *overview = g_new0 (DipClientOverview, 1);
  DipClient client = { .id = 1, .code = (char *) code };

  overview->client = dip_client_copy (&client);
  overview->name = g_strdup (name);
  overview->healed_from = DIP_DATE_NONE;
  return dip_client_item_new (overview);
}

static void
test_search (void)
{
  static const struct
  {
    const char *search;
    gboolean names_too, found;
  } table[] = {
    { "", TRUE, TRUE },     { "jos", TRUE, TRUE },   { "garcia", TRUE, TRUE }, { "gar", TRUE, TRUE },
    { "k7qx", TRUE, TRUE }, { "anna", TRUE, FALSE }, { "jos", FALSE, FALSE },  { "k7qx", FALSE, TRUE },
  };
  g_autoptr (DipClientItem) item = client_item ("José García", "K7QX3M");

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_test_message ("“%s”, names %s", table[i].search, table[i].names_too ? "shown" : "hidden");
      g_assert_true (dip_client_item_matches (item, table[i].search, table[i].names_too) == table[i].found);
    }
}

static void
test_hidden_names_are_codes (void)
{
  g_autoptr (DipClientItem) item = client_item ("José García", "K7QX3M");
  g_autoptr (DipClientItem) erased = client_item (NULL, "K7QX3M");

  g_assert_cmpstr (dip_client_overview_title (dip_client_item_get (item), FALSE), ==, "José García");
  g_assert_cmpstr (dip_client_overview_title (dip_client_item_get (item), TRUE), ==, "K7QX3M");
  g_assert_cmpstr (dip_client_overview_title (dip_client_item_get (erased), FALSE), ==, "K7QX3M");
}

static void
test_textures_are_bounded (void)
{
  DipTextures *textures = dip_textures_new ();
  g_autoptr (GBytes) bytes = g_bytes_new_take (g_malloc0 (2048 * 1024 * 4), 2048 * 1024 * 4); /* 8 MiB each */

  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (GdkTexture) texture = gdk_memory_texture_new (2048, 1024, GDK_MEMORY_DEFAULT, bytes, 2048 * 4);
      g_autofree char *key = g_strdup_printf ("%u", i);

      dip_textures_keep (textures, key, texture);
      g_assert_nonnull (dip_textures_peek (textures, "0")); /* used again and again, so it stays */
    }
  g_assert_nonnull (dip_textures_peek (textures, "19"));
  g_assert_null (dip_textures_peek (textures, "1"));
  dip_textures_free (textures);
}

static GtkWidget *
box_of (int width, int height)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_widget_set_size_request (box, width, height);
  return box;
}

static void
test_wrap_box_takes_the_lines_it_needs (void)
{
  static const struct
  {
    int width, height;
  } table[] = { { 320, 20 }, { 310, 20 }, { 309, 50 }, { 100, 80 } };
  GtkWidget *wrap = g_object_ref_sink (dip_wrap_box_new (10));
  int minimum, natural;

  for (guint i = 0; i < 3; i++)
    dip_wrap_box_append (DIP_WRAP_BOX (wrap), box_of (i == 0 ? 96 : 97, 20));
  gtk_widget_measure (wrap, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
  g_assert_cmpint (minimum, ==, 97);
  g_assert_cmpint (natural, ==, 96 + 97 + 97 + 20);
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      gtk_widget_measure (wrap, GTK_ORIENTATION_VERTICAL, table[i].width, &minimum, &natural, NULL, NULL);
      g_assert_cmpint (natural, ==, table[i].height);
    }
  g_object_unref (wrap);
}

static void
test_fold_lets_the_window_be_narrow (void)
{
  GtkWidget *fold = g_object_ref_sink (
      g_object_new (DIP_TYPE_FOLD, "sidebar", box_of (200, 10), "content", box_of (300, 10), NULL));
  int minimum;

  gtk_widget_measure (fold, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, ==, 300);
  g_object_unref (fold);
}

static gboolean
is_told_at (GtkWidget *window, int x, int y)
{
  g_autoptr (GObject) tooltip = g_object_new (GTK_TYPE_TOOLTIP, NULL);
  gboolean told = FALSE;

  g_signal_emit_by_name (window, "query-tooltip", x, y, FALSE, tooltip, &told);
  return told;
}

static gboolean
has_a_size (gpointer window)
{
  return gtk_widget_get_width (window) > 0;
}

static void
test_texts_that_are_cut_are_told_whole (void)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  dip_cut_text_follow (window);
  g_assert_true (gtk_widget_get_has_tooltip (window));
  for (guint i = 0; i < 2; i++)
    {
      GtkWidget *label = gtk_label_new (i == 0 ? "/a/folder/with/a/rather/long/name/for/so/small/a/window" : "/a");

      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
      gtk_widget_set_size_request (label, 100, 40);
      gtk_box_append (GTK_BOX (box), label);
    }
  gtk_window_set_child (GTK_WINDOW (window), box);
  gtk_window_set_default_size (GTK_WINDOW (window), 100, 80);
  gtk_window_present (GTK_WINDOW (window));
  wait_for (has_a_size, box);
  for (guint i = 0; i < 2; i++)
    {
      GtkWidget *label = i == 0 ? gtk_widget_get_first_child (box) : gtk_widget_get_last_child (box);
      graphene_rect_t bounds;

      g_assert_true (gtk_widget_compute_bounds (label, window, &bounds));
      g_assert_cmpint (is_told_at (window, (int) bounds.origin.x + 50, (int) bounds.origin.y + 20), ==, i == 0);
    }
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/ui/date-row/reads", test_days_as_people_write_them);
  g_test_add_func ("/ui/date-row/row", test_date_row);
  g_test_add_func ("/ui/list-sync", test_only_what_changed_is_replaced);
  g_test_add_func ("/ui/whole-list", test_a_long_list_is_swapped);
  g_test_add_func ("/ui/client-item/search", test_search);
  g_test_add_func ("/ui/client-item/hidden-names", test_hidden_names_are_codes);
  g_test_add_func ("/ui/textures/bounded", test_textures_are_bounded);
  g_test_add_func ("/ui/wrap-box", test_wrap_box_takes_the_lines_it_needs);
  g_test_add_func ("/ui/fold", test_fold_lets_the_window_be_narrow);
  g_test_add_func ("/ui/cut-text", test_texts_that_are_cut_are_told_whole);
  return g_test_run ();
}
