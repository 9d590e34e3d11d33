/* Looking at a client's photos and saying what they show and when they were taken. */
#pragma once

#include "dip-case.h"

G_BEGIN_DECLS

typedef struct
{
  DipPhoto *photo;
  char *code; /* the client's; NULL: in the inbox */
  DipPhaseFacts facts;
} DipPhotoView;

void dip_photo_view_free (DipPhotoView *self);

GPtrArray *dip_photos_list (const DipDesk *desk, const char *code, GError **error); /* DipPhotoView, by date */
DipPhotoView *dip_photos_show (const DipDesk *desk, gint64 id, GError **error);

typedef struct
{
  gboolean set_view;
  DipView view;
  gboolean set_shows;
  DipIdentifiability shows; /* a changed view without this sets the view's default */
  gboolean set_taken;
  DipDate taken; /* the catalogue says that it was stated, and by whom */
  gboolean set_hair;
  DipHair hair;
  gboolean set_treatment;
  gint64 treatment_id;
} DipPhotoChange;

/* All or nothing, recorded in the audit log with the old values. */
gboolean dip_photos_set (const DipDesk *desk, gint64 id, const DipPhotoChange *change, GError **error);

/* The same for several at once. @before (out) (transfer full): (element-type DipPhoto) as they were, for dip_photos_put_back();
 * may be NULL. */
gboolean dip_photos_set_all (const DipDesk *desk, const gint64 *ids, guint n_ids, const DipPhotoChange *change,
                             GPtrArray **before, GError **error);

/* Takes back what was said of photos: view, how much they show, hair and day become as in @before (element-type DipPhoto). All or
 * nothing; the audit log keeps the change and its being taken back. */
gboolean dip_photos_put_back (const DipDesk *desk, GPtrArray *before, GError **error);

/* The phase of a photo by its treatment's sessions. Within a read or write. */
gboolean dip_photos_phase (DipDb *db, const DipDesk *desk, const DipPhoto *photo, DipPhaseFacts *out, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DipPhotoView, dip_photo_view_free)

G_END_DECLS
