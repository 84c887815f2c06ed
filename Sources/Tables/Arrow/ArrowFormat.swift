#if Formats

/// Columns in batches of rows, as programs have them in memory (Apache Arrow; Feather is another name for its files).
struct ArrowFormat: TableFormat {
  let names = (one: "an Arrow file", several: "Arrow files")
  /// The last is that of streams, which lack the directory at the end.
  let endings = ["arrow", "feather", "ipc", "arrows"]
  let looseEndings: [String] = []
  let contentTypes = ["application/vnd.apache.arrow.file", "application/vnd.apache.arrow.stream"]
  let holdsText = true

  func recognizes(_ beginning: UnsafeBufferPointer<UInt8>, ending: String) -> Bool {
    if beginning.starts(with: ArrowMessages.magic) { return true }
    // Of a stream the first message is a schema, whose metadata have a multiple of eight bytes.
    let header = HeaderBytes(beginning)
    guard beginning.starts(with: ArrowMessages.continuation), let length = header.integer(4, at: 4) else {
      return false
    }
    return length.isMultiple(of: 8) && length >= 32 && length < 1 << 30
  }

  func open(_ input: TableInput) throws(TableError) -> any TableSource { try ArrowTable(input) }

  func makeSink(_ outline: TableOutline) throws(TableError) -> any TableSink {
    try ArrowSink(outline, format: self)
  }
}

#endif
