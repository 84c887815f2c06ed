internal import Parallel

/// The rows of one process, and its answers about them.
struct ShareKeeper: Sendable {
  let rank: Int
  /// Of each process the number of its first row, and how many rows there are.
  private let starts: [Int]
  private let columns: [PointColumn]
  private let threadCount: Int?
  private var dealt: [Int: DealtShare] = [:]
  private var pending: [Int: PendingShare] = [:]
  /// A selection that whole fits may be asked of, and what makes them.
  private var offer: SelectionOffer?
  private var helper: FitHelper?
  /// For how many milliseconds nothing will be asked.
  private(set) var pause = 0

  /// - Parameters:
  ///   - rank: of the process.
  ///   - starts: of each process the number of its first row, and how many rows there are.
  ///   - threadCount: how many threads work here.
  init(_ share: RowShare, rank: Int, starts: [Int], threadCount: Int?) {
    self.rank = rank
    self.starts = starts
    columns = share.coordinates
    self.threadCount = threadCount
  }

  /// The numbers of its rows among all.
  private var ownRows: Range<Int> { starts[rank]..<starts[rank + 1] }
  private var rowCount: Int { starts[starts.count - 1] }
  private var engine: Engine { Engine(threadCount: threadCount) }

  /// - Returns: what is known here.
  /// - Throws: ``FitError`` where there is no room for blocks.
  mutating func answer(_ request: ShareRequest) throws(FitError) -> [Double] {
    pause = 0
    switch request {
    case .end:
      (dealt, pending) = ([:], [:])
      leave()
      return []
    case .read(let columns, let rows): return read(columns, rows.clamped(to: ownRows))
    case .rows(let columns, let rows):
      return numbers(columns, rows)
    case .summaries(let question): return question.answer(of: columns, ownRows, of: rowCount, engine: engine)
    case .deal(let plan):
      var share = try PendingShare(
        plan, columns, rank: rank, starts: starts, engine: engine.with(precision: plan.precision))
      defer { pending[plan.id] = share }
      return share.sort()
    case .sort(let id, let counts):
      pending[id]?.sort(counts)
      return []
    case .move(let id, let arrived, let lacking):
      for arrival in arrived { pending[id]?.take(arrival) }
      return pending[id]?.numbers(for: lacking) ?? []
    case .build(let id):
      guard let share = pending.removeValue(forKey: id) else { throw .damagedRequest }
      dealt[id] = try DealtShare(share)
      return []
    case .ask(let id, let question):
      return try dealt[id]?.answer(question, threadCount: threadCount) ?? []
    case .forget(let ids):
      for id in ids { dealt[id] = nil }
      return []
    case .offer(let offer): return take(offer)
    case .hold(let column, let first, let numbers): return hold(numbers, column: column, from: first)
    case .fits(let question): return FitNews.numbers(fit(question))
    }
  }

  // MARK: Whole fits

  /// How many fits of a selection are made here at a time, and what they take.
  private mutating func take(_ offer: SelectionOffer) -> [Double] {
    self.offer = offer
    return SelectionRoom(for: offer, threadCount: threadCount).numbers
  }

  /// Takes points of all processes. Rank 0 has them.
  private mutating func hold(_ numbers: [Double], column: Int, from first: Int) -> [Double] {
    guard rank > 0 else { return [] }
    if let offer {
      helper = FitHelper(offer, threadCount: threadCount)
      self.offer = nil
    }
    helper?.take(numbers, column: column, from: first)
    return []
  }

  private mutating func fit(_ question: FitQuestion) -> [FitNews] {
    let orders = question.orders.indices.contains(rank) ? question.orders[rank] : []
    let news = helper?.answer(orders, isCurious: question.isCurious) ?? []
    pause = question.pause
    if question.isLast { leave() }
    return news
  }

  /// Leaves off what is made beside the answers.
  mutating func leave() {
    helper?.leave()
    (offer, helper) = (nil, nil)
  }

  // MARK: Rows

  /// What has to be sent to whom for blocks that are to be made, turn by turn.
  func turns(of id: Int) -> [[Delivery]] { pending[id]?.turns ?? [] }

  /// What the answers of all processes bring to those who lacked it.
  func arrivals(of id: Int, _ lacking: [Delivery], _ answers: [[Double]]) -> [Arrival] {
    pending[id]?.arrivals(lacking, answers) ?? []
  }

  private func numbers(_ wanted: [Int], _ rows: [Int]) -> [Double] {
    let ownRows = ownRows
    var numbers: [Double] = []
    for row in rows where ownRows.contains(row) {
      for column in wanted { numbers.append(columns[column][row - ownRows.lowerBound]) }
    }
    return numbers
  }

  private func read(_ wanted: [Int], _ rows: Range<Int>) -> [Double] {
    guard !rows.isEmpty else { return [] }
    let local = (rows.lowerBound - ownRows.lowerBound)..<(rows.upperBound - ownRows.lowerBound)
    return wanted.flatMap { columns[$0].withRun(local) { Array($0) } }
  }
}
