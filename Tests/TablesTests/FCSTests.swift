import Testing

@testable import Tables

@Suite struct FCSTests {
  /// A file of events, with its segments where the header, or only the text, says.
  private static func file(
    _ keywords: [(String, String)], _ data: [UInt8], placesInText: Bool = false, supplement: String = "",
    analysis: String = "", behind: [UInt8] = []
  ) -> [UInt8] {
    func digits(_ number: Int) -> String {
      let text = String(number)
      return String(repeating: " ", count: 8 - text.count) + text
    }
    var all = keywords
    func text() -> String { "/" + all.map { "\($0.0)/\($0.1.replacingText("/", with: "//"))/" }.joined() }
    let length = text().utf8.count + (placesInText ? 120 : 0)
    let start = 58 + length
    let more = start + data.count
    let found = more + supplement.utf8.count
    if placesInText {
      all += [("$BEGINDATA", digits(start)), ("$ENDDATA", digits(more - 1))]
      all += [("$BEGINSTEXT", digits(more)), ("$ENDSTEXT", digits(found - 1))]
    }
    let segment = text() + String(repeating: " ", count: length - text().utf8.count)
    let ends = placesInText ? [0, 0] : [start, more - 1]
    let others = analysis.isEmpty ? [0, 0] : [found, found + analysis.utf8.count - 1]
    let places = ([58, 57 + length] + ends + others).map(digits).joined()
    return Array("FCS3.1    ".utf8) + Array(places.utf8) + Array(segment.utf8) + data + Array(supplement.utf8)
      + Array(analysis.utf8) + behind
  }

  private static func keywords(
    _ type: String, _ parameters: [(name: String, bits: Int, others: [String: String])],
    order: String = "4,3,2,1",
    total: Int? = nil
  ) -> [(String, String)] {
    var all = [
      ("$DATATYPE", type), ("$MODE", "L"), ("$BYTEORD", order), ("$PAR", "\(parameters.count)"),
      ("$NEXTDATA", "0"),
    ]
    for (place, parameter) in parameters.enumerated() {
      all += [("$P\(place + 1)N", parameter.name), ("$P\(place + 1)B", "\(parameter.bits)")]
      all += parameter.others.sorted { $0.key < $1.key }.map { ("$P\(place + 1)\($0.key)", $0.value) }
    }
    return all + (total.map { [("$TOT", "\($0)")] } ?? []) + [
      ("note", "a/b"), ("$SPILLOVER", "2,a,b,1,0,0,1"),
    ]
  }

  private static func bytes<Bits: FixedWidthInteger>(_ bits: Bits) -> [UInt8] {
    withUnsafeBytes(of: bits.bigEndian) { Array($0) }
  }

  private static let floats: [UInt8] = (0..<4).flatMap { row in
    bytes(Float(row + 1).bitPattern) + bytes((Float(row) / 4).bitPattern)
  }

  private static let floatFile = file(
    keywords(
      "F", [("FITC-A", 32, ["R": "1024", "S": "CD4", "E": "0,0"]), ("Time", 32, ["R": "1024"])], total: 4),
    floats, supplement: "", analysis: "/GATE/1/")

  /// Bytes, words, three bytes and four, with a mask, a logarithm and a gain.
  private static let integerFile = file(
    keywords(
      "I",
      [
        ("A", 8, ["R": "16"]), ("B", 16, ["R": "1000", "E": "4,0"]), ("C", 24, ["R": "16777216", "G": "2"]),
        ("D", 32, ["R": "4294967296"]),
      ], total: 3),
    (0..<3).flatMap { row -> [UInt8] in
      [0xF0 | UInt8(row)] + bytes(UInt16(row * 500)) + [1, 0, UInt8(row)]
        + bytes(UInt32(row) &+ 4_000_000_000)
    })

  private func numbers(_ file: [UInt8]) throws -> [[Double]] {
    let table = try FormatTestSupport.table(file, "a.fcs")
    return try table.numbers(in: Array(table.columnNames.indices)).columns
  }

  @Test func floats() throws {
    let table = try FormatTestSupport.table(Self.floatFile, "a.fcs")
    #expect(table.columnNames == ["FITC-A", "Time"] && table.rowCount == 4)
    #expect(try numbers(Self.floatFile) == [[1, 2, 3, 4], [0, 0.25, 0.5, 0.75]])
    #expect(table.notes == ["FITC-A is CD4; a parameter is found by either name"])
    #expect(try table.column("CD4", option: "") == 0 && table.selectColumns("CD4") == [0])
    #expect(try table.chooseColumns().columns == [0])
    #expect(table.flowKeywords?["NOTE"] == "a/b" && table.flowKeywords?["$SPILLOVER"] == "2,a,b,1,0,0,1")
  }

  @Test func labelsAndCoordinatesOfSeveralFiles() throws {
    let directory = try TemporaryDirectory()
    let paths = try ["a.fcs", "b.fcs"].map { try directory.write(Self.floatFile, to: $0) }
    let table = try PointTable(joining: paths, fileColumn: "file")
    #expect(table.rowCount == 8 && table.columnNames == ["FITC-A", "Time", "file"])
    #expect(try table.selectColumns("CD4") == [0] && table.defaultColumns() == [0])
    let csv = try directory.write("FITC-A,Time\n1,2\n".utf8, to: "c.csv")
    #expect(try PointTable(joining: [paths[0], csv]).defaultColumns() == [0, 1])
  }

  @Test func integers() throws {
    let found = try numbers(Self.integerFile)
    #expect(found[0] == [0, 1, 2] && found[3] == [4_000_000_000, 4_000_000_001, 4_000_000_002])
    #expect(zip(found[1], [1, 100, 10000]).allSatisfy { abs($0 - $1) < 1e-9 * $1 })
    #expect(found[2] == (0..<3).map { (65536 + Double($0)) / 2 })
  }

  /// A logarithm that stands beside numbers with a point was taken by whoever wrote them, and a gain goes with it.
  @Test func numbersWithAPointHaveNoLogarithm() throws {
    let file = Self.file(
      Self.keywords(
        "F", [("A-HLog", 32, ["R": "10000", "E": "4,1", "G": "2.5"]), ("A", 32, ["G": "2"])], total: 4),
      Self.floats)
    #expect(try numbers(file) == [[1, 2, 3, 4], [0, 0.125, 0.25, 0.375]])
  }

  @Test func kindsAreMixed() throws {
    let keywords = Self.keywords(
      "I", [("A", 16, ["R": "65536"]), ("B", 64, ["DATATYPE": "D", "R": "10"])], total: 1)
    let data = Self.bytes(UInt16(7)) + Self.bytes(0.125.bitPattern)
    let file = Self.file(keywords, data)
    #expect(try numbers(file) == [[7], [0.125]])
    let written = try FormatTestSupport.appendsInRuns(try FormatTestSupport.table(file, "a.fcs"), "out.fcs")
    #expect(try numbers(written)[0...2] == [[7], [0.125], [1]])
  }

  @Test func placesMayStandInTheText() throws {
    let keywords = Self.keywords("F", [("A", 32, ["R": "9"]), ("B", 32, ["R": "9"])], total: 4)
    let file = Self.file(keywords, Self.floats, placesInText: true, supplement: "/more/all of it/")
    let table = try FormatTestSupport.table(file, "a.fcs")
    #expect(try numbers(file)[0] == [1, 2, 3, 4] && table.flowKeywords?["MORE"] == "all of it")
  }

  @Test func theNumberOfEventsMayBeLeftOut() throws {
    let keywords = Self.keywords("F", [("A", 32, ["R": "9"]), ("B", 32, ["R": "9"])])
    #expect(try numbers(Self.file(keywords, Self.floats, behind: [1, 2, 3]))[0] == [1, 2, 3, 4])
  }

  @Test func furtherDataSetsAreKept() throws {
    let first = Self.floatFile
    let next = String(first.count)
    // As long as before by a blank less elsewhere.
    let named = String(decoding: first, as: UTF8.self).contains("$NEXTDATA/0/")
    #expect(named)
    var keywords = Self.keywords("F", [("A", 32, ["R": "9"]), ("B", 32, ["R": "9"])], total: 4)
    keywords[4].1 = next
    let alone = Self.file(keywords, Self.floats)
    keywords[4].1 = String(alone.count)
    let both = Self.file(keywords, Self.floats) + first
    let table = try FormatTestSupport.table(both, "a.fcs")
    #expect(table.notes == ["the file has several data sets, and the first one is read"])
    let written = try FormatTestSupport.appendsInRuns(table, "out.fcs")
    let start = try #require(
      Int(try FormatTestSupport.table(written, "o.fcs").flowKeywords?["$NEXTDATA"] ?? ""))
    #expect(written[start...].elementsEqual(first))
  }

  @Test func allElseIsKept() throws {
    let table = try FormatTestSupport.table(Self.floatFile, "a.fcs")
    #expect(try FormatTestSupport.written("out.fcs") { try $0.write(table, appending: []) } == Self.floatFile)
    let written = try FormatTestSupport.appendsInRuns(table, "out.fcs")
    let again = try FormatTestSupport.table(written, "o.fcs")
    #expect(again.columnNames == ["FITC-A", "Time", "label", "probability"])
    let (old, new) = (table.flowKeywords ?? [:], again.flowKeywords ?? [:])
    for (key, value) in old where !key.contains("DATA") || key == "$DATATYPE" {
      #expect(new[key] == value || ["$PAR"].contains(key), "\(key)")
    }
    #expect(new["$P3B"] == "32" && new["$P3E"] == "0,0" && new["$PAR"] == "4")
    #expect(try numbers(written)[0...1] == numbers(Self.floatFile)[0...1])
    let analysis = try #require(Int(new["$BEGINANALYSIS"] ?? ""))
    #expect(written[analysis...].prefix(8).elementsEqual("/GATE/1/".utf8))
    let renamed = try FormatTestSupport.written("out.fcs") {
      try $0.write(again, appending: [TableColumn(name: "label", values: .integers([4, 3, 2, 1]))])
    }
    #expect(
      try FormatTestSupport.table(renamed, "o").columnNames.suffix(3) == [
        "label_input", "probability", "label",
      ])
  }

