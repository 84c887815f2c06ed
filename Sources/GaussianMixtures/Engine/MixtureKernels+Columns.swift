internal import CMixtureKernels
internal import Elementary

/// Columns of the caller's numbers, and what becomes of them.
extension MixtureKernels {
  /// Writes numbers that stand so many places after one another, side by side.
  func take(
    _ count: Int, from numbers: UnsafePointer<Double>, stride: Int, to output: UnsafeMutablePointer<Double>
  ) {
    columns.pointee.take_doubles(count, numbers, stride, output)
  }

  func take(
    _ count: Int, from numbers: UnsafePointer<Float>, stride: Int, to output: UnsafeMutablePointer<Double>
  ) {
    columns.pointee.take_floats(count, numbers, stride, output)
  }

  /// Widens a range to hold the values.
  func widen(_ range: inout (lowest: Double, highest: Double), by values: UnsafeBufferPointer<Double>) {
    guard let base = values.baseAddress else { return }
    columns.pointee.range(values.count, base, &range.lowest, &range.highest)
  }

  /// The sums of `(x - origin) 2^-exponent` and of its square over the values.
  func powerSums(
    of values: UnsafeBufferPointer<Double>, origin: Double, exponent: Int
  ) -> (sum: Double, squares: Double) {
    var sums = (sum: 0.0, squares: 0.0)
    guard let base = values.baseAddress else { return sums }
    columns.pointee.power_sums(
      values.count, base, mxk_axis(origin: origin, exponent: exponent), &sums.sum, &sums.squares)
    return sums
  }

  /// Writes `(x - origin) 2^-exponent` for each value, held within the farthest coordinates.
  ///
  /// - Returns: whether all are nearer than the farthest: so they are finite.
  @discardableResult
  func enter(
    _ values: UnsafePointer<Double>, count: Int, origin: Double, exponent: Int, to coordinates: Doubles
  ) -> Bool {
    columns.pointee.enter(count, values, mxk_axis(origin: origin, exponent: exponent), coordinates)
  }

  /// The same of rows of values, one after the other.
  ///
  /// - Parameter stride: the distance between two coordinates of a row in the output.
  func enter(
    rows: UnsafePointer<Double>, count: Int, in frame: CoordinateFrame, to coordinates: Doubles, stride: Int
  ) -> Bool {
    withUnsafeTemporaryAllocation(of: mxk_axis.self, capacity: frame.dimension) { axes in
      for d in 0..<frame.dimension {
        axes.initializeElement(at: d, to: mxk_axis(origin: frame.origins[d], exponent: frame.exponents[d]))
      }
      return columns.pointee.enter_rows(
        Int32(frame.dimension), count, rows, axes.baseAddress, coordinates, stride)
    }
  }

  /// Rounds to single precision.
  func narrow(_ values: UnsafePointer<Double>, count: Int, to output: UnsafeMutablePointer<Float>) {
    columns.pointee.narrow(count, values, output)
  }

  /// Writes a tile of floats as doubles.
  ///
  /// - Parameters:
  ///   - count: of its points, a multiple of the lanes.
  ///   - stride: the distance between two coordinates of a point.
  ///   - outputStride: the same in the output.
  func widen(
    _ points: UnsafePointer<Float>, dimension: Int, count: Int, stride: Int, to output: Doubles,
    outputStride: Int
  ) {
    columns.pointee.widen(Int32(dimension), count, points, stride, output, outputStride)
  }
}

extension mxk_axis {
  fileprivate init(origin: Double, exponent: Int) {
    let half = -exponent / 2
    self.init(
      origin: origin, scale: scaled(1, byPowerOfTwo: half), rest: scaled(1, byPowerOfTwo: -exponent - half))
  }
}
