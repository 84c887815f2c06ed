public import GaussianMixtures
public import Tables

extension PointTable {
  /// The spillover matrices of the files that the rows are from, in order: of flow cytometry files those of `$SPILLOVER`,
  /// `SPILLOVER`, `$SPILL` or `SPILL`.
  ///
  /// ```swift
  /// let table = try PointTable(contentsOf: "sample.fcs")
  /// if let matrix = try table.compensations()[0] { print(matrix.channels, matrix.isIdentity) }
  /// ```
  ///
  /// - Returns: nil for a file that has none.
  /// - Throws: ``/Tables/TableError`` where a matrix is damaged or has no inverse.
  /// - Complexity: O(n³) for n channels, in each file.
  public func compensations() throws(TableError) -> [Compensation?] {
    var found: [Compensation?] = []
    for part in parts { found.append(try Self.compensation(of: part)) }
    return found
  }

  private static func compensation(of part: TablePart) throws(TableError) -> Compensation? {
    guard let spillover = try part.spillover() else { return nil }
    do {
      return try Compensation(channels: spillover.channels, spillover: spillover.rows)
    } catch {
      throw TableError(
        .badData, source: part.source,
        message: "\(spillover.keyword): \(error) Give a sound one with --spillover.")
    }
  }

  /// The table with its columns compensated and transformed: all numbers that are read of it are coordinates.
  ///
  /// ```swift
  /// let document = try ModelFile.read("model.json")
  /// let table = try PointTable(contentsOf: "sample.fcs")
  /// let columns = try table.columns(ofModel: document.columns ?? [])
  /// let coordinates = try table.preprocessed(by: document.preprocessing, columns: columns)
  /// let labels = try document.model.labels(of: PointSet(columns: coordinates.numbers(in: columns).columns))
  /// ```
  ///
  /// Texts, and what a ``/Tables/TableWriter`` passes through, stay as they are in the file. Numbers are made when they are
  /// read, run by run. A cell whose number has no transform, as 0 has no logarithm, is an invalid one; so are all
  /// compensated numbers of a row in which one of the channels is missing.
  ///
  /// - Parameters:
  ///   - preprocessing: What is done; nil for nothing.
  ///   - columns: The columns, from 0, in the order of its transforms.
  /// - Throws: ``/Tables/TableError`` where a file has no matrix of its own and should, where one is not sound, or where a
  ///   channel is missing.
  /// - Complexity: O(n³) for n channels; then O(n) more for each number that is read.
  public func preprocessed(
    by preprocessing: Preprocessing?, columns: [Int]
  ) throws(TableError) -> PointTable {
    guard let preprocessing, !preprocessing.isNone else { return self }
    let transforms = zip(columns, preprocessing.transforms).compactMap { column, transform in
      transform.map { (column, $0) }
    }
    return mapped(
      by: PreprocessingMap(
        rule: preprocessing.compensation, parts: try compensated(by: preprocessing.compensation),
        transforms: Dictionary(transforms) { _, last in last }))
  }

  /// What is done to columns before they are numbers; nil for nothing.
  ///
  /// - Parameter columns: The columns, from 0, in the order wanted.
  public func preprocessing(of columns: [Int]) -> Preprocessing? {
    guard let map = numberMap as? PreprocessingMap else { return nil }
    let preprocessing = Preprocessing(compensation: map.rule, transforms: columns.map { map.transforms[$0] })
    return preprocessing.isNone ? nil : preprocessing
  }

  /// The sums that compensation makes, of all rows.
  private func compensated(
    by rule: Preprocessing.CompensationRule?
  ) throws(TableError) -> [PreprocessingMap.Part] {
    switch rule {
    case nil: return []
    case .matrix(let matrix):
      return [try PreprocessingMap.Part(matrix, rows: 0..<rowCount, of: self, source: source)]
    case .ofFile: return try compensatedByFiles()
    }
  }

  /// Files with the same matrix one after the other are one part.
  private func compensatedByFiles() throws(TableError) -> [PreprocessingMap.Part] {
    var found: [PreprocessingMap.Part] = []
    var latest: Compensation?
    for part in parts {
      guard let matrix = try Self.compensation(of: part) else {
        throw TableError(
          .badData, source: part.source,
          message:
            "there is no spillover matrix in the file ($SPILLOVER, SPILLOVER, $SPILL or SPILL of an FCS file) to "
            + "compensate by; give one with --spillover, or, where the values are compensated already, --no-compensate."
        )
      }
      if matrix == latest, let last = found.indices.last {
        found[last].rows = found[last].rows.lowerBound..<part.rows.upperBound
      } else {
        found.append(try PreprocessingMap.Part(matrix, rows: part.rows, of: self, source: part.source))
      }
      latest = matrix
    }
    return found
  }
}
