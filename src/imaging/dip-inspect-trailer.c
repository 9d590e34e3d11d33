/* What phones and editors hang behind the end of a picture: decoders never show it, and copying programs keep it. */
#include "dip-inspect-private.h"

#include <glib/gi18n-lib.h>

#define MAX_TRAILERS 64

typedef enum
{
  TRAILER_UNKNOWN,
  TRAILER_PADDING,
  TRAILER_JPEG,
  TRAILER_PNG,
  TRAILER_VIDEO,
  TRAILER_SAMSUNG,
  TRAILER_AFCP,
  TRAILER_PDF,
  TRAILER_ZIP,
} Trailer;

static const struct
{
  const char *name;
  guint leaks;
  const char *text;
} trailers[] = {
  [TRAILER_UNKNOWN] = { "trailer", DIP_LEAK_OTHER, N_ ("Unknown bytes after the end of the picture.") },
  [TRAILER_PADDING] = { "trailer padding", 0, N_ ("Padding after the end of the picture.") },
  [TRAILER_JPEG] = { "trailer JPEG", DIP_LEAK_SECOND_IMAGE, N_ ("A second picture after the end of the first.") },
  [TRAILER_PNG] = { "trailer PNG", DIP_LEAK_SECOND_IMAGE, N_ ("A second picture after the end of the first.") },
  [TRAILER_VIDEO] = { "trailer video", DIP_LEAK_VIDEO,
                      N_ ("A film, often with sound, after the end of the picture (a motion photo).") },
  [TRAILER_SAMSUNG] = { "trailer Samsung", DIP_LEAK_TIME | DIP_LEAK_OTHER,
                        N_ ("Notes by the phone after the end of the picture (Samsung); mostly times.") },
  [TRAILER_AFCP] = { "trailer AFCP", DIP_LEAK_IPTC, N_ ("Notes after the end of the picture (AFCP, IPTC).") },
  [TRAILER_PDF] = { "trailer PDF", DIP_LEAK_OTHER, N_ ("A PDF document after the end of the picture.") },
  [TRAILER_ZIP] = { "trailer ZIP", DIP_LEAK_OTHER, N_ ("An archive after the end of the picture.") },
};

static const struct
{
  Trailer kind;
  guint size, before; /* how far the thing starts before its mark */
  const char *mark;
} marks[] = {
  { TRAILER_PNG, 4, 0, "\x89PNG" },  { TRAILER_JPEG, 3, 0, "\xff\xd8\xff" },
  { TRAILER_VIDEO, 4, 4, "ftyp" },   { TRAILER_SAMSUNG, 16, 0, "MotionPhoto_Data" },
  { TRAILER_SAMSUNG, 4, 0, "SEFH" }, { TRAILER_AFCP, 4, 0, "AXS!" },
  { TRAILER_AFCP, 4, 0, "AXS*" },    { TRAILER_PDF, 5, 0, "%PDF-" },
  { TRAILER_ZIP, 4, 0, "PK\3\4" },
};

typedef struct
{
  DipReader rest;
  gsize found[G_N_ELEMENTS (marks)]; /* where each mark is met next; the end when it is not */
} Search;

/* Looks on only for marks that have been passed, so that all searching together is linear. */
static void
look_on (Search *self, gsize i)
{
  DipReader rest = self->rest;
  gsize from = self->rest.pos + marks[i].before;

  if (self->found[i] >= from || !dip_reader_skip (&rest, marks[i].before))
    return;
  const guint8 *found = memmem (rest.base + rest.pos, dip_reader_left (&rest), marks[i].mark, marks[i].size);
  self->found[i] = found == NULL ? rest.end : (gsize) (found - rest.base);
}

/* The next thing known by its mark, of another kind than @current (pictures hold pictures): where it starts. */
static gsize
find_next (Search *self, Trailer current, Trailer *kind)
{
  gsize start = self->rest.end;

  *kind = TRAILER_UNKNOWN;
  for (gsize i = 0; i < G_N_ELEMENTS (marks); i++)
    {
      look_on (self, i);
      if (marks[i].kind == current || self->found[i] == self->rest.end
          || self->found[i] < self->rest.pos + marks[i].before || self->found[i] - marks[i].before >= start)
        continue;
      start = self->found[i] - marks[i].before;
      *kind = marks[i].kind;
    }
  return start;
}

static gboolean
is_padding (DipReader part)
{
  for (gsize i = part.pos; i < part.end; i++)
    if (part.base[i] != 0)
      return FALSE;
  return TRUE;
}

void
dip_inspect_trailer (DipParts *parts, DipReader rest)
{
  Search search = { .rest = rest };
  Trailer kind = TRAILER_UNKNOWN, next_kind;

  for (guint i = 0; dip_reader_left (&search.rest) > 0; i++, kind = next_kind)
    {
      gsize offset = search.rest.pos, next = find_next (&search, kind, &next_kind);
      if (i == MAX_TRAILERS)
        next = search.rest.end;
      DipReader part = dip_reader_sub (&search.rest, next - offset);
      if (next == offset)
        continue;
      if (kind == TRAILER_UNKNOWN && is_padding (part))
        kind = TRAILER_PADDING;
      dip_parts_add (parts, offset, next - offset, DIP_PART_FOREIGN, DIP_LEAK_TRAILER | trailers[kind].leaks,
                     trailers[kind].name, _ (trailers[kind].text));
    }
}
