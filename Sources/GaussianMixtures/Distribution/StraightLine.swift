/// The straight line of least squares through values at whole places.
package struct StraightLine: Sendable {
  private let middle: Double
  private let mean: Double
  private let slope: Double
  /// The sum of squares about it.
  let residual: Double

  /// - Parameter values: At the places of their indices, at least one.
  init(through values: ArraySlice<Double>) {
    let count = Double(values.count)
    let (middle, mean) = (
      values.indices.reduce(0) { $0 + Double($1) } / count, values.reduce(0, +) / count
    )
    var (product, square) = (0.0, 0.0)
    for place in values.indices {
      let step = Double(place) - middle
      product += step * (values[place] - mean)
      square += step * step
    }
    let slope = square > 0 ? product / square : 0
    (self.middle, self.mean, self.slope) = (middle, mean, slope)
    residual = values.indices.reduce(0) { sum, place in
      let rest = values[place] - mean - slope * (Double(place) - middle)
      return sum + rest * rest
    }
  }

  /// The line's value.
  package func value(at place: Int) -> Double { mean + slope * (Double(place) - middle) }
}
