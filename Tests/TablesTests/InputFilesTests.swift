import GaussianMixtures
import Testing

@testable import Tables

/// Folders and patterns stand for files.
@Suite struct InputFilesTests {
  private func directory(_ names: String...) throws -> TemporaryDirectory {
    let directory = try TemporaryDirectory()
    for name in names { _ = try directory.write("x\n1\n".utf8, to: name) }
    return directory
  }

  private func names(_ arguments: [String]) throws -> [String] {
    try InputFiles(arguments).paths.map { String($0.split(separator: "/").last ?? "") }
  }

  @Test func aFolderIsItsTables() throws {
    let folder = try directory("b.csv", "a.tsv", "B.csv", ".hidden.csv", "notes.txt", "read.me", "c.npy")
    #expect(try names([folder.path]) == ["B.csv", "a.tsv", "b.csv", "c.npy"])
    let notes = try InputFiles([folder.path + "/"]).notes
    #expect(notes == ["\(folder.path)/: 4 files (B.csv to c.npy); 2 other files left out"])
    // A name that promises nothing counts where there is no other.
    let loose = try directory("x.dat", "read.me")
    #expect(try names([loose.path]) == ["x.dat"])
    let empty = try directory("read.me")
    let error = tableError { () throws(TableError) in _ = try InputFiles([empty.path]) }
    #expect(error?.code == .noInput)
    #expect(error?.message.contains("(.csv, .tsv, .npy") == true)
  }

  @Test func aPatternIsItsFiles() throws {
    let folder = try directory("a1.csv", "a2.csv", "b1.csv", ".a3.csv", "a[1].csv")
    #expect(try names([folder.path("a*.csv")]) == ["a1.csv", "a2.csv", "a[1].csv"])
    #expect(try names([folder.path("[!a]?.csv")]) == ["b1.csv"])
    // A file of that very name comes first.
    #expect(try names([folder.path("a[1].csv")]) == ["a[1].csv"])
    #expect(try names([folder.path("b*"), folder.path("a1.csv")]) == ["b1.csv", "a1.csv"])
    let parent = folder.path.split(separator: "/").dropLast().joined(separator: "/")
    let name = folder.path.split(separator: "/").last.map(String.init) ?? ""
    #expect(try names(["/\(parent)/\(name.dropLast())?/a?.csv"]) == ["a1.csv", "a2.csv"])
    #expect(tableError { () throws(TableError) in _ = try InputFiles([folder.path("z*")]) }?.code == .noInput)
  }

  @Test func whatIsNamedTwiceIsSaid() throws {
    #expect(
      try InputFiles(["a.csv", "b.csv", "a.csv"]).notes == ["a.csv is read twice, and its rows count twice"])
    #expect(tableError { () throws(TableError) in _ = try InputFiles(["-", "a.csv", "-"]) }?.code == .usage)
  }

  /// The definition, without any thought of time.
  private func slowlyMatches(_ name: ArraySlice<UnicodeScalar>, _ pattern: ArraySlice<UnicodeScalar>) -> Bool
  {
    guard let first = pattern.first else { return name.isEmpty }
    if first == "*" {
      return slowlyMatches(name, pattern.dropFirst())
        || (!name.isEmpty && slowlyMatches(name.dropFirst(), pattern))
    }
    guard let letter = name.first else { return false }
    if first == "[", let end = pattern.firstIndex(of: "]") {
      return pattern[(pattern.startIndex + 1)..<end].contains(letter)
        && slowlyMatches(name.dropFirst(), pattern[(end + 1)...])
    }
    return (first == "?" || first == letter) && slowlyMatches(name.dropFirst(), pattern.dropFirst())
  }

  @Test func patternsMatchAsDefined() {
    var generator = RandomStream(seed: 5, purpose: .sampling)
    let parts = ["a", "b", "*", "?", "[ab]", "c"]
    var matchCount = 0
    for _ in 0..<4000 {
      let pattern = (0..<Int.random(in: 0...6, using: &generator)).map { _ in
        parts.randomElement(using: &generator) ?? ""
      }.joined()
      let name = (0..<Int.random(in: 0...6, using: &generator)).map { _ in
        ["a", "b", "c"].randomElement(using: &generator) ?? ""
      }.joined()
      let (letters, signs) = (Array(name.unicodeScalars)[...], Array(pattern.unicodeScalars)[...])
      let isMatch = NamePattern.matches(letters, signs)
      #expect(isMatch == slowlyMatches(letters, signs), "\(name) and \(pattern)")
      matchCount += isMatch ? 1 : 0
    }
    #expect(matchCount > 100)
  }
}
