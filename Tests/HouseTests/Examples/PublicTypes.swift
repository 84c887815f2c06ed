/// The public types of some sources, by the indentation that `make format` gives: nothing is parsed.
struct PublicTypes {
  struct Declaration: Hashable {
    /// With those around it: `GaussianMixture.Noise.Box`.
    let name: String
    let path: String
    /// Counted from 1.
    let line: Int
    /// Those of its own comment.
    let listings: [Listing]
  }

  let declarations: [Declaration]

  init(_ sources: [SourceText]) { declarations = sources.flatMap(Self.declarations) }

  /// What is wrong with each type that no listing shows.
  var complaints: [String] {
    let listings = Dictionary(declarations.map { ($0.name, $0.listings) }, uniquingKeysWith: +)
    return declarations.compactMap { declaration in
      let names = declaration.name.split(separator: ".").map(String.init)
      let around = (1..<names.count).map { names.prefix($0).joined(separator: ".") }
      let isShown =
        !declaration.listings.isEmpty
        || around.contains { listings[$0, default: []].contains { $0.names(names[names.count - 1]) } }
      guard !isShown else { return nil }
      let alternative = around.last.map { ", or name it in a listing of \($0)" } ?? ""
      return
        "\(declaration.path):\(declaration.line): \(declaration.name) is public and nothing shows its use; give its "
        + "comment a few lines between ```swift and ```\(alternative)"
    }
  }

  // MARK: Declarations

  private static let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "actor"]
  private static let modifiers: Set<Substring> = [
    "public", "open", "package", "internal", "private", "fileprivate", "final", "indirect", "nonisolated",
  ]

  private static func declarations(of source: SourceText) -> [Declaration] {
    var scopes: [(indentation: Int, name: Substring, isPublic: Bool)] = []
    return source.lines.enumerated().compactMap { index, line in
      guard let (kind, name, isPublic) = head(line.text) else { return nil }
      scopes.removeLast(
        scopes.count - (scopes.firstIndex { $0.indentation >= line.indentation } ?? scopes.count))
      let isVisible = isPublic && scopes.allSatisfy(\.isPublic)
      scopes.append((line.indentation, name, isPublic))
      guard isVisible, kind != "extension" else { return nil }
      return Declaration(
        name: scopes.map(\.name).joined(separator: "."), path: source.path, line: index + 1,
        listings: Listing.all(in: source, lines: comment(above: index, in: source)))
    }
  }

  /// What a line declares; an extension is as public as what it extends, which is taken to be so.
  private static func head(_ text: Substring) -> (kind: Substring, name: Substring, isPublic: Bool)? {
    let words = text.split(separator: " ")
    let (own, rest) = (words.prefix { modifiers.contains($0) }, words.drop { modifiers.contains($0) })
    guard let kind = rest.first, kinds.contains(kind) || kind == "extension", rest.count > 1 else {
      return nil
    }
    let name = rest[rest.startIndex + 1].prefix { $0.isLetter || $0.isNumber || $0 == "." || $0 == "_" }
    // `class func` and the like.
    guard name.first?.isUppercase == true else { return nil }
    return (kind, name, kind == "extension" || own.contains("public") || own.contains("open"))
  }

  /// The lines of the comment, and of attributes, right above one.
  private static func comment(above index: Int, in source: SourceText) -> Range<Int> {
    let lines = source.lines[..<index].reversed().prefix {
      $0.text.hasPrefix("///") || $0.text.hasPrefix("@")
    }
    // The declaration itself ends a listing that nothing else has ended.
    return (index - lines.count)..<(index + 1)
  }
}
