public import GaussianMixtures

/// Estimates with their intervals: the weights, and for each column the means and the variances, component by component.
///
/// ```swift
/// let intervals = try MixtureBootstrap(of: result).distribution(of: points).intervals()
/// let figure = IntervalsFigure(title: "How sure?", model: result.model, intervals: intervals)
/// try await Gnuplot().write(.intervals(figure), to: "intervals.svg")
/// ```
public struct IntervalsFigure: Sendable {
  /// One of the panels.
  struct Panel: Sendable {
    let title: String
    /// In the components' order; that of the noise comes last.
    let intervals: [BootstrapDistribution.Interval]
  }

  /// The title.
  public let title: String
  /// What the rows of a panel are called.
  let names: [String]
  /// How many of these are components.
  let componentCount: Int
  /// How many columns are shown: means of these follow the weights, and variances of these the means.
  let columnCount: Int
  let panels: [Panel]
  /// Lines of text that go with the figure.
  var notes: [String]

  /// So many columns can be looked at.
  private static let mostColumns = 5

  /// Takes intervals; those of covariances of two columns are left out.
  ///
  /// - Parameters:
  ///   - title: the title.
  ///   - model: the mixture whose parameters they are of.
  ///   - columnNames: what the coordinates are called; nil for their numbers.
  ///   - intervals: of weights, means and variances.
  public init(
    title: String, model: GaussianMixture, columnNames: [String]? = nil,
    intervals: [BootstrapDistribution.Interval]
  ) {
    self.title = title
    names = model.componentNames + (model.noise == nil ? [] : ["noise"])
    componentCount = model.componentCount
    let columns = columnNames ?? (1...model.dimension).map(String.init)
    let shown = columns.prefix(Self.mostColumns).indices
    columnCount = shown.count
    func panel(_ title: String, _ isShown: (MixtureParameter) -> Bool) -> Panel {
      Panel(title: title, intervals: intervals.filter { isShown($0.parameter) })
    }
    let weights = panel("weight") {
      switch $0 {
      case .weight, .noiseWeight: true
      default: false
      }
    }
    let means = shown.map { place in
      panel("mean of \(columns[place])") {
        if case .mean(_, let coordinate) = $0 { coordinate == place } else { false }
      }
    }
    let variances = shown.map { place in
      panel("variance of \(columns[place])") {
        if case .covariance(_, let row, let column) = $0 { row == place && column == place } else { false }
      }
    }
    panels = ([weights] + means + variances).filter { !$0.intervals.isEmpty }
    notes = columns.count > shown.count ? ["the first \(shown.count) of \(columns.count) columns"] : []
  }
}
