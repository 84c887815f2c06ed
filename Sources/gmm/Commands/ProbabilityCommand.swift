#if Command

import ArgumentParser
import GaussianMixtures
import MixtureFiles
import Tables

struct ProbabilityCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "probability",
    abstract: "Tell how likely a point of a model lies in a box.",
    discussion: """
      A box has a range for some of the model's columns, such as x=0:1, and the others are free; an end that is left out is \
      infinite, so x=:1 is what cumulative distributions tell. Exact to some 1e-15 for one column, for two, and for any \
      number of independent ones; else a sum over a lattice (Genz 1992) with an error of three standard errors, refined \
      until it is below --tolerance. Ends of columns that the model transforms are in the columns' own units.

      Examples:
        gmm probability --model model.json --box x=0:1
        gmm probability --model model.json --box x=0:1,y=:3.5 --box x=1:2,y=:3.5
        gmm probability --model model.json --box z=-2:2 --json
      """)

  @Option(name: [.short, .long], help: "The model document that fit has written.", completion: .file())
  var model: String

  @OptionGroup(title: "Engine") var engine: EngineOptions
  @OptionGroup(title: "Messages") var messages: ConsoleOptions

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Ranges of columns, with commas between them; may be given several times.", valueName: "ranges"))
  var box: [String]

  @Option(help: "The error that is aimed at, from 1e-12 to 0.1.")
  var tolerance = 1e-6

  @Option(unconditional: "From which the lattice's shifts come; the same seed gives the same numbers.")
  var seed: UInt64 = 1

  @Flag(help: "Print JSON.")
  var json = false

  mutating func validate() throws {
    guard !box.isEmpty else { throw ValidationError("Say what box is meant, such as --box x=0:1,y=:3.") }
    guard (1e-12...0.1).contains(tolerance) else {
      throw ValidationError("--tolerance is \(tolerance); it is from 1e-12 to 0.1.")
    }
    for text in box { _ = try BoxText(text) }
    try FilesOfRun.check(reading: ["the model": model])
  }

  func run() async throws {
    let document = try ModelFile.read(model)
    guard document.preprocessing?.compensation == nil else {
      throw CommandFailure(
        .badData,
        "\(model): the model's columns are compensated, so that a box of the columns as they stand is none of the model's."
      )
    }
    let answers = try box.map { text -> BoxAnswer in
      let ranges = try BoxText(text).ranges(of: document, file: model)
      do throws(ModelError) {
        return BoxAnswer(
          box: text,
          try document.model.probability(of: ranges, tolerance: tolerance, seed: seed, engine: engine.engine))
      } catch {
        throw CommandFailure(.badData, "\(model): \(error.message)")
      }
    }
    for answer in answers where answer.error > tolerance {
      messages.console.note(
        "\(answer.box): the error is above --tolerance \(NumberFormat.short(tolerance)) after the most points that are "
          + "summed")
    }
    try messages.console.answer(
      try json ? ModelFile.text(ofEncodable: ["boxes": answers]) : BoxAnswer.text(of: answers))
  }
}

/// The probability of a box.
private struct BoxAnswer: Encodable {
  let box: String
  let probability: Double
  /// Three standard errors; 0 where it is exact.
  let error: Double

  init(box: String, _ found: BoxProbability) {
    (self.box, probability, error) = (box, found.value, found.error)
  }

  static func text(of answers: [BoxAnswer]) -> String {
    var table = AlignedTable(["box", "probability", "error"], indentation: 0)
    for answer in answers {
      table.append([
        answer.box, NumberText.significant(answer.probability, digits: 12),
        answer.error == 0 ? "exact" : NumberText.significant(answer.error, digits: 2),
      ])
    }
    return table.text
  }
}

/// A box as it is typed: `x=0:1,y=:3`.
struct BoxText {
  private let ranges: [(column: String, lower: Double, upper: Double)]

  init(_ text: String) throws(ValidationError) {
    ranges = try text.split(separator: ",", omittingEmptySubsequences: false).map {
      part throws(ValidationError) in
      guard let mark = part.lastIndex(of: "="), mark > part.startIndex,
        let (lower, upper) = Self.ends(part[part.index(after: mark)...])
      else {
        throw ValidationError(
          "--box: «\(part)» is no range of a column; write x=0:1, or x=:1 and x=0: where an end is free.")
      }
      guard lower < upper else {
        throw ValidationError("--box: the range «\(part)» is empty; its first end is below its second.")
      }
      return (String(part[..<mark]), lower, upper)
    }
    let columns = ranges.map(\.column)
    if let twice = columns.first(where: { name in columns.count { $0 == name } > 1 }) {
      throw ValidationError("--box «\(text)» has two ranges of the column «\(twice)»; give one.")
    }
  }

  private static func ends(_ text: Substring) -> (Double, Double)? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map { $0.filter { $0 != " " } }
    guard parts.count == 2 else { return nil }
    let lower = parts[0].isEmpty ? -Double.infinity : Double(parts[0])
    let upper = parts[1].isEmpty ? Double.infinity : Double(parts[1])
    guard let lower, let upper, !lower.isNaN, !upper.isNaN else { return nil }
    return (lower, upper)
  }

  /// A range for each coordinate of a model.
  func ranges(of document: ModelDocument, file: String) throws -> [ClosedRange<Double>] {
    let names = document.columns ?? (1...document.model.dimension).map(String.init)
    var all = names.map { _ in -Double.infinity...Double.infinity }
    for range in ranges {
      let places = names.indices.filter { names[$0] == range.column }
      guard places.count == 1 else {
        throw CommandFailure(
          .badData,
          "\(file): the model has \(places.isEmpty ? "no column" : "several columns") «\(range.column)» for --box; its columns "
            + "are \(TerminalText.list(names)).")
      }
      let transform = document.preprocessing?.transforms[places[0]]
      let ends = [range.lower, range.upper].map { end in
        end.isFinite ? transform?.value(of: end) ?? end : end
      }
      guard ends.allSatisfy({ !$0.isNaN }), ends[0] <= ends[1] else {
        throw CommandFailure(
          .badData,
          "\(file): the range of «\(range.column)» has an end that the column's transform has no value for; leave that end out."
        )
      }
      all[places[0]] = ends[0]...ends[1]
    }
    return all
  }
}

#endif
