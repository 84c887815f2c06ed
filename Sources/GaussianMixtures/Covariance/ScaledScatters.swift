internal import LinearAlgebra

/// The masses and scatters of all components, in columns divided by the floor's units.
struct ScaledScatters: Sendable {
  let dimension: Int
  private(set) var masses: [Double]
  private let scatters: [SymmetricMatrix]

  var componentCount: Int { masses.count }

  /// A component without mass has this much with the shape that it had: what it adds to sums is below
  /// their last bit, and on its own it stays as it was.
  private static let idleMass = 0x1p-600

  /// - Parameters:
  ///   - masses: of the components.
  ///   - scatters: about their means.
  ///   - previous: the covariances of components without mass.
  ///   - floor: whose units they are in.
  /// - Complexity: O(K D²), O(K D) without correlations.
  init(
    masses: [Double], scatters: [SymmetricMatrix], previous: [SymmetricMatrix], floor: CovarianceFloor
  ) {
    dimension = floor.dimension
    self.masses = masses.map { $0 > 0 ? $0 : Self.idleMass }
    self.scatters = masses.enumerated().map { k, mass in
      mass > 0
        ? floor.inUnits(scatters[k]) : floor.inUnits(previous[k]).map { $0 * Self.idleMass }
    }
  }

  /// The sum of the masses.
  var total: Double { masses.reduce(0, +) }

  /// The scatters with all entries.
  ///
  /// - Complexity: O(K), O(K D²) without correlations.
  var matrices: [SquareMatrix] { scatters.map(\.square) }

  /// The sum of the scatters, each times a factor.
  func pooled(_ factor: (Int) -> Double = { _ in 1 }) -> SquareMatrix {
    var sum = SquareMatrix.zero(dimension)
    for k in scatters.indices { sum.add(scatters[k].square, times: factor(k)) }
    return sum
  }

  /// The scatters along the coordinates, component after component.
  ///
  /// - Complexity: O(K D).
  var diagonals: [Double] { scatters.flatMap { $0.diagonal.map { max($0, 0) } } }

  /// The scatters along common axes, component after component.
  ///
  /// - Parameter axes: rows.
  /// - Complexity: O(K D³).
  func along(_ axes: SquareMatrix) -> [Double] {
    let d = dimension
    var result: [Double] = []
    result.reserveCapacity(scatters.count * d)
    for k in scatters.indices {
      let matrix = scatters[k].square
      for axis in 0..<d {
        var sum = 0.0
        for i in 0..<d {
          var product = 0.0
          for j in 0..<d { product += matrix[i, j] * axes[axis, j] }
          sum += axes[axis, i] * product
        }
        result.append(max(sum, 0))
      }
    }
    return result
  }
}
