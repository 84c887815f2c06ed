import Foundation
import GaussianMixtures
import Testing

extension Faults {
  /// Readers that leave early, and standard streams that are closed from the beginning.
  @Suite struct PipeTests {
    private static let lines = [
      "generate --preset rgb -n 20000", "fit points.csv -k 3 --classify -", "fit points.csv -k 3 --json",
      "fit points.csv -k 2 --by truth", "select points.csv -k 1-2 --structures EII,VVI",
      "classify points.csv -m kept.json",
      "score points.csv -m kept.json", "impute gaps.csv -m kept.json", "describe kept.json",
      "generate --preset rgb -n 300000",
    ]

    @Test func readerThatLeavesEarly() throws {
      let workspace = try WritingRun.folder()
      var random = Faults.random(8)
      let names = try workspace.names
      try Faults.make("readers that leave early", few: Self.lines.count, share: 0.1) { made in
        let line = Self.lines[made % Self.lines.count]
        let count = random.pick([0, 7, random.integer(1...200_000)])
        let outcome = try workspace.shell(
          "{ { \"$GMM\" \(line); echo code $? >&2; } | head -c \(count) > /dev/null; } 2>&1")
        let said = outcome.output.split(separator: "\n").filter { !$0.contains("gmm: note: ") }
        // What fits into the pipe may have been written before the reader leaves.
        let isOrder =
          said == ["code 0"]
          || said.count == 2 && said[1] == "code 74"
            && said[0].hasPrefix(
              "gmm: error: standard output: writing broke off: the reader has closed the pipe")
        #expect(isOrder, "\(line), and the reader leaves after \(count) bytes: \(outcome)")
        #expect(try workspace.names == names)
        return (["ended with \(said.last?.split(separator: " ").last ?? "nothing")"], [])
      }
    }

    /// The first files that are opened take the numbers of closed streams: what is said must not get into them.
    @Test func streamsThatAreClosed() throws {
      let workspace = try WritingRun.folder()
      let runs = [WritingRun.all[0], WritingRun.all[2], WritingRun.all[3], WritingRun.all[4]]
      for run in runs {
        try run.writeOld(in: workspace)
        #expect(try run.command(in: workspace).run().code == 0)
        let undisturbed = try run.outputs.map { try Data(workspace.text($0).utf8) }
        for closed in ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"] {
          try run.writeOld(in: workspace)
          let outcome = try run.command(in: workspace, under: "exec \(closed)").run()
          #expect([0, 74].contains(outcome.code), "\(run.arguments) \(closed): \(outcome)")
          for (name, whole) in zip(run.outputs, undisturbed) {
            let data = try Data(workspace.text(name).utf8)
            #expect(
              OutputKind.isSame(name, data, as: whole) || data == Data("old".utf8),
              "\(run.arguments) \(closed): \(name)")
          }
          if closed == ">&-", outcome.code == 74 {
            #expect(outcome.errors.contains("standard output: writing broke off: it is closed"), "\(outcome)")
          }
        }
      }
    }
  }
}
