/* Properties of HEIF items: the few that say how pixels are to be decoded, each of its exact length. */
#include "dip-inspect-heif.h"

#include <glib/gi18n-lib.h>

static gboolean
is_of (DipReader body, gsize size, guint32 form)
{
  return dip_reader_left (&body) == size && dip_reader_be32 (&body) == form;
}

static gboolean
is_plain_depth (DipReader body)
{
  guint32 form = dip_reader_be32 (&body);
  guint channels = dip_reader_u8 (&body);

  if (body.failed || form != 0 || channels < 1 || channels > 4 || dip_reader_left (&body) != channels)
    return FALSE;
  for (guint i = 0; i < channels; i++)
    {
      guint bits = dip_reader_u8 (&body);
      if (bits < 1 || bits > 16)
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_plain_turn (DipReader body, guint largest)
{
  return dip_reader_left (&body) == 1 && dip_reader_u8 (&body) <= largest;
}

static gboolean
is_plain_alpha (DipReader body)
{
  static const char mpeg[] = "urn:mpeg:mpegB:cicp:systems:auxiliary:alpha", hevc[] = "urn:mpeg:hevc:2015:auxid:1";
  gsize size = dip_reader_left (&body);

  if (dip_reader_be32 (&body) != 0)
    return FALSE;
  return (size == 4 + sizeof mpeg && dip_reader_at (&body, mpeg, sizeof mpeg))
         || (size == 4 + sizeof hevc && dip_reader_at (&body, hevc, sizeof hevc));
}

static void
add (const DipHeifProperty *self, DipParts *parts, DipPartVerdict verdict, guint leaks, const char *text)
{
  char name[] = "meta/iprp/ipco/????";

  for (guint i = 0; i < 4; i++)
    {
      char letter = (char) (self->box.type >> (24 - 8 * i));
      if (g_ascii_isprint (letter))
        name[15 + i] = letter;
    }
  dip_parts_add (parts, self->box.offset, self->box.size, verdict, leaks, name, text);
}

/* colr: four numbers (ISO/IEC 23091-2), or a profile. */
static void
add_colour (const DipHeifProperty *self, DipParts *parts)
{
  DipReader body = self->box.body;
  guint32 kind = dip_reader_be32 (&body);
  g_autofree char *text = NULL;

  if (kind == DIP_FOURCC ('n', 'c', 'l', 'x'))
    {
      gboolean plain = dip_reader_left (&body) == 7 && (body.base[body.end - 1] & 0x7f) == 0;
      add (self, parts, plain ? DIP_PART_ALLOWED : DIP_PART_BROKEN, DIP_LEAK_NONE,
           plain ? _ ("Which colour space is meant.") : _ ("A colour space of the wrong form."));
      return;
    }
  if (kind != DIP_FOURCC ('p', 'r', 'o', 'f') && kind != DIP_FOURCC ('r', 'I', 'C', 'C'))
    {
      add (self, parts, DIP_PART_FOREIGN, DIP_LEAK_OTHER, _ ("A colour space of an unknown kind."));
      return;
    }
  DipPartVerdict verdict = dip_icc_judge (body.base + body.pos, dip_reader_left (&body), &text);
  add (self, parts, verdict, verdict == DIP_PART_FOREIGN ? DIP_LEAK_OTHER : DIP_LEAK_NONE, text);
}

static gboolean
is_plain (const DipBox *box)
{
  switch (box->type)
    {
    case DIP_FOURCC ('i', 's', 'p', 'e'):
      return is_of (box->body, 12, 0);
    case DIP_FOURCC ('p', 'i', 'x', 'i'):
      return is_plain_depth (box->body);
    case DIP_FOURCC ('p', 'a', 's', 'p'):
      return dip_reader_left (&box->body) == 8;
    case DIP_FOURCC ('c', 'l', 'l', 'i'):
      return dip_reader_left (&box->body) == 4;
    case DIP_FOURCC ('m', 'd', 'c', 'v'):
      return dip_reader_left (&box->body) == 24;
    case DIP_FOURCC ('i', 'r', 'o', 't'):
      return is_plain_turn (box->body, 3);
    case DIP_FOURCC ('i', 'm', 'i', 'r'):
      return is_plain_turn (box->body, 1);
    case DIP_FOURCC ('a', 'u', 'x', 'C'):
      return is_plain_alpha (box->body);
    case DIP_FOURCC ('a', 'v', '1', 'C'):
      return dip_heif_check_av1_configuration (box->body);
    case DIP_FOURCC ('h', 'v', 'c', 'C'):
      return dip_heif_check_hevc_configuration (box->body);
    default:
      return FALSE;
    }
}

void
dip_heif_add_property (const DipHeifProperty *property, DipParts *parts)
{
  guint32 type = property->box.type;

  if (!property->used)
    add (property, parts, DIP_PART_FOREIGN, DIP_LEAK_OTHER,
         _ ("Says something about what is not part of the picture."));
  else if (type == DIP_FOURCC ('c', 'o', 'l', 'r'))
    add_colour (property, parts);
  else if (is_plain (&property->box))
    add (property, parts, DIP_PART_ALLOWED, DIP_LEAK_NONE, _ ("What is needed to decode the picture."));
  else if (type == DIP_FOURCC ('c', 'l', 'a', 'p'))
    add (property, parts, DIP_PART_FOREIGN, DIP_LEAK_SECOND_IMAGE,
         _ ("Shows a part of the picture only; the rest is still there."));
  else
    add (property, parts, DIP_PART_FOREIGN, DIP_LEAK_OTHER,
         _ ("A property of an unknown kind, or with bytes to spare."));
}
