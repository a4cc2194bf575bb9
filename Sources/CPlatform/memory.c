#include "cplatform_memory.h"

#include <stdlib.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

void cplatform_memory_return_early(void) {
#ifdef __GLIBC__
  // As they are by themselves, but for good: glibc raises both with the first large piece that is
  // freed, and then keeps what is freed between the pieces that stay.
  mallopt(M_MMAP_THRESHOLD, 128 * 1024);
  mallopt(M_TRIM_THRESHOLD, 128 * 1024);
#endif
}
