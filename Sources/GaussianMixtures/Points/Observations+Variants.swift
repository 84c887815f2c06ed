/// The same points in another form.
extension Observations {
  /// The same points, of which no group is known.
  var withoutLabels: Observations {
    Observations(
      coordinates: coordinates, weights: weights, weightMeaning: weightMeaning, knownLabels: nil,
      hasMissing: hasMissing)
  }

  /// The same numbers elsewhere.
  func with(_ coordinates: [PointColumn]) -> Observations {
    Observations(
      coordinates: coordinates, weights: weights, weightMeaning: weightMeaning, knownLabels: knownLabels,
      hasMissing: hasMissing)
  }

  /// The same points with other weights, which are frequencies whether they are whole or not.
  ///
  /// - Parameter weights: one for each point, some above 0.
  func weighted(by weights: [Double]) -> Observations {
    Observations(
      coordinates: coordinates, weights: weights, weightMeaning: .frequencies, knownLabels: knownLabels,
      hasMissing: hasMissing)
  }
}
