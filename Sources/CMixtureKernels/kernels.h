// The tables of the loops compiled here, one an instruction set and type of numbers.
#pragma once

#include "CMixtureKernels.h"

// On Windows the question which instructions a processor has needs a library that Swift does not always link.
#if defined(__x86_64__) && !defined(_WIN32)
#define MXK_X86 1
#endif

extern const mxk_kernels mxk_kernels_portable, mxk_kernels_single_portable;
extern const mxk_column_kernels mxk_column_kernels_portable;
#ifdef MXK_X86
extern const mxk_kernels mxk_kernels_avx2, mxk_kernels_single_avx2;
extern const mxk_column_kernels mxk_column_kernels_avx2;
extern const mxk_kernels mxk_kernels_avx512, mxk_kernels_single_avx512;
extern const mxk_column_kernels mxk_column_kernels_avx512;
#endif
