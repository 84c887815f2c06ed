// The order of points along a space-filling curve, refined by splits. No stable API.
#pragma once

#include <stddef.h>
#include <stdint.h>

enum {
  // Points of a tile: what a box is put around.
  MXK_TILE = 64,
  // Dimensions that have an order.
  MXK_MAX_AXES = 8,
  // The largest number of bits of a cell's place on the curve.
  MXK_KEY_BITS = 12,
};

// keys[i] gets the bits of its cell's number along this axis, at every `axes`-th place from `axis` on, in
// addition to those it has. Cells have the width 1 / scale and begin at lowest; values outside are in the
// first or the last of 2^bits cells; bits * axes is at most MXK_KEY_BITS.
void mxk_add_cells(size_t count, const double *values, double lowest, double scale, int bits, int axis, int axes,
                   uint16_t *keys);

void mxk_count_keys(size_t count, const uint16_t *keys, size_t *counts);

// Writes the numbers of points, from `first` on, each to the next place of its key.
void mxk_scatter(size_t count, const uint16_t *keys, int32_t first, size_t *places, int32_t *order);

// Reorders a chunk of rows (coordinates, then one number that moves along) by splits at medians along the
// widest axis, until runs of MXK_TILE rows are near each other. The spare has room for half as many rows and
// one more.
void mxk_split(int dimension, size_t count, double *rows, double *spare);
