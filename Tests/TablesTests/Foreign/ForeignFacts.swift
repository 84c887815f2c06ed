import Foundation
import Testing

@testable import Tables

/// What another program found in a file; see Scripts/foreign-facts.py, which writes it down.
struct ForeignFacts: Decodable {
  /// A column of numbers, or of text.
  struct Column: Decodable, Equatable {
    let name: String
    /// The cells that hold no finite number, or no text.
    let missing: Int
    /// The least and the greatest number, and the sum of all bits, each times its place; nil for text.
    var numbers: Numbers?
    /// How many texts differ; nil for numbers.
    var distinct: Int?

    struct Numbers: Equatable {
      let least: Double
      let greatest: Double
      let checksum: String
    }

    init(from decoder: any Decoder) throws {
      var list = try decoder.unkeyedContainer()
      name = try list.decode(String.self)
      missing = try list.decode(Int.self)
      guard list.count == 5 else {
        distinct = try list.decode(Int.self)
        return
      }
      numbers = Numbers(
        least: try list.decode(Double.self), greatest: try list.decode(Double.self),
        checksum: try list.decode(String.self))
    }

    /// What is found here.
    init(_ column: Int, of table: PointTable) throws {
      name = table.columnNames[column]
      guard table.columnKinds[column] == .numeric else {
        let texts = table.text(of: column)
        missing = texts.count { $0.isEmpty }
        distinct = Set(texts).subtracting([""]).count
        return
      }
      let values = try table.numbers(in: [column], invalid: .missing).columns[0]
      let finite = values.filter(\.isFinite)
      missing = values.count - finite.count
      let checksum = zip(UInt64(0)..., values).reduce(into: UInt64(0)) { sum, cell in
        sum &+= (cell.1.isFinite ? cell.1.bitPattern : 0) &* (2 &* cell.0 &+ 1)
      }
      let digits = String(checksum, radix: 16)
      numbers = Numbers(
        least: finite.min() ?? 0, greatest: finite.max() ?? 0,
        checksum: String(repeating: "0", count: 16 - digits.utf8.count) + digits)
    }
  }

  let rows: Int?
  let columns: [Column]?
  /// The file in which the same is found.
  let `as`: String?
  /// What the program says where it does not read the file.
  let words: String?

  /// A file that is checked.
  struct File: CustomTestStringConvertible, Sendable {
    let name: String
    var testDescription: String { name }
  }

  static let all: [String: ForeignFacts] = {
    guard
      let place = Bundle.module.url(forResource: "foreign.json", withExtension: nil, subdirectory: "Data"),
      let facts = try? JSONDecoder().decode([String: ForeignFacts].self, from: Data(contentsOf: place))
    else { return [:] }
    return facts
  }()

  /// The files that Scripts/fetch-foreign-files.sh fetches.
  static var fetched: [File] { files { !$0.hasPrefix("Data/") } }
  /// Those that are part of the tests.
  static var own: [File] { files { $0.hasPrefix("Data/") } }

  private static func files(_ isWanted: (String) -> Bool) -> [File] {
    all.keys.filter(isWanted).sorted().map { File(name: $0) }
  }

  // MARK: The files

  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../../.dependencies/foreign").standardized.path

  static var areThere: Bool { FileManager.default.fileExists(atPath: folder + "/stamp") }

  /// Where a file is.
  static func path(of file: File) -> String? {
    guard file.name.hasPrefix("Data/") else { return folder + "/" + file.name }
    return Bundle.module.url(forResource: file.name, withExtension: nil)?.path
  }

  /// What was found in a file, or in its twin.
  static func facts(on file: File) -> ForeignFacts? {
    all[file.name].flatMap { facts in facts.as.map { all[$0] } ?? facts }
  }
}
