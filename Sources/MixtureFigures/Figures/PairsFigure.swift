/// Every pair of some columns as a small plane, with the columns' own distributions on the diagonal.
///
/// ```swift
/// let scatter = try ScatterFigure(title: "Iris", points: points, labels: model.labels(of: points), mixture: model)
/// try await Gnuplot().write(.pairs(PairsFigure(scatter, columns: [0, 1, 2])), to: "pairs.pdf")
/// ```
public struct PairsFigure: Sendable {
  /// More columns than this leave no room for each.
  public static let mostColumns = 8

  /// The points by component over all columns; the pairs are its planes.
  public let scatter: ScatterFigure
  /// The columns, from 0, in the order of the axes.
  public let columns: [Int]
  /// Lines of text that go with the figure.
  var notes: [String] = []

  /// Takes the figure whose columns are to be paired.
  ///
  /// - Parameters:
  ///   - scatter: points by component.
  ///   - columns: two to eight different columns of its points; nil for the first of them.
  /// - Throws: ``FigureError`` of the code `unsupported` where the columns do not suit.
  public init(_ scatter: ScatterFigure, columns: [Int]? = nil) throws(FigureError) {
    let chosen = columns ?? Array(0..<min(Self.mostColumns, scatter.columnCount))
    guard (2...Self.mostColumns).contains(chosen.count), Set(chosen).count == chosen.count else {
      throw FigureError(
        .unsupported, "Pairs take two to \(Self.mostColumns) different columns; \(chosen.count) were given.")
    }
    self.scatter = scatter
    self.columns = chosen
  }

  /// The title.
  public var title: String { scatter.title }
}
