import Foundation
import Synchronization
import Testing

/// Random tables, options and models over all commands: whatever they are, a run ends in order.
///
/// `make fuzz` runs as many as one likes; the same seed gives the same cases. What was wrong is told with the
/// commands for a shell.
@Suite struct RandomCommandTests {
  private static let variables = ProcessInfo.processInfo.environment

  private static func variable(_ name: String, otherwise: Int) -> Int {
    variables[name].flatMap { Int($0) } ?? otherwise
  }

  private struct Tally: Sendable {
    var caseCount = 0
    /// How many runs ended with which code.
    var codes: [Int32: Int] = [:]
    var faultCount = 0

    var description: String {
      let ends = codes.sorted { $0.key < $1.key }.map { "\($1) with \($0)" }.joined(separator: ", ")
      return "\(caseCount) cases, \(faultCount) faults; runs by exit code: \(ends)"
    }
  }

  @Test func anyCommandEndsInOrder() throws {
    let seed = UInt64(Self.variable("GMM_FUZZ_SEED", otherwise: 1))
    let first = Self.variable("GMM_FUZZ_CASE", otherwise: 0)
    let count = Self.variables["GMM_FUZZ_CASE"] == nil ? Self.variable("GMM_FUZZ_COUNT", otherwise: 300) : 1
    let workers = Self.variable("GMM_FUZZ_WORKERS", otherwise: 2)
    let grammar = try CommandGrammar()
    let tools = try Workspace()
    try Self.writeTools(to: tools)
    let runner = CaseRunner(grammar: grammar, tools: tools.path)
    let models = try Self.models()
    let tally = Mutex(Tally())
    let next = Atomic(first)
    DispatchQueue.concurrentPerform(iterations: workers) { _ in
      while true {
        let number = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard number < first + count else { return }
        let item = RandomCase(number, seed: seed, grammar: grammar, models: models)
        do {
          let (faults, codes) = try runner.faults(of: item)
          tally.withLock {
            $0.caseCount += 1
            for code in codes { $0.codes[code, default: 0] += 1 }
            $0.faultCount += faults.count
            if $0.caseCount.isMultiple(of: 10_000) { print($0.description) }
          }
          for fault in faults { Self.report(fault, item, seed) }
        } catch {
          Issue.record(error, "case \(number) of seed \(seed)")
        }
      }
    }
    let result = tally.withLock { $0 }
    #expect(result.caseCount == count)
    if count > 300 { print(result.description) }
  }

  private static func report(_ fault: CaseRunner.Fault, _ item: RandomCase, _ seed: UInt64) {
    let file = FileManager.default.temporaryDirectory.path + "/gmm-case-\(seed)-\(item.number).sh"
    try? item.script.write(toFile: file, atomically: true, encoding: .utf8)
    let script = item.script.utf8.count < 3000 ? item.script : "(see \(file))"
    Issue.record(
      """
      case \(item.number) of seed \(seed): gmm \(fault.arguments.joined(separator: " ")): \(fault.text)
      again: GMM_FUZZ_SEED=\(seed) GMM_FUZZ_CASE=\(item.number); by hand, \(file):
      \(script)
      """)
  }

  /// A gnuplot that draws in no time, and a list of fonts.
  private static func writeTools(to folder: Workspace) throws {
    let drawing = "#!/bin/sh\nprintf '<svg xmlns=\"http://www.w3.org/2000/svg\"/>\\n'\n"
    try folder.write(drawing, to: "gnuplot")
    try folder.write("#!/bin/sh\nprintf '20-ffff\\n'\n", to: "fc-list")
    for name in ["gnuplot", "fc-list"] {
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path(name))
    }
  }

  /// Sound models of every kind that there is, to be changed.
  private static func models() throws -> [String] {
    let workspace = try Workspace()
    try workspace.write("x,y\n1,2\n3,4\n5,1\n6,6\n9,2\n2,8\n4,4\n7,1\n8,8\n0,5\n", to: "points.csv")
    try workspace.write("x,y,n\n1,2,1\n3,,2\n5,1,1\n6,6,3\n,2,1\n2,8,1\n4,4,2\n", to: "cells.csv")
    let fits = [
      ["fit", "points.csv", "-k", "1"], ["fit", "points.csv", "-k", "2", "--noise"],
      ["fit", "points.csv", "--columns", "x"],
      ["fit", "points.csv", "-k", "2", "--structure", "diagonal", "--prior", "conjugate"],
      ["fit", "cells.csv", "-k", "1", "--columns", "x,y", "--missing", "--weights", "n", "--noise"],
      ["select", "points.csv", "-k", "1-2", "--structures", "full,EII"],
      [
        "select", "points.csv", "-k", "1,2", "--structures", "VVI", "--criterion", "cross-validation",
        "--folds", "3",
      ],
    ]
    return try fits.map { arguments in
      let components = arguments.contains("-k") ? [] : ["-k", "2"]
      return try workspace.gmm(arguments + components + ["--max-iterations", "20", "--json"]).output
    } + [BadModelTests.sound]
  }
}
