/// What is built with the trait Command alone: whole files, since SwiftPM builds every target of this package with and
/// without it.
struct TraitGuard {
  /// Folders of which every file belongs to the command or the viewer.
  static let folders = ["Sources/gmm/", "Sources/MixtureService/"]

  /// The modules of other packages.
  private let modules: Set<Substring>

  /// - Parameter manifest: the text of Package.swift, where what comes with the trait is `foreign("Module", of: …)`.
  init(manifest: String) {
    let calls = manifest.split(separator: "foreign(\"", omittingEmptySubsequences: false).dropFirst()
    modules = Set(calls.compactMap { $0.split(separator: "\"").first })
  }

  /// What is wrong with a file; nil where nothing is.
  func complaint(about source: SourceText) -> String? {
    let foreign = source.lines.lazy.compactMap { Self.module(importedBy: $0.text) }.first(
      where: modules.contains)
    guard foreign != nil || Self.folders.contains(where: source.path.hasPrefix) else { return nil }
    let isGuarded =
      ["#if Command", "#if !Command"].contains(source.lines.first?.text)
      && source.lines.last?.text == "#endif"
    guard !isGuarded else { return nil }
    let reason = foreign.map { "imports \($0)" } ?? "belongs to the command"
    return
      "\(source.path): \(reason), which is there with the trait Command alone; put the whole file between #if "
      + "Command and #endif"
  }

  /// The module of `internal import Module` and the like.
  private static func module(importedBy line: Substring) -> Substring? {
    let words = line.split(separator: " ").drop {
      $0.hasPrefix("@") || ["internal", "package", "public"].contains($0)
    }
    return words.first == "import" ? words.dropFirst().first : nil
  }
}
