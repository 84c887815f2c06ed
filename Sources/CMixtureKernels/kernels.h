// The tables of the loops compiled here, one an instruction set.
#pragma once

#include "CMixtureKernels.h"

// On Windows the question which instructions a processor has needs a library that Swift does not always link.
#if defined(__x86_64__) && !defined(_WIN32)
#define MXK_X86 1
#endif

extern const mxk_kernels mxk_kernels_portable;
#ifdef MXK_X86
extern const mxk_kernels mxk_kernels_avx2;
extern const mxk_kernels mxk_kernels_avx512;
#endif
