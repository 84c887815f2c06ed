internal import Parallel

/// What rank 0 asks about the distances of points from seeds.
enum SeedQuestion: CheckpointPart {
  /// To begin a search, with such instructions.
  case begin(InstructionSet)
  /// To take seeds.
  case lower(MixtureParameters)
  /// To find out what each candidate would leave.
  case weigh(MixtureParameters)
  /// That, added up after sums of the processes before.
  case addWeighed([Double])
  /// All distances, added up after those of the processes before.
  case total(after: Double)
  /// Where they have summed to a target: what is left of it, and the place if it is here.
  case draw(at: Double, isLast: Bool)
  /// To forget the search.
  case end

  func write(to writer: inout CheckpointWriter) {
    switch self {
    case .begin(let instructions): writer.write(kind: 0, instructions)
    case .lower(let seeds): writer.write(kind: 1, seeds)
    case .weigh(let candidates): writer.write(kind: 2, candidates)
    case .addWeighed(let sums): writer.write(kind: 3, sums)
    case .total(let sum): writer.write(kind: 4, sum)
    case .draw(let target, let isLast): writer.write(kind: 5, target, isLast)
    case .end: writer.write(kind: 6)
    }
  }

  init(reading reader: inout CheckpointReader) throws(FitError) {
    switch try reader.read(Int.self) {
    case 0: self = .begin(try reader.read())
    case 1: self = .lower(try reader.read())
    case 2: self = .weigh(try reader.read())
    case 3: self = .addWeighed(try reader.read())
    case 4: self = .total(after: try reader.read())
    case 5: self = .draw(at: try reader.read(), isLast: try reader.read())
    case 6: self = .end
    default: throw .damagedRequest
    }
  }
}

/// The distances that one process keeps.
struct SeedKeeper: Sendable {
  private var distances: SeedDistances
  /// What each candidate would leave, run by run.
  private var weighed: [Double] = []

  /// What the distance of a point takes, with what is known of its run.
  private static let bytesOfPoint = 8.5

  /// - Throws: ``FitError`` with the code `memory` where distances are more than there is room for.
  init(_ blocks: PointBlocks, _ instructions: InstructionSet, threadCount: Int?) throws(FitError) {
    let needed = Self.bytesOfPoint * Double(blocks.count)
    try AvailableMemory.require(needed) { size, left in
      "The distances of \(blocks.count) points from their nearest seeds take \(size) of memory, and \(left). Start from "
        + "auto, which looks at a sample, or from a model, or take more machines."
    }
    distances = SeedDistances(blocks, engine: Engine(threadCount: threadCount, instructionSet: instructions))
  }

  mutating func answer(_ question: SeedQuestion) -> [Double] {
    switch question {
    case .begin, .end: return []
    case .lower(let seeds):
      distances.lower(by: seeds)
      return []
    case .weigh(let candidates):
      weighed = distances.sums(under: candidates)
      return []
    case .addWeighed(let sums): return sums.adding(weighed)
    case .total(let sum): return [distances.total(after: sum)]
    case .draw(var target, let isLast):
      let place = distances.draw(at: &target, isLast: isLast)
      return [target] + (place.map { [Double($0)] } ?? [])
    }
  }
}

extension AvailableMemory {
  /// Needs that no limit is looked up for, which takes a tenth of a millisecond.
  private static let small = 24e6
  /// What questions and answers, threads and the system's library take beside.
  private static let fixed = 16e6

  /// - Parameters:
  ///   - points: bytes.
  ///   - message: what to say, by the texts of what is needed and of what is left.
  /// - Throws: ``FitError`` with the code `memory` where there are not as many.
  static func require(
    _ points: Double, _ message: (_ needed: String, _ left: String) -> String
  ) throws(FitError) {
    guard points > small else { return }
    let (memory, needed) = (now(), points + fixed)
    guard needed > Double(memory.bytes) else { return }
    throw FitError(
      .memory,
      message(
        ByteText.size(needed, rounded: .up),
        "\(memory.explanation) \(ByteText.size(Double(memory.bytes), rounded: .up))"))
  }
}
