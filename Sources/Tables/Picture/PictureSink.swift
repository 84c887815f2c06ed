#if Formats

internal import CFormats
internal import Parallel

/// A picture on its way into a PNG file: of each pixel the number that is appended, as the place of its colour in a palette,
/// or as a grey. Pixels without a number have 0.
///
/// The file is indexed, so that it is both what people look at and what programs read: its numbers are those of the column.
struct PictureSink: TableSink {
  private let outline: TableOutline
  private let table: PictureTable
  private let writer: PictureWriter
  /// The pixels of a row that is not whole yet.
  private var begun: [UInt8] = []
  private var writtenCount = 0
  let renames: [ColumnRename] = []

  /// - Throws: ``TableError`` where the table is no picture, or there is not just one number a pixel.
  init(_ outline: TableOutline) throws(TableError) {
    guard let table = outline.table?.contents as? PictureTable else {
      throw Self.refusal(
        outline, "a picture is written of the pixels of one picture, and these are the rows of a table",
        .usage)
    }
    guard outline.columnNames.count == 1 else {
      throw Self.refusal(
        outline,
        "a picture holds one number a pixel, and \(outline.columnNames.count) columns are to be appended",
        .usage)
    }
    guard outline.palette.count <= 256 else {
      throw Self.refusal(
        outline, "a picture with a palette holds 256 numbers, and \(outline.palette.count) are needed",
        .badData)
    }
    self.outline = outline
    self.table = table
    writer = try PictureWriter(outline, table)
  }

  private static func refusal(_ outline: TableOutline, _ reason: String, _ code: TableError.Code)
    -> TableError
  {
    TableError(
      code, source: outline.path,
      message: "\(reason); name the output \(TableFormats.endings()).")
  }

  mutating func append(_ run: TableRun, to output: OutputDescriptor) throws(TableError) {
    guard let column = run.columns.first, run.fillings.isEmpty else {
      throw Self.refusal(outline, "a picture holds no cells that are filled in", .usage)
    }
    let numbers = try numbers(of: column)
    if let kept = run.keptRows {
      let before = begun.count
      begun.append(contentsOf: repeatElement(0, count: run.rows.count))
      let own = kept.drop { $0 < run.rows.lowerBound }.prefix { $0 < run.rows.upperBound }
      for (row, number) in zip(own, numbers) { begun[before + row - run.rows.lowerBound] = number }
    } else {
      begun.append(contentsOf: numbers)
    }
    writtenCount += run.rows.count
    let whole = begun.count / table.width
    try writer.write(begun, rowCount: whole, to: output)
    begun.removeFirst(whole * table.width)
    outline.meter?.add(run.rows.count)
  }

  func finish(_ output: OutputDescriptor) throws(TableError) {
    try outline.require(rows: writtenCount, PictureFormat())
  }

  private func numbers(of column: TableColumn) throws(TableError) -> [UInt8] {
    let most = outline.palette.count == 0 ? 255 : outline.palette.count - 1
    var numbers: [UInt8] = []
    numbers.reserveCapacity(column.count)
    func take(_ number: Int?, _ found: @autoclosure () -> String) throws(TableError) {
      guard let number, let byte = UInt8(exactly: number), number <= most else {
        throw Self.refusal(
          outline,
          "the column \(MessageText.quoted(column.name)) holds \(MessageText.quoted(found())), and a pixel a whole number "
            + "from 0 to \(most)", .badData)
      }
      numbers.append(byte)
    }
    switch column.values {
    case .integers(let cells): for cell in cells { try take(cell, String(cell)) }
    case .numbers(let cells): for cell in cells { try take(Int(exactly: cell), NumberText.shortest(cell)) }
    case .categories(let places, let names):
      for place in places { try take(place ?? 0, place.map { names[$0] } ?? "") }
    case .strings(let cells): for cell in cells { try take(cell.map { Int($0) } ?? 0, cell ?? "") }
    }
    return numbers
  }
}

/// A PNG file that is being written; a class, since its memory has to be given back once.
private final class PictureWriter {
  private let pointer: OpaquePointer
  private let path: String

  init(_ outline: TableOutline, _ table: PictureTable) throws(TableError) {
    // Only such a profile is of the colours of a palette.
    let isOfColours = table.profile.dropFirst(16).starts(with: Array("RGB ".utf8))
    let profile = isOfColours && outline.palette.areOfPicture ? table.profile : []
    let pointer = cpicture_writer_make(
      UInt32(clamping: table.width), UInt32(clamping: table.height), outline.palette.colours,
      Int32(outline.palette.count), profile, profile.count)
    guard let pointer else {
      throw TableError(
        .inputOutput, source: outline.path, message: "there is no memory for a picture; free some.")
    }
    self.pointer = pointer
    path = outline.path
  }

  deinit { cpicture_writer_free(pointer) }

  func write(_ pixels: [UInt8], rowCount: Int, to output: OutputDescriptor) throws(TableError) {
    guard cpicture_write(pointer, pixels, UInt32(clamping: rowCount)) != 0 else {
      throw TableError(
        .inputOutput, source: path,
        message:
          "the picture could not be written: \(String(cString: cpicture_writer_message(pointer))); name "
          + "the output .csv instead.")
    }
    var size = 0
    let bytes = cpicture_writer_take(pointer, &size)
    try output.write(UnsafeRawBufferPointer(start: bytes, count: size))
  }
}

#endif
