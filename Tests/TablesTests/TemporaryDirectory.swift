import Foundation
import Tables
import TestSupport

/// A directory that goes with the test.
final class TemporaryDirectory {
  private let folder: TestFolder

  init() throws { folder = try TestFolder(of: "TablesTests") }

  var path: String { folder.path }

  func path(_ name: String) -> String { folder.path(name) }

  func write(_ bytes: some Sequence<UInt8>, to name: String) throws -> String {
    try folder.write(bytes, to: name)
    return path(name)
  }

  func bytes(_ name: String) throws -> [UInt8] { try folder.bytes(name) }

  func text(_ name: String) throws -> String { try folder.text(name) }

  var names: [String] { get throws { try folder.names } }
}

/// The table in a text.
func table(
  _ text: String, header: ReadingOptions.Header = .automatic,
  delimiter: ReadingOptions.Delimiter = .automatic, decimalComma: Bool? = nil
) throws(TableError) -> PointTable {
  var options = ReadingOptions(header: header, delimiter: delimiter, decimalComma: decimalComma)
  options.derivedNames = .added
  return try PointTable(bytes: Array(text.utf8), source: "data.csv", options: options)
}

extension DerivedNames {
  /// The names of the columns that tests add to tables.
  static let added = DerivedNames(["label", "probability"], numbered: ["responsibility_"])
}

extension ReadingOptions {
  /// The usual options, and the names of the columns that tests add.
  static var withAdded: ReadingOptions {
    var options = ReadingOptions()
    options.derivedNames = .added
    return options
  }
}

/// The error that a body throws.
func tableError(_ body: () throws(TableError) -> Void) -> TableError? {
  do throws(TableError) {
    try body()
    return nil
  } catch {
    return error
  }
}
