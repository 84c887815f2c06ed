#if Formats

internal import CFormats

/// The pixels of a PNG or JPEG file, row by row.
///
/// A picture is written of a picture alone, as PNG: of the one number of each pixel that is appended, such as its label.
struct PictureFormat: TableFormat {
  let names = (one: "a PNG or JPEG picture", several: "PNG and JPEG pictures")
  let endings: [String] = []
  let passingEndings = ["png"]
  let looseEndings = ["png", "jpg", "jpeg"]
  let contentTypes = ["image/png", "image/jpeg"]
  let holdsText = false

  func recognizes(_ beginning: UnsafeBufferPointer<UInt8>, ending: String) -> Bool {
    Self.kind(beginning) != nil
  }

  private static func kind(_ beginning: UnsafeBufferPointer<UInt8>) -> cpicture_kind? {
    if beginning.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) { return CPICTURE_PNG }
    return beginning.starts(with: [0xFF, 0xD8, 0xFF]) ? CPICTURE_JPEG : nil
  }

  func open(_ input: TableInput) throws(TableError) -> any TableSource {
    let kind = input.bytes.withBytes { Self.kind($0) }
    return try PictureTable(PictureReader(input, kind ?? CPICTURE_PNG))
  }

  func makeSink(_ outline: TableOutline) throws(TableError) -> any TableSink { try PictureSink(outline) }
}

#endif
