/* Two pictures as they lie on the screen, drawn once and kept, so that laying one over the other is copying. For drawing without a
 * graphics card, where each blend of everything below it costs more than a frame. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DIP_LAYERS 2

typedef struct _DipLayers DipLayers; /* main thread only */

/* @width x @height in the widget's pixels, @scale of a layer's own for each: fewer than the screen has are drawn sooner. */
DipLayers *dip_layers_new (int width, int height, double scale);
void dip_layers_free (DipLayers *self);

gboolean dip_layers_has_size (const DipLayers *self, int width, int height, double scale);

/* Draws @node (NULL: nothing) on black. */
void dip_layers_set (DipLayers *self, guint which, GskRenderNode *node);

/* Shows a layer within @bounds, @alpha opaque. */
void dip_layers_append (DipLayers *self, GtkSnapshot *snapshot, guint which, const graphene_rect_t *bounds,
                        double alpha);

/* How much the layers differ, for each colour, @gain (1 to 15) times as bright. */
void dip_layers_append_difference (DipLayers *self, GtkSnapshot *snapshot, const graphene_rect_t *bounds, double gain);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DipLayers, dip_layers_free)

G_END_DECLS
