#include "dip-publication.h"

#include <glib/gi18n-lib.h>

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

char *
dip_publication_file_name (const DipPair *pair, int width, const char *sha256, DipExportFormat format)
{
  const char *view;

  g_return_val_if_fail (pair != NULL && pair->slug != NULL && sha256 != NULL, NULL);

  view = dip_token_name (dip_view_tokens, (int) pair->view);
  return g_strdup_printf ("smp-%s%s%s-%dw-%.8s.%s", view ? view : "", view ? "-" : "", pair->slug, width, sha256,
                          file_suffix (format));
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
