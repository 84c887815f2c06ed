internal import Parallel

/// The rows of one process, and its answers about them.
struct ShareKeeper: Sendable {
  let rank: Int
  /// The numbers of its rows among all.
  let ownRows: Range<Int>
  /// How many rows all processes have.
  private let rowCount: Int
  private let columns: [PointColumn]
  private let threadCount: Int?
  private var dealt: [Int: DealtShare] = [:]
  private var pending: [Int: PendingShare] = [:]

  /// - Parameters:
  ///   - rank: of the process.
  ///   - first: the number of its first row.
  ///   - rowCount: how many rows all processes have.
  ///   - threadCount: how many threads work here.
  init(_ share: RowShare, rank: Int, first: Int, rowCount: Int, threadCount: Int?) {
    self.rank = rank
    ownRows = first..<(first + share.count)
    columns = share.coordinates
    self.rowCount = rowCount
    self.threadCount = threadCount
  }

  private var engine: Engine { Engine(threadCount: threadCount) }

  /// - Returns: what is known here.
  /// - Throws: ``FitError`` where there is no room for blocks.
  mutating func answer(_ request: ShareRequest) throws(FitError) -> [Double] {
    switch request {
    case .end:
      (dealt, pending) = ([:], [:])
      return []
    case .read(let columns, let rows): return read(columns, rows.clamped(to: ownRows))
    case .rows(let columns, let rows):
      return rows.filter(ownRows.contains).flatMap { row in columns.map { number(row, $0) } }
    case .summaries(let question): return question.answer(of: columns, ownRows, of: rowCount, engine: engine)
    case .deal(let plan):
      let share = PendingShare(plan, rank: rank, ownRows: ownRows)
      pending[plan.id] = share
      return share.lacking.map(Double.init)
    case .deliver(let id, let rows, let numbers):
      pending[id]?.take(rows, numbers)
      return []
    case .build(let id):
      guard let share = pending.removeValue(forKey: id) else { throw .damagedRequest }
      dealt[id] = try DealtShare(share, columns, engine: engine)
      return []
    case .ask(let id, let question):
      return try dealt[id]?.answer(question, threadCount: threadCount) ?? []
    case .forget(let ids):
      for id in ids { dealt[id] = nil }
      return []
    }
  }

  private func number(_ row: Int, _ column: Int) -> Double { columns[column][row - ownRows.lowerBound] }

  private func read(_ wanted: [Int], _ rows: Range<Int>) -> [Double] {
    guard !rows.isEmpty else { return [] }
    let local = (rows.lowerBound - ownRows.lowerBound)..<(rows.upperBound - ownRows.lowerBound)
    return wanted.flatMap { columns[$0].withRun(local) { Array($0) } }
  }
}

/// Rows that are to become blocks here, and those of them that are sent by others.
struct PendingShare: Sendable {
  let plan: DealPlan
  let rank: Int
  /// The places of the rows that are needed here.
  let members: Range<Int>
  private let ownRows: Range<Int>
  /// The rows among these that others have, rising.
  let lacking: [Int]
  /// Of each column the numbers of these.
  private var lacked: [[Double]]
  private var takenCount = 0

  init(_ plan: DealPlan, rank: Int, ownRows: Range<Int>) {
    self.plan = plan
    self.rank = rank
    self.ownRows = ownRows
    members = plan.members(ofRank: rank)
    lacking =
      plan.rows == nil
      ? Array(members.lowerBound..<min(members.upperBound, max(members.lowerBound, ownRows.lowerBound)))
        + Array(max(members.lowerBound, min(ownRows.upperBound, members.upperBound))..<members.upperBound)
      : members.map(plan.row).filter { !ownRows.contains($0) }.sorted()
    let count = lacking.count
    lacked = plan.columns.map { _ in [Double](repeating: 0, count: count) }
  }

  /// Takes rows that are sent to all, by rising numbers: those that are lacking here.
  mutating func take(_ rows: [Int], _ numbers: [Double]) {
    var place = 0
    while takenCount < lacking.count, place < rows.count {
      if rows[place] == lacking[takenCount] {
        for column in lacked.indices { lacked[column][takenCount] = numbers[place * lacked.count + column] }
        takenCount += 1
      } else {
        place += 1
      }
    }
  }

  /// The coordinates of the rows that are needed, in their order.
  func points(_ columns: [PointColumn]) -> PointSet {
    let isOwn = lacking.isEmpty && plan.rows == nil
    return PointSet(
      trusting: plan.columns.enumerated().map { place, column in
        let fill = plan.fills[place]
        if isOwn {
          let local = (members.lowerBound - ownRows.lowerBound)..<(members.upperBound - ownRows.lowerBound)
          let own = columns[column].selecting(local)
          return fill.isNaN ? own : own.filling(fill)
        }
        let numbers = members.map { number(plan.row($0), columns[column], place) }
        return PointColumn(fill.isNaN ? numbers : numbers.map { $0.isNaN ? fill : $0 })
      })
  }

  private func number(_ row: Int, _ column: PointColumn, _ place: Int) -> Double {
    guard !ownRows.contains(row) else { return column[row - ownRows.lowerBound] }
    var (low, high) = (0, lacking.count)
    while low < high {
      let middle = (low + high) / 2
      if lacking[middle] < row { low = middle + 1 } else { high = middle }
    }
    return lacked[place][low]
  }
}
