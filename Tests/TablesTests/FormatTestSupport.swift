import Foundation
import Testing

@testable import Tables

/// What tests of binary formats share.
enum FormatTestSupport {
  /// A small file that another program has written.
  static func foreign(_ name: String) throws -> [UInt8] {
    let file = try #require(Bundle.module.url(forResource: name, withExtension: nil, subdirectory: "Data"))
    return try Array(Data(contentsOf: file))
  }

  static func table(_ bytes: [UInt8], _ name: String) throws(TableError) -> PointTable {
    try PointTable(bytes: bytes, source: name, options: .withAdded)
  }

  /// The bytes of a table that is written to a file of this name.
  static func written(_ name: String, threads: Int = 2, _ write: (TableWriter) throws -> Void) throws
    -> [UInt8]
  {
    let directory = try TemporaryDirectory()
    var writer = TableWriter(to: directory.path(name), threadCount: threads)
    writer.rowsOfChunk = 3
    try write(writer)
    return try directory.bytes(name)
  }

  /// Reads whatever can be read of bytes, and answers the error of what cannot.
  static func outcome(of bytes: [UInt8], _ name: String) -> TableError? {
    let outcome = TableExercise(name: name).outcome(of: bytes)
    #expect(outcome.fault == nil, "\(name)")
    return outcome.error
  }

  /// The bytes of a table that passes through into memory, with labels.
  static func passed(_ table: PointTable, _ name: String) throws(TableError) -> [UInt8] {
    try TableExercise.passed(table, name)
  }

  /// Every truncation of a file, and some hundred changes of single bytes: none may trap, and each error has a place.
  static func damage(_ bytes: [UInt8], _ name: String, whole: Int? = nil) {
    for length in 0..<bytes.count {
      let error = outcome(of: Array(bytes[..<length]), name)
      // Up to here something that the table needs is missing.
      if length < whole ?? bytes.count { #expect(error != nil, "\(length)") }
      #expect(error.map { $0.description.hasPrefix(name) } ?? true, "\(length): \(error?.description ?? "")")
    }
    flip(bytes, name)
  }

  /// Some hundred changes of single bytes.
  static func flip(_ bytes: [UInt8], _ name: String) {
    var random = SystemOfSteps(state: 7)
    for _ in 0..<600 {
      var changed = bytes
      for _ in 0...random.next(below: 3) {
        changed[random.next(below: bytes.count)] = UInt8(truncatingIfNeeded: random.next(below: 256))
      }
      _ = outcome(of: changed, name)
    }
  }

  /// Numbers that look random and are the same in every run.
  struct SystemOfSteps {
    var state: UInt64

    mutating func next(below limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % limit
    }
  }
}

/// How a table of another format becomes records, and how results follow them, whatever the format.
extension FormatTestSupport {
  /// Results after the records of a table, at once and in runs, all kept and some.
  static func appendsInRuns(_ table: PointTable, _ path: String) throws -> [UInt8] {
    let labels = (0..<table.rowCount).map { $0 * 3 + 1 }
    func columns(_ places: Range<Int>) -> [TableColumn] {
      [
        TableColumn(name: "label", values: .integers(Array(labels[places]))),
        TableColumn(name: "probability", values: .numbers(labels[places].map { 1 / Double($0) })),
      ]
    }
    let directory = try TemporaryDirectory()
    func bytes(_ kept: [Int]?, rowsOfRun: Int) throws -> [UInt8] {
      var writer = TableWriter(to: directory.path(path), threadCount: 2)
      writer.rowsOfChunk = 2
      _ = try writer.write(table, rowsOfRun: rowsOfRun, keptRows: kept) { ([], columns($0)) }
      return try directory.bytes(path)
    }
    let whole = try bytes(nil, rowsOfRun: table.rowCount)
    let kept = (0..<table.rowCount).filter { $0 != 1 }
    let some = try bytes(kept, rowsOfRun: table.rowCount)
    for size in 1...table.rowCount {
      #expect(try bytes(nil, rowsOfRun: size) == whole, "\(size)")
      #expect(try bytes(kept, rowsOfRun: size) == some, "\(size)")
    }
    let read = try FormatTestSupport.table(some, path)
    let label = try read.column("label", option: "")
    if table.rowCount > 1 {
      let numbers = try read.numbers(in: [label], invalid: .missing).columns[0]
      #expect(numbers[0] == 1 && numbers[1].isNaN)
    }
    let all = try FormatTestSupport.table(whole, path)
    #expect(try all.numbers(in: [label]).columns[0] == labels.map(Double.init))
    return whole
  }
}

extension PointTable {
  /// A column's numbers, NaN for those that are missing.
  func numbers(named name: String) throws(TableError) -> [Double] {
    try numbers(in: [column(name, option: "")], invalid: .missing).columns[0]
  }

  /// The texts of some rows of a column.
  func texts(named name: String, _ rows: [Int]) throws(TableError) -> [String] {
    let all = text(of: try column(name, option: ""))
    return rows.map { all[$0] }
  }
}

extension String {
  func replacingText(_ old: String, with new: String) -> String { replacingOccurrences(of: old, with: new) }
}
