package import GaussianMixtures

/// What a figure shows of a mixture and its points.
package enum FigureSubject: String, Sendable, CaseIterable {
  case classification, uncertainty, density, pairs, regions, boundaries, entropy, convergence, criterion

  /// Whether the points are drawn, and not only what the model document says.
  package var needsPoints: Bool { self != .convergence && self != .criterion }

  /// The title of the figure.
  package var title: String {
    switch self {
    case .classification: "Points by component"
    case .uncertainty: "Points by uncertainty"
    case .density: "Points by density"
    case .pairs: "Pairs of columns"
    case .regions: "Regions of highest density"
    case .boundaries: "Boundaries between components"
    case .entropy: "Entropy by number of clusters"
    case .convergence: "Learning curves"
    case .criterion: "Criterion by number of components"
    }
  }

  /// The points as the subject has them coloured, under its title.
  ///
  /// - Parameters:
  ///   - document: the model.
  ///   - points: the points, in the model's columns.
  ///   - classification: what the model says of them.
  ///   - columnNames: the names of the columns.
  /// - Returns: a figure of the points in the plane or in space of their first columns.
  /// - Throws: ``FigureError``, as the figure's initializer.
  /// - Complexity: O(N).
  package func scatter(
    _ document: ModelDocument, _ points: PointSet, _ classification: Classification, columnNames: [String]
  ) throws(FigureError) -> ScatterFigure {
    var figure = try ScatterFigure(title: title, document, points, classification, columnNames: columnNames)
    switch self {
    case .uncertainty:
      figure.values = .uncertainty(classification, componentCount: document.model.componentCount)
    case .density: figure.values = .logDensity(classification)
    case .regions: figure.lines = .regions([0.5, 0.8, 0.95])
    case .boundaries: figure.lines = .boundaries
    default: break
    }
    // Lines are drawn in a plane.
    return figure.lines != nil && points.dimension > 2 ? try figure.choosing(columns: [0, 1]) : figure
  }
}
