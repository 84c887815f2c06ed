// The loops over points of an expectation pass. No stable API: only GaussianMixtures calls it.
//
// Points come in blocks: coordinate d of point i of a block is at block[d * stride + i]. The stride is MXK_BLOCK; only
// beyond MXK_MAX_UNROLLED dimensions it may be less, a multiple of MXK_PADDING, where there are few points. A tile is a
// run of at most MXK_BLOCK points of one block; it begins at a multiple of MXK_PADDING, and the points up to
// the next multiple of MXK_PADDING behind its end can be read and are finite.
//
// Numbers behind a pointer to void are of the type that a table of loops is for, doubles or floats.
//
// What is computed for several components has a row for each: row r of a buffer is at r * row_stride and
// belongs to the component rows[r].
//
// Log densities are in units of ln 2, so that their exponential is a power of two.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "spatial_order.h"

enum {
  MXK_BLOCK = 256,
  // The lanes that a sum of all tiles has.
  MXK_LANES = 8,
  // What points are padded to, and room for what is computed of them.
  MXK_PADDING = 16,
  // Dimensions whose loops are unrolled; beyond that they go by rows and columns of the factor.
  MXK_MAX_UNROLLED = 8,
  // The rows of a panel of a full factor in more dimensions.
  MXK_PANEL = 8,
};

typedef enum {
  MXK_PORTABLE = 0,
  MXK_AVX2 = 1,
  MXK_AVX512 = 2,
} mxk_instruction_set;

typedef enum {
  MXK_DOUBLE = 0,
  MXK_SINGLE = 1,
} mxk_precision;

// What leads from a column of the caller's into a frame: (value - origin) * scale * rest. There are two factors
// because one alone may leave the range of numbers.
typedef struct {
  double origin;
  double scale;
  double rest;
} mxk_axis;

// Coordinates beyond say no more than «far away», and their squares must not overflow.
static const double mxk_farthest_coordinate = 0x1p400;

// The form of the whitening factors W, and what of a factor the parameters hold.
//
// Beyond MXK_MAX_UNROLLED dimensions a lower triangle is cut into panels of MXK_PANEL rows, the first with as many rows
// as are left over; of a panel comes column by column what it has of it, from the diagonal down.
typedef enum {
  MXK_FULL = 0,       // the lower triangle, row by row or by panels
  MXK_DIAGONAL = 1,   // the diagonal
  MXK_SPHERICAL = 2,  // the one entry of the diagonal: beyond MXK_MAX_UNROLLED dimensions
} mxk_form;

// Which moments about the mean are accumulated after the mass.
typedef enum {
  MXK_MEANS = 0,      // first moments
  MXK_VARIANCES = 1,  // and second moments of single coordinates
  MXK_SCATTERS = 2,   // and second moments of all pairs: the lower triangle, row by row
} mxk_moments;

// Parameters of component k, at k * mxk_parameter_count: base-2 logarithm c of the weighted normalizer,
// mean[D], and W, scaled so that log2 of the weighted density is c - |W (x - mean)|^2.
typedef struct {
  int dimension;
  mxk_form form;
  const void *parameters;
  const int32_t *rows;
  size_t row_count;
  size_t row_stride;
} mxk_components;

typedef struct {
  const void *points;
  size_t count;
  size_t stride;
  // Of cells, up to MXK_MAX_UNROLLED dimensions, the covariances of the points that they stand for: entry e of the lower
  // triangle, row by row, of cell i at scatters[e * stride + i]. NULL where points are points. The likeliest component
  // is found by the cells' means alone.
  const void *scatters;
} mxk_tile;

// A product of sums as mantissa * 2^exponent with the mantissa in [1, 2), and the smallest sum; NaN where
// one is.
typedef struct {
  double mantissa;
  int64_t exponent;
  double smallest;
} mxk_product;

