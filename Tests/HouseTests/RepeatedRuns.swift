/// Runs of lines that stand to the letter in two places.
///
/// What says nothing is passed over: blank lines, comments, imports, lone punctuation; so is white space.
struct RepeatedRuns {
  /// A run in two places: files, first lines counted from 1, and how many lines that say something.
  struct Pair: Hashable, Sendable {
    let paths: [String]
    let lines: [Int]
    let count: Int

    var description: String {
      "\(paths[0]):\(lines[0]) and \(paths[1]):\(lines[1]): the same \(count) lines; say them once, in a function, "
        + "a type or a file that both use"
    }
  }

  private struct Place: Hashable {
    let file: Int
    let position: Int
  }

  private let paths: [String]
  /// What each file says, with the number of the line.
  private let files: [[(line: Int, text: Substring)]]
  private let runLength: Int

  init(_ sources: [SourceText], runLength: Int = 6) {
    paths = sources.map(\.path)
    files = sources.map { source in
      source.lines.enumerated().compactMap { index, line in
        Self.saysSomething(line.text) ? (index + 1, line.text) : nil
      }
    }
    self.runLength = runLength
  }

  /// All pairs of places, each as long as it goes.
  var pairs: [Pair] {
    var places: [[Substring]: [Place]] = [:]
    var pairs: [Pair] = []
    for (file, lines) in files.enumerated() where lines.count >= runLength {
      for position in 0...(lines.count - runLength) {
        let run = lines[position..<(position + runLength)].map(\.text)
        let place = Place(file: file, position: position)
        pairs += places[run, default: []].compactMap { pair($0, place) }
        places[run, default: []].append(place)
      }
    }
    return pairs
  }

  /// The pair that begins at two places, unless it began before them.
  private func pair(_ first: Place, _ second: Place) -> Pair? {
    let (one, other) = (files[first.file], files[second.file])
    if first.position > 0, second.position > 0,
      one[first.position - 1].text == other[second.position - 1].text
    {
      return nil
    }
    let same = zip(one[first.position...], other[second.position...]).prefix { $0.text == $1.text }
    return Pair(
      paths: [paths[first.file], paths[second.file]],
      lines: [one[first.position].line, other[second.position].line], count: Array(same).count)
  }

  private static func saysSomething(_ text: Substring) -> Bool {
    let isPassedOver = [
      "//", "/*", "*", "import ", "internal import ", "package import ", "public import ", "#",
    ]
    .contains { text.hasPrefix($0) }
    return !isPassedOver && text.contains { $0.isLetter || $0.isNumber }
  }
}
