/// How a group of points yields statistics of all coordinates: what of a mixture its points see, and what their statistics
/// say of the rest.
struct GroupExpectation: Sendable, Hashable {
  /// The known coordinates, in order; nil for all.
  let coordinates: [Int]?
  /// Whether the components that the points belong to are known, so that nothing is left to find out.
  let isLabelled: Bool
  /// Whether its points are cells, which stand for several.
  var holdsCells = false

  /// What its points are whitened by under a mixture as the group sees it; nil for nothing.
  func whitening(under mixture: MixtureParameters, moments: MomentKind) -> SharedWhitening? {
    isLabelled || holdsCells ? nil : SharedWhitening(mixture, moments: moments)
  }

  /// The mixture in the coordinates of the group.
  ///
  /// - Complexity: O(K D³) where coordinates are missing.
  func parameters(_ mixture: MixtureParameters) -> MixtureParameters {
    coordinates.map(mixture.marginal) ?? mixture
  }

  /// The statistics of all coordinates.
  ///
  /// - Parameters:
  ///   - statistics: of the group, under the mixture as the group sees it.
  ///   - seen: that mixture.
  ///   - mixture: of all coordinates.
  /// - Complexity: O(K D³) where coordinates are missing.
  func completed(
    _ statistics: SufficientStatistics, under seen: MixtureParameters, of mixture: MixtureParameters
  ) -> SufficientStatistics {
    guard let coordinates else { return statistics }
    return MissingCoordinates(known: coordinates, dimension: mixture.dimension)
      .completed(statistics, under: seen, of: mixture)
  }
}