typedef struct {
  // Writes log2 of the weighted densities to densities. In many dimensions those that are more than `depth` below their
  // point's largest may be given as the lowest instead, which is -2^1000, in single precision -2^100: none where it is
  // infinite. Answers whether that saved more than it took. The scratch has room for mxk_density_scratch_count doubles, at
  // a multiple of 64 bytes.
  int (*log_densities)(mxk_components components, mxk_tile tile, double depth, void *densities, void *scratch);

  // Writes 2^c of the log densities c instead, and adds them to sums, up to MXK_MAX_UNROLLED dimensions. A ratio is
  // 0 or of few digits where the density is below the range of numbers.
  void (*ratios)(mxk_components components, mxk_tile tile, void *ratios, void *sums);

  // Raises maxima to the rows' densities, and labels to their components, the smallest where several are
  // equal. Maxima begin at the lowest or above, and what is no number raises nothing.
  void (*largest)(size_t count, size_t row_count, size_t row_stride, const int32_t *rows,
                  const void *densities, void *maxima, int64_t *labels);

  // The same from the log2 densities that it computes and does not keep, up to MXK_MAX_UNROLLED dimensions; rows are in
  // the components' order.
  void (*likeliest)(mxk_components components, mxk_tile tile, void *maxima, int64_t *labels);

  // Replaces log2 densities, or the lowest where they are below that or no number, by their ratios to the
  // largest, and adds these to sums.
  void (*exponentiate)(size_t count, size_t row_count, size_t row_stride, void *densities, const void *maxima, void *sums);

  // Writes the reciprocals of the sums, and 0 beyond count: responsibilities are ratio * scale.
  mxk_product (*reciprocals)(size_t count, const void *sums, void *scales);

  // ratios = 1 where the label is the row's component, else 0.
  void (*indicators)(size_t count, size_t row_count, size_t row_stride, const int32_t *rows, const int64_t *labels,
                     void *ratios);

  // residuals[i] = the responsibilities of all components but the label's, summed without the cancellation
  // of 1 - the largest.
  void (*residuals)(size_t count, size_t row_count, size_t row_stride, const int32_t *rows,
                    const int64_t *labels, const void *ratios, const void *scales, void *residuals);

  // Adds the tile's moments about the means, sums of its own precision, to the lanes of each row's component k, at
  // k * mxk_lane_count: of the responsibilities, of r (x - mean), and of the second moments asked for.
  // Up to MXK_MAX_UNROLLED dimensions an entry is MXK_LANES wide, beyond that a single number, and ratios that
  // are at most the negligible part of their point's largest do not count. The scratch has
  // room for mxk_moment_scratch_count doubles, at a multiple of 64 bytes.
  void (*moments)(mxk_moments moments, mxk_components components, mxk_tile tile, double negligible,
                  const void *ratios, const void *scales, double *lanes, void *scratch);

  // Adds to sums[k], of each row's component k, the responsibilities times the square of |units (x - mean)|^2.
  void (*norms)(mxk_components components, mxk_tile tile, const void *ratios, const void *scales,
                const void *units, double *sums);

  // Writes W (x - mean) of a tile's points, coordinate d of point i to output[d * stride + i]. Behind the mean stand the
  // panels of W, in any number of dimensions. The scratch has room for as many numbers as the tile has.
  void (*whiten)(int dimension, mxk_tile tile, const void *mean, void *output, size_t stride, void *scratch);

  // exp2 of count values in [-1021, 0], in single precision in [-100, 0] (for tests of its accuracy).
  void (*exponential)(size_t count, const void *exponents, void *results);
} mxk_kernels;

// Loops that have doubles, whatever the others compute with.
typedef struct {
  // Upper bounds of log2 of the weighted densities over a box of points, given by its centre and half its
  // widths; answers the largest. Entry e of component i of the parameters is at parameters[e * stride + i]; the
  // stride is a multiple of MXK_LANES and at least count, and what is beyond count repeats a component.
  double (*bounds)(int dimension, mxk_form form, const double *centre, const double *half_widths,
                   const double *parameters, size_t stride, size_t count, double *bounds);

  // Writes numbers that stand at equal distances, each so many places after the one before, side by side.
  void (*take_doubles)(size_t count, const double *numbers, ptrdiff_t stride, double *output);
  void (*take_floats)(size_t count, const float *numbers, ptrdiff_t stride, double *output);

  // Widens a range to hold the values.
  void (*range)(size_t count, const double *values, double *lowest, double *highest);

  // Adds the values along an axis, and their squares, to two sums.
  void (*power_sums)(size_t count, const double *values, mxk_axis axis, double *sum, double *squares);

  // Writes the values along an axis, none beyond the farthest coordinate; answers whether all are nearer than that, as NaN and
  // infinity are not.
  bool (*enter)(size_t count, const double *values, mxk_axis axis, double *coordinates);

  // The same of rows of values, one after the other: coordinate d of row i is written to coordinates[d * stride + i].
  bool (*enter_rows)(int dimension, size_t count, const double *rows, const mxk_axis *axes, double *coordinates,
                     size_t stride);

  // Rounds to single precision.
  void (*narrow)(size_t count, const double *values, float *output);

  // Writes a tile of floats as doubles, up to a multiple of MXK_LANES.
  void (*widen)(int dimension, size_t count, const float *points, size_t stride, double *output, size_t output_stride);
} mxk_column_kernels;

