internal import SystemCalls

/// A path with `*`, `?` and `[…]` in it, as shells know them: none stands for a slash, nor for a point at the beginning.
struct NamePattern {
  private let parts: [String]
  private let isFromRoot: Bool

  /// Whether a path has signs of a pattern.
  static func isOne(_ path: String) -> Bool { path.contains { "*?[".contains($0) } }

  init(_ pattern: String) {
    parts = pattern.split(separator: "/").map(String.init)
    isFromRoot = pattern.hasPrefix("/")
  }

  /// The files that there are of the pattern, in the order of their paths.
  func files() -> [String] {
    var paths = [isFromRoot ? "/" : ""]
    for part in parts {
      paths = paths.flatMap { start -> [String] in
        let folder = start.isEmpty || start.hasSuffix("/") ? start : start + "/"
        guard Self.isOne(part) else { return [folder + part] }
        let names = (try? FileName.all(in: folder.isEmpty ? "." : folder)) ?? []
        let pattern = Array(part.unicodeScalars)[...]
        return names.filter { name in
          (!name.hasPrefix(".") || part.hasPrefix("."))
            && Self.matches(Array(name.unicodeScalars)[...], pattern)
        }.map { folder + $0 }
      }
    }
    return paths.filter { path in (try? FileStatus(at: path)).map { $0.kind != .folder } ?? false }
      .sorted(by: InputFiles.isBefore)
  }

  /// Whether a name is of a pattern, whatever its points and slashes.
  static func matches(_ name: String, _ pattern: String) -> Bool {
    matches(Array(name.unicodeScalars)[...], Array(pattern.unicodeScalars)[...])
  }

  /// Whether a name is of a pattern.
  ///
  /// - Complexity: O(name · pattern): only the last `*` is ever tried again.
  static func matches(_ name: ArraySlice<UnicodeScalar>, _ pattern: ArraySlice<UnicodeScalar>) -> Bool {
    var (name, pattern) = (name, pattern)
    var retry: (name: ArraySlice<UnicodeScalar>, pattern: ArraySlice<UnicodeScalar>)?
    while true {
      if pattern.first == "*" {
        pattern.removeFirst()
        retry = (name, pattern)
      } else if let first = name.first, let rest = after(pattern, taking: first) {
        name.removeFirst()
        pattern = rest
      } else if name.isEmpty, pattern.isEmpty {
        return true
      } else if let last = retry, !last.name.isEmpty {
        name = last.name.dropFirst()
        pattern = last.pattern
        retry = (name, pattern)
      } else {
        return false
      }
    }
  }

  /// What is left of a pattern whose first part stands for a letter; nil where it does not.
  private static func after(
    _ pattern: ArraySlice<UnicodeScalar>, taking letter: UnicodeScalar
  ) -> ArraySlice<UnicodeScalar>? {
    guard let first = pattern.first else { return nil }
    if first == "?" { return pattern.dropFirst() }
    guard first == "[", let set = LetterSet(pattern) else {
      return first == letter ? pattern.dropFirst() : nil
    }
    return set.contains(letter) ? set.rest : nil
  }
}

/// Letters in brackets: `[abc]`, `[a-z0-9]`, `[!a-c]`.
private struct LetterSet {
  private var ranges: [ClosedRange<UnicodeScalar>] = []
  private let isInverted: Bool
  /// What follows the closing bracket.
  let rest: ArraySlice<UnicodeScalar>

  /// - Returns: nil where no bracket closes the one that the pattern begins with, which then stands for itself.
  init?(_ pattern: ArraySlice<UnicodeScalar>) {
    var letters = pattern.dropFirst()
    isInverted = letters.first == "!" || letters.first == "^"
    if isInverted { letters.removeFirst() }
    // A closing bracket right after the opening one is a letter.
    guard let end = letters.dropFirst().firstIndex(of: "]") else { return nil }
    rest = letters[(end + 1)...]
    letters = letters[..<end]
    while let first = letters.popFirst() {
      if letters.count > 1, letters.first == "-", let last = letters.dropFirst().first {
        if first <= last { ranges.append(first...last) }
        letters.removeFirst(2)
      } else {
        ranges.append(first...first)
      }
    }
  }

  func contains(_ letter: UnicodeScalar) -> Bool { ranges.contains { $0.contains(letter) } != isInverted }
}
