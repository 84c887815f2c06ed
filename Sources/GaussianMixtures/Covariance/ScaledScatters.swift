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

  /// The scatter of one component, D x D.
  func scatter(_ k: Int) -> [Double] { scatters[k].elements }

  /// Component after component, D x D, row by row.
  ///
  /// - Complexity: O(K D²).
  var elements: [Double] { scatters.flatMap(\.elements) }

  /// The sum of the scatters, each times a factor.
  func pooled(_ factor: (Int) -> Double = { _ in 1 }) -> [Double] {
    let size = dimension * dimension
    var sum = [Double](repeating: 0, count: size)
    for k in masses.indices {
      let weight = factor(k)
      let elements = scatter(k)
      for entry in 0..<size { sum[entry] += elements[entry] * weight }
    }
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
  func along(_ axes: [Double]) -> [Double] {
    let d = dimension
    var result = [Double](repeating: 0, count: masses.count * d)
    for k in masses.indices {
      let elements = scatter(k)
      for axis in 0..<d {
        var sum = 0.0
        for i in 0..<d {
          var product = 0.0
          for j in 0..<d { product += elements[i * d + j] * axes[axis * d + j] }
          sum += axes[axis * d + i] * product
        }
        result[k * d + axis] = max(sum, 0)
      }
    }
    return result
  }
}
