#include "dip-viewing.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>

#include "dip-blobs.h"
#include "dip-compose.h"
#include "dip-pyramid.h"
#include "dip-scrub.h"

typedef enum
{
  HELD_PIXELS,
  HELD_CODING,
  HELD_PROFILE,
  HELD_RIGHTS,
  N_HELD,
} Held;

static const char *const held_words[N_HELD] = {
  [HELD_PIXELS] = N_ ("Picture data"),
  [HELD_CODING] = N_ ("Size and tables for decoding"),
  [HELD_PROFILE] = N_ ("Colour profile"),
  [HELD_RIGHTS] = N_ ("Rights notice"),
};

/* By the names that dip-inspect gives; what is needed to decode has many. */
static Held
held_kind (const char *name)
{
  static const struct
  {
    const char *part;
    Held kind;
  } known[] = {
    { "scan data", HELD_PIXELS }, { "IDAT", HELD_PIXELS },   { "VP8 ", HELD_PIXELS },
    { "VP8L", HELD_PIXELS },      { "ALPH", HELD_PIXELS },   { "ICC", HELD_PROFILE },
    { "iCCP", HELD_PROFILE },     { "Rights", HELD_RIGHTS }, { "XMP", HELD_RIGHTS },
  };

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (strstr (name, known[i].part) != NULL)
      return known[i].kind;
  return HELD_CODING;
}

void
dip_certificate_free (DipCertificate *self)
{
  if (self == NULL)
    return;
  g_free (self->digest);
  g_free (self->verified_at);
  g_clear_pointer (&self->holds, g_array_unref);
  g_free (self->removed);
  g_free (self);
}

static int
compare_bytes (gconstpointer a, gconstpointer b)
{
  const DipHeldPart *first = a, *second = b;

  return first->bytes < second->bytes ? 1 : -(first->bytes > second->bytes);
}

static void
sum_up (DipCertificate *self, JsonArray *parts)
{
  guint64 bytes[N_HELD] = { 0 };

  for (guint i = 0; i < json_array_get_length (parts); i++)
    {
      JsonObject *part = json_array_get_object_element (parts, i);

      bytes[held_kind (json_object_get_string_member_with_default (part, "name", ""))]
          += (guint64) json_object_get_int_member_with_default (part, "size", 0);
    }
  for (guint kind = 0; kind < N_HELD; kind++)
    if (bytes[kind] > 0)
      {
        const DipHeldPart held = { _ (held_words[kind]), bytes[kind] };

        g_array_append_val (self->holds, held);
      }
  g_array_sort (self->holds, compare_bytes);
}

static void
read_certificate (DipCertificate *self, const char *text)
{
  g_autoptr (JsonNode) root = text != NULL ? json_from_string (text, NULL) : NULL;
  JsonObject *object;

  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return;
  object = json_node_get_object (root);
  self->digest = g_strdup (json_object_get_string_member_with_default (object, "sha256", NULL));
  self->verified_at = g_strdup (json_object_get_string_member_with_default (object, "verified", NULL));
  if (json_object_has_member (object, "parts"))
    sum_up (self, json_object_get_array_member (object, "parts"));
}

static char *
read_removed (const char *text)
{
  g_autoptr (JsonNode) root = text != NULL ? json_from_string (text, NULL) : NULL;
  g_autoptr (GPtrArray) tokens = g_ptr_array_new ();
  JsonArray *array;

  if (root != NULL && JSON_NODE_HOLDS_ARRAY (root))
    {
      array = json_node_get_array (root);
      for (guint i = 0; i < json_array_get_length (array); i++)
        g_ptr_array_add (tokens, (gpointer) json_array_get_string_element (array, i));
    }
  return dip_scrub_removed_to_text (tokens);
}

DipCertificate *
dip_viewing_certificate (const DipPhoto *photo)
{
  DipCertificate *self = g_new0 (DipCertificate, 1);

  self->holds = g_array_new (FALSE, FALSE, sizeof (DipHeldPart));
  read_certificate (self, photo->certificate);
  self->removed = read_removed (photo->removed);
  return self;
}

void
dip_photo_facts_free (DipPhotoFacts *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->photo, dip_photo_view_free);
  g_clear_pointer (&self->client, dip_client_overview_free);
  g_clear_pointer (&self->certificate, dip_certificate_free);
  g_clear_pointer (&self->others, g_ptr_array_unref);
  g_free (self);
}

static gboolean
find_client (DipPhotoFacts *self, const DipDesk *desk, GError **error)
{
  const char *code = self->photo->code;

  if (code == NULL)
    {
      self->others = g_ptr_array_new ();
      return TRUE;
    }
  self->client = dip_clients_show (desk, code, error);
  self->others = self->client != NULL ? dip_photos_list (desk, code, error) : NULL;
  for (guint i = 0; self->others != NULL && i < self->others->len; i++)
    if (((DipPhotoView *) g_ptr_array_index (self->others, i))->photo->id == self->photo->photo->id)
      g_ptr_array_remove_index (self->others, i--);
  return self->others != NULL;
}

DipPhotoFacts *
dip_viewing_facts (const DipDesk *desk, gint64 photo_id, GError **error)
{
  g_autoptr (DipPhotoFacts) self = g_new0 (DipPhotoFacts, 1);

  self->photo = dip_photos_show (desk, photo_id, error);
  if (self->photo == NULL || !find_client (self, desk, error))
    return NULL;
  self->certificate = dip_viewing_certificate (self->photo->photo);
  return g_steal_pointer (&self);
}

DipPyramid *
dip_viewing_open (const DipDesk *desk, gint64 photo_id, GError **error)
{
  g_autoptr (DipPhotoView) view = dip_photos_show (desk, photo_id, error);
  g_autoptr (GBytes) clean = view != NULL ? dip_blobs_get (desk->library, view->photo->blob, error) : NULL;

  return clean != NULL ? dip_pyramid_new (clean, view->photo->orientation, error) : NULL;
}

DipPyramid *
dip_viewing_hold (DipPyramid *photo)
{
  return dip_pyramid_ref (photo);
}

void
dip_viewing_close (DipPyramid *photo)
{
  dip_pyramid_unref (photo);
}

guint
dip_viewing_n_levels (const DipPyramid *photo)
{
  return dip_pyramid_get_n_levels (photo);
}

void
dip_viewing_size (const DipPyramid *photo, guint level, int *width, int *height)
{
  dip_pyramid_get_size (photo, level, width, height);
}

GBytes *
dip_viewing_read (DipPyramid *photo, guint level, int x, int y, int width, int height, GCancellable *cancellable,
                  GError **error)
{
  return dip_pyramid_read (photo, level, x, y, width, height, cancellable, error);
}

GBytes *
dip_viewing_thumbnail_pixels (GBytes *thumbnail, int width, int height, int *out_width, int *out_height, GError **error)
{
  return dip_thumbnail_pixels (thumbnail, width, height, out_width, out_height, error);
}
