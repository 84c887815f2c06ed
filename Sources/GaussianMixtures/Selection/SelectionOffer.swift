internal import Parallel

/// A selection, as every process is told of it before it gets the points and fits of its own.
struct SelectionOffer: Sendable, CheckpointPart {
  let configuration: SelectionConfiguration
  let start: Start
  /// But for the threads: each process has its own.
  let engine: Engine
  /// How many fits fall to a process.
  let share: Int
  let pointCount: Int
  let dimension: Int
  private let hasMissing: Bool
  private let weights: [Double]?
  private let weightMeaning: WeightMeaning?
  private let knownLabels: ClassLabels?

  init(_ selector: MixtureSelector, _ points: Observations, share: Int) {
    configuration = selector.configuration
    start = selector.start
    engine = selector.engine
    self.share = share
    (pointCount, dimension) = (points.count, points.dimension)
    hasMissing = points.hasMissing
    weights = points.weights
    weightMeaning = points.weightMeaning
    knownLabels = points.knownLabels
  }

  /// The points of whom coordinates were sent.
  func observations(_ columns: [[Double]]) -> Observations {
    Observations(
      coordinates: columns.map { PointColumn($0) }, weights: weights, weightMeaning: weightMeaning,
      knownLabels: knownLabels, hasMissing: hasMissing)
  }

  func selector(threadCount: Int?) -> MixtureSelector {
    var own = engine
    own.threadCount = threadCount
    return MixtureSelector(configuration, start: start, engine: own)
  }

  /// How many fits a process with so many threads makes at a time.
  func slotCount(threadCount: Int?) -> Int {
    selector(threadCount: threadCount).engine.slotCount(share, pointCount: pointCount)
  }

  /// How many bytes all points, what is made of them and so many fits take, at the least.
  fileprivate func byteCount(threadCount: Int?) -> Double {
    let fits = ((try? configuration.candidates()) ?? []).map { candidate in
      FitMemory(
        candidate, pointCount: pointCount, dimension: dimension,
        runCount: start.runCount(candidate, pointCount: pointCount, dimension: dimension),
        needsGroups: hasMissing || knownLabels != nil
      ).needed
    }
    // The points, and these in both frames, also those outside of each fold.
    let foldCount = configuration.criterion == .crossValidation ? configuration.foldCount : 0
    let copies = 8 * Double(pointCount) * Double(dimension) * Double(1 + 2 * (1 + foldCount))
    return copies + (fits.max() ?? 0) * Double(slotCount(threadCount: threadCount))
  }

  func write(to writer: inout CheckpointWriter) {
    writer.write(configuration.componentCounts)
    writer.write(configuration.structures)
    writer.write(configuration.criterion)
    writer.write(configuration.foldCount)
    writer.write(configuration.fit)
    writer.write(start)
    writer.write(engine.instructionSet)
    writer.write(engine.skipsComponents)
    writer.write(engine.precision)
    writer.write([share, pointCount, dimension])
    writer.write(hasMissing)
    writer.write(weights.map(FlatNumbers.init))
    writer.write(weightMeaning)
    writer.write(knownLabels)
  }

  init(reading reader: inout CheckpointReader) throws(FitError) {
    configuration = SelectionConfiguration(
      componentCounts: try reader.read(), structures: try reader.read(), criterion: try reader.read(),
      foldCount: try reader.read(), fit: try reader.read())
    start = try reader.read()
    engine = Engine(
      instructionSet: try reader.read(), skipsComponents: try reader.read(), precision: try reader.read())
    let sizes: [Int] = try reader.read()
    guard sizes.count == 3, sizes.allSatisfy({ $0 > 0 }) else { throw .damagedRequest }
    (share, pointCount, dimension) = (sizes[0], sizes[1], sizes[2])
    hasMissing = try reader.read()
    weights = try reader.read(FlatNumbers?.self)?.numbers
    weightMeaning = try reader.read()
    knownLabels = try reader.read()
  }
}

/// What a process answers to an offer.
struct SelectionRoom: Sendable {
  /// How many fits it makes at a time.
  let slotCount: Int
  /// How many bytes it needs, and how many there are for all processes of its machine.
  let needed, available: Double
  /// Which machine that is.
  let machine: Double

  init(for offer: SelectionOffer, threadCount: Int?) {
    let memory = AvailableMemory.now()
    slotCount = offer.slotCount(threadCount: threadCount)
    needed = offer.byteCount(threadCount: threadCount)
    available =
      Double(memory.bytes) * (memory.limit == .process ? 1 : Double(AvailableMemory.sharerCount))
    machine = Double(AvailableMemory.machine)
  }

  var numbers: [Double] { [Double(slotCount), needed, available, machine] }

  /// - Parameter numbers: as a process has answered; of one that is gone, none.
  init?(_ numbers: [Double]) {
    guard numbers.count == 4, let slotCount = Int(exactly: numbers[0]), slotCount > 0 else { return nil }
    self.slotCount = slotCount
    (needed, available, machine) = (numbers[1], numbers[2], numbers[3])
  }

  /// Whether there is room for all of some processes.
  static func suffices(for rooms: [SelectionRoom]) -> Bool {
    Dictionary(grouping: rooms, by: \.machine).values.allSatisfy { rooms in
      rooms.reduce(0) { $0 + $1.needed } <= rooms.reduce(.infinity) { min($0, $1.available) }
    }
  }
}
