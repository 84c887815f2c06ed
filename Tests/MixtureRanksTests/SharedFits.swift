import Foundation
import GaussianMixtures
import MixtureRanks
import Testing

/// Rows as a test makes them, whole or divided.
struct Rows {
  var columns: [[Double]]
  var weights: [Double]?
  var labels: ClassLabels?
  /// Whether columns are of single precision.
  var isSingle = false

  var count: Int { columns[0].count }

  func observations() throws -> Observations {
    try Observations(inPlace: coordinates(0..<count), weights: weights, knownLabels: labels)
  }

  private func coordinates(_ rows: Range<Int>) -> [PointColumn] {
    columns.map { column in
      guard isSingle else { return PointColumn(Array(column[rows])) }
      let floats = FloatRows(column[rows])
      return PointColumn(floats.start, count: rows.count, owner: floats)
    }
  }

  /// The rows from one cut to the next.
  func share(_ rank: Int, cuts: [Int]) -> RowShare {
    let rows = cuts[rank]..<cuts[rank + 1]
    return RowShare(
      coordinates(rows), weights: weights.map { Array($0[rows]) },
      knownLabels: labels.map {
        ClassLabels(names: $0.names, indices: rows.map { row in labels?.indices[row] })
      })
  }

  /// As files are cut, or anyhow: with an empty share where there are three or more.
  func cuts(_ size: Int, isEven: Bool) -> [Int] {
    guard !isEven else {
      return (0..<size).map { RowShare.rows(ofRank: $0, of: size, rowCount: count).lowerBound } + [count]
    }
    return (0...size).map { rank in
      let part = rank == 2 && size > 2 ? 1 : rank
      return min(count, count * part / size + (part == 0 || part == size ? 0 : 17))
    }
  }
}

/// Numbers of single precision that live as long as a column does.
private final class FloatRows: Sendable {
  nonisolated(unsafe) let memory: UnsafeMutablePointer<Float>
  var start: UnsafePointer<Float> { UnsafePointer(memory) }

  init(_ numbers: ArraySlice<Double>) {
    memory = .allocate(capacity: max(numbers.count, 1))
    for (place, number) in numbers.enumerated() { memory[place] = Float(number) }
  }

  deinit { memory.deallocate() }
}

/// Does something with all rows on rank 0 of some threads; each of the others has its share and answers.
func together<Value: Sendable>(
  _ rows: Rows, ranks size: Int, isEven: Bool,
  by way: @Sendable (SocketCommunicator) -> any Communicator = { $0 },
  _ work: @Sendable (Observations) throws(FitError) -> Value
) throws -> Value {
  let ranks = try SocketCommunicator.threads(size, secondsToAnswer: 60).map(way)
  let cuts = rows.cuts(size, isEven: isEven)
  let others = DispatchGroup()
  for rank in ranks.dropFirst() {
    let share = rows.share(rank.rank, cuts: cuts)
    Thread.detachNewThread {
      others.enter()
      defer { others.leave() }
      let value = try? ShareSession(share, over: rank, threadCount: 1).run { _ in () }
      if value != nil { Issue.record("A process that only answers has a value.") }
    }
  }
  let session = try ShareSession(rows.share(0, cuts: cuts), over: ranks[0], threadCount: 1)
  let value = try session.run(work)
  others.wait()
  return try #require(value)
}

/// Numbers that look drawn and are the same everywhere.
struct Drawn {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed &* 0x9e37_79b9_7f4a_7c15 | 1 }

  mutating func uniform() -> Double {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return Double(state >> 11) * 0x1p-53
  }

  /// Nearly normal.
  mutating func normal() -> Double { (0..<12).reduce(-6) { sum, _ in sum + uniform() } }

  /// Groups at some distance of each other.
  static func groups(_ count: Int, dimension: Int, groups: Int, seed: UInt64 = 1) -> Rows {
    var drawn = Drawn(seed)
    var columns = [[Double]](repeating: [], count: dimension)
    for row in 0..<count {
      let group = row * 7 % groups
      for d in 0..<dimension {
        let centre = 4 * Double((group * (d + 3)) % groups)
        columns[d].append(centre + drawn.normal() * (1 + 0.3 * Double(d)))
      }
    }
    return Rows(columns: columns)
  }
}
