import Foundation
import GaussianMixtures
import Testing

extension Faults {
  /// Disks that fill up and folders that cannot be written to.
  @Suite struct DiskTests {
    private static let noMount: Comment = "a small disk can be mounted by root alone"

    /// With room for a part of what is written, for all of it or for nothing.
    @Test(.enabled(if: SmallDisk.isPossible, noMount)) func diskThatFillsUp() throws {
      let workspace = try Workspace()
      let disk = try SmallDisk(over: workspace.path, byteCount: 16 << 20)
      defer { withExtendedLifetime(disk) {} }
      try WritingRun.writeInputs(in: workspace)
      var random = Faults.random(3)
      let names = try Set(workspace.names)
      try Faults.make("disks that fill up", few: 20, share: 0.1) { made in
        let run = made < WritingRun.all.count ? WritingRun.all[made] : random.pick(WritingRun.all)
        try disk.fill(leaving: 1 << 20)
        try run.writeOld(in: workspace)
        let room = random.pick([0, 4096, random.integer(below: 100_000), random.integer(below: 1 << 20)])
        try disk.fill(leaving: room)
        let outcome = try run.command(in: workspace).run()
        try run.expectOrder(
          outcome, in: workspace, under: "\(room) bytes of room", codes: [0, 74],
          saying: ["no space is left on the device; make room or write elsewhere"])
        try expectNamed(run.outputs, outcome, room)
        for name in run.outputs { try FileManager.default.removeItem(atPath: workspace.path(name)) }
        #expect(try Set(workspace.names).subtracting(names).subtracting(["filler"]).isEmpty)
        return ([Faults.end(of: outcome)], [])
      }
    }

    /// The message names the file that found no room; gnuplot's, which has no name, by its folder.
    private func expectNamed(_ outputs: [String], _ outcome: Outcome, _ room: Int) throws {
      let names =
        outputs.flatMap { ["gmm: error: \($0): ", "gmm: error: ./\($0): "] } + [
          "gmm: error: The script for gnuplot: /"
        ]
      let isNamed = names.contains { outcome.errors.contains($0) }
      #expect(outcome.code == 0 || isNamed, "\(room) bytes of room: \(outcome)")
    }

    /// The points of a file that is larger than memory, and its numbers, need their room before anything is done.
    @Test(.enabled(if: SmallDisk.isPossible, noMount)) func scratchWithoutRoom() throws {
      let workspace = try WritingRun.folder()
      try WritingRun.writeLargeFiles(in: workspace)
      let disk = try SmallDisk(over: workspace.path("tmp"), byteCount: 1 << 20)
      var random = Faults.random(4)
      let runs = WritingRun.larger.filter { $0.arguments.contains("--scratch") }
      for run in runs { try run.writeOld(in: workspace) }
      try Faults.make("scratch folders without room", few: runs.count, share: 0.02) { made in
        // What is there in the end needs 55 MB for the numbers of the text, and 66 MB and more for points.
        try disk.resize(random.pick([1 << 20, 40 << 20, 60 << 20, 100 << 20]))
        let run = made < runs.count ? runs[made] : random.pick(runs)
        let outcome = try run.command(in: workspace).run()
        try run.expectOrder(
          outcome, in: workspace, under: "a small scratch folder", codes: [74],
          saying: [run.arguments[1], "are needed in tmp, and no space is left on the device", "--scratch"])
        return ([Faults.end(of: outcome)], [])
      }
      withExtendedLifetime(disk) {}
    }

    /// A fit does not end because its checkpoint finds no room, says so once, and leaves nothing.
    @Test(.enabled(if: SmallDisk.isPossible, noMount)) func checkpointWithoutRoom() throws {
      let workspace = try WritingRun.folder()
      let disk = try SmallDisk(over: workspace.path("tmp"), byteCount: 64 << 10)
      let fit = ["fit", "points.csv", "-k", "6", "--start", "random", "--max-iterations", "60"]
      #expect(try workspace.gmm(fit + ["-o", "whole.json"]).code == 0)
      let whole = try OutputKind.timeless(Data(workspace.text("whole.json").utf8))
      for room in [0, 32 << 10, 60 << 10] {
        try disk.fill(leaving: room)
        let outcome = try workspace.gmm(
          fit + ["-o", "model.json", "--checkpoint", "tmp/run.checkpoint", "--checkpoint-every", "0"])
        #expect(outcome.code == 0, "\(room): \(outcome)")
        let notes =
          outcome.errors.components(separatedBy: "no checkpoint could be kept: tmp/run.checkpoint: ").count
          - 1
        #expect(notes == 1 || room == 60 << 10 && notes == 0, "\(room): \(outcome.errors)")
        #expect(try OutputKind.timeless(Data(workspace.text("model.json").utf8)) == whole)
        #expect(try FileManager.default.contentsOfDirectory(atPath: workspace.path("tmp")) == ["filler"])
      }
    }

    /// Permissions do not hold for root, a file system that is read-only does.
    @Test(.enabled(if: geteuid() != 0 || SmallDisk.isPossible, noMount)) func folderThatIsReadOnly() throws {
      let workspace = try Workspace()
      let disk = geteuid() == 0 ? try SmallDisk(over: workspace.path, byteCount: 16 << 20) : nil
      try WritingRun.writeInputs(in: workspace)
      for run in WritingRun.all { try run.writeOld(in: workspace) }
      try disk?.makeReadOnly()
      let folders = [workspace.path, workspace.path("tmp"), workspace.path("models")]
      func allow(_ permissions: Int) throws {
        for folder in folders {
          try FileManager.default.setAttributes([.posixPermissions: permissions], ofItemAtPath: folder)
        }
      }
      if disk == nil { try allow(0o555) }
      defer { if disk == nil { try? allow(0o755) } }
      let saying = disk == nil ? "permission is denied" : "the file system is read-only; choose another path"
      try Faults.make("read-only folders", few: WritingRun.all.count, share: 0.02) { made in
        let run = WritingRun.all[made % WritingRun.all.count]
        let outcome = try run.command(in: workspace).run()
        try run.expectOrder(
          outcome, in: workspace, under: "a read-only folder", codes: [73], saying: [saying])
        for name in run.outputs { #expect(try workspace.text(name) == "old") }
        return ([Faults.end(of: outcome)], [])
      }
    }
  }
}
