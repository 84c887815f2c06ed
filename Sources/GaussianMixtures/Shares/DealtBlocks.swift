internal import Parallel
internal import Synchronization

/// Blocks that several processes have, as rank 0 sees them.
final class DealtBlocks: Sendable {
  private let group: ShareGroup
  private let plan: DealPlan
  private let state: Mutex<State>
  private let fetchedBlocks = Mutex<PointBlocks?>(nil)

  struct State {
    fileprivate(set) var id: Int?
    fileprivate(set) var cuts: [Int] = []
    /// The labels that were sent last.
    fileprivate(set) var labels: PointLabels?
    /// Of searches for seeds that processes know how many seeds they know.
    var searches: [Int: Int] = [:]
    var lastSearch = 0
    /// Points that stand one after the other, as they were fetched last.
    fileprivate(set) var fetched: (places: Range<Int>, numbers: [Double]) = (0..<0, [])
  }

  init(_ group: ShareGroup, _ plan: DealPlan) {
    self.group = group
    self.plan = plan
    state = Mutex(State())
  }

  deinit { if let id = state.withLock({ $0.id }) { group.forget(id) } }

  var precision: Engine.Precision { plan.precision }
  var isOrdered: Bool { plan.order != nil }

  /// The blocks' number; they are dealt out anew where the leaves of a grid would not be whole.
  private func id(for grid: LeafGrid, _ state: inout State) -> Int {
    if let id = state.id {
      if grid.isCut(at: state.cuts) { return id }
      group.forget(id)
    }
    var plan = plan
    plan.cuts = grid.cuts(at: group.starts(among: plan.rows?.numbers))
    let id = group.deal(plan)
    state = State(id: id, cuts: plan.cuts, lastSearch: state.lastSearch)
    return id
  }

  /// What all answer about the blocks, and where the points of each begin.
  private func ask(
    _ grid: LeafGrid, _ question: (inout State) -> BlockQuestion
  ) -> (answers: [[Double]], starts: [Int]) {
    state.withLock { state in
      let id = id(for: grid, &state)
      return (group.ask(.ask(id: id, question(&state))), starts(state))
    }
  }

  /// Where the points of each process begin, and where all end.
  private func starts(_ state: State) -> [Int] {
    state.cuts.map { min($0 * PointBlocks.blockSize, plan.count) }
  }

  /// Any grid will do.
  private var finest: LeafGrid { PointBlocks.grid(blockCount: plan.blockCount, statisticsSize: 1) }

  func statistics(
    _ grid: LeafGrid, under parameters: MixtureParameters, _ rule: ResponsibilityRule, _ moments: MomentKind,
    _ pass: ExpectationPass
  ) -> [LeafStatistics?] {
    let answers = ask(grid) { state in
      .statistics(PassForm(pass), parameters, Self.dealt(rule, &state), moments)
    }.answers
    var leaves = [LeafStatistics?](repeating: nil, count: grid.leaves.count)
    for answer in answers { LeafStatistics.leaves(answer, into: &leaves) }
    return leaves
  }

  private static func dealt(_ rule: ResponsibilityRule, _ state: inout State) -> DealtRule {
    switch rule {
    case .posterior: return .posterior
    case .hardest: return .hardest
    case .known(let labels):
      if state.labels == labels { return .known(nil) }
      state.labels = labels
      return .known(labels)
    }
  }

  func logarithms(_ grid: LeafGrid, under parameters: MixtureParameters, _ pass: ExpectationPass) -> [Double?]
  {
    let answers = ask(grid) { _ in .logarithms(PassForm(pass), parameters) }.answers
    var sums = [Double?](repeating: nil, count: grid.leaves.count)
    for answer in answers {
      for place in stride(from: 0, to: answer.count - 1, by: 2) {
        sums[Int(answer[place])] = answer[place + 1]
      }
    }
    return sums
  }

  func extents(along directions: [[Double]]?) -> Extents {
    let count = directions?.count ?? plan.columns.count
    var extents = Extents(count: count)
    for answer in ask(finest, { _ in .extents(directions) }).answers where answer.count == 2 * count {
      extents.widen(by: Array(answer.prefix(count)))
      extents.widen(by: Array(answer.suffix(count)))
    }
    return extents
  }

  /// The coordinates in the frame of the points at some places, point by point.
  func points(_ places: [Int]) -> [Double] {
    let (answers, starts) = ask(finest) { _ in .points(places) }
    return group.merged(answers, places, starts: starts, width: plan.columns.count)
  }

  /// Asks several things while nobody else does.
  func asking<Value>(
    _ body: (inout State, _ starts: [Int], _ ask: @escaping (BlockQuestion) -> [[Double]]) -> Value
  ) -> Value {
    state.withLock { state in
      let id = id(for: finest, &state)
      let starts = starts(state)
      return body(&state, starts) { [group] in group.ask(.ask(id: id, $0)) }
    }
  }

  var instructionSet: InstructionSet { group.instructionSet }

  private static let readAhead = 1 << 12

  /// The coordinates in the frame of the point at a place; the next ones are fetched with it where they are asked for in order.
  func point(_ place: Int) -> [Double] {
    asking { state, starts, ask in
      let width = plan.columns.count
      if !state.fetched.places.contains(place) {
        let isNext = place == state.fetched.places.upperBound && place > 0
        let places = place..<min(place + (isNext ? Self.readAhead : 1), plan.count)
        state.fetched = (
          places, group.merged(ask(.points(Array(places))), Array(places), starts: starts, width: width)
        )
      }
      let first = (place - state.fetched.places.lowerBound) * width
      return Array(state.fetched.numbers[first..<(first + width)])
    }
  }

  /// The weights of all points, at their places; nil where all are 1.
  func weights() -> [Double]? {
    guard let given = plan.weights, isOrdered else { return plan.weights }
    let weights = ask(finest) { _ in .weights }.answers.flatMap(\.self)
    return weights.count == given.count ? weights : given
  }

  /// All points, in this process.
  ///
  /// - Parameter blocks: that these are.
  func fetched(_ blocks: PointBlocks) -> PointBlocks {
    fetchedBlocks.withLock { known in
      let here = known ?? PointBlocks(blocks, places: Array(0..<plan.count), engine: Engine())
      known = here
      return here
    }
  }
}

extension PointBlocks {
  /// Blocks in the frame: here, or dealt out where the points are those of several processes.
  ///
  /// - Parameters:
  ///   - order: the columns' centres and spreads, in the frame, where points are to be in an order in space.
  ///   - space: where the blocks go; nil for memory.
  ///   - engine: how the work is done.
  static func blocks(
    of points: PointSet, weights: [Double]?, frame: CoordinateFrame,
    order: (centres: [Double], spreads: [Double])? = nil, in space: ScratchSpace? = nil, engine: Engine
  ) -> PointBlocks {
    let remote = points.coordinates.compactMap(\.remote)
    if let first = remote.first {
      return PointBlocks(
        dealing: DealPlan(columns: remote, weights: weights, frame: frame, order: order, engine: engine),
        over: first.group)
    }
    guard let order else {
      return PointBlocks(points, weights: weights, frame: frame, in: space, engine: engine)
    }
    return PointBlocks(
      ordering: points, weights: weights, frame: frame, centres: order.centres, spreads: order.spreads,
      in: space, engine: engine)
  }
}
