#include "dip-publication.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "dip-error.h"

const DipToken dip_export_state_tokens[] = {
  { DIP_EXPORT_LIVE, "live", NULL, "export", NC_ ("export", "Out there") },
  { DIP_EXPORT_REPLACED, "replaced", NULL, "export", NC_ ("export", "Replaced") },
  { DIP_EXPORT_BLOCKED, "blocked", NULL, "export", NC_ ("export", "Must come down") },
  { 0 },
};

void
dip_export_item_free (DipExportItem *self)
{
  if (!self)
    return;
  g_free (self->folder);
  g_free (self->name);
  g_free (self->sha256);
  g_free (self->recipe);
  g_free (self->likeness);
  g_free (self->exported_at);
  g_free (self->removed_at);
  g_free (self);
}

void
dip_address_free (DipAddress *self)
{
  if (!self)
    return;
  g_free (self->url);
  g_free (self->noted_at);
  g_free (self->noted_by);
  g_free (self);
}

void
dip_pair_text_free (DipPairText *self)
{
  if (!self)
    return;
  g_free (self->language);
  g_free (self->title);
  g_free (self->alt);
  g_free (self->caption);
  g_free (self);
}

void
dip_takedown_free (DipTakedown *self)
{
  if (!self)
    return;
  g_free (self->reason);
  g_free (self->opened_at);
  g_free (self->done_at);
  g_free (self->done_by);
  dip_export_item_free (self->item);
  g_clear_pointer (&self->addresses, g_ptr_array_unref);
  g_free (self->code);
  g_free (self->destination);
  g_free (self);
}

int
dip_takedown_days_open (const DipTakedown *self, DipDate today)
{
  g_return_val_if_fail (self != NULL && self->opened_at != NULL, 0);

  g_autofree char *day = g_strndup (self->opened_at, 10);
  DipDate opened = DIP_DATE_NONE;

  return dip_date_parse (day, "opened", &opened, NULL) ? MAX (today - opened, 0) : 0;
}

gboolean
dip_takedown_is_overdue (const DipTakedown *self, DipDate today)
{
  return self->done_at == NULL && dip_takedown_days_open (self, today) > DIP_TAKEDOWN_DAYS;
}

static const char *
file_suffix (DipExportFormat format)
{
  switch (format)
    {
    case DIP_EXPORT_AVIF:
      return "avif";
    case DIP_EXPORT_WEBP:
      return "webp";
    case DIP_EXPORT_JPEG:
    default:
      return "jpg";
    }
}

#define USUAL_NAMES "smp-{view}-{pair}"
#define MOST_STEM   80 /* bytes of a pattern */
#define MOST_FILLED                                                                                                    \
  100 /* bytes, from where only the pair is filled in: with width and digest the name fits everywhere */

/* Each returns what the field stands for, or NULL. */
static char *
name_view (const DipNameFacts *facts)
{
  return g_strdup (dip_token_name (dip_view_tokens, (int) facts->pair->view));
}

static char *
name_area (const DipNameFacts *facts)
{
  return facts->treatment != NULL ? dip_flags_to_text (dip_area_tokens, facts->treatment->areas) : NULL;
}

static char *
name_stage (const DipNameFacts *facts)
{
  return facts->treatment != NULL ? g_strdup (dip_token_name (dip_stage_tokens, (int) facts->treatment->stage)) : NULL;
}

static char *
name_weeks (const DipNameFacts *facts)
{
  return facts->after_facts != NULL && facts->after_facts->days_since >= 0
             ? g_strdup_printf ("%d", facts->after_facts->days_since / 7)
             : NULL;
}

static char *
name_clinic (const DipNameFacts *facts)
{
  return g_strdup (facts->clinic);
}

static char *
name_pair (const DipNameFacts *facts)
{
  return g_strdup (facts->pair->slug);
}

static const struct
{
  const char *field;
  char *(*fill) (const DipNameFacts *facts);
} name_fields[] = {
  { "{view}", name_view },   { "{area}", name_area },     { "{stage}", name_stage },
  { "{weeks}", name_weeks }, { "{clinic}", name_clinic }, { "{pair}", name_pair },
};

static int
name_field_at (const char *text)
{
  for (guint i = 0; i < G_N_ELEMENTS (name_fields); i++)
    if (g_str_has_prefix (text, name_fields[i].field))
      return (int) i;
  return -1;
}

