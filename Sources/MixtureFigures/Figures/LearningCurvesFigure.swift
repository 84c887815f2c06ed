public import GaussianMixtures

/// What was still to gain after each iteration, and how far the means, weights and covariances moved in it, from
/// the second on.
///
/// ```swift
/// let figure = LearningCurvesFigure(title: "Stars", history: result.history)
/// try await Gnuplot().write(.learningCurves(figure), to: "convergence.svg")
/// ```
///
/// The first iteration is left out: it moves from the start, which is no estimate, and would set the scale
/// of all panels.
public struct LearningCurvesFigure: Sendable {
  /// One of the panels.
  struct Panel: Sendable {
    let title: String
    let values: [Double]

    /// Whether there is anything a logarithmic axis can show.
    var hasPositive: Bool { values.contains { $0.isFinite && $0 > 0 } }
  }

  /// The title.
  public let title: String
  /// The iterations drawn: those given, without the first.
  public let iterations: [EMIteration]
  /// The number of iterations given.
  public let iterationCount: Int
  /// Lines of text that go with the figure.
  public internal(set) var notes: [String]

  /// Takes the history of a fit.
  ///
  /// - Parameters:
  ///   - title: the title.
  ///   - history: all iterations, in order.
  ///   - notes: lines of text that go with the figure.
  public init(title: String, history: [EMIteration], notes: [String] = []) {
    self.title = title
    self.iterations = history.filter { $0.iteration >= 2 }
    self.iterationCount = history.count
    self.notes = notes
  }

  /// What is said instead of drawn where there is no second iteration.
  var emptyMessage: String? {
    guard iterations.isEmpty else { return nil }
    let taken = iterationCount == 0 ? "no iteration" : "one iteration"
    return "EM took \(taken); the curves start with the second, so there is nothing to draw."
  }

  /// What the log-likelihood has still to gain, then mean, weight and covariance change.
  var panels: [Panel] {
    let final = iterations.last?.logLikelihood ?? 0
    return [
      Panel(
        title: "log-likelihood still to gain (nats)", values: iterations.map { final - $0.logLikelihood }),
      Panel(title: "mean change", values: iterations.map(\.meanChange)),
      Panel(title: "weight change", values: iterations.map(\.weightChange)),
      Panel(title: "covariance change", values: iterations.map(\.covarianceChange)),
    ]
  }

  /// The notes of the caller, and what the panels leave out.
  var allNotes: [String] {
    let zeros = panels.dropFirst().filter(\.hasPositive).reduce(0) { $0 + $1.values.count { $0 == 0 } }
    guard zeros > 0 else { return notes }
    let what = zeros == 1 ? "1 change that is exactly 0 has" : "\(zeros) changes that are exactly 0 have"
    return notes + ["\(what) no place on a logarithmic axis."]
  }
}
