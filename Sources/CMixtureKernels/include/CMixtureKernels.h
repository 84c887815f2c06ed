// The loops over points of an expectation pass. No stable API: only GaussianMixtures calls it.
//
// Points come in blocks: coordinate d of point i of a block is at block[d * MXK_BLOCK + i]. A tile is a
// run of at most MXK_BLOCK points of one block; it begins at a multiple of MXK_LANES, and the points up to
// the next multiple of MXK_LANES behind its end can be read and are finite.
//
// Log densities are in units of ln 2, so that their exponential is a power of two.
#pragma once

#include <stddef.h>
#include <stdint.h>

enum {
  MXK_BLOCK = 256,
  MXK_LANES = 8,
  // Dimensions with loops of their own; beyond that the caller's matrix products do the work.
  MXK_MAX_DIMENSION = 8,
};

typedef enum {
  MXK_PORTABLE = 0,
  MXK_AVX2 = 1,
  MXK_AVX512 = 2,
} mxk_instruction_set;

// What a tile's sums of ratios come to: the summed base-2 logarithm, and the smallest sum.
typedef struct {
  double logarithm;
  double smallest;
} mxk_sums;

typedef struct {
  // Component k: base-2 logarithm of the weighted normalizer, mean[D], and the lower triangle (row by
  // row) of the whitening factor W, scaled so that log2 of the weighted density is c - |W (x - mean)|^2.
  // Writes log2 of every weighted density to densities[k * tile_stride + i] and the largest to maxima[i].
  void (*log_densities)(int dimension, const double *block, size_t count, size_t component_count,
                        const double *parameters, double *densities, size_t tile_stride, double *maxima);

  // Writes 2^c of the log densities c, of log_densities, without writing these, and their sums over the
  // components. A sum is 0 or of few digits where all densities are below the range of numbers.
  void (*ratios)(int dimension, const double *block, size_t count, size_t component_count,
                 const double *parameters, double *ratios, size_t tile_stride, double *sums);

  // maxima[i] = max_k densities[k][i].
  void (*maxima)(size_t count, size_t component_count, const double *densities, size_t tile_stride,
                 double *maxima);

  // densities[k][i] = constant - sum_d whitened[d * MXK_BLOCK + i]^2, for one component.
  void (*squared_norms)(int dimension, const double *whitened, size_t count, double constant,
                        double *densities);

  // Replaces log2 densities by their ratios to the largest, and writes the ratios' sums.
  void (*exponentiate)(size_t count, size_t component_count, double *densities, size_t tile_stride,
                       const double *maxima, double *sums);

  // Writes the reciprocals of the sums, and 0 beyond count: responsibilities are ratio * scale.
  mxk_sums (*reciprocals)(size_t count, const double *sums, double *scales);

  // The hard rule: replaces log2 densities by 1 for the first largest and 0 for the others.
  void (*harden)(size_t count, size_t component_count, double *densities, size_t tile_stride,
                 const double *maxima, double *scales);

  // Adds the tile's moments about the means to component k's lanes: of the responsibilities, of
  // r (x - mean), and of the lower triangle of r (x - mean)(x - mean)^T, each entry MXK_LANES wide.
  void (*moments)(int dimension, const double *block, size_t count, size_t component_count,
                  const double *parameters, const double *ratios, size_t tile_stride, const double *scales,
                  double *lanes);

  // exp2 of count values in [-1021, 0] (for tests of its accuracy).
  void (*exponential)(size_t count, const double *exponents, double *results);
} mxk_kernels;

// The widest instruction set of this processor.
mxk_instruction_set mxk_widest_instruction_set(void);

// The loops for an instruction set, which the processor must have.
const mxk_kernels *mxk_kernels_for(mxk_instruction_set set);

// labels[i] = the first component with the largest density.
void mxk_labels(size_t count, size_t component_count, const double *densities, size_t tile_stride,
                const double *maxima, int32_t *labels);

// residuals[i] = the responsibilities of all components but labels[i], summed without the cancellation of
// 1 - the largest.
void mxk_residuals(size_t count, size_t component_count, const double *ratios, size_t tile_stride,
                   const double *scales, const int32_t *labels, double *residuals);

// Numbers of parameters and of moments (each MXK_LANES wide) that a component takes.
static inline size_t mxk_parameter_count(int dimension) {
  return 1 + (size_t)dimension + (size_t)dimension * (dimension + 1) / 2;
}
