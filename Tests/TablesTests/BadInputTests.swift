import Foundation
import Tables
import Testing

@Suite struct BadInputTests {
  @Test(arguments: [
    ("", "data.csv: the file is empty"), ("\n\n", "comments only"), ("# a\n", "comments only"),
    ("\u{FEFF}", "empty"),
    ("x,y\n", "data.csv:1: there is a header and no row"), ("x,y", "--header no"),
    ("x,y\n1,2\n1,2,3\n", "data.csv:3: found 3 cells where the header (line 1) has 2"),
    ("1,2\n3,4\n\n5\n", "data.csv:4: found 1 cell where the first row (line 1) has 2"),
    ("x,y\n1,2\n3,\"4\n", "data.csv:3: column 2 (y): the quote with which the cell begins is never closed"),
    ("x,y\n1,2\n3,\"4\"5\n", "data.csv:3: column 2 (y): there is more text"),
    ("x,y\n\"a\nb\",2\n3\n", "data.csv:4: found 1 cell"), ("\"", "never closed"),
    ("x\ry\r1", "carriage return alone"),
    ("a\u{0}b\n", "data.csv:1: found a NUL byte"),
  ])
  func messages(text: String, part: String) {
    let error = tableError { () throws(TableError) in _ = try table(text) }
    #expect(error?.code == .badData)
    #expect(error?.description.contains(part) == true, "\(error?.description ?? "no error")")
  }

  @Test(
    arguments: [
      ([0x1F, 0x8B, 7, 0], "gunzip"), ([0x50, 0x4B, 3, 4], "ZIP"), ([0x28, 0xB5, 0x2F, 0xFD], "zstd"),
      ([0xFF, 0xFE, 49], "UTF-16"), ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "xz"),
      ([66, 90, 104, 57, 49, 65, 89, 38, 83, 89], "bzip2"),
    ] as [([UInt8], String)])
  func foreignFormats(bytes: [UInt8], part: String) {
    let error = tableError { () throws(TableError) in _ = try PointTable(bytes: bytes, source: "data.gz") }
    #expect(error?.code == .badData)
    #expect(error?.description.contains(part) == true)
  }

  @Test func missingFileAndDirectory() throws {
    let directory = try TemporaryDirectory()
    let missing = tableError { () throws(TableError) in
      _ = try PointTable(contentsOf: directory.path("no.csv"))
    }
    #expect(missing?.code == .noInput)
    #expect(missing?.description.hasPrefix(directory.path("no.csv") + ": the file cannot be read") == true)
    let folder = tableError { () throws(TableError) in _ = try PointTable(contentsOf: directory.path) }
    #expect(folder?.code == .noInput)
    #expect(folder?.message.contains("directory") == true)
    #expect(tableError { () throws(TableError) in _ = try PointTable(contentsOf: "") }?.code == .noInput)
  }

  @Test func filesAndPipesReadAlike() throws {
    let directory = try TemporaryDirectory()
    let file = try directory.write("x,y\n1,2\n".utf8, to: "a.csv")
    #expect(try PointTable(contentsOf: file).numbers(in: [0, 1]).columns == [[1], [2]])
    let empty = try directory.write([], to: "empty.csv")
    #expect(tableError { () throws(TableError) in _ = try PointTable(contentsOf: empty) }?.code == .badData)
    let fifo = directory.path("pipe")
    #expect(mkfifo(fifo, 0o600) == 0)
    let rows = String(repeating: "1,2\n", count: 50_000)
    let writer = Thread { try? AtomicFile.write("x,y\n" + rows, to: fifo) }
    writer.start()
    #expect(try PointTable(contentsOf: fifo).rowCount == 50_000)
  }

  @Test func invalidUTF8PassesThrough() throws {
    let bytes = Array("x,n\n1,".utf8) + [0xE9, 0xFF] + Array("\n2,b\n".utf8)
    let table = try PointTable(bytes: bytes, source: "latin.csv")
    #expect(table.columnKinds == [.numeric, .text])
    let directory = try TemporaryDirectory()
    try TableWriter(to: directory.path("out.csv")).write(table, appending: [])
    #expect(try directory.bytes("out.csv") == bytes)
  }

  @Test func anUnreadableFile() throws {
    let directory = try TemporaryDirectory()
    let file = try directory.write("1,2\n".utf8, to: "secret.csv")
    guard chmod(file, 0) == 0, geteuid() != 0 else { return }
    #expect(tableError { () throws(TableError) in _ = try PointTable(contentsOf: file) }?.code == .noInput)
  }
}
