/// Listings as files of a program, which is to be compiled and never runs.
///
/// A listing of a comment stands alone: it is a function in a file of its own. Those of a text in Markdown are read one
/// after the other, so that each knows what those before it have declared, and may give a name anew.
struct ListingProgram {
  let files: [String]

  /// What readers have imported without being told: the library, the module that they read about, and these.
  private static let companions: [String: [String]] = [
    "MixtureFiles": ["Tables"], "MixtureService": ["Tables"],
  ]

  init(_ listings: [Listing]) {
    let chapters = Dictionary(grouping: listings.enumerated()) { index, listing in
      listing.path.hasSuffix(".md") ? listing.path : "\(listing.path):\(index)"
    }
    files = chapters.sorted { $0.key < $1.key }.enumerated().map { number, chapter in
      Self.file(chapter.value.map(\.element), number: number)
    }
  }

  private static func file(_ listings: [Listing], number: Int) -> String {
    let parts = listings.map(ListingParts.init)
    let folders = listings[0].path.split(separator: "/").map(String.init)
    let module = folders[0] == "Sources" ? folders[1] : "GaussianMixtures"
    let header = Set(["Foundation", "GaussianMixtures", module] + companions[module, default: []]).sorted()
    let scopes = parts.map(\.statements).joined(separator: ["do {"])
    let ends = parts.dropFirst().map { _ in "}" }
    let body = ["func example\(number)() async throws {"] + scopes + ends + ["}"]
    return (header.map { "import \($0)" } + parts.flatMap(\.imports) + parts.flatMap(\.declarations) + body)
      .joined(separator: "\n")
  }
}

/// A listing taken apart into what may stand in a function and what may not.
private struct ListingParts {
  var imports: [String] = []
  /// Extensions and protocols.
  var declarations: [String] = []
  var statements: [String] = []

  init(_ listing: Listing) {
    let said = listing.code.filter { $0.contains { $0 != " " } }
    let margin = said.map { $0.prefix { $0 == " " }.count }.min() ?? 0
    var isInDeclaration = false
    // Each part keeps all lines, and has none in the place of those that the others have.
    let blank = Array(repeating: "", count: listing.code.count)
    var (outside, inside) = (blank, blank)
    for (index, line) in listing.code.enumerated() {
      let text = line.dropFirst(margin)
      if text.hasPrefix("import ") {
        imports += Self.located([line], in: listing.path, line: listing.line + index)
      } else if isInDeclaration || text.hasPrefix("extension ") || text.hasPrefix("protocol ") {
        outside[index] = line
        isInDeclaration = !(text.hasPrefix("}") || !isInDeclaration && text.hasSuffix("}"))
      } else {
        inside[index] = line
      }
    }
    if outside != blank { declarations = Self.located(outside, in: listing.path, line: listing.line) }
    statements = Self.located(inside, in: listing.path, line: listing.line)
  }

  /// Lines that errors say to be of another file.
  private static func located(_ lines: [String], in path: String, line: Int) -> [String] {
    ["#sourceLocation(file: \"\(path)\", line: \(line))"] + lines + ["#sourceLocation()"]
  }
}
