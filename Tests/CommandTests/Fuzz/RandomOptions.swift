import GaussianMixtures

/// Arguments of one command: what it needs, a few options of all that it has, and now and then what is wrong.
struct RandomOptions {
  /// What values of options may be about.
  struct Context {
    /// The file of points, or of labels.
    let data: String
    /// Names and numbers of columns.
    let columns: [String]
    let model: String
    /// Whether some cells are no numbers.
    var hasGaps = false
  }

  private(set) var arguments: [String] = []
  /// The output that is written where no option says otherwise.
  private(set) var outputs: [String] = []

  private let context: Context

  init(
    _ command: CommandGrammar.Command, _ context: Context, keepsModel: Bool = false,
    _ random: inout RandomStream
  ) {
    self.context = context
    var given: [[String]] = []
    let count = random.pick(weighted: [(3, 0), (4, 1), (4, 2), (3, 3), (2, 5), (1, 9)])
    let common = command.options.filter { !$0.isFlag || random.chance($0.asksForText ? 0.01 : 0.5) }
    var chosen = (0..<count).map { _ in random.pick(common.isEmpty ? command.options : common) }
    chosen += command.options.filter { option in
      !option.isOptional || Self.isUsual(option, command) && random.chance(0.97)
    }
    let known = command.options.flatMap { $0.names ?? [] }.map(\.typed)
    if context.hasGaps, known.contains("--missing"), random.chance(0.6) {
      given.append([random.pick(["--missing", "--skip-invalid"])])
    }
    for option in chosen where random.chance(option.isOptional ? 1 : 0.98) {
      let companion = option.names?.compactMap { Self.companions[$0.name] }.first ?? []
      if let name = companion.first, known.contains(name), random.chance(0.9) {
        given.append(companion)
        if name == "--classify" { outputs.append("out.csv") }
      }
      given.append(self.given(option, keepsModel: keepsModel, command, &random))
    }
    for argument in command.arguments where argument.isPositional {
      if random.chance(argument.isOptional ? 0.5 : 0.99) {
        given.insert([context.data], at: given.isEmpty ? 0 : 1)
      }
    }
    if random.chance(0.01) { given.append([random.pick(["--nonsense", "-z", "extra", "--", "-", ""])]) }
    arguments = given.flatMap(\.self)
  }

  /// Without it, most runs would take long or say the same.
  private static func isUsual(_ option: CommandGrammar.Argument, _ command: CommandGrammar.Command) -> Bool {
    ["components", "structures"].contains(option.valueName) || option.valueName == "model"
  }

  private mutating func given(
    _ option: CommandGrammar.Argument, keepsModel: Bool, _ command: CommandGrammar.Command,
    _ random: inout RandomStream
  ) -> [String] {
    let name = (option.names ?? []).map(\.typed)
    guard !name.isEmpty else { return [] }
    let typed = random.pick(name)
    guard !option.isFlag else { return [typed] }
    var value = value(of: option, command, &random)
    if keepsModel, option.names?.contains(where: { $0.name == "output" }) ?? false { value = context.model }
    if option.isOutput { outputs.append(value) }
    return random.chance(0.1) && typed.hasPrefix("--") ? ["\(typed)=\(value)"] : [typed, value]
  }

  // MARK: Values

  /// By the name of the value: what may be given, and what is refused or at the edge.
  private static let values: [String: (usual: [String], odd: [String])] = {
    let shares = [
      "0", "1e-320", "1e300", "1e-300", "-0", "-1", "nan", "inf", "1e400", "x", "", "1,5", "100", "5e-324",
      "1e308",
    ]
    let whole = ["0", "-1", "x", "", "1.5", "1e3", "99999999999999999999", "9223372036854775807", "-0"]
    return [
      "components": (
        ["1", "1", "2", "2", "2", "3", "7", "1-3", "2,4", "auto", "1...2"],
        ["0", "-1", "x", "60", "9223372036854775807", "3-1", "1-99999", ""]
      ),
      "structures": (["full", "tied,VVE", "diagonal,EII", "VVV", "EEV,full"], ["all", "x", ""]),
      "restarts": (["1", "2", "3"], ["0", "-1", "x", "99999999999999999999"]),
      "count": (
        ["1", "2", "3", "5", "10", "50", "200", "1000"], ["0", "-1", "x", "", "1.5", "99999999999999999999"]
      ),
      "threads": (["1", "2", "4"], ["0", "-1", "1025", "1024", "x"]),
      "seed": (["1", "2", "18446744073709551615", "0"], ["-1", "x", "18446744073709551616"]),
      "lines": (["0", "1", "2"], ["3", "-1", "1000", "1000000000000", "9223372036854775807", "x"]),
      "nats": (["1e-8", "1e-3", "0", "1e-15", "100"], shares), "change": (["1e-3", "0", "10"], shares),
      "share": (["1e-12", "1e-6", "1e-14", "0.1"], shares), "points": (["0.01", "1", "100"], shares),
      "degrees": (["5", "10", "100", "3.5"], shares), "variance": (["0", "1e-6", "0.5", "100"], shares),
      "ratio": (["1", "100", "1e10"], shares), "volume": (["1", "100", "1e-3", "1e300"], shares),
      "percent": (["95", "50", "99.9999999"], shares),
      "delimiter": (
        ["auto", "auto", "comma", ",", ";", "tab"], ["\\t", "space", "|", "", "xx", "\"", "1", "."]
      ),
      "character": (["comma", "point", "apostrophe"], [",", ".", "space", "'", "_", "", "1"]),
      "values": (["-9999", "?,-", "x"], ["", ",", "1", "0", "nan,inf", "1e400"]),
      "encoding": (["utf-8", "windows-1252", "latin1"], ["utf-16", "utf-16le", "utf-16be", "x"]),
      "title": (["Points"], Trouble.texts), "whole": (["1", "2", "10"], whole + shares),
    ]
  }()

