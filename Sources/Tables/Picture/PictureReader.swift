#if Formats

internal import CFormats
internal import SystemCalls

/// A picture that is being read: what its header says, and its rows one after the other.
///
/// A value that exists has passed all checks that the header allows: its size is wanted, there is memory for it, and so
/// many bytes can come out of the file. A class, since its memory has to be given back once.
final class PictureReader {
  let input: TableInput
  let header: cpicture_header
  private let picture: OpaquePointer

  /// - Throws: ``TableError`` where the header is damaged, or the picture is none of colours or too large.
  init(_ input: TableInput, _ kind: cpicture_kind) throws(TableError) {
    var message = [CChar](repeating: 0, count: 200)
    var position = 0
    let opened = input.bytes.withBytes { bytes in
      cpicture_open(kind, bytes.baseAddress, bytes.count, &message, message.count, &position)
    }
    guard let opened else {
      let text = message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
      throw Self.damaged(input, String(decoding: text, as: UTF8.self), at: position)
    }
    self.input = input
    picture = opened
    header = cpicture_header_of(opened).pointee
    try check()
  }

  deinit { cpicture_close(picture) }

  /// The bytes of a pixel as they come out.
  var pixelSize: Int {
    let samples = header.colours == CPICTURE_RGB ? 3 : 1
    let hasAlpha = header.has_alpha != 0 && header.colours != CPICTURE_INDEXED
    return (samples + (hasAlpha ? 1 : 0)) * Int(header.bits) / 8
  }

  var width: Int { Int(header.width) }
  var height: Int { Int(header.height) }

  /// What the camera says, and the profile of the colours.
  var words: (exif: [UInt8], profile: [UInt8]) {
    (
      Array(UnsafeBufferPointer(start: header.exif, count: header.exif_size)),
      Array(UnsafeBufferPointer(start: header.profile, count: header.profile_size))
    )
  }

  // MARK: Checks

  private func check() throws(TableError) {
    guard header.colours != CPICTURE_OTHER else {
      throw TableError(
        .badData, source: input.source,
        message:
          "the picture is of the inks of a printer (CMYK), which have no one colour on a screen; save it as RGB, "
          + "such as with magick \(MessageText.cleaned(input.source)) -colorspace sRGB picture.png.")
    }
    let (pixels, isTooLarge) = width.multipliedReportingOverflow(by: height)
    guard !isTooLarge, pixels <= Int.max / 64 else {
      throw .tooLarge(input.source, "pixels", most: Int.max / 64)
    }
    try input.options.require(rows: pixels, source: input.source)
    let stored = (width * Int(header.stored_bits) + 7) / 8 * height
    guard stored <= Decompression.freeLength || stored / Decompression.mostGain <= input.bytes.count else {
      throw TableError(
        .badData, source: input.source,
        message:
          "the picture of \(CountText.grouped(width)) x \(CountText.grouped(height)) pixels should come out of "
          + "\(CountText.of(input.bytes.count, "byte")), which are too few: it is cut short, or made to fill memories; "
          + "save or copy it anew.")
    }
    try requireMemory(pixels)
  }

  /// What does not fit into memory goes to the disk row by row, but for what is needed at once.
  private func requireMemory(_ pixels: Int) throws(TableError) {
    let allowance = input.options.allowance
    let atOnce =
      Int(clamping: header.whole_size) + (header.is_interlaced != 0 ? pixels * pixelSize : width * pixelSize)
    let all = pixels * pixelSize
    try allowance.require(
      allowance.residentLimit(of: all) == nil ? atOnce + all : atOnce, source: input.source)
  }

  // MARK: Rows

  /// How many rows are read at a time.
  private var rowsOfStrip: Int {
    header.is_interlaced != 0 ? height : min(height, max(1, (1 << 18) / max(1, width * pixelSize)))
  }

  /// Hands over all rows, some at a time; once.
  ///
  /// - Throws: ``TableError`` with the place where the picture is damaged, and what the body throws.
  func forEachStrip(
    _ body: (UnsafeRawBufferPointer) throws(TableError) -> Void
  ) throws(TableError) {
    let rowSize = width * pixelSize
    guard let memory = ByteMemory(capacity: rowsOfStrip * rowSize), let base = memory.base else {
      throw MemoryAllowance.shortage(rowsOfStrip * rowSize, source: input.source)
    }
    defer { withExtendedLifetime(input.bytes) {} }
    for start in stride(from: 0, to: height, by: rowsOfStrip) {
      let count = min(rowsOfStrip, height - start)
      let rows = base.assumingMemoryBound(to: UInt8.self)
      guard cpicture_read(picture, rows, UInt32(count)) != 0 else {
        throw Self.damaged(
          input, String(cString: cpicture_message(picture)), at: cpicture_position(picture))
      }
      try body(UnsafeRawBufferPointer(start: base, count: count * rowSize))
    }
  }

  private static func damaged(_ input: TableInput, _ reason: String, at position: Int) -> TableError {
    TableError(
      .badData, source: input.source,
      message:
        "the picture is damaged at byte \(CountText.grouped(position)): \(MessageText.cleaned(reason)); save or copy it "
        + "anew.")
  }
}

#endif
