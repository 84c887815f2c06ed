import Foundation
import GaussianMixtures
import Testing

extension Faults {
  /// Fits and selections that are killed at any moment go on from their checkpoint, and end in the same bytes.
  @Suite struct ResumeTests {
    private struct State {
      let workspace: Workspace
      var random = Faults.random(2)
      /// What the undisturbed run writes, and how long it takes, by the run.
      var undisturbed: [[String]: (model: String, seconds: Double)] = [:]
    }

    /// So many iterations that there is always one to be killed in.
    private static let endless = ["--tolerance", "0", "--max-iterations", "300"]

    private static let runs = [
      ["fit", "clouds.csv", "-k", "5", "--start", "kmeans", "--acceleration", "none"] + endless,
      ["fit", "clouds.csv", "-k", "4"],
      ["select", "clouds.csv", "-k", "1-4", "--structures", "full,tied"],
      [
        "fit", "clouds.csv", "-k", "6", "--start", "random", "--acceleration", "squarem", "--tolerance",
        "1e-11",
      ],
      ["fit", "clouds.csv", "-k", "4", "--start", "kmeans", "--restarts", "3"],
      ["fit", "clouds.csv", "-k", "3", "--noise", "--start", "kmeans", "--restarts", "2"] + endless,
      ["fit", "gaps.csv", "-k", "3", "--missing", "--weights", "w", "--start", "kmeans"] + endless,
      // A component without weight, which is reseeded.
      ["fit", "clouds.csv", "-k", "3", "--start", "idle.json", "--acceleration", "none"] + endless,
      ["fit", "clouds.csv", "-k", "40", "--start", "random", "--max-iterations", "60"],
      ["fit", "clouds.csv", "-k", "1-4", "--start", "kmeans"],
    ]

    /// Those whose points stay on the disk; every other time in memory, which makes no difference.
    private static let larger = [
      ["fit", "large.npy", "-k", "5", "--start", "random", "--max-iterations", "40", "--tolerance", "0"],
      ["fit", "large.npy", "-k", "3", "--start", "kmeans", "--max-iterations", "10"],
      ["fit", "large.csv", "-k", "4", "--start", "random", "--max-iterations", "20", "--restarts", "2"],
      ["select", "large.npy", "-k", "2-4", "--start", "random", "--max-iterations", "6"],
    ]

    @Test func killedAtAnyMoment() throws {
      var state = State(workspace: try Workspace.ofClouds())
      if Faults.isLong { try WritingRun.writeLargeFiles(in: state.workspace) }
      let runs = Self.runs + (Faults.isLong ? Self.larger : [])
      try Faults.make("signals to fits that are resumed", few: 15, share: 0.5) { made in
        // Each in its turn at first, so that few faults are of several kinds.
        let run = made < 15 ? runs[made / 3 % runs.count] : state.random.pick(runs)
        return try killed(run + ["--columns", "1-3"], &state)
      }
    }

    /// Kills a run again and again, each time going on with another number of threads, until it is whole.
    ///
    /// - Returns: how each that was killed ended, and that one was not.
    private func killed(_ arguments: [String], _ state: inout State) throws -> (
      ends: [String], also: [String]
    ) {
      let workspace = state.workspace
      let others = Set(try workspace.names)
      let undisturbed = try undisturbed(arguments, &state)
      var ends: [String] = []
      while true {
        let isThere = FileManager.default.fileExists(atPath: workspace.path("run.checkpoint"))
        var words = [isThere ? "--resume" : "--checkpoint", "run.checkpoint", "--checkpoint-every", "0"]
        words += ["--threads", "\(1 + ends.count % 3)", "-o", "resumed.json"]
        if ends.count.isMultiple(of: 2) { words += ["--memory", "500M", "--scratch", workspace.path] }
        let running = try Command(arguments: arguments + words, directory: workspace.path).start()
        // Later each time: a search that is broken off begins again, and has to come to its end at some time.
        let share = state.random.uniform() * pow(1.3, Double(ends.count))
        let end = Date(timeIntervalSinceNow: share * undisturbed.seconds)
        while running.process.isRunning, Date() < end { Thread.sleep(forTimeInterval: 0.001) }
        let signal = state.random.pick([SIGKILL, SIGKILL, SIGTERM, SIGINT])
        running.send(signal)
        let outcome = try running.wait(timeout: 120)
        if outcome.code == 0 { break }
        ends.append(Faults.end(of: outcome))
        let isExpected = outcome.signal == signal || signal == SIGINT && outcome.code == 130
        #expect(isExpected, "signal \(signal) to \(arguments + words): \(outcome)")
        guard isExpected else { break }
      }
      try expectSame(undisturbed.model, after: "\(arguments) and \(ends.count) signals", others, workspace)
      return (ends, ["whole in the undisturbed bits"])
    }

    private func expectSame(
      _ model: String, after what: String, _ others: Set<String>, _ workspace: Workspace
    ) throws {
      let path = workspace.path("resumed.json")
      let resumed = try OutputKind.timeless(Data(contentsOf: URL(fileURLWithPath: path)))
      #expect(resumed == model, "\(what): another model")
      try FileManager.default.removeItem(atPath: path)
      let left = try Set(workspace.names).subtracting(others)
      #expect(left.isEmpty, "\(what): \(left)")
      for name in left { try? FileManager.default.removeItem(atPath: workspace.path(name)) }
    }

    private func undisturbed(
      _ arguments: [String], _ state: inout State
    ) throws -> (model: String, seconds: Double) {
      if let known = state.undisturbed[arguments] { return known }
      let start = ContinuousClock.now
      #expect(try state.workspace.gmm(arguments + ["-o", "resumed.json"]).code == 0)
      let path = state.workspace.path("resumed.json")
      let new = (
        model: OutputKind.timeless(try Data(contentsOf: URL(fileURLWithPath: path))),
        seconds: (ContinuousClock.now - start) / .seconds(1)
      )
      try FileManager.default.removeItem(atPath: path)
      state.undisturbed[arguments] = new
      return new
    }
  }
}

extension Workspace {
  /// Twenty thousand points of three clouds; the same with a weight and some empty cells; and a model with a component
  /// that has no weight.
  static func ofClouds() throws -> Workspace {
    let workspace = try Workspace()
    try workspace.succeed("generate", "--preset", "rgb", "-n", "20000", "-o", "clouds.csv")
    var text = ""
    for (row, line) in try workspace.lines("clouds.csv").enumerated() {
      let cells = line.split(separator: ",")
      text +=
        row == 0 ? "x,y,z,w\n" : "\(cells[0]),\(row % 50 == 0 ? "" : cells[1]),\(cells[2]),\(1 + row % 3)\n"
    }
    try workspace.write(text, to: "gaps.csv")
    let components = ([0.4, 0.6, 0].enumerated()).map { place, weight in
      let covariance = [[2000, 0, 0], [0, 2000, 0], [0, 0, 2000]]
      return
        #"{"weight": \#(weight), "mean": [\#(place * 100), 100, \#(place * 90)], "covariance": \#(covariance)}"#
    }
    try workspace.write(
      #"{"schema": "gaussian-mixtures/model/1", "dimension": 3, "componentCount": 3, "structure": "VVV", "noise": null, "#
        + #""components": [\#(components.joined(separator: ", "))]}"#, to: "idle.json")
    return workspace
  }
}