  /// What is appended is no whole number, so that the numbers of such a file become doubles, which hold them.
  @Test func integersBecomeDoubles() throws {
    let table = try FormatTestSupport.table(Self.integerFile, "a.fcs")
    #expect(
      try FormatTestSupport.written("out.fcs") { try $0.write(table, appending: []) } == Self.integerFile)
    let written = try FormatTestSupport.appendsInRuns(table, "out.fcs")
    #expect(try Array(numbers(written).prefix(4)) == numbers(Self.integerFile))
    let keywords = try FormatTestSupport.table(written, "o.fcs").flowKeywords ?? [:]
    #expect(
      keywords["$DATATYPE"] == "D" && keywords["$P2E"] == "0,0" && keywords["$P3G"] == "1"
        && keywords["$P2R"] == "1000")
  }

  @Test func aFileOfAnotherProgram() throws {
    let file = try FormatTestSupport.foreign("fcswrite.fcs")
    let rows = (0..<6).map(Double.init)
    #expect(try numbers(file) == [rows.map { $0 * 1.5 }, rows.map { $0 / 4 }, rows.map { $0 * 10 }])
  }

  @Test func otherTablesAreWritten() throws {
    let csv = try table("a,\"b/c, d\"\n1,2.5\n3,NA\n")
    let bytes = try FormatTestSupport.written("out.fcs") { try $0.write(csv, appending: []) }
    let read = try FormatTestSupport.table(bytes, "out.fcs")
    #expect(read.columnNames == ["a", "b/c_ d"] && read.flowKeywords?["$DATATYPE"] == "D")
    #expect(try read.numbers(in: [0, 1], invalid: .skipRows).columns == [[1], [2.5]])
  }

  @Test(arguments: [
    ("$PAR/2", "$PAR/9", "9"), ("$PAR/2", "$PAR/0", "no parameters"), ("$TOT/4", "$TOT/5", "cut short"),
    ("$TOT/4", "$TOT/0", "at least one"), ("$P1B/32", "$P1B/10", "10 bits"),
    ("$DATATYPE/F", "$DATATYPE/A", "as text"),
    ("4,3,2,1", "3,4,1,2", "mixed order"), ("$MODE/L", "$MODE/C", "histograms"),
    ("FCS3.1", "FCS9.1", "version"),
    ("$DATATYPE/F/", "$DOTATYPE/F/", "no list of keywords"),
  ])
  func damagedFiles(old: String, new: String, part: String) {
    // Bytes that are no text are one letter each, so that nothing moves.
    let text = String(decoding: Self.floatFile.map { UInt16($0) }, as: UTF16.self).replacingText(
      old, with: new)
    let file = text.utf16.map { UInt8(truncatingIfNeeded: $0) }
    let error = tableError { () throws(TableError) in _ = try FormatTestSupport.table(file, "a.fcs") }
    #expect(error?.code == .badData)
    #expect(error?.message.contains(part) == true || part == "9", "\(error?.description ?? "no error")")
  }

  @Test func damage() throws {
    // Behind the data there is nothing that has to be.
    FormatTestSupport.damage(Self.floatFile, "a.fcs", whole: Self.floatFile.count - 8)
    FormatTestSupport.damage(Self.integerFile, "a.fcs")
  }
}
