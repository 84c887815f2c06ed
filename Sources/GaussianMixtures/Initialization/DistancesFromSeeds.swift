internal import Synchronization

/// The distances of points from seeds, wherever the points are: those of other processes each of these keeps.
///
/// What is summed goes from run to run and from process to process, in one order: so it has the bits of one process.
final class DistancesFromSeeds: Sendable {
  private let dealt: DealtBlocks?
  private let state: Mutex<State>

  private struct State {
    /// In this process.
    var distances: SeedDistances?
    /// By which others know this search; 0 before they know of it.
    var search = 0
    /// The seeds so far.
    var seeds: [MixtureParameters] = []
  }

  /// No point has a seed yet.
  ///
  /// - Parameters:
  ///   - blocks: of the points.
  ///   - engine: how the work is done here.
  init(_ blocks: PointBlocks, engine: Engine) {
    dealt = blocks.dealt
    state = Mutex(State(distances: blocks.dealt == nil ? SeedDistances(blocks, engine: engine) : nil))
  }

  /// Takes seeds.
  func lower(by seeds: MixtureParameters) {
    state.withLock { state in
      state.distances?.lower(by: seeds)
      state.seeds.append(seeds)
      ask(&state) { _ in }
    }
  }

  /// The sums of distances that each candidate would leave.
  func potentials(of candidates: MixtureParameters) -> [Double] {
    state.withLock { state in
      let none = [Double](repeating: 0, count: candidates.componentCount)
      if let distances = state.distances { return none.adding(distances.sums(under: candidates)) }
      return ask(&state) { inquiry in
        inquiry.all(.weigh(candidates))
        return inquiry.inTurn(none) { .addWeighed($0) }
      } ?? none
    }
  }

  /// The place of a point, drawn with a probability in proportion to its distance times its weight.
  func draw(_ random: inout RandomStream) -> Int {
    state.withLock { state in
      if let distances = state.distances { return distances.draw(&random) }
      let uniform = random.uniform()
      return ask(&state) { inquiry in
        let total = inquiry.inTurn([0]) { .total(after: $0[0]) }
        return inquiry.place(at: uniform * (total.first ?? 0))
      } ?? 0
    }
  }

  /// The distances are not needed any more.
  func end() {
    state.withLock { state in
      if state.search > 0 { dealt?.end(search: state.search) }
      state.seeds = []
    }
  }

  /// Asks other processes, who know all seeds then.
  @discardableResult
  private func ask<Value>(_ state: inout State, _ body: (SeedInquiry) -> Value) -> Value? {
    dealt?.ask(search: &state.search, seeds: state.seeds, body)
  }
}

extension [Double] {
  /// These with further numbers added, of as many to each as there are, in their order.
  func adding(_ numbers: [Double]) -> [Double] {
    let size = numbers.count / Swift.max(count, 1)
    return indices.map { numbers[($0 * size)..<(($0 + 1) * size)].reduce(self[$0], +) }
  }
}
