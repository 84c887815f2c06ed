import Foundation
import Synchronization
import Testing

#if canImport(Glibc)
import Glibc
#endif

/// Files that are written while they are read, inputs without an end, and little memory.
@Suite struct ChangingInputTests {
  /// About 12 MB.
  private static func rows(_ count: Int) -> String {
    "x,y,z\n" + (0..<count).map { "\(($0 * 7919) % 1009).25,\(($0 * 104_729) % 997).5,\($0)\n" }.joined()
  }

  /// Cuts a file short, writes over it in place and begins it anew, until it is done.
  private static func spoil(_ path: String, _ whole: Data, until isDone: borrowing Atomic<Bool>) {
    let noise = [UInt8](repeating: UInt8(ascii: "\""), count: 1 << 16)
    while !isDone.load(ordering: .relaxed) {
      truncate(path, off_t(whole.count / 3))
      usleep(2000)
      let descriptor = open(path, O_WRONLY)
      for place in stride(from: 0, to: whole.count, by: 1 << 20) {
        pwrite(descriptor, noise, noise.count, off_t(place))
      }
      usleep(2000)
      whole.withUnsafeBytes { bytes in _ = pwrite(descriptor, bytes.baseAddress, bytes.count, 0) }
      close(descriptor)
      usleep(5000)
    }
  }

  /// Cut short, written over in place and begun anew: there is an answer, or an error that names the file.
  @Test(arguments: ["csv", "npy"])
  func aFileThatChangesEndsNoRun(kind: String) throws {
    let workspace = try Workspace()
    let name = "points.\(kind)"
    try workspace.write(Self.rows(300_000), to: "points.csv")
    if kind == "npy" {
      try workspace.succeed("fit", "points.csv", "-k", "1", "-o", "m.json")
      try workspace.succeed("classify", "points.csv", "-m", "m.json", "-o", name)
    }
    let whole = try Data(contentsOf: URL(fileURLWithPath: workspace.path(name)))
    let path = workspace.path(name)
    let isDone = Atomic(false)
    let ended = DispatchSemaphore(value: 0)
    let writer = Thread {
      Self.spoil(path, whole, until: isDone)
      ended.signal()
    }
    writer.start()
    defer {
      isDone.store(true, ordering: .relaxed)
      ended.wait()
    }
    var changedCount = 0
    for _ in 0..<12 {
      let outcome = try workspace.gmm("fit", name, "-k", "1", "--classify", "out.csv")
      #expect(outcome.signal == nil, "\(outcome.errors)")
      #expect([0, 65].contains(outcome.code), "\(outcome.errors)")
      if outcome.errors.contains("\(name): the file changed while it was read") { changedCount += 1 }
      #expect(try Set(workspace.names).isSubset(of: ["m.json", "out.csv", "points.csv", "points.npy"]))
    }
    #expect(changedCount > 0)
  }

  /// What has no end is cut at the size that is said.
  @Test(arguments: [
    "yes 1,2 | \"$GMM\" fit - -k 1 --memory 20M", "\"$GMM\" fit /dev/zero -k 1 --memory 20M",
    "yes 1,2 | \"$GMM\" describe /dev/stdin --memory 2e7", "yes | \"$GMM\" evaluate - --memory 0.02G",
  ])
  func anInputWithoutEndIsCut(line: String) throws {
    let outcome = try Workspace().shell("ulimit -v 4000000; " + line)
    expectRefusal(outcome, 74, saying: ["more than the 20 MB that --memory allows"])
  }

  @Test func withoutAnOptionTheLimitOfTheProcessCuts() throws {
    let outcome = try Workspace().shell("ulimit -v 600000; yes 1,2 | \"$GMM\" fit - -k 1")
    expectRefusal(outcome, 74, saying: ["half of the memory", "ulimit -v"])
  }

  @Test func theOptionHoldsForFilesToo() throws {
    let workspace = try Workspace()
    try workspace.write(Self.rows(100_000), to: "points.csv")
    let small = try workspace.gmm("describe", "points.csv", "--memory", "1500k")
    expectRefusal(small, 74, saying: ["points.csv: ", "--memory allows 1.5 MB"])
    let numbers = try workspace.gmm("describe", "points.csv", "--memory", "4M")
    expectRefusal(numbers, 74, saying: ["points.csv: ", "--memory allows 4 MB"])
    try workspace.succeed("describe", "points.csv", "--memory", "50M")
    for wrong in ["0", "-1", "many", "1e30", "nan"] {
      let outcome = try workspace.gmm("describe", "points.csv", "--memory=\(wrong)")
      expectRefusal(outcome, 64, saying: ["--memory"])
    }
  }

  /// With too few files to open there is an error, and no trap.
  @Test(arguments: [4, 5, 6, 7, 8, 9, 10, 16, 22, 32])
  func fewDescriptorsAreSaid(limit: Int) throws {
    let workspace = try Workspace()
    try workspace.write("x,y\n1,2\n2,5\n3,1\n5,5\n", to: "points.csv")
    try workspace.succeed("fit", "points.csv", "-k", "1", "-o", "m.json")
    for line in [
      "fit points.csv -k 1", "plot points.csv --model m.json -o f.svg", "generate --preset rgb -n 2",
    ] {
      let outcome = try workspace.shell("ulimit -n \(limit); exec \"$GMM\" \(line)")
      #expect(outcome.signal == nil && [0, 74].contains(outcome.code), "\(limit) \(line): \(outcome.errors)")
      #expect((outcome.code == 0) == (limit > 22), "\(limit) \(line): \(outcome.errors)")
    }
  }

  /// Under any limit of the address space there is an answer, or an error that says what is missing.
  @Test(arguments: stride(from: 128, through: 800, by: 56).map { $0 })
  func littleMemoryIsSaid(megabytes: Int) throws {
    let workspace = try Workspace()
    try workspace.write(Self.rows(600_000), to: "points.csv")
    let outcome = try workspace.shell("ulimit -v \(megabytes * 1024); \"$GMM\" describe points.csv")
    #expect(outcome.signal == nil && [0, 74].contains(outcome.code), "\(outcome.errors)")
    if outcome.code == 74 { #expect(outcome.errors.contains("ulimit -v"), "\(outcome.errors)") }
  }
}
