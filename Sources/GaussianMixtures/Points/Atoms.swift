internal import Elementary

/// Values that many points share though their neighbours are rare: zeros, saturation, limits of detection, white pixels.
///
/// Such a value is a group of the data, not an accident of equal numbers: a component that closes in on it is right.
struct Atoms: Sendable, Hashable {
  /// For each column the values, in order.
  private(set) var columns: [[Double]]
  /// Whole points, whose coordinates need not be atoms of their columns.
  private(set) var points: [[Double]]

  /// The least share of all points that an atom has.
  static let smallestShare = 0.05
  /// So many times as many points as each of its neighbours.
  static let prominence = 10.0

  /// None.
  init(dimension: Int) {
    columns = [[Double]](repeating: [], count: dimension)
    points = []
  }

  /// The atoms of all columns and points.
  ///
  /// - Parameters:
  ///   - observations: of which all count.
  ///   - spreads: of the columns.
  /// - Complexity: O(D) where no value of a thousand is frequent, else O(N) for each that is.
  init(of observations: Observations, spreads: [Double]) {
    self.init(dimension: observations.dimension)
    // A single point of great importance repeats nothing.
    let weights = observations.weightMeaning == .importance ? nil : observations.weights
    let places = ValueSample.places(count: ValueGrid.sampleSize, of: observations.count)
    let heavy = observations.coordinates.indices.map { column in
      HeavyValues(
        of: observations.coordinates[column], weights: weights, places: places,
        apart: spreads[column] * 0x1p-30)
    }
    columns = heavy.map { $0.prominent(by: Self.prominence) }
    if heavy.allSatisfy({ !$0.isEmpty }), observations.dimension > 1 {
      points = Self.points(of: observations, weights: weights, among: heavy)
    }
  }

  /// The same in a frame.
  func entering(_ frame: CoordinateFrame) -> Atoms {
    var result = self
    for (column, values) in columns.enumerated() {
      result.columns[column] = values.map {
        scaled($0 - frame.origins[column], byPowerOfTwo: -frame.exponents[column])
      }
    }
    result.points = points.map(frame.enter(mean:))
    return result
  }

  var isEmpty: Bool { points.isEmpty && columns.allSatisfy(\.isEmpty) }

  /// Points whose every coordinate is frequent, and which are prominent among these.
  private static func points(
    of observations: Observations, weights: [Double]?, among heavy: [HeavyValues]
  ) -> [[Double]] {
    var masses: [[Double]: Double] = [:]
    var total = 0.0
    for row in 0..<observations.count {
      let weight = weights?[row] ?? 1
      total += weight
      let point = observations.coordinates.map { $0[row] }
      if point.indices.allSatisfy({ heavy[$0].contains(point[$0]) }) { masses[point, default: 0] += weight }
    }
    let frequent = masses.filter { $0.value >= smallestShare * total }
    return frequent.keys.filter { point in
      !masses.contains { other, mass in
        other != point && mass * prominence > masses[point, default: 0]
          && isNeighbour(other, of: point, among: masses.keys)
      }
    }.sorted { $0.lexicographicallyPrecedes($1) }
  }

  /// Whether no third point lies between the two: in the box that they span.
  private static func isNeighbour(
    _ other: [Double], of point: [Double], among all: some Collection<[Double]>
  ) -> Bool {
    !all.contains { third in
      third != point && third != other
        && third.indices.allSatisfy { j in
          min(point[j], other[j]) <= third[j] && third[j] <= max(point[j], other[j])
        }
    }
  }
}

/// The values of one column that a share of the points has, and the values beside them.
private struct HeavyValues {
  private var values: [Double] = []
  private var masses: [Double] = []
  /// For each value the larger one of the masses of its two neighbours.
  private var neighbours: [Double] = []

  var isEmpty: Bool { values.isEmpty }

  func contains(_ value: Double) -> Bool { values.contains(value) }

  func prominent(by factor: Double) -> [Double] {
    values.indices.filter { masses[$0] >= factor * neighbours[$0] }.map { values[$0] }
  }

  /// - Parameters:
  ///   - column: of which all rows count.
  ///   - weights: of the rows; nil for all 1.
  ///   - places: the rows to look at first.
  ///   - apart: values that differ by less are one.
  init(of column: PointColumn, weights: [Double]?, places: [Int], apart: Double) {
    guard weights != nil || Self.mayBeFrequent(column, places) else { return }
    let isWhole = places.count == column.count
    var runs: [(value: Double, mass: Double)] = []
    let sample = zip(places, column.values(at: places)).filter { !$1.isNaN }
    for (place, value) in sample.sorted(by: { $0.1 < $1.1 }) {
      let mass = weights?[place] ?? 1
      if let last = runs.last, value - last.value <= apart {
        runs[runs.count - 1].mass += mass
      } else {
        runs.append((value, mass))
      }
    }
    let total = runs.reduce(0) { $0 + $1.mass }
    // A sample's share may be smaller than that of all.
    let share = isWhole ? Atoms.smallestShare : 0.6 * Atoms.smallestShare
    let candidates = runs.indices.filter { runs[$0].mass >= share * total }
    guard !candidates.isEmpty else { return }
    let whole = isWhole ? total : Self.mass(of: column, weights) { !$0.isNaN }
    for index in candidates {
      let beside = [index - 1, index + 1].filter(runs.indices.contains)
      let all = isWhole ? { runs[$0].mass } : { Self.mass(of: column, weights, near: runs[$0].value, apart) }
      guard all(index) >= Atoms.smallestShare * whole else { continue }
      values.append(runs[index].value)
      masses.append(all(index))
      neighbours.append(beside.map(all).max() ?? 0)
    }
  }

  /// Whether some of a few rows have the same value, or nearly: where no row counts for more than another, a value of a
  /// twentieth of them would be among these a dozen times.
  private static func mayBeFrequent(_ column: PointColumn, _ places: [Int]) -> Bool {
    let few = 256
    let step = max(1, places.count / few)
    let values = column.values(at: stride(from: 0, to: places.count, by: step).map { places[$0] })
      .filter { !$0.isNaN }.sorted()
    guard let first = values.first, let last = values.last, values.count >= 40 else { return true }
    let near = (last - first) * 0x1p-30
    return (2..<values.count).contains { values[$0] - values[$0 - 2] <= near }
  }

  private static func mass(
    of column: PointColumn, _ weights: [Double]?, near value: Double, _ apart: Double
  ) -> Double {
    mass(of: column, weights) { $0 >= value && $0 - value <= apart }
  }

  private static func mass(
    of column: PointColumn, _ weights: [Double]?, where isCounted: (Double) -> Bool
  ) -> Double {
    var mass = 0.0
    column.forEachRun { first, run in
      for (place, value) in run.enumerated() where isCounted(value) { mass += weights?[first + place] ?? 1 }
      return true
    }
    return mass
  }
}
