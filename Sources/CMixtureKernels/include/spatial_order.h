// The order of points along a space-filling curve, refined by splits. No stable API.
#pragma once

#include <stddef.h>
#include <stdint.h>

enum {
  // Points of a tile: what a box is put around.
  MXK_TILE = 64,
  // Points that are split further on their own.
  MXK_CHUNK = 4096,
  // Dimensions that have an order.
  MXK_MAX_AXES = 8,
  // The largest number of bits of a cell's number along an axis.
  MXK_CELL_BITS = 10,
};

// keys[i] gets the bits of its cell's number along this axis, at every `axes`-th place from `axis` on, in
// addition to those it has. Cells have the width 1 / scale and begin at lowest; values outside are in the
// first or the last of 2^bits cells.
void mxk_add_cells(size_t count, const double *values, double lowest, double scale, int bits, int axis, int axes,
                   uint64_t *keys);

// Counts and moves of one round of a stable sort of pairs (key in the high half) by `bits` bits from `shift`.
void mxk_count_digits(size_t count, const uint64_t *pairs, int shift, int bits, size_t *counts);
void mxk_scatter_digits(size_t count, const uint64_t *pairs, int shift, int bits, size_t *places, uint64_t *sorted);

// Reorders a chunk of rows (coordinates, then one number that moves along) by splits at medians along the
// widest axis, until runs of MXK_TILE rows are near each other. The spare has room for as many rows.
void mxk_split(int dimension, size_t count, double *rows, double *spare);
