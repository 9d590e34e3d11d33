/* Colour profiles (ICC.1:2022): whole, without a byte to spare, and with no text but the few words that makers of
 * cameras and programs put there. Profiles of calibrated screens name people, devices and times: they don't pass. */
#include "dip-inspect-private.h"

#include <glib/gi18n-lib.h>

#define HEADER   128
#define MAX_TAGS 100

typedef struct
{
  gsize start, end;
} Span;

typedef struct
{
  guint32 name;
  DipReader body;
} Tag;

/* ASCII words of the descriptions and copyright notes that profiles embedded by cameras and programs are known to hold.
 * A text made of these and of short numbers names nobody. */
static const char *const words[] = { "61966",
                                     "software",
                                     "tiff",
                                     "a",
                                     "a98",
                                     "adobe",
                                     "all",
                                     "apple",
                                     "artifex",
                                     "average",
                                     "bt",
                                     "built",
                                     "by",
                                     "c",
                                     "c2",
                                     "c2ci",
                                     "camera",
                                     "canon",
                                     "cc0",
                                     "ch",
                                     "cmyk",
                                     "coated",
                                     "color",
                                     "colormatch",
                                     "colour",
                                     "commission",
                                     "company",
                                     "compact",
                                     "computer",
                                     "condition",
                                     "copyright",
                                     "corporation",
                                     "d50",
                                     "d65",
                                     "dci",
                                     "default",
                                     "display",
                                     "domain",
                                     "dot",
                                     "eastman",
                                     "electrotechnical",
                                     "epson",
                                     "facebook",
                                     "for",
                                     "fogra39",
                                     "free",
                                     "freely",
                                     "fujifilm",
                                     "gain",
                                     "gamma",
                                     "gamut",
                                     "generic",
                                     "gimp",
                                     "google",
                                     "gray",
                                     "grayscale",
                                     "grey",
                                     "greyscale",
                                     "hasselblad",
                                     "hewlett",
                                     "hp",
                                     "http",
                                     "icc",
                                     "iec",
                                     "iec61966",
                                     "image",
                                     "in",
                                     "inc",
                                     "incorporated",
                                     "international",
                                     "iso",
                                     "itu",
                                     "japan",
                                     "kodak",
                                     "lcd",
                                     "leica",
                                     "libvips",
                                     "linear",
                                     "ltd",
                                     "microsoft",
                                     "nikon",
                                     "no",
                                     "of",
                                     "olympus",
                                     "p3",
                                     "packard",
                                     "panasonic",
                                     "pd",
                                     "pentax",
                                     "per",
                                     "profile",
                                     "prophoto",
                                     "public",
                                     "r",
                                     "rec",
                                     "rec2020",
                                     "rec709",
                                     "reference",
                                     "reserved",
                                     "rgb",
                                     "ricoh",
                                     "rights",
                                     "romm",
                                     "s",
                                     "samsung",
                                     "scrgb",
                                     "sheetfed",
                                     "sony",
                                     "sp3c",
                                     "space",
                                     "srgb",
                                     "swop",
                                     "systems",
                                     "technology",
                                     "the",
                                     "transfer",
                                     "trc",
                                     "u",
                                     "uncoated",
                                     "urgb",
                                     "use",
                                     "v2",
                                     "v4",
                                     "viewing",
                                     "web",
                                     "wide",
                                     "with",
                                     "www",
                                     "xyb" };

/* The names Apple gives its general profile (a "dscm" tag), whole. */
static const char *const localized[]
    = { "Všeobecný RGB profil",   "Generički RGB profil", "Perfil RGB genèric",     "Perfil RGB Genérico",
        "Загальний профайл RGB",  "Profil générique RVB", "通用 RGB 色彩描述",      "Profilo RGB generico",
        "Generisk RGB-profil",    "일반 RGB 프로파일",    "Obecný RGB profil",      "פרופיל RGB כללי",
        "Allgemeines RGB-Profil", "Általános RGB profil", "普通 RGB 描述文件",      "一般 RGB プロファイル",
        "Profil RGB generic",     "Γενικό προφίλ RGB",    "Perfil RGB genérico",    "Algemeen RGB-profiel",
        "โปรไฟล์ RGB ทั่วไป",        "Genel RGB Profili",    "Yleinen RGB-profiili",   "Uniwersalny profil RGB",
        "Общий профиль RGB",      "ملف تعريف RGB العام",  "Generel RGB-beskrivelse" };

