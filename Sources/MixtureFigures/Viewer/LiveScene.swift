package import GaussianMixtures
internal import Tables

/// Points in one box that stays, whatever mixtures are fitted to them: what a page that watches a fit draws.
///
/// The documents are those of a report, so that the same scripts draw them.
package struct LiveScene: Sendable {
  /// The points.
  package let points: PointSet
  private let columnNames: [String]
  private let frame: MixtureFrame
  private let limit: Int
  private let seed: UInt64

  /// The share of a component that its ellipsoid holds at first.
  private static let content = 0.95

  /// Takes points, and the box around them.
  ///
  /// - Parameters:
  ///   - points: the points.
  ///   - columnNames: the names of their columns.
  ///   - preprocessing: what was done to these before; nil for nothing.
  ///   - limit: how many points are drawn, at most; nil for what a report draws.
  ///   - seed: from which the choice of points is drawn.
  /// - Complexity: O(N D).
  package init(
    _ points: PointSet, columnNames: [String], _ preprocessing: Preprocessing? = nil, limit: Int? = nil,
    seed: UInt64 = 1
  ) {
    self.points = points
    self.columnNames = columnNames
    self.limit = limit ?? MixtureReport.pointLimit(dimension: points.dimension)
    self.seed = seed
    frame = MixtureFrame(
      points, names: MixtureReport.shownNames(columnNames, dimension: points.dimension, preprocessing))
  }

  /// The points alone, in the colour of points without a component.
  ///
  /// - Complexity: O(N + n D) for n points drawn.
  package var document: JSONValue {
    let all = PointSample(
      group: [Int](repeating: 0, count: points.count), groupCount: 1, limit: limit, seed: seed)
    let chosen = ReportPoints.shuffled(all.groups[0], seed: seed)
    return ReportData.surroundings(frame, content: Self.content).adding([
      "points": [
        "count": .number(Double(chosen.count)),
        "columns": ReportPoints.columns(of: points, chosen, in: frame),
      ],
      "rows": ReportPoints.rows(chosen), "components": [], "unassigned": ReportData.colour(Palette.none),
      "note": .string(note(shown: chosen.count)),
    ])
  }

  /// The points under a mixture, with EM to play back: all that a report of it shows.
  ///
  /// - Parameters:
  ///   - document: the mixture, and how it was fitted to these points.
  ///   - classification: what the mixture says of the points; nil to find out.
  ///   - truth: the classes that the points are known to be of; nil where they are not.
  ///   - engine: how the work is done.
  /// - Throws: ``FigureError`` or ``GaussianMixtures/ModelError`` where the mixture is none of these points.
  /// - Complexity: O(N K D²).
  package func document(
    of document: ModelDocument, _ classification: Classification? = nil, truth: ClassLabels? = nil,
    engine: Engine = Engine()
  ) throws -> JSONValue {
    var report = try MixtureReport(title: "", document: document, points: points, columnNames: columnNames)
    report.pointLimit = limit
    report.seed = seed
    report.content = Self.content
    report.engine = engine
    report.classification = classification
    report.truth = truth
    let data = try ReportData(report, in: frame)
    return data.json.adding([
      "rows": data.points.rows, "replayNote": data.replayNote.map { .string($0) } ?? .null,
      "note": .string(
        data.note(drawnDimension: report.drawnDimension, componentCount: document.model.componentCount)),
      "facts": .array(FitFacts.of(document).map { .strings([$0.name, $0.text]) }),
    ])
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

  private func note(shown: Int) -> String {
    let total = CountText.grouped(points.count)
    let drawn =
      shown == points.count
      ? "All \(total) points are drawn."
      : "\(CountText.grouped(shown)) of \(total) points are drawn: a random sample."
    return points.dimension == 1
      ? drawn : drawn + " " + SceneText.help(drawnDimension: min(3, points.dimension), componentCount: .max)
  }
}
