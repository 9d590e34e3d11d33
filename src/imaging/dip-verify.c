#include "dip-verify.h"

#include <inttypes.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "dip-error.h"

static gboolean
may_stay (const DipPart *part, DipVerifyFlags flags)
{
  switch (part->verdict)
    {
    case DIP_PART_ALLOWED:
      return TRUE;
    case DIP_PART_PROFILE:
      return (flags & DIP_VERIFY_PROFILE) != 0;
    case DIP_PART_RIGHTS:
      return (flags & DIP_VERIFY_RIGHTS) != 0;
    case DIP_PART_FOREIGN:
    case DIP_PART_BROKEN:
    default:
      return FALSE;
    }
}

/* The rows have to tile the file: a byte in no row or in two has not been judged. */
static gboolean
check_parts (GPtrArray *parts, guint64 size, DipVerifyFlags flags, GError **error)
{
  guint64 reached = 0;

  for (guint i = 0; i < parts->len; i++)
    {
      const DipPart *part = g_ptr_array_index (parts, i);
      if (!may_stay (part, flags))
        {
          g_set_error (error, DIP_ERROR, DIP_ERROR_NOT_CLEAN,
                       _ ("The picture is not clean: part “%s” at byte %" PRIu64 " may not stay. %s"), part->name,
                       part->offset, part->text);
          return FALSE;
        }
      if (part->offset != reached)
        break;
      reached += part->size;
    }
  if (reached == size && size > 0)
    return TRUE;
  g_set_error (error, DIP_ERROR, DIP_ERROR_NOT_CLEAN,
               _ ("The picture is not clean: its parts overlap at byte %" PRIu64 "."), reached);
  return FALSE;
}

gboolean
dip_verify (GBytes *bytes, DipFormat expected, DipVerifyFlags flags, GPtrArray **parts, GError **error)
{
  g_return_val_if_fail (bytes != NULL, FALSE);
  g_return_val_if_fail (expected != DIP_FORMAT_UNKNOWN, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  DipFormat format = DIP_FORMAT_UNKNOWN;
  g_autoptr (GPtrArray) found = NULL;
  if (parts != NULL)
    *parts = NULL;
  if (expected != DIP_FORMAT_TIFF && dip_format_sniff (bytes) == expected)
    found = dip_inspect (bytes, &format, NULL);
  if (found == NULL)
    {
      g_set_error (error, DIP_ERROR, DIP_ERROR_NOT_CLEAN,
                   _ ("The picture is not clean: it should be of the kind “%s” and is not."),
                   dip_format_token (expected));
      return FALSE;
    }
  gboolean clean = check_parts (found, g_bytes_get_size (bytes), flags, error);
  if (parts != NULL)
    *parts = g_steal_pointer (&found);
  return clean;
}

static void
expect (GString *text, const char *field, const char *value, gsize most)
{
  g_autofree char *cut = NULL;
  g_autofree char *safe = NULL;
  const char *end = NULL;

  if (value == NULL || *value == '\0')
    return;
  cut = g_strndup (value, MIN (most, strlen (value)));
  if (!g_utf8_validate (cut, -1, &end))
    cut[end - cut] = '\0';
  safe = g_strescape (cut, NULL);
  g_string_append_printf (text, "%s: \"%s\"\n", field, safe);
}

/* As the inspector writes down what it found; IIM's datasets have a most length. */
static char *
expected_text (const DipRights *rights, gboolean iptc)
{
  GString *text = g_string_new (NULL);

  expect (text, "creator", rights->creator, iptc ? 32 : G_MAXSIZE / 2);
  if (iptc)
    expect (text, "credit", rights->credit, 32);
  expect (text, "copyright", rights->copyright, iptc ? 128 : G_MAXSIZE / 2);
  if (!iptc)
    {
      expect (text, "credit", rights->credit, G_MAXSIZE / 2);
      expect (text, "licence", rights->licence, G_MAXSIZE / 2);
      expect (text, "licensor", rights->licence, G_MAXSIZE / 2);
    }
  return g_string_free (text, FALSE);
}

static gboolean
check_rights (GPtrArray *parts, DipFormat format, const DipRights *rights, GError **error)
{
  g_autofree char *xmp = expected_text (rights, FALSE);
  g_autofree char *iptc = expected_text (rights, TRUE);
  guint n_xmp = 0, n_iptc = 0, n_wrong = 0;

  for (guint i = 0; i < parts->len; i++)
    {
      const DipPart *part = g_ptr_array_index (parts, i);
      const gboolean is_iptc = (part->leaks & DIP_LEAK_IPTC) != 0;

      if (part->rights == NULL)
        continue;
      n_iptc += is_iptc;
      n_xmp += !is_iptc;
      n_wrong += strcmp (part->rights, is_iptc ? iptc : xmp) != 0;
    }
  if (n_xmp == 1 && n_iptc == (format == DIP_FORMAT_JPEG ? 1 : 0) && n_wrong == 0)
    return TRUE;
  g_set_error_literal (error, DIP_ERROR, DIP_ERROR_NOT_CLEAN,
                       _ ("The picture does not carry the rights notice as it should: it is missing or says "
                          "something else."));
  return FALSE;
}

gboolean
dip_verify_exported (GBytes *bytes, DipFormat expected, const DipRights *rights, GPtrArray **parts, GError **error)
{
  g_autoptr (GPtrArray) found = NULL;

  if (!dip_verify (bytes, expected, rights != NULL ? DIP_VERIFY_RIGHTS : DIP_VERIFY_PIXELS, &found, error)
      || (rights != NULL && !check_rights (found, expected, rights, error)))
    return FALSE;
  if (parts != NULL)
    *parts = g_steal_pointer (&found);
  return TRUE;
}
