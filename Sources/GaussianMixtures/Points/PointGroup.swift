/// Points of which the same coordinates are known, and whose groups are all known or all unknown: what one pass
/// with one form of loops can go over.
struct PointGroup: Sendable {
  /// The known coordinates, in order; nil for all.
  let coordinates: [Int]?
  /// In the frame of these coordinates.
  let blocks: PointBlocks
  /// The components that the points belong to, at their places; nil where that is to be found out.
  let labels: [Int32]?
  /// The weights of the points, summed.
  let mass: Double

  /// What is subtracted from the log-likelihood here to have it in the caller's units.
  var logLikelihoodShift: Double { mass * blocks.frame.logDensityShift }

  /// Points of which all coordinates are known.
  init(_ blocks: PointBlocks) {
    coordinates = nil
    self.blocks = blocks
    labels = nil
    mass = blocks.mass
  }

  /// The groups that observations fall into, all of which count.
  ///
  /// - Complexity: O(N D).
  static func groups(of observations: Observations, frame: CoordinateFrame, threadCount: Int) -> [PointGroup]
  {
    var members: [Kind: [Int]] = [:]
    for row in 0..<observations.count {
      let known = observations.columns.indices.filter { !observations.columns[$0][row].isNaN }
      let isLabelled = observations.knownLabels.map { $0.indices[row] != nil } ?? false
      members[Kind(coordinates: known, isLabelled: isLabelled), default: []].append(row)
    }
    // In the order of their first points: sums over groups are the same every time.
    return members.sorted { $0.value[0] < $1.value[0] }.map { kind, rows in
      PointGroup(kind, observations.selecting(rows), frame: frame, threadCount: threadCount)
    }
  }

  private struct Kind: Hashable {
    let coordinates: [Int]
    let isLabelled: Bool
  }

  private init(_ kind: Kind, _ members: Observations, frame: CoordinateFrame, threadCount: Int) {
    coordinates = kind.coordinates.count == members.dimension ? nil : kind.coordinates
    blocks = PointBlocks(
      PointSet(trusting: kind.coordinates.map { members.columns[$0] }), weights: members.weights,
      frame: frame.selecting(kind.coordinates), threadCount: threadCount)
    labels = kind.isLabelled ? members.knownLabels?.indices.map { Int32($0 ?? -1) } : nil
    mass = blocks.mass
  }
}

extension PointBlocks {
  func weight(of place: Int) -> Double { weights.map { $0[place] } ?? 1 }

  /// The place of a point, drawn with a probability in proportion to its weight.
  func draw(_ random: inout RandomStream) -> Int {
    guard let weights else { return random.integer(below: count) }
    var target = random.uniform() * mass
    for place in 0..<count {
      target -= weights[place]
      if target < 0 { return place }
    }
    return count - 1
  }

  /// The weights of the points, summed.
  var mass: Double {
    guard let weights else { return Double(count) }
    return (0..<count).reduce(0) { $0 + weights[$1] }
  }
}

extension CoordinateFrame {
  func selecting(_ coordinates: [Int]) -> CoordinateFrame {
    CoordinateFrame(
      origins: coordinates.map { origins[$0] }, exponents: coordinates.map { exponents[$0] })
  }
}
