import Synchronization
import Testing

@testable import GaussianMixtures

/// Columns of which processes have the numbers.
@Suite struct RemoteColumnTests {
  /// A process alone that counts the bytes in which it is asked.
  private final class Counting: Communicator {
    let askedBytes = Mutex(0)
    var rank: Int { 0 }
    var size: Int { 1 }

    func gather(_ numbers: [Double]) -> [[Double]] { [numbers] }

    func broadcast(_ bytes: [UInt8]) -> [UInt8] {
      askedBytes.withLock { $0 += bytes.count }
      return bytes
    }
  }

  private let numbers = (0..<150_000).map { $0 % 3 == 0 ? Double.nan : Double($0) }

  private func column(over communicator: any Communicator) throws -> RemoteColumn {
    let share = RowShare([PointColumn(numbers)])
    let keeper = ShareKeeper(share, rank: 0, starts: [0, numbers.count], threadCount: 1)
    return RemoteColumn(
      try ShareGroup(communicator, keeper, ShareTable(share, over: communicator)), column: 0)
  }

  @Test func anyPartIsThatOfColumnsInMemory() throws {
    let whole = try PointColumn(column(over: SingleProcess())).filling(0.5)
    let plain = PointColumn(numbers).filling(0.5)
    let list = [149_999, 3, 4, 77_000, 0]
    let parts: [(PointColumn) -> PointColumn] = [
      { $0 }, { $0.selecting(0..<$0.count) }, { $0.selecting(5..<140_000) },
      { $0.selecting(5..<140_000).selecting(100..<40_000) }, { $0.selecting(list) },
      { $0.selecting(list).selecting(1..<4) }, { $0.selecting(70_000..<140_000).selecting([5, 69_999, 7]) },
      { $0.selecting(7..<7) },
    ]
    for (number, part) in parts.enumerated() {
      let (one, other) = (part(whole), part(plain))
      #expect(one == other, "part \(number)")
      for place in one.count > 0 ? [0, one.count / 2, one.count - 1] : [] {
        #expect(one[place] == other[place], "part \(number)")
        #expect(one.values(at: [place, 0]) == other.values(at: [place, 0]), "part \(number)")
      }
    }
  }

  @Test func aRunIsAskedForByItsEnds() throws {
    let counting = Counting()
    let column = try column(over: counting)
    counting.askedBytes.withLock { $0 = 0 }
    #expect(column.selecting(5..<140_000).numbers(0..<139_995).count == 139_995)
    #expect(counting.askedBytes.withLock { $0 } < 200)
    #expect(column.selecting(0..<150_000).isWhole && !column.selecting(1..<150_000).isWhole)
  }
}
