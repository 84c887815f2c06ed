#include "spatial_order.h"

#include <string.h>

void mxk_add_cells(size_t count, const double *values, double lowest, double scale, int bits, int axis, int axes,
                   uint16_t *keys) {
  uint16_t spread[1 << MXK_KEY_BITS];
  for (unsigned cell = 0; cell < 1u << bits; cell++) {
    spread[cell] = 0;
    for (int bit = 0; bit < bits; bit++) spread[cell] |= (uint16_t)(((cell >> bit) & 1) << (bit * axes + axis));
  }
  const double last = (double)((1 << bits) - 1);
  for (size_t i = 0; i < count; i++) {
    double place = (values[i] - lowest) * scale;
    place = place > 0 ? place : 0;
    keys[i] |= spread[(int)(place < last ? place : last)];
  }
}

void mxk_count_keys(size_t count, const uint16_t *keys, size_t *counts) {
  for (size_t i = 0; i < count; i++) counts[keys[i]]++;
}

#define INLINE static inline __attribute__((always_inline))

// The axis along which the rows spread widest, with its range.
INLINE int widest_axis(const int D, size_t count, const double *rows, double *lowest, double *extent) {
  double low[MXK_MAX_AXES], high[MXK_MAX_AXES];
  for (int axis = 0; axis < D; axis++) low[axis] = high[axis] = rows[axis];
  for (size_t i = 1; i < count; i++) {
    const double *row = rows + i * (D + 1);
#pragma clang loop unroll(full)
    for (int axis = 0; axis < D; axis++) {
      double x = row[axis];
      low[axis] = x < low[axis] ? x : low[axis];
      high[axis] = x > high[axis] ? x : high[axis];
    }
  }
  int widest = 0;
  for (int axis = 1; axis < D; axis++)
    if (high[axis] - low[axis] > high[widest] - low[widest]) widest = axis;
  *lowest = low[widest];
  *extent = high[widest] - low[widest];
  return widest;
}

enum { BINS = 256 };

INLINE unsigned bin_of(double x, double lowest, double scale) { return (unsigned)(int)((x - lowest) * scale); }

// Moves `left` rows of smaller coordinates before the others. The median is found to a bin of the range:
// rows of its bin go to either side in their order, which is near enough, and quick.
INLINE void split_once(const int D, int axis, size_t count, size_t left, double lowest, double extent,
                       double *rows, double *spare) {
  const double scale = (BINS - 1) / extent;
  size_t below = 0;
  uint32_t bins[BINS] = {0};
  for (size_t i = 0; i < count; i++) bins[bin_of(rows[i * (D + 1) + axis], lowest, scale)]++;
  unsigned median = 0;
  while (below + bins[median] < left) below += bins[median++];
  size_t free = left - below, front = 0, back = 0;
  const size_t bytes = sizeof(double) * (D + 1);
  for (size_t i = 0; i < count; i++) {
    const double *row = rows + i * (D + 1);
    unsigned bin = bin_of(row[axis], lowest, scale);
    size_t in_median = bin == median, goes_left = (bin < median) | (in_median & (free > 0));
    free -= in_median & goes_left;
    // Written to both sides; only one of them counts.
    double copy[MXK_MAX_AXES + 1];
    memcpy(copy, row, bytes);
    memcpy(rows + front * (D + 1), copy, bytes);
    memcpy(spare + back * (D + 1), copy, bytes);
    front += goes_left;
    back += 1 - goes_left;
  }
  memcpy(rows + front * (D + 1), spare, back * bytes);
}

INLINE void split(const int D, size_t count, double *rows, double *spare) {
  // Ranges that wait: each split leaves one half waiting, so there are no more than halvings.
  size_t starts[64], ends[64];
  int waiting = 1;
  starts[0] = 0;
  ends[0] = count;
  while (waiting > 0) {
    size_t start = starts[--waiting], end = ends[waiting];
    if (end - start <= MXK_TILE) continue;
    double lowest, extent, *first = rows + start * (D + 1);
    int axis = widest_axis(D, end - start, first, &lowest, &extent);
    // A range of a few tiles and a part of one: only its last tile may be short.
    size_t left = ((end - start) / 2 + MXK_TILE - 1) / MXK_TILE * MXK_TILE;
    // A range too narrow for its width to have a reciprocal has no order worth finding.
    if (extent > 0x1p-900) split_once(D, axis, end - start, left, lowest, extent, first, spare);
    starts[waiting] = start;
    ends[waiting++] = start + left;
    starts[waiting] = start + left;
    ends[waiting++] = end;
  }
}

void mxk_scatter(size_t count, const uint16_t *keys, int32_t first, size_t *places, int32_t *order) {
  for (size_t i = 0; i < count; i++) order[places[keys[i]]++] = first + (int32_t)i;
}

#define FOR_AXES(FORM, ...) \
  switch (dimension) { \
    case 1: FORM(1, __VA_ARGS__); break; \
    case 2: FORM(2, __VA_ARGS__); break; \
    case 3: FORM(3, __VA_ARGS__); break; \
    case 4: FORM(4, __VA_ARGS__); break; \
    case 5: FORM(5, __VA_ARGS__); break; \
    case 6: FORM(6, __VA_ARGS__); break; \
    case 7: FORM(7, __VA_ARGS__); break; \
    case 8: FORM(8, __VA_ARGS__); break; \
  }

void mxk_split(int dimension, size_t count, double *rows, double *spare) {
  FOR_AXES(split, count, rows, spare)
}
