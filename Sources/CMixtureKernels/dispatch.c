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

void mxk_labels(size_t count, size_t component_count, const double *densities, size_t tile_stride,
                const double *maxima, int32_t *labels) {
  for (size_t i = 0; i < count; i++) {
    size_t k = 0;
    while (k + 1 < component_count && densities[k * tile_stride + i] < maxima[i]) k++;
    labels[i] = (int32_t)k;
  }
}

void mxk_residuals(size_t count, size_t component_count, const double *ratios, size_t tile_stride,
                   const double *scales, const int32_t *labels, double *residuals) {
  for (size_t i = 0; i < count; i++) residuals[i] = 0;
  for (size_t k = 0; k < component_count; k++)
    for (size_t i = 0; i < count; i++)
      residuals[i] += labels[i] == (int32_t)k ? 0 : ratios[k * tile_stride + i];
  for (size_t i = 0; i < count; i++) residuals[i] *= scales[i];
}
