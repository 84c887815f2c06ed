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

  func open(_ input: TableInput) throws(TableError) -> any TableSource { try NPYArray.open(input) }

  /// Numbers are written anew, as float64: an array has one type for all of them.
  func makeSink(_ outline: TableOutline) throws(TableError) -> any TableSink {
    try RecordSink(
      outline, format: self, frame: NPYFrame(rowCount: outline.rowCount),
      names: OutputNames(of: nil, appending: []))
  }
}

/// The header before the numbers of an array.
struct NPYFrame: RecordFrame {
  let rowCount: Int

  func storage(of numbers: ColumnNumbers) throws(TableError) -> NumberStorage { .double }

  func beginning(_ fields: [NewField]) throws(TableError) -> [UInt8] {
    NPYHeader.bytes(type: "<f8", shape: [rowCount, fields.count])
  }
}
