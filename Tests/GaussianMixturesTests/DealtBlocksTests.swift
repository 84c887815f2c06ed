import Testing

@testable import GaussianMixtures

/// Blocks that several processes make of their rows are those of one, to the last bit, whatever lies where.
@Suite("Blocks of several processes")
struct DealtBlocksTests {
  private struct Case {
    var starts: [Int]
    var cuts: [Int]?
    var rows: [Int]?
    var runLength = SpatialOrder.runLength
    var isOrdered = true
  }

  private static let count = 9_000
  private let frame = CoordinateFrame(origins: [0.5, -1, 0], exponents: [2, 3, 2])
  private let order = (centres: [0.0, 0.25, -0.5], spreads: [1.0, 0.5, 2.0])

  /// Groups, one point that is there a thousand times, and values that are missing.
  private func columns() throws -> [[Double]] {
    let cloud = try TestData.cloud(count: Self.count, dimension: 3, componentCount: 5, seed: 3).points
    return cloud.columns.enumerated().map { d, column in
      column.enumerated().map { row, value in
        row % 9 == 4 ? Double(d) : row % 501 == 7 && d == 1 ? .nan : value
      }
    }
  }

  private func plan(_ columns: [[Double]], _ weights: [Double], _ given: Case) throws -> DealPlan {
    let all = RowShare(columns.map { PointColumn($0) })
    let group = try ShareGroup(
      SingleProcess(), ShareKeeper(all, rank: 0, starts: [0, Self.count], threadCount: 1),
      ShareTable(all, over: SingleProcess()))
    let remote = columns.indices.map { column in
      let whole = RemoteColumn(group, column: column).filling(0.125)
      return given.rows.map(whole.selecting) ?? whole
    }
    var plan = DealPlan(
      columns: remote, weights: weights, frame: frame, order: given.isOrdered ? order : nil,
      engine: Engine(), runLength: given.runLength)
    plan.id = 7
    let grid = PointBlocks.grid(blockCount: plan.blockCount, statisticsSize: 1)
    plan.cuts = given.cuts ?? grid.cuts(at: given.starts.map { min($0, plan.count) })
    return plan
  }

  private func keepers(_ columns: [[Double]], _ given: Case) -> [ShareKeeper] {
    given.starts.indices.dropLast().map { rank in
      let own = given.starts[rank]..<given.starts[rank + 1]
      return ShareKeeper(
        RowShare(columns.map { PointColumn(Array($0[own])) }), rank: rank, starts: given.starts,
        threadCount: 2)
    }
  }

  private static func ask(_ keepers: inout [ShareKeeper], _ request: ShareRequest) throws -> [[Double]] {
    let sent = try ShareRequest(bytes: request.bytes)
    return try keepers.indices.map { try keepers[$0].answer(sent) }
  }

