import Foundation
import GaussianMixtures
import Testing

/// Points that make components collapse, by formula and seed.
struct DegenerateData: CustomStringConvertible, Sendable {
  /// What is wrong with the points.
  enum Kind: CaseIterable, Sendable {
    case constantColumn, collinear, plane, turnedPlane, everyPointTwice, fewDistinct, asManyAsComponents
    case oneMoreThanComponents, outlier, tiny, huge, mixedUnits, anyUnits, farOff, rounded, halfFlat
  }

  let kind: Kind
  let points: PointSet
  let componentCount: Int
  let description: String

  init(seed: Int) throws {
    var random = SplitMix(seed: seed)
    kind = Kind.allCases[seed % Kind.allCases.count]
    let dimension = 1 + random.index(below: 5)
    componentCount = 1 + random.index(below: 4)
    var count = 5 + random.index(below: 60)
    if kind == .asManyAsComponents { count = componentCount }
    if kind == .oneMoreThanComponents { count = componentCount + 1 }
    var rows = (0..<count).map { i in
      (0..<dimension).map { _ in
        // Two loose groups; the sum of uniform numbers is close enough to normal.
        Double(i % 2) * 3 + (0..<4).reduce(0.0) { sum, _ in sum + random.uniform() } - 2
      }
    }
    // One in three is spoilt twice.
    let also = seed % 3 == 0 ? Self.alsoPossible[random.index(below: Self.alsoPossible.count)] : nil
    if let also { Self.spoil(&rows, also, componentCount, &random) }
    Self.spoil(&rows, kind, componentCount, &random)
    points = try PointSet(rows)
    description =
      "\(kind), \(also.map { "\($0), " } ?? "")seed \(seed): N \(count), D \(dimension), K \(componentCount)"
  }

  private static let alsoPossible: [Kind] = [
    .constantColumn, .plane, .turnedPlane, .everyPointTwice, .rounded, .farOff,
  ]

  private static func spoil(
    _ rows: inout [[Double]], _ kind: Kind, _ componentCount: Int, _ random: inout SplitMix
  ) {
    let d = rows[0].count
    switch kind {
    case .constantColumn: for i in rows.indices { rows[i][d - 1] = 7 }
    case .collinear:
      let direction = (0..<d).map { _ in random.uniform() - 0.5 }
      for i in rows.indices {
        let t = rows[i][0]
        rows[i] = direction.map { $0 * t }
      }
    case .plane: for i in rows.indices { rows[i][d - 1] = d > 1 ? rows[i][0] * 0.5 : 0 }
    case .turnedPlane: flatten(&rows, &random)
    case .everyPointTwice: rows += rows
    case .fewDistinct: for i in rows.indices { rows[i] = rows[i % max(componentCount, 2)] }
    case .asManyAsComponents, .oneMoreThanComponents: break
    case .outlier: rows[0] = rows[0].map { $0 * 1e12 + 1e12 }
    case .tiny: scale(&rows, by: (0..<d).map { _ in 1e-140 })
    case .huge: scale(&rows, by: (0..<d).map { _ in 1e140 })
    case .mixedUnits: scale(&rows, by: (0..<d).map { [1e-140, 1e140, 1][$0 % 3] })
    case .anyUnits:
      scale(&rows, by: (0..<d).map { _ in pow(10, (random.uniform() * 2 - 1) * 140) })
    case .farOff: for i in rows.indices { rows[i] = rows[i].map { $0 + 1e9 } }
    case .rounded: for i in rows.indices { rows[i] = rows[i].map { ($0 * 2).rounded() / 2 } }
    case .halfFlat: for i in rows.indices where i % 2 == 0 { rows[i][d - 1] = 7 }
    }
  }

  /// Onto the hyperplane of a random normal vector.
  private static func flatten(_ rows: inout [[Double]], _ random: inout SplitMix) {
    var normal = rows[0].map { _ in random.uniform() - 0.5 }
    let length = normal.reduce(0) { $0 + $1 * $1 }.squareRoot()
    normal = normal.map { $0 / length }
    for i in rows.indices where normal.count > 1 {
      let height = zip(rows[i], normal).reduce(0) { $0 + $1.0 * $1.1 }
      rows[i] = zip(rows[i], normal).map { $0 - height * $1 }
    }
  }

  private static func scale(_ rows: inout [[Double]], by factors: [Double]) {
    for i in rows.indices { rows[i] = zip(rows[i], factors).map { $0 * $1 } }
  }

  /// Whether there are enough distinct points for the components.
  var isFeasible: Bool { Set((0..<points.count).map { points[$0] }).count >= componentCount }
}
