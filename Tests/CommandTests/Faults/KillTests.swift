import Foundation
import GaussianMixtures
import Testing

/// Signals at any moment of any command that writes: a file is the old one or a new one, whole.
///
/// `make kills` sends as many as one likes.
@Suite struct KillTests {
  private struct State {
    let workspace: Workspace
    var random: RandomStream
    /// How long the runs take, by their place.
    var seconds: [Double]
    var contents: [String: Data] = [:]
    /// How many files were written by runs that were cut off, and how many such runs left something.
    var replaced = 0
    var untidy = 0
  }

  @Test func filesAreOldOrNewAndWhole() throws {
    let variables = ProcessInfo.processInfo.environment
    let count = variables["GMM_KILL_COUNT"].flatMap { Int($0) } ?? 20
    let seed = variables["GMM_KILL_SEED"].flatMap { UInt64($0) } ?? 1
    var state = State(
      workspace: try WritingRun.folder(), random: RandomStream(seed: seed, purpose: .sampling),
      seconds: WritingRun.all.map { _ in 0 })
    for (place, run) in WritingRun.all.enumerated() {
      state.seconds[place] = try complete(run, &state)
    }
    for round in 0..<count { try kill(round: round, &state) }
    if count > 100 {
      print(
        "\(count) signals: \(state.replaced) files were replaced, \(state.untidy) runs left a temporary file")
    }
  }

  /// Runs to the end, after which nothing but its files is there.
  @discardableResult
  private func complete(_ run: WritingRun, _ state: inout State) throws -> Double {
    let start = ContinuousClock.now
    let outcome = try run.command(in: state.workspace).run()
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    #expect(outcome.code == 0, "\(run.arguments): \(outcome.errors)")
    let left = try WritingRun.leftovers(in: state.workspace)
    #expect(left.isEmpty, "after \(run.arguments): \(left)")
    for name in left { try? FileManager.default.removeItem(atPath: state.workspace.path(name)) }
    for name in run.outputs { state.contents[name] = try check(name, of: run, state) }
    return seconds
  }

  private func check(_ name: String, of run: WritingRun, _ state: State) throws -> Data {
    let data = try Data(contentsOf: URL(fileURLWithPath: state.workspace.path(name)))
    let isOld = data == state.contents[name]
    #expect(
      isOld || OutputKind.isWhole(name, data, rowCount: WritingRun.rowCount),
      "\(name) of \(data.count) bytes after \(run.arguments) is neither the old one nor whole")
    return data
  }

  private func kill(round: Int, _ state: inout State) throws {
    let place = state.random.integer(below: WritingRun.all.count)
    let run = WritingRun.all[place]
    let signal = state.random.pick([SIGKILL, SIGKILL, SIGTERM, SIGINT])
    let running = try run.command(in: state.workspace).start()
    Thread.sleep(forTimeInterval: 1.1 * state.random.uniform() * state.seconds[place])
    // The number of one that has ended may be another's by now.
    if running.process.isRunning { Foundation.kill(running.process.processIdentifier, signal) }
    let outcome = try running.wait(timeout: 30)
    #expect(
      outcome.signal == nil || outcome.signal == signal,
      "signal \(outcome.signal ?? 0) and not \(signal), round \(round): \(run.arguments): \(outcome.errors)")
    for name in run.outputs {
      let data = try check(name, of: run, state)
      if data != state.contents[name] { state.replaced += 1 }
      state.contents[name] = data
    }
    let left = try WritingRun.leftovers(in: state.workspace)
    guard !left.isEmpty else { return }
    state.untidy += 1
    // One for each output, and gnuplot's folder with the script.
    #expect(left.count <= run.outputs.count + 2, "round \(round), \(run.arguments): \(left)")
    // A file that replaces another has a name for the moment between two calls of the system's.
    if signal != SIGKILL {
      #expect(left.count <= 1, "signal \(signal), round \(round), \(run.arguments): \(left)")
    }
    try complete(run, &state)
  }
}