  /// What the processes have made, point by point, its weight behind it, and how many rows they have sent.
  private func dealt(_ columns: [[Double]], _ weights: [Double], _ given: Case) throws -> (
    points: [Double], weights: [Double], sent: Int
  ) {
    let plan = try plan(columns, weights, given)
    var keepers = keepers(columns, given)
    func ask(_ request: ShareRequest) throws -> [[Double]] { try Self.ask(&keepers, request) }
    let counts = try ask(.deal(plan))
    if counts.contains(where: { !$0.isEmpty }) { _ = try ask(.sort(id: 7, counts: counts)) }
    var sent = 0
    for turn in keepers[0].turns(of: 7) {
      #expect(Set(turn.map(\.rank)).count == turn.count)
      let numbers = try ask(.move(id: 7, arrived: [], lacking: turn))
      sent += numbers.reduce(0) { $0 + $1.count } / (given.isOrdered ? 4 : 3)
      let arrivals = keepers[0].arrivals(of: 7, turn, numbers)
      for arrival in arrivals { #expect(arrival.numbers[arrival.delivery.rank].isEmpty) }
      _ = try keepers[0].answer(.move(id: 7, arrived: arrivals, lacking: []))
      for rank in keepers.indices.dropFirst() {
        _ = try keepers[rank].answer(ShareRequest(bytes: ShareRequest.move(id: 7, arrived: arrivals, lacking: []).bytes))
      }
    }
    _ = try ask(.build(id: 7))
    return (
      try ask(.ask(id: 7, .points(Array(0..<plan.count)))).flatMap(\.self),
      try ask(.ask(id: 7, .weights)).flatMap(\.self), sent
    )
  }

  /// The number of rows that were sent, where all is as in one process.
  private func sent(_ given: Case) throws -> Int {
    let columns = try columns()
    let rows = given.rows ?? Array(0..<Self.count)
    let weights = rows.map { 1 + Double($0 % 11) }
    let filled = columns.map { column in
      PointColumn(rows.map { column[$0].isNaN ? 0.125 : column[$0] })
    }
    let points = PointSet(trusting: filled)
    let expected =
      given.isOrdered
      ? PointBlocks(
        ordering: points, weights: weights, frame: frame, centres: order.centres, spreads: order.spreads,
        in: nil, engine: Engine(threadCount: 1), runLength: given.runLength)
      : PointBlocks(points, weights: weights, frame: frame, engine: Engine(threadCount: 1))
    let dealt = try dealt(columns, weights, given)
    #expect(dealt.points == (0..<rows.count).flatMap { expected.point($0) }, "\(given)")
    #expect(dealt.weights == (0..<rows.count).map { expected.weight(of: $0) }, "\(given)")
    return dealt.sent
  }

  private static let starts = [
    [0, 9_000], [0, 4_096, 9_000], [0, 0, 9_000, 9_000], [0, 17, 4_511, 4_511, 8_999, 9_000],
    [0, 1_000, 2_000, 3_000, 4_000, 5_000, 6_000, 7_000, 9_000],
  ]

  @Test(
    "an order in space, of one run and of several", arguments: starts, [1024, 4096, SpatialOrder.runLength])
  func ordered(starts: [Int], runLength: Int) throws {
    let sent = try sent(Case(starts: starts, runLength: runLength))
    #expect(starts.count > 2 || sent == 0)
  }

  @Test("rows in their own order: only those go that somebody lacks", arguments: starts)
  func unordered(starts: [Int]) throws {
    let sent = try sent(Case(starts: starts, isOrdered: false))
    // A leaf has 4096 points here, and each cut lies in the middle of one at the most.
    #expect(sent <= (starts.count - 2) * 4_096)
    #expect(starts != [0, 4_096, 9_000] || sent == 0)
  }

  @Test("rows that do not count, at the edges of shares too, and in another order")
  func chosen() throws {
    let some = (0..<Self.count).filter { $0 % 7 != 2 && $0 != 4_511 }
    for starts in Self.starts {
      _ = try sent(Case(starts: starts, rows: some, runLength: 2048))
      _ = try sent(Case(starts: starts, rows: some, isOrdered: false))
      _ = try sent(Case(starts: starts, rows: some.suffix(3_000) + some.prefix(2_000), isOrdered: false))
      _ = try sent(Case(starts: starts, rows: some.suffix(3_000) + some.prefix(2_000), runLength: 1024))
    }
  }

  @Test("blocks where no rows are")
  func elsewhere() throws {
    for isOrdered in [true, false] {
      for cuts in [[0, 36, 36], [0, 0, 36], [0, 16, 36]] {
        _ = try sent(Case(starts: [0, 9_000, 9_000], cuts: cuts, runLength: 2048, isOrdered: isOrdered))
        _ = try sent(Case(starts: [0, 0, 9_000], cuts: cuts, isOrdered: isOrdered))
      }
    }
  }

  @Test("blocks of points that have not come are refused", arguments: [true, false])
  func lacking(isOrdered: Bool) throws {
    let given = Case(starts: [0, 17, 9_000], isOrdered: isOrdered)
    let columns = try columns()
    let plan = try plan(columns, [Double](repeating: 1, count: Self.count), given)
    var keepers = keepers(columns, given)
    let counts = try Self.ask(&keepers, .deal(plan))
    _ = try Self.ask(&keepers, .sort(id: 7, counts: counts))
    let lacking = try #require(keepers[0].turns(of: 7).first)
    let cut = try Self.ask(&keepers, .move(id: 7, arrived: [], lacking: lacking)).map { Array($0.dropLast()) }
    let arrivals = keepers[0].arrivals(of: 7, lacking, cut)
    for rank in keepers.indices { _ = try keepers[rank].answer(.move(id: 7, arrived: arrivals, lacking: [])) }
    #expect(throws: FitError.self) { try Self.ask(&keepers, .build(id: 7)) }
  }

  /// Of two processes each sends half of its rows at the most, and what it takes beside chunks at the edges.
  @Test("an order in space sends each row once, to who needs it")
  func sentOnce() throws {
    let sent = try sent(Case(starts: [0, 4_500, 9_000]))
    #expect(sent > 2_000 && sent < 9_000)
  }
}
