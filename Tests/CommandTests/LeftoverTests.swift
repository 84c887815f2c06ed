import Foundation
import Testing

#if canImport(Glibc)
import Glibc
#endif

/// What is left where a run does not come to its end; of runs that are killed it is looked for in ``Faults``.
@Suite struct LeftoverTests {
  private func workspace() throws -> Workspace {
    let workspace = try Workspace()
    try workspace.write(
      "x,y\n" + (0..<4).map { "\(($0 * 7919) % 1009),\(($0 * 104_729) % 997)\n" }.joined(), to: "points.csv")
    return workspace
  }

  /// Temporary files that nobody holds go, also those of earlier versions; one in use stays.
  @Test func abandonedFilesAreRemoved() throws {
    let workspace = try workspace()
    for name in [".gmm-1abc.partial", ".gmm-held.partial", ".gmm-other", "gmm-mine.partial"] {
      try workspace.write("left", to: name)
    }
    let held = open(workspace.path(".gmm-held.partial"), O_RDWR)
    #expect(flock(held, LOCK_EX | LOCK_NB) == 0)
    mkfifo(workspace.path(".gmm-pipe.partial"), 0o600)
    try workspace.succeed("fit", "points.csv", "-k", "1", "-o", "m.json")
    let left = [".gmm-held.partial", ".gmm-other", ".gmm-pipe.partial", "gmm-mine.partial"]
    #expect(try workspace.names == left + ["m.json", "points.csv"])
    close(held)
    try workspace.succeed("generate", "--model", "m.json", "-n", "3", "-o", "g.csv")
    #expect(try !workspace.names.contains(".gmm-held.partial"))
  }

  /// A run that breaks off between its outputs says which are there.
  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
  func aRunThatBreaksOffSaysWhatIsWritten() throws {
    let workspace = try workspace()
    let fit = try workspace.gmm(
      "fit", "points.csv", "-k", "1", "-o", "m.json", "--classify", "/dev/full", "-q")
    expectRefusal(fit, 74, saying: ["gmm: written: m.json; not written: /dev/full, standard output\n"])
    #expect(try workspace.names == ["m.json", "points.csv"])
    try FileManager.default.createSymbolicLink(
      atPath: workspace.path("full.svg"), withDestinationPath: "/dev/full")
    let selection = try workspace.gmm(
      "select", "points.csv", "-k", "1", "--table", "t.csv", "--plot", "full.svg", "-o", "m.json")
    #expect(selection.code == 74)
    #expect(
      selection.errors.contains("gmm: written: t.csv, m.json, standard output; not written: full.svg\n"),
      "\(selection.errors)")
    // A single output has an error of its own.
    let single = try workspace.gmm("classify", "points.csv", "-m", "m.json", "-o", "/dev/full")
    expectRefusal(single, 74, saying: ["/dev/full: "])
    #expect(!single.errors.contains("written:"))
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
  func aFullDiskUnderAFigureIsAnInputOutputError() throws {
    let workspace = try workspace()
    try workspace.succeed("fit", "points.csv", "-k", "1", "-o", "m.json")
    try FileManager.default.createSymbolicLink(
      atPath: workspace.path("full.png"), withDestinationPath: "/dev/full")
    for arguments in [["report", "-o", "/dev/full"], ["plot", "-o", "full.png"]] {
      let outcome = try workspace.gmm([arguments[0], "points.csv", "-m", "m.json"] + arguments.dropFirst())
      expectRefusal(outcome, 74, saying: ["no space is left"])
    }
  }
}
