import Foundation
import Testing

/// The commands of a page of Documentation print what stands below them; GMM_UPDATE_SNAPSHOTS=1 writes it anew.
@Suite struct WorkedExampleTests {
  private static let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Documentation/Iris.md")

  @Test(.timeLimit(.minutes(10)))
  func irisPrintsWhatThePageSays() throws {
    let workspace = try Workspace()
    try workspace.copy("iris.csv")
    // Prose and blocks by turns: what a fence opens is at the odd places.
    var parts = try String(contentsOf: Self.page, encoding: .utf8).components(separatedBy: "```")
    var commandCount = 0
    for place in parts.indices where parts[place].hasPrefix("sh\n") {
      let outcome = try workspace.shell(
        "set -e; gmm() { \"$GMM\" \"$@\"; }\n" + parts[place].dropFirst(3), timeout: 300)
      #expect(outcome.code == 0, "\(outcome.errors)")
      commandCount += 1
      guard parts.indices.contains(place + 2), parts[place + 2].hasPrefix("text\n") else { continue }
      expectSame(outcome.output, String(parts[place + 2].dropFirst(5)))
      parts[place + 2] = "text\n" + outcome.output.trimmingCharacters(in: .newlines) + "\n"
    }
    #expect(commandCount > 5)
    if ProcessInfo.processInfo.environment["GMM_UPDATE_SNAPSHOTS"] == "1" {
      try Data(parts.joined(separator: "```").utf8).write(to: Self.page)
    }
  }

  /// Word by word the same, but for times, and for numbers in their last digits: another processor may round otherwise.
  private func expectSame(_ printed: String, _ page: String) {
    let (found, expected) = (words(of: printed), words(of: page))
    #expect(found.count == expected.count, "\(printed)")
    for (word, other) in zip(found, expected) where word != other {
      guard let (a, b) = Double(word).flatMap({ a in Double(other).map { (a, $0) } }) else {
        Issue.record("«\(word)» is not «\(other)»")
        continue
      }
      #expect(abs(a - b) <= 0.01 * max(abs(a), abs(b)), "\(word) is not \(other)")
    }
  }

  private func words(of text: String) -> [String] {
    text.replacing(/[0-9.e-]+ s(\n|$)/, with: "T s\n").split(whereSeparator: \.isWhitespace).map(String.init)
  }
}
