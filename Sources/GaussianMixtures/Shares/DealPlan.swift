/// How some rows become blocks, and which process has which of these.
struct DealPlan: CheckpointPart {
  var id = 0
  /// The columns that are coordinates.
  let columns: [Int]
  /// What a missing number becomes, for each of the columns; NaN for nothing.
  let fills: [Double]
  /// The rows, in order; nil for all.
  let rows: DealtRows?
  /// How many rows that are.
  let count: Int
  /// Of the rows; nil where all are 1.
  let weights: [Double]?
  let frame: CoordinateFrame
  /// The centres and spreads by which rows are put in an order in space; nil for their own order.
  let order: (centres: [Double], spreads: [Double])?
  let precision: Engine.Precision
  /// How many points are ordered among themselves.
  let runLength: Int
  /// Where blocks go; nil for memory.
  let scratch: (folder: String?, residentBytes: Int)?
  /// Of each process the first block, and where all end.
  var cuts: [Int] = []

  init(
    columns: [RemoteColumn], weights: [Double]?, frame: CoordinateFrame,
    order: (centres: [Double], spreads: [Double])?, engine: Engine, runLength: Int = SpatialOrder.runLength
  ) {
    self.columns = columns.map(\.column)
    fills = columns.map { $0.fill ?? .nan }
    rows = columns[0].rows.map(DealtRows.init)
    count = columns[0].count
    self.weights = weights
    self.frame = frame
    self.order = order
    precision = engine.precision
    self.runLength = runLength
    scratch =
      if case .scratch(let folder, let residentBytes) = engine.pointStorage { (folder, residentBytes) } else {
        nil
      }
  }

  var blockCount: Int { PointBlocks.blockCount(of: count) }

  /// Where the blocks of a process stand among all.
  func place(ofRank rank: Int) -> BlockPlace {
    BlockPlace(first: cuts[rank], end: cuts[rank + 1], pointCount: count)
  }

  /// The places of the rows that may be in the blocks of a process: of an order in space, those of whole runs.
  func members(ofRank rank: Int) -> Range<Int> {
    let places = place(ofRank: rank).points
    guard order != nil, !places.isEmpty else { return places }
    return
      (places.lowerBound / runLength * runLength)..<min(
        (places.upperBound + runLength - 1) / runLength * runLength, count)
  }

  /// The order of some points in space, where they are put into one.
  func order(of points: PointSet, _ run: Range<Int>, engine: Engine) -> SpatialOrder? {
    order.map {
      SpatialOrder(points, run, frame: frame, centres: $0.centres, spreads: $0.spreads, engine: engine)
    }
  }

  func write(to writer: inout CheckpointWriter) {
    writer.write(id)
    writer.write(columns)
    writer.write(fills)
    writer.write(rows)
    writer.write(count)
    writer.write(weights.map(FlatNumbers.init))
    writer.write(frame.origins)
    writer.write(frame.exponents)
    writer.write(order?.centres)
    writer.write(order?.spreads)
    writer.write(precision)
    writer.write(runLength)
    writer.write(scratch?.folder)
    writer.write(scratch?.residentBytes)
    writer.write(cuts)
  }

  init(reading reader: inout CheckpointReader) throws(FitError) {
    id = try reader.read()
    columns = try reader.read()
    fills = try reader.read()
    rows = try reader.read()
    count = try reader.read()
    weights = try reader.read(FlatNumbers?.self)?.numbers
    frame = CoordinateFrame(origins: try reader.read(), exponents: try reader.read())
    let (centres, spreads): ([Double]?, [Double]?) = (try reader.read(), try reader.read())
    order = centres.flatMap { centres in spreads.map { (centres, $0) } }
    precision = try reader.read()
    runLength = try reader.read()
    let (folder, bytes): (String?, Int?) = (try reader.read(), try reader.read())
    scratch = bytes.map { (folder, $0) }
    cuts = try reader.read()
  }
}

/// Where some blocks stand among all.
struct BlockPlace: Sendable, Hashable {
  let first: Int
  let end: Int
  /// How many points all blocks have together.
  let pointCount: Int

  var blockCount: Int { PointBlocks.blockCount(of: pointCount) }

  /// The places of the points of these blocks.
  var points: Range<Int> {
    min(first * PointBlocks.blockSize, pointCount)..<min(end * PointBlocks.blockSize, pointCount)
  }

  /// A leaf as it is numbered here; nil where others have it.
  func local(_ leaf: Range<Int>) -> Range<Int>? {
    leaf.lowerBound >= first && leaf.upperBound <= end
      ? (leaf.lowerBound - first)..<(leaf.upperBound - first) : nil
  }
}
