extension String {
  /// The text with other texts in the place of some of its characters, one by one: what all that is made fit for a
  /// terminal, a page, a script or JSON goes through.
  ///
  /// - Parameter replacement: What stands for a character; nil where it stays.
  /// - Complexity: O(bytes).
  package func replacingScalars(_ replacement: (Unicode.Scalar) -> String?) -> String {
    var result = ""
    result.reserveCapacity(utf8.count + 64)
    for scalar in unicodeScalars {
      if let other = replacement(scalar) {
        result += other
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
