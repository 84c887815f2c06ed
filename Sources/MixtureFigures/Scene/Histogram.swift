internal import Elementary

/// The counts of one column by group, and the count a mixture expects along it.
struct Histogram: Sendable {
  /// The middles of the bins, in the numbers of the axis.
  let centres: [Double]
  /// The width of a bin.
  let width: Double
  /// For each group, the number of points in each bin.
  let counts: [[Int]]

  /// Counts all points; nothing is sampled.
  init(column: [Double], axis: AxisScale, group: [Int], groupCount: Int) {
    // The Rice rule has 2 cbrt(N) bins, meant for one bump; a mixture has several.
    let bins = min(160, max(12, Int(3 * Elementary.cubeRoot(Double(column.count)))))
    let lower = axis.range.lowerBound
    let width = (axis.range.upperBound - lower) / Double(bins)
    var counts = [[Int]](repeating: [Int](repeating: 0, count: bins), count: groupCount)
    for (value, index) in zip(column, group) {
      let position = (axis.display(value) - lower) / width
      counts[index][min(bins - 1, max(0, Int(position)))] += 1
    }
    self.centres = (0..<bins).map { lower + (Double($0) + 0.5) * width }
    self.width = width
    self.counts = counts
  }

  /// The count in a bin's width that the mixture expects at places along the axis.
  static func expected(
    _ mixture: MarginalMixture, at places: [Double], axis: AxisScale, pointCount: Int, width: Double
  ) -> [Double] {
    places.map { place in
      let density = mixture.weights.indices.reduce(0.0) { sum, component in
        let deviation = axis.displayLength(mixture.deviations[component][0])
        guard deviation > 0 else { return sum }
        let z = (place - axis.display(mixture.means[component][0])) / deviation
        return sum + mixture.weights[component] * Elementary.exponential(-z * z / 2) / deviation
      }
      return Double(pointCount) * width * density / (2 * Double.pi).squareRoot()
    }
  }
}
