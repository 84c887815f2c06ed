internal import Parallel
internal import Synchronization

/// What a process other than rank 0 does where whole fits of a selection are given to it: it has all points, makes the fits
/// beside its answers, and tells how far they have come when it is asked.
final class FitHelper: Sendable {
  private let offer: SelectionOffer
  private let threadCount: Int?
  private let state: Mutex<State>

  private struct State {
    var columns: [[Double]]
    /// How many numbers are still to come.
    var missingCount: Int
    var waiting: [FitOrder] = []
    var underWay: [SelectionState.Place: SearchState] = [:]
    var news: [FitNews] = []
    /// Whether nothing can be fitted here.
    var hasFailed = false
    var isOver = false
  }

  init(_ offer: SelectionOffer, threadCount: Int?) {
    self.offer = offer
    self.threadCount = threadCount
    state = Mutex(
      State(
        columns: (0..<offer.dimension).map { _ in [Double](repeating: 0, count: offer.pointCount) },
        missingCount: offer.dimension * offer.pointCount))
  }

  /// Takes numbers of a column from a point on; with the last of all it begins.
  func take(_ numbers: [Double], column: Int, from first: Int) {
    let isWhole = state.withLock { state in
      guard state.columns.indices.contains(column), first >= 0, first + numbers.count <= offer.pointCount
      else {
        return false
      }
      state.columns[column].replaceSubrange(first..<(first + numbers.count), with: numbers)
      state.missingCount -= numbers.count
      return state.missingCount == 0
    }
    if isWhole { Background.run { self.work() } }
  }

  /// Takes what is to be fitted, and tells what has been.
  func answer(_ orders: [FitOrder], isCurious: Bool) -> [FitNews] {
    state.withLock { state in
      state.waiting += orders
      if state.hasFailed {
        state.news += state.waiting.map { FitNews($0.place, isOver: true, nil) }
        state.waiting = []
      }
      defer { state.news = [] }
      return state.news + (isCurious ? state.underWay.map { FitNews($0.key, isOver: false, $0.value) } : [])
    }
  }

  /// Leaves off what is under way, and begins with nothing more.
  func leave() { state.withLock { $0.isOver = true } }

  private var isOver: Bool { state.withLock { $0.isOver } }

  private func work() {
    let columns = state.withLock { state in
      defer { state.columns = [] }
      return state.columns
    }
    do throws(FitError) {
      let run = try SelectionRun(
        offer.selector(threadCount: threadCount), offer.observations(columns), stopping: { self.isOver })
      let preparation = try run.preparation()
      let slotCount = offer.slotCount(threadCount: threadCount)
      let engine = run.engine.ofSlot(slotCount)
      ParallelLoop.run(count: slotCount, threadCount: slotCount) { _ in
        while let order = next() { make(order, run, preparation, engine) }
      }
    } catch {
      state.withLock { $0.hasFailed = true }
    }
  }

  private func make(
    _ order: FitOrder, _ run: SelectionRun, _ preparation: SelectionRun.Preparation, _ engine: Engine
  ) {
    let reached = run.search(order, preparation, engine) { reached in
      self.state.withLock { $0.underWay[order.place] = reached }
    }
    state.withLock { state in
      state.underWay[order.place] = nil
      state.news.append(FitNews(order.place, isOver: true, reached))
    }
  }

  /// What is to be fitted next; nil where there will be no more.
  private func next() -> FitOrder? {
    while true {
      let (order, isOver) = state.withLock { state -> (FitOrder?, Bool) in
        guard !state.isOver, !state.waiting.isEmpty else { return (nil, state.isOver) }
        return (state.waiting.removeFirst(), false)
      }
      if order != nil || isOver { return order }
      Background.pause(milliseconds: 1)
    }
  }
}
