/// How much the start ``Start/auto(effort:)`` does for a higher maximum.
///
/// ```swift
/// let quick = MixtureEstimator(componentCount: 3, start: .auto(effort: .low))
/// let thorough = MixtureEstimator(componentCount: 12, start: .auto(effort: .high))
/// ```
public enum SearchEffort: String, Sendable, Hashable, Codable, CaseIterable {
  /// The best of three candidates after a few iterations of EM, by k-means and by adaptive seeding; for many small fits.
  case low
  /// The best of three candidates, by k-means, by a coarse hierarchy of the points and by adaptive seeding, where they
  /// agree and nothing promises more; else a whole search: further candidates, and splits for merges.
  case standard
  /// A whole search in any case, with four times the candidates and more exchanges; for a result that is to be published.
  case high

  /// The candidates that are tried first: what costs least, and where they are to agree of three kinds.
  var firstMethods: [StartMethod] {
    self == .low ? [.kMeans, .adaptive, .adaptive] : [.kMeans, .coarse, .adaptive]
  }

  /// The candidates of a whole search that come after these.
  var furtherMethods: [StartMethod] {
    switch self {
    case .low: []
    case .standard:
      [.hierarchical, .ward, .adaptive, .adaptive, .adaptive, .kMeans]
    case .high:
      [.hierarchical, .ward] + [StartMethod](repeating: .adaptive, count: 16)
        + [StartMethod](repeating: .kMeans, count: 8) + [StartMethod](repeating: .random, count: 24)
    }
  }

  /// So many candidates are followed until they have settled, accidents of the data not counted; except with the low
  /// effort the best of each kind beside them.
  var finalistCount: Int {
    switch self {
    case .low: 1
    case .standard: 2
    case .high: 8
    }
  }

  /// So many exchanges of a split for a merge that raise nothing, one after the other, end the search.
  var failuresToEnd: Int { self == .high ? 12 : 4 }

  /// So many random swaps that raise nothing, one after the other, end the search.
  var swapFailuresToEnd: Int {
    switch self {
    case .low: 0
    case .standard: 12
    case .high: 60
    }
  }

  /// The most exchanges that are tried.
  var mostExchanges: Int { self == .high ? 48 : 12 }
}