static gboolean
is_known_word (const char *word, gsize length)
{
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (strlen (words[i]) == length && g_ascii_strncasecmp (words[i], word, length) == 0)
      return TRUE;
  return FALSE;
}

/* Short numbers are years and versions; many of them could be a telephone number. */
static gboolean
is_harmless_text (const char *text)
{
  static const char punctuation[] = " ,.:;-_()/+*\"'";
  guint digits = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (localized); i++)
    if (strcmp (text, localized[i]) == 0)
      return TRUE;
  for (const char *at = text; *at != '\0';)
    {
      gsize length = 0, numerals = 0;
      for (; g_ascii_isalnum (at[length]); length++)
        numerals += g_ascii_isdigit (at[length]);
      if (length == 0 && strchr (punctuation, *at++) == NULL)
        return FALSE;
      if (length > 0 && !is_known_word (at, length))
        {
          if (numerals != length || length > 4)
            return FALSE;
          digits += length;
        }
      at += length;
    }
  return digits <= 12;
}

/* One-byte text in a field of @body; zero bytes fill the field up. */
static gboolean
is_harmless_ascii (DipReader body)
{
  gsize size = dip_reader_left (&body);

  if (size > 512 || size == 0)
    return size == 0;
  g_autofree char *text = g_strndup ((const char *) body.base + body.pos, size);
  for (gsize i = strlen (text); i < size; i++)
    if (body.base[body.pos + i] != 0)
      return FALSE;
  return is_harmless_text (text);
}

static gboolean
is_harmless_utf16 (DipReader body)
{
  gunichar2 units[512];
  guint n = 0;

  if (dip_reader_left (&body) % 2 != 0 || dip_reader_left (&body) > sizeof units)
    return FALSE;
  while (dip_reader_left (&body) > 0)
    units[n++] = dip_reader_be16 (&body);
  while (n > 0 && units[n - 1] == 0)
    n--;
  for (guint i = 0; i < n; i++)
    if (units[i] == 0)
      return FALSE;
  g_autofree char *text = g_utf16_to_utf8 (units, n, NULL, NULL, NULL);
  return text != NULL && is_harmless_text (text);
}

static int
by_start (gconstpointer a, gconstpointer b)
{
  const Span *left = a, *right = b;

  return left->start == right->start ? 0 : left->start < right->start ? -1 : 1;
}

/* Nothing between and behind the spans but up to three zero bytes of alignment. Shared spans are common. */
static gboolean
fill (GArray *spans, const guint8 *data, gsize start, gsize end)
{
  gsize reached = start;

  g_array_sort (spans, by_start);
  for (guint i = 0; i <= spans->len; i++)
    {
      Span span = i < spans->len ? g_array_index (spans, Span, i) : (Span){ end, end };
      if (span.start > reached + 3)
        return FALSE;
      for (; reached < span.start; reached++)
        if (data[reached] != 0)
          return FALSE;
      reached = MAX (reached, span.end);
    }
  return reached == end;
}

