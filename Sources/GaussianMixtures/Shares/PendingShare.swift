internal import Parallel

/// Rows that are to become blocks: those that this process has, and those that it takes from others.
struct PendingShare: Sendable {
  let plan: DealPlan
  let rank: Int
  let engine: Engine
  private(set) var units: [DealtUnit]
  /// The coordinates of the rows that this process has, in the rows' order.
  private let own: [PointColumn]
  /// For each of these in the order of cells its number, where its run is ordered by several processes.
  private var sorted: [Int32] = []
  /// The points that are needed here, by their units; nil where own rows are all of them.
  private var gathered: [GatheredPoints?]

  /// How many numbers are sent at a time: more would be in no cache when they arrive.
  private static let numbersSent = 1 << 18

  /// - Parameters:
  ///   - columns: of all rows of this process.
  ///   - starts: of each process the number of its first row, and how many rows there are.
  /// - Throws: ``FitError`` with the code `memory` where there is no room for the blocks.
  init(
    _ plan: DealPlan, _ columns: [PointColumn], rank: Int, starts: [Int], engine: Engine
  ) throws(FitError) {
    self.plan = plan
    self.rank = rank
    self.engine = engine
    units = DealtUnit.units(of: plan, starts: starts)
    try Self.requireRoom(for: plan, rank: rank, units)
    let rows: [Int]? = plan.rows.map { rows in
      rows.numbers.filter { $0 >= starts[rank] && $0 < starts[rank + 1] }.map { $0 - starts[rank] }
    }
    own = zip(plan.columns, plan.fills).map { column, fill in
      let own = rows.map { columns[column].selecting($0) } ?? columns[column]
      return fill.isNaN ? own : own.filling(fill)
    }
    gathered = [GatheredPoints?](repeating: nil, count: units.count)
    if plan.order == nil { gather() }
  }

  /// - Throws: ``FitError`` with the code `memory`, with how much there would have to be.
  private static func requireRoom(
    for plan: DealPlan, rank: Int, _ units: [DealtUnit]
  ) throws(FitError) {
    let (count, dimension) = (plan.place(ofRank: rank).points.count, plan.columns.count)
    let blocks =
      plan.scratch == nil
      ? PointBlocks.byteCount(
        of: count, dimension: dimension, isOrdered: plan.order != nil, hasWeights: plan.weights != nil,
        precision: plan.precision) : 0
    let isCopied = plan.rows != nil || plan.fills.contains { !$0.isNaN }
    let own = units.flatMap(\.pieces).reduce(0) { $0 + ($1.rank == rank ? $1.places.count : 0) }
    try AvailableMemory.require(Double(blocks + (isCopied ? 8 * own * dimension : 0))) { size, left in
      "\(count.text(of: "point")) in \(dimension.text(of: "column")) take at least \(size) of memory, and \(left). Take "
        + "more machines, fewer rows or columns, or allow more."
    }
  }

  private var ownCount: Int { own[0].count }
  /// How many numbers a point has on its way.
  private var width: Int { own.count + (plan.order == nil ? 0 : 1) }
  /// The units of an order that several processes make.
  private var divided: [Int] { plan.order == nil ? [] : units.indices.filter { !units[$0].isWhole(plan) } }

  // MARK: - An order

  /// Sorts own rows by cells where several processes have those of a run.
  ///
  /// - Returns: for each piece how many rows each of its cells has.
  mutating func sort() -> [Double] {
    let pieces = divided.flatMap { units[$0].pieces }.filter { $0.rank == rank }
    guard !pieces.isEmpty else { return [] }
    let points = PointSet(trusting: own)
    sorted = [Int32](repeating: 0, count: ownCount)
    var counts: [Double] = []
    for piece in pieces {
      let run = piece.offset..<(piece.offset + piece.places.count)
      guard let (order, ends) = plan.order(of: points, run, engine: engine)?.sorted() else { continue }
      sorted.replaceSubrange(run, with: order)
      counts += zip(ends, [0] + ends.dropLast()).map { Double($0 - $1) }
    }
    return counts
  }

