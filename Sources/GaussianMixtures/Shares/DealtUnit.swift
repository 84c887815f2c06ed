/// Rows that become blocks together: all of them, or of an order in space those of a run.
struct DealtUnit: Sendable {
  /// Of the rows, and so of the points.
  let places: Range<Int>
  private(set) var pieces: [DealtPiece]
  /// The ranges of places that are split on their own; nil where it takes no order, or is not known yet.
  private(set) var chunks: [Range<Int>]?

  /// The units of a plan.
  ///
  /// - Parameter starts: of each process the number of its first row, and how many rows there are.
  static func units(of plan: DealPlan, starts: [Int]) -> [DealtUnit] {
    let pieces = DealtPiece.pieces(of: plan, starts: starts)
    guard plan.order != nil else { return [DealtUnit(places: 0..<plan.count, pieces: pieces)] }
    return stride(from: 0, to: plan.count, by: plan.runLength).map { first in
      let run = first..<min(first + plan.runLength, plan.count)
      return DealtUnit(places: run, pieces: pieces.compactMap { $0.clamped(to: run) })
    }
  }

  /// Whether one process has all rows, and all blocks.
  func isWhole(_ plan: DealPlan) -> Bool {
    let owners = plan.cuts.indices.dropLast().filter {
      !plan.place(ofRank: $0).points.clamped(to: places).isEmpty
    }
    return Set(owners + pieces.map(\.rank)).count <= 1
  }

  /// Says how many rows of each piece are in each cell of an order.
  ///
  /// - Parameter counts: for each piece those of its cells.
  mutating func sort(_ counts: [[Int]]) {
    var place = places.lowerBound
    var targets = [[Int]](repeating: [], count: pieces.count)
    let ends = (0..<(counts.first?.count ?? 0)).map { cell in
      for piece in pieces.indices {
        targets[piece].append(place)
        place += counts[piece][cell]
      }
      return place - places.lowerBound
    }
    for piece in pieces.indices { pieces[piece].sort(counts[piece], to: targets[piece]) }
    chunks = SpatialOrder.chunks(ends).map {
      (places.lowerBound + $0.lowerBound)..<(places.lowerBound + $0.upperBound)
    }
  }

  /// Whether others have some of these points.
  func isLacking(_ places: Range<Int>, rank: Int) -> Bool {
    pieces.contains { $0.rank != rank && !$0.indices(in: places).isEmpty }
  }
}

/// Rows of one process that stand one after the other, and the places of their points.
struct DealtPiece: Sendable {
  let rank: Int
  /// Of the rows.
  let places: Range<Int>
  /// How many of the rows that its process has for these blocks come before.
  let offset: Int
  /// Where the points of each of its cells begin; without an order it has one.
  private var targets: [Int]
  /// How many of its rows are in cells before each, and in all.
  private var firsts: [Int]

  private init(rank: Int, places: Range<Int>, offset: Int) {
    self.rank = rank
    self.places = places
    self.offset = offset
    targets = [places.lowerBound]
    firsts = [0, places.count]
  }

  static func pieces(of plan: DealPlan, starts: [Int]) -> [DealtPiece] {
    var pieces: [DealtPiece] = []
    var counts = [Int](repeating: 0, count: starts.count - 1)
    var place = 0
    while place < plan.count {
      let row = plan.rows?.numbers[place] ?? place
      guard let rank = counts.indices.last(where: { starts[$0] <= row && row < starts[$0 + 1] }) else {
        break
      }
      var end = plan.rows == nil ? starts[rank + 1] : place + 1
      if let rows = plan.rows?.numbers {
        while end < plan.count, rows[end] >= starts[rank], rows[end] < starts[rank + 1] { end += 1 }
      }
      pieces.append(DealtPiece(rank: rank, places: place..<end, offset: counts[rank]))
      counts[rank] += end - place
      place = end
    }
    return pieces
  }

  /// The part of it that is among some rows; nil for none.
  func clamped(to rows: Range<Int>) -> DealtPiece? {
    let part = places.clamped(to: rows)
    return part.isEmpty
      ? nil : DealtPiece(rank: rank, places: part, offset: offset + part.lowerBound - places.lowerBound)
  }

  fileprivate mutating func sort(_ counts: [Int], to targets: [Int]) {
    self.targets = targets
    firsts = counts.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) }
  }

  /// Of its rows, in the order of cells, those whose points are at some places: these are consecutive.
  func indices(in places: Range<Int>) -> Range<Int> {
    let cells = cells(in: places)
    func index(of place: Int, in cell: Int) -> Int {
      min(firsts[cell] + max(place - targets[cell], 0), firsts[cell + 1])
    }
    guard let first = cells.first, let last = cells.last else { return 0..<0 }
    return index(of: places.lowerBound, in: first)..<index(of: places.upperBound, in: last)
  }

  /// The same cell by cell.
  func parts(in places: Range<Int>) -> [DealtSlice.Part] {
    cells(in: places).compactMap { cell in
      let target = targets[cell]
      let part = (target..<(target + firsts[cell + 1] - firsts[cell])).clamped(to: places)
      return part.isEmpty ? nil : (firsts[cell] + part.lowerBound - target, part.lowerBound, part.count)
    }
  }

  /// The cells that may have points at some places.
  private func cells(in places: Range<Int>) -> Range<Int> {
    let end = firstCell { $0 >= places.upperBound }
    // One that begins before may reach these places.
    return max(0, min(firstCell { $0 > places.lowerBound } - 1, end))..<end
  }

  /// The first cell whose points begin so far along; their number where none does.
  private func firstCell(where isFar: (_ target: Int) -> Bool) -> Int {
    var (low, high) = (0, targets.count)
    while low < high {
      let middle = (low + high) / 2
      if isFar(targets[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
