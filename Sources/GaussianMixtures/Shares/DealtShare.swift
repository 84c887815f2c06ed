internal import Parallel

/// The blocks of one process, and its answers about them.
struct DealtShare: Sendable {
  /// Nil where others have all blocks.
  private let blocks: PointBlocks?
  /// The places of the rows that labels are taken of.
  private let members: Range<Int>
  private let place: BlockPlace
  private var labels = PointLabels([Int]())
  private let rank: Int
  /// By the numbers of searches for seeds.
  private var seeds: [Int: SeedKeeper] = [:]

  /// - Throws: ``FitError`` with the code `communication` where points have not come.
  init(_ share: PendingShare) throws(FitError) {
    let plan = share.plan
    rank = share.rank
    let members = plan.members(ofRank: share.rank)
    self.members = members
    place = plan.place(ofRank: share.rank)
    var share = share
    blocks = try share.finished(weights: plan.weights.map { Array($0[members]) })?.placed(at: place)
  }

  /// - Returns: what is known here.
  /// - Throws: ``FitError`` where there is no room for it.
  mutating func answer(_ question: BlockQuestion, threadCount: Int?) throws(FitError) -> [Double] {
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
    case .seeds(let search, let rank, let question):
      guard rank ?? self.rank == self.rank else { return [] }
      if case .begin(let instructions) = question {
        seeds[search] = try SeedKeeper(blocks, instructions, threadCount: threadCount)
      }
      defer { if case .end = question { seeds[search] = nil } }
      return seeds[search]?.answer(question) ?? []
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
