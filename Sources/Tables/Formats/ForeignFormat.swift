/// Files that are often handed over or asked for by mistake, and cannot be read or written.
enum ForeignFormat {
  /// First bytes, what they mean, and the cure.
  private static let prefixes: [(prefix: [UInt8], name: String, cure: String)] = [
    ([0x1F, 0x8B], "compressed with gzip", cure("decompress it first, for example with gunzip")),
    ([0x28, 0xB5, 0x2F, 0xFD], "compressed with zstd", cure("decompress it first, for example with unzstd")),
    (Array("PAR1".utf8), "a Parquet file", cure("save the table as CSV")),
    (Array("ARROW1".utf8), "an Arrow file", cure("save the table as CSV")),
    (Array("FEA1".utf8), "a Feather file of the first version", "write it anew, as pyarrow does by default"),
    (Array("PARE".utf8), "an encrypted Parquet file", "write it without encryption"),
    ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "compressed with xz", "decompress it first, for example with unxz"),
    ([0x89, 0x50, 0x4E, 0x47], "a PNG picture", cure("save its pixels as CSV")),
    ([0xFF, 0xD8, 0xFF], "a JPEG picture", cure("save its pixels as CSV")),
    (Array("GIF87a".utf8), "a GIF picture", picture),
    (Array("GIF89a".utf8), "a GIF picture", picture),
    ([0x49, 0x49, 0x2A, 0], "a TIFF picture", picture),
    ([0x4D, 0x4D, 0, 0x2A], "a TIFF picture", picture),
    (
      [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1],
      "an Excel workbook that is encrypted, or of the old kind (.xls)",
      "save it as .xlsx without a password, or as CSV"
    ),
  ]

  private static let picture = "save it as PNG"

  /// What helps with a file that another build reads: with it, only what is compressed twice comes here.
  private static func cure(_ words: String) -> String {
    Compression.isBuilt ? words : "\(words), or \(Compression.buildCure)"
  }

  /// Why a file cannot be read, by its first bytes; nil where these say nothing.
  static func refusal(_ beginning: UnsafeBufferPointer<UInt8>) -> String? {
    // Three letters alone could be the start of a name; the fourth byte is the level of compression.
    if beginning.starts(with: Array("BZh".utf8)), beginning.dropFirst(4).starts(with: Array("1AY&SY".utf8)) {
      return "the file is compressed with bzip2; decompress it first, for example with bunzip2."
    }
    if isPTX(beginning) {
      return
        "the file is a PTX file: scans, each with its own place in space; save it as PTS or XYZ, such as with "
        + "CloudCompare, which puts them into one."
    }
    if beginning.starts(with: Array("RIFF".utf8)), beginning.dropFirst(8).starts(with: Array("WEBP".utf8)) {
      return "the file is a WebP picture; \(picture)."
    }
    if beginning.first == 0, beginning.dropFirst(4).starts(with: Array("ftyp".utf8)) {
      return "the file is a picture or film of the kind HEIF or MP4; save the picture as PNG."
    }
    if beginning.starts(with: [0x50, 0x4B, 0x03, 0x04]) { return archive(beginning) }
    return prefixes.first { beginning.starts(with: $0.prefix) }.map { "the file is \($0.name); \($0.cure)." }
  }

  /// Whether a text begins as scans of Cyclone do: two sizes, four points, and four rows of a matrix.
  private static func isPTX(_ beginning: UnsafeBufferPointer<UInt8>) -> Bool {
    let lines = beginning.split(separator: Byte.lineFeed, maxSplits: 10, omittingEmptySubsequences: false)
    guard lines.count > 10 else { return false }
    return zip(lines, [1, 1, 3, 3, 3, 3, 4, 4, 4, 4]).allSatisfy { line, count in
      let words = String(decoding: line, as: UTF8.self).split(whereSeparator: \.isWhitespace)
      return words.count == count && words.allSatisfy { NumberText.number(String($0)) != nil }
    }
  }

  /// Archives that are none of those that are read.
  private static func archive(_ beginning: UnsafeBufferPointer<UInt8>) -> String {
    let sheets = Array("mimetypeapplication/vnd.oasis.opendocument.spreadsheet".utf8)
    if beginning.dropFirst(30).starts(with: sheets) {
      return "the file is a spreadsheet of OpenDocument (.ods); save it as .xlsx or CSV."
    }
    return
      "the file is a ZIP archive (as .xlsx files are); \(cure("unpack it, or save the table as CSV or NPY"))."
  }

  /// Ends of names by which files are known to be compressed, and the program that does it.
  static let compressions: [String: (name: String, program: String?)] = [
    "gz": ("gzip", "gzip"), "tgz": ("gzip", nil), "bz2": ("bzip2", "bzip2"), "xz": ("xz", "xz"),
    "zst": ("zstd", "zstd"), "zip": ("zip", nil), "7z": ("7-Zip", nil),
  ]

  /// Ends of names of what the trait `Formats` brings.
  private static let columnar = [
    "parquet": "a Parquet file", "pq": "a Parquet file", "arrow": "an Arrow file", "arrows": "an Arrow stream",
    "feather": "a Feather file", "ipc": "an Arrow file", "laz": "a LAZ file",
  ]

  /// Ends of names that promise what is not written.
  static let names = [
    "h5": "an HDF5 file", "hdf5": "an HDF5 file", "xlsx": "an Excel workbook", "xls": "an Excel workbook",
    "ods": "a spreadsheet", "mat": "a MATLAB file", "rds": "an R object", "rdata": "an R object",
    "pkl": "a Python object", "joblib": "a Python object", "jsonl": "lines of JSON",
    "xml": "XML", "yaml": "YAML",
    "yml": "YAML",
    "db": "a data base", "sqlite": "a data base", "sav": "an SPSS file", "dta": "a Stata file",
  ].merging(Compression.isBuilt ? [:] : Self.columnar) { name, _ in name }
}
