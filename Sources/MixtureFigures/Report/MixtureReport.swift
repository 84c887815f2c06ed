public import GaussianMixtures

/// A mixture and the points it describes as one page for a browser: the scene, EM played back, learning
/// curves, parameters, pairs of columns, and how all was made.
///
/// ```swift
/// let document = ModelDocument(model: result.model, fit: FitSummary(result))
/// var report = try MixtureReport(title: "Stars", document: document, points: points, columnNames: ["x", "y", "z"])
/// report.subtitle = ["positions in the cluster, in parsecs"]
/// try report.write(to: "report.html")
/// ```
///
/// The page is one file, opens offline, and asks nothing of any other place.
public struct MixtureReport: Sendable {
  /// How many points are drawn unless told otherwise; fewer where there are many columns.
  public static let defaultPointLimit = 200_000

  /// The title.
  public var title: String
  /// Lines under the title.
  public var subtitle: [String] = []
  /// How the report came to be, as names and texts, beside what the model document says.
  public var making: [(name: String, text: String)] = []
  /// How many points to draw, at most; nil for the default.
  public var pointLimit: Int?
  /// The share of a component that its ellipsoid holds at first, between 0 and 1.
  public var content = 0.95
  /// From which the choice of points is drawn.
  public var seed: UInt64 = 1
  /// How densities are computed.
  public var engine = Engine()

  let document: ModelDocument
  /// What was fitted, if that is more than the points, or less: weights, known labels, missing coordinates.
  public var observations: Observations?
  /// What the mixture says of them, where that is known already; nil to find out.
  public var classification: Classification?

  /// The classes that the points are known to be of, beside what the model says; nil where they are not known.
  public var truth: ClassLabels?
  /// What ``truth`` is called, such as the name of its column.
  public var truthName = "truth"

  let points: PointSet
  let columnNames: [String]
  /// The names of the columns without their transforms.
  let ownNames: [String]

  /// Takes what is to be shown.
  ///
  /// - Parameters:
  ///   - title: the title.
  ///   - document: the mixture, and how it was fitted, where it was.
  ///   - points: the points, in the model's columns.
  ///   - columnNames: the names of the columns; those without one are numbered. Of columns that the document says are
  ///     transformed the axes are called as ``/GaussianMixtures/Preprocessing/titles(of:)`` has it.
  /// - Throws: ``FigureError`` of the code `unsupported` where the dimensions differ.
  public init(
    title: String, document: ModelDocument, points: PointSet, columnNames: [String]
  ) throws(FigureError) {
    guard document.model.dimension == points.dimension else {
      throw FigureError(
        .unsupported,
        "The model has \(document.model.dimension) dimensions and the points have \(points.dimension); "
          + "show the columns the model was fitted to.")
    }
    self.title = title
    self.document = document
    self.points = points
    ownNames = Self.shownNames(columnNames, dimension: points.dimension)
    self.columnNames = Self.shownNames(columnNames, dimension: points.dimension, document.preprocessing)
  }

  /// A name for every column; a file without a header names its columns by their numbers.
  static func shownNames(
    _ names: [String], dimension: Int, _ preprocessing: Preprocessing? = nil
  ) -> [String] {
    (0..<dimension).map { d in
      let name = d < names.count ? names[d] : "\(d + 1)"
      let shown = Int(name) == nil ? Text.oneLine(name) : "column \(name)"
      return preprocessing?.transforms[d]?.title(of: shown) ?? shown
    }
  }

  var fitted: Observations { observations ?? Observations(points) }

  /// The page as text.
  ///
  /// - Returns: the contents of the file.
  /// - Throws: ``/GaussianMixtures/ModelError`` where the points cannot be classified.
  /// - Complexity: O(N K D²), as a pass of EM.
  public func text() throws(ModelError) -> String {
    ReportPage(self, try ReportData(self)).text
  }

  /// Writes the page beside its place and renames it into it, so a crash leaves the old file or the new one.
  ///
  /// - Parameter path: the file to write.
  /// - Throws: ``FigureError`` of the code `cannotCreate`, and what ``text()`` throws.
  public func write(to path: String) throws {
    try FigureFile.write(Array(try text().utf8), to: path)
  }

  /// The columns that the scene can show at once.
  var drawnDimension: Int { min(3, points.dimension) }

  /// How many points are drawn: what a page should hold at most, unless a number is asked for.
  var resolvedLimit: Int { pointLimit ?? Self.pointLimit(dimension: points.dimension) }

  static func pointLimit(dimension: Int) -> Int {
    let bytesOfPoint = 2 * dimension + 3
    return min(defaultPointLimit, max(5000, pointBytes / bytesOfPoint))
  }

  private static let pointBytes = 6 << 20
}
