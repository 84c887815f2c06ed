/// Sums in a fixed binary tree of neighbours, so that their bits do not depend on who computed which part; rounding grows
/// with the logarithm of the number of parts.
enum FixedTree {
  /// The sum of all parts; those that are nil are left out where they stand.
  static func sum(_ parts: [Double?]) -> Double? { sum(parts[...]) }

  private static func sum(_ parts: ArraySlice<Double?>) -> Double? {
    guard parts.count > 1 else { return parts.first ?? nil }
    let middle = parts.startIndex + half(of: parts.count)
    switch (sum(parts[..<middle]), sum(parts[middle...])) {
    case (let left?, let right?): return left + right
    case (let left, let right): return left ?? right
    }
  }

  /// An array that is part of a sum, and its number among all that there may be.
  struct Part {
    let number: Int
    let start: UnsafePointer<Double>
  }

  /// Adds arrays of the same length.
  ///
  /// - Parameters:
  ///   - parts: the arrays that there are, by rising numbers.
  ///   - partCount: how many there may be: their numbers are below it.
  ///   - count: their length.
  ///   - target: where the sum is written; untouched where there is no part.
  ///   - scratch: room for as many arrays as the tree has levels.
  /// - Complexity: O(n S) for n parts of the length S.
  static func sum(
    _ parts: UnsafeBufferPointer<Part>, of partCount: Int, count: Int,
    into target: UnsafeMutablePointer<Double>, scratch: UnsafeMutablePointer<Double>
  ) {
    guard let sum = place(ofSum: parts, 0..<partCount, count, target, scratch), sum != target else { return }
    target.update(from: sum, count: count)
  }

  /// Where the sum of the parts with these numbers is: a part itself where there is no other, and else the room for it.
  private static func place(
    ofSum parts: UnsafeBufferPointer<Part>, _ numbers: Range<Int>, _ count: Int,
    _ room: UnsafeMutablePointer<Double>, _ scratch: UnsafeMutablePointer<Double>
  ) -> UnsafePointer<Double>? {
    guard parts.count > 1 else { return parts.first?.start }
    let middle = numbers.lowerBound + half(of: numbers.count)
    let leftCount = parts.prefix { $0.number < middle }.count
    let left = place(
      ofSum: parts.extracting(..<leftCount), numbers.lowerBound..<middle, count, room, scratch)
    let right = place(
      ofSum: parts.extracting(leftCount...), middle..<numbers.upperBound, count,
      left == nil ? room : scratch, scratch + count)
    guard let left, let right else { return left ?? right }
    for place in 0..<count { room[place] = left[place] + right[place] }
    return UnsafePointer(room)
  }

  /// The largest power of two below a number.
  private static func half(of count: Int) -> Int {
    1 << (Int.bitWidth - 1 - (count - 1).leadingZeroBitCount)
  }

  /// The most arrays that are held at once, besides the sum.
  static func levelCount(ofParts count: Int) -> Int { Int.bitWidth - max(count - 1, 0).leadingZeroBitCount }
}
