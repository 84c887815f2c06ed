import Foundation
import Tables

/// A directory that goes with the test.
final class TemporaryDirectory {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.path + "/TablesTests-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func path(_ name: String) -> String { path + "/" + name }

  func write(_ bytes: some Sequence<UInt8>, to name: String) throws -> String {
    try Data(bytes).write(to: URL(fileURLWithPath: path(name)))
    return path(name)
  }

  func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: path(name))))
  }

  func text(_ name: String) throws -> String { String(decoding: try bytes(name), as: UTF8.self) }

  var names: [String] { get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() } }
}

/// The table in a text.
func table(
  _ text: String, header: ReadingOptions.Header = .automatic,
  delimiter: ReadingOptions.Delimiter = .automatic, decimalComma: Bool? = nil
) throws(TableError) -> PointTable {
  try PointTable(
    bytes: Array(text.utf8), source: "data.csv",
    options: ReadingOptions(header: header, delimiter: delimiter, decimalComma: decimalComma))
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
