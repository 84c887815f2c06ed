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
  /// Nil where others have all blocks.
  private let blocks: UnwrittenBlocks?
  /// How many points are in blocks.
  private var writtenCount = 0

  /// How many numbers are sent at a time: more would be in no cache when they arrive.
  private static let numbersSent = 1 << 18

  /// - Parameters:
  ///   - columns: of all rows of this process.
  ///   - starts: of each process the number of its first row, and how many rows there are.
  /// - Throws: ``FitError`` with the code `memory` where there is no room for the blocks, or another where there is none where
  ///   they are to be kept.
  init(
    _ plan: DealPlan, _ columns: [PointColumn], rank: Int, starts: [Int], engine: Engine
  ) throws(FitError) {
    self.plan = plan
    self.rank = rank
    self.engine = engine
    units = DealtUnit.units(of: plan, starts: starts)
    try plan.requireRoom(ofRank: rank, units)
    let rows: [Int]? = plan.rows.map { rows in
      rows.numbers.filter { $0 >= starts[rank] && $0 < starts[rank + 1] }.map { $0 - starts[rank] }
    }
    own = zip(plan.columns, plan.fills).map { column, fill in
      let own = rows.map { columns[column].selecting($0) } ?? columns[column]
      return fill.isNaN ? own : own.filling(fill)
    }
    let count = plan.place(ofRank: rank).points.count
    blocks =
      count == 0
      ? nil
      : UnwrittenBlocks(
        count: count, dimension: plan.columns.count, frame: plan.frame, isOrdered: plan.order != nil,
        in: try plan.space(for: count), precision: engine.precision)
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
  }

  // MARK: - Points of others

  /// The places of a process's blocks of a unit, by what becomes blocks at a time: a whole order where one process makes it,
  /// else as many points as are sent in a turn, in an order whole chunks.
  private func slices(ofRank rank: Int, in unit: DealtUnit) -> [Range<Int>] {
    let wanted = plan.place(ofRank: rank).points.clamped(to: unit.places)
    guard !wanted.isEmpty else { return [] }
    guard plan.order == nil || unit.chunks != nil else { return [wanted] }
    let count = plan.cuts.indices.dropLast().count { plan.place(ofRank: $0).points.overlaps(unit.places) }
    let size = max(1, Self.numbersSent / width / max(count / 2, 1))
    guard let chunks = unit.chunks else {
      let whole = (size + PointBlocks.blockSize - 1) / PointBlocks.blockSize * PointBlocks.blockSize
      return stride(from: wanted.lowerBound, to: wanted.upperBound, by: whole).map {
        $0..<min($0 + whole, wanted.upperBound)
      }
    }
    return chunks.filter { $0.overlaps(wanted) }.reduce(into: []) { slices, chunk in
      if let last = slices.last, last.count < size {
        slices[slices.count - 1] = last.lowerBound..<chunk.upperBound
      } else {
        slices.append(chunk)
      }
    }
  }

  /// What has to be sent to whom, in turns in which each process lacks one slice: while it makes blocks of that, others get theirs.
  var turns: [[Delivery]] {
    (plan.order == nil ? Array(units.indices) : divided).flatMap { number in
      let deliveries = plan.cuts.indices.dropLast().map { rank in
        slices(ofRank: rank, in: units[number]).filter { units[number].isLacking($0, rank: rank) }
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

  // MARK: - Blocks

  /// Makes blocks of a slice whose points others have sent.
  mutating func take(_ arrival: Arrival) {
    let delivery = arrival.delivery
    guard delivery.rank == rank, units.indices.contains(delivery.unit) else { return }
    writtenCount += write(delivery.places, of: units[delivery.unit], arrival.numbers)
  }

  /// Makes blocks of what no other process has sent anything for.
  ///
  /// - Parameter weights: of the rows that may be in them; nil where all are 1.
  /// - Returns: all blocks of this process; nil where others have them.
  /// - Throws: ``FitError`` with the code `communication` where points have not come.
  mutating func finished(weights: [Double]?) throws(FitError) -> PointBlocks? {
    for unit in units {
      for places in Self.joined(slices(ofRank: rank, in: unit).filter { !unit.isLacking($0, rank: rank) }) {
        writtenCount += write(places, of: unit, [])
      }
    }
    guard let blocks else { return nil }
    guard writtenCount == blocks.count else { throw .damagedRequest }
    return PointBlocks(blocks, weights: weights, engine: engine)
  }

  /// Fewer ranges: those that follow one another are one.
  private static func joined(_ ranges: [Range<Int>]) -> [Range<Int>] {
    ranges.reduce(into: []) { joined, range in
      if let last = joined.last, last.upperBound == range.lowerBound {
        joined[joined.count - 1] = last.lowerBound..<range.upperBound
      } else {
        joined.append(range)
      }
    }
  }

  /// - Parameter others: of each process what it has sent for these places; nothing where own rows are all of them.
  /// - Returns: how many points are in blocks now.
  private func write(_ places: Range<Int>, of unit: DealtUnit, _ others: [[Double]]) -> Int {
    let all = plan.place(ofRank: rank).points
    let wanted = places.clamped(to: all)
    guard let blocks, let slice = DealtSlice(places, of: unit, rank: rank, width: width, others) else { return 0 }
    let place = wanted.lowerBound - all.lowerBound
    let first = plan.members(ofRank: rank).lowerBound
    if plan.order == nil {
      blocks.write(points(of: slice), at: place, engine: engine)
    } else if let chunks = unit.chunks, let order = plan.order(of: PointSet(trusting: own), 0..<0, engine: engine) {
      blocks.write(sorted: chunks.filter { $0.overlaps(wanted) }, wanted: wanted, at: place, by: order) { chunk in
        let parts = slice.parts(in: chunk)
        return { column, target in write(column, of: slice, parts, from: chunk.lowerBound, to: target) }
      }
      blocks.shiftNumbers(at: place..<(place + wanted.count), by: -first)
    } else if let run = slice.ownRows, let order = plan.order(of: PointSet(trusting: own), run, engine: engine) {
      blocks.write(order, at: place)
      blocks.shiftNumbers(at: place..<(place + wanted.count), by: wanted.lowerBound - first - run.lowerBound)
    } else {
      return 0
    }
    return wanted.count
  }

  private func points(of slice: DealtSlice) -> PointSet {
    if let rows = slice.ownRows { return PointSet(trusting: own.map { $0.selecting(rows) }) }
    let parts = slice.parts(in: slice.places)
    return PointSet(
      trusting: own.indices.map { column in
        [Double].written(count: slice.places.count) {
          write(column, of: slice, parts, from: slice.places.lowerBound, to: $0.pointer(at: 0))
        }
      })
  }

  /// Writes a column of the points of some places.
  ///
  /// - Parameters:
  ///   - parts: where these are in the slice's sources.
  ///   - place: the first of the places.
  ///   - target: where its point goes.
  private func write(
    _ column: Int, of slice: DealtSlice, _ parts: [[DealtSlice.Part]], from place: Int,
    to target: UnsafeMutablePointer<Double>
  ) {
    for (source, parts) in zip(slice.sources, parts) {
      for part in parts {
        let (rows, target) = (part.index..<(part.index + part.count), target + part.target - place)
        if let sent = source.sent {
          sent.copy(rows, of: column, to: target)
        } else {
          write(column, of: source.piece, rows, to: target)
        }
      }
    }
  }
}
