import Foundation
import GaussianMixtures
import Testing

extension Faults {
  /// Files, descriptors and memory that end: a run says so in words and with its code, and never by a signal.
  @Suite struct LimitTests {
    /// Runs of the kinds that read, compute, write and draw.
    private static let runs = WritingRun.all.filter { $0.arguments[0] != "demo" }

    /// Runs that take turns, each under a limit that is drawn.
    private func expectOrder(
      _ kind: String, few: Int, share: Double, stream: Int, codes: Set<Int32>,
      _ runs: [WritingRun] = Self.runs, under limit: (inout RandomStream, Int) -> String
    ) throws {
      let workspace = try WritingRun.folder()
      if Faults.isLong { try WritingRun.writeLargeFiles(in: workspace) }
      var random = Faults.random(stream)
      let runs = runs + (Faults.isLong ? WritingRun.larger : [])
      try Faults.make(kind, few: few, share: share) { made in
        let run = runs[made % runs.count]
        let limit = limit(&random, made)
        try run.writeOld(in: workspace)
        let outcome = try run.command(in: workspace, under: limit).run()
        try run.expectOrder(outcome, in: workspace, under: limit, codes: codes)
        return ([Faults.end(of: outcome)], [])
      }
    }

    /// What is written in blocks of 512 bytes.
    @Test func filesThatMayNotGrow() throws {
      try expectOrder("files that may not grow", few: 14, share: 0.1, stream: 5, codes: [0, 74]) {
        random, made in
        "ulimit -f \(made < 14 ? 1 : random.pick([random.integer(1...40), random.integer(1...2000)]))"
      }
    }

    @Test func fewDescriptors() throws {
      try expectOrder("few descriptors", few: 28, share: 0.1, stream: 6, codes: [0, 66, 73, 74]) {
        random, _ in
        "ulimit -n \(random.integer(3...24))"
      }
    }

    @Test func littleMemory() throws {
      try expectOrder("little memory", few: 28, share: 0.2, stream: 7, codes: [0, 74]) { random, _ in
        "ulimit -v \(random.pick([random.integer(40...200), random.integer(100...1100)]) << 10)"
      }
    }

    @Test func outputThatIsFull() throws {
      let workspace = try WritingRun.folder()
      for run in [
        "classify points.csv -m kept.json", "generate -m kept.json", "fit points.csv -k 1 --json",
        "describe kept.json",
      ] {
        let outcome = try workspace.shell("exec \"$GMM\" \(run) > /dev/full")
        #expect(outcome.code == 74, "\(run): \(outcome)")
        #expect(outcome.errors.contains("gmm: error: "), "\(run): \(outcome)")
      }
    }
  }
}
