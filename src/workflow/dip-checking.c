#include "dip-checking.h"

#include <json-glib/json-glib.h>
#include <math.h>

#include "dip-catalogue.h"
#include "dip-measure.h"
#include "dip-studio-private.h"

#define PROXY_SIDE 1024 /* pixels */

static DipPanel
panel_of (DipPicture *proxy, const DipPhoto *photo, const DipSimilarity *to_frame)
{
  return (DipPanel){ .proxy = proxy,
                     .width = photo->width,
                     .height = photo->height,
                     .a = to_frame->a,
                     .b = to_frame->b,
                     .tx = to_frame->tx,
                     .ty = to_frame->ty };
}

GPtrArray *
dip_studio_check (DipStudio *self, const DipStudioDraft *draft, GCancellable *cancellable, GError **error)
{
  const DipCase *one = dip_studio_get_case (self);
  const DipSimilarity identity = dip_similarity_identity ();
  DipAlignment solved = draft->alignment;
  DipMeasures m;
  DipRect crop;

  if (!dip_alignment_solve (&solved, one->before, one->after, &crop, error))
    return NULL;
  const DipPanel panels[] = {
    panel_of (dip_studio_get_picture (self, DIP_HALF_BEFORE), one->before, &identity),
    panel_of (dip_studio_get_picture (self, DIP_HALF_AFTER), one->after, &solved.after_to_before),
  };
  const DipComposition what = { .panels = panels, .n_panels = 2, .crop = { crop.x, crop.y, crop.width, crop.height } };
  if (!dip_measure (&what, cancellable, &m, error))
    return NULL;
  const DipFairMeasures measures = { .brightness = m.brightness,
                                     .contrast = m.contrast,
                                     .sharpness = m.sharpness,
                                     .stretch = m.stretch,
                                     .warmth = m.warmth,
                                     .tint = m.tint,
                                     .background = m.background };
  return dip_fair_judge (&measures, &solved, one->before, one->after);
}

/* The figures only, rounded: sentences are told anew in the reader's language. */
static char *
figures_of (GPtrArray *findings)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  for (guint i = 0; i < findings->len; i++)
    {
      const DipFairFinding *finding = g_ptr_array_index (findings, i);

      json_builder_begin_object (
          json_builder_set_member_name (builder, dip_token_name (dip_fair_tokens, (int) finding->aspect)));
      json_builder_add_string_value (json_builder_set_member_name (builder, "verdict"),
                                     dip_token_name (dip_fair_verdict_tokens, (int) finding->verdict));
      if (!isnan (finding->value))
        json_builder_add_double_value (json_builder_set_member_name (builder, "value"),
                                       round (finding->value * 1000) / 1000);
      if (!isnan (finding->threshold))
        json_builder_add_double_value (json_builder_set_member_name (builder, "threshold"), finding->threshold);
      json_builder_end_object (builder);
    }
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

typedef struct
{
  gint64 pair_id, alignment_id;
  const char *figures;
} Record;

static gboolean
record_txn (DipDb *db, gpointer user_data, GError **error)
{
  const Record *record = user_data;

  return dip_catalogue_fair_check_insert (db, record->pair_id, record->alignment_id, record->figures, error);
}

GPtrArray *
dip_checking_run (const DipDesk *desk, gint64 pair_id, GCancellable *cancellable, GError **error)
{
  g_autoptr (DipStudio) studio = dip_studio_open (desk, pair_id, PROXY_SIDE, cancellable, error);
  g_autoptr (GPtrArray) findings = NULL;
  g_autofree char *figures = NULL;
  DipStudioDraft draft;

  if (studio == NULL)
    return NULL;
  dip_studio_init_draft (studio, &draft);
  findings = dip_studio_check (studio, &draft, cancellable, error);
  if (findings == NULL)
    return NULL;
  figures = figures_of (findings);
  if (!dip_library_is_read_only (desk->library))
    {
      Record record = { pair_id, draft.alignment.id, figures };

      if (!dip_library_write (desk->library, record_txn, &record, error))
        return NULL;
    }
  return g_steal_pointer (&findings);
}
