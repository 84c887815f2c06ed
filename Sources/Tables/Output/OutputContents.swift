/// What a file is to hold: the end of its name must not promise anything else.
public enum OutputContents: Sendable, Hashable {
  /// Rows of cells.
  case table
  /// A model document, or other JSON.
  case model
  /// A page for a browser.
  case page

  /// Refuses a name whose end promises what is not written.
  ///
  /// - Parameter path: The file to write; "-" and names without an end promise nothing.
  /// - Throws: ``TableError`` with the code `usage`, which says what would be written and how to name it.
  public func requireName(_ path: String) throws(TableError) {
    let ending = Self.ending(of: path)
    if let compression = Self.compressions[ending] {
      let plain = String(path.dropLast(ending.count + 1))
      let pipe = compression.program.map { ", or compress what is written: -o - | \($0) > \(path)" } ?? ""
      throw TableError(
        .usage, source: path,
        message: "files compressed with \(compression.name) are not written; name the file \(plain)\(pipe).")
    }
    guard let promise = Self.promises[ending], !suits(promise) else { return }
    throw TableError(
      .usage, source: path,
      message: "the name promises \(promise.words), and what is written is \(words); \(cure).")
  }

  /// The letters after the last point of a file's name, in small letters; empty where there is none.
  static func ending(of path: String) -> String {
    guard let name = path.split(separator: "/", omittingEmptySubsequences: false).last else { return "" }
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count > 1, let last = parts.last else { return "" }
    return last.lowercased()
  }

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
    case (.table, .table), (.model, .json), (.page, .page): true
    default: false
    }
  }

  private var words: String {
    switch self {
    case .table: "a table"
    case .model: "a document in JSON"
    case .page: "a page for a browser"
    }
  }

  private var cure: String {
    switch self {
    case .table: "name it .csv, .tsv or .npy"
    case .model: "name it .json"
    case .page: "name it .html; figures are drawn by gmm plot"
    }
  }

  private static let compressions: [String: (name: String, program: String?)] = [
    "gz": ("gzip", "gzip"), "tgz": ("gzip", nil), "bz2": ("bzip2", "bzip2"), "xz": ("xz", "xz"),
    "zst": ("zstd", "zstd"), "zip": ("zip", nil), "7z": ("7-Zip", nil),
  ]

  private static let promises: [String: Promise] = [
    "csv": .table, "tsv": .table, "tab": .table, "npy": .table, "json": .json, "html": .page, "htm": .page,
    "png": .figure, "svg": .figure, "pdf": .figure, "jpg": .figure, "jpeg": .figure, "gif": .figure,
    "npz": .foreign("a NumPy archive"), "parquet": .foreign("a Parquet file"),
    "feather": .foreign("a Feather file"), "arrow": .foreign("an Arrow file"), "h5": .foreign("an HDF5 file"),
    "hdf5": .foreign("an HDF5 file"), "xlsx": .foreign("an Excel workbook"),
    "xls": .foreign("an Excel workbook"), "ods": .foreign("a spreadsheet"), "mat": .foreign("a MATLAB file"),
    "rds": .foreign("an R object"), "rdata": .foreign("an R object"), "pkl": .foreign("a Python object"),
    "joblib": .foreign("a Python object"), "jsonl": .foreign("lines of JSON"), "ply": .foreign("a PLY file"),
    "las": .foreign("a LAS file"), "laz": .foreign("a LAZ file"), "pcd": .foreign("a PCD file"),
    "xml": .foreign("XML"), "yaml": .foreign("YAML"), "yml": .foreign("YAML"), "db": .foreign("a data base"),
    "sqlite": .foreign("a data base"), "sav": .foreign("an SPSS file"), "dta": .foreign("a Stata file"),
  ]
}

/// How a table is written, by the end of the file's name.
enum TableFormat: Sendable {
  /// As the table that was read, or with commas.
  case delimited
  /// With tabs.
  case tabs
  /// As a NumPy array of float64.
  case array

  init(path: String) {
    switch OutputContents.ending(of: path) {
    case "tsv", "tab": self = .tabs
    case "npy": self = .array
    default: self = .delimited
    }
  }
}
