import Foundation
import GaussianMixtures

/// Files and a few runs of the command on them: the same again from the same seed and number.
struct RandomCase: Sendable {
  /// One run of the command.
  struct Step: Sendable {
    let command: String
    let arguments: [String]
    /// What the options say is written.
    let outputs: [String]
    /// The file that is standard input.
    var input: String?
    /// Whether gnuplot is that of the machine, or one that draws in no time.
    var drawsInEarnest = false
    /// A file without which this run would only say that it is missing.
    var needed: String?
  }

  let number: Int
  private(set) var files: [(name: String, bytes: [UInt8])] = []
  private(set) var steps: [Step] = []

  static let model = "model.json"

  /// - Parameter models: texts of sound models, to be changed.
  init(_ number: Int, seed: UInt64, grammar: CommandGrammar, models: [String]) {
    self.number = number
    var random = RandomStream(seed: seed, purpose: .sampling, index: number)
    let table = RandomTable(&random)
    files.append((table.name, table.bytes))
    let command = Self.command(grammar, &random)
    let context = RandomOptions.Context(
      data: table.name, columns: table.names, model: Self.model, hasGaps: table.hasGaps)
    let isFit = ["fit", "select"].contains(command.commandName)
    if !isFit, command.needsModel || random.chance(0.3) {
      addModel(context, grammar, models, &random)
    } else if random.chance(0.1) {
      files.append((Self.model, RandomModel.changed(random.pick(models), &random)))
    }
    if random.chance(0.4) {
      files += ["out.csv", "out.json", "out.html", "out.svg", "out.npy"].map {
        ($0, Array("old \($0)\n".utf8))
      }
    }
    add(command, context, keepsModel: isFit && random.chance(0.8), &random)
    if isFit, let user = grammar.commands.filter(\.needsModel).randomElement(using: &random),
      random.chance(0.6)
    {
      add(user, context, needed: Self.model, &random)
    }
  }

  private static func command(
    _ grammar: CommandGrammar, _ random: inout RandomStream
  ) -> CommandGrammar.Command {
    let shares = [
      "fit": 40, "select": 3, "classify": 13, "score": 8, "impute": 8, "evaluate": 8, "describe": 9,
      "report": 5,
      "plot": 4, "generate": 4,
    ]
    // One that is new is tried too; the demonstration takes long and has little to read.
    if random.chance(0.0005), let demo = grammar.command("demo") { return demo }
    let commands = grammar.commands.filter { $0.commandName != "demo" }
    return random.pick(weighted: commands.map { (shares[$0.commandName] ?? 5, $0) })
  }

  /// A model of the table itself, one that was changed, or one that was put together.
  private mutating func addModel(
    _ context: RandomOptions.Context, _ grammar: CommandGrammar, _ models: [String],
    _ random: inout RandomStream
  ) {
    switch random.integer(0...9) {
    case 0..<4:
      var arguments = ["fit", context.data, "-k", random.pick(["1", "1", "2", "3"]), "-q", "-o", Self.model]
      if context.hasGaps ? random.chance(0.8) : random.chance(0.2) {
        arguments.append(random.pick(["--missing", "--skip-invalid"]))
      }
      if random.chance(0.15) { arguments.append("--noise") }
      if random.chance(0.3) {
        arguments += ["--structure", random.pick(["tied", "diagonal", "spherical", "VVE"])]
      }
      steps.append(Step(command: "fit", arguments: arguments, outputs: [Self.model]))
    case 4..<7: files.append((Self.model, RandomModel.changed(random.pick(models), &random)))
    case 7: files.append((Self.model, Array(random.pick(models).utf8)))
    case 8: files.append((Self.model, Array(RandomModel.document(&random).utf8)))
    default: files.append((Self.model, RandomModel.changed(RandomModel.document(&random), &random)))
    }
  }

  private mutating func add(
    _ command: CommandGrammar.Command, _ context: RandomOptions.Context, keepsModel: Bool = false,
    needed: String? = nil, _ random: inout RandomStream
  ) {
    var context = context
    if command.commandName == "describe", needed == nil, random.chance(0.3),
      files.contains(where: { $0.name == Self.model })
    {
      context = RandomOptions.Context(data: Self.model, columns: context.columns, model: Self.model)
    }
    let input = random.chance(0.08) ? context.data : nil
    if input != nil {
      context = RandomOptions.Context(
        data: "-", columns: context.columns, model: context.model, hasGaps: context.hasGaps)
    }
    let options = RandomOptions(command, context, keepsModel: keepsModel, &random)
    var outputs = options.outputs
    if keepsModel, !outputs.contains(Self.model) { outputs.append(Self.model) }
    steps.append(
      Step(
        command: command.commandName,
        arguments: [command.commandName] + options.arguments
          + (keepsModel && !options.outputs.contains(Self.model) ? ["-o", Self.model] : []),
        outputs: outputs, input: input, drawsInEarnest: random.chance(0.03), needed: needed))
  }
}

extension RandomCase {
  /// What a shell needs to do the same, with the exact bytes.
  var script: String {
    let head = "mkdir -p /tmp/gmm-case-\(number) && cd /tmp/gmm-case-\(number)\n"
    let files = files.map { "printf '\(Self.escaped($0.bytes))' > '\($0.name)'\n" }
    let steps = steps.map { step in
      "gmm " + step.arguments.map(Self.quoted).joined(separator: " ") + " < " + (step.input ?? "/dev/null")
    }
    return head + files.joined() + steps.joined(separator: "\n") + "\n"
  }

  private static func escaped(_ bytes: [UInt8]) -> String {
    bytes.reduce(into: "") { text, byte in
      switch byte {
      case 0x0A: text += "\\n"
      case UInt8(ascii: "%"): text += "%%"
      case UInt8(ascii: "\\"): text += "\\\\"
      case UInt8(ascii: "'"): text += "'\\''"
      case 0x20..<0x7F: text.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 8)
        text += "\\" + String(repeating: "0", count: 3 - digits.count) + digits
      }
    }
  }

  private static func quoted(_ argument: String) -> String {
    let bytes = Array(argument.utf8)
    let isPlain = bytes.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"'\"\\$`|&;<>()*?[]{}~#!".utf8.contains($0) }
    if isPlain, !bytes.isEmpty { return argument }
    if bytes.allSatisfy({ $0 >= 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "'") }) { return "'\(argument)'" }
    return "\"$(printf '\(escaped(bytes))')\""
  }
}
