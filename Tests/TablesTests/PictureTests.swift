#if Formats

import Testing

@testable import Tables

/// Pictures of 7 x 5 pixels by Pillow and by hand, with r = 36 x, g = 50 y, b = 7 x y and alpha = 255 - 30 x, and three rows
/// of two blocks of colour as JPEG.
@Suite struct PictureTests {
  private static let (width, height) = (7, 5)
  private static let names = [
    "pillow-rgb.png", "pillow-alpha.png", "pillow-grey.png", "pillow-grey-alpha.png", "pillow-bits.png",
    "pillow-grey16.png", "pillow-palette.png", "hand-interlaced.png", "hand-rgb16.png", "pillow-grey.jpg",
    "pillow-progressive.jpg", "pillow-turned.jpg",
  ]

  private func table(_ name: String) throws -> PointTable {
    try FormatTestSupport.table(FormatTestSupport.foreign(name), name)
  }

  /// What a formula of x and y gives for all pixels.
  private func pixels(_ number: (Int, Int) -> Int) -> [Double] {
    (0..<Self.height).flatMap { y in (0..<Self.width).map { x in Double(number(x, y)) } }
  }

  /// The columns but for the places, by name.
  private func samples(_ name: String) throws -> [String: [Double]] {
    let table = try table(name)
    #expect(Array(table.columnNames.prefix(2)) == ["x", "y"] && table.hasHeader)
    let numbers = try table.numbers(in: Array(table.columnNames.indices)).columns
    #expect(numbers[0] == pixels { x, _ in x } && numbers[1] == pixels { _, y in y })
    for column in table.columnNames.indices {
      #expect(table.text(of: column) == numbers[column].map { NumberText.shortest($0) })
      #expect(table.kind(of: column) == .numeric)
    }
    return Dictionary(uniqueKeysWithValues: zip(table.columnNames, numbers).dropFirst(2))
  }

  // MARK: Kinds