/* 10.15: records of language, length and place, and a pool of strings. */
static gboolean
is_harmless_localized (DipReader body)
{
  g_autoptr (GArray) spans = g_array_new (FALSE, FALSE, sizeof (Span));
  DipReader tag = body;

  dip_reader_skip (&body, 8);
  guint n = dip_reader_be32 (&body);
  if (n > MAX_TAGS || dip_reader_be32 (&body) != 12)
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      DipReader text = tag;
      for (guint j = 0; j < 4; j++)
        {
          guint8 letter = dip_reader_u8 (&body);
          if (letter != 0 && !g_ascii_isalpha ((char) letter))
            return FALSE;
        }
      gsize length = dip_reader_be32 (&body), offset = dip_reader_be32 (&body);
      if (body.failed || offset < 16 + 12 * n || offset > dip_reader_left (&tag))
        return FALSE;
      dip_reader_skip (&text, offset);
      text = dip_reader_sub (&text, length);
      if (text.failed || !is_harmless_utf16 (text))
        return FALSE;
      Span span = { text.pos, text.end };
      g_array_append_val (spans, span);
    }
  return !body.failed && fill (spans, tag.base, body.pos, tag.end);
}

/* ICC.1:2001-04, 6.5.17: the same text in ASCII, Unicode and a script of the Macintosh, each with its length. */
static gboolean
is_harmless_description (DipReader body)
{
  dip_reader_skip (&body, 8);
  DipReader ascii = dip_reader_sub (&body, dip_reader_be32 (&body));
  dip_reader_skip (&body, 4);
  guint64 units = dip_reader_be32 (&body);
  DipReader unicode = dip_reader_sub (&body, (gsize) units * 2);

  if (body.failed || !is_harmless_ascii (ascii) || !is_harmless_utf16 (unicode))
    return FALSE;
  dip_reader_skip (&body, 3);
  DipReader script = dip_reader_sub (&body, MIN (dip_reader_left (&body), 67));
  if (!is_harmless_ascii (script) || dip_reader_left (&body) > 3)
    return FALSE;
  while (dip_reader_left (&body) > 0)
    if (dip_reader_u8 (&body) != 0)
      return FALSE;
  return TRUE;
}

/* 10.10 and 10.11: three tables of @bytes each, behind a matrix. */
static gsize
table_size (DipReader body, guint bytes)
{
  gsize in = dip_reader_u8 (&body), out = dip_reader_u8 (&body), grid = dip_reader_u8 (&body), cells = out;

  dip_reader_skip (&body, 1 + 36);
  gsize in_entries = bytes == 1 ? 256 : dip_reader_be16 (&body);
  gsize out_entries = bytes == 1 ? 256 : dip_reader_be16 (&body);
  for (gsize i = 0; i < in && cells <= DIP_ICC_MAX; i++)
    cells *= grid;
  return (bytes == 1 ? 48 : 52) + bytes * (in * in_entries + cells + out * out_entries);
}

/* The bytes a tag of numbers has a use for; 0 for a type that is not known. */
static gsize
used_size (DipReader body)
{
  static const guint parameters[] = { 1, 3, 4, 5, 7 };
  DipReader rest = body;
  guint kind;

  dip_reader_skip (&rest, 8);
  switch (dip_reader_be32 (&body))
    {
    case DIP_FOURCC ('X', 'Y', 'Z', ' '):
      return 20;
    case DIP_FOURCC ('s', 'f', '3', '2'):
      return 8 + 4 * 9;
    case DIP_FOURCC ('c', 'u', 'r', 'v'):
      return 12 + 2 * (gsize) dip_reader_be32 (&rest);
    case DIP_FOURCC ('p', 'a', 'r', 'a'):
      kind = dip_reader_be16 (&rest);
      return kind < G_N_ELEMENTS (parameters) ? 12 + 4 * parameters[kind] : 0;
    case DIP_FOURCC ('s', 'i', 'g', ' '):
    case DIP_FOURCC ('c', 'i', 'c', 'p'):
      return 12;
    case DIP_FOURCC ('v', 'i', 'e', 'w'):
    case DIP_FOURCC ('m', 'e', 'a', 's'):
    case DIP_FOURCC ('c', 'h', 'r', 'm'):
      return 36;
    case DIP_FOURCC ('m', 'f', 't', '1'):
      return table_size (rest, 1);
    case DIP_FOURCC ('m', 'f', 't', '2'):
      return table_size (rest, 2);
    case DIP_FOURCC ('m', 'A', 'B', ' '):
    case DIP_FOURCC ('m', 'B', 'A', ' '):
    case DIP_FOURCC ('m', 'p', 'e', 't'):
      return dip_reader_left (&body) + 4;
    default:
      return 0;
    }
}

