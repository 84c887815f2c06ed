public import GaussianMixtures

/// The criterion by which a model was chosen, for every candidate: one line a structure, over the number of
/// components.
///
/// ```swift
/// let selection = try MixtureSelector().select(points)
/// let figure = CriterionFigure(title: "How many groups of stars?", selection: selection.summary)
/// try await Gnuplot().write(.criterion(figure), to: "bic.svg")
/// ```
public struct CriterionFigure: Sendable {
  /// The title.
  public let title: String
  let curves: SelectionCurves
  /// Lines of text that go with the figure, after those of the curves.
  var notes: [String] = []

  /// Takes what a selection has compared.
  ///
  /// - Parameters:
  ///   - title: the title.
  ///   - selection: the candidates.
  public init(title: String, selection: SelectionSummary) {
    self.title = title
    curves = SelectionCurves(selection)
  }
}
