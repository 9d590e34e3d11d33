/* The field's fixed words as enumerations, each with its table of tokens and labels (see dip-token.h). */
#pragma once

#include "dip-token.h"

G_BEGIN_DECLS

/* Standard scalp views. */
typedef enum
{
  DIP_VIEW_NONE, /* not said yet; not in the table */
  DIP_VIEW_FRONT_HAIRLINE,
  DIP_VIEW_TOP,
  DIP_VIEW_CROWN,
  DIP_VIEW_LEFT_TEMPLE,
  DIP_VIEW_RIGHT_TEMPLE,
  DIP_VIEW_LEFT_OBLIQUE,
  DIP_VIEW_RIGHT_OBLIQUE,
  DIP_VIEW_BACK,
  DIP_VIEW_SCAR,
  DIP_VIEW_CLOSE_UP,
} DipView;

/* Where a photo stands in its treatment; computed, never stored. */
typedef enum
{
  DIP_PHASE_UNKNOWN, /* no capture date, or one in the future: no claim */
  DIP_PHASE_BEFORE,
  DIP_PHASE_IN_PROGRESS,
  DIP_PHASE_HEALING,
  DIP_PHASE_HEALED,
} DipPhase;

typedef enum
{
  DIP_SESSION_INITIAL,
  DIP_SESSION_FOLLOW_UP,
  DIP_SESSION_MAINTENANCE,
} DipSessionKind;

/* Treated areas: bits, a treatment may have several. */
typedef enum
{
  DIP_AREA_HAIRLINE = 1 << 0,
  DIP_AREA_FRONTAL = 1 << 1,
  DIP_AREA_TOP = 1 << 2,
  DIP_AREA_CROWN = 1 << 3,
  DIP_AREA_TEMPLES = 1 << 4,
  DIP_AREA_BACK = 1 << 5,
  DIP_AREA_SCAR = 1 << 6,
  DIP_AREA_FULL_SCALP = 1 << 7,
} DipArea;

/* Norwood-Hamilton and Ludwig. Tokens "norwood-3-vertex", "ludwig-2"; "III vertex", "NW3V", "3a" are understood. */
typedef enum
{
  DIP_STAGE_NONE, /* not said; not in the table */
  DIP_STAGE_NORWOOD_1,
  DIP_STAGE_NORWOOD_2,
  DIP_STAGE_NORWOOD_2A,
  DIP_STAGE_NORWOOD_3,
  DIP_STAGE_NORWOOD_3A,
  DIP_STAGE_NORWOOD_3_VERTEX,
  DIP_STAGE_NORWOOD_4,
  DIP_STAGE_NORWOOD_4A,
  DIP_STAGE_NORWOOD_5,
  DIP_STAGE_NORWOOD_5A,
  DIP_STAGE_NORWOOD_6,
  DIP_STAGE_NORWOOD_7,
  DIP_STAGE_LUDWIG_1,
  DIP_STAGE_LUDWIG_2,
  DIP_STAGE_LUDWIG_3,
} DipStage;

/* Uses a client may agree to: bits. */
typedef enum
{
  DIP_SCOPE_WEBSITE = 1 << 0,
  DIP_SCOPE_SOCIAL_MEDIA = 1 << 1,
  DIP_SCOPE_PRINT = 1 << 2,
  DIP_SCOPE_IN_CLINIC = 1 << 3,
  DIP_SCOPE_TRAINING = 1 << 4,
  DIP_SCOPE_LISTING_SITES = 1 << 5,
  DIP_SCOPE_FIRST_NAME = 1 << 6,
  DIP_SCOPE_TESTIMONIAL = 1 << 7,
} DipScope;
#define DIP_SCOPE_ALL 0xffu

/* How much of a person may be seen; ordered. */
typedef enum
{
  DIP_IDENTIFIABILITY_SCALP_ONLY = 1,
  DIP_IDENTIFIABILITY_EYES_HIDDEN = 2,
  DIP_IDENTIFIABILITY_FULL_FACE = 3,
} DipIdentifiability;

