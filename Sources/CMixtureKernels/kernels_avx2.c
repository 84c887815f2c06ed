#include "kernels.h"

#ifdef MXK_X86

#include <math.h>

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define REGISTERS 16

#define WIDTH 4
#define NAMED(name) name##_avx2
#include "kernel_body.inc"

#define SINGLE
#define WIDTH 8
#define NAMED(name) name##_single_avx2
#include "kernel_body.inc"

#pragma clang attribute pop

#endif
