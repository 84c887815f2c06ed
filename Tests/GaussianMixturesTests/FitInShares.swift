import Testing

@testable import GaussianMixtures

// Every fit of these tests is made of the points as they are, and once more of three shares, each every third leaf: the
// functions below stand before the library's of the same names.

/// Every third leaf of some points.
struct ThirdOfLeaves: StatisticsSource {
  let all: PreparedPoints
  let number: Int

  var summary: DataSummary { all.summary }
  var expectations: [GroupExpectation] { all.expectations }

  private func own<Part>(_ parts: [Part?]) -> [Part?] {
    parts.enumerated().map { $0 % 3 == number ? $1 : nil }
  }

  func leafStatistics(
    ofGroup group: Int, under parameters: MixtureParameters, moments: MomentKind, pass: ExpectationPass
  ) -> [LeafStatistics?] {
    own(all.leafStatistics(ofGroup: group, under: parameters, moments: moments, pass: pass))
  }

  func logsOfLargestResponsibilities(
    ofGroup group: Int, under parameters: MixtureParameters, pass: ExpectationPass
  ) -> [Double?] {
    own(all.logsOfLargestResponsibilities(ofGroup: group, under: parameters, pass: pass))
  }

  func extents(along directions: [[Double]]?) -> Extents {
    var extents = Extents(count: directions?.count ?? all.dimension)
    for place in 0..<all.count where place % 3 == number {
      let point = all.blocks.point(place)
      extents.widen(
        by: directions?.map { axis in zip(axis, point).reduce(0) { $0 + $1.0 * $1.1 } } ?? point)
    }
    return extents
  }

  func sample(_ size: Int, _ random: inout RandomStream, engine: Engine) -> PreparedPoints {
    all.sample(size, &random, engine: engine)
  }
}

extension MixtureEstimator {
  func fit(
    _ points: PointSet, observing observer: (Progress) -> Directive = { _ in .proceed }
  ) throws(FitError) -> FitResult {
    try fit(Observations(points), observing: observer)
  }

  func fit(
    _ observations: Observations, observing observer: (Progress) -> Directive = { _ in .proceed }
  ) throws(FitError) -> FitResult {
    var directives: [Directive] = []
    let whole = outcome(of: observations, dividing: { $0 }) { progress in
      directives.append(observer(progress))
      return directives[directives.count - 1]
    }
    var next = directives.makeIterator()
    let joined = outcome(
      of: observations,
      dividing: { all in JoinedShares(shares: (0..<3).map { ThirdOfLeaves(all: all, number: $0) }) }
    ) { _ in next.next() ?? .stop }
    // What is cancelled is not so at the same place twice.
    if !Task.isCancelled { expectSameBits(joined, whole) }
    return try whole.get()
  }

  private func outcome(
    of observations: Observations, dividing: (PreparedPoints) -> any StatisticsSource,
    observing observer: (Progress) -> Directive
  ) -> Result<FitResult, FitError> {
    Result { () throws(FitError) in
      try fit(observations, sharing: nil, stopping: nil, dividing: dividing) { report in
        if case .iteration(let progress) = report { observer(progress) } else { .proceed }
      }
    }
  }

  private func expectSameBits(
    _ joined: Result<FitResult, FitError>, _ whole: Result<FitResult, FitError>
  ) {
    switch (joined, whole) {
    case (.success(let joined), .success(let whole)):
      #expect(joined.model == whole.model)
      #expect(joined.criteria == whole.criteria)
      #expect(joined.history.map(\.logLikelihood) == whole.history.map(\.logLikelihood))
      #expect(joined.restarts == whole.restarts)
      #expect(joined.events == whole.events)
    case (.failure(let joined), .failure(let whole)):
      #expect(joined.code == whole.code && joined.message == whole.message)
    default:
      Issue.record("Of shares a fit ends otherwise than of the whole.")
    }
  }
}
