/// The spillover matrix of a flow cytometry file, as its keyword has it.
package struct FCSSpillover: Sendable, Hashable {
  /// The keyword.
  package let keyword: String
  /// The names of its channels: as a rule those of parameters.
  package let channels: [String]
  /// The rows: what each detector sees of a channel's dye.
  package let rows: [[Double]]

  /// The keywords that have been used, the standard's first.
  package static let keywords = ["$SPILLOVER", "SPILLOVER", "$SPILL", "SPILL"]

  /// Reads the first keyword that holds one: n, n names and n² numbers, with commas between them.
  ///
  /// - Parameters:
  ///   - keywords: Those of the file.
  ///   - parameterCount: The number of its parameters: no more channels are read.
  ///   - source: What messages call the file.
  /// - Returns: nil where there is none, or one of no channels.
  /// - Throws: ``TableError`` where it is damaged.
  init?(_ keywords: FCSKeywords, parameterCount: Int, source: String) throws(TableError) {
    func damaged(_ keyword: String, _ what: String) -> TableError {
      TableError(
        .badData, source: source,
        message:
          "the spillover matrix of the file (\(keyword)) \(what); give the matrix as a file with --spillover."
      )
    }
    for keyword in Self.keywords {
      guard let text = keywords[keyword], !text.isEmpty else { continue }
      let words = text.split(separator: ",", omittingEmptySubsequences: false).map { word in
        String(word.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
      }
      guard let count = Int(words[0]), count >= 0 else {
        throw damaged(keyword, "does not begin with a number")
      }
      guard count > 0 else { continue }
      guard count <= parameterCount else {
        throw damaged(keyword, "has \(count) channels for \(parameterCount) parameters")
      }
      let expected = 1 + count + count * count
      guard words.count == expected else {
        throw damaged(keyword, "has \(words.count) parts, and \(count) channels need \(expected)")
      }
      var numbers: [Double] = []
      for word in words.dropFirst(1 + count) {
        guard let number = NumberText.number(word), number.isFinite else {
          throw damaged(keyword, "has \(MessageText.quoted(word)), which is no number")
        }
        numbers.append(number)
      }
      self.keyword = keyword
      channels = Array(words[1...count])
      rows = (0..<count).map { Array(numbers[$0 * count..<($0 + 1) * count]) }
      return
    }
    return nil
  }
}

/// A file of a table, with the rows that are from it.
package struct TablePart: Sendable {
  /// What messages call the file.
  package let source: String
  /// Its rows, of the table's.
  package let rows: Range<Int>
  fileprivate let contents: any TableSource

  /// The spillover matrix of a flow cytometry file; nil for one without, and for other files.
  ///
  /// - Throws: ``TableError`` where it is damaged.
  package func spillover() throws(TableError) -> FCSSpillover? {
    guard let table = contents as? FCSTable else { return nil }
    return try FCSSpillover(
      table.header.keywords, parameterCount: table.parameters.columns.count, source: source)
  }
}

extension PointTable {
  /// The files that the rows are from, in order.
  package var parts: [TablePart] {
    guard let joined = contents as? JoinedTable else {
      return [TablePart(source: source, rows: 0..<rowCount, contents: contents)]
    }
    return joined.parts.map { TablePart(source: $0.source, rows: $0.rows, contents: $0.contents) }
  }
}
