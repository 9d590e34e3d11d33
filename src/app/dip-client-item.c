#include "dip-client-item.h"

#include <glib/gi18n-lib.h>

/* Days before a consent ends from which on the list says so in warning. */
#define ENDS_SOON 30

struct _DipClientItem
{
  GObject parent_instance;

  DipClientOverview *overview;
};

G_DEFINE_FINAL_TYPE (DipClientItem, dip_client_item, G_TYPE_OBJECT)

static void
dip_client_item_finalize (GObject *object)
{
  g_clear_pointer (&DIP_CLIENT_ITEM (object)->overview, dip_client_overview_free);
  G_OBJECT_CLASS (dip_client_item_parent_class)->finalize (object);
}

static void
dip_client_item_class_init (DipClientItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dip_client_item_finalize;
}

static void
dip_client_item_init (DipClientItem *self)
{
}

DipClientItem *
dip_client_item_new (DipClientOverview *overview)
{
  DipClientItem *self = g_object_new (DIP_TYPE_CLIENT_ITEM, NULL);

  self->overview = overview;
  return self;
}

const DipClientOverview *
dip_client_item_get (DipClientItem *self)
{
  g_return_val_if_fail (DIP_IS_CLIENT_ITEM (self), NULL);

  return self->overview;
}

gboolean
dip_client_item_same (DipClientItem *a, DipClientItem *b)
{
  const DipClientOverview *x = a->overview;
  const DipClientOverview *y = b->overview;

  return x->client->id == y->client->id && g_strcmp0 (x->name, y->name) == 0
         && g_strcmp0 (x->client->erased_at, y->client->erased_at) == 0 && x->adult == y->adult
         && x->n_photos == y->n_photos && x->n_pairs == y->n_pairs && x->n_published == y->n_published
         && x->n_takedowns == y->n_takedowns && x->healed_from == y->healed_from && x->has_consent == y->has_consent
         && x->consent == y->consent && x->consent_until == y->consent_until && x->scopes == y->scopes;
}

gboolean
dip_client_item_matches (DipClientItem *self, const char *search, gboolean names_too)
{
  const DipClientOverview *overview = self->overview;

  if (search == NULL || *search == '\0' || g_str_match_string (search, overview->client->code, FALSE))
    return TRUE;
  return names_too && overview->name != NULL && g_str_match_string (search, overview->name, TRUE);
}

static int
compare_names (const char *a, const char *b)
{
  if (a == NULL || b == NULL)
    return (a == NULL) - (b == NULL);
  return g_utf8_collate (a, b);
}

/* Those without a session come last. */
static int
compare_dates (DipDate a, DipDate b)
{
  if (a == DIP_DATE_NONE || b == DIP_DATE_NONE)
    return (a == DIP_DATE_NONE) - (b == DIP_DATE_NONE);
  return (a > b) - (a < b);
}

int
dip_client_item_compare (DipClientItem *a, DipClientItem *b, const char *order)
{
  const DipClientOverview *x = a->overview;
  const DipClientOverview *y = b->overview;
  int result = 0;

  if (g_str_equal (order, "name"))
    result = compare_names (x->name, y->name);
  else if (g_str_equal (order, "code"))
    result = strcmp (x->client->code, y->client->code);
  else if (g_str_equal (order, "healed"))
    result = compare_dates (x->healed_from, y->healed_from);
  return result != 0 ? result : (x->client->id < y->client->id) - (x->client->id > y->client->id);
}

const char *
dip_client_overview_title (const DipClientOverview *self, gboolean hide_names)
{
  return hide_names || self->name == NULL ? self->client->code : self->name;
}

char *
dip_client_overview_healed (const DipClientOverview *self, DipDate today, DipTone *tone)
{
  g_autofree char *date = dip_date_to_display (self->healed_from);

  *tone = DIP_TONE_PLAIN;
  if (self->healed_from == DIP_DATE_NONE || self->client->erased_at != NULL)
    return NULL;
  if (self->healed_from > today)
    return g_strdup_printf (_ ("Healed from %s"), date);
  *tone = DIP_TONE_GOOD;
  return g_strdup_printf (_ ("Healed since %s"), date);
}

char *
dip_client_overview_consent (const DipClientOverview *self, DipDate today, DipTone *tone)
{
  g_autofree char *until = NULL;

  *tone = DIP_TONE_PLAIN;
  if (self->client->erased_at != NULL)
    return g_strdup (_ ("Erased"));
  if (!self->has_consent)
    return g_strdup (_ ("No consent"));
  until = dip_date_to_display (self->consent_until);
  switch (self->consent)
    {
    case DIP_CONSENT_ACTIVE:
      *tone = self->consent_until - today <= ENDS_SOON ? DIP_TONE_WARN : DIP_TONE_GOOD;
      return g_strdup_printf (*tone == DIP_TONE_WARN ? _ ("Consent ends %s") : _ ("Consent until %s"), until);
    case DIP_CONSENT_EXPIRED:
      *tone = DIP_TONE_BAD;
      return g_strdup_printf (_ ("Consent ended %s"), until);
    case DIP_CONSENT_WITHDRAWN:
      *tone = DIP_TONE_BAD;
      return g_strdup (_ ("Consent withdrawn"));
    case DIP_CONSENT_NOT_YET:
      return g_strdup (_ ("Consent not yet in force"));
    case DIP_CONSENT_DECLINED:
      return g_strdup (_ ("Consent declined"));
    case DIP_CONSENT_DRAFT:
    case DIP_CONSENT_REPLACED:
    case DIP_CONSENT_IN_ERROR:
    default:
      return g_strdup (_ ("No consent"));
    }
}

char *
dip_client_overview_adult (const DipClientOverview *self, DipTone *tone)
{
  if (self->client->erased_at != NULL)
    return NULL;
  switch (self->adult)
    {
    case DIP_ADULT_YES:
      *tone = DIP_TONE_GOOD;
      return g_strdup (_ ("Adult, checked"));
    case DIP_ADULT_NO:
      *tone = DIP_TONE_BAD;
      return g_strdup (_ ("Under 18: never published"));
    case DIP_ADULT_UNKNOWN:
    default:
      *tone = DIP_TONE_WARN;
      return g_strdup (_ ("Age not checked"));
    }
}

char *
dip_client_overview_pairs (const DipClientOverview *self)
{
  if (self->n_pairs == 0)
    return NULL;
  return g_strdup_printf (ngettext ("%u pair", "%u pairs", self->n_pairs), self->n_pairs);
}

char *
dip_client_overview_published (const DipClientOverview *self)
{
  if (self->n_published == 0)
    return NULL;
  return g_strdup_printf (ngettext ("%u published", "%u published", self->n_published), self->n_published);
}

char *
dip_client_overview_takedowns (const DipClientOverview *self)
{
  if (self->n_takedowns == 0)
    return NULL;
  return g_strdup_printf (ngettext ("%u file to take down", "%u files to take down", self->n_takedowns),
                          self->n_takedowns);
}
