#include "kernels.h"

#ifdef MXK_X86

#include <immintrin.h>
#include <math.h>

#pragma clang attribute push(__attribute__((target("avx512f,avx512dq,avx512vl,avx2,fma"))), apply_to = function)
#define REGISTERS 32
#define TABLE_EXPONENTIAL

#define WIDTH 8
#define NAMED(name) name##_avx512
#include "kernel_body.inc"

#define SINGLE
#define WIDTH 16
#define NAMED(name) name##_single_avx512
#include "kernel_body.inc"

#pragma clang attribute pop

#endif
