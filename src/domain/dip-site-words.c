#include "dip-site-words.h"

#include <string.h>

/* Search engines and screen readers cut longer texts off. */
#define ALT_MOST 125

enum
{
  EN,
  DE,
  FR,
  ES,
  N_LANGUAGES,
};

static const char *const languages[] = { [EN] = "en", [DE] = "de", [FR] = "fr", [ES] = "es", NULL };

static const char *const words[][N_LANGUAGES] = {
  [DIP_SITE_SMP] = { "Scalp micropigmentation", "Haarpigmentierung", "Micropigmentation du cuir chevelu",
                     "Micropigmentación capilar" },
  [DIP_SITE_TITLE] = { "Scalp Micropigmentation %s", "Haarpigmentierung %s", "Micropigmentation du cuir chevelu %s",
                       "Micropigmentación capilar %s" },
  [DIP_SITE_RESULTS] = { "Results", "Ergebnisse", "Résultats", "Resultados" },
  [DIP_SITE_BEFORE] = { "Before", "Vorher", "Avant", "Antes" },
  [DIP_SITE_AFTER] = { "After", "Nachher", "Après", "Después" },
  [DIP_SITE_HEALED] = { "Healed · %s", "Abgeheilt · %s", "Cicatrisé · %s", "Cicatrizado · %s" },
  [DIP_SITE_ALT] = { "%s: before and after", "%s: vorher und nachher", "%s : avant et après", "%s: antes y después" },
  [DIP_SITE_ALT_HEALED] = { "%s: before and fully healed after %s", "%s: vorher und vollständig abgeheilt nach %s",
                            "%s : avant, puis cicatrisé après %s", "%s: antes y totalmente cicatrizado a las %s" },
  [DIP_SITE_COMPARE] = { "Compare before and after", "Vorher und nachher vergleichen", "Comparer avant et après",
                         "Comparar antes y después" },
  [DIP_SITE_REAL_CLIENTS]
  = { "All results shown represent real clients and fully healed outcomes, not immediate post-treatment results.",
      "Alle gezeigten Ergebnisse stammen von echten Kundinnen und Kunden und sind vollständig abgeheilt, nicht direkt "
      "nach "
      "der Behandlung aufgenommen.",
      "Tous les résultats présentés sont ceux de vrais clients, entièrement cicatrisés, et non photographiés juste "
      "après le "
      "traitement.",
      "Todos los resultados mostrados son de clientes reales y están totalmente cicatrizados; no se tomaron justo "
      "después "
      "del tratamiento." },
  [DIP_SITE_DIFFER]
  = { "These are the results of the people shown; results differ from person to person.",
      "Dies sind die Ergebnisse der gezeigten Personen; Ergebnisse sind von Mensch zu Mensch verschieden.",
      "Ce sont les résultats des personnes présentées ; les résultats varient d’une personne à l’autre.",
      "Estos son los resultados de las personas mostradas; los resultados varían de una persona a otra." },
  [DIP_SITE_NONE]
  = { "There are no results to show at the moment.", "Zurzeit gibt es keine Ergebnisse zu zeigen.",
      "Il n’y a pas de résultats à présenter pour le moment.", "Por el momento no hay resultados que mostrar." },
};

/* One and more; French counts 0 as one, but nothing here is ever 0. “Last of %s” is masculine or feminine as “session” is. */
typedef struct
{
  const char *one, *other;
} Count;

enum
{
  DAYS,
  WEEKS,
  MONTHS,
  YEARS,
  HEALED_AFTER,
};

static const Count counts[][N_LANGUAGES] = {
  [DAYS] = { { "%d day", "%d days" }, { "%d Tag", "%d Tagen" }, { "%d jour", "%d jours" }, { "%d día", "%d días" } },
  [WEEKS] = { { "%d week", "%d weeks" },
              { "%d Woche", "%d Wochen" },
              { "%d semaine", "%d semaines" },
              { "%d semana", "%d semanas" } },
  [MONTHS]
  = { { "%d month", "%d months" }, { "%d Monat", "%d Monaten" }, { "%d mois", "%d mois" }, { "%d mes", "%d meses" } },
  [YEARS] = { { "%d year", "%d years" }, { "%d Jahr", "%d Jahren" }, { "%d an", "%d ans" }, { "%d año", "%d años" } },
  /* %s: the time; %d: sessions */
  [HEALED_AFTER]
  = { { "Healed, %s after the session", "Healed, %s after the last of %d sessions" },
      { "Abgeheilt, %s nach der Sitzung", "Abgeheilt, %s nach der letzten von %d Sitzungen" },
      { "Cicatrisé, %s après la séance", "Cicatrisé, %s après la dernière de %d séances" },
      { "Cicatrizado, %s después de la sesión", "Cicatrizado, %s después de la última de %d sesiones" } },
};

/* German counts in the dative after “nach”, in the nominative before it. */
static const Count german_nominative[] = { [DAYS] = { "%d Tag", "%d Tage" },
                                           [WEEKS] = { "%d Woche", "%d Wochen" },
                                           [MONTHS] = { "%d Monat", "%d Monate" },
                                           [YEARS] = { "%d Jahr", "%d Jahre" } };

