import Foundation

/// What has to hold after any run, whatever it was asked.
struct RunCheck {
  let step: RandomCase.Step
  let outcome: Outcome
  /// The folder before and after, file by file.
  let before: [String: Data]
  let after: [String: Data]
  let grammar: CommandGrammar

  /// Files that are new or hold something else.
  var written: [String] { after.keys.filter { after[$0] != before[$0] }.sorted() }

  var faults: [String] {
    faultsOfEnd + faultsOfFiles + faultsOfTexts + faultsOfNumbers
  }

  // MARK: The end

  private var faultsOfEnd: [String] {
    guard let code = outcome.code else { return ["signal \(outcome.signal ?? 0)"] }
    guard grammar.exitCodes.contains(code), code != 70 else {
      return ["exit code \(code): \(outcome.errors)"]
    }
    let hasError = outcome.errors.split(separator: "\n").contains { $0.hasPrefix("gmm: error: ") }
    if code != 0, !hasError { return ["exit code \(code) and no error: \(outcome.errors)"] }
    if code == 0, hasError { return ["an error and exit code 0: \(outcome.errors)"] }
    return []
  }

  // MARK: Files

  private var faultsOfFiles: [String] {
    let lost = before.keys.filter { after[$0] == nil }.map { "\($0) is gone" }
    let isPartial = outcome.code != 0
    // Of several files the first ones stay where a later one cannot be written, and the run says which.
    if isPartial, outcome.errors.contains("gmm: written: ") { return lost }
    let strange = written.filter { name in isPartial || !isOutput(name) }.map { name in
      isPartial
        ? "exit code \(outcome.code ?? -1) and «\(name)» was written" : "«\(name)» was written, unasked"
    }
    return lost + strange + faultsOfInputs
  }

  private func isOutput(_ name: String) -> Bool {
    step.outputs.contains { $0 == name || $0 == "./" + name || name.hasPrefix($0 + "/") }
      || step.command == "demo" && name.hasPrefix("gmm-demo")
  }

  /// What was read may be written over by a copy that keeps its rows, and by nothing else.
  private var faultsOfInputs: [String] {
    guard !["classify", "score", "impute"].contains(step.command) else { return [] }
    return written.filter { name in name.hasPrefix("table.") && step.arguments.contains(name) }
      .filter { name in !((after[name] ?? Data()).count > (before[name] ?? Data()).count) }
      .map { "«\($0)» was read and written over" }
  }

  // MARK: Words

  /// Whether standard output carries data and not words.
  private var dataIsPrinted: Bool {
    let command = grammar.command(step.command)
    let isDefault = command?.options.contains { $0.isOutput && $0.defaultValue == "-" } ?? false
    return step.outputs.contains("-") || isDefault
  }

  private var faultsOfTexts: [String] {
    var texts = [("standard error", outcome.errors)]
    if !dataIsPrinted { texts.append(("standard output", outcome.output)) }
    return texts.compactMap { place, text in
      let sign = text.unicodeScalars.first(where: Self.isControl)
      return sign.map { "U+\(String($0.value, radix: 16)) on \(place): \(text.debugDescription)" }
    }
  }

  private static func isControl(_ sign: Unicode.Scalar) -> Bool {
    switch sign.value {
    case 0x0A: false
    case 0..<0x20, 0x7F..<0xA0, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
    default: false
    }
  }

  // MARK: Numbers

  /// Whether it was asked for a help text, which may speak of such words, or the version.
  private var asksForText: Bool { step.arguments.contains { ["-h", "--help", "--version"].contains($0) } }

  private var faultsOfNumbers: [String] {
    guard outcome.code == 0, !asksForText else { return [] }
    var faults: [String] = []
    let isJSON = step.arguments.contains("--json") && !step.outputs.contains("-")
    if isJSON, !outcome.output.isEmpty, !Self.isJSON(Data(outcome.output.utf8)) {
      faults.append("--json printed what is no JSON: \(outcome.output.prefix(300))")
    }
    faults += written.filter { $0.hasSuffix(".json") && !Self.isJSON(after[$0] ?? Data()) }.map {
      "\($0) is no JSON"
    }
    guard !inputHasWords else { return faults }
    let isPage = outcome.output.hasPrefix("<")
    if !isPage, let word = Self.word(in: outcome.output) {
      faults.append("«\(word)» on standard output: \(outcome.output)")
    }
    for name in written where [".csv", ".tsv", ".json"].contains(where: name.hasSuffix) {
      guard let word = Self.word(in: String(decoding: after[name] ?? Data(), as: UTF8.self)) else { continue }
      faults.append("«\(word)» in \(name)")
    }
    return faults
  }

  private static func isJSON(_ data: Data) -> Bool {
    (try? JSONSerialization.jsonObject(with: data, options: .fragmentsAllowed)) != nil
  }

  /// Whether what was read has such words itself, or densities were asked for: beyond all numbers they are inf.
  private var inputHasWords: Bool {
    // Without the zeros of UTF-16.
    let texts = before.filter { !$0.key.hasPrefix("out.") }.map {
      String(decoding: $0.value.filter { $0 != 0 }, as: UTF8.self).lowercased()
    }
    let asked = step.arguments.map { $0.lowercased() }
    return asked.contains { $0.firstMatch(of: /(^|[=,])density/) != nil }
      || (texts + asked).contains { $0.contains("nan") || $0.contains("inf") }
      || before.keys.contains { $0.hasSuffix(".npy") && $0.hasPrefix("table") }
  }

  /// A number that is none: a word by itself.
  private static func word(in text: String) -> Substring? {
    text.firstMatch(of: /(?i)(?:^|[\s,;:=(\[|])[-+−]?(nan|inf|infinity)(?:$|[\s,;)\]|%])/)?.output.1
  }

  // MARK: What was written

  func isModel(_ data: Data) -> Bool {
    data.prefix(400).contains(UInt8(ascii: "{"))
      && String(decoding: data, as: UTF8.self).contains("\"gaussian-mixtures/model/")
  }

  func isLabelled(_ name: String, _ data: Data) -> Bool {
    (name.hasSuffix(".csv") || name.hasSuffix(".tsv"))
      && String(decoding: data.prefix(1 << 16), as: UTF8.self).contains("probability")
  }
}
