extension PreparedPoints: StatisticsSource {
  var expectations: [GroupExpectation] {
    groups.map {
      GroupExpectation(
        coordinates: $0.coordinates, isLabelled: $0.labels != nil, holdsCells: $0.blocks.holdsCells)
    }
  }

  func leafStatistics(
    ofGroup group: Int, under parameters: MixtureParameters, moments: MomentKind, pass: ExpectationPass
  ) -> [LeafStatistics?] {
    let group = groups[group]
    return pass.leafStatistics(
      of: group.blocks, under: parameters, rule: group.labels.map { .known($0) } ?? .posterior,
      moments: moments)
  }

  func logsOfLargestResponsibilities(
    ofGroup group: Int, under parameters: MixtureParameters, pass: ExpectationPass
  ) -> [Double?] {
    pass.logsOfLargestResponsibilities(of: groups[group].blocks, under: parameters)
  }

  func extents(along directions: [[Double]]?) -> Extents {
    blocks.dealt?.extents(along: directions) ?? blocks.extents(along: directions)
  }

  func sample(_ size: Int, _ random: inout RandomStream, engine: Engine) -> PreparedPoints {
    guard size < count else { return self }
    return PreparedPoints(self, places: random.sample(size, of: count), engine: engine)
  }
}

extension PointBlocks {
  /// How far the points reach along some directions, or along the coordinates where none are given.
  ///
  /// - Complexity: O(N D) along the coordinates, O(N D) for each direction.
  func extents(along directions: [[Double]]?) -> Extents {
    var extents = Extents(count: directions?.count ?? dimension)
    for place in 0..<count {
      let point = point(place)
      extents.widen(
        by: directions?.map { axis in zip(axis, point).reduce(0) { $0 + $1.0 * $1.1 } } ?? point)
    }
    return extents
  }
}
