import Foundation
import Testing

@testable import Tables

/// Files that other programs have written: each is read as its own program reads it, bit by bit, or refused with a reason
/// that is written down here.
@Suite struct ForeignFileTests {
  /// Columns of which all cells have the number that the file says stands for none, which the reference program does not heed.
  static let numbersForNone = ["Deviation"]

  /// Files that are refused though their program reads them, or reads something of them.
  static let refusals = [
    // Nothing but lists of different lengths.
    "astropy/vla_logical_all_zero.fits": "no columns of numbers or text of fixed size",
    "astropy/vla_logical_null.fits": "no columns of numbers or text of fixed size",
    "astropy/vla_logical_pre_fix.fits": "no columns of numbers or text of fixed size",
    "pypcd4/ascii_with_empty_points.pcd": "the file has no points",
    // Neither reads these.
    "astropy/header_with_time_wcslib71.fits": "damaged or cut short",
    "astropy/idcompspec.fits": "complete or remove the row",
    "fcsparser/corrupted.fcs": "no row after it",
    "fcsparser/sample_header.fcs": "its data are not where it says",
    "lazpy/empty_layer_sigfpe.laz": "sizes and offsets contradict",
    "lazpy/chunk_table_11gb.laz": "1,358,954,500 chunks cannot be in 11,833 bytes",
    "lazpy/layer_sizes_11gb.laz": "its table of chunks is not in the file",
    "lazpy/seek_past_end.laz": "LAZ file is damaged",
    "pypcd4/ascii_empty.pcd": "the file is empty",
    "pypcd4/ascii_invalid_header.pcd": "found «FIEL» where a line of the header begins",
  ]

  @Test(
    .enabled(if: ForeignFacts.areThere, "no foreign files here; Scripts/fetch-foreign-files.sh fetches them"),
    arguments: ForeignFacts.fetched)
  func fetchedFileIsRead(file: ForeignFacts.File) throws { try check(file) }

  @Test(arguments: ForeignFacts.own)
  func ownFileIsRead(file: ForeignFacts.File) throws { try check(file) }

  @Test func thereAreFacts() {
    #expect(ForeignFacts.fetched.count > 190 && ForeignFacts.own.count > 10)
    #expect(Self.refusals.keys.allSatisfy { ForeignFacts.all[$0] != nil })
  }

  private func check(_ file: ForeignFacts.File) throws {
    let facts = try #require(ForeignFacts.facts(on: file))
    let path = try #require(ForeignFacts.path(of: file))
    // The only array of an archive, or the first.
    let source = path.hasSuffix(".npz") ? path + ":X" : path
    let bytes = try FileBytes.read(path, options: ReadingOptions())
    let phrase = refusal(of: file, facts)
    do throws(TableError) {
      let table = try PointTable(bytes, source: source, options: ReadingOptions())
      #expect(phrase == nil, "read, and should be refused: \(phrase ?? "")")
      #expect(table.rowCount == facts.rows ?? table.rowCount)
      try compare(table, facts.columns ?? [])
    } catch {
      #expect(error.description.hasPrefix(path), "\(error)")
      #expect(phrase.map { error.description.contains($0) } == true, "\(error)")
    }
  }

  /// Words of the refusal; nil for a file that is read.
  private func refusal(of file: ForeignFacts.File, _ facts: ForeignFacts) -> String? {
    if let phrase = Self.refusals[file.name] { return phrase }
    return facts.words == nil ? nil : "no binary table"
  }

  private func compare(_ table: PointTable, _ columns: [ForeignFacts.Column]) throws(TableError) {
    let found = table.columnNames.indices.compactMap { try? ForeignFacts.Column($0, of: table) }
    #expect(found.map(\.name).sorted() == columns.map(\.name).sorted())
    let own = Dictionary(found.map { ($0.name, $0) }) { first, _ in first }
    for column in columns where !Self.numbersForNone.contains(column.name) {
      #expect(own[column.name] == column)
    }
  }
}
