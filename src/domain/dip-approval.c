#include "dip-approval.h"

static char *
facts_text (const DipPhoto *photo)
{
  g_autofree char *day = photo->taken_on != DIP_DATE_NONE ? dip_date_to_iso (photo->taken_on) : g_strdup ("-");

  return g_strdup_printf ("%s %s", day, dip_token_name (dip_identifiability_tokens, (int) photo->shows));
}

char *
dip_approval_photos_text (const DipPhoto *before, const DipPhoto *after)
{
  g_return_val_if_fail (before != NULL && after != NULL, NULL);

  g_autofree char *first = facts_text (before);
  g_autofree char *second = facts_text (after);

  return g_strdup_printf ("%s, %s", first, second);
}

gint64
dip_approval_latest_event (GPtrArray *consents)
{
  gint64 latest = 0;

  g_return_val_if_fail (consents != NULL, 0);

  for (guint i = 0; i < consents->len; i++)
    {
      const DipConsent *consent = consents->pdata[i];
      for (guint j = 0; j < consent->events->len; j++)
        latest = MAX (latest, ((const DipConsentEvent *) consent->events->pdata[j])->id);
    }
  return latest;
}

static gboolean
concerns (const DipConsentEvent *event, const DipPhoto *before, const DipPhoto *after)
{
  return event->photo_id == 0 || event->photo_id == before->id || event->photo_id == after->id;
}

gboolean
dip_approval_consent_changed (const DipApproval *self, GPtrArray *consents, const DipPhoto *before,
                              const DipPhoto *after)
{
  guint n_signed = 0, n_new = 0;

  g_return_val_if_fail (self != NULL && before != NULL && after != NULL, TRUE);

  for (guint i = 0; consents != NULL && i < consents->len; i++)
    {
      const DipConsent *consent = consents->pdata[i];
      if (!dip_consent_covers (consent, before->id, before->treatment_id)
          && !dip_consent_covers (consent, after->id, after->treatment_id))
        continue;
      for (guint j = 0; j < consent->events->len; j++)
        {
          const DipConsentEvent *event = consent->events->pdata[j];
          const gboolean is_new = event->id > self->consent_event;
          if (event->kind == DIP_CONSENT_EVENT_SIGNED)
            {
              n_signed++;
              n_new += is_new;
            }
          else if (is_new && event->kind != DIP_CONSENT_EVENT_DECLINED && concerns (event, before, after))
            return TRUE;
        }
    }
  return n_new > 0 && n_signed > 1;
}
