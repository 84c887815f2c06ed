#ifndef C_VECTOR_RATE_H
#define C_VECTOR_RATE_H

#include <stdbool.h>

/// The sets of vector instructions, as the library names them.
typedef enum { RATE_PORTABLE, RATE_AVX2, RATE_AVX512 } rate_instruction_set;

/// Whether this processor has the set.
bool rate_is_available(rate_instruction_set set);

/// Fused multiply-adds of doubles a second, on the calling thread: the number of lanes times vector
/// operations (a multiplication and an addition where the set has no fused ones). The chains of operations
/// are independent, so that the units and not their delays count.
double rate_of_fused_multiply_adds(rate_instruction_set set);

/// Whether additions have pipes of their own beside those of multiplications, as on AMD's Zen.
bool rate_has_separate_additions(void);

#endif
