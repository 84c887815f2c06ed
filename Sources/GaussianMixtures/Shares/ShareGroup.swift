internal import Synchronization

/// The rows of several processes, as rank 0 sees them: it asks, all answer.
///
/// What cannot be asked any more is answered by nothing, and ``failure`` says why: who asks stops soon, and tells.
final class ShareGroup: Sendable {
  private let communicator: any Communicator
  /// Of each process the number of its first row, and how many rows there are.
  private let starts: [Int]
  let dimension: Int
  /// Whether all numbers are of single precision.
  let isSingle: Bool
  /// The widest instructions that all processes have.
  let instructionSet: InstructionSet
  private let state: Mutex<State>

  private struct State {
    var keeper: ShareKeeper
    var failure: FitError?
    /// Whether nobody can be told anything any more.
    var isBroken = false
    var lastID = 0
    var forgotten: [Int] = []
    /// Of each column the numbers that were read last, and the row of the first.
    var read: [Int: (first: Int, numbers: [Double])] = [:]
  }

  init(_ communicator: any Communicator, _ keeper: ShareKeeper, _ table: ShareTable) {
    self.communicator = communicator
    starts = table.starts
    dimension = table.dimension
    isSingle = table.isSingle
    instructionSet = table.instructionSet
    state = Mutex(State(keeper: keeper))
  }

  var rowCount: Int { starts[size] }
  var size: Int { communicator.size }
  var failure: FitError? { state.withLock { $0.failure } }

  /// The engine with instructions that all processes have.
  func engine(_ engine: Engine) -> Engine {
    var common = engine
    common.instructionSet = min(engine.instructionSet ?? .widest, instructionSet)
    return common
  }

  /// Whether to leave off: also where other processes do not answer, since nothing that is computed is right then.
  func stopping(_ stopping: StopQuestion?) -> StopQuestion {
    { self.failure != nil || stopping?() ?? false }
  }

  /// What every process answers, in the order of ranks; nothing where one is gone.
  func ask(_ request: ShareRequest) -> [[Double]] {
    state.withLock { state in
      let forgotten = state.forgotten
      state.forgotten = []
      if !forgotten.isEmpty { _ = ask(.forget(forgotten), &state) }
      return ask(request, &state)
    }
  }

  private func ask(_ request: ShareRequest, _ state: inout State) -> [[Double]] {
    let nothing = [[Double]](repeating: [], count: size)
    guard state.failure == nil else { return nothing }
    do throws(CommunicationError) {
      _ = try communicator.broadcast(request.bytes)
      var answers = try communicator.gather(state.keeper.reply(to: request))
      for rank in answers.indices {
        let end = answers[rank].popLast()
        guard end != 0 else { continue }
        state.failure = ShareKeeper.error(answers[rank], ofRank: rank, isOfMemory: end == 2)
        return nothing
      }
      return answers
    } catch {
      state.failure = FitError(error)
      state.isBroken = true
      return nothing
    }
  }

  /// Ends the work of all, also of what could not go on.
  func end() {
    state.withLock { state in
      guard !state.isBroken else { return }
      let failure = state.failure
      state.failure = nil
      _ = ask(.end, &state)
      state.failure = failure ?? state.failure
      state.isBroken = true
    }
  }

  // MARK: - Rows

  private static let readAhead = 1 << 15

  /// The numbers of a range of rows of a column.
  func numbers(_ column: Int, _ rows: Range<Int>) -> [Double] {
    guard !rows.isEmpty else { return [] }
    return state.withLock { state in
      if let known = state.read[column], known.first <= rows.lowerBound,
        rows.upperBound <= known.first + known.numbers.count
      {
        return Array(known.numbers[(rows.lowerBound - known.first)..<(rows.upperBound - known.first)])
      }
      let first = rows.lowerBound / Self.readAhead * Self.readAhead
      let end = min((rows.upperBound + Self.readAhead - 1) / Self.readAhead * Self.readAhead, rowCount)
      var numbers = ask(.read(columns: [column], rows: first..<end), &state).flatMap(\.self)
      if numbers.count < end - first { numbers = [Double](repeating: 0, count: end - first) }
      // What is read at one go is not asked for again.
      state.read[column] = numbers.count > 2 * Self.readAhead ? nil : (first, numbers)
      return Array(numbers[(rows.lowerBound - first)..<(rows.upperBound - first)])
    }
  }