static gboolean
is_plain_numbers (DipReader body)
{
  gsize size = dip_reader_left (&body), used = used_size (body);

  if (used == 0 || used > size || size - used > 3)
    return FALSE;
  dip_reader_skip (&body, used);
  while (dip_reader_left (&body) > 0)
    if (dip_reader_u8 (&body) != 0)
      return FALSE;
  return TRUE;
}

static gboolean
is_text_tag (guint32 name)
{
  static const char names[] = "desccprtdmnddmddvueddscm";

  for (const char *at = names; *at != '\0'; at += 4)
    if (name == DIP_FOURCC (at[0], at[1], at[2], at[3]))
      return TRUE;
  return FALSE;
}

static gboolean
is_colour_tag (guint32 name)
{
  static const char names[]
      = "wtptbkptchadrXYZgXYZbXYZrTRCgTRCbTRCkTRCA2B0A2B1A2B2B2A0B2A1B2A2D2B0D2B1D2B2D2B3B2D0B2D1B2D2B2D3"
        "gamtpre0pre1pre2lumimeasviewtechchrmcicpaargaaggaabg";

  for (const char *at = names; *at != '\0'; at += 4)
    if (name == DIP_FOURCC (at[0], at[1], at[2], at[3]))
      return TRUE;
  return FALSE;
}

static gboolean
is_harmless_tag (const Tag *tag)
{
  DipReader body = tag->body;
  guint32 type = dip_reader_be32 (&body), reserved = dip_reader_be32 (&body);

  if (body.failed || reserved != 0)
    return FALSE;
  if (is_colour_tag (tag->name))
    return is_plain_numbers (tag->body);
  if (!is_text_tag (tag->name))
    return FALSE;
  if (type == DIP_FOURCC ('t', 'e', 'x', 't'))
    return is_harmless_ascii (body);
  if (type == DIP_FOURCC ('m', 'l', 'u', 'c'))
    return is_harmless_localized (tag->body);
  return type == DIP_FOURCC ('d', 'e', 's', 'c') && is_harmless_description (tag->body);
}

/* 7.2.18: sixteen zeros, or the MD5 of the profile with its flags, intent and this field zero. Else it is a number of
 * somebody's own. */
static gboolean
has_own_digest (const guint8 *data, gsize size)
{
  static const guint8 zeros[HEADER];
  g_autoptr (GChecksum) md5 = g_checksum_new (G_CHECKSUM_MD5);
  guint8 digest[16];
  gsize length = sizeof digest;

  g_checksum_update (md5, data, 44);
  g_checksum_update (md5, zeros, 4);
  g_checksum_update (md5, data + 48, 16);
  g_checksum_update (md5, zeros, 4);
  g_checksum_update (md5, data + 68, 16);
  g_checksum_update (md5, zeros, 16);
  g_checksum_update (md5, data + 100, (gssize) (size - 100));
  g_checksum_get_digest (md5, digest, &length);
  return memcmp (data + 84, zeros, 16) == 0 || memcmp (data + 84, digest, 16) == 0;
}

/* 7.2. Little CMS stamps the time at which a program made the profile, mostly that of saving the picture. */
static gboolean
is_harmless_header (const guint8 *data, gsize size)
{
  static const guint codes[] = { 4, 40, 48, 52, 80 };
  gboolean stamped = memcmp (data + 4, "lcms", 4) == 0 || memcmp (data + 80, "lcms", 4) == 0;
  DipReader date = { .base = data, .pos = 24, .end = 36 };
  guint year = dip_reader_be16 (&date);

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    for (gsize j = 0; j < 4; j++)
      if (data[codes[i] + j] != 0 && !g_ascii_isprint ((char) data[codes[i] + j]))
        return FALSE;
  for (gsize i = 44; i < HEADER; i++)
    {
      gboolean unused = i < 47 || (i >= 56 && i < 63) || (i >= 64 && i < 67) || i >= 100;
      if (unused && data[i] != 0)
        return FALSE;
    }
  return has_own_digest (data, size) && (!stamped || year == 0 || year == 2000);
}

