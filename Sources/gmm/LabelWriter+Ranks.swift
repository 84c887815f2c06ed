#if Command

import GaussianMixtures
import MixtureFiles
import MixtureRanks
import Tables

extension LabelWriter {
  /// Writes the points of an input with labels that several processes find: runs of rows go round by turns, and the first
  /// process writes them in their order, so that the file is that of one process.
  ///
  /// - Parameters:
  ///   - input: The columns; the rows are those of the whole table.
  ///   - hasMissing: Whether a coordinate is missing anywhere.
  func write(
    _ input: PointInput, over ranks: Ranks, _ reading: DataOptions, hasMissing: Bool, to path: String
  ) throws {
    try options.check(document.model)
    let table = input.table.whole
    let classes = try classColumn(of: table)
    let chosen = try options.columns(for: path, hasClasses: document.classes != nil)
    let rounds = RunRounds(ranks, rowCount: table.rowCount) { rows in
      let part = try PointInput(
        table.selecting(rows: rows), input.columns, reading, console: Console(isQuiet: true))
      let run = Observations(
        trusting: part.ownRows?.coordinates ?? part.observations.coordinates, hasMissing: hasMissing)
      let labelled = try LabelledPoints(
        run, by: document.model, input.preprocessing, classes: document.classes, engine: engine.engine)
      return try results(chosen, labelled, run, classes)
    }
    guard ranks.isFirst else { return try rounds.serve() }
    do {
      let renames = try writer(of: table, to: path).write(table, rowsOfRun: RunLength.points) { _ in
        try rounds.next()
      }
      for rename in renames { console.note(rename.note) }
    } catch {
      try rounds.end()
      throw error
    }
    try rounds.end()
  }
}

/// What several processes find out of runs of rows: of each round every process has one run.
private final class RunRounds {
  typealias Results = LabelWriter.Results

  private let ranks: Ranks
  private let rowCount: Int
  private let work: (Range<Int>) throws -> Results
  private var known: [Results] = []
  private var roundsLeft: Int
  private var firstRun = 0

  init(_ ranks: Ranks, rowCount: Int, _ work: @escaping (Range<Int>) throws -> Results) {
    (self.ranks, self.rowCount, self.work) = (ranks, rowCount, work)
    let runCount = (rowCount + RunLength.points - 1) / RunLength.points
    roundsLeft = (runCount + ranks.communicator.size - 1) / ranks.communicator.size
  }

  /// On the first process: the results of the next run.
  func next() throws -> Results {
    if known.isEmpty {
      _ = try ranks.communicator.broadcast([1])
      known = try round().reversed()
    }
    guard let results = known.popLast() else {
      throw CommandFailure(.internal, "there are more runs of rows than results of them.")
    }
    return results
  }

  /// On the first process: lets the others go where they wait for a round that does not come.
  func end() throws {
    if roundsLeft > 0 { _ = try ranks.communicator.broadcast([0]) }
    roundsLeft = 0
  }

  /// On another process: takes part as long as there are rounds.
  func serve() throws {
    while roundsLeft > 0, try ranks.communicator.broadcast([]) == [1] { _ = try round() }
  }

  private func round() throws -> [Results] {
    let start = min(rowCount, (firstRun + ranks.communicator.rank) * RunLength.points)
    let rows = start..<min(rowCount, start + RunLength.points)
    firstRun += ranks.communicator.size
    roundsLeft -= 1
    let outcome = Result { rows.isEmpty ? nil : try work(rows) }
    let all = try Ranks.agreeing(ranks, on: outcome)
    var message = NumberMessage()
    if let all { message.write(all) }
    return try ranks.communicator.gather(message.numbers).compactMap { numbers in
      var message = NumberMessage(numbers)
      return numbers.isEmpty ? nil : message.results()
    }
  }
}

/// Results as numbers, as which processes send them.
private struct NumberMessage {
  private(set) var numbers: [Double]
  private var place = 0

  init(_ numbers: [Double] = []) { self.numbers = numbers }

  mutating func write(_ results: LabelWriter.Results) {
    write(results.fillings.count)
    for filling in results.fillings {
      write(filling.column)
      write(filling.numbers)
    }
    write(results.columns.count)
    for column in results.columns { write(column) }
  }

  mutating func results() -> LabelWriter.Results {
    let fillings = (0..<count()).map { _ in CellFilling(column: count(), numbers: values()) }
    return (fillings, (0..<count()).map { _ in column() })
  }

  private mutating func write(_ column: TableColumn) {
    write(column.name)
    switch column.values {
    case .numbers(let cells):
      write(0)
      write(cells)
    case .integers(let cells):
      write(1)
      // Their bits, since not all of them are numbers of this kind.
      write(cells.map { Double(bitPattern: UInt64(bitPattern: Int64($0))) })
    case .strings(let cells):
      write(2)
      write(cells.count)
      for cell in cells {
        write(cell == nil ? 0 : 1)
        if let cell { write(cell) }
      }
    case .categories(let indices, let names):
      write(3)
      write(indices.map { Double($0 ?? -1) })
      write(names.count)
      for name in names { write(name) }
    }
  }

  private mutating func column() -> TableColumn {
    let name = text()
    let values: TableColumn.Values
    switch count() {
    case 0: values = .numbers(self.values())
    case 1: values = .integers(self.values().map { Int(Int64(bitPattern: $0.bitPattern)) })
    case 2: values = .strings((0..<count()).map { _ in count() == 0 ? nil : text() })
    default:
      let indices = self.values().map { $0 < 0 ? nil : Int($0) }
      values = .categories(indices: indices, names: (0..<count()).map { _ in text() })
    }
    return TableColumn(name: name, values: values)
  }

  private mutating func write(_ count: Int) { numbers.append(Double(count)) }

  private mutating func write(_ values: [Double]) {
    write(values.count)
    numbers += values
  }

  private mutating func write(_ text: String) { write(CarriedBytes.numbers(text)) }

  private mutating func count() -> Int {
    defer { place += 1 }
    return place < numbers.count ? Int(numbers[place]) : 0
  }

  private mutating func values() -> [Double] {
    let count = count()
    defer { place += count }
    return Array(numbers[place..<(place + count)])
  }

  private mutating func text() -> String { CarriedBytes.text(values()) ?? "" }
}

#endif