static const struct
{
  DipView view;
  const char *word[N_LANGUAGES];
} views[] = {
  { DIP_VIEW_FRONT_HAIRLINE, { "front hairline", "vorderer Haaransatz", "ligne frontale", "línea frontal" } },
  { DIP_VIEW_TOP, { "top of the head", "Oberkopf", "dessus de la tête", "parte superior de la cabeza" } },
  { DIP_VIEW_CROWN, { "crown", "Wirbel", "vertex", "coronilla" } },
  { DIP_VIEW_LEFT_TEMPLE, { "left temple", "linke Schläfe", "tempe gauche", "sien izquierda" } },
  { DIP_VIEW_RIGHT_TEMPLE, { "right temple", "rechte Schläfe", "tempe droite", "sien derecha" } },
  { DIP_VIEW_LEFT_OBLIQUE,
    { "left oblique view", "schräg von links", "vue oblique gauche", "vista oblicua izquierda" } },
  { DIP_VIEW_RIGHT_OBLIQUE,
    { "right oblique view", "schräg von rechts", "vue oblique droite", "vista oblicua derecha" } },
  { DIP_VIEW_BACK, { "back of the head", "Hinterkopf", "arrière de la tête", "nuca" } },
  { DIP_VIEW_SCAR, { "scar", "Narbe", "cicatrice", "cicatriz" } },
  { DIP_VIEW_CLOSE_UP, { "close-up", "Nahaufnahme", "gros plan", "primer plano" } },
};

static const struct
{
  DipArea area;
  const char *word[N_LANGUAGES];
} areas_named[] = {
  { DIP_AREA_HAIRLINE, { "hairline", "Haaransatz", "ligne frontale", "línea frontal" } },
  { DIP_AREA_FRONTAL, { "frontal area", "Stirnbereich", "zone frontale", "zona frontal" } },
  { DIP_AREA_TOP, { "top", "Oberkopf", "sommet", "parte superior" } },
  { DIP_AREA_CROWN, { "crown", "Wirbel", "vertex", "coronilla" } },
  { DIP_AREA_TEMPLES, { "temples", "Schläfen", "tempes", "sienes" } },
  { DIP_AREA_BACK, { "back", "Hinterkopf", "arrière", "nuca" } },
  { DIP_AREA_SCAR, { "scar", "Narbe", "cicatrice", "cicatriz" } },
  { DIP_AREA_FULL_SCALP, { "full scalp", "ganze Kopfhaut", "tout le cuir chevelu", "todo el cuero cabelludo" } },
};

const char *const *
dip_site_languages (void)
{
  return languages;
}

const char *
dip_site_language_name (const char *language)
{
  static const char *const names[][2]
      = { { "en", "English" }, { "de", "Deutsch" }, { "fr", "Français" }, { "es", "Español" } };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (names[i][0], language))
      return names[i][1];
  return language;
}

static int
index_of (const char *language)
{
  for (int i = 0; i < N_LANGUAGES; i++)
    if (g_strcmp0 (language, languages[i]) == 0)
      return i;
  return EN;
}

const char *
dip_site_language (const char *language)
{
  return languages[index_of (language)];
}

const char *
dip_site_word (const char *language, DipSiteWord word)
{
  g_return_val_if_fail ((gsize) word < G_N_ELEMENTS (words), "");

  return words[word][index_of (language)];
}

const char *
dip_site_view (const char *language, DipView view)
{
  for (gsize i = 0; i < G_N_ELEMENTS (views); i++)
    if (views[i].view == view)
      return views[i].word[index_of (language)];
  return "";
}

/* The patterns above, each with its one %s or %d. */
static char *
fill_text (const char *pattern, const char *value)
{
  GString *text = g_string_new (pattern);

  g_string_replace (text, "%s", value, 1);
  return g_string_free (text, FALSE);
}

static char *
fill_number (const Count *count, int n)
{
  g_autofree char *number = g_strdup_printf ("%d", n);
  GString *text = g_string_new (n == 1 ? count->one : count->other);

  g_string_replace (text, "%d", number, 1);
  return g_string_free (text, FALSE);
}

/* Completed calendar months from @from to @to. */
static int
months_between (DipDate from, DipDate to)
{
  int y1, m1, d1, y2, m2, d2;

  dip_date_to_ymd (from, &y1, &m1, &d1);
  dip_date_to_ymd (to, &y2, &m2, &d2);
  return (y2 - y1) * 12 + (m2 - m1) - (d2 < d1 ? 1 : 0);
}

/* Days below two weeks, weeks below three months, months below two years: as in the labels on pictures. */
static char *
time_since (int language, const DipPhaseFacts *facts, gboolean after_preposition)
{
  const int days = facts->days_since;
  int unit = YEARS, n;

  if (days < 0 || facts->last_session == DIP_DATE_NONE)
    return NULL;
  n = months_between (facts->last_session, facts->last_session + days);
  if (days < 14)
    unit = DAYS, n = days;
  else if (n < 3)
    unit = WEEKS, n = days / 7;
  else if (n < 24)
    unit = MONTHS;
  else
    n /= 12;
  return fill_number (language == DE && !after_preposition ? &german_nominative[unit] : &counts[unit][language], n);
}

