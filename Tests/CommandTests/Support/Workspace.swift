import Foundation
import MixtureFiles
import Tables
import TestSupport
import Testing

/// A folder that goes with the test, in which the command runs.
final class Workspace {
  private let folder: TestFolder

  init() throws { folder = try TestFolder(of: "CommandTests") }

  var path: String { folder.path }

  /// Runs the command in this folder.
  @discardableResult
  func gmm(
    _ arguments: String..., input: String = "", environment: [String: String] = [:]
  ) throws -> Outcome {
    try gmm(arguments, input: input, environment: environment)
  }

  @discardableResult
  func gmm(
    _ arguments: [String], input: String = "", environment: [String: String] = [:]
  ) throws -> Outcome {
    try Command(
      arguments: arguments, input: Data(input.utf8), environment: environment, directory: path
    ).run()
  }

  /// Runs the command, which has to succeed.
  @discardableResult
  func succeed(
    _ arguments: String..., input: String = "", sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Outcome {
    let outcome = try gmm(arguments, input: input)
    #expect(outcome.code == 0, "\(arguments): \(outcome.errors)", sourceLocation: sourceLocation)
    return outcome
  }

  func path(_ name: String) -> String { folder.path(name) }

  @discardableResult
  func write(_ text: String, to name: String) throws -> String {
    try write(Array(text.utf8), to: name)
  }

  @discardableResult
  func write(_ bytes: [UInt8], to name: String) throws -> String {
    try folder.write(bytes, to: name)
    return name
  }

  func text(_ name: String) throws -> String { try folder.text(name) }

  /// The lines of a file, without the last line end.
  func lines(_ name: String) throws -> [String] {
    try text(name).split(separator: "\n").map(String.init)
  }

  /// The numbers of a column.
  func numbers(_ column: String, in name: String) throws -> [Double] {
    let table = try PointTable(contentsOf: path(name), options: .withResults)
    return try table.numbers(in: try table.columns(named: [column])).columns[0]
  }

  /// The texts of a column.
  func column(_ column: String, in name: String) throws -> [String] {
    let table = try PointTable(contentsOf: path(name), options: .withResults)
    return table.text(of: try table.columns(named: [column])[0])
  }

  /// All files, hidden ones too.
  var names: [String] { get throws { try folder.names } }

  /// A copy of one of the real data sets, under its own name or another.
  @discardableResult
  func copy(_ name: String, to copy: String? = nil) throws -> String {
    let source = Bundle.module.bundleURL.appendingPathComponent("Data").appendingPathComponent(name)
    try FileManager.default.copyItem(atPath: source.path, toPath: path(copy ?? name))
    return copy ?? name
  }
}

/// The command refuses: with a code, a message that holds these texts, and nothing on standard output.
func expectRefusal(
  _ outcome: Outcome, _ code: Int32, saying texts: [String], sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(outcome.signal == nil, "\(outcome.errors)", sourceLocation: sourceLocation)
  #expect(outcome.code == code, "\(outcome.errors)", sourceLocation: sourceLocation)
  #expect(outcome.output.isEmpty, sourceLocation: sourceLocation)
  #expect(outcome.errors.contains("gmm: error: "), "\(outcome.errors)", sourceLocation: sourceLocation)
  for text in texts {
    #expect(outcome.errors.contains(text), "\(outcome.errors)", sourceLocation: sourceLocation)
  }
}
