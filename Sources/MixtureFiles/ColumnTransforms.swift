public import GaussianMixtures
public import Tables

/// Transforms as they are asked for, by texts such as `arcsinh=150`, of all columns, and `FL*:logicle`, of some.
///
/// ```swift
/// let table = try PointTable(contentsOf: "sample.fcs")
/// let columns = try table.selectColumns("FSC-A,FL1-A,FL2-A")
/// let transforms = try ColumnTransforms(["arcsinh=150", "FSC*:none"])
/// let coordinates = try table.preprocessed(compensation: .ofFile, transforms: transforms, columns: columns)
/// let points = try PointSet(columns: coordinates.numbers(in: columns).columns)
/// print(coordinates.preprocessing(of: columns)?.titles(of: ["FSC-A", "FL1-A", "FL2-A"]) ?? [])
/// ```
///
/// What follows the last colon is the ``/GaussianMixtures/TransformChoice``, what is before it names columns as
/// ``/Tables/PointTable/selectColumns(_:)`` takes them, or by a pattern with `*` and `?`. Of several texts that name a
/// column the last one counts; a text without columns is for those that no other names.
public struct ColumnTransforms: Sendable, Hashable {
  private let usual: TransformChoice?
  private let others: [Other]

  private struct Other: Sendable, Hashable {
    let columns: String
    let choice: TransformChoice
  }

  /// Whether there are none.
  public var isEmpty: Bool { usual == nil && others.isEmpty }

  /// Reads texts.
  ///
  /// - Parameter texts: Any number of them.
  /// - Throws: ``/GaussianMixtures/PreprocessingError`` of the code `transform` for one that is no transform.
  public init(_ texts: [String]) throws(PreprocessingError) {
    var usual: TransformChoice?
    var others: [Other] = []
    for text in texts {
      guard let colon = text.lastIndex(of: ":"), !TransformChoice.isBegun(by: text) else {
        usual = try TransformChoice(text)
        continue
      }
      others.append(
        Other(
          columns: String(text[..<colon]),
          choice: try TransformChoice(String(text[text.index(after: colon)...]))))
    }
    (self.usual, self.others) = (usual, others)
  }

  /// The choice for each of some columns.
  ///
  /// - Throws: ``/Tables/TableError`` where a text names no column, or none of these.
  func choices(for columns: [Int], of table: PointTable) throws(TableError) -> [TransformChoice] {
    var choices = columns.map { _ in usual ?? .none }
    for other in others {
      let named = Set(try table.columns(matching: other.columns, option: "--transform"))
      guard columns.contains(where: named.contains) else {
        throw TableError(
          .badData, source: table.source,
          message: "--transform \(TerminalText.cleaned(other.columns)) names none of the columns used "
            + "(\(TerminalText.list(columns.map { table.columnNames[$0] }))); choose these with --columns.")
      }
      for (place, column) in columns.enumerated() where named.contains(column) {
        choices[place] = other.choice
      }
    }
    return choices
  }
}

extension PointTable {
  /// The rows from all over a table that tell what logicle scales suit its columns.
  private static let sampleSize = 1 << 17

  /// The table with columns compensated, and transformed as they are asked for.
  ///
  /// What transforms leave to the data they find in up to 131,072 compensated rows from all over the table.
  ///
  /// - Parameters:
  ///   - compensation: By what matrix channels are compensated; nil for not at all.
  ///   - transforms: The transforms.
  ///   - columns: The columns, from 0, that are used.
  /// - Throws: ``/Tables/TableError``, as ``preprocessed(by:columns:)``, and where a transform names no column.
  /// - Complexity: O(bytes of the rows looked at).
  public func preprocessed(
    compensation: Preprocessing.CompensationRule?, transforms: ColumnTransforms, columns: [Int]
  ) throws(TableError) -> PointTable {
    let choices = try transforms.choices(for: columns, of: self)
    let compensated = try preprocessed(
      by: Preprocessing(compensation: compensation, transforms: columns.map { _ in nil }), columns: columns)
    let asking = columns.indices.filter { choices[$0].needsValues }
    var values = columns.map { _ in [Double]() }
    if !asking.isEmpty {
      compensated.sampleNumbers(in: asking.map { columns[$0] }, limit: Self.sampleSize) { numbers in
        for (place, found) in zip(asking, numbers) { values[place] += found ?? [] }
      }
    }
    var found: [ColumnTransform?] = []
    for (place, choice) in choices.enumerated() {
      do {
        found.append(try choice.transform(suiting: values[place]))
      } catch {
        throw TableError(
          .badData, source: source, column: columns[place] + 1, columnName: columnNames[columns[place]],
          message: error.description)
      }
    }
    return try preprocessed(
      by: Preprocessing(compensation: compensation, transforms: found), columns: columns)
  }
}