char *
dip_site_time_since (const char *language, const DipPhaseFacts *facts)
{
  g_return_val_if_fail (facts != NULL, NULL);

  return time_since (index_of (language), facts, FALSE);
}

/* English, the one language of the stages' names: they are proper names. */
static const char *
stage_word (DipStage stage)
{
  for (const DipToken *row = dip_stage_tokens; row->token != NULL; row++)
    if (row->value == (int) stage)
      return row->label;
  return "";
}

static void
add_item (GString *list, const char *separator, const char *item)
{
  if (*item != '\0')
    g_string_append_printf (list, "%s%s", list->len > 0 ? separator : "", item);
}

static char *
healed_line (int language, const DipPhaseFacts *after)
{
  g_autofree char *since = time_since (language, after, FALSE);
  g_autofree char *line = NULL;

  if (after->phase != DIP_PHASE_HEALED || since == NULL)
    return g_strdup (words[DIP_SITE_AFTER][language]);
  line = fill_number (&counts[HEALED_AFTER][language], (int) MAX (1, after->sessions_done));
  return fill_text (line, since);
}

char *
dip_site_caption (const char *language, const DipPhaseFacts *after, DipStage stage, DipView view)
{
  g_autofree char *healed = NULL;
  GString *text = g_string_new (NULL);

  g_return_val_if_fail (after != NULL, NULL);

  healed = healed_line (index_of (language), after);
  add_item (text, " · ", healed);
  add_item (text, " · ", stage_word (stage));
  add_item (text, " · ", dip_site_view (language, view));
  return g_string_free (text, FALSE);
}

/* The areas that the view does not name already. */
static void
add_areas (GString *subject, int language, guint areas, const char *view)
{
  for (gsize i = 0; i < G_N_ELEMENTS (areas_named); i++)
    {
      const char *word = areas_named[i].word[language];

      if ((areas & areas_named[i].area) != 0 && strstr (view, word) == NULL)
        add_item (subject, ", ", word);
    }
}

static char *
alt_of (int language, const DipPhaseFacts *after, guint areas, DipStage stage, DipView view)
{
  const char *view_word = dip_site_view (languages[language], view);
  g_autofree char *since = time_since (language, after, TRUE);
  g_autofree char *whole = NULL;
  g_autoptr (GString) subject = g_string_new (words[DIP_SITE_SMP][language]);
  const gboolean healed = after->phase == DIP_PHASE_HEALED && since != NULL;

  add_item (subject, ", ", view_word);
  add_areas (subject, language, areas, view_word);
  add_item (subject, ", ", stage_word (stage));
  whole = fill_text (words[healed ? DIP_SITE_ALT_HEALED : DIP_SITE_ALT][language], subject->str);
  return healed ? fill_text (whole, since) : g_steal_pointer (&whole);
}

char *
dip_site_alt (const char *language, const DipPhaseFacts *after, guint areas, DipStage stage, DipView view)
{
  const int tongue = index_of (language);
  g_autofree char *full = NULL;
  g_autofree char *brief = NULL;

  g_return_val_if_fail (after != NULL, NULL);

  full = alt_of (tongue, after, areas, stage, view);
  if (g_utf8_strlen (full, -1) <= ALT_MOST)
    return g_steal_pointer (&full);
  /* The other areas are what a reader misses least. */
  brief = alt_of (tongue, after, 0, stage, view);
  if (g_utf8_strlen (brief, -1) <= ALT_MOST)
    return g_steal_pointer (&brief);
  return alt_of (tongue, after, 0, DIP_STAGE_NONE, view);
}

char *
dip_site_after_label (const char *language, const DipPhaseFacts *after)
{
  g_autofree char *since = NULL;

  g_return_val_if_fail (after != NULL, NULL);

  since = dip_site_time_since (language, after);
  if (after->phase != DIP_PHASE_HEALED || since == NULL)
    return g_strdup (dip_site_word (language, DIP_SITE_AFTER));
  return fill_text (dip_site_word (language, DIP_SITE_HEALED), since);
}

char *
dip_site_vocabulary (const char *language)
{
  const int tongue = index_of (language);
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    add_item (text, " ", words[i][tongue]);
  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      add_item (text, " ", counts[i][tongue].one);
      add_item (text, " ", counts[i][tongue].other);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (german_nominative); i++)
    add_item (text, " ", german_nominative[i].other);
  for (gsize i = 0; i < G_N_ELEMENTS (views); i++)
    add_item (text, " ", views[i].word[tongue]);
  for (gsize i = 0; i < G_N_ELEMENTS (areas_named); i++)
    add_item (text, " ", areas_named[i].word[tongue]);
  for (const DipToken *row = dip_stage_tokens; row->token != NULL; row++)
    add_item (text, " ", row->label);
  for (const DipToken *row = dip_view_tokens; row->token != NULL; row++)
    add_item (text, " ", row->token);
  return g_string_free (text, FALSE);
}
