#include <stdatomic.h>

#include "CLibFuzzer.h"

// The interfaces of compiler-rt, which has no headers beside the compiler.
extern int LLVMFuzzerRunDriver(int *count, char ***arguments, libfuzzer_test test);
extern int __sanitizer_install_malloc_and_free_hooks(
    void (*allocated)(const volatile void *, size_t), void (*freed)(const volatile void *));
extern size_t __sanitizer_get_allocated_size(const volatile void *);

static atomic_size_t held, peak;

int libfuzzer_run(int count, char **arguments, libfuzzer_test test) {
  return LLVMFuzzerRunDriver(&count, &arguments, test);
}

static void note_allocation(const volatile void *place, size_t size) {
  (void)place;
  size_t now = atomic_fetch_add(&held, size) + size;
  size_t before = atomic_load(&peak);
  while (now > before && !atomic_compare_exchange_weak(&peak, &before, now)) {
  }
}

static void note_release(const volatile void *place) {
  // What was there before the watch began is freed as well: wrapping around is harmless, since differences count.
  if (place) atomic_fetch_sub(&held, __sanitizer_get_allocated_size(place));
}

void allocations_watch(void) {
  // More than what the process held when the watch began can never be freed unseen.
  atomic_store(&held, (size_t)1 << 40);
  __sanitizer_install_malloc_and_free_hooks(note_allocation, note_release);
}

size_t allocations_begin(void) {
  size_t now = atomic_load(&held);
  atomic_store(&peak, now);
  return now;
}

size_t allocations_peak(void) { return atomic_load(&peak); }
