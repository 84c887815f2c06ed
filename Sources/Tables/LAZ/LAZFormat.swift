#if Formats

/// Points of a laser scanner, compressed by LASzip.
///
/// Such a file is read as the LAS file that it would be without compression, and written from one.
struct LAZFormat: TableFormat {
  let names = (one: "a LAZ file", several: "LAZ files")
  let endings = ["laz"]
  let looseEndings: [String] = []
  let contentTypes = ["application/vnd.laszip"]
  let holdsText = false

  func recognizes(_ beginning: UnsafeBufferPointer<UInt8>, ending: String) -> Bool {
    LASHeader.isCompressed(beginning)
  }

  func open(_ input: TableInput) throws(TableError) -> any TableSource {
    let bytes = try LAZImage.bytes(of: input)
    return try LASTable(TableInput(bytes: bytes, source: input.source, options: input.options))
  }

  func makeSink(_ outline: TableOutline) throws(TableError) -> any TableSink {
    guard Compression(ending: FileEnding.last(of: outline.path)) == nil else {
      throw TableError(
        .usage, source: outline.path,
        message: "LAZ files are compressed already, and get no smaller; name the file .laz.")
    }
    return LAZSink(outline, try LASFormat().makeSink(outline))
  }
}

#endif
