/// Points of which the same coordinates are known, and whose groups are all known or all unknown: what one pass
/// with one form of loops can go over.
struct PointGroup: Sendable {
  /// The known coordinates, in order; nil for all.
  let coordinates: [Int]?
  /// In the frame of these coordinates.
  let blocks: PointBlocks
  /// The classes of the points, at their places; nil where these are to be found out.
  let labels: PointLabels?
  /// The weights of the points, summed.
  let mass: Double

  /// What is subtracted from the log-likelihood here to have it in the caller's units.
  var logLikelihoodShift: Double { mass * blocks.frame.logDensityShift }

  /// Points of which all coordinates are known.
  ///
  /// - Parameter mass: their weights, summed; nil to sum them.
  init(_ blocks: PointBlocks, mass: Double? = nil) {
    coordinates = nil
    self.blocks = blocks
    labels = nil
    self.mass = mass ?? blocks.mass
  }

  /// The groups that observations fall into, all of which count.
  ///
  /// - Complexity: O(N D).
  static func groups(
    of observations: Observations, frame: CoordinateFrame, engine: Engine
  ) -> [PointGroup] {
    MissingPatterns(observations).members.flatMap { known, rows in
      let labels = observations.knownLabels?.indices
      let parts = [rows.filter { labels?[$0] == nil }, rows.filter { labels?[$0] != nil }]
      return parts.enumerated().filter { !$1.isEmpty }.map { part, rows in
        PointGroup(
          known, observations.selecting(rows), isLabelled: part == 1, frame: frame, engine: engine)
      }
    }
  }

  private init(
    _ known: [Int], _ members: Observations, isLabelled: Bool, frame: CoordinateFrame, engine: Engine
  ) {
    coordinates = known.count == members.dimension ? nil : known
    blocks = PointBlocks.blocks(
      of: PointSet(trusting: known.map { members.coordinates[$0] }), weights: members.weights,
      frame: frame.selecting(known), engine: engine)
    labels = isLabelled ? members.knownLabels?.indices : nil
    mass = blocks.mass
  }
}

extension [PointGroup] {
  /// Of all groups.
  var mass: Double { reduce(0) { $0 + $1.mass } }
  /// Of all groups.
  var logLikelihoodShift: Double { reduce(0) { $0 + $1.logLikelihoodShift } }
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
