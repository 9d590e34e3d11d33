/* A fresh library in a temporary folder, and short ways to fill it. */
#pragma once

#include <glib/gstdio.h>

#include "dip-audit.h"
#include "dip-blobs.h"
#include "dip-catalogue.h"
#include "dip-digest.h"
#include "dip-identity-store.h"
#include "dip-safe-file.h"

typedef struct
{
  char *folder; /* temporary; the library is in it */
  char *path;
  DipLibrary *library;
} Fixture;

static inline DipLibrary *
fixture_open (const char *path, DipLibraryMode mode)
{
  g_autoptr (GError) error = NULL;
  DipLibrary *library = dip_library_open (path, mode, &error);

  g_assert_no_error (error);
  g_assert_nonnull (library);
  return library;
}

static inline void
fixture_set_up (Fixture *self, gconstpointer unused)
{
  static const DipClinic clinic
      = { .name = (char *) "Clinic", .site = (char *) "https://clinic.example", .healing_days = 28 };
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("dip-store-XXXXXX", &error);
  g_assert_no_error (error);
  self->path = g_build_filename (self->folder, "library", NULL);
  self->library = dip_library_create (self->path, &clinic, "tester", &error);
  g_assert_no_error (error);
  g_assert_nonnull (self->library);
}

static inline void
fixture_tear_down (Fixture *self, gconstpointer unused)
{
  g_clear_pointer (&self->library, dip_library_unref);
  g_assert_true (dip_safe_dir_remove_tree (self->folder, NULL));
  g_free (self->folder);
  g_free (self->path);
}

/* Closes the library and opens it again. */
static inline void
fixture_reopen (Fixture *self, DipLibraryMode mode)
{
  g_clear_pointer (&self->library, dip_library_unref);
  self->library = fixture_open (self->path, mode);
}

static inline void
fixture_write (Fixture *self, DipLibraryFunc func, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  gboolean done = dip_library_write (self->library, func, user_data, &error);

  g_assert_no_error (error);
  g_assert_true (done);
}

static inline void
fixture_read (Fixture *self, DipLibraryFunc func, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  gboolean done = dip_library_read (self->library, func, user_data, &error);

  g_assert_no_error (error);
  g_assert_true (done);
}

static inline char *
fixture_put (Fixture *self, const char *content)
{
  g_autoptr (GBytes) bytes = g_bytes_new (content, strlen (content));
  g_autoptr (GError) error = NULL;
  char *digest = dip_blobs_put (self->library, bytes, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (strlen (digest), ==, DIP_DIGEST_LENGTH);
  return digest;
}

/* A photo whose blob and pixels are made from @content. */
static inline DipPhoto *
fixture_photo (gint64 client_id, const char *content)
{
  DipPhoto *photo = dip_photo_new ();

  photo->client_id = client_id;
  photo->blob = dip_digest_text (content);
  photo->format = g_strdup ("jpeg");
  photo->width = 40;
  photo->height = 30;
  photo->orientation = 1;
  photo->bytes = (gint64) strlen (content);
  photo->shows = DIP_IDENTIFIABILITY_SCALP_ONLY;
  photo->pixel_digest = dip_digest_text (photo->blob);
  photo->source_digest = dip_digest_text (photo->pixel_digest);
  return photo;
}

#define fixture_add(name, func) g_test_add (name, Fixture, NULL, fixture_set_up, func, fixture_tear_down)