// The widest instruction set of this processor.
mxk_instruction_set mxk_widest_instruction_set(void);

// The loops for an instruction set, which the processor must have.
const mxk_kernels *mxk_kernels_for(mxk_instruction_set set, mxk_precision precision);
const mxk_column_kernels *mxk_column_kernels_for(mxk_instruction_set set);

// How many numbers a component's parameters are.
static inline size_t mxk_parameter_count(int dimension, mxk_form form) {
  size_t d = (size_t)dimension;
  return form == MXK_FULL ? 1 + d + d * (d + 1) / 2 : form == MXK_DIAGONAL ? 1 + 2 * d : 2 + d;
}

// As many points of so many coordinates as are rearranged at once: a multiple of the lanes, and as a rule no more than
// a core's second cache holds.
static inline size_t mxk_chunk(int dimension, size_t lanes) {
  const size_t count = ((size_t)1 << 17) / (size_t)dimension / lanes * lanes;
  return count > MXK_BLOCK ? MXK_BLOCK : count > 3 * lanes ? count : 3 * lanes;
}

// How many numbers these take of a tile, with coordinates up to a multiple of the lanes.
static inline size_t mxk_chunk_count(int dimension, size_t lanes, size_t tile_size) {
  const size_t chunk = mxk_chunk(dimension, lanes), points = tile_size < chunk ? tile_size : chunk;
  return ((size_t)dimension + lanes - 1) / lanes * lanes * points;
}

// The number of doubles that have room for it in either precision: floats take half of one, but have twice the lanes.
static inline size_t mxk_chunk_room(int dimension, size_t tile_size) {
  const size_t padded = (tile_size + MXK_PADDING - 1) / MXK_PADDING * MXK_PADDING;
  const size_t doubles = mxk_chunk_count(dimension, MXK_LANES, padded);
  const size_t floats = mxk_chunk_count(dimension, 2 * MXK_LANES, padded);
  return doubles > floats / 2 ? doubles : floats / 2;
}

// The number of doubles of scratch that suffices for densities of tiles of so many points.
static inline size_t mxk_density_scratch_count(int dimension, mxk_form form, size_t tile_size) {
  if (dimension <= MXK_MAX_UNROLLED) return 0;
  return 8 * MXK_BLOCK + (form == MXK_FULL ? 2 : 1) * mxk_chunk_room(dimension, tile_size);
}

// The same for moments up to these.
static inline size_t mxk_moment_scratch_count(int dimension, mxk_moments moments, size_t tile_size) {
  if (dimension <= MXK_MAX_UNROLLED) return 0;
  return 4 * MXK_BLOCK + (moments == MXK_SCATTERS ? 2 : 1) * mxk_chunk_room(dimension, tile_size);
}

// The number of entries of a component's moments, the mass included.
static inline size_t mxk_moment_count(int dimension, mxk_moments moments) {
  size_t d = (size_t)dimension;
  return 1 + d + (moments == MXK_SCATTERS ? d * (d + 1) / 2 : moments == MXK_VARIANCES ? d : 0);
}

// The number of doubles that the lanes of a component take.
static inline size_t mxk_lane_count(int dimension, mxk_moments moments) {
  return mxk_moment_count(dimension, moments) * (dimension <= MXK_MAX_UNROLLED ? MXK_LANES : 1);
}
