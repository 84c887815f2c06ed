#define _GNU_SOURCE
#include "allocator.h"

#include <pthread.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

void allocator_trim(void) {
#ifdef __GLIBC__
  malloc_trim(0);
#endif
}

void allocator_save_addresses(void) {
#ifdef __GLIBC__
  mallopt(M_ARENA_MAX, 1);
  pthread_attr_t attributes;
  if (pthread_attr_init(&attributes) != 0) return;
  pthread_attr_setstacksize(&attributes, 1 << 20);
  pthread_setattr_default_np(&attributes);
  pthread_attr_destroy(&attributes);
#endif
}
