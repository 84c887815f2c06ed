/// The shares of one data set as one source: each leaf comes from the share that has it.
struct JoinedShares: StatisticsSource {
  /// At least one.
  let shares: [any StatisticsSource]

  var summary: DataSummary { shares[0].summary }
  var expectations: [GroupExpectation] { shares[0].expectations }

  func leafStatistics(
    ofGroup group: Int, under parameters: MixtureParameters, moments: MomentKind, pass: ExpectationPass
  ) -> [LeafStatistics?] {
    joined { $0.leafStatistics(ofGroup: group, under: parameters, moments: moments, pass: pass) }
  }

  func logsOfLargestResponsibilities(
    ofGroup group: Int, under parameters: MixtureParameters, pass: ExpectationPass
  ) -> [Double?] {
    joined { $0.logsOfLargestResponsibilities(ofGroup: group, under: parameters, pass: pass) }
  }

  func extents(along directions: [[Double]]?) -> Extents {
    shares.dropFirst().reduce(into: shares[0].extents(along: directions)) { all, share in
      all.widen(by: share.extents(along: directions))
    }
  }

  /// From whichever share has points that stand for all.
  func sample(_ size: Int, _ random: inout RandomStream, engine: Engine) -> PreparedPoints {
    shares[0].sample(size, &random, engine: engine)
  }

  private func joined<Part>(_ parts: (any StatisticsSource) -> [Part?]) -> [Part?] {
    shares.dropFirst().reduce(parts(shares[0])) { all, share in
      zip(all, parts(share)).map { $0 ?? $1 }
    }
  }
}
