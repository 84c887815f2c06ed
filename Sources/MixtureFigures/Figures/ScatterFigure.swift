public import GaussianMixtures
internal import Tables

/// Points coloured by component, with the means and the 95 % contours of a mixture where one is given.
///
/// ```swift
/// let figure = try ScatterFigure(
///   title: "Stars", axisTitles: ["x", "y"], points: points, labels: model.labels(of: points), mixture: model)
/// try await Gnuplot().write(.scatter(figure), to: "stars.pdf")
/// ```
///
/// One column is drawn as a stacked histogram, two as a plane, three as a space; of more, three are
/// chosen (see ``choosing(columns:)``). Where there are more points than a page or an image can bear, a
/// reproducible sample is drawn that has points of every component, and the figure says so.
public struct ScatterFigure: Sendable {
  /// Whether a unit is equally long on all axes.
  ///
  /// ```swift
  /// var map = try ScatterFigure(title: "Positions", points: points, labels: model.labels(of: points))
  /// map.aspect = .equal    // circles stay circles
  /// ```
  public enum Aspect: Sendable, Hashable {
    /// Equal as long as no axis becomes a sliver, otherwise each axis fills its side.
    case automatic
    /// Equal, whatever the spans are.
    case equal
    /// Each axis fills its side.
    case independent
  }

  /// The title.
  public let title: String
  /// The names of the columns drawn.
  public let axisTitles: [String]
  /// The points, with one to three columns.
  public let points: PointSet
  /// The component of each point.
  public let labels: PointLabels
  /// The names of the components.
  public let componentNames: [String]
  /// The mixture whose means and contours are drawn, over the same columns.
  public let mixture: MarginalMixture?
  /// Lines of text that go with the figure.
  public internal(set) var notes: [String]
  /// Whether a unit is equally long on all axes.
  public var aspect = Aspect.automatic
  /// What points without a component are called in the legend.
  public var unlabelledName = "no component"
  /// What colours the points instead of their components, one number for each of them.
  public var values: PointValues?
  /// Lines in the place of the components' ellipses, over points in the plane.
  public var lines: PlaneLines?
  /// What decides which points are drawn where not all can be.
  public var sampleSeed: UInt64 = 1

  /// The mixture over the columns drawn, whose density lines are found of.
  let marginal: GaussianMixture?

  /// The number of columns to choose from.
  public var columnCount: Int { allPoints.dimension }

  private let allPoints: PointSet
  private let allTitles: [String]
  private let fullMixture: GaussianMixture?

  /// Takes what is to be drawn; of more than three columns the first three.
  ///
  /// - Parameters:
  ///   - title: the title.
  ///   - axisTitles: a name for each column; columns without one are numbered.
  ///   - points: the points, of any dimension.
  ///   - labels: the component of each point; empty where there are no labels.
  ///   - componentNames: the names of the components; those without one are numbered from 1.
  ///   - mixture: the mixture whose means and contours are drawn.
  ///   - notes: lines of text that go with the figure.
  /// - Throws: ``FigureError`` of the code `unsupported` where the labels are not one for each point, or
  ///   the mixture has another dimension than the points.
  public init(
    title: String, axisTitles: [String] = [], points: PointSet, labels: PointLabels = [],
    componentNames: [String] = [], mixture: GaussianMixture? = nil, notes: [String] = []
  ) throws(FigureError) {
    guard labels.isEmpty || labels.count == points.count else {
      throw FigureError(
        .unsupported,
        "There are \(CountText.of(labels.count, "label")) for \(CountText.of(points.count, "point")); "
          + "give one for each.")
    }
    guard mixture.map({ $0.dimension == points.dimension }) ?? true else {
      throw FigureError(
        .unsupported,
        "The model has \(mixture?.dimension ?? 0) dimensions and the points have \(points.dimension); "
          + "draw the columns the model was fitted to.")
    }
    let titles = (0..<points.dimension).map { $0 < axisTitles.count ? axisTitles[$0] : "column \($0 + 1)" }
    let count = max(
      componentNames.count, (labels.lazy.compactMap(\.self).max() ?? -1) + 1, mixture?.componentCount ?? 0)
    self.init(
      title: title, columns: Array(0..<min(3, points.dimension)), titles: titles, points: points,
      labels: labels.isEmpty ? PointLabels(repeating: nil, count: points.count) : labels,
      names: (0..<count).map { Self.name(of: $0, componentNames, mixture) },
      mixture: mixture, notes: notes)
  }

  /// Points coloured by the component that a model gives them to, under the model's contours.
  ///
  /// - Parameters:
  ///   - title: the title.
  ///   - document: the model.
  ///   - points: the points, in the model's columns.
  ///   - classification: what the model says of them.
  ///   - columnNames: the names of the columns, of which the axes say how they are transformed.
  /// - Throws: ``FigureError``, as the designated initializer.
  package init(
    title: String = FigureSubject.classification.title, _ document: ModelDocument, _ points: PointSet,
    _ classification: Classification, columnNames: [String]
  ) throws(FigureError) {
    try self.init(
      title: title, axisTitles: document.preprocessing?.titles(of: columnNames) ?? columnNames,
      points: points,
      labels: classification.labels, componentNames: document.model.componentNames,
      mixture: document.model)
    if document.model.noise != nil { unlabelledName = "noise" }
  }

  /// The same figure over other columns of the points it was made from.
  ///
  /// - Parameter columns: one to three columns, from 0, in the order of the axes.
  /// - Returns: a figure with everything else as it is.
  /// - Throws: ``FigureError`` of the code `unsupported` where they are not one to three different columns
  ///   of the points.
  public func choosing(columns: [Int]) throws(FigureError) -> ScatterFigure {
    guard (1...3).contains(columns.count), Set(columns).count == columns.count,
      columns.allSatisfy(allPoints.columns.indices.contains)
    else {
      throw FigureError(
        .unsupported,
        "A figure shows one to three different columns of the \(allPoints.dimension) there are.")
    }
    var figure = ScatterFigure(
      title: title, columns: columns, titles: allTitles, points: allPoints, labels: labels,
      names: componentNames, mixture: fullMixture, notes: notes)
    figure.aspect = aspect
    figure.unlabelledName = unlabelledName
    figure.sampleSeed = sampleSeed
    figure.values = values
    figure.lines = lines
    return figure
  }

  private init(
    title: String, columns: [Int], titles: [String], points: PointSet, labels: PointLabels, names: [String],
    mixture: GaussianMixture?, notes: [String]
  ) {
    self.title = title
    self.axisTitles = columns.map { titles[$0] }
    // Columns of a sound point set are sound, so only a defect of this file could leave all of them.
    self.points = (try? PointSet(inPlace: columns.map { points.coordinates[$0] })) ?? points
    self.labels = labels
    self.componentNames = names
    self.mixture = mixture.map { MarginalMixture(of: $0, columns: columns) }
    marginal = mixture?.selecting(columns)
    self.notes = notes
    self.allPoints = points
    self.allTitles = titles
    self.fullMixture = mixture
  }

  private static func name(of component: Int, _ names: [String], _ mixture: GaussianMixture?) -> String {
    if component < names.count { return names[component] }
    guard let mixture, component < mixture.componentCount else { return "\(component + 1)" }
    return mixture.componentName(component)
  }
}
