internal import Parallel

extension DealPlan {
  /// Sees whether a process has room for its blocks.
  ///
  /// - Parameter units: all that there are.
  /// - Throws: ``FitError`` with the code `memory`, with how much there would have to be.
  func requireRoom(ofRank rank: Int, _ units: [DealtUnit]) throws(FitError) {
    let (count, dimension) = (place(ofRank: rank).points.count, columns.count)
    let blocks =
      scratch == nil
      ? PointBlocks.byteCount(
        of: count, dimension: dimension, isOrdered: order != nil, hasWeights: weights != nil,
        precision: precision) : 0
    let isCopied = rows != nil || fills.contains { !$0.isNaN }
    let own = units.flatMap(\.pieces).reduce(0) { $0 + ($1.rank == rank ? $1.places.count : 0) }
    try AvailableMemory.require(Double(blocks + (isCopied ? 8 * own * dimension : 0))) { size, left in
      "\(count.text(of: "point")) in \(dimension.text(of: "column")) take at least \(size) of memory, and \(left). Take "
        + "more machines, fewer rows or columns, or allow more."
    }
  }

  /// Where the blocks of so many points go; nil for memory.
  ///
  /// - Throws: ``FitError`` where there is no room for them where they are to be kept.
  func space(for pointCount: Int) throws(FitError) -> ScratchSpace? {
    guard let scratch else { return nil }
    return try PreparedPoints.space(
      for: pointCount, of: columns.count, hasWeights: weights != nil,
      Engine(
        pointStorage: .scratch(folder: scratch.folder, residentBytes: scratch.residentBytes),
        precision: precision))
  }
}
