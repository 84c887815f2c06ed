/// Lines over points in the plane, in the place of the ellipses of components.
///
/// ```swift
/// var figure = try ScatterFigure(title: "Regions", points: points, mixture: model).choosing(columns: [0, 1])
/// figure.lines = .regions([0.5, 0.8, 0.95])
/// try await Gnuplot().write(.scatter(figure), to: "regions.pdf")
/// ```
///
/// Of a mixture in more coordinates they are those of its marginal distribution in the two that are drawn.
public enum PlaneLines: Sendable, Hashable {
  /// Around the smallest sets of points that have these shares of the probability: the regions of highest density.
  case regions([Double])
  /// Where the likeliest component changes.
  case boundaries
}

extension PlaneLines {
  /// What the lines are, as a sentence.
  var note: String {
    switch self {
    case .regions: "Lines enclose the smallest regions with that share of the probability; crosses are means."
    case .boundaries: "At the lines the likeliest component changes; crosses are means."
    }
  }
}
