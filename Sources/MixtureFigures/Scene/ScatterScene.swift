internal import GaussianMixtures
internal import Tables

/// A scatter figure made ready to be drawn: what is shown, in the numbers of the axes, whoever draws it.
struct ScatterScene: Sendable {
  /// The points of one component.
  struct Group: Sendable {
    let name: String
    let colour: Colour
    /// The component, from 0, and nil for points without one.
    let component: Int?
    /// How many points the component has, shown or not.
    let total: Int
    /// The points shown.
    let points: [Int]
  }

  let figure: ScatterFigure
  let axes: [AxisScale]
  let groups: [Group]
  let hasEqualScale: Bool
  /// The group of each point.
  let groupOfPoint: [Int]

  var dimension: Int { axes.count }
  var shownCount: Int { groups.reduce(0) { $0 + $1.points.count } }

  init(_ figure: ScatterFigure, limit: Int) {
    self.figure = figure
    let spans = Self.spans(figure)
    let equal = Self.hasEqualScale(figure.aspect, spans)
    let common = spans.max { $0.half < $1.half }?.exponent ?? 0
    hasEqualScale = equal
    axes = zip(figure.axisTitles, spans).map { title, span in
      AxisScale(name: Text.oneLine(title), span: span, exponent: equal ? common : span.exponent)
    }
    let count = figure.componentNames.count
    groupOfPoint = figure.labels.map { $0 ?? count }
    // A histogram counts all points at no cost.
    let bearable = figure.points.dimension == 1 ? Int.max : limit
    let sample = PointSample(
      group: groupOfPoint, groupCount: count + 1, limit: bearable, seed: figure.sampleSeed)
    var totals = [Int](repeating: 0, count: count + 1)
    for index in groupOfPoint { totals[index] += 1 }
    let colours = Palette(componentNames: figure.componentNames).colours
    groups = (0...count).map { index in
      Group(
        name: Text.oneLine(index < count ? figure.componentNames[index] : figure.unlabelledName),
        colour: index < count ? colours[index] : Palette.none,
        component: index < count ? index : nil, total: totals[index], points: sample.groups[index])
    }
  }

  /// The groups worth a legend entry: those with points, or with a component of the mixture to draw.
  var visibleGroups: [Group] {
    let drawn = figure.mixture?.weights.count ?? 0
    return groups.filter { $0.total > 0 || ($0.component.map { $0 < drawn } ?? false) }
  }

  /// The notes of the caller, then what was left out or shown differently.
  var notes: [String] {
    var lines = figure.notes
    let total = figure.points.count
    if dimension > 1 && shownCount < total {
      lines.append(
        "\(CountText.grouped(shownCount)) of \(CountText.of(total, "point")) are shown, a sample with "
          + "points of every component.")
    }
    if dimension > 1 && !hasEqualScale && figure.aspect == .automatic {
      lines.append("The axes have scales of their own: their spans differ too much for a common one.")
    }
    if let note = figure.lines?.note, dimension == 2 {
      lines.append(note)
    } else if figure.mixture != nil && dimension > 1 {
      lines.append(
        dimension == 2
          ? "Ellipses hold 95 % of a component; crosses are means."
          : "Rings lie on the surface that holds 95 % of a component; crosses are means.")
    }
    return lines
  }

  /// The shown coordinates of points, column by column.
  func coordinates(of points: [Int]) -> [[Double]] {
    axes.indices.map { d in
      let column = figure.points.columns[d]
      return points.map { axes[d].display(column[$0]) }
    }
  }

  /// The mean of a component, in the numbers of the axes.
  func mean(of component: Int) -> [Double]? {
    guard let mixture = figure.mixture, component < mixture.means.count else { return nil }
    return zip(axes, mixture.means[component]).map { $0.display($1) }
  }

  /// The 95 % lines of a component, in the numbers of the axes.
  func contour(of component: Int) -> CovarianceContour? {
    guard let mixture = figure.mixture, let mean = mean(of: component) else { return nil }
    return CovarianceContour(
      mean: mean, deviations: zip(axes, mixture.deviations[component]).map { $0.displayLength($1) },
      correlations: mixture.correlations[component])
  }

  private static func spans(_ figure: ScatterFigure) -> [AxisScale.Span] {
    let radius = figure.points.dimension <= 3 ? CovarianceContour.radii[figure.points.dimension - 1] : 0
    return figure.points.columns.enumerated().map { d, column in
      let reaches = figure.mixture.map { mixture in
        zip(mixture.means, mixture.deviations).map { ($0[d], radius * $1[d]) }
      }
      return AxisScale.Span(of: column, reaches: reaches ?? [])
    }
  }

  private static func hasEqualScale(_ aspect: ScatterFigure.Aspect, _ spans: [AxisScale.Span]) -> Bool {
    guard spans.count > 1 else { return false }
    switch aspect {
    case .equal: return true
    case .independent: return false
    case .automatic: return AxisScale.Span.suitOneScale(spans)
    }
  }
}
