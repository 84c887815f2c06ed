/// Rows of text, with a sign between their cells.
struct DelimitedFormat: TableFormat {
  /// Commas, or whatever separates the cells of the table that passes through.
  static let commas = DelimitedFormat(
    name: "CSV", endings: ["csv"], looseEndings: ["txt", "dat"] + CloudText.endings,
    contentTypes: ["text/csv"], delimiter: nil)
  /// Tabs.
  static let tabs = DelimitedFormat(
    name: "TSV", endings: ["tsv", "tab"], looseEndings: [], contentTypes: ["text/tab-separated-values"],
    delimiter: Byte.tab)

  let name: String
  let endings: [String]
  let looseEndings: [String]
  let contentTypes: [String]
  /// What separates cells that are written; nil for the sign that is there, or a comma.
  let delimiter: UInt8?

  var names: (one: String, several: String) { (name, name) }
  var holdsText: Bool { true }

  /// Any bytes may be text, and what separates its cells is found by looking at many of them.
  func recognizes(_ beginning: UnsafeBufferPointer<UInt8>, ending: String) -> Bool { false }

  func open(_ input: TableInput) throws(TableError) -> any TableSource {
    try DelimitedText(input.bytes, source: input.source, options: input.options)
  }

  func makeSink(_ outline: TableOutline) throws(TableError) -> any TableSink {
    DelimitedSink(outline, delimiter: delimiter)
  }
}
