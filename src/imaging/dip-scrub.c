#include "dip-scrub.h"

#include <glib/gi18n-lib.h>

#include "dip-error.h"
#include "dip-scrub-private.h"

gboolean
dip_scrub_refuse_damaged (const DipScrubTask *task, GError **error)
{
  g_set_error (error, DIP_ERROR, DIP_ERROR_DAMAGED,
               _ ("The picture data of “%s” is damaged or cut short. Copy the file from the camera or phone again."),
               task->name);
  return FALSE;
}

gboolean
dip_scrub_refuse_too_large (const DipScrubTask *task, GError **error)
{
  g_set_error (error, DIP_ERROR, DIP_ERROR_TOO_LARGE,
               _ ("“%s” would take more memory than a photo should. Save a smaller copy and add that."), task->name);
  return FALSE;
}

gboolean
dip_scrub_refuse_unsupported (const DipScrubTask *task, GError **error)
{
  g_set_error (
      error, DIP_ERROR, DIP_ERROR_UNSUPPORTED,
      _ ("“%s” holds a rare kind of picture that Diptych cannot read. Save it as an ordinary JPEG or PNG and add "
         "that."),
      task->name);
  return FALSE;
}

static gboolean
refuse_foreign (const DipScrubTask *task, GError **error)
{
  const char *guess = dip_format_guess_foreign (task->source);

  if (guess != NULL)
    g_set_error (error, DIP_ERROR, DIP_ERROR_UNSUPPORTED,
                 _ ("“%s” is %s, not a photo. Choose JPEG, PNG, WebP, HEIC, AVIF or TIFF files."), task->name, guess);
  else
    g_set_error (error, DIP_ERROR, DIP_ERROR_UNSUPPORTED,
                 _ ("“%s” is no photo that Diptych knows. Choose JPEG, PNG, WebP, HEIC, AVIF or TIFF files."),
                 task->name);
  return FALSE;
}

static gboolean
check_size (const DipScrubTask *task, const DipLimits *limits, GError **error)
{
  if (dip_format_read_size (task->source, task->format, limits, NULL, NULL, NULL, error))
    return TRUE;
  g_prefix_error (error, "“%s”: ", task->name);
  return FALSE;
}

DipScrubbed *
dip_scrub (GBytes *source, const char *name, DipScrubMode mode, const DipLimits *limits, GCancellable *cancellable,
           GError **error)
{
  g_autoptr (DipScrubbed) out = NULL;

  g_return_val_if_fail (source != NULL && name != NULL && limits != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  DipScrubTask task = {
    .source = source, .name = name, .format = dip_format_sniff (source), .mode = mode, .cancellable = cancellable
  };
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  if (task.format == DIP_FORMAT_UNKNOWN)
    {
      refuse_foreign (&task, error);
      return NULL;
    }
  if (!check_size (&task, limits, error))
    return NULL;

  out = g_new0 (DipScrubbed, 1);
  out->probe = dip_probe (source, task.format);
  task.orientation = out->probe->orientation;
  if (!(task.format == DIP_FORMAT_JPEG ? dip_scrub_jpeg (&task, out, error)
                                       : dip_scrub_pixels (&task, source, task.format, out, error)))
    return NULL;
  out->removed = dip_scrub_list_removed (source, task.format, out->probe);
  return g_steal_pointer (&out);
}

void
dip_scrubbed_free (DipScrubbed *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_pointer (&self->probe, dip_probe_free);
  g_clear_pointer (&self->removed, g_ptr_array_unref);
  g_free (self);
}
