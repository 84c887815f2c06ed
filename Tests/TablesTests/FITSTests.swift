import Foundation
import Testing

@testable import Tables

/// A file that astropy 8.0.2 has written: a table of three rows with fields of many kinds, one of them of lists of any
/// length, and another table behind it.
@Suite struct FITSTests {
  private static func file() throws -> [UInt8] { try FormatTestSupport.foreign("astropy.fits") }

  private static func unit(_ file: [UInt8], _ number: Int) -> FITSUnit? {
    file.withUnsafeBufferPointer { bytes in
      var unit = FITSUnit(bytes, at: 0)
      for _ in 0..<number { unit = unit.flatMap { FITSUnit(bytes, at: $0.end) } }
      return unit
    }
  }

  private func numbers(_ table: PointTable, _ name: String) throws -> [Double] {
    try table.numbers(in: [try table.column(name, option: "")], invalid: .missing).columns[0]
  }

  @Test func fields() throws {
    let table = try FormatTestSupport.table(try Self.file(), "a.fits")
    #expect(
      table.columnNames == ["ra", "n", "label_1", "label_2", "s", "l", "sc", "us"] && table.rowCount == 3)
    #expect(table.columnKinds.map { $0 == .text } == [false, false, false, false, true, true, false, false])
    #expect(try numbers(table, "ra") == [0, 1.5, 3] && numbers(table, "label_2") == [0.5, 1.5, 2.5])
    let whole = try numbers(table, "n")
    #expect(whole[0] == 1 && whole[1].isNaN && whole[2] == 3)
    #expect(try numbers(table, "sc") == [7, 12, 17] && numbers(table, "us") == [0, 40000, 65535])
    #expect(table.text(of: 4) == ["ab", "cde", "q"] && table.text(of: 5) == ["T", "F", "T"])
    #expect(table.categories(of: 4).names == ["ab", "cde", "q"])
    #expect(table.notes == ["binary table 1 of 2 is read (CAT); the others are kept"])
    #expect(try table.numbers(in: [1], invalid: .skipRows).keptRows == [0, 2])
  }

  @Test func allElseIsKept() throws {
    let file = try Self.file()
    let table = try FormatTestSupport.table(file, "a.fits")
    #expect(try FormatTestSupport.written("out.fits") { try $0.write(table, appending: []) } == file)
    let written = try FormatTestSupport.appendsInRuns(table, "out.fits")
    let (old, new) = (try #require(Self.unit(file, 1)), try #require(Self.unit(written, 1)))
    let (length, longer) = (try #require(old.integer("NAXIS1")), try #require(new.integer("NAXIS1")))
    #expect(
      longer == length + 12 && new["FOO"] == "1.5" && new["TTYPE3"] == "label_input"
        && new["TTYPE9"] == "label")
    for row in 0..<3 {
      let record = file[(old.data.lowerBound + row * length)...].prefix(length)
      #expect(written[(new.data.lowerBound + row * longer)...].prefix(length).elementsEqual(record))
    }
    // The lists of any length behind the rows, and the table behind these.
    let heap = file[(old.data.lowerBound + 3 * length)..<old.data.upperBound]
    #expect(written[(new.data.lowerBound + 3 * longer)...].prefix(heap.count).elementsEqual(heap))
    #expect(written.count.isMultiple(of: 2880) && written[new.end...].elementsEqual(file[old.end...]))
    let renames = try TableWriter(to: OutputMemory(), threadCount: 1).write(table, appending: [])
    #expect(renames.isEmpty)
  }

  @Test func otherTablesAreWritten() throws {
    let csv = try table("x,red,big,it's\n1.5,255,70000,4000000000\n4,NA,-1,5\n")
    let bytes = try FormatTestSupport.written("out.fits") { try $0.write(csv, appending: []) }
    #expect(bytes.count.isMultiple(of: 2880))
    let unit = try #require(Self.unit(bytes, 1))
    #expect((1...4).map { unit["TFORM\($0)"] } == ["1D", "1D", "1J", "1K"] && unit["TTYPE4"] == "it's")
    let read = try FormatTestSupport.table(bytes, "out.fits")
    #expect(try numbers(read, "x") == [1.5, 4] && numbers(read, "big") == [70000, -1])
    #expect(try numbers(read, "it's") == [4e9, 5] && numbers(read, "red")[1].isNaN)
  }

  @Test(arguments: [
    ("NAXIS2  =                    3", "NAXIS2  =                99999", "cut short"),
    ("NAXIS1  =                   38", "NAXIS1  =                   12", "contradict"),
    ("NAXIS1  =                   38", "NAXIS1  =  2305843009213693952", "cut short"),
    ("TFORM1  = 'D       '", "TFORM1  = 'Z       '", "contradict"),
    ("TFORM1  = 'D       '", "TFORM1  = '9999999D'", "contradict"),
    ("TFIELDS =                    8", "TFIELDS =                   -8", "contradict"),
    ("NAXIS1  =                   38", "NAXIS1  =  9223372036854775807", "before any binary table"),
    ("PCOUNT  =                   24", "PCOUNT  =  9223372036854775807", "before any binary table"),
  ])
  func damagedHeaders(old: String, new: String, part: String) throws {
    // A letter for each byte, so that nothing moves; the first table alone is changed.
    let letters = String(decoding: try Self.file().map { UInt16($0) }, as: UTF16.self)
    let place = try #require(letters.range(of: old))
    let changed = letters.replacingCharacters(in: place, with: new).utf16.map {
      UInt8(truncatingIfNeeded: $0)
    }
    let error = tableError { () throws(TableError) in _ = try FormatTestSupport.table(changed, "a.fits") }
    #expect(error?.code == .badData)
    #expect(error?.message.contains(part) == true, "\(error?.description ?? "no error")")
  }

  @Test func damage() throws {
    let file = try Self.file()
    let unit = try #require(Self.unit(file, 1))
    let rowsEnd = unit.data.lowerBound + 3 * (unit.integer("NAXIS1") ?? 0)
    // Whole blocks of blanks would be cut one by one: the end of the header and the rows are what counts.
    for length in stride(from: 0, to: rowsEnd, by: 7) {
      #expect(FormatTestSupport.outcome(of: Array(file[..<length]), "a.fits") != nil, "\(length)")
    }
    for length in rowsEnd..<min(rowsEnd + 100, file.count) {
      #expect(FormatTestSupport.outcome(of: Array(file[..<length]), "a.fits") == nil, "\(length)")
    }
    FormatTestSupport.flip(file, "a.fits")
  }
}
