/* The application segments of JPEG that may not stay, by what they start with. Names after exiftool's tag tables. */
#include "dip-inspect-private.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  gsize size;
  const char *start, *name, *text;
  guint app; /* 0 to 15 */
  guint leaks;
} Kind;

#define KIND(app, start, name, leaks, text)                                                                            \
  {                                                                                                                    \
    sizeof (start) - 1, start, name, text, app, leaks                                                                  \
  }

static const Kind kinds[] = {
  KIND (0, "JFXX\0", "JFXX", DIP_LEAK_THUMBNAIL, N_ ("An embedded small copy of the picture.")),
  KIND (1, "http://ns.adobe.com/xap/1.0/\0", "XMP", DIP_LEAK_XMP,
        N_ ("Notes by editing programs (XMP): may hold names, places, dates and the history of changes.")),
  KIND (1, "http://ns.adobe.com/xmp/extension/\0", "XMP extension", DIP_LEAK_XMP | DIP_LEAK_SECOND_IMAGE,
        N_ ("More notes by editing programs (XMP); often a depth map or a second picture.")),
  KIND (1, "FLIR\0", "FLIR", DIP_LEAK_SECOND_IMAGE, N_ ("A thermal picture.")),
  KIND (2, "MPF\0", "MPF", DIP_LEAK_SECOND_IMAGE, N_ ("A list of further pictures in this file.")),
  KIND (2, "FPXR\0", "FlashPix", DIP_LEAK_OTHER, N_ ("FlashPix notes by the camera; may hold sound.")),
  KIND (2, "urn:iso:std:iso:ts:21496:-1\0", "ISO 21496-1", DIP_LEAK_SECOND_IMAGE,
        N_ ("How to apply a second picture (a gain map).")),
  KIND (3, "Meta\0", "Meta", DIP_LEAK_EXIF, N_ ("Camera information (Kodak).")),
  KIND (3, "META\0", "Meta", DIP_LEAK_EXIF, N_ ("Camera information (Kodak).")),
  KIND (4, "SCALADO\0", "Scalado", DIP_LEAK_OTHER, N_ ("Notes by the phone's camera.")),
  KIND (5, "RMETA\0", "RMETA", DIP_LEAK_EXIF, N_ ("Camera information (Ricoh).")),
  KIND (5, "ssuniqueid\0", "Samsung", DIP_LEAK_OTHER, N_ ("A number that names this one picture (Samsung).")),
  KIND (6, "GoPro\0", "GoPro", DIP_LEAK_EXIF, N_ ("Camera information (GoPro).")),
  KIND (7, "HUAWEI\0", "Huawei", DIP_LEAK_EXIF, N_ ("Camera information (Huawei).")),
  KIND (7, "PENTAX \0", "Pentax", DIP_LEAK_EXIF, N_ ("Camera information (Pentax).")),
  KIND (8, "SPIFF\0", "SPIFF", DIP_LEAK_OTHER, N_ ("A SPIFF header, which may hold notes.")),
  KIND (9, "Media Jukebox\0", "MediaJukebox", DIP_LEAK_OTHER, N_ ("Notes by a photo program.")),
  KIND (10, "AROT\0", "AROT", DIP_LEAK_SECOND_IMAGE, N_ ("Data for a second exposure (HDR).")),
  KIND (10, "UNICODE\0", "comment", DIP_LEAK_COMMENT, N_ ("A comment: free text.")),
  KIND (11, "JP", "JUMBF", DIP_LEAK_OTHER | DIP_LEAK_TIME,
        N_ ("Signed statements on where the picture comes from (Content Credentials): may hold names and dates.")),
  KIND (11, "HDR_RI ", "HDR", DIP_LEAK_SECOND_IMAGE, N_ ("A second picture (HDR).")),
  KIND (12, "Ducky", "Ducky", DIP_LEAK_COMMENT, N_ ("Notes by Photoshop; may hold a comment.")),
  KIND (12, "", "PictureInfo", DIP_LEAK_EXIF, N_ ("Camera information in text form.")),
  KIND (13, "Adobe_CM", "Adobe_CM", DIP_LEAK_OTHER, N_ ("Notes by Photoshop.")),
};

/* A Photoshop resource: "8BIM", number, Pascal name of even length, size, data of even length. */
static gboolean
has_photoshop_thumbnail (DipReader body)
{
  gboolean found = FALSE;

  dip_reader_skip (&body, 14);
  while (dip_reader_at (&body, "8BIM", 4) && !body.failed)
    {
      dip_reader_skip (&body, 4);
      guint number = dip_reader_be16 (&body);
      guint name = dip_reader_u8 (&body);
      dip_reader_skip (&body, name | 1u);
      gsize size = dip_reader_be32 (&body);
      found = found || number == 1033 || number == 1036;
      if (size > dip_reader_left (&body) || !dip_reader_skip (&body, size))
        break;
      if (size % 2 == 1)
        dip_reader_skip (&body, 1);
    }
  return found;
}

void
dip_inspect_jpeg_app (DipParts *parts, guint marker, gsize offset, gsize size, DipReader body)
{
  guint app = marker & 15, leaks = DIP_LEAK_OTHER;
  const char *what = "?";
  g_autofree char *text = NULL;

  if (app == 1 && dip_reader_at (&body, "Exif\0", 5) && dip_reader_left (&body) >= 6)
    {
      dip_reader_skip (&body, 6);
      what = "Exif";
      text = dip_exif_describe (body, &leaks);
    }
  else if (app == 13 && dip_reader_at (&body, "Photoshop 3.0", 14))
    {
      gboolean thumbnail = has_photoshop_thumbnail (body);
      what = "Photoshop";
      leaks = DIP_LEAK_IPTC | (thumbnail ? DIP_LEAK_THUMBNAIL : 0);
      text = g_strdup (thumbnail
                           ? _ ("Notes by Photoshop (IPTC: caption, names, places) and a small copy of the picture.")
                           : _ ("Notes by Photoshop (IPTC: caption, names, places)."));
    }
  for (gsize i = 0; text == NULL && i < G_N_ELEMENTS (kinds); i++)
    if (kinds[i].app == app && dip_reader_at (&body, kinds[i].start, kinds[i].size))
      {
        what = kinds[i].name;
        leaks = kinds[i].leaks;
        text = g_strdup (_ (kinds[i].text));
      }
  g_autofree char *name = g_strdup_printf ("APP%u %s", app, what);
  dip_parts_add (parts, offset, size, DIP_PART_FOREIGN, leaks, name,
                 text != NULL ? text : _ ("Notes by a program or a camera, of an unknown kind."));
}