  /// Takes the counts of all processes.
  mutating func sort(_ counts: [[Double]]) {
    var next = [Int](repeating: 0, count: counts.count)
    let divided = divided
    let pieceCount = divided.reduce(0) { $0 + units[$1].pieces.count }
    let cellCount = counts.reduce(0) { $0 + $1.count } / max(pieceCount, 1)
    for unit in divided {
      units[unit].sort(
        units[unit].pieces.map { piece in
          defer { next[piece.rank] += cellCount }
          return counts[piece.rank].dropFirst(next[piece.rank]).prefix(cellCount).map { Int($0) }
        })
    }
    gather()
  }

  // MARK: - Points of others

  /// Makes room for points of others, and puts own ones between them.
  private mutating func gather() {
    for number in plan.order == nil ? Array(units.indices) : divided {
      let unit = units[number]
      let needed = unit.needed(byRank: rank, plan)
      guard !needed.isEmpty, unit.chunks != nil || ownRange(needed, unit) == nil else { continue }
      var points = GatheredPoints(needed, width: width)
      for start in stride(from: needed.lowerBound, to: needed.upperBound, by: Self.rowsTogether) {
        let places = start..<min(start + Self.rowsTogether, needed.upperBound)
        for piece in unit.pieces where piece.rank == rank {
          points.fill(piece, at: places) { column, rows, target in write(column, of: piece, rows, to: target) }
        }
      }
      gathered[number] = points
    }
  }

  /// Where points stand among own rows, if they are consecutive ones.
  private func ownRange(_ places: Range<Int>, _ unit: DealtUnit) -> Range<Int>? {
    let pieces = unit.pieces.filter { $0.places.overlaps(places) }
    guard let first = pieces.first, pieces.allSatisfy({ $0.rank == rank }) else { return nil }
    let start = first.offset + places.lowerBound - first.places.lowerBound
    return start..<(start + places.count)
  }

  /// - Parameter count: how many go in a turn.
  private func slices(_ places: Range<Int>, among count: Int) -> [Range<Int>] {
    let size = max(1, Self.numbersSent / width / count)
    return stride(from: places.lowerBound, to: places.upperBound, by: size).map {
      $0..<min($0 + size, places.upperBound)
    }
  }

  /// What has to be sent to whom, in turns in which each process lacks one slice: while it takes that, others get theirs.
  var turns: [[Delivery]] {
    (plan.order == nil ? Array(units.indices) : divided).flatMap { number in
      let needed = plan.cuts.indices.dropLast().map { units[number].needed(byRank: $0, plan) }
      let count = needed.count { !$0.isEmpty }
      let deliveries = needed.enumerated().map { rank, places in
        slices(places, among: max(count / 2, 1)).filter { units[number].isLacking($0, rank: rank) }
          .map { Delivery(unit: number, rank: rank, places: $0) }
      }
      return (0..<(deliveries.map(\.count).max() ?? 0)).map { turn in
        deliveries.compactMap { $0.indices.contains(turn) ? $0[turn] : nil }
      }
    }
  }

  /// The points of own rows that other processes lack.
  func numbers(for lacking: [Delivery]) -> [Double] {
    let parts = lacking.flatMap { delivery in
      pieces(ofRank: rank, for: delivery).map { numbers(of: $0, at: delivery.places) }
    }
    return parts.count == 1 ? parts[0] : Array(parts.joined())
  }

  /// Of whose rows a process sends for a delivery.
  private func pieces(ofRank rank: Int, for delivery: Delivery) -> [DealtPiece] {
    guard delivery.rank != rank, units.indices.contains(delivery.unit) else { return [] }
    return units[delivery.unit].pieces.filter { $0.rank == rank }
  }

  /// What the answers of all processes bring to those who lacked it.
  func arrivals(_ lacking: [Delivery], _ answers: [[Double]]) -> [Arrival] {
    var starts = [Int](repeating: 0, count: answers.count)
    return lacking.map { delivery in
      Arrival(
        delivery,
        numbers: answers.indices.map { rank in
          let pieces = pieces(ofRank: rank, for: delivery)
          let start = starts[rank]
          starts[rank] += pieces.reduce(0) { $0 + $1.indices(in: delivery.places).count * width }
          let part = (start..<starts[rank]).clamped(to: answers[rank].indices)
          return part == answers[rank].indices ? answers[rank] : Array(answers[rank][part])
        })
    }
  }

