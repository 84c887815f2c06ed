import Foundation
import Synchronization

/// Runs a case in a folder of its own and says what was not as it should be.
struct CaseRunner: Sendable {
  let grammar: CommandGrammar
  /// A folder with a gnuplot that draws in no time.
  let tools: String

  struct Fault: Sendable {
    let number: Int
    /// What the run did, in short.
    let arguments: [String]
    let text: String
  }

  /// In seconds, for input of at most 1 MB on a machine that does nothing else.
  ///
  /// Many models whose tolerance no iteration meets are asked to take all their iterations each.
  private static func longest(_ step: RandomCase.Step) -> Double {
    let isMany = step.command == "select" || step.arguments.contains { $0.hasSuffix("auto") }
    let words = step.arguments.flatMap { $0.split(separator: "=") }
    let isEndless = zip(words, words.dropFirst()).contains { name, value in
      name.hasSuffix("tolerance") && (Double(value) ?? 1) < 1e-10
    }
    return isMany && isEndless ? 40 : 5
  }

  private static let alone = Mutex(())

  /// - Returns: what was wrong, and the codes with which the case's own runs ended.
  func faults(of item: RandomCase) throws -> (faults: [Fault], codes: [Int32]) {
    let workspace = try Workspace()
    // What is left there is found as what is left anywhere.
    try FileManager.default.createDirectory(atPath: workspace.path("tmp"), withIntermediateDirectories: false)
    for file in item.files { try workspace.write(file.bytes, to: file.name) }
    var faults: [Fault] = []
    var codes: [Int32] = []
    for step in item.steps {
      if let needed = step.needed, try !workspace.names.contains(needed) { continue }
      let before = try Self.contents(of: workspace)
      guard let outcome = try run(step, in: workspace) else {
        faults.append(
          Fault(number: item.number, arguments: step.arguments, text: "no end within \(Self.longest(step)) s")
        )
        break
      }
      codes.append(outcome.code ?? -1)
      let check = RunCheck(
        step: step, outcome: outcome, before: before, after: try Self.contents(of: workspace),
        grammar: grammar)
      var texts = check.faults
      if texts.isEmpty, outcome.code == 0 {
        texts = try readBack(step, check, in: workspace)
      }
      faults += texts.map { Fault(number: item.number, arguments: step.arguments, text: $0) }
      if !texts.isEmpty { break }
    }
    return (faults, codes)
  }

  /// Nil where the run does not end. What was late among other work is measured alone, by the processor's time.
  private func run(_ step: RandomCase.Step, in workspace: Workspace) throws -> Outcome? {
    let input =
      try step.input.map { try Data(contentsOf: URL(fileURLWithPath: workspace.path($0))) } ?? Data()
    var command = Command(
      arguments: step.arguments, input: input, environment: ["TMPDIR": workspace.path("tmp")],
      directory: workspace.path)
    if !step.drawsInEarnest { command.environment["PATH"] = tools + ":/usr/bin:/bin" }
    let longest = Self.longest(step)
    if let outcome = try? command.run(timeout: longest) { return outcome }
    // Two processors may work at once.
    let limits = "ulimit -t \(Int(2 * longest)); exec \"$0\" \"$@\""
    command.arguments = ["-c", limits, command.program.path] + step.arguments
    command.program = URL(fileURLWithPath: "/bin/sh")
    let late = command
    return Self.alone.withLock { _ in
      let outcome = try? late.run(timeout: 12 * longest)
      return outcome?.signal == SIGXCPU || outcome?.signal == SIGKILL ? nil : outcome
    }
  }

  private static func contents(of workspace: Workspace) throws -> [String: Data] {
    var contents: [String: Data] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: workspace.path) {
      contents[name] = FileManager.default.contents(atPath: workspace.path(name))
    }
    return contents
  }

  // MARK: What was written is read

  private func readBack(_ step: RandomCase.Step, _ check: RunCheck, in workspace: Workspace) throws
    -> [String]
  {
    try check.written.flatMap { name -> [String] in
      guard let data = check.after[name] else { return [] }
      if check.isModel(data) { return try faultsOfModel(name, data, workspace) }
      return check.isLabelled(name, data) ? try faultsOfTable(name, workspace) : []
    }
  }

  private func faultsOfModel(_ name: String, _ data: Data, _ workspace: Workspace) throws -> [String] {
    let again = try workspace.gmm(["describe", "--json", "--", name])
    guard again.code == 0 else { return ["the model that was written is refused: \(again.errors)"] }
    guard Data(again.output.utf8) == data else { return ["the model reads back as another document"] }
    let json = try ModelJSON(again.output)
    let faults = try JSONSchema.modelFile().faults(of: json.object)
    let sum = json.weights.reduce((json.object["noise"] as? [String: Any])?["weight"] as? Double ?? 0, +)
    return faults + (abs(sum - 1) > 1e-9 ? ["the weights sum to \(sum)"] : [])
  }

  /// A table of labels can be read, with probabilities that are some.
  private func faultsOfTable(_ name: String, _ workspace: Workspace) throws -> [String] {
    let again = try workspace.gmm(["describe", "--json", "--all", "--", name])
    guard again.code == 0 else { return [] }
    let object = try JSONSerialization.jsonObject(with: Data(again.output.utf8)) as? [String: Any]
    let columns = (object?["columns"] as? [[String: Any]] ?? []).suffix(4)
    return columns.compactMap { column in
      guard let name = column["name"] as? String, ["probability", "uncertainty"].contains(name),
        let least = column["minimum"] as? Double, let most = column["maximum"] as? Double
      else { return nil }
      return least < 0 || most > 1 ? "\(name) from \(least) to \(most)" : nil
    }
  }
}
