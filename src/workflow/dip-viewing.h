/* Looking closely at a photo: its pixels piece by piece, what is known of it, and the proof that it is clean, in words. */
#pragma once

#include <gio/gio.h>

#include "dip-clients.h"
#include "dip-photos.h"

G_BEGIN_DECLS

/* What is in a file, summed up by kind. */
typedef struct
{
  const char *what; /* static, translated: "Picture data" */
  guint64 bytes;
} DipHeldPart;

/* A scrub certificate as people read it. */
typedef struct
{
  char *digest;      /* SHA-256, hex; NULL when the catalogue holds no certificate */
  char *verified_at; /* UTC, ISO 8601 */
  GArray *holds;     /* (element-type DipHeldPart): largest first */
  char *removed;     /* "GPS position, camera serial number, 3 thumbnails", translated; "nothing" */
} DipCertificate;

void dip_certificate_free (DipCertificate *self);

/* Never NULL: what can't be read of @photo's certificate is left out. */
DipCertificate *dip_viewing_certificate (const DipPhoto *photo);

typedef struct
{
  DipPhotoView *photo;
  DipClientOverview *client; /* NULL as long as the photo is nobody's */
  DipCertificate *certificate;
  GPtrArray *others; /* (element-type DipPhotoView): the client's other photos, by date */
} DipPhotoFacts;

void dip_photo_facts_free (DipPhotoFacts *self);

DipPhotoFacts *dip_viewing_facts (const DipDesk *desk, gint64 photo_id, GError **error);

/* A photo opened for looking at; reference-counted, any thread. The functions below block while they read and decode. */
typedef struct _DipPyramid DipPyramid;

/* Reads the blob and compares it with its digest. Errors: NOT_FOUND, DAMAGED. */
DipPyramid *dip_viewing_open (const DipDesk *desk, gint64 photo_id, GError **error);
DipPyramid *dip_viewing_hold (DipPyramid *photo); /* another reference */
void dip_viewing_close (DipPyramid *photo);

/* Level 0 is the upright photo itself, each further one half the size of the one before. */
guint dip_viewing_n_levels (const DipPyramid *photo);
void dip_viewing_size (const DipPyramid *photo, guint level, int *width, int *height);

/* (transfer full): the pixels of a rectangle of @level, rows of @width x 3 bytes: red, green, blue in
 * sRGB. */
GBytes *dip_viewing_read (DipPyramid *photo, guint level, int x, int y, int width, int height,
                          GCancellable *cancellable, GError **error);

/* (transfer full): a thumbnail such as dip_import_thumbnail() gives, decoded to just cover @width x @height pixels; pixels as
 * above, of @out_width x @out_height. */
GBytes *dip_viewing_thumbnail_pixels (GBytes *thumbnail, int width, int height, int *out_width, int *out_height,
                                      GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DipCertificate, dip_certificate_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DipPhotoFacts, dip_photo_facts_free)

G_END_DECLS
