internal import Parallel

/// How work over points is done: on how many threads, with which vector instructions and in which precision, whether
/// components are skipped, and where points are kept.
///
/// ```swift
/// let oneThread = Engine(threadCount: 1)    // where the caller has threads of its own
/// let labels = try model.labels(of: points, engine: oneThread)
/// let result = try MixtureEstimator(componentCount: 3, engine: oneThread).fit(points)
/// ```
///
/// Results do not depend on it, but for last bits by the instruction set and by skipping, and for the rounding of points in
/// single precision.
public struct Engine: Sendable, Hashable {
  /// How many threads work, at most; nil for one a processor that this process may use.
  ///
  /// Results do not depend on it at all. Work that is over before threads have begun is done by one.
  public var threadCount: Int?
  /// The vector instructions; nil, and one that the processor has not, for the widest it has.
  public var instructionSet: InstructionSet?
  /// Whether components are left out where they provably add less than rounding to a point's density; it only takes
  /// time not to.
  public var skipsComponents: Bool
  /// Where a fit keeps its own copy of the points.
  public var pointStorage: PointStorage
  /// The precision that a fit keeps points in, and computes in until its last iterations; what else is asked of models is
  /// answered in double precision.
  public var precision: Precision

  /// What suits the machine, where nothing is said.
  ///
  /// - Parameters:
  ///   - threadCount: how many threads work, at most; nil for one a processor.
  ///   - instructionSet: the vector instructions; nil for the widest of the processor.
  ///   - skipsComponents: whether components are left out where they add nothing.
  ///   - pointStorage: where a fit keeps its own copy of the points.
  ///   - precision: what a fit keeps points in, and computes in until its last iterations.
  public init(
    threadCount: Int? = nil, instructionSet: InstructionSet? = nil, skipsComponents: Bool = true,
    pointStorage: PointStorage = .memory, precision: Precision = .double
  ) {
    self.threadCount = threadCount
    self.instructionSet = instructionSet
    self.skipsComponents = skipsComponents
    self.pointStorage = pointStorage
    self.precision = precision
  }
}

extension Engine {
  /// How many threads work where ``threadCount`` says nothing: the processors of the process's affinity, and no more than
  /// its control group has time on.
  public static var defaultThreadCount: Int { Processors.count }

  /// How many threads there are for work that is worth them.
  var threads: Int { max(1, threadCount ?? Self.defaultThreadCount) }

  var kernels: MixtureKernels { MixtureKernels(instructionSet) }

  /// So much arithmetic is over in the time that a thread takes to begin.
  private static let operationsOfAThread = 0x1p19

  /// How many threads a pass over points is worth, with so many multiplications and additions for each.
  func threads(points count: Int, operations: Int) -> Int {
    Int(min(Double(threads), max(1, Double(count) * Double(operations) / Self.operationsOfAThread)))
  }

  /// The same with another number of threads, for work of which several are done side by side.
  func with(threadCount: Int) -> Engine {
    var other = self
    other.threadCount = threadCount
    return other
  }

  /// The same in another precision.
  func with(precision: Precision) -> Engine {
    var other = self
    other.precision = precision
    return other
  }
}
