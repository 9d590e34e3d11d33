/* Thumbnails on their way to the screen: decoded on threads, the ones used last kept in bounded memory. */
#pragma once

#include <gtk/gtk.h>

#include "dip-workspace.h"

G_BEGIN_DECLS

typedef enum
{
  DIP_TEXTURE_PHOTO, /* of a photo's id */
  DIP_TEXTURE_PAIR,  /* of a pair's id: both halves side by side */
  DIP_TEXTURE_SEEN,  /* of a photo's id: with its covers, as it would be published */
  DIP_TEXTURE_FILE,  /* of an exported file's id: what it shows, while it is where it was put */
} DipTextureKind;

typedef struct _DipTextures DipTextures; /* main thread only */

DipTextures *dip_textures_new (void);
void dip_textures_free (DipTextures *self);

/* The one that is there already, or NULL. */
GdkTexture *dip_textures_peek (DipTextures *self, const char *key);

typedef struct
{
  DipTextureKind kind;
  gint64 id;
  int width, height;   /* of the place it is to fill, in pixels of the screen */
  GdkTexture *texture; /* (out) that fills it, less where the thumbnail is too small */
} DipLoadedTexture;

void dip_loaded_texture_free (DipLoadedTexture *self);

/* Makes @wanted on a thread; then calls @done with a DipLoadedTexture, the callee's, or an error. */
void dip_textures_load (DipWorkspace *workspace, const DipLoadedTexture *wanted, DipJob *job, GObject *owner,
                        DipWorkDoneFunc done);
void dip_textures_keep (DipTextures *self, const char *key, GdkTexture *texture);

G_END_DECLS
