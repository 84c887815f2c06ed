/// Words in a sentence.
package enum WordList {
  /// The words with commas between them and `or` before the last: `CSV, TSV or NPY`.
  package static func text(_ words: [String]) -> String {
    guard let last = words.last, words.count > 1 else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " or " + last
  }

  /// The first words with commas between them, and how many there are where some are left out.
  ///
  /// - Parameters:
  ///   - items: What is listed.
  ///   - most: How many are shown.
  ///   - word: What an item is called.
  package static func beginning<Item>(of items: [Item], most: Int, _ word: (Item) -> String) -> String {
    let shown = items.prefix(most).map(word).joined(separator: ", ")
    return items.count > most ? "\(shown), … (\(items.count) in all)" : shown
  }
}
