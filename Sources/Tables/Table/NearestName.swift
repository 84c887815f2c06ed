/// Finds what may have been meant by a mistyped name.
enum NearestName {
  /// The name that the fewest changes of a letter turn into; nil where none is near.
  static func nearest(to typed: String, among names: [String]) -> String? {
    let letters = Array(typed.lowercased())
    guard (1...64).contains(letters.count) else { return nil }
    var best: (name: String, distance: Int)?
    for name in names.prefix(1000) where name.utf8.count <= 256 {
      let distance = distance(letters, Array(name.lowercased()))
      // A third of the letters may differ, but a name is never replaced as a whole.
      guard distance <= max(1, letters.count / 3), distance < letters.count else { continue }
      if distance < best?.distance ?? Int.max { best = (name, distance) }
    }
    return best?.name
  }

  /// The fewest insertions, deletions, replacements and swaps of neighbours (Damerau, Levenshtein).
  private static func distance(_ left: [Character], _ right: [Character]) -> Int {
    var beforePrevious: [Int] = []
    var previous = Array(0...right.count)
    for (i, letter) in left.enumerated() {
      var current = [i + 1]
      for (j, other) in right.enumerated() {
        var fewest = min(previous[j] + (letter == other ? 0 : 1), previous[j + 1] + 1, current[j] + 1)
        if i > 0, j > 0, letter == right[j - 1], other == left[i - 1] {
          fewest = min(fewest, beforePrevious[j - 1] + 1)
        }
        current.append(fewest)
      }
      (beforePrevious, previous) = (previous, current)
    }
    return previous.last ?? left.count
  }
}
