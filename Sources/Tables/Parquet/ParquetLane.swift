#if Formats

internal import CFormats

/// A reader of a Parquet file, with a cursor in each column that is read: what one thread at a time goes through it with.
///
/// `@unchecked Sendable`: ``ParquetFile`` hands it to one thread, and takes it back.
final class ParquetLane: @unchecked Sendable {
  /// Where a column is read next.
  private struct Cursor {
    let pointer: OpaquePointer
    let group: Int
    /// The row of the group.
    var row: Int
  }

  private let file: OpaquePointer
  private let source: String
  private var cursors: [Int32: Cursor] = [:]
  /// The row at which it was left.
  private(set) var row = 0

  init(_ bytes: FileBytes, source: String) throws(TableError) {
    self.source = source
    var message = [CChar](repeating: 0, count: 256)
    // The bytes stay where they are as long as there is the file that has lanes.
    let file = bytes.withBytes { cparquet_open($0.baseAddress, $0.count, &message, message.count) }
    guard let file else {
      throw Self.damaged(
        source, String(decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self))
    }
    self.file = file
  }

  deinit {
    for cursor in cursors.values { cparquet_cursor_free(cursor.pointer) }
    cparquet_close(file)
  }

  /// What the file's own description is, which is looked at and not kept.
  func withFile<Result, Failure: Error>(_ body: (OpaquePointer) throws(Failure) -> Result) throws(Failure)
    -> Result
  {
    try body(file)
  }

  /// Takes some rows of a column of a group.
  ///
  /// - Parameters:
  ///   - rows: The rows, as the group counts them.
  ///   - first: The number that the group's first row has in the file.
  ///   - take: Reads so many rows as there are, and answers whether all were there.
  func read(
    _ column: Int32, group: Int, _ rows: Range<Int>, first: Int, _ take: (OpaquePointer) -> Bool
  ) throws(TableError) {
    var cursor = try cursor(column, group: group, at: rows.lowerBound)
    let isSkipped = cparquet_skip(cursor.pointer, Int64(rows.lowerBound - cursor.row)) != 0
    guard isSkipped, take(cursor.pointer) else {
      cparquet_cursor_free(cursor.pointer)
      let reason = String(cString: cparquet_message(file))
      throw Self.damaged(
        source, reason.isEmpty ? "rows are missing" : reason, line: first + rows.lowerBound + 1)
    }
    cursor.row = rows.upperBound
    cursors[column] = cursor
    row = first + rows.upperBound
  }

  /// The cursor of a column, which is nobody's until it is put back.
  private func cursor(_ column: Int32, group: Int, at row: Int) throws(TableError) -> Cursor {
    if let found = cursors.removeValue(forKey: column) {
      if found.group == group, found.row <= row { return found }
      cparquet_cursor_free(found.pointer)
    }
    guard let pointer = cparquet_cursor_make(file, Int32(group), column) else {
      throw Self.damaged(source, String(cString: cparquet_message(file)))
    }
    return Cursor(pointer: pointer, group: group, row: 0)
  }

  static func damaged(_ source: String, _ reason: String, line: Int? = nil) -> TableError {
    TableError(
      .badData, source: source, line: line,
      message:
        "the Parquet file is damaged, or of a kind that is not known: \(MessageText.cleaned(reason)); write it "
        + "or copy it anew.")
  }
}

#endif
