import Foundation
import Testing

/// The commands and their options as the command itself lists them, so that a new one is tried by itself.
struct CommandGrammar: Sendable {
  struct Argument: Decodable, Sendable {
    struct Name: Decodable, Sendable {
      let kind: String
      let name: String

      var typed: String { (kind == "short" ? "-" : "--") + name }
    }

    let kind: String
    let isOptional: Bool
    let valueName: String?
    let names: [Name]?
    let allValues: [String]?
    let defaultValue: String?

    var isPositional: Bool { kind == "positional" }
    var isFlag: Bool { kind == "flag" }
    /// Whether nothing else is done then.
    var asksForText: Bool { names?.contains { ["help", "version"].contains($0.name) } ?? false }
    /// Whether a file is written to the place that it names.
    var isOutput: Bool { valueName == "output" }
  }

  struct Command: Decodable, Sendable {
    let commandName: String
    let shouldDisplay: Bool?
    let arguments: [Argument]

    var options: [Argument] { arguments.filter { !$0.isPositional } }
    var needsModel: Bool { arguments.contains { $0.valueName == "model" } }
  }

  let commands: [Command]
  /// The codes that the help promises.
  let exitCodes: Set<Int32>

  /// The viewer serves until it is stopped; its tests are others.
  private static let leftOut: Set<String> = ["help", "view"]

  private struct Dump: Decodable {
    struct Root: Decodable {
      let discussion: String
      let subcommands: [Command]
    }
    let command: Root
  }

  init() throws {
    let workspace = try Workspace()
    let text = try workspace.succeed("--experimental-dump-help").output
    let root = try JSONDecoder().decode(Dump.self, from: Data(text.utf8)).command
    commands = root.subcommands.filter { $0.shouldDisplay != false && !Self.leftOut.contains($0.commandName) }
    let promise = try #require(root.discussion.range(of: "Exit codes:"))
    exitCodes = Set(
      root.discussion[promise.upperBound...].matches(of: /\b[0-9]+\b/).compactMap { Int32($0.output) })
    try #require(exitCodes.contains(0) && exitCodes.count > 3)
  }

  func command(_ name: String) -> Command? { commands.first { $0.commandName == name } }
}
