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

const mxk_kernels *mxk_kernels_for(mxk_instruction_set set) {
#ifdef MXK_X86
  if (set == MXK_AVX512) return &mxk_kernels_avx512;
  if (set == MXK_AVX2) return &mxk_kernels_avx2;
#endif
  (void)set;
  return &mxk_kernels_portable;
}
