/* A list model that is read anew as a whole. What is different is found out on a thread; the main thread only swaps one array
 * for another, however long they are, and what stayed the same stays as it is on the screen. */
#pragma once

#include <gio/gio.h>

#include "dip-list-sync.h"

G_BEGIN_DECLS

#define DIP_TYPE_WHOLE_LIST (dip_whole_list_get_type ())
G_DECLARE_FINAL_TYPE (DipWholeList, dip_whole_list, DIP, WHOLE_LIST, GObject)

DipWholeList *dip_whole_list_new (GType item_type);

/* (transfer full): what is in the list now, for a thread to compare with; nobody changes it. Free with dip_whole_list_drop(). */
GPtrArray *dip_whole_list_hold (DipWholeList *self);
/* Gives up @items, the last holder's on a thread: freeing a long list takes longer than a frame. */
void dip_whole_list_drop (GPtrArray *items);

typedef struct
{
  GPtrArray *items; /* all of them, as they shall be */
  guint position;   /* from where on they differ */
  guint removed, added;
} DipListChange;

/* How to get from @old, what dip_whole_list_hold() gave, to @items (taken), keeping old objects where @same says that nothing
 * about them has changed. Any thread. */
DipListChange *dip_list_change_new (GPtrArray *old, GPtrArray *items, DipSameFunc same);
void dip_list_change_free (DipListChange *self);

/* Nobody else may have changed the list since it was held. */
void dip_whole_list_apply (DipWholeList *self, const DipListChange *change);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DipListChange, dip_list_change_free)

G_END_DECLS
