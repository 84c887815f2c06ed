import CVectorRate
import Clouds
import GaussianMixtures

/// The dense pass on one core beside the limit: the measured rate of vector operations over the operations
/// that a pair of a point and a component needs in 3-D.
struct KernelTiming {
  private static let pointCount = 100_000
  private static let componentCount = 64
  private static let stepCount = 15

  /// The operations that bound the loop: the quadratic form, the exponential and the moments take 28
  /// multiplications and fused multiply-adds, and some 10 additions and maxima, which compete for the same
  /// pipes where additions have none of their own. The kernel is measured by these numbers, whatever it
  /// executes.
  private static let operationsPerPair = rate_has_separate_additions() ? 28 : 38

  func answer() throws -> String {
    let points = try Cloud.normal(Self.pointCount, dimension: 3)
    let start = try Cloud.overlapping(Self.componentCount, dimension: 3, structure: .full)
    var kernels: [String] = []
    for set in InstructionSet.available where rate_is_available(set.rateSet) {
      let rate = try Self.millionPairsPerSecond(points, start, set)
      let limit = rate_of_fused_multiply_adds(set.rateSet) / Double(Self.operationsPerPair) / 1e6
      kernels.append(
        """
        {"instructionSet": "\(set.rawValue)", "isWidest": \(set == .widest), \
        "millionPairsPerSecond": \(rate), "limit": \(limit), "share": \(rate / limit)}
        """)
    }
    return """
      {"operationsPerPair": \(Self.operationsPerPair), "componentCount": \(Self.componentCount), \
      "kernels": [\(kernels.joined(separator: ", "))]}
      """
  }

  /// The median of whole iterations on one thread; the maximization is too small a part to matter.
  private static func millionPairsPerSecond(
    _ points: PointSet, _ start: GaussianMixture, _ set: InstructionSet
  ) throws -> Double {
    let configuration = FitConfiguration(
      componentCount: componentCount, stopping: .gain(tolerance: 0), maximumIterations: stepCount + 1)
    var run = try EMRun(
      points, start: start, configuration: configuration,
      engine: Engine(threadCount: 1, instructionSet: set, skipsComponents: false))
    var times: [Double] = []
    for _ in 0..<stepCount { times.append(try run.step().seconds) }
    return Double(pointCount * componentCount) / times.median / 1e6
  }
}

extension InstructionSet {
  fileprivate var rateSet: rate_instruction_set {
    switch self {
    case .portable: RATE_PORTABLE
    case .avx2: RATE_AVX2
    case .avx512: RATE_AVX512
    }
  }
}
