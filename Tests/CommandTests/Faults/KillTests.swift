import Foundation
import GaussianMixtures
import Testing

extension Faults {
  /// Signals at any moment of any command that writes: a file is the old one, or what an undisturbed run writes.
  @Suite struct KillTests {
    private struct State {
      let workspace: Workspace
      let runs: [WritingRun]
      var random = Faults.random(1)
      /// How long the runs take undisturbed, and what they write, by their place.
      var seconds: [Double] = []
      var undisturbed: [[String: Data]] = []
      /// What is there.
      var contents: [String: Data] = [:]
    }

    @Test func filesAreOldOrNewAndWhole() throws {
      var state = State(
        workspace: try WritingRun.folder(),
        runs: WritingRun.all.filter { Faults.isLong || $0.arguments[0] != "demo" }
          + (Faults.isLong ? WritingRun.larger : []))
      if Faults.isLong { try WritingRun.writeLargeFiles(in: state.workspace) }
      for run in state.runs {
        let start = ContinuousClock.now
        try complete(run, &state)
        state.seconds.append((ContinuousClock.now - start) / .seconds(1))
        state.undisturbed.append(state.contents.filter { run.outputs.contains($0.key) })
      }
      try Faults.make("signals to runs that write", few: 30, share: 0.5) { _ in ([try kill(&state)], []) }
    }

    /// Runs to the end, after which nothing but its files is there.
    ///
    /// - Parameter undisturbed: What it wrote before; nil for the first time.
    private func complete(
      _ run: WritingRun, _ state: inout State, undisturbed: [String: Data]? = nil
    ) throws {
      let outcome = try run.command(in: state.workspace).run()
      #expect(outcome.code == 0, "\(run.arguments): \(outcome.errors)")
      let left = try WritingRun.leftovers(in: state.workspace)
      #expect(left.isEmpty, "after \(run.arguments): \(left)")
      for name in left { try? FileManager.default.removeItem(atPath: state.workspace.path(name)) }
      for name in run.outputs {
        let data = try read(name, state)
        let isWhole =
          undisturbed.map { OutputKind.isSame(name, data, as: $0[name] ?? Data()) }
          ?? run.isWhole(name, data)
        #expect(isWhole, "\(name) of \(run.arguments)")
        state.contents[name] = data
      }
    }

    private func read(_ name: String, _ state: State) throws -> Data {
      try Data(contentsOf: URL(fileURLWithPath: state.workspace.path(name)))
    }

    /// - Returns: how the run ended, whether it had replaced a file, and whether it left something.
    private func kill(_ state: inout State) throws -> String {
      let place = state.random.integer(below: state.runs.count)
      let run = state.runs[place]
      let signal = state.random.pick([SIGKILL, SIGKILL, SIGTERM, SIGINT])
      let running = try run.command(in: state.workspace).start()
      Thread.sleep(forTimeInterval: 1.1 * state.random.uniform() * state.seconds[place])
      running.send(signal)
      let outcome = try running.wait(timeout: 60)
      let what = "signal \(signal) to \(run.arguments): \(outcome)"
      #expect(
        outcome.code == 0 || outcome.signal == signal || (signal == SIGINT && outcome.code == 130), "\(what)")
      var isReplaced = false
      for name in run.outputs {
        let data = try read(name, state)
        // A fit that Ctrl-C stops keeps what it has come to.
        let isWhole =
          data == state.contents[name]
          || OutputKind.isSame(name, data, as: state.undisturbed[place][name] ?? Data())
          || outcome.code == 130 && run.isWhole(name, data)
        #expect(isWhole, "\(name) of \(data.count) bytes is neither the old one nor whole: \(what)")
        isReplaced = isReplaced || data != state.contents[name]
        state.contents[name] = data
      }
      let left = try WritingRun.leftovers(in: state.workspace)
      // A file that replaces another has a name for the moment between two calls of the system's; models of many sets are
      // written several at once.
      let most = run.arguments.contains("--output-folder") ? run.outputs.count : 1
      #expect(left.count <= most, "\(left): \(what)")
      if !left.isEmpty { try complete(run, &state, undisturbed: state.undisturbed[place]) }
      let end = Faults.end(of: outcome)
      return end + (isReplaced ? " having replaced files" : "")
        + (left.isEmpty ? "" : " and left a name until the next")
    }
  }
}

extension RunningCommand {
  /// Sends a signal, unless it has ended: the number may be another's by now.
  func send(_ signal: Int32) {
    if process.isRunning { kill(process.processIdentifier, signal) }
  }
}
