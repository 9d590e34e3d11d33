#include "dip-memory.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif

void
dip_memory_init (void)
{
#ifdef __GLIBC__
  mallopt (M_ARENA_MAX, 1);
#endif
}
