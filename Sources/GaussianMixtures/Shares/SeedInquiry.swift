/// Questions about the distances of one search, to processes that know its seeds.
struct SeedInquiry {
  /// Asks about a search; of the answers those of each process.
  fileprivate let ask: (BlockQuestion) -> [[Double]]
  fileprivate let search: Int
  /// Of each process the place of its first point, and how many there are.
  fileprivate let starts: [Int]

  /// Has a question answered by all.
  func all(_ question: SeedQuestion) { _ = ask(.seeds(search: search, rank: nil, question)) }

  /// Has a question answered by those with points, one after the other: each goes on from what the one before it has found.
  func inTurn(_ first: [Double], _ question: ([Double]) -> SeedQuestion) -> [Double] {
    ranks.reduce(first) { found, rank in
      let answer = ask(.seeds(search: search, rank: rank, question(found)))[rank]
      return answer.count == first.count ? answer : found
    }
  }

  /// The place at which distances times weights have summed to a target.
  func place(at target: Double) -> Int {
    var target = target
    for rank in ranks {
      let question = SeedQuestion.draw(at: target, isLast: rank == ranks.last)
      let answer = ask(.seeds(search: search, rank: rank, question))[rank]
      if answer.count == 2 { return starts[rank] + Int(answer[1]) }
      target = answer.first ?? target
    }
    return 0
  }

  private var ranks: [Int] { starts.indices.dropLast().filter { starts[$0] < starts[$0 + 1] } }
}

extension DealtBlocks {
  /// Asks processes about distances from seeds, whom it tells the seeds before that they do not know.
  ///
  /// - Parameters:
  ///   - search: the number by which they know these; it becomes another one where they do not know them.
  ///   - seeds: all there are.
  ///   - body: asks.
  func ask<Value>(search: inout Int, seeds: [MixtureParameters], _ body: (SeedInquiry) -> Value) -> Value {
    asking { state, starts, ask in
      if state.searches[search] == nil {
        state.lastSearch += 1
        search = state.lastSearch
        state.searches[search] = 0
        _ = ask(.seeds(search: search, rank: nil, .begin(instructionSet)))
      }
      let inquiry = SeedInquiry(ask: ask, search: search, starts: starts)
      for seed in seeds.dropFirst(state.searches[search] ?? 0) { inquiry.all(.lower(seed)) }
      state.searches[search] = seeds.count
      return body(inquiry)
    }
  }

  /// Has a search forgotten.
  func end(search: Int) {
    asking { state, _, ask in
      guard state.searches.removeValue(forKey: search) != nil else { return }
      _ = ask(.seeds(search: search, rank: nil, .end))
    }
  }
}
