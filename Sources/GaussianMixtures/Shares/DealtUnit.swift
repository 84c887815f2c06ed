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

  /// The places whose points a process has to know for its blocks: those of whole chunks.
  func needed(byRank rank: Int, _ plan: DealPlan) -> Range<Int> {
    let own = plan.place(ofRank: rank).points.clamped(to: places)
    guard let chunks, !own.isEmpty else { return own }
    let touched = chunks.filter { $0.overlaps(own) }
    return (touched.first?.lowerBound ?? own.lowerBound)..<(touched.last?.upperBound ?? own.upperBound)
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
    let parts = parts(in: places)
    guard let first = parts.first, let last = parts.last else { return 0..<0 }
    return first.index..<(last.index + last.count)
  }

  /// The same cell by cell, with the place of the first point.
  func parts(in places: Range<Int>) -> [(index: Int, target: Int, count: Int)] {
    targets.indices.compactMap { cell in
      let target = targets[cell]
      let part = (target..<(target + firsts[cell + 1] - firsts[cell])).clamped(to: places)
      return part.isEmpty ? nil : (firsts[cell] + part.lowerBound - target, part.lowerBound, part.count)
    }
  }
}