static gboolean
is_whole_header (const guint8 *data, gsize size)
{
  DipReader reader = { .base = data, .end = size };
  gsize claimed = dip_reader_be32 (&reader);

  return claimed == size && memcmp (data + 36, "acsp", 4) == 0 && data[8] >= 2 && data[8] <= 4;
}

/* The table of tags: inside the profile, each once, all bytes used. */
static GArray *
read_tags (DipReader profile)
{
  g_autoptr (GArray) tags = g_array_new (FALSE, FALSE, sizeof (Tag)), spans = g_array_new (FALSE, FALSE, sizeof (Span));
  DipReader table = profile;

  dip_reader_skip (&table, HEADER);
  guint n = dip_reader_be32 (&table);
  for (guint i = 0; i < n && i <= MAX_TAGS; i++)
    {
      DipReader body = profile;
      Tag tag = { .name = dip_reader_be32 (&table) };
      gsize offset = dip_reader_be32 (&table), length = dip_reader_be32 (&table);
      for (guint j = 0; j < i; j++)
        if (g_array_index (tags, Tag, j).name == tag.name)
          return NULL;
      if (table.failed || offset < HEADER + 4 + 12 * (gsize) n || !dip_reader_skip (&body, offset))
        return NULL;
      tag.body = dip_reader_sub (&body, length);
      if (tag.body.failed)
        return NULL;
      Span span = { tag.body.pos, tag.body.end };
      g_array_append_val (tags, tag);
      g_array_append_val (spans, span);
    }
  if (n == 0 || n > MAX_TAGS || !fill (spans, profile.base, table.pos, profile.end))
    return NULL;
  return g_steal_pointer (&tags);
}

/* The sRGB and Display P3 profiles that libvips writes break the rules in small ways: a line end behind the last tag,
 * overlapping tags. */
static gboolean
is_of_libvips (const guint8 *data, gsize size)
{
  static const char *const known[] = {
    "2a92d4bae450b76d8b0aa42193df974d75f62738ecebf74f01c5e75b12a95796",
    "4564e3575b10133dfe34097696ce54eb0c4bb7ad5278d999f7ef68938ba8d372",
  };

  if (size != 6922 && size != 736)
    return FALSE;
  g_autofree char *digest = g_compute_checksum_for_data (G_CHECKSUM_SHA256, data, size);
  return strcmp (digest, known[0]) == 0 || strcmp (digest, known[1]) == 0;
}

DipPartVerdict
dip_icc_judge (const guint8 *data, gsize size, char **text)
{
  DipReader profile = { .base = data, .end = size };
  g_autoptr (GArray) tags = NULL;
  gboolean known = is_of_libvips (data, size);

  if (!known && size >= HEADER + 4 && size <= DIP_ICC_MAX && is_whole_header (data, size))
    tags = read_tags (profile);
  if (tags == NULL && !known)
    {
      *text = g_strdup (_ ("A damaged colour profile."));
      return DIP_PART_BROKEN;
    }
  gboolean harmless = known || is_harmless_header (data, size);
  for (guint i = 0; i < (known ? 0 : tags->len) && harmless; i++)
    harmless = is_harmless_tag (&g_array_index (tags, Tag, i));
  *text = g_strdup (harmless ? _ ("A colour profile: how the numbers of the pixels are to look.")
                             : _ ("A colour profile with notes of its own: may name a person, a device or a time."));
  return harmless ? DIP_PART_PROFILE : DIP_PART_FOREIGN;
}
