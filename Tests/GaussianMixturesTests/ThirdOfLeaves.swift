@testable import GaussianMixtures

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
