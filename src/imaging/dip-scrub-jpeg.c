/* A JPEG's way from camera to clean: copied where its data can be shown to be whole, else transcoded; turned where that
 * loses nothing. */
#include "dip-scrub-private.h"
#include "dip-scrub-webp.h"

static gboolean
refuse (const DipScrubTask *task, DipJpegOutcome outcome, GError **error)
{
  switch (outcome)
    {
    case DIP_JPEG_UNSUPPORTED:
      return dip_scrub_refuse_unsupported (task, error);
    case DIP_JPEG_TOO_LARGE:
      return dip_scrub_refuse_too_large (task, error);
    case DIP_JPEG_CANCELLED:
      return !g_cancellable_set_error_if_cancelled (task->cancellable, error);
    default:
      return dip_scrub_refuse_damaged (task, error);
    }
}

/* NULL with @error set. @head is then that of the result: it points into it. */
static GBytes *
transcode (const DipScrubTask *task, DipJpegHead *head, GError **error)
{
  g_autoptr (GBytes) clean = NULL;
  DipJpegOutcome outcome = dip_jpeg_transcode (task->source, &clean, task->cancellable);

  dip_jpeg_head_clear (head);
  if (outcome == DIP_JPEG_DONE && !dip_jpeg_head_read (head, g_bytes_get_data (clean, NULL), g_bytes_get_size (clean)))
    outcome = DIP_JPEG_UNSUPPORTED;
  if (outcome == DIP_JPEG_DONE)
    return g_steal_pointer (&clean);
  refuse (task, outcome, error);
  return NULL;
}

static const char *
profile_space (DipJpegColour colour)
{
  switch (colour)
    {
    case DIP_JPEG_GREY:
      return "GRAY";
    case DIP_JPEG_CMYK:
    case DIP_JPEG_YCCK:
      return "CMYK";
    default:
      return "RGB ";
    }
}

/* Pictures that will be decoded or turned need their proof first. */
static gboolean
may_trust (const DipScrubTask *task, const DipJpegHead *head)
{
  return (task->mode & DIP_SCRUB_TRUSTING) != 0 && task->orientation == 1 && head->colour < DIP_JPEG_CMYK;
}

static DipJpegOutcome
copy (const DipScrubTask *task, const DipJpegHead *head, GBytes *profile, DipScrubbed *out, GBytes **clean)
{
  gsize size = 0;
  const guint8 *data = g_bytes_get_data (task->source, &size);

  out->trusted = may_trust (task, head) && dip_jpeg_copy_trusting (head, data, size, profile, clean) == DIP_JPEG_DONE;
  return out->trusted ? DIP_JPEG_DONE : dip_jpeg_copy (head, data, size, profile, clean);
}

/* The picture as stored, clean, with its profile. */
static GBytes *
make_clean (const DipScrubTask *task, DipJpegHead *head, GBytes **profile, DipScrubbed *out, GError **error)
{
  gsize size = 0;
  const guint8 *data = g_bytes_get_data (task->source, &size);
  gboolean readable = dip_jpeg_head_read (head, data, size);
  g_autoptr (GBytes) embedded = dip_jpeg_head_join_profile (head);
  DipJpegOutcome outcome = DIP_JPEG_UNPROVEN;
  GBytes *clean = NULL;

  out->method = "copied";
  if (readable)
    {
      *profile = dip_profile_clean (embedded, profile_space (head->colour));
      outcome = copy (task, head, *profile, out, &clean);
    }
  if (outcome == DIP_JPEG_DAMAGED)
    refuse (task, outcome, error);
  if (outcome != DIP_JPEG_UNPROVEN)
    return clean;

  out->method = "transcoded";
  g_clear_pointer (profile, g_bytes_unref);
  g_autoptr (GBytes) bare = transcode (task, head, error);
  if (bare == NULL)
    return NULL;
  *profile = dip_profile_clean (embedded, profile_space (head->colour));
  return *profile != NULL ? dip_jpeg_insert_profile (bare, *profile) : g_steal_pointer (&bare);
}

static GBytes *
turn (GBytes *clean, const DipJpegHead *head, GBytes *profile, int orientation)
{
  g_autoptr (GBytes) turned = NULL;

  if (!dip_jpeg_can_turn (head, orientation))
    return NULL;
  turned = dip_jpeg_turn (clean, head->process == 2, orientation);
  if (turned == NULL || profile == NULL)
    return g_steal_pointer (&turned);
  return dip_jpeg_insert_profile (turned, profile);
}

/* By libvips, which can keep a profile that shows where a PNG can't. */
static gboolean
reencode (const DipScrubTask *task, GBytes **clean, DipScrubbed *out, GError **error)
{
  DipScrubTask knowing = *task;

  knowing.profile_shows = TRUE;
  if (!dip_scrub_pixels (&knowing, *clean, DIP_FORMAT_JPEG, out, error))
    return FALSE;
  g_bytes_unref (*clean);
  *clean = g_steal_pointer (&out->bytes);
  return TRUE;
}

/* Turned without loss if that can be; left to the catalogue or made a PNG if not. */
static gboolean
make_upright (const DipScrubTask *task, GBytes **clean, const DipJpegHead *head, GBytes *profile, DipScrubbed *out,
              GError **error)
{
  g_autoptr (GBytes) turned = turn (*clean, head, profile, task->orientation);
  gboolean lost = turned == NULL && (task->mode & DIP_SCRUB_UPRIGHT) != 0;

  if (lost && profile != NULL && !dip_imaging_init (error))
    return FALSE;
  if (lost && profile != NULL && dip_profile_shows (profile, head->n_components < 3 ? 1 : 3))
    return reencode (task, clean, out, error);
  out->method = turned != NULL ? "transcoded" : out->method;
  if (lost)
    {
      DipJpegOutcome outcome = dip_jpeg_to_png (*clean, task->orientation, &turned, task->cancellable);
      if (outcome != DIP_JPEG_DONE)
        return refuse (task, outcome, error);
      out->format = DIP_FORMAT_PNG;
      out->method = "re-encoded";
    }
  if (turned == NULL)
    return TRUE;
  g_bytes_unref (*clean);
  *clean = g_steal_pointer (&turned);
  out->orientation = 1;
  return TRUE;
}

gboolean
dip_scrub_jpeg (const DipScrubTask *task, DipScrubbed *out, GError **error)
{
  g_auto (DipJpegHead) head = { 0 };
  g_autoptr (GBytes) profile = NULL;
  g_autoptr (GBytes) clean = make_clean (task, &head, &profile, out, error);

  if (clean == NULL || g_cancellable_set_error_if_cancelled (task->cancellable, error))
    return FALSE;
  if (head.colour == DIP_JPEG_OTHER)
    return dip_scrub_refuse_unsupported (task, error);
  if (head.colour == DIP_JPEG_CMYK || head.colour == DIP_JPEG_YCCK)
    return dip_scrub_pixels (task, clean, DIP_FORMAT_JPEG, out, error);

  out->format = DIP_FORMAT_JPEG;
  out->orientation = task->orientation;
  out->width = task->orientation >= 5 ? head.height : head.width;
  out->height = task->orientation >= 5 ? head.width : head.height;
  if (task->orientation > 1 && !make_upright (task, &clean, &head, profile, out, error))
    return FALSE;
  out->bytes = g_steal_pointer (&clean);
  return TRUE;
}
