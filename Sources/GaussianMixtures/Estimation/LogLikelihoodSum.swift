internal import Elementary

/// The log-likelihood of points: base-2 logarithms of densities relative to an offset, most of them of factors
/// that are multiplied first.
struct LogLikelihoodSum {
  /// The base-2 logarithm that all are relative to.
  let offset: Double
  /// The weights of the points, summed: their number where all are 1.
  private(set) var mass = 0.0
  private var product = SumProduct()
  private var sum = 0.0

  init(offset: Double) { self.offset = offset }

  /// In nats.
  var value: Double { (product.logarithm + sum + mass * offset) * Logarithm.two }

  /// Adds points whose densities are these sums; without weights their product says it all.
  mutating func add<Number: KernelNumber>(
    _ other: SumProduct, of tile: Tile, sums: UnsafeMutablePointer<Number>
  ) {
    add(massOf: tile)
    guard let weights = tile.weights else {
      product.multiply(by: other)
      return
    }
    for i in 0..<tile.count { sum += weights[i] * binaryLogarithm(Double(sums[i])) }
  }

  mutating func add(massOf tile: Tile) {
    guard let weights = tile.weights else {
      mass += Double(tile.count)
      return
    }
    for i in 0..<tile.count { mass += weights[i] }
  }

  /// Adds logarithms of factors of the points' densities.
  mutating func add<Number: KernelNumber>(logarithms: UnsafeMutablePointer<Number>, of tile: Tile) {
    for i in 0..<tile.count { sum += tile.weight(of: i) * Double(logarithms[i]) }
  }
}
