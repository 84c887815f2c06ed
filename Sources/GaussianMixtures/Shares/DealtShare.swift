internal import Parallel

/// The blocks of one process, and its answers about them.
struct DealtShare: Sendable {
  /// Nil where others have all blocks.
  private let blocks: PointBlocks?
  /// The places of the rows that labels are taken of.
  private let members: Range<Int>
  private let place: BlockPlace
  private var labels = PointLabels([Int]())

  /// - Throws: ``FitError`` where there is no room for the blocks where they are to be kept.
  init(_ share: PendingShare, _ columns: [PointColumn], engine: Engine) throws(FitError) {
    let plan = share.plan
    members = share.members
    place = plan.place(ofRank: share.rank)
    guard !place.points.isEmpty else {
      blocks = nil
      return
    }
    let points = share.points(columns)
    let engine = engine.with(precision: plan.precision)
    let weights = plan.weights.map { Array($0[share.members]) }
    let space = try Self.space(for: points, hasWeights: weights != nil, plan)
    guard let order = plan.order else {
      blocks = PointBlocks(points, weights: weights, frame: plan.frame, in: space, engine: engine).placed(
        at: place)
      return
    }
    let runs = PointBlocks(
      ordering: points, weights: weights, frame: plan.frame, centres: order.centres, spreads: order.spreads,
      in: space, engine: engine)
    let first = members.lowerBound / PointBlocks.blockSize
    blocks = runs.part((place.first - first)..<(place.end - first), engine: engine).placed(at: place)
  }

  private static func space(
    for points: PointSet, hasWeights: Bool, _ plan: DealPlan
  ) throws(FitError) -> ScratchSpace? {
    guard let scratch = plan.scratch else { return nil }
    return try PreparedPoints.space(
      for: points, hasWeights: hasWeights,
      Engine(
        pointStorage: .scratch(folder: scratch.folder, residentBytes: scratch.residentBytes),
        precision: plan.precision))
  }

  /// - Returns: what is known here.
  mutating func answer(_ question: BlockQuestion, threadCount: Int?) -> [Double] {
    guard let blocks else { return [] }
    switch question {
    case .statistics(let form, let parameters, let rule, let moments):
      let leaves = form.pass(threadCount: threadCount).leafStatistics(
        of: blocks, under: parameters, rule: own(rule), moments: moments)
      return leaves.enumerated().flatMap { leaf, statistics in statistics?.numbers(ofLeaf: leaf) ?? [] }
    case .logarithms(let form, let parameters):
      let sums = form.pass(threadCount: threadCount).logsOfLargestResponsibilities(
        of: blocks, under: parameters)
      return sums.enumerated().flatMap { leaf, sum in sum.map { [Double(leaf), $0] } ?? [] }
    case .extents(let directions):
      let extents = blocks.extents(along: directions)
      return extents.lowest + extents.highest
    case .points(let places):
      return places.filter(place.points.contains).flatMap { blocks.point($0 - place.points.lowerBound) }
    case .weights:
      return (0..<blocks.count).map { blocks.weight(of: $0) }
    }
  }

  private mutating func own(_ rule: DealtRule) -> ResponsibilityRule {
    switch rule {
    case .posterior: return .posterior
    case .hardest: return .hardest
    case .known(let all):
      if let all { labels = PointLabels(numbers: Array(all.numbers[members])) }
      return .known(labels)
    }
  }
}