  /// What an option is refused without.
  private static let companions = [
    "noise-volume": ["--noise"], "prior-shrinkage": ["--prior", "conjugate"],
    "prior-degrees-of-freedom": ["--prior", "conjugate"], "folds": ["--criterion", "cross-validation"],
    "output-columns": ["--classify", "out.csv"], "mean-tolerance": ["--stop", "changes"],
    "weight-tolerance": ["--stop", "changes"],
  ]

  private func value(
    of option: CommandGrammar.Argument, _ command: CommandGrammar.Command, _ random: inout RandomStream
  ) -> String {
    let isUsual = random.chance(0.93)
    if let values = option.allValues, isUsual {
      // Some are listed with a second name: «spherical (VII)».
      return random.pick(random.pick(values).split(whereSeparator: { " ()".contains($0) }).map(String.init))
    }
    if let (usual, odd) = Self.values[option.valueName ?? ""] { return random.pick(isUsual ? usual : odd) }
    switch option.valueName ?? "" {
    case "start": return start(&random)
    case "column", "label", "truth": return column(&random)
    case "columns", "axes": return columns(option, &random)
    case "model":
      return isUsual ? context.model : random.pick(["", "no.json", context.data, "-", ".", context.model])
    case "output": return output(command, option, &random)
    case "truth-file": return context.data
    default:
      // An option that is new here: numbers, words and columns.
      let odd = (Self.values["whole"]?.odd ?? []) + Trouble.texts
      return random.pick(isUsual ? ["1", "2", "0.5", "auto"] + context.columns : odd)
    }
  }

  private func start(_ random: inout RandomStream) -> String {
    random.pick(weighted: [
      (10, "auto"), (10, "hierarchical"), (8, "kmeans"), (8, "random"), (8, "labels:\(column(&random))"),
      (8, context.model), (1, "labels:"), (1, "nonsense"), (1, ""),
    ])
  }

  private func column(_ random: inout RandomStream) -> String {
    random.chance(0.9)
      ? random.pick(context.columns)
      : random.pick(["nonsense", "", "0", "99", "1-2", "-1", "weight", "label"])
  }

  private func columns(_ option: CommandGrammar.Argument, _ random: inout RandomStream) -> String {
    if option.names?.contains(where: { $0.name == "output-columns" }) ?? false {
      let names = ["label", "probability", "uncertainty", "log_density", "density"]
      return random.chance(0.05) ? "x," : names.filter { _ in random.chance(0.5) }.joined(separator: ",")
    }
    if random.chance(0.1) {
      return random.pick(["", ",", "1-", "-1", "2-1", "0", "1,1", "1-9999999999", "nonsense"])
    }
    return (0...random.integer(0...2)).map { _ in random.pick(context.columns) }.joined(separator: ",")
  }

  private func output(
    _ command: CommandGrammar.Command, _ option: CommandGrammar.Argument, _ random: inout RandomStream
  ) -> String {
    if random.chance(0.05) {
      return random.pick([
        "", "-", "no/such/out.csv", ".", context.data, "./" + context.data, context.model, "/dev/full",
        "out\u{1B}[31m.csv",
        "/proc/out.csv", "out.csv/",
      ])
    }
    let names = (option.names ?? []).map(\.name)
    switch command.commandName {
    case "plot": return random.pick(["out.svg", "out.svg", "out.png", "out.pdf", "out.gif"])
    case "report": return "out.html"
    case "demo": return "folder"
    case "fit" where names.contains("output"), "select" where names.contains("output"):
      return random.pick(["out.json", "-"])
    case _ where names.contains("report"): return "page.html"
    case "select": return random.pick(["out.csv", "out.svg"])
    default: return random.pick(["out.csv", "out.csv", "out.npy", "-", "out.tsv"])
    }
  }
}
