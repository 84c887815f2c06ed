internal import Parallel

/// What rank 0 asks about blocks.
enum BlockQuestion: CheckpointPart {
  /// The statistics of leaves.
  case statistics(PassForm, MixtureParameters, DealtRule, MomentKind)
  /// Of leaves the logarithms of the largest responsibilities, summed.
  case logarithms(PassForm, MixtureParameters)
  /// How far points reach along directions, or along the coordinates.
  case extents([[Double]]?)
  /// The coordinates of the points at some places, point by point.
  case points([Int])
  /// The weights of all points.
  case weights
  /// Something about the distances of points from the seeds of a search; nil for all processes.
  case seeds(search: Int, rank: Int?, SeedQuestion)

  func write(to writer: inout CheckpointWriter) {
    switch self {
    case .statistics(let form, let parameters, let rule, let moments):
      writer.write(kind: 0, form, parameters, parameters.poolsScatters, rule, moments)
    case .logarithms(let form, let parameters): writer.write(kind: 1, form, parameters)
    case .extents(let directions): writer.write(kind: 2, directions)
    case .points(let places): writer.write(kind: 3, places)
    case .weights: writer.write(kind: 4)
    case .seeds(let search, let rank, let question): writer.write(kind: 5, search, rank, question)
    }
  }

  init(reading reader: inout CheckpointReader) throws(FitError) {
    switch try reader.read(Int.self) {
    case 0:
      let form: PassForm = try reader.read()
      var parameters: MixtureParameters = try reader.read()
      parameters.poolsScatters = try reader.read()
      self = .statistics(form, parameters, try reader.read(), try reader.read())
    case 1: self = .logarithms(try reader.read(), try reader.read())
    case 2: self = .extents(try reader.read())
    case 3: self = .points(try reader.read())
    case 4: self = .weights
    case 5: self = .seeds(search: try reader.read(), rank: try reader.read(), try reader.read())
    default: throw .damagedRequest
    }
  }
}

/// On what of an engine the bits of a pass depend.
struct PassForm: CheckpointPart {
  let precision: Engine.Precision
  let skipsComponents: Bool
  let instructionSet: InstructionSet

  init(_ pass: ExpectationPass) {
    precision = pass.precision
    skipsComponents = pass.engine.skipsComponents
    instructionSet = pass.engine.instructionSet ?? .widest
  }

  func pass(threadCount: Int?) -> ExpectationPass {
    ExpectationPass(
      engine: Engine(
        threadCount: threadCount, instructionSet: instructionSet, skipsComponents: skipsComponents)
    ).computing(in: precision)
  }

  func write(to writer: inout CheckpointWriter) {
    writer.write(precision)
    writer.write(skipsComponents)
    writer.write(instructionSet)
  }

  init(reading reader: inout CheckpointReader) throws(FitError) {
    precision = try reader.read()
    skipsComponents = try reader.read()
    instructionSet = try reader.read()
  }
}

/// A rule as it is sent: labels once, not with every question.
enum DealtRule: CheckpointPart {
  case posterior, hardest
  /// Labels of all points, in the rows' order; nil for those that were sent last.
  case known(PointLabels?)

  func write(to writer: inout CheckpointWriter) {
    switch self {
    case .posterior: writer.write(0 as Int)
    case .hardest: writer.write(1 as Int)
    case .known(let labels):
      writer.write(2 as Int)
      writer.write(labels.map { $0.numbers.map { Int($0) } })
    }
  }

  init(reading reader: inout CheckpointReader) throws(FitError) {
    switch try reader.read(Int.self) {
    case 0: self = .posterior
    case 1: self = .hardest
    case 2:
      let numbers: [Int]? = try reader.read()
      self = .known(numbers.map { PointLabels(numbers: $0.map { Int32(truncatingIfNeeded: $0) }) })
    default: throw .damagedRequest
    }
  }
}

extension LeafStatistics {
  /// The statistics as numbers, behind the leaf's own number.
  func numbers(ofLeaf leaf: Int) -> [Double] {
    var numbers = [leaf, components.count, whole.count, moments.count].map(Double.init)
    numbers += components.lazy.map(Double.init)
    numbers += whole
    numbers += UnsafeBufferPointer(start: moments.pointer(at: 0), count: moments.count)
    return numbers
  }

  /// Takes numbers of leaves apart; what is no such number is left out.
  static func leaves(_ numbers: [Double], into leaves: inout [LeafStatistics?]) {
    var rest = numbers[...]
    func take(_ count: Int) -> [Double] {
      defer { rest = rest.dropFirst(count) }
      return Array(rest.prefix(count))
    }
    while rest.count >= 4 {
      let head = take(4).map { Int($0) }
      guard leaves.indices.contains(head[0]), head.dropFirst().reduce(0, +) <= rest.count else { return }
      leaves[head[0]] = LeafStatistics(
        components: take(head[1]).map { Int32($0) }, whole: take(head[2]),
        moments: AlignedDoubles(take(head[3])))
    }
  }
}