  /// The number of one row, of which the next ones are likely to be asked for.
  func number(_ column: Int, _ row: Int) -> Double {
    let known = state.withLock { state in
      state.read[column].flatMap { known in
        known.numbers.indices.contains(row - known.first) ? known.numbers[row - known.first] : nil
      }
    }
    return known ?? numbers(column, row..<(row + 1))[0]
  }

  /// The numbers of some columns in some rows, row by row.
  func numbers(_ columns: [Int], rows: [Int]) -> [Double] {
    let answers = ask(.rows(columns: columns, rows: rows))
    return merged(answers, rows, starts: starts, width: columns.count)
  }

  /// Answers of several processes about places, of which each has those from its start on, in the places' order.
  func merged(_ answers: [[Double]], _ places: [Int], starts: [Int], width: Int) -> [Double] {
    var next = [Int](repeating: 0, count: size)
    var merged: [Double] = []
    merged.reserveCapacity(places.count * width)
    var owner = 0
    for place in places {
      while place < starts[owner] { owner -= 1 }
      while place >= starts[owner + 1] { owner += 1 }
      let (answer, start) = (answers[owner], next[owner])
      for number in start..<(start + width) { merged.append(number < answer.count ? answer[number] : 0) }
      next[owner] = start + width
    }
    return merged
  }

  // MARK: - Blocks

  /// Where those of some rows that each process has begin among them, and where all end; of all rows for nil.
  func starts(among rows: [Int]?) -> [Int] {
    guard let rows else { return starts }
    var counts = [Int](repeating: 0, count: size + 1)
    for row in rows { counts[owner(of: row) + 1] += 1 }
    for rank in 0..<size { counts[rank + 1] += counts[rank] }
    return counts
  }

  /// The process that has a row.
  private func owner(of row: Int) -> Int {
    var (low, high) = (0, size)
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= row { low = middle } else { high = middle }
    }
    return low
  }

  /// Makes blocks of rows, in the processes that the plan names.
  ///
  /// - Returns: the number of the blocks.
  func deal(_ plan: DealPlan) -> Int {
    var plan = plan
    plan.id = state.withLock { state in
      state.lastID += 1
      return state.lastID
    }
    let counts = ask(.deal(plan))
    if counts.contains(where: { !$0.isEmpty }) { _ = ask(.sort(id: plan.id, counts: counts)) }
    var arrived: [Arrival] = []
    let turns = state.withLock { $0.keeper.turns(of: plan.id) }
    for lacking in turns + (turns.isEmpty ? [] : [[]]) {
      let answers = ask(.move(id: plan.id, arrived: arrived, lacking: lacking))
      arrived = state.withLock { $0.keeper.arrivals(of: plan.id, lacking, answers) }
    }
    _ = ask(.build(id: plan.id))
    return plan.id
  }

  /// Blocks that are needed no more go with the next question.
  func forget(_ id: Int) { state.withLock { $0.forgotten.append(id) } }
}

extension ShareKeeper {
  /// The answer with a 0 behind it, or what is wrong as text with a 1, or a 2 where there is not enough memory.
  mutating func reply(to request: ShareRequest) -> [Double] {
    do throws(FitError) {
      var numbers = try answer(request)
      numbers.append(0)
      return numbers
    } catch {
      return CarriedBytes.numbers(error.message) + [error.code == .memory ? 2 : 1]
    }
  }

  static func error(_ text: [Double], ofRank rank: Int, isOfMemory: Bool) -> FitError {
    let message = CarriedBytes.text(text) ?? ""
    return FitError(
      isOfMemory ? .memory : .communication,
      "Process \(rank): \(message.isEmpty ? "it does not answer." : message)")
  }
}

extension InstructionSet: Comparable {
  /// Whether one has narrower vectors than the other.
  public static func < (one: Self, other: Self) -> Bool { one.width < other.width }

  var width: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
