import Foundation
import Tables
import Testing

@Suite struct AtomicFileTests {
  @Test func aNewFile() throws {
    let directory = try TemporaryDirectory()
    try AtomicFile.write("hello", to: directory.path("a"))
    #expect(try directory.text("a") == "hello")
    #expect(try directory.names == ["a"])
  }

  @Test func aDiscardedWriteLeavesTheOldFile() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.write("old".utf8, to: "a")
    do {
      var file = try AtomicFile(path)
      try file.write("new")
      #if os(Linux)
      // Whatever happens now, nothing is left.
      #expect(try directory.names == ["a"])
      #endif
      #expect(try directory.text("a") == "old")
    }
    #expect(try directory.text("a") == "old")
    #expect(try directory.names == ["a"])
  }

  @Test func permissionsAreKept() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.write("old".utf8, to: "a")
    #expect(chmod(path, 0o640) == 0)
    try AtomicFile.write("new", to: path)
    #expect(try directory.text("a") == "new")
    var status = stat()
    #expect(stat(path, &status) == 0)
    #expect(status.st_mode & 0o777 == 0o640)
  }

  /// Other bytes do not run with the rights that were given to these, and a group that is not kept lends none.
  @Test func rightsToRunAsAnotherAreDropped() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.write("old".utf8, to: "a")
    for (given, kept) in [(0o6755, 0o755), (0o4700, 0o700), (0o2640, 0o640), (0o1666, 0o666)] as [(mode_t, mode_t)] {
      #expect(chmod(path, given) == 0)
      try AtomicFile.write("new", to: path)
      var status = stat()
      #expect(stat(path, &status) == 0)
      #expect(status.st_mode & 0o7777 == kept)
    }
  }

  @Test func ownerAndGroupAreKept() throws {
    guard geteuid() == 0 else { return }
    let directory = try TemporaryDirectory()
    let path = try directory.write("old".utf8, to: "a")
    #expect(chmod(path, 0o640) == 0 && chown(path, 12, 34) == 0)
    try AtomicFile.write("new", to: path)
    var status = stat()
    #expect(stat(path, &status) == 0)
    #expect(status.st_uid == 12 && status.st_gid == 34 && status.st_mode & 0o7777 == 0o640)
  }

  @Test func linksAreWrittenThrough() throws {
    let directory = try TemporaryDirectory()
    let inner = directory.path("inner")
    try FileManager.default.createDirectory(atPath: inner, withIntermediateDirectories: true)
    _ = try directory.write("old".utf8, to: "inner/target")
    #expect(symlink("inner/target", directory.path("link")) == 0)
    #expect(symlink("link", directory.path("link2")) == 0)
    try AtomicFile.write("new", to: directory.path("link2"))
    #expect(try directory.text("inner/target") == "new")
    #expect(
      try FileManager.default.destinationOfSymbolicLink(atPath: directory.path("link")) == "inner/target")
    #expect(symlink("inner/fresh", directory.path("dangling")) == 0)
    try AtomicFile.write("made", to: directory.path("dangling"))
    #expect(try directory.text("inner/fresh") == "made")
    #expect(symlink("round", directory.path("round")) == 0)
    let error = tableError { () throws(TableError) in try AtomicFile.write("", to: directory.path("round")) }
    #expect(error?.code == .cannotCreate)
  }

  @Test func specialFilesAreWrittenDirectly() throws {
    try AtomicFile.write("gone", to: "/dev/null")
    let directory = try TemporaryDirectory()
    let fifo = directory.path("pipe")
    #expect(mkfifo(fifo, 0o600) == 0)
    let writer = Thread { try? AtomicFile.write("through\n1\n", to: fifo) }
    writer.start()
    #expect(try PointTable(contentsOf: fifo).columnNames == ["through"])
    #expect(try directory.names == ["pipe"])
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
  func aFullDiskIsReported() throws {
    let error = tableError { () throws(TableError) in try AtomicFile.write("much", to: "/dev/full") }
    #expect(error?.code == .inputOutput)
    #expect(
      error?.description
        == "/dev/full: writing broke off: no space is left on the device; make room or write elsewhere.")
    let table = try table("x\n1\n")
    let writing = tableError { () throws(TableError) in
      try TableWriter(to: "/dev/full").write(table, appending: [])
    }
    #expect(writing?.code == .inputOutput)
  }

  @Test func whatCannotBeCreated() throws {
    let directory = try TemporaryDirectory()
    let file = try directory.write([], to: "file")
    let long = directory.path(String(repeating: "n", count: 300))
    for path in [directory.path("no/a"), directory.path, directory.path("new/"), file + "/a", "", long] {
      let error = tableError { () throws(TableError) in try AtomicFile.write("", to: path) }
      #expect(error?.code == .cannotCreate, "\(path)")
      #expect(error?.source == path)
    }
    let missing = tableError { () throws(TableError) in try AtomicFile.write("", to: directory.path("no/a")) }
    #expect(missing?.message.contains("the directory does not exist") == true)
    #expect(try directory.names == ["file"])
  }

  @Test func withheldPermissionIsRespected() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.write("old".utf8, to: "a")
    guard chmod(path, 0o400) == 0, geteuid() != 0 else { return }
    let error = tableError { () throws(TableError) in try AtomicFile.write("new", to: path) }
    #expect(error?.code == .cannotCreate)
    #expect(try directory.text("a") == "old")
  }

  @Test func aClosedPipeIsAnError() throws {
    var ends: [Int32] = [0, 0]
    #expect(pipe(&ends) == 0)
    signal(SIGPIPE, SIG_IGN)
    close(ends[0])
    let error = tableError { () throws(TableError) in try AtomicFile.write("x", to: "/dev/fd/\(ends[1])") }
    #expect(error?.code == .inputOutput)
    #expect(error?.message.contains("closed the pipe") == true)
    close(ends[1])
  }
}
