/// The masses and scatters of all components, in columns divided by the floor's units.
struct ScaledScatters: Sendable {
  let dimension: Int
  private(set) var masses: [Double]
  /// Component after component, D x D, row by row.
  private(set) var elements: [Double]

  var componentCount: Int { masses.count }

  /// A component without mass has this much with the shape that it had: what it adds to sums is below
  /// their last bit, and on its own it stays as it was.
  private static let idleMass = 0x1p-600

  /// - Parameters:
  ///   - masses: of the components.
  ///   - scatters: about their means, D x D each.
  ///   - previous: the covariances of components without mass.
  ///   - floor: whose units they are in.
  /// - Complexity: O(K D²).
  init(masses: [Double], scatters: [[Double]], previous: [[Double]], floor: CovarianceFloor) {
    dimension = floor.dimension
    self.masses = masses.map { $0 > 0 ? $0 : Self.idleMass }
    elements = []
    elements.reserveCapacity(masses.count * dimension * dimension)
    for (k, mass) in masses.enumerated() {
      if mass > 0 {
        elements += floor.inUnits(scatters[k])
      } else {
        elements += floor.inUnits(previous[k]).map { $0 * Self.idleMass }
      }
    }
  }

  /// The sum of the masses.
  var total: Double { masses.reduce(0, +) }

  /// The scatter of one component.
  func scatter(_ k: Int) -> [Double] {
    let size = dimension * dimension
    return Array(elements[(k * size)..<((k + 1) * size)])
  }

  /// The sum of the scatters, each times a factor.
  func pooled(_ factor: (Int) -> Double = { _ in 1 }) -> [Double] {
    let size = dimension * dimension
    var sum = [Double](repeating: 0, count: size)
    for k in masses.indices {
      let weight = factor(k)
      for entry in 0..<size { sum[entry] += elements[k * size + entry] * weight }
    }
    return sum
  }

  /// The scatters along the coordinates, component after component.
  var diagonals: [Double] {
    let d = dimension
    return masses.indices.flatMap { k in (0..<d).map { max(elements[(k * d + $0) * d + $0], 0) } }
  }

  /// The scatters along common axes, component after component.
  ///
  /// - Parameter axes: rows.
  /// - Complexity: O(K D³).
  func along(_ axes: [Double]) -> [Double] {
    let d = dimension
    var result = [Double](repeating: 0, count: masses.count * d)
    for k in masses.indices {
      for axis in 0..<d {
        var sum = 0.0
        for i in 0..<d {
          var product = 0.0
          for j in 0..<d { product += elements[(k * d + i) * d + j] * axes[axis * d + j] }
          sum += axes[axis * d + i] * product
        }
        result[k * d + axis] = max(sum, 0)
      }
    }
    return result
  }
}
