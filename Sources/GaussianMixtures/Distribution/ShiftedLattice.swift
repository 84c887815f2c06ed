/// Means of functions over the unit cube, by a lattice that is shifted at random several times: the shifts tell the error.
///
/// The lattice is Richtmyer's, whose directions are square roots of primes, folded so that functions need not be periodic
/// (A. Genz and F. Bretz, Computation of Multivariate Normal and t Probabilities, 2009, section 4.2.2).
struct ShiftedLattice: Sendable {
  /// Three standard errors are to be below.
  let tolerance: Double
  let seed: UInt64

  private static let shiftCount = 12
  private static let (fewestPoints, mostPoints) = (1 << 9, 1 << 16)

  /// The mean of a function of which all values are from 0 to 1.
  ///
  /// - Complexity: O(points), at most 12 x 65,536.
  func mean(
    dimension: Int, _ function: (UnsafeBufferPointer<Double>) -> Double
  ) -> BoxProbability {
    let directions = Self.primes(dimension).map { Double($0).squareRoot() }
    var count = Self.fewestPoints
    while true {
      let means = (0..<Self.shiftCount).map { sum(count, shift: $0, directions, function) / Double(count) }
      let mean = means.reduce(0, +) / Double(Self.shiftCount)
      let square = means.reduce(0.0) { $0 + ($1 - mean) * ($1 - mean) }
      let error = 3 * (square / Double(Self.shiftCount * (Self.shiftCount - 1))).squareRoot()
      if error <= tolerance || count >= Self.mostPoints { return BoxProbability(value: mean, error: error) }
      count *= 2
    }
  }

  private func sum(
    _ count: Int, shift: Int, _ directions: [Double], _ function: (UnsafeBufferPointer<Double>) -> Double
  ) -> Double {
    var random = RandomStream(seed: seed, purpose: .lattice, index: shift)
    let starts = directions.map { _ in random.uniform() }
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: directions.count) { place in
      var sum = 0.0
      for point in 1...count {
        for axis in directions.indices {
          let position = Double(point) * directions[axis] + starts[axis]
          place[axis] = abs(2 * (position - position.rounded(.down)) - 1)
        }
        sum += function(UnsafeBufferPointer(place))
      }
      return sum
    }
  }

  private static func primes(_ count: Int) -> [Int] {
    var primes: [Int] = []
    var candidate = 2
    while primes.count < count {
      if !primes.contains(where: { candidate % $0 == 0 }) { primes.append(candidate) }
      candidate += 1
    }
    return primes
  }
}
