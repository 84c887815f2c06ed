#include "kernels.h"

mxk_instruction_set mxk_widest_instruction_set(void) {
#ifdef MXK_X86
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("fma"))
    return MXK_AVX512;
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return MXK_AVX2;
#endif
  return MXK_PORTABLE;
}

const mxk_kernels *mxk_kernels_for(mxk_instruction_set set, mxk_precision precision) {
  const int is_single = precision == MXK_SINGLE;
#ifdef MXK_X86
  if (set == MXK_AVX512) return is_single ? &mxk_kernels_single_avx512 : &mxk_kernels_avx512;
  if (set == MXK_AVX2) return is_single ? &mxk_kernels_single_avx2 : &mxk_kernels_avx2;
#endif
  (void)set;
  return is_single ? &mxk_kernels_single_portable : &mxk_kernels_portable;
}

const mxk_column_kernels *mxk_column_kernels_for(mxk_instruction_set set) {
#ifdef MXK_X86
  if (set == MXK_AVX512) return &mxk_column_kernels_avx512;
  if (set == MXK_AVX2) return &mxk_column_kernels_avx2;
#endif
  (void)set;
  return &mxk_column_kernels_portable;
}
