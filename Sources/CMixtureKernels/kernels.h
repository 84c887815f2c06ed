// The tables of the loops compiled here, one an instruction set.
#pragma once

#include "CMixtureKernels.h"

#if defined(__x86_64__)
#define MXK_X86 1
#endif

extern const mxk_kernels mxk_kernels_portable;
#ifdef MXK_X86
extern const mxk_kernels mxk_kernels_avx2;
extern const mxk_kernels mxk_kernels_avx512;
#endif
