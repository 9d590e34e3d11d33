#include "dip-words.h"

#include <glib/gi18n-lib.h>

#include "dip-error.h"

const DipToken dip_view_tokens[] = {
  { DIP_VIEW_FRONT_HAIRLINE, "front-hairline", "hairline front frontal", "view", NC_ ("view", "Front hairline") },
  { DIP_VIEW_TOP, "top", "mid-scalp", "view", NC_ ("view", "Top") },
  { DIP_VIEW_CROWN, "crown", "vertex", "view", NC_ ("view", "Crown") },
  { DIP_VIEW_LEFT_TEMPLE, "left-temple", NULL, "view", NC_ ("view", "Left temple") },
  { DIP_VIEW_RIGHT_TEMPLE, "right-temple", NULL, "view", NC_ ("view", "Right temple") },
  { DIP_VIEW_LEFT_OBLIQUE, "left-oblique", NULL, "view", NC_ ("view", "Left oblique") },
  { DIP_VIEW_RIGHT_OBLIQUE, "right-oblique", NULL, "view", NC_ ("view", "Right oblique") },
  { DIP_VIEW_BACK, "back", "donor occipital", "view", NC_ ("view", "Back") },
  { DIP_VIEW_SCAR, "scar", NULL, "view", NC_ ("view", "Scar") },
  { DIP_VIEW_CLOSE_UP, "close-up", "macro detail", "view", NC_ ("view", "Close-up") },
  { 0 },
};

const DipToken dip_phase_tokens[] = {
  { DIP_PHASE_UNKNOWN, "unknown", NULL, "phase", NC_ ("phase", "Not dated") },
  { DIP_PHASE_BEFORE, "before", NULL, "phase", NC_ ("phase", "Before") },
  { DIP_PHASE_IN_PROGRESS, "in-progress", NULL, "phase", NC_ ("phase", "In progress") },
  { DIP_PHASE_HEALING, "healing", NULL, "phase", NC_ ("phase", "Healing") },
  { DIP_PHASE_HEALED, "healed", NULL, "phase", NC_ ("phase", "Healed") },
  { 0 },
};

const DipToken dip_session_kind_tokens[] = {
  { DIP_SESSION_INITIAL, "initial", "first", "session", NC_ ("session", "Initial") },
  { DIP_SESSION_FOLLOW_UP, "follow-up", NULL, "session", NC_ ("session", "Follow-up") },
  { DIP_SESSION_MAINTENANCE, "maintenance", "refresh touch-up", "session", NC_ ("session", "Maintenance") },
  { 0 },
};

const DipToken dip_area_tokens[] = {
  { DIP_AREA_HAIRLINE, "hairline", NULL, "area", NC_ ("area", "Hairline") },
  { DIP_AREA_FRONTAL, "frontal", "front", "area", NC_ ("area", "Frontal") },
  { DIP_AREA_TOP, "top", "mid-scalp", "area", NC_ ("area", "Top") },
  { DIP_AREA_CROWN, "crown", "vertex", "area", NC_ ("area", "Crown") },
  { DIP_AREA_TEMPLES, "temples", "temple", "area", NC_ ("area", "Temples") },
  { DIP_AREA_BACK, "back", "donor", "area", NC_ ("area", "Back") },
  { DIP_AREA_SCAR, "scar", NULL, "area", NC_ ("area", "Scar") },
  { DIP_AREA_FULL_SCALP, "full-scalp", "full all", "area", NC_ ("area", "Full scalp") },
  { 0 },
};

/* A number alone means the Norwood scale. */
const DipToken dip_stage_tokens[] = {
  { DIP_STAGE_NORWOOD_1, "norwood-1", "norwood-i nw1 nwi 1 i", "stage", NC_ ("stage", "Norwood I") },
  { DIP_STAGE_NORWOOD_2, "norwood-2", "norwood-ii nw2 nwii 2 ii", "stage", NC_ ("stage", "Norwood II") },
  { DIP_STAGE_NORWOOD_2A, "norwood-2a", "norwood-iia nw2a nwiia 2a iia", "stage", NC_ ("stage", "Norwood IIa") },
  { DIP_STAGE_NORWOOD_3, "norwood-3", "norwood-iii nw3 nwiii 3 iii", "stage", NC_ ("stage", "Norwood III") },
  { DIP_STAGE_NORWOOD_3A, "norwood-3a", "norwood-iiia nw3a nwiiia 3a iiia", "stage", NC_ ("stage", "Norwood IIIa") },
  { DIP_STAGE_NORWOOD_3_VERTEX, "norwood-3-vertex",
    "norwood-3v norwood-iii-vertex norwood-iiiv nw3-vertex nw3v nwiii-vertex nwiiiv 3-vertex 3v iii-vertex iiiv",
    "stage", NC_ ("stage", "Norwood III vertex") },
  { DIP_STAGE_NORWOOD_4, "norwood-4", "norwood-iv nw4 nwiv 4 iv", "stage", NC_ ("stage", "Norwood IV") },
  { DIP_STAGE_NORWOOD_4A, "norwood-4a", "norwood-iva nw4a nwiva 4a iva", "stage", NC_ ("stage", "Norwood IVa") },
  { DIP_STAGE_NORWOOD_5, "norwood-5", "norwood-v nw5 nwv 5 v", "stage", NC_ ("stage", "Norwood V") },
  { DIP_STAGE_NORWOOD_5A, "norwood-5a", "norwood-va nw5a nwva 5a va", "stage", NC_ ("stage", "Norwood Va") },
  { DIP_STAGE_NORWOOD_6, "norwood-6", "norwood-vi nw6 nwvi 6 vi", "stage", NC_ ("stage", "Norwood VI") },
  { DIP_STAGE_NORWOOD_7, "norwood-7", "norwood-vii nw7 nwvii 7 vii", "stage", NC_ ("stage", "Norwood VII") },
  { DIP_STAGE_LUDWIG_1, "ludwig-1", "ludwig-i l1", "stage", NC_ ("stage", "Ludwig I") },
  { DIP_STAGE_LUDWIG_2, "ludwig-2", "ludwig-ii l2", "stage", NC_ ("stage", "Ludwig II") },
  { DIP_STAGE_LUDWIG_3, "ludwig-3", "ludwig-iii l3", "stage", NC_ ("stage", "Ludwig III") },
  { 0 },
};

