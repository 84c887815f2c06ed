import Testing

/// Files hold one idea, and functions are read at once.
@Suite struct SizeTests {
  static let folders = ["Sources", "Tests", "Snippets", "Benchmarks/Sources", "Benchmarks/Phases", "Python/Sources"]

  @Test("no file and no function is too long")
  func sizes() throws {
    let sources = try SourceText.all(below: Self.folders)
    #expect(sources.count > 500)
    for source in sources {
      for complaint in SizeLimits.complaints(about: source) { Issue.record(Comment(rawValue: complaint)) }
    }
  }

  @Test("a long file is named, with what to do")
  func longFile() {
    let lines = [String](repeating: "let a = 1\n", count: 300).joined()
    #expect(SizeLimits.complaints(about: SourceText(path: "a.swift", text: lines)) == [])
    #expect(
      SizeLimits.complaints(about: SourceText(path: "a.swift", text: lines + "\n")) == [
        "a.swift: 301 lines, more than 300; give its second idea a file of its own"
      ])
  }

  /// Heads of functions, and the ends that belong to them, in all the forms there are.
  static let forms: [(name: String, head: String, end: String)] = [
    ("a.swift", "func f() {", "}"),
    ("a.swift", "  private static func f(_ x: Int) throws(E) -> Int {", "  }"),
    ("a.swift", "  init(\n    a: Int\n  ) {", "  }"),
    ("a.swift", "  func f<T>(\n    a: T\n  )\n  where T: P\n  {", "  }"),
    ("a.swift", "  public var x: Int {", "  }"), ("a.swift", "  static let table: [Int] = {", "  }()"),
    ("a.swift", "  @Test(\"a (b\", arguments: [1]) func f(x: Int) {", "  }"),
    ("a.swift", "  subscript(i: Int) -> Int {", "  }"),
    ("a.c", "static void f(const double *a,\n              int b) {", "}"),
    ("a.cpp", "  int f(int a) {", "  }"),
    ("a.js", "function f(a) {", "}"), ("a.js", "  method(\n    a, b,\n  ) {", "  }"),
    ("a.js", "  element.listen(\"x\", (event) => {", "  });"), ("a.inc", "LOOP void NAME(f)(int a) {", "}"),
  ]

  @Test("a long function is named in every form it may have", arguments: forms.indices)
  func longFunction(index: Int) {
    let (path, head, end) = Self.forms[index]
    let headCount = head.split(separator: "\n").count
    func complaints(_ lineCount: Int) -> [String] {
      let body = [String](repeating: "    if (x) {\n    }\n", count: 40).joined().split(separator: "\n")
      let lines = [head] + body.prefix(lineCount - headCount - 1).map(String.init) + [end]
      return SizeLimits.complaints(
        about: SourceText(path: path, text: "\n\n" + lines.joined(separator: "\n") + "\n"))
    }
    #expect(complaints(40) == [])
    let first = head.split(separator: "\n")[0].drop { $0 == " " }
    #expect(
      complaints(41) == ["\(path):3: 41 lines, more than 40, in “\(first)”; give a part of it a name"])
  }

  @Test("what has no body of its own ends no other's")
  func noBody() {
    let requirements = "protocol P {\n  func f() -> Int\n  init(a: Int)\n  var x: Int { get }\n}\n"
    let text = requirements + [String](repeating: "let a = 1\n", count: 60).joined() + "struct S {\n}\n"
    #expect(SizeLimits.complaints(about: SourceText(path: "a.swift", text: text)) == [])
    let statement =
      "void f(int a) {\n}\n" + "  for (;;) {\n" + String(repeating: "    a;\n", count: 60) + "  }\n"
    #expect(SizeLimits.complaints(about: SourceText(path: "a.c", text: statement)) == [])
  }
}
