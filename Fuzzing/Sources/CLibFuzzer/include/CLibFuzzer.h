// What libFuzzer and AddressSanitizer offer, as Swift calls it.

#ifndef CLIBFUZZER_H
#define CLIBFUZZER_H

#include <stddef.h>
#include <stdint.h>

typedef int (*libfuzzer_test)(const uint8_t *bytes, size_t size);

// Takes the options of libFuzzer, and calls the test with one input after the other; answers the exit code.
int libfuzzer_run(int count, char **arguments, libfuzzer_test test);

// Counts what is allocated and freed from now on.
void allocations_watch(void);
// Sets the peak to what is held now, and answers that.
size_t allocations_begin(void);
// The most that has been held since.
size_t allocations_peak(void);

#endif
