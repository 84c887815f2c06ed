import Testing

/// The examples in comments, articles and the README are right, and every public type has one.
@Suite struct ListingTests {
  static let modules = [
    "CodedErrors", "GaussianMixtures", "Tables", "MixtureFiles", "MixtureFigures", "MixtureRanks",
    "MixtureService",
  ]

  private func sources(_ kind: String) throws -> [SourceText] {
    try SourceText.all(below: Self.modules.map { "Sources/\($0)" }, kinds: [kind])
  }

  @Test("every listing compiles against the modules as they are")
  func compilation() throws {
    let readMe = try ["README.md", "README.zh-CN.md"].map(SourceText.init(contentsOf:))
    let listings = try (sources("swift") + sources("md") + readMe).flatMap(Listing.all)
    for module in Self.modules { #expect(listings.contains { $0.path.hasPrefix("Sources/\(module)/") }) }
    #expect(Set(listings.map(\.path)).isSuperset(of: readMe.map(\.path)))
    let program = ListingProgram(listings).files + [ListingPrelude.text]
    for error in try ListingCompiler().errors(of: program) { Issue.record(Comment(rawValue: error)) }
  }

  @Test("an error in a listing is one of the file and the line where it stands")
  func errors() throws {
    let comment =
      "/// A type.\n///\n/// ```swift\n/// let one = 1\n///\n/// let two: Int = \"2\"\n/// ```\nstruct A {}\n"
    let article =
      "```swift\nlet one = 1\n```\n- Then:\n  ```swift\n  let two = one + 1\n  print(three)\n  ```\n"
    let listings = [("a.swift", comment), ("a.md", article)].flatMap { path, text in
      Listing.all(in: SourceText(path: path, text: text))
    }
    let errors = try ListingCompiler().errors(of: ListingProgram(listings).files)
    #expect(errors.count == 2)
    #expect(errors.contains { $0.hasPrefix("a.md:7:9: error: cannot find 'three'") }, "\(errors)")
    #expect(errors.contains { $0.hasPrefix("a.swift:6:20: error: cannot convert") }, "\(errors)")
  }

  @Test(
    "listings are found where they begin and end, those in other languages and of manifests are passed over")
  func extraction() {
    let code = """
      ```sh
      make
      ```
      text
      ```swift
      let a = 1

      ```
      ```swift
        .package(url: "https://example.org", from: "1.0.0")
      ```
      """
    let found = Listing.all(in: SourceText(path: "a.md", text: code))
    #expect(found == [Listing(path: "a.md", line: 6, code: ["let a = 1", ""])])
    let comment = code.split(separator: "\n", omittingEmptySubsequences: false).map { "  /// \($0)\n" }
      .joined()
    let swift = Listing.all(
      in: SourceText(path: "a.swift", text: comment + "  func f() {}\n// ```swift\n// x\n"))
    #expect(swift == [Listing(path: "a.swift", line: 6, code: ["      let a = 1", "      "])])
    let unclosed = Listing.all(in: SourceText(path: "a.swift", text: "/// ```swift\n/// f()\nfunc f() {}\n"))
    #expect(unclosed.map(\.code) == [["    f()"]])
  }

  @Test("what cannot be in a function stands outside, and listings of a text follow one another")
  func program() {
    let listing = Listing(
      path: "Sources/Tables/a.md", line: 3,
      code: ["import MixtureFiles", "extension Int {", "  var a: Int { 1 }", "}", "print(1.a)"])
    let next = Listing(path: "Sources/Tables/a.md", line: 12, code: ["print(2)"])
    let file = ListingProgram([listing, next]).files.joined()
    let lines = file.split(separator: "\n").filter { !$0.hasPrefix("#") }
    #expect(
      lines == [
        "import Foundation", "import GaussianMixtures", "import Tables", "import MixtureFiles",
        "extension Int {", "  var a: Int { 1 }",
        "}",
        "func example0() async throws {", "print(1.a)", "do {", "print(2)", "}", "}",
      ])
    #expect(
      file.contains("#sourceLocation(file: \"Sources/Tables/a.md\", line: 12)\nprint(2)\n#sourceLocation()"))
  }
}
