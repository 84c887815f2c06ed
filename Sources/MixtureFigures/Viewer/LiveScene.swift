internal import Elementary
package import GaussianMixtures
internal import Tables

/// Points in one box that stays, whatever mixtures are fitted to them: what a page that watches a fit draws.
///
/// The documents are those of a report, so that the same scripts draw them.
package struct LiveScene: Sendable {
  /// The points, and what else is known of them.
  package let observations: Observations
  /// The points as they are drawn until a mixture says where those with missing cells are to be expected: in the middle of
  /// what is known of these columns.
  private let shown: PointSet
  private let truth: KnownClasses?
  private let columnNames: [String]
  private let frame: MixtureFrame
  private let limit: Int
  private let seed: UInt64

  /// The share of a component that its ellipsoid holds at first.
  private static let content = 0.95

  /// Takes points, and the box around them.
  ///
  /// - Parameters:
  ///   - observations: the points.
  ///   - columnNames: the names of their columns.
  ///   - preprocessing: what was done to these before; nil for nothing.
  ///   - truth: the classes that the points are known to be of; nil where they are not.
  ///   - limit: how many points are drawn, at most; nil for what a report draws.
  ///   - seed: from which the choice of points is drawn.
  /// - Throws: `PointSetError` where a column has no cell at all.
  /// - Complexity: O(N D).
  package init(
    _ observations: Observations, columnNames: [String], _ preprocessing: Preprocessing? = nil,
    truth: KnownClasses? = nil, limit: Int? = nil, seed: UInt64 = 1
  ) throws(PointSetError) {
    self.observations = observations
    self.truth = truth
    shown = if let points = observations.points { points } else { try Self.middled(observations) }
    self.columnNames = columnNames
    self.limit = limit ?? MixtureReport.pointLimit(dimension: shown.dimension)
    self.seed = seed
    frame = MixtureFrame(
      shown, names: MixtureReport.shownNames(columnNames, dimension: shown.dimension, preprocessing))
  }

  private static func middled(_ observations: Observations) throws(PointSetError) -> PointSet {
    try PointSet(
      columns: observations.columns.map { column in
        var (least, most) = (Double.infinity, -Double.infinity)
        for value in column where !value.isNaN { (least, most) = (min(least, value), max(most, value)) }
        let middle = least / 2 + most / 2
        return column.map { $0.isNaN ? middle : $0 }
      })
  }

  /// The points alone, in the colour of points without a component.
  ///
  /// - Complexity: O(N + n D) for n points drawn.
  package var document: JSONValue {
    let all = PointSample(
      group: [Int](repeating: 0, count: shown.count), groupCount: 1, limit: limit, seed: seed)
    let chosen = ReportPoints.shuffled(all.groups[0], seed: seed)
    let colourings = PointColouring.all(of: observations, truth: truth).map { $0.json(of: chosen) }
    return ReportData.surroundings(frame, content: Self.content).adding([
      "points": [
        "count": .number(Double(chosen.count)),
        "columns": ReportPoints.columns(of: shown, chosen, in: frame),
      ],
      "colourings": .array(colourings),
      "rows": ReportPoints.rows(chosen), "components": [], "unassigned": ReportData.colour(Palette.none),
      "note": .string(note(shown: chosen.count)),
    ])
  }

  /// The points under a mixture, with EM to play back: all that a report of it shows.
  ///
  /// - Parameters:
  ///   - document: the mixture, and how it was fitted to these points.
  ///   - classification: what the mixture says of the points; nil to find out.
  ///   - engine: how the work is done.
  /// - Throws: ``FigureError`` or ``GaussianMixtures/ModelError`` where the mixture is none of these points.
  /// - Complexity: O(N K D²).
  package func document(
    of document: ModelDocument, _ classification: Classification? = nil, engine: Engine = Engine()
  ) throws -> JSONValue {
    var report = try report(of: document, title: "", classification, engine: engine)
    report.pointLimit = limit
    report.seed = seed
    report.content = Self.content
    let data = try ReportData(report, in: frame)
    return data.json.adding([
      "rows": data.points.rows, "replayNote": data.replayNote.map { .string($0) } ?? .null,
      "note": .string(
        data.note(drawnDimension: report.drawnDimension, componentCount: document.model.componentCount)),
      "facts": .array(
        (FitFacts.of(document) + FitFacts.of(observations, document.model)).map {
          .strings([$0.name, $0.text])
        }),
    ])
  }

  /// The report of a mixture of these points, as it is taken home.
  ///
  /// - Parameters:
  ///   - document: the mixture, and how it was fitted to these points.
  ///   - title: the title.
  ///   - classification: what the mixture says of the points; nil to find out.
  ///   - engine: how the work is done.
  /// - Returns: a report with the points where the mixture expects them, and all that is known of them.
  /// - Throws: ``FigureError`` or ``GaussianMixtures/ModelError`` where the mixture is none of these points.
  /// - Complexity: O(1), and O(N K D²) where cells are missing.
  package func report(
    of document: ModelDocument, title: String, _ classification: Classification?, engine: Engine = Engine()
  ) throws -> MixtureReport {
    var report = try MixtureReport(
      title: title, document: document, points: points(under: document.model, engine: engine),
      columnNames: columnNames)
    report.observations = observations
    report.engine = engine
    report.classification = classification
    (report.truth, report.truthName) = (truth?.labels, truth?.name ?? report.truthName)
    return report
  }

  /// The points, those with missing cells where a mixture expects them.
  ///
  /// - Parameters:
  ///   - model: the mixture.
  ///   - others: other points of these columns; nil for those of the scene.
  ///   - engine: how the work is done.
  /// - Throws: ``GaussianMixtures/ModelError`` where the dimensions differ.
  /// - Complexity: O(1), and O(N K D²) where cells are missing.
  package func points(
    under model: GaussianMixture, of others: Observations? = nil, engine: Engine = Engine()
  ) throws(ModelError) -> PointSet {
    let observations = others ?? observations
    if let points = observations.points { return points }
    return try model.imputed(observations, engine: engine)
  }

  /// The level that the density of a component has to exceed in the box, without its factor (2π)^(-D/2), for a point to be no
  /// noise: `ln w - ln V + Σ ln l_d + D/2 ln 2π`, of noise of the weight w in the volume V, and a box of the lengths l; nil
  /// without noise.
  package func noiseLevel(of model: GaussianMixture) -> Double? {
    guard let noise = model.noise, noise.weight > 0 else { return nil }
    let dimension = shown.dimension
    let size = (0..<dimension).reduce(0) { $0 - naturalLogarithm(frame.length(1, $1)) }
    return naturalLogarithm(noise.weight) - noise.logVolume + size
      + Double(dimension) / 2 * naturalLogarithm(2 * .pi)
  }

  /// The components of a mixture in the box, as a report's frames have them.
  ///
  /// - Complexity: O(K D²).
  package func frame(of model: GaussianMixture) -> JSONValue {
    PackedNumbers.json(frame.packed(model.components))
  }

  /// Where a point is in the box, column by column: from 0 to 1 within it.
  package func place(of point: [Double]) -> [Double] {
    point.indices.map { frame.place(point[$0], $0) }
  }

  /// Names and colours of components that are still to be found.
  ///
  /// - Parameter count: how many.
  package static func components(_ count: Int) -> JSONValue {
    let names = (0..<count).map { "\($0 + 1)" }
    return .array(
      zip(names, ReportData.colours(of: names)).map { name, colour in
        colour.adding(["name": .string(name)])
      })
  }

  /// The colour of points that belong to no component.
  package static var noiseColour: JSONValue { ReportData.colour(Palette.none) }

  private func note(shown: Int) -> String {
    let total = CountText.grouped(observations.count)
    let drawn =
      shown == observations.count
      ? "All \(total) points are drawn."
      : "\(CountText.grouped(shown)) of \(total) points are drawn: a random sample."
    let dimension = observations.dimension
    return dimension == 1
      ? drawn : drawn + " " + SceneText.help(drawnDimension: min(3, dimension), componentCount: .max)
  }
}
