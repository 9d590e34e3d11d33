#include "dip-proof.h"

#include <json-glib/json-glib.h>

#include "dip-date.h"
#include "dip-digest.h"

static char *
certificate_of (GBytes *bytes, DipFormat format, GPtrArray *parts)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *digest = dip_digest_bytes (bytes);
  g_autofree char *now = dip_time_now_utc ();

  json_builder_begin_object (builder);
  json_builder_add_string_value (json_builder_set_member_name (builder, "sha256"), digest);
  json_builder_add_string_value (json_builder_set_member_name (builder, "format"), dip_format_token (format));
  json_builder_add_string_value (json_builder_set_member_name (builder, "verified"), now);
  json_builder_begin_array (json_builder_set_member_name (builder, "parts"));
  for (guint i = 0; i < parts->len; i++)
    {
      const DipPart *part = g_ptr_array_index (parts, i);

      json_builder_begin_object (builder);
      json_builder_add_string_value (json_builder_set_member_name (builder, "name"), part->name);
      json_builder_add_int_value (json_builder_set_member_name (builder, "offset"), (gint64) part->offset);
      json_builder_add_int_value (json_builder_set_member_name (builder, "size"), (gint64) part->size);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

gboolean
dip_proof_check (GBytes *read_back, gpointer user_data, GError **error)
{
  DipProof *self = user_data;
  g_autoptr (GPtrArray) parts = NULL;

  if (!(self->rights != NULL ? dip_verify_exported (read_back, self->format, self->rights, &parts, error)
                             : dip_verify (read_back, self->format, self->flags, &parts, error)))
    return FALSE;
  g_free (self->certificate);
  self->certificate = certificate_of (read_back, self->format, parts);
  return TRUE;
}

void
dip_proof_clear (DipProof *self)
{
  g_clear_pointer (&self->certificate, g_free);
}