const DipToken dip_scope_tokens[] = {
  { DIP_SCOPE_WEBSITE, "website", "site web", "scope", NC_ ("scope", "Website") },
  { DIP_SCOPE_SOCIAL_MEDIA, "social-media", "social", "scope", NC_ ("scope", "Social media") },
  { DIP_SCOPE_PRINT, "print", NULL, "scope", NC_ ("scope", "Print") },
  { DIP_SCOPE_IN_CLINIC, "in-clinic", "clinic in-clinic-display display", "scope", NC_ ("scope", "In-clinic display") },
  { DIP_SCOPE_TRAINING, "training", "education", "scope", NC_ ("scope", "Training") },
  { DIP_SCOPE_LISTING_SITES, "listing-sites", "listing listings directories", "scope", NC_ ("scope", "Listing sites") },
  { DIP_SCOPE_FIRST_NAME, "first-name", "name", "scope", NC_ ("scope", "First name") },
  { DIP_SCOPE_TESTIMONIAL, "testimonial", "quote quotation", "scope", NC_ ("scope", "Testimonial") },
  { 0 },
};

const DipToken dip_identifiability_tokens[] = {
  { DIP_IDENTIFIABILITY_SCALP_ONLY, "scalp-only", "scalp", "identifiability", NC_ ("identifiability", "Scalp only") },
  { DIP_IDENTIFIABILITY_EYES_HIDDEN, "eyes-hidden", "eyes", "identifiability", NC_ ("identifiability", "Eyes hidden") },
  { DIP_IDENTIFIABILITY_FULL_FACE, "full-face", "face full", "identifiability", NC_ ("identifiability", "Full face") },
  { 0 },
};

const DipToken dip_taken_source_tokens[] = {
  { DIP_TAKEN_UNKNOWN, "unknown", NULL, "date source", NC_ ("date source", "Not known") },
  { DIP_TAKEN_CAMERA, "camera", NULL, "date source", NC_ ("date source", "Camera") },
  { DIP_TAKEN_STATED, "stated", NULL, "date source", NC_ ("date source", "Stated by staff") },
  { 0 },
};

const DipToken dip_layout_tokens[] = {
  { DIP_LAYOUT_SIDE_BY_SIDE, "side-by-side", "horizontal", "layout", NC_ ("layout", "Side by side") },
  { DIP_LAYOUT_STACKED, "stacked", "vertical", "layout", NC_ ("layout", "Stacked") },
  { DIP_LAYOUT_SLIDE, "slide", "animated", "layout", NC_ ("layout", "Animated slide") },
  { 0 },
};

const DipToken dip_alignment_method_tokens[] = {
  { DIP_ALIGNMENT_FIT, "fit", NULL, "alignment", NC_ ("alignment", "Not lined up") },
  { DIP_ALIGNMENT_POINTS, "points", NULL, "alignment", NC_ ("alignment", "By points") },
  { DIP_ALIGNMENT_SUGGESTED, "suggested", NULL, "alignment", NC_ ("alignment", "By a suggestion that was confirmed") },
  { 0 },
};

const DipToken dip_crop_shape_tokens[] = {
  { DIP_CROP_FREE, "free", NULL, "crop", NC_ ("crop", "Free") },
  { DIP_CROP_SQUARE, "square", "1:1", "crop", NC_ ("crop", "Square") },
  { DIP_CROP_4_5, "4:5", "4x5 portrait", "crop", NC_ ("crop", "4:5") },
  { DIP_CROP_3_2, "3:2", "3x2 landscape", "crop", NC_ ("crop", "3:2") },
  { 0 },
};

