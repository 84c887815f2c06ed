/// For each point the number of the group that it belongs to, from 0, or nil for none, as where that is the noise or not
/// known.
///
/// ```swift
/// let labels = try model.labels(of: points)
/// let ofFirst = points.indices.filter { labels[$0] == 0 }
/// let noiseCount = labels.count { $0 == nil }
/// let known: PointLabels = [0, 0, 1, nil]
/// ```
///
/// A collection of `Int?` in four bytes a point: groups are components where a mixture is asked or drawn from, and
/// classes where they are known beforehand. A number below 0 or beyond 2^31 - 1 is kept as that, which is no group's: what
/// takes labels refuses it by name.
public struct PointLabels: Sendable, Hashable, RandomAccessCollection, ExpressibleByArrayLiteral {
  /// None is -1.
  private(set) var numbers: [Int32]

  init(numbers: [Int32]) { self.numbers = numbers }

  /// Takes groups, point by point.
  ///
  /// - Parameter groups: numbers from 0, or nil.
  /// - Complexity: O(N).
  public init(_ groups: some Sequence<Int?>) { numbers = groups.map(Self.number) }

  /// Takes groups, one for every point.
  ///
  /// - Parameter groups: numbers from 0.
  /// - Complexity: O(N).
  public init(_ groups: some Sequence<Int>) { numbers = groups.map(Self.number) }

  /// Takes groups, point by point.
  ///
  /// - Parameter groups: numbers from 0, or nil.
  public init(arrayLiteral groups: Int?...) { self.init(groups) }

  /// Of so many points the same.
  ///
  /// - Parameters:
  ///   - group: a number from 0, or nil.
  ///   - count: how many points, 0 or more.
  public init(repeating group: Int?, count: Int) {
    numbers = [Int32](repeating: Self.number(group), count: count)
  }

  /// The place of the first point.
  public var startIndex: Int { 0 }
  /// The place behind the last point.
  public var endIndex: Int { numbers.count }

  /// The group of a point.
  ///
  /// - Parameter point: its place, from 0.
  public subscript(point: Int) -> Int? {
    get { numbers[point] < 0 ? nil : Int(numbers[point]) }
    set { numbers[point] = Self.number(newValue) }
  }

  private static func number(_ group: Int?) -> Int32 {
    guard let group else { return -1 }
    return group < 0 ? .max : Int32(clamping: group)
  }

  /// As users read them: from 1, and 0 for none. Programs count from 0.
  ///
  /// - Complexity: O(N).
  public var numbersFromOne: [Int] { numbers.map { Int($0) + 1 } }

  /// Calls the body with the numbers as they stand in memory, such as for another language: groups from 0, and -1 for none.
  ///
  /// ```swift
  /// let noiseCount = try model.labels(of: points).withNumbers { numbers in numbers.count { $0 < 0 } }
  /// ```
  ///
  /// - Parameter body: takes N numbers, which last as long as the call.
  /// - Returns: what the body returns.
  /// - Complexity: O(1), and the body's.
  public func withNumbers<Result>(_ body: (UnsafeBufferPointer<Int32>) -> Result) -> Result {
    numbers.withUnsafeBufferPointer(body)
  }

  func selecting(_ rows: [Int]) -> PointLabels { PointLabels(numbers: rows.map { numbers[$0] }) }
}

extension PointLabels: Codable {
  /// Reads a list of numbers from 0, or null.
  ///
  /// - Parameter decoder: a decoder of a list.
  /// - Throws: what the decoder throws.
  public init(from decoder: any Decoder) throws {
    self.init(try decoder.singleValueContainer().decode([Int?].self))
  }

  /// Writes a list of numbers from 0, or null.
  ///
  /// - Parameter encoder: an encoder of a list.
  /// - Throws: what the encoder throws.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(Array(self))
  }
}

extension PointLabels: CustomStringConvertible {
  /// The first labels, and how many there are where these are not all.
  public var description: String {
    let shown = prefix(20).map { $0.map { "\($0)" } ?? "nil" }.joined(separator: ", ")
    return count > 20 ? "[\(shown), … \(count) in all]" : "[\(shown)]"
  }
}
