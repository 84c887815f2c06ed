#ifndef ALLOCATOR_H
#define ALLOCATOR_H

#include <stdlib.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

/// Gives the system back what the allocator keeps of freed memory for itself; where it cannot be asked to, nothing.
static inline void allocator_trim(void) {
#ifdef __GLIBC__
  malloc_trim(0);
#endif
}

#endif