gboolean
dip_publication_check_names (const char *pattern, GError **error)
{
  const char *at = pattern;

  g_return_val_if_fail (pattern != NULL, FALSE);

  while (*at != '\0')
    {
      const int field = name_field_at (at);

      if (field < 0 && !g_ascii_islower (*at) && !g_ascii_isdigit (*at) && *at != '-')
        break;
      at += field >= 0 ? strlen (name_fields[field].field) : 1;
    }
  if (*at == '\0' && strstr (pattern, "{pair}") != NULL && at - pattern <= MOST_STEM)
    return TRUE;
  g_set_error (error, DIP_ERROR, DIP_ERROR_INVALID,
               _ ("“%s” can’t name files. Names are made of small letters, digits, hyphens and {view}, {area}, "
                  "{stage}, {weeks}, {clinic} "
                  "and {pair}, which has to be there, such as smp-{stage}-{view}-{pair}."),
               pattern);
  return FALSE;
}

/* Letters of the alphabet, digits, and single hyphens for all else. */
static void
append_hyphenated (GString *stem, const char *text, gsize most)
{
  g_autofree char *ascii = g_str_to_ascii (text, NULL);

  for (const char *at = ascii; *at != '\0' && stem->len < most; at++)
    if (g_ascii_isalnum (*at))
      g_string_append_c (stem, g_ascii_tolower (*at));
    else if (stem->len > 0 && stem->str[stem->len - 1] != '-')
      g_string_append_c (stem, '-');
}

char *
dip_publication_stem (const char *pattern, const DipNameFacts *facts)
{
  GString *stem = g_string_new (NULL);

  g_return_val_if_fail (facts != NULL && facts->pair != NULL && facts->pair->slug != NULL, NULL);

  for (const char *at = pattern != NULL ? pattern : USUAL_NAMES; *at != '\0';)
    {
      const int field = name_field_at (at);
      g_autofree char *value = field >= 0 ? name_fields[field].fill (facts) : g_strndup (at, 1);

      if (value != NULL)
        append_hyphenated (stem, value, field < 0 || name_fields[field].fill == name_pair ? G_MAXSIZE : MOST_FILLED);
      at += field >= 0 ? strlen (name_fields[field].field) : 1;
    }
  while (stem->len > 0 && stem->str[stem->len - 1] == '-')
    g_string_truncate (stem, stem->len - 1);
  return g_string_free (stem, FALSE);
}

char *
dip_publication_file_name (const char *stem, int width, const char *sha256, DipExportFormat format)
{
  g_return_val_if_fail (stem != NULL && sha256 != NULL, NULL);

  return g_strdup_printf ("%s-%dw-%.8s.%s", stem, width, sha256, file_suffix (format));
}

char *
dip_publication_before_label (void)
{
  return g_strdup (C_ ("phase", "Before"));
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

/* "6 weeks" since the last session; NULL when there was none. Completed units only: nothing is rounded up. */
static char *
time_since_session (const DipPhaseFacts *facts)
{
  int days = facts->days_since, months, n;

  if (days < 0 || facts->last_session == DIP_DATE_NONE)
    return NULL;
  months = months_between (facts->last_session, facts->last_session + days);
  if (days < 14)
    return g_strdup_printf (ngettext ("%d day", "%d days", (gulong) days), days);
  if (months < 3)
    return g_strdup_printf (ngettext ("%d week", "%d weeks", (gulong) (days / 7)), days / 7);
  if (months < 24)
    return g_strdup_printf (ngettext ("%d month", "%d months", (gulong) months), months);
  n = months / 12;
  return g_strdup_printf (ngettext ("%d year", "%d years", (gulong) n), n);
}

/* A picture that is not healed is never labelled so: the word is that of the photo's own phase. */
char *
dip_publication_after_label (const DipPhaseFacts *after)
{
  g_autofree char *since = NULL;
  const char *phase;

  g_return_val_if_fail (after != NULL, NULL);

  phase = dip_token_label (dip_phase_tokens, (int) after->phase);
  since = time_since_session (after);
  if (!since)
    return g_strdup (phase);
  /* Translators: the label on a picture, as in "Healed · 6 weeks". */
  return g_strdup_printf (C_ ("label on a picture", "%s · %s"), phase, since);
}
