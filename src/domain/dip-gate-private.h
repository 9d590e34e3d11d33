/* The gate's second half, not for use outside it: what the client's consents say. */
#pragma once

#include "dip-gate.h"

G_BEGIN_DECLS

/* Which of the two photos a reason is about: bits. */
typedef enum
{
  DIP_GATE_BEFORE = 1 << 0,
  DIP_GATE_AFTER = 1 << 1,
} DipGatePhotos;

/* A translated name for them in mid-sentence: "the before photo", "both photos". */
const char *dip_gate_photos_text (guint photos);

/* The photos that show more than @most though covered as they are; a photo that does not say what it shows is taken to show a full face. */
guint dip_gate_photos_showing_more (const DipGateCase *question, DipIdentifiability most);

/* What to do about photos that show more than @most: a translated sentence. */
const char *dip_gate_cover_text (DipIdentifiability most);

/* Takes @text. */
void dip_gate_refuse (DipGateAnswer *answer, DipRefusalCode code, char *text);

/* Names the consent that permits, or adds the reasons of the one that comes nearest. */
void dip_gate_ask_consents (const DipGateCase *question, DipGateAnswer *answer);

G_END_DECLS
