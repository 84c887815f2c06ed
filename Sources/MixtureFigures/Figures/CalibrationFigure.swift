public import GaussianMixtures

/// A reliability diagram: how often classes of a predicted probability are the true ones.
///
/// ```swift
/// let scores = ClassScores(probabilities: [[0.9, 0.2, 0.4], [0.1, 0.8, 0.6]], truth: [0, 1, 1])
/// let figure = CalibrationFigure(title: "Species", calibration: scores.calibration)
/// try await Gnuplot().write(.calibration(figure), to: "calibration.svg")
/// ```
public struct CalibrationFigure: Sendable {
  /// The title.
  public let title: String
  let calibration: CalibrationTable
  /// Lines of text that go with the figure.
  var notes: [String]

  /// Takes a table.
  ///
  /// - Parameters:
  ///   - title: the title.
  ///   - calibration: the shares by probability.
  public init(title: String, calibration: CalibrationTable) {
    self.title = title
    self.calibration = calibration
    let error = FigureNumber.rounded(calibration.expectedError)
    let count = calibration.bins.reduce(0) { $0 + $1.count }
    notes = ["\(count) points; expected calibration error \(error); bars are two standard errors"]
  }
}