const DipToken dip_anchor_tokens[] = {
  { DIP_ANCHOR_TOP_LEFT, "top-left", NULL, "anchor", NC_ ("anchor", "Top left") },
  { DIP_ANCHOR_TOP, "top", NULL, "anchor", NC_ ("anchor", "Top") },
  { DIP_ANCHOR_TOP_RIGHT, "top-right", NULL, "anchor", NC_ ("anchor", "Top right") },
  { DIP_ANCHOR_LEFT, "left", NULL, "anchor", NC_ ("anchor", "Left") },
  { DIP_ANCHOR_CENTRE, "centre", "center middle", "anchor", NC_ ("anchor", "Centre") },
  { DIP_ANCHOR_RIGHT, "right", NULL, "anchor", NC_ ("anchor", "Right") },
  { DIP_ANCHOR_BOTTOM_LEFT, "bottom-left", NULL, "anchor", NC_ ("anchor", "Bottom left") },
  { DIP_ANCHOR_BOTTOM, "bottom", NULL, "anchor", NC_ ("anchor", "Bottom") },
  { DIP_ANCHOR_BOTTOM_RIGHT, "bottom-right", NULL, "anchor", NC_ ("anchor", "Bottom right") },
  { 0 },
};

const DipToken dip_looked_for_tokens[] = {
  { DIP_LOOKED_FOR_FACE, "face", NULL, "checklist", NC_ ("checklist", "Face") },
  { DIP_LOOKED_FOR_TATTOO, "tattoo", NULL, "checklist", NC_ ("checklist", "Tattoo") },
  { DIP_LOOKED_FOR_SCAR, "scar", "birthmark", "checklist", NC_ ("checklist", "Scar or birthmark") },
  { DIP_LOOKED_FOR_JEWELLERY, "jewellery", "jewelry piercing", "checklist",
    NC_ ("checklist", "Jewellery or piercing") },
  { DIP_LOOKED_FOR_BADGE, "badge", NULL, "checklist", NC_ ("checklist", "Badge, logo or writing") },
  { DIP_LOOKED_FOR_REFLECTION, "reflection", "mirror", "checklist", NC_ ("checklist", "Reflection or bystander") },
  { 0 },
};

const DipToken dip_hair_tokens[] = {
  { DIP_HAIR_DRY, "dry", NULL, "hair", NC_ ("hair", "Dry") },
  { DIP_HAIR_WET, "wet", NULL, "hair", NC_ ("hair", "Wet") },
  { 0 },
};

const DipToken dip_cover_tokens[] = {
  { DIP_COVER_BOX, "box", NULL, "cover", NC_ ("cover", "Box") },
  { DIP_COVER_EYES, "eyes", NULL, "cover", NC_ ("cover", "Eye bar") },
  { 0 },
};

DipIdentifiability
dip_view_default_identifiability (DipView view)
{
  switch (view)
    {
    case DIP_VIEW_TOP:
    case DIP_VIEW_CROWN:
    case DIP_VIEW_BACK:
    case DIP_VIEW_SCAR:
    case DIP_VIEW_CLOSE_UP:
      return DIP_IDENTIFIABILITY_SCALP_ONLY;
    default:
      return DIP_IDENTIFIABILITY_FULL_FACE;
    }
}

char *
dip_flags_to_text (const DipToken *table, guint flags)
{
  GString *text = g_string_new (NULL);

  g_return_val_if_fail (table != NULL, g_string_free (text, FALSE));

  for (const DipToken *row = table; row->token; row++)
    if (flags & (guint) row->value)
      g_string_append_printf (text, "%s%s", text->len ? ", " : "", row->token);
  return g_string_free (text, FALSE);
}

char *
dip_flags_to_label (const DipToken *table, guint flags)
{
  GString *text = g_string_new (NULL);

  g_return_val_if_fail (table != NULL, g_string_free (text, FALSE));

  for (const DipToken *row = table; row->token; row++)
    {
      if (!(flags & (guint) row->value))
        continue;
      if (text->len)
        g_string_append (text, C_ ("between the items of a list", ", "));
      g_string_append (text, dip_token_label (table, row->value));
    }
  return g_string_free (text, FALSE);
}

/**
 * dip_flags_parse:
 * @text: tokens or aliases with commas between them; items that are empty are passed over
 * @what: what messages call one of them: "scope"
 * @error: %DIP_ERROR_INVALID for an unknown word, and when there is none at all
 */
gboolean
dip_flags_parse (const DipToken *table, const char *text, const char *what, guint *out, GError **error)
{
  g_auto (GStrv) words = NULL;
  g_autofree char *accepted = NULL;
  guint flags = 0;

  g_return_val_if_fail (table != NULL && text != NULL && what != NULL && out != NULL, FALSE);

  words = g_strsplit (text, ",", -1);
  for (char **word = words; *word; word++)
    {
      int value;

      if (!*g_strstrip (*word))
        continue;
      if (!dip_token_parse (table, *word, what, &value, error))
        return FALSE;
      flags |= (guint) value;
    }
  *out = flags;
  if (flags != 0)
    return TRUE;
  accepted = dip_token_list (table);
  /* Translators: %s are what to give ("scope") and a list of words. */
  g_set_error (error, DIP_ERROR, DIP_ERROR_INVALID, _ ("No %s was given. Give one or more of: %s."), what, accepted);
  return FALSE;
}
