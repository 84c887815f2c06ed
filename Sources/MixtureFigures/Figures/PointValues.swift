public import GaussianMixtures

/// A number for each point, by which a figure colours the points instead of by component.
///
/// ```swift
/// let classification = try model.classify(points)
/// var figure = try ScatterFigure(title: "Where it is unsure", points: points, mixture: model)
/// figure.values = .uncertainty(classification, componentCount: model.componentCount)
/// try await Gnuplot().write(.scatter(figure), to: "uncertainty.png")
/// ```
public struct PointValues: Sendable {
  /// What the numbers are.
  public let title: String
  /// One for each point.
  public let values: [Double]
  /// The numbers at the ends of the scale of colours.
  public let range: ClosedRange<Double>
  let ramp: ColourRamp

  /// How unsure the component of each point is: 1 less the largest probability.
  ///
  /// - Parameters:
  ///   - classification: what a mixture says of the points.
  ///   - componentCount: the number of the mixture's components.
  /// - Returns: numbers from 0 to `1 - 1/K`.
  public static func uncertainty(_ classification: Classification, componentCount: Int) -> PointValues {
    PointValues(
      title: "uncertainty", values: classification.uncertainties,
      range: 0...(1 - 1 / Double(max(2, componentCount))), ramp: .uncertainty)
  }

  /// The logarithm of the mixture's density at each point, in nats.
  ///
  /// The scale of colours begins at the second hundredth: a few far points would take up most of it.
  ///
  /// - Parameter classification: what a mixture says of the points.
  /// - Returns: one logarithm for each point.
  /// - Complexity: O(N).
  public static func logDensity(_ classification: Classification) -> PointValues {
    let values = classification.logDensities
    // Some thousand points evenly taken show where most of them lie.
    let stride = max(1, values.count / 20_000)
    let some = Swift.stride(from: 0, to: values.count, by: stride).map { values[$0] }
    return PointValues(
      title: "log density (nats)", values: values, range: range(of: some), ramp: .density)
  }

  static func range(of logDensities: [Double]) -> ClosedRange<Double> {
    let sorted = logDensities.filter(\.isFinite).sorted()
    guard let last = sorted.last else { return 0...1 }
    let first = sorted[sorted.count / 50]
    return first < last ? first...last : (last - 1)...last
  }
}
