#if Formats

internal import CFormats

/// A picture as a table of its pixels, row by row as they are seen: x to the right and y down, both from 0, and the numbers
/// of the colour as they stand in the file.
struct PictureTable: TableSourceWrapper {
  /// How many pixels a row has, and how many rows there are.
  let width, height: Int
  /// The greatest number that a sample can have.
  let greatestSample: Double
  /// What the numbers of the colours mean (a profile of the ICC); empty where nothing says.
  let profile: [UInt8]
  let contents: any TableSource
  let notes: [String]
  /// The places of the columns of colour.
  private let colours: [Int]
  private let isTooLarge: Bool

  /// Reads all pixels.
  ///
  /// - Throws: ``TableError`` where the picture is damaged or there is no room.
  /// - Complexity: O(pixels), one thread.
  init(_ reader: PictureReader) throws(TableError) {
    let (input, header, words) = (reader.input, reader.header, reader.words)
    let layout = PixelLayout(header)
    let turn = PictureTurn(exif: words.exif)
    (width, height) = turn.isAcross ? (reader.height, reader.width) : (reader.width, reader.height)
    greatestSample = header.bits == 16 ? 65_535 : 255
    profile = words.profile
    notes =
      turn == .none ? [] : ["the picture is turned as its camera says (Exif orientation \(turn.orientation))"]
    let pixels = try Self.pixels(reader, layout, turn)
    let columns = layout.columns(width: width)
    try input.options.require(columns: columns.count, source: input.source)
    let records = RecordTable(
      pixels, dataOffset: 0, recordLength: layout.length, rowCount: width * height, columns: columns,
      options: input.options)
    colours = columns.indices.filter { ["r", "g", "b", "grey"].contains(columns[$0].name) }
    // A fit makes a double of each sample: these are what has to find room.
    let numbers = width * height * colours.count * MemoryLayout<Double>.stride
    isTooLarge = records.isLargerThanMemory || input.options.allowance.residentLimit(of: numbers) != nil
    contents = records
  }

  var isLargerThanMemory: Bool { isTooLarge }
  var coordinateColumns: [Int]? { colours }
  var reasonBesideCoordinates: ColumnChoice.Reason { .notColour }

  private static func pixels(
    _ reader: PictureReader, _ layout: PixelLayout, _ turn: PictureTurn
  ) throws(TableError) -> FileBytes {
    let (input, width, height) = (reader.input, reader.width, reader.height)
    var output = SpillingBytes(source: input.source, input.options)
    try reader.forEachStrip { strip throws(TableError) in
      try layout.append(strip, to: &output)
    }
    let pixels = try output.take(threadCount: input.options.workerCount)
    guard turn != .none else { return pixels }
    var turned = SpillingBytes(source: input.source, input.options)
    try turn.append(pixels, size: layout.length, width: width, height: height, to: &turned)
    return try turned.take(threadCount: input.options.workerCount)
  }
}

/// What the record of a pixel holds.
private struct PixelLayout {
  private let header: cpicture_header
  private let storage: NumberStorage
  private let names: [String]

  init(_ header: cpicture_header) {
    self.header = header
    storage = NumberStorage.unsigned(Int(header.bits) / 8).ordered(bigEndian: true)
    let colours =
      switch header.colours {
      case CPICTURE_GREY: ["grey"]
      // A mask of labels is such a picture: its numbers are the labels.
      case CPICTURE_INDEXED: ["index", "r", "g", "b"]
      default: ["r", "g", "b"]
      }
    names = colours + (header.has_alpha != 0 ? ["alpha"] : [])
  }

  /// The bytes of a pixel.
  var length: Int { names.count * storage.size }

  func columns(width: Int) -> [RecordColumn] {
    let places = [("x", RecordColumn.GridPosition.across(width)), ("y", .down(width))].map { name, position in
      RecordColumn(
        name: name, storage: storage, offset: 0, stride: length, field: 0, position: position)
    }
    return places
      + names.enumerated().map { place, name in
        RecordColumn(
          name: name, storage: storage, offset: place * storage.size, stride: length, field: place)
      }
  }

  /// Appends pixels as they came out of the file; those with a palette get their colours.
  func append(_ strip: UnsafeRawBufferPointer, to output: inout SpillingBytes) throws(TableError) {
    guard header.colours == CPICTURE_INDEXED else { return try output.append(strip) }
    var pixels = [UInt8](repeating: 0, count: strip.count * length)
    withUnsafeBytes(of: header.palette) { palette in
      for (place, index) in strip.enumerated() {
        pixels[place * length] = index
        // A number beyond the palette has no colour: black, as other programs have it.
        guard Int32(index) < header.palette_count else { continue }
        for sample in 1..<length { pixels[place * length + sample] = palette[4 * Int(index) + sample - 1] }
      }
    }
    try pixels.withUnsafeBufferPointer { pixels throws(TableError) in
      try output.append(UnsafeRawBufferPointer(pixels))
    }
  }
}

extension PointTable {
  /// The greatest number that a sample of this picture can have; nil for a table that is no picture.
  package var greatestSample: Double? { (contents as? PictureTable)?.greatestSample }
}

#endif
