import Testing

/// What is said twice is changed once, and wrong from then on.
@Suite struct RepetitionTests {
  /// Pairs of files that may share a run, and why. Documentation/Repetitions.md has those of a like shape too.
  static let allowed: [(files: Set<String>, reason: String)] = []

  @Test("no six lines of the sources stand twice")
  func repetitions() throws {
    let pairs = RepeatedRuns(try SourceText.all(below: ["Sources"])).pairs
    for pair in pairs where !Self.allowed.contains(where: { $0.files == Set(pair.paths) }) {
      Issue.record(Comment(rawValue: pair.description))
    }
    for allowance in Self.allowed {
      let isUsed = pairs.contains { allowance.files == Set($0.paths) }
      #expect(isUsed, "\(allowance.files.sorted()) share nothing any more: take them from the list")
    }
  }

  private static let six = (1...6).map { "call(\($0))" }

  private func pairs(_ first: [String], _ second: [String], path: String = "b.swift") -> [RepeatedRuns.Pair] {
    RepeatedRuns([
      SourceText(path: "a.swift", text: first.joined(separator: "\n")),
      SourceText(path: path, text: second.joined(separator: "\n")),
    ]).pairs
  }

  @Test("six lines that stand twice are found, once, as long as they go")
  func found() {
    let pair = RepeatedRuns.Pair(paths: ["a.swift", "b.swift"], lines: [2, 1], count: 6)
    #expect(pairs(["first()"] + Self.six, Self.six + ["last()"]) == [pair])
    #expect(pair.description.hasPrefix("a.swift:2 and b.swift:1: the same 6 lines; say them once"))
    let seven = Self.six + ["call(7)"]
    #expect(
      pairs(seven, seven) == [RepeatedRuns.Pair(paths: ["a.swift", "b.swift"], lines: [1, 1], count: 7)])
    #expect(pairs(Self.six + ["other()"] + Self.six, []).map(\.lines) == [[1, 8]])
  }

  @Test("indentation, comments, blank lines and lone brackets hide nothing")
  func hidden() {
    let changed = Self.six.flatMap { ["", "    // why", "  \($0)", "  }"] }
    #expect(pairs(Self.six, changed).map(\.count) == [6])
  }

  @Test("five lines, or six with one of them changed, are no pair")
  func spared() {
    #expect(pairs(Self.six, Array(Self.six.dropLast())) == [])
    #expect(pairs(Self.six, Self.six.dropLast() + ["call(7)"]) == [])
    #expect(pairs((1...9).map { "import A\($0)" }, (1...9).map { "import A\($0)" }) == [])
  }
}