  /// Column by column.
  private func numbers(of piece: DealtPiece, at places: Range<Int>) -> [Double] {
    let indices = piece.indices(in: places)
    let count = indices.count
    guard count > 0 else { return [] }
    // A reply has one number more.
    return [Double](unsafeUninitializedCapacity: count * width + 1) { target, filled in
      filled = count * width
      guard let base = target.baseAddress else { return }
      for start in stride(from: indices.lowerBound, to: indices.upperBound, by: Self.rowsTogether) {
        let rows = start..<min(start + Self.rowsTogether, indices.upperBound)
        for column in 0..<width { write(column, of: piece, rows, to: base + column * count + start - indices.lowerBound) }
      }
    }
  }

  /// Of rows that stand anywhere so many at a time: a cache still has what one column brought when the next is taken.
  private static let rowsTogether = 1 << 12

  /// Writes what some rows of a piece, numbered in the order of cells, have in a column.
  @inline(__always)
  private func write(
    _ column: Int, of piece: DealtPiece, _ rows: Range<Int>, to target: UnsafeMutablePointer<Double>
  ) {
    let first = piece.offset + rows.lowerBound
    guard plan.order != nil else { return own[column].copy(first..<(first + rows.count), to: target) }
    guard column == own.count else { return own[column].gather(rows.count, to: target) { Int(sorted[first + $0]) } }
    let shift = piece.places.lowerBound - piece.offset
    for i in 0..<rows.count { (target + i).initialize(to: Double(Int(sorted[first + i]) + shift)) }
  }

  /// Takes points of others.
  mutating func take(_ arrival: Arrival) {
    let (delivery, numbers) = (arrival.delivery, arrival.numbers)
    guard delivery.rank == rank, units.indices.contains(delivery.unit) else { return }
    var starts = [Int](repeating: 0, count: numbers.count)
    for piece in units[delivery.unit].pieces where piece.rank != rank && piece.rank < numbers.count {
      gathered[delivery.unit]?.take(
        piece, at: delivery.places, numbers[piece.rank], from: &starts[piece.rank])
    }
  }

  // MARK: - Blocks

  /// The points of the blocks in the rows' order.
  var points: PointSet {
    if let all = gathered[0] { return PointSet(trusting: all.columns.map { PointColumn($0) }) }
    let range = ownRange(plan.place(ofRank: rank).points, units[0]) ?? 0..<ownCount
    return PointSet(trusting: own.map { $0.selecting(range) })
  }
}

/// The points of the blocks of one process, in an order in space.
extension PendingShare: SpatialRuns {
  func write<Number: KernelNumber>(
    to blocks: UnsafeMutablePointer<Number>, order: UnsafeMutablePointer<Int32>
  ) {
    let wanted = plan.place(ofRank: rank).points
    let first = plan.members(ofRank: rank).lowerBound
    for (number, unit) in units.enumerated() {
      let places = wanted.clamped(to: unit.places)
      guard !places.isEmpty else { continue }
      let (start, count) = (places.lowerBound - wanted.lowerBound, places.count)
      let target = blocks + start * own.count
      if let all = gathered[number] {
        write(all, unit, places, to: target, order: order + start)
        for place in start..<(start + count) { order[place] -= Int32(first) }
      } else if let run = ownRange(places, unit) {
        plan.order(of: PointSet(trusting: own), run, engine: engine)?
          .write(to: DisjointWriter(target), order: DisjointWriter(order + start))
        let shift = Int32(places.lowerBound - first - run.lowerBound)
        for place in start..<(start + count) { order[place] += shift }
      }
    }
  }

  /// Writes points that several processes have sorted, with the places of their rows.
  private func write<Number: KernelNumber>(
    _ all: GatheredPoints, _ unit: DealtUnit, _ places: Range<Int>,
    to blocks: UnsafeMutablePointer<Number>, order: UnsafeMutablePointer<Int32>
  ) {
    let first = all.places.lowerBound
    let points = PointSet(trusting: all.columns.dropLast().map { PointColumn($0) })
    let chunks = (unit.chunks ?? []).filter { $0.overlaps(places) }.map {
      ($0.lowerBound - first)..<($0.upperBound - first)
    }
    plan.order(of: points, 0..<points.count, engine: engine)?.write(
      sorted: chunks, blocks: (places.lowerBound - first)..<(places.upperBound - first),
      to: DisjointWriter(blocks), order: DisjointWriter(order))
    let rows = all.columns[own.count]
    for place in 0..<places.count { order[place] = Int32(rows[Int(order[place])]) }
  }
}
