@testable import GaussianMixtures

/// A small seeded generator for the tests of evaluation (Steele, Lea and Flood's SplitMix64).
struct SplitMix {
  private var generator: SplitMix64

  init(seed: Int) { generator = SplitMix64(state: UInt64(bitPattern: Int64(seed))) }

  mutating func next() -> UInt64 { generator.next() }

  /// A number from 0 up to but not including 1.
  mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  mutating func index(below bound: Int) -> Int { Int(next() % UInt64(bound)) }

  mutating func permutation(_ count: Int) -> [Int] {
    var order = Array(0..<count)
    for i in stride(from: count - 1, to: 0, by: -1) { order.swapAt(i, index(below: i + 1)) }
    return order
  }

  mutating func matrix(_ rows: Int, _ columns: Int, _ entry: (Double) -> Double) -> [[Double]] {
    (0..<rows).map { _ in (0..<columns).map { _ in entry(uniform()) } }
  }

  /// Labels below 4 and below 5, the second half following the first more often than not.
  mutating func labelings(count: Int) -> (rows: [Int], columns: [Int]) {
    let rows = (0..<count).map { _ in index(below: 4) }
    let columns = rows.map { index(below: 3) == 0 ? index(below: 5) : $0 }
    return (rows, columns)
  }
}