  @Test func samplesAreThoseOfTheFile() throws {
    let colours = ["r": pixels { x, _ in 36 * x }, "g": pixels { 50 * $1 }, "b": pixels { 7 * $0 * $1 }]
    let alpha = ["alpha": pixels { x, _ in 255 - 30 * x }]
    #expect(try samples("pillow-rgb.png") == colours)
    #expect(try samples("hand-interlaced.png") == colours)
    #expect(try samples("pillow-alpha.png") == colours.merging(alpha) { $1 })
    let grey = ["grey": pixels { x, _ in 36 * x }]
    #expect(try samples("pillow-grey.png") == grey)
    #expect(try samples("pillow-grey-alpha.png") == grey.merging(alpha) { $1 })
    #expect(try samples("pillow-bits.png") == ["grey": pixels { ($0 + $1) % 3 == 0 ? 255 : 0 }])
    #expect(try samples("pillow-grey16.png") == ["grey": pixels { 8000 * $0 + 100 * $1 }])
    #expect(
      try samples("hand-rgb16.png") == [
        "r": pixels { x, _ in 9000 * x }, "g": pixels { 13_000 * $1 }, "b": pixels { 100 * $0 * $1 },
      ])
    #expect(
      try samples("pillow-palette.png") == [
        "index": pixels { x, _ in x % 4 }, "r": pixels { x, _ in 10 + 30 * (x % 4) },
        "g": pixels { x, _ in 20 + 30 * (x % 4) }, "b": pixels { x, _ in 30 + 30 * (x % 4) },
        "alpha": pixels { x, _ in [0, 255, 128, 255][x % 4] },
      ])
  }

  /// The first pixel of each block, as Pillow has it.
  @Test func blocksOfJPEG() throws {
    func blocks(_ name: String, across: Int, down: Int) throws -> [[Double]] {
      let table = try table(name)
      #expect(table.rowCount == across * down * 64)
      let numbers = try table.numbers(in: [2, 3, 4]).columns
      return (0..<down).flatMap { y in
        (0..<across).map { x in numbers.map { $0[8 * y * 8 * across + 8 * x] } }
      }
    }
    let stored: [[Double]] = [
      [250, 10, 21], [20, 240, 30], [31, 40, 231], [128, 128, 128], [0, 0, 0], [255, 255, 255],
    ]
    #expect(try blocks("pillow-progressive.jpg", across: 2, down: 3) == stored)
    // Seen as the camera was held: what was left is above.
    #expect(
      try blocks("pillow-turned.jpg", across: 3, down: 2) == [4, 2, 0, 5, 3, 1].map { stored[$0] })
    let grey = try table("pillow-grey.jpg")
    #expect(grey.columnNames == ["x", "y", "grey"] && grey.rowCount == 11 * 13)
    let numbers = try grey.numbers(in: [2]).columns[0]
    #expect([0, 8, 88, 96].map { numbers[$0] } == [83, 150, 59, 128])
  }

  @Test(arguments: 1...8)
  func allWaysToHoldACamera(orientation: Int) throws {
    // A picture of 2 x 3 pixels, and what is seen of it by Exif's definition of the first row and column.
    let seen: [[UInt8]] = [
      [1, 2, 3, 4, 5, 6], [2, 1, 4, 3, 6, 5], [6, 5, 4, 3, 2, 1], [5, 6, 3, 4, 1, 2], [1, 3, 5, 2, 4, 6],
      [5, 3, 1, 6, 4, 2], [6, 4, 2, 5, 3, 1], [2, 4, 6, 1, 3, 5],
    ]
    for isBigEndian in [false, true] {
      func number(_ value: Int, _ size: Int) -> [UInt8] {
        let bytes = (0..<size).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        return isBigEndian ? bytes.reversed() : bytes
      }
      let exif =
        Array((isBigEndian ? "MM" : "II").utf8) + number(42, 2) + number(8, 4) + number(2, 2)
        + number(0x0100, 2) + number(3, 2) + number(1, 4) + number(9, 2) + [0, 0]
        + number(0x0112, 2) + number(3, 2) + number(1, 4) + number(orientation, 2) + [0, 0]
      let turn = PictureTurn(exif: exif)
      #expect(turn.orientation == orientation)
      for length in 0..<exif.count { _ = PictureTurn(exif: Array(exif[..<length])) }
      var output = SpillingBytes(source: "a", ReadingOptions())
      try turn.append(
        FileBytes(copying: [1, 2, 3, 4, 5, 6]), size: 1, width: 2, height: 3, to: &output)
      #expect(try output.take(threadCount: 1).withBytes { Array($0) } == seen[orientation - 1])
    }
  }

  @Test func coloursAreUsed() throws {
    let choice = try table("pillow-palette.png").chooseColumns()
    #expect(choice.columns == [3, 4, 5])
    #expect(choice.leftOut.map(\.column) == [0, 1, 2, 6])
    #expect(choice.leftOut.allSatisfy { $0.reason == .notColour })
    #expect(try table("pillow-grey16.png").chooseColumns().columns == [2])
    #expect(try table("pillow-grey16.png").greatestSample == 65_535)
    #expect(try table("pillow-rgb.png").selectColumns("x,y,r,g,b") == [0, 1, 2, 3, 4])
  }

  @Test func codesOfMissingNumbersAreMissing() throws {
    var options = ReadingOptions()
    options.missingValues = ["0"]
    let table = try PointTable(
      bytes: FormatTestSupport.foreign("pillow-rgb.png"), source: "a.png", options: options)
    let numbers = try table.numbers(in: [0, 2, 4], invalid: .skipRows)
    #expect(
      numbers.columns[0]
        == pixels { x, _ in x }.enumerated().filter { $0.offset >= 7 && $0.element > 0 }.map(\.element))
    #expect(numbers.columns[1].allSatisfy { $0 > 0 } && numbers.columns[2].allSatisfy { $0 > 0 })
  }

  @Test(arguments: names)
  func whatIsLargerThanMemoryIsReadAlike(name: String) throws {
    var options = ReadingOptions()
    options.keepsFilesOnDisk = true
    let large = try PointTable(bytes: FormatTestSupport.foreign(name), source: name, options: options)
    #expect(large.isLargerThanMemory)
    let columns = Array(large.columnNames.indices)
    #expect(try large.numbers(in: columns).columns == table(name).numbers(in: columns).columns)
  }

  // MARK: Bad files

  @Test(arguments: names)
  func damageIsAnErrorWithItsPlace(name: String) throws {
    let bytes = try FormatTestSupport.foreign(name)
    for length in 8..<bytes.count {
      let error = tableError { () throws(TableError) in
        _ = try FormatTestSupport.table(Array(bytes[..<length]), name)
      }
      #expect(error?.description.hasPrefix("\(name): the picture is damaged at byte ") == true, "\(length)")
    }
    FormatTestSupport.flip(bytes, name)
  }

  @Test func printersInksAreRefused() throws {
    let error = try #require(throws: TableError.self) { try table("pillow-cmyk.jpg") }
    #expect(error.code == .badData && error.message.contains("CMYK") && error.message.contains("sRGB"))
  }

  @Test func whatCannotComeOutIsRefused() throws {
    // Another size in the header.
    var picture = try FormatTestSupport.foreign("pillow-grey.jpg")
    let frame = try #require((0..<picture.count - 9).first { picture[$0] == 0xFF && picture[$0 + 1] == 0xC0 })
    picture.replaceSubrange(frame + 5..<frame + 9, with: [0xFF, 0xDC, 0xFF, 0xDC])
    let jpeg = FormatTestSupport.outcome(of: picture, "a.jpg")
    #expect(jpeg?.message.contains("made to fill memories") == true, "\(jpeg?.message ?? "")")
    var options = ReadingOptions()
    options.mostRows = 34
    let few = try #require(throws: TableError.self) {
      try PointTable(bytes: FormatTestSupport.foreign("pillow-rgb.png"), source: "a.png", options: options)
    }
    #expect(few.code == .tooLarge)
    options = ReadingOptions()
    options.memoryLimit = 60
    let short = try #require(throws: TableError.self) {
      try PointTable(
        bytes: FormatTestSupport.foreign("hand-interlaced.png"), source: "a.png", options: options)
    }
    #expect(short.code == .inputOutput && short.message.contains("--memory"))
  }

  // MARK: Writing

  @Test(arguments: names)
  func labelsAreTheNumbersOfAPicture(name: String) throws {
    let table = try table(name)
    let labels = (0..<table.rowCount).map { $0 % 4 }
    let palette = PicturePalette(
      colours: [0, 0, 0, 250, 1, 2, 3, 240, 4, 5, 6, 230], areOfPicture: name == "pillow-rgb.png")
    func written(_ kept: [Int]?, rowsOfRun: Int) throws -> [UInt8] {
      try FormatTestSupport.written("a.png") { writer in
        var writer = writer
        writer.palette = palette
        _ = try writer.write(table, rowsOfRun: rowsOfRun, keptRows: kept) { places in
          let rows = kept.map { $0[places].map { labels[$0] } } ?? Array(labels[places])
          return ([], [TableColumn(name: "label", values: .integers(rows))])
        }
      }
    }
    let whole = try written(nil, rowsOfRun: table.rowCount)
    let kept = (0..<table.rowCount).filter { $0 % 5 != 1 }
    let some = try written(kept, rowsOfRun: table.rowCount)
    for size in [1, 3, 10] {
      #expect(try written(nil, rowsOfRun: size) == whole)
      #expect(try written(kept, rowsOfRun: size) == some)
    }
    let read = try FormatTestSupport.table(whole, "a.png")
    #expect(read.columnNames == ["x", "y", "index", "r", "g", "b"] && read.rowCount == table.rowCount)
    let numbers = try read.numbers(in: [0, 1, 2, 3]).columns
    #expect(numbers[2] == labels.map(Double.init) && numbers[3] == labels.map { [0, 250, 3, 5][$0] })
    #expect(try Array(numbers[0...1]) == table.numbers(in: [0, 1]).columns)
    let left = try FormatTestSupport.table(some, "a.png").numbers(in: [2]).columns[0]
    #expect(left == labels.indices.map { $0 % 5 == 1 ? 0 : Double(labels[$0]) })
  }

  @Test func withoutColoursNumbersAreGreys() throws {
    let table = try table("pillow-rgb.png")
    let column = TableColumn(name: "n", values: .numbers((0..<35).map { Double(7 * $0) }))
    let bytes = try FormatTestSupport.written("a.png") { try $0.write(table, appending: [column]) }
    let read = try FormatTestSupport.table(bytes, "a.png")
    #expect(read.columnNames == ["x", "y", "grey"])
    #expect(try read.numbers(in: [2]).columns[0] == (0..<35).map { Double(7 * $0) })
  }

  @Test func whatIsNoPictureIsRefused() throws {
    let picture = try table("pillow-rgb.png")
    let rows = try PointTable(bytes: Array("x,y\n1,2\n".utf8), source: "a.csv")
    func refusal(_ table: PointTable, _ columns: [TableColumn]) -> String {
      do {
        _ = try FormatTestSupport.written("a.png") { try $0.write(table, appending: columns) }
        return ""
      } catch {
        return (error as? TableError)?.message ?? ""
      }
    }
    let label = TableColumn(name: "label", values: .integers([1]))
    #expect(refusal(rows, [label]).contains("pixels of one picture"))
    #expect(refusal(picture, []).contains("one number a pixel"))
    for odd in [-1, 256] {
      let column = TableColumn(name: "label", values: .integers([odd] + Array(repeating: 0, count: 34)))
      #expect(refusal(picture, [column]).contains("from 0 to 255"))
    }
    let halves = TableColumn(name: "p", values: .numbers(Array(repeating: 0.5, count: 35)))
    #expect(refusal(picture, [halves]).contains("whole number"))
  }

  @Test func namesOfPictures() throws {
    try OutputContents.passingTable.requireName("labels.png")
    #expect(throws: TableError.self) { try OutputContents.table.requireName("labels.png") }
    let error = try #require(throws: TableError.self) {
      try OutputContents.passingTable.requireName("labels.jpg")
    }
    #expect(error.message.contains("name it .png"))
    #expect(!TableFormats.endings().contains("png") && TableFormats.accepted.contains(".png,.jpg,.jpeg"))
  }
}

#endif
