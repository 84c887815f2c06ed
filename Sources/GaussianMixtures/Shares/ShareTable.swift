/// What processes tell each other of their rows before they begin.
struct ShareTable: Sendable {
  /// Of each process the number of its first row, and how many rows there are.
  let starts: [Int]
  let dimension: Int
  private(set) var isSingle = true
  private(set) var hasMissing = false
  /// The widest instructions that all have.
  private(set) var instructionSet = InstructionSet.widest
  /// On rank 0 what is known of all rows.
  private(set) var weights: [Double]?
  private(set) var weightMeaning: WeightMeaning?
  private(set) var labels: PointLabels?

  var rowCount: Int { starts[starts.count - 1] }

  /// So many processes do not fit into one table of another version.
  private static let form = 1.0

  /// What one process tells.
  private struct Entry {
    var count, dimension: Int
    var isSingle, hasMissing, hasWeights: Bool
    var meaning: Int
    /// Of the names of known labels; 0 for none.
    var names: UInt64
    var instructions: Int

    init(_ share: RowShare, hasMissing: Bool) {
      count = share.count
      dimension = share.coordinates.count
      isSingle = share.coordinates.allSatisfy(\.isSingle)
      self.hasMissing = hasMissing
      hasWeights = share.weights != nil
      meaning = share.weightMeaning.flatMap(WeightMeaning.allCases.firstIndex) ?? -1
      names = share.knownLabels.map { Checksum.of(ClassLabels(names: $0.names, indices: [])) | 1 } ?? 0
      instructions = InstructionSet.widest.width
    }

    var numbers: [Double] {
      let flags = [isSingle, hasMissing, hasWeights].map { $0 ? 1.0 : 0 }
      let halves = [names >> 32, names & 0xffff_ffff].map { Double($0) }
      return [ShareTable.form, Double(count), Double(dimension)] + flags + [Double(meaning)] + halves
        + [Double(instructions)]
    }

    init?(_ numbers: [Double]) {
      guard numbers.first == ShareTable.form, numbers.count == 10 else { return nil }
      (count, dimension) = (Int(numbers[1]), Int(numbers[2]))
      (isSingle, hasMissing, hasWeights) = (numbers[3] != 0, numbers[4] != 0, numbers[5] != 0)
      meaning = Int(numbers[6])
      names = UInt64(numbers[7]) << 32 | UInt64(numbers[8])
      instructions = Int(numbers[9])
    }
  }

  /// - Parameter threadCount: how many threads look at the share; nil for one a processor.
  /// - Throws: ``FitError`` where shares do not go together, on all processes the same.
  init(
    _ share: RowShare, over communicator: any Communicator, threadCount: Int? = nil
  ) throws(FitError) {
    let look = share.look(threadCount: threadCount)
    if let fault = try communicating({ () throws(CommunicationError) in
      try communicator.firstFailure(look.fault)
    }) {
      throw FitError(.observations, "Process \(fault.rank): \(fault.failure).")
    }
    let own = Entry(share, hasMissing: look.hasMissing)
    let told = try communicating { () throws(CommunicationError) in try communicator.gather(own.numbers) }
    let entries = told.map { Entry($0) }
    let fault = communicator.rank == 0 ? Self.fault(of: entries) : nil
    if let fault = try communicating({ () throws(CommunicationError) in try communicator.firstFailure(fault) }
    ) {
      throw FitError(.observations, fault.failure)
    }
    let counts = entries.compactMap { $0?.count }
    let sent = CheckpointWriter.bytes(counts.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) })
    var reader = CheckpointReader(
      try communicating { () throws(CommunicationError) in try communicator.broadcast(sent) }[...])
    starts = try reader.read()
    dimension = own.dimension
    try gather(share, entries.compactMap(\.self), over: communicator)
  }

  /// Brings what is known of all rows to rank 0.
  private mutating func gather(
    _ share: RowShare, _ entries: [Entry], over communicator: any Communicator
  ) throws(FitError) {
    let weights = try communicating { () throws(CommunicationError) in
      try communicator.gather(share.weights ?? [])
    }
    let numbers = try communicating { () throws(CommunicationError) in
      try communicator.gather(share.knownLabels?.indices.numbers.map(Double.init) ?? [])
    }
    let withRows = entries.filter { $0.count > 0 }
    guard let first = withRows.first else { return }
    isSingle = withRows.allSatisfy(\.isSingle)
    hasMissing = withRows.contains(where: \.hasMissing)
    instructionSet = InstructionSet.allCases[entries.map(\.instructions).min() ?? 0]
    weightMeaning = WeightMeaning.allCases.indices.contains(first.meaning) ? .allCases[first.meaning] : nil
    if first.hasWeights { self.weights = weights.flatMap(\.self) }
    if first.names != 0 {
      labels = PointLabels(numbers: numbers.flatMap(\.self).map { Int32(clamping: Int($0)) })
    }
  }

  /// Why shares do not go together; nil where they do.
  private static func fault(of entries: [Entry?]) -> String? {
    let known = entries.compactMap(\.self)
    guard known.count == entries.count else {
      return "The processes run different versions; run the same one everywhere."
    }
    guard known.contains(where: { $0.count > 0 }) else { return "No process has a row." }
    for (rank, entry) in known.enumerated() {
      if entry.dimension != known[0].dimension {
        return
          "Process \(rank) has \(entry.dimension.text(of: "column")), and process 0 \(known[0].dimension)."
      }
      guard entry.count > 0, let first = known.first(where: { $0.count > 0 }) else { continue }
      guard entry.hasWeights == first.hasWeights, entry.meaning == first.meaning else {
        return
          "Process \(rank) has other weights than those before it: all rows have some of one meaning, or none."
      }
      guard entry.names == first.names else {
        return
          "Process \(rank) knows labels of other names than those before it: give all processes all names, in one order."
      }
    }
    return nil
  }
}

extension CheckpointWriter {
  static func bytes(_ part: some CheckpointPart) -> [UInt8] {
    var writer = CheckpointWriter()
    writer.write(part)
    return writer.bytes
  }
}
