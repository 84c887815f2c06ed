internal import CMixtureKernels

/// The loops of an order of points in space, which are the same for all instruction sets.
enum SpatialKernels {
  /// The largest dimension that has an order.
  static let largestDimension = MXK_MAX_AXES
  /// The largest number of bits of a cell's place on the curve.
  static let keyBits = MXK_KEY_BITS

  /// Adds the bits of cells along an axis to keys: every `axes`-th from `axis` on.
  static func addCells(
    _ values: UnsafePointer<Double>, count: Int, lowest: Double, width: Double, bits: Int, axis: Int,
    axes: Int, to keys: UnsafeMutablePointer<UInt16>
  ) {
    mxk_add_cells(count, values, lowest, 1 / width, Int32(bits), Int32(axis), Int32(axes), keys)
  }

  static func count(
    _ keys: UnsafePointer<UInt16>, count: Int, in counts: UnsafeMutablePointer<Int>
  ) {
    mxk_count_keys(count, keys, counts)
  }

  /// Writes the numbers of points, each to the next place of its key.
  static func scatter(
    _ keys: UnsafePointer<UInt16>, count: Int, first: Int, places: UnsafeMutablePointer<Int>,
    to order: UnsafeMutablePointer<Int32>
  ) {
    mxk_scatter(count, keys, Int32(first), places, order)
  }

  /// Reorders rows of coordinates and one number by splits at medians.
  static func split(
    _ rows: UnsafeMutablePointer<Double>, count: Int, dimension: Int, spare: UnsafeMutablePointer<Double>
  ) {
    mxk_split(Int32(dimension), count, rows, spare)
  }
}
