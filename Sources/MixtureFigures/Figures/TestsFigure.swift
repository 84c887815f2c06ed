internal import Elementary
public import GaussianMixtures

/// Tests of the number of components: for each the distribution of its statistic, and where the data's lies.
///
/// ```swift
/// let outcome = try ComponentCountTest(FitConfiguration(componentCount: 1), replicateCount: 99).outcome(for: points)
/// try await Gnuplot().write(.tests(TestsFigure(title: "How many?", outcome: outcome)), to: "tests.svg")
/// ```
public struct TestsFigure: Sendable {
  /// The title.
  public let title: String
  let steps: [ComponentCountTest.Step]
  /// Lines of text that go with the figure.
  var notes: [String] = []

  /// Takes what tests have yielded.
  ///
  /// - Parameters:
  ///   - title: the title.
  ///   - outcome: the tests.
  public init(title: String, outcome: ComponentCountTest.Outcome) {
    self.title = title
    steps = outcome.steps
  }

  /// How many replicates have about the same statistic.
  ///
  /// - Returns: the middles of bins, their width, and the counts.
  static func histogram(of values: [Double]) -> (width: Double, bins: [(middle: Double, count: Int)]) {
    guard let lowest = values.min(), let highest = values.max() else { return (1, []) }
    // The Rice rule, for one bump.
    let binCount = min(60, max(8, Int(2 * Elementary.cubeRoot(Double(values.count)))))
    let width = highest > lowest ? (highest - lowest) / Double(binCount) : 1
    var counts = [Int](repeating: 0, count: binCount)
    for value in values { counts[min(binCount - 1, Int((value - lowest) / width))] += 1 }
    return (
      width, counts.enumerated().map { (lowest + (Double($0.offset) + 0.5) * width, $0.element) }
    )
  }
}
