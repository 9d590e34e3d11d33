/* A photo as the catalogue knows it: what it shows and when, its clean blob, its scrub certificate. */
#pragma once

#include "dip-date.h"
#include "dip-words.h"

G_BEGIN_DECLS

typedef struct
{
  gint64 id;
  gint64 client_id;
  gint64 treatment_id; /* 0: the client has none yet */
  char *blob;          /* SHA-256 of the clean file */
  char *format;        /* "jpeg", "png" or "webp" */
  int width, height;   /* upright, pixels */
  int orientation;     /* EXIF 1..8 still to be applied to the blob's pixels; 1 nearly always */
  gint64 bytes;
  DipDate taken_on; /* local calendar day of the camera, or stated; DIP_DATE_NONE */
  char *taken_at;   /* camera's own local time "2026-03-14T10:11:12.340+01:00", as much as it said; or NULL */
  DipTakenSource taken_source;
  char *taken_by; /* who stated the date, or NULL */
  DipView view;
  DipIdentifiability shows;
  char *pixel_digest;  /* SHA-256 over shape and decoded pixels: the same picture whatever its metadata */
  char *source_digest; /* SHA-256 of the file as it came */
  char *camera;        /* "Apple iPhone 13 Pro", or NULL; as all camera facts, for the fair-pair check */
  char *lens;
  double focal_length; /* mm, 0 unknown */
  double exposure;     /* seconds, 0 unknown */
  double f_number;     /* 0 unknown */
  int iso;             /* 0 unknown */
  char *white_balance; /* "auto", "manual" or NULL */
  DipHair hair;        /* as staff say */
  char *removed;       /* JSON array of what the scrub took away, in fixed words (never values) */
  char *certificate;   /* JSON: segment list and SHA-256 as read back */
  char *imported_at;
} DipPhoto;

DipPhoto *dip_photo_new (void);
void dip_photo_free (DipPhoto *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DipPhoto, dip_photo_free)

G_END_DECLS
