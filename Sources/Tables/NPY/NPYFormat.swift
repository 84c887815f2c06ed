/// A NumPy array of one or two axes (NEP 1).
struct NPYFormat: TableFormat {
  let names = (one: "a NumPy array", several: "NumPy arrays")
  let endings = ["npy"]
  let looseEndings: [String] = []
  let contentTypes = ["application/octet-stream"]
  let holdsText = false

  func recognizes(_ beginning: UnsafeBufferPointer<UInt8>, ending: String) -> Bool {
    beginning.starts(with: NPYHeader.magic)
  }

  func open(_ input: TableInput) throws(TableError) -> any TableSource {
    try NPYArray(input.bytes, source: input.source, options: input.options)
  }

  func makeSink(_ outline: TableOutline) throws(TableError) -> any TableSink { try NPYSink(outline) }
}
