import Testing

/// The package builds with and without the trait Command.
@Suite struct TraitTests {
  @Test("what needs other packages is left out without the trait")
  func guards() throws {
    let rule = TraitGuard(manifest: try SourceText.manifest())
    let sources = try SourceText.all(below: ["Sources"])
    for complaint in sources.filter(\.isSwift).compactMap(rule.complaint) {
      Issue.record(Comment(rawValue: complaint))
    }
    for folder in TraitGuard.folders { #expect(sources.contains { $0.path.hasPrefix(folder) }) }
  }

  private static let rule = TraitGuard(
    manifest: "foreign(\"NIOCore\", of: \"swift-nio\"),\nforeign(\"Logging\")")

  private func complaint(_ path: String, _ text: String) -> String? {
    Self.rule.complaint(about: SourceText(path: path, text: text))
  }

  @Test("a file that needs another package, or is the command's, is named")
  func named() {
    #expect(
      complaint(
        "Sources/Tables/A.swift", "internal import Parallel\n@preconcurrency internal import NIOCore\n")
        == "Sources/Tables/A.swift: imports NIOCore, which is there with the trait Command alone; put the whole file "
        + "between #if Command and #endif")
    #expect(
      complaint("Sources/gmm/A.swift", "let a = 1\n")?.hasPrefix(
        "Sources/gmm/A.swift: belongs to the command") == true)
    #expect(complaint("Sources/gmm/A.swift", "#if Command\n\nlet a = 1\n\n#endif\nlet b = 2\n") != nil)
  }

  @Test("files that are left out whole, and those that need nothing, are not")
  func spared() {
    #expect(complaint("Sources/gmm/A.swift", "#if Command\n\nimport NIOCore\n\n#endif\n") == nil)
    #expect(complaint("Sources/gmm/A.swift", "#if !Command\n\nlet a = 1\n\n#endif\n") == nil)
    #expect(complaint("Sources/Tables/A.swift", "// import NIOCore\nimport NIOCoreless\n") == nil)
  }
}