/* Who says when a photo was taken. */
typedef enum
{
  DIP_TAKEN_UNKNOWN,
  DIP_TAKEN_CAMERA,
  DIP_TAKEN_STATED,
} DipTakenSource;

typedef enum
{
  DIP_LAYOUT_SIDE_BY_SIDE,
  DIP_LAYOUT_STACKED,
  DIP_LAYOUT_SLIDE, /* moving: the after is drawn over the before and back again */
} DipLayout;

/* How the landmarks of an alignment came about. */
typedef enum
{
  DIP_ALIGNMENT_FIT,       /* none: the after centred on the before, as high as it */
  DIP_ALIGNMENT_POINTS,    /* set by a person */
  DIP_ALIGNMENT_SUGGESTED, /* found by the program, confirmed by a person */
} DipAlignmentMethod;

/* The shape of the common crop. */
typedef enum
{
  DIP_CROP_FREE,
  DIP_CROP_SQUARE,
  DIP_CROP_4_5, /* upright */
  DIP_CROP_3_2, /* lying */
} DipCropShape;

/* Where a label or mark stands, row by row. */
typedef enum
{
  DIP_ANCHOR_TOP_LEFT,
  DIP_ANCHOR_TOP,
  DIP_ANCHOR_TOP_RIGHT,
  DIP_ANCHOR_LEFT,
  DIP_ANCHOR_CENTRE,
  DIP_ANCHOR_RIGHT,
  DIP_ANCHOR_BOTTOM_LEFT,
  DIP_ANCHOR_BOTTOM,
  DIP_ANCHOR_BOTTOM_RIGHT,
} DipAnchor;

/* What a curator looks for in both photos before approving: that it is not there, is covered, or may be seen. Bits. */
typedef enum
{
  DIP_LOOKED_FOR_FACE = 1 << 0,
  DIP_LOOKED_FOR_TATTOO = 1 << 1,
  DIP_LOOKED_FOR_SCAR = 1 << 2,
  DIP_LOOKED_FOR_JEWELLERY = 1 << 3,
  DIP_LOOKED_FOR_BADGE = 1 << 4,
  DIP_LOOKED_FOR_REFLECTION = 1 << 5,
} DipLookedFor;
#define DIP_LOOKED_FOR_ALL 0x3fu

typedef enum
{
  DIP_HAIR_NOT_SAID, /* not in the table */
  DIP_HAIR_DRY,
  DIP_HAIR_WET,
} DipHair;

/* What covers a part of a photo. */
typedef enum
{
  DIP_COVER_BOX,  /* an upright rectangle */
  DIP_COVER_EYES, /* a bar over both eyes */
} DipCoverKind;

extern const DipToken dip_view_tokens[];
extern const DipToken dip_phase_tokens[];
extern const DipToken dip_session_kind_tokens[];
extern const DipToken dip_area_tokens[];
extern const DipToken dip_stage_tokens[];
extern const DipToken dip_scope_tokens[];
extern const DipToken dip_identifiability_tokens[];
extern const DipToken dip_taken_source_tokens[];
extern const DipToken dip_layout_tokens[];
extern const DipToken dip_alignment_method_tokens[];
extern const DipToken dip_crop_shape_tokens[];
extern const DipToken dip_anchor_tokens[];
extern const DipToken dip_looked_for_tokens[];
extern const DipToken dip_hair_tokens[];
extern const DipToken dip_cover_tokens[];

/* How much of a person a view shows unless staff say otherwise: scalp only for top, crown, back, scar and close-up; full
 * face for every other, and for no view at all. Errs on the side of showing more. */
DipIdentifiability dip_view_default_identifiability (DipView view);

/* "website, print": tokens of the bits set, in table order; "" for none. */
char *dip_flags_to_text (const DipToken *table, guint flags);
/* The same with translated labels, for a person. */
char *dip_flags_to_label (const DipToken *table, guint flags);
/* Parses a comma-separated list; an empty list is an error. */
gboolean dip_flags_parse (const DipToken *table, const char *text, const char *what, guint *out, GError **error);

G_END_DECLS
