internal import Parallel
internal import Synchronization

/// The other processes, as rank 0 of a selection sees them: all have all points, and make whole fits.
///
/// Rank 0 makes fits too, and beside these asks the others from a thread of its own what they have done. What they send
/// is how far a search has come; what is compared is made of it here, as where a selection goes on from a checkpoint.
final class FitHelpers: Sendable {
  private let group: ShareGroup
  private let stopping: StopQuestion?
  /// How many fits each process makes at a time.
  private let slotCounts: [Int]
  private let state: Mutex<State>

  fileprivate struct State {
    var orders: [FitOrder] = []
    /// The numbers of the orders that nobody has, those that take longest last: they are the next.
    var waiting: [Int] = []
    /// Of those that each process has.
    var given: [Set<Int>]
    /// Of those that are to be ended here.
    var returned: [Int] = []
    /// What was heard since of fits that are under way elsewhere.
    var heard: [Int: EMIteration] = [:]
    /// How far fits have come elsewhere.
    var reached: [SelectionState.Place: SearchState] = [:]
    var over: Set<SelectionState.Place> = []
    /// Whether all is to be left off.
    var isLeaving = false
    /// Whether nobody is asked any more.
    var isQuiet = true
  }

  init(_ group: ShareGroup, slotCounts: [Int], stopping: StopQuestion?) {
    self.group = group
    self.slotCounts = slotCounts
    self.stopping = stopping
    state = Mutex(State(given: slotCounts.map { _ in [] }))
  }

  /// How far fits have come in other processes.
  var reached: [SelectionState.Place: SearchState] { state.withLock { $0.reached } }

  /// How far a fit has come in another process, and whether it is over there.
  func reached(at place: SelectionState.Place) -> (state: SearchState, isOver: Bool)? {
    state.withLock { state in state.reached[place].map { ($0, state.over.contains(place)) } }
  }

  /// Makes fits in all processes.
  ///
  /// - Parameters:
  ///   - orders: the fits.
  ///   - costs: which of them take longer than others.
  ///   - isLate: whether to leave off.
  ///   - tell: is told of an iteration elsewhere, with the number of the order, while there is nothing to be done here.
  ///   - work: makes one of the fits here, or ends it by what is known of it.
  /// - Returns: what the work answers for each.
  func make<Value: Sendable>(
    _ orders: [FitOrder], costs: [Int], _ engine: Engine, isLate: @Sendable () -> Bool,
    telling tell: @Sendable (Int, EMIteration) -> Void, _ work: @Sendable (Int, Engine) -> Value
  ) -> [Value] {
    begin(orders, costs)
    Background.run { self.ask() }
    let own = engine.ofSlot(slotCounts[0])
    let values = Mutex([Value?](repeating: nil, count: orders.count))
    ParallelLoop.run(count: slotCounts[0], threadCount: slotCounts[0]) { _ in
      while let index = next(isLate, tell) {
        let value = work(index, own)
        values.withLock { $0[index] = value }
      }
    }
    while !state.withLock({ $0.isQuiet }) { Background.pause(milliseconds: 1) }
    return values.withLock { $0.compactMap(\.self) }
  }

  /// Lets the others go.
  func leave() { _ = group.ask(.fits(FitQuestion(orders: [], isLast: true))) }

  private func begin(_ orders: [FitOrder], _ costs: [Int]) {
    let rising = orders.indices.sorted { costs[$0] != costs[$1] ? costs[$0] < costs[$1] : $0 > $1 }
    state.withLock { state in
      state.orders = orders
      state.returned = rising.filter { orders[$0].isOver }
      state.waiting = rising.filter { !orders[$0].isOver }
      (state.heard, state.isQuiet) = ([:], false)
    }
  }

  // MARK: - Here

  /// What is to be done here next; nil where all is done, here and elsewhere.
  private func next(_ isLate: () -> Bool, _ tell: (Int, EMIteration) -> Void) -> Int? {
    while true {
      let isLeaving = isLate()
      let (index, heard, isMore) = state.withLock { state -> (Int?, (key: Int, value: EMIteration)?, Bool) in
        if isLeaving { state.isLeaving = true }
        if let index = state.next() { return (index, nil, true) }
        return (nil, state.heard.popFirst(), state.given.contains { !$0.isEmpty })
      }
      if index != nil || !isMore { return index }
      if let heard { tell(heard.key, heard.value) } else { Background.pause(milliseconds: 1) }
    }
  }

  // MARK: - The others

  /// For so long nobody is asked: while much waits to be done by all, and while little does.
  private static let pauses = (many: 40, few: 10)
  /// So often others are asked what they have under way.
  private static let curiosity = Duration.seconds(2)

  /// Asks the others until they have nothing more to do.
  private func ask() {
    var asked = ContinuousClock.now
    while var question = question() {
      question.isCurious = .now - asked >= Self.curiosity
      if question.isCurious { asked = .now }
      let answers = group.ask(.fits(question))
      take(answers)
      if question.isLast || group.failure != nil { break }
      Background.pause(milliseconds: question.pause)
    }
    state.withLock { state in
      // What others have not brought to its end is for this process to judge.
      state.returned += state.given.joined().sorted()
      state.given = slotCounts.map { _ in [] }
      state.isQuiet = true
    }
  }

  /// What to ask; nil where nobody has anything to do.
  private func question() -> FitQuestion? {
    let isLeaving = stopping?() ?? false
    return state.withLock { state in
      if isLeaving { state.isLeaving = true }
      guard !state.isLeaving else { return FitQuestion(orders: [], isLast: true) }
      // Some ahead while there are many, so that nobody waits for the next question.
      let ahead = state.waiting.count / (8 * slotCounts.reduce(0, +))
      var orders = [[FitOrder]](repeating: [], count: slotCounts.count)
      for rank in slotCounts.indices.dropFirst() {
        while state.given[rank].count < slotCounts[rank] + ahead, let index = state.waiting.popLast() {
          state.given[rank].insert(index)
          orders[rank].append(state.orders[index])
        }
      }
      guard state.given.contains(where: { !$0.isEmpty }) else { return nil }
      return FitQuestion(orders: orders, pause: ahead > 0 ? Self.pauses.many : Self.pauses.few)
    }
  }

  private func take(_ answers: [[Double]]) {
    for rank in answers.indices.dropFirst() {
      // What cannot be read was not made.
      let news = (try? FitNews.news(answers[rank])) ?? []
      state.withLock { state in
        for one in news { state.take(one, from: rank) }
      }
    }
  }
}

extension FitHelpers.State {
  /// What is returned comes first: it is soon done.
  fileprivate mutating func next() -> Int? { returned.popLast() ?? waiting.popLast() }

  fileprivate mutating func take(_ news: FitNews, from rank: Int) {
    guard let index = given[rank].first(where: { orders[$0].place == news.place }) else { return }
    if let known = news.state {
      reached[news.place] = known
      heard[index] = known.lastIteration
    }
    guard news.isOver else { return }
    given[rank].remove(index)
    returned.append(index)
    if news.state != nil { over.insert(news.place) }
  }
}

extension SearchState {
  /// Of the run that was driven last; nil where there is none.
  var lastIteration: EMIteration? { (current ?? ended.last)?.run.history.last }
}
