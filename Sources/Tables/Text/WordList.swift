/// Words in a sentence.
enum WordList {
  /// The words with commas between them and `or` before the last: `CSV, TSV or NPY`.
  static func text(_ words: [String]) -> String {
    guard let last = words.last, words.count > 1 else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " or " + last
  }
}
