/* HEIF and AVIF (ISO/IEC 23008-12), box by box. */
#include "dip-inspect-private.h"

#include <glib/gi18n-lib.h>

void
dip_inspect_heif (DipParts *parts, DipReader file)
{
  DipBox box;

  while (!parts->full && dip_box_next (&file, &box))
    dip_parts_add (parts, box.offset, box.size, DIP_PART_FOREIGN, DIP_LEAK_OTHER, "box",
                   _ ("A part that has not been shown to be clean."));
  if (file.pos < file.end)
    dip_parts_broken_from (parts, file.pos, "?", _ ("A damaged part."));
}
