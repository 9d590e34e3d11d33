#include "dip-verdicts.h"

#include <glib/gi18n-lib.h>

#include "dip-output.h"

void
dip_verdict_add (JsonBuilder *json, const DipGateAnswer *answer)
{
  dip_json_bool (json, "allowed", answer->allowed);
  if (answer->allowed)
    {
      dip_json_int (json, "consent", answer->consent_id);
      dip_json_date (json, "until", answer->until);
    }
  dip_json_array (json, "reasons");
  for (guint i = 0; i < answer->refusals->len; i++)
    {
      const DipRefusal *refusal = g_ptr_array_index (answer->refusals, i);

      json_builder_begin_object (json);
      dip_json_string (json, "code", dip_token_name (dip_refusal_tokens, (int) refusal->code));
      dip_json_string (json, "text", refusal->text);
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
}

void
dip_verdict_print (const DipGateAnswer *answer)
{
  g_autofree char *until = NULL;

  if (answer->allowed)
    {
      until = dip_date_to_display (answer->until);
      dip_out (_ ("    may be published until %s\n"), until);
    }
  for (guint i = 0; i < answer->refusals->len; i++)
    dip_out ("    %s\n", ((DipRefusal *) g_ptr_array_index (answer->refusals, i))->text);
}
