/// What a file is to hold: the end of its name must not promise anything else.
///
/// ```swift
/// try AtomicFile.requireCreatable("labels.csv", for: .table)    // before work is done that could not be kept
/// try OutputContents.json.requireName("labels.csv")             // throws: the name promises a table
/// ```
public enum OutputContents: Sendable, Hashable {
  /// Rows of cells.
  case table
  /// The rows of a table that was read, with columns after them: of a picture a picture as well.
  case passingTable
  /// A document in JSON.
  case json
  /// A page for a browser; what is said to those who want anything else, such as a figure.
  case page(otherwise: String)

  /// Refuses a name whose end promises what is not written.
  ///
  /// - Parameter path: The file to write; "-" and names without an end promise nothing.
  /// - Throws: ``TableError`` with the code `usage`, which says what would be written and how to name it.
  public func requireName(_ path: String) throws(TableError) {
    let last = FileEnding.last(of: path)
    let isWritten = isTable && Compression(ending: last) != nil
    let ending = isWritten ? FileEnding.of(path) : last
    if let compression = ForeignFormat.compressions[ending] {
      let plain = String(path.dropLast(ending.count + 1))
      let pipe = compression.program.map { ", or compress what is written: -o - | \($0) > \(path)" } ?? ""
      throw TableError(
        .usage, source: path,
        message: "files compressed with \(compression.name) are not written; name the file \(plain)\(pipe).")
    }
    if self == .passingTable {
      guard !TableFormats.passesAlone(ending) else { return }
      try Self.refuseJPEG(path, ending)
    }
    guard let promise = Self.promise(of: ending), !suits(promise) else { return }
    throw TableError(
      .usage, source: path,
      message: "the name promises \(promise.words), and what is written is \(words); \(cure).")
  }

  private static func refuseJPEG(_ path: String, _ ending: String) throws(TableError) {
    guard ["jpg", "jpeg"].contains(ending), TableFormats.passesAlone("png") else { return }
    throw TableError(
      .usage, source: path,
      message: "a JPEG file changes the numbers of its pixels, and so their labels; name it .png.")
  }

  private var isTable: Bool { self == .table || self == .passingTable }

  private enum Promise {
    case table, json, page, figure
    case foreign(String)

    var words: String {
      switch self {
      case .table: "a table"
      case .json: "JSON"
      case .page: "a page for a browser"
      case .figure: "a figure"
      case .foreign(let name): name
      }
    }
  }

  private func suits(_ promise: Promise) -> Bool {
    switch (self, promise) {
    case (.table, .table), (.passingTable, .table), (.json, .json), (.page, .page): true
    default: false
    }
  }

  private var words: String {
    switch self {
    case .table, .passingTable: "a table"
    case .json: "a document in JSON"
    case .page: "a page for a browser"
    }
  }

  private var cure: String {
    switch self {
    case .table, .passingTable: "name it \(TableFormats.endings())"
    case .json: "name it .json"
    case .page(let otherwise): "name it .html; \(otherwise)"
    }
  }

  private static func promise(of ending: String) -> Promise? {
    if TableFormats.promised(by: ending) != nil { return .table }
    return switch ending {
    case "json": .json
    case "html", "htm": .page
    case "png", "svg", "pdf", "jpg", "jpeg", "gif": .figure
    default: ForeignFormat.names[ending].map { .foreign($0) }
    }
  }
}
