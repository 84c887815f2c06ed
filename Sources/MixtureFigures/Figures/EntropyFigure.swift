public import GaussianMixtures

/// The entropy of the classification over the number of clusters that components are combined into, with the two straight
/// lines that meet at its elbow.
///
/// ```swift
/// let combination = try ComponentCombination(of: model, points: points)
/// try await Gnuplot().write(.entropy(EntropyFigure(title: "How many clusters?", combination)), to: "entropy.svg")
/// ```
public struct EntropyFigure: Sendable {
  /// The title.
  public let title: String
  let combination: ComponentCombination
  /// Lines of text that go with the figure.
  var notes: [String]

  /// Takes combined components.
  ///
  /// - Parameters:
  ///   - title: the title.
  ///   - combination: the components, combined down to one cluster.
  public init(title: String, _ combination: ComponentCombination) {
    self.title = title
    self.combination = combination
    let (elbow, count) = (combination.elbow, combination.componentCount)
    notes = [
      elbow < count
        ? "The elbow is at \(elbow) clusters: with fewer the entropy falls little, with more it rises steeply."
        : "There is no elbow: the components are few, or apart as they are."
    ]
  }
}
