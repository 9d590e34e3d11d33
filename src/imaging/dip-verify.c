#include "dip-verify.h"

#include <inttypes.h>
#include <glib/gi18n-lib.h>

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
