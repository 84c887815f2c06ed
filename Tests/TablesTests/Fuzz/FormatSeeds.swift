@testable import Tables

/// Small sound files of every format of the list, to be damaged.
enum FormatSeeds {
  /// A small file.
  struct Seed {
    let name: String
    let bytes: [UInt8]
  }

  /// Files of each format that is written, by its first ending, and a few that only other programs write.
  static var all: [Seed] { written + texts }

  /// The endings of all formats, by which files of the list are told apart.
  static var endings: [String] {
    TableFormats.all.compactMap { $0.endings.first ?? $0.looseEndings.first } + compressedEndings
  }

  /// What a file is called whose name ends so: of an archive of several arrays one is chosen.
  static func fileName(_ ending: String) -> String { "points." + (ending == "npz" ? "npz:X" : ending) }

  private static var compressedEndings: [String] { Compression.isBuilt ? ["csv.gz", "csv.zst"] : [] }

  // MARK: Written here

  private static var written: [Seed] {
    TableFormats.all.flatMap { format in
      tables.enumerated().compactMap { number, columns in
        // Archives that are written here have no array X.
        guard let ending = format.endings.first, ending != "npz", let bytes = bytes(of: columns, ending) else { return nil }
        return Seed(name: "table\(number).\(ending)", bytes: bytes)
      }
    }
  }

  /// The bytes of a new table; nil where the format cannot hold it.
  private static func bytes(of columns: [TableColumn], _ ending: String) -> [UInt8]? {
    let (memory, name) = (OutputMemory(), "seed.\(ending)")
    let output = OutputDescriptor(number: -1, path: name, memory: memory)
    let outline = TableOutline(
      table: nil, columnNames: columns.map(\.name), rowCount: 9, path: name, threadCount: 1, rowsOfChunk: 4)
    do throws(TableError) {
      var sink = try TableFormats.format(writtenTo: name).makeSink(outline)
      try sink.append(TableRun(rows: 0..<9, columns: columns), to: output)
      try sink.finish(output)
      return memory.bytes
    } catch {
      return nil
    }
  }

  private static var tables: [[TableColumn]] {
    let places = Array(0..<9)
    let numbers = ["x", "y", "z"].enumerated().map { axis, name in
      TableColumn(name: name, values: .numbers(places.map { Double($0 * (axis + 3) % 7) / 4 }))
    }
    let whole = TableColumn(name: "count", values: .integers(places.map { $0 * 1000 - 3 }))
    let gaps = TableColumn(name: "gaps", values: .numbers(places.map { $0 % 4 == 1 ? .nan : Double($0) }))
    let kind = TableColumn(
      name: "kind", values: .strings(places.map { $0 % 5 == 2 ? nil : ["a", "b, \"c\"", "é"][$0 % 3] }))
    return [numbers, numbers + [whole, gaps], [numbers[0], whole, kind]]
  }

  // MARK: As other programs write them

  private static let ply = """
    ply
    format ascii 1.0
    comment made by hand
    element vertex 3
    property float x
    property double y
    property uchar red
    element face 1
    property list uchar int vertex_indices
    end_header
    0 1 2
    3.5 -4 5
    6 7e2 8
    3 0 1 2

    """
  private static let pcd = """
    # .PCD v.7
    VERSION .7
    FIELDS x y z normal
    SIZE 4 4 4 4
    TYPE F F F F
    COUNT 1 1 1 3
    WIDTH 3
    HEIGHT 1
    VIEWPOINT 0 0 0 1 0 0 0
    POINTS 3
    DATA ascii
    1 2 3 0 0 1
    nan 5 6 0 1 0
    7 8 9 1 0 0

    """

  private static var texts: [Seed] {
    let csv =
      "# made by hand\r\nx;\"y; z\";kind\r\n1.5;2;a\r\n\r\nNA;1e3;\"b \"\"c\"\"\"\r\n3;;'d'\r\n"
    let wide = "\u{FEFF}x\ty\n1\t2\n-3e-5\tinf\n"
    return [
      Seed(name: "hand.ply", bytes: Array(ply.utf8)), Seed(name: "hand.pcd", bytes: Array(pcd.utf8)),
      Seed(name: "hand.csv", bytes: Array(csv.utf8)), Seed(name: "hand.tsv", bytes: Array(wide.utf8)),
      Seed(
        name: "wide.csv",
        bytes: [0xFF, 0xFE] + "a,b\n1,2\n3,4\n".utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }),
    ]
  }
}
