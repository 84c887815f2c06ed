internal import CMixtureKernels

/// The sets of vector instructions that the loops over points are compiled for.
public enum InstructionSet: String, Sendable, Hashable, Codable, CaseIterable {
  /// What every processor of the architecture has.
  case portable
  /// 256-bit vectors with fused multiply-add (x86-64).
  case avx2
  /// 512-bit vectors (x86-64).
  case avx512

  /// The widest set of this processor.
  public static var widest: InstructionSet {
    switch mxk_widest_instruction_set() {
    case MXK_AVX512: .avx512
    case MXK_AVX2: .avx2
    default: .portable
    }
  }

  /// The sets that this processor has.
  public static var available: [InstructionSet] {
    Array(allCases[...(allCases.firstIndex(of: widest) ?? 0)])
  }
}

/// The C loops for one instruction set: the only door to them.
package struct MixtureKernels: Sendable {
  /// The number of points of a block.
  static let blockSize = MXK_BLOCK
  /// The number of lanes that an accumulated moment takes.
  static let lanes = MXK_LANES
  /// The largest dimension with loops of its own.
  static let largestDimension = MXK_MAX_DIMENSION

  let instructionSet: InstructionSet

  /// Takes the widest set of the processor where none is named, or where it has not the named one.
  package init(_ requested: InstructionSet? = nil) {
    let available = InstructionSet.available
    instructionSet = requested.flatMap { available.contains($0) ? $0 : nil } ?? .widest
  }

  private var table: mxk_kernels {
    switch instructionSet {
    case .portable: mxk_kernels_for(MXK_PORTABLE).pointee
    case .avx2: mxk_kernels_for(MXK_AVX2).pointee
    case .avx512: mxk_kernels_for(MXK_AVX512).pointee
    }
  }

  static func parameterCount(dimension: Int) -> Int { mxk_parameter_count(Int32(dimension)) }

  /// The loops in C's own words; the header says what each does.
  func logDensities(
    dimension: Int, points: UnsafePointer<Double>, count: Int, componentCount: Int,
    parameters: UnsafePointer<Double>, densities: UnsafeMutablePointer<Double>, stride: Int,
    maxima: UnsafeMutablePointer<Double>
  ) {
    table.log_densities(
      Int32(dimension), points, count, componentCount, parameters, densities, stride, maxima)
  }

  func findMaxima(
    count: Int, componentCount: Int, densities: UnsafePointer<Double>, stride: Int,
    maxima: UnsafeMutablePointer<Double>
  ) {
    table.maxima(count, componentCount, densities, stride, maxima)
  }

  func squaredNorms(
    dimension: Int, whitened: UnsafePointer<Double>, count: Int, constant: Double,
    densities: UnsafeMutablePointer<Double>
  ) {
    table.squared_norms(Int32(dimension), whitened, count, constant, densities)
  }

  func normalize(
    count: Int, componentCount: Int, densities: UnsafeMutablePointer<Double>, stride: Int,
    maxima: UnsafePointer<Double>, scales: UnsafeMutablePointer<Double>,
    sums: UnsafeMutablePointer<Double>? = nil
  ) -> (mixture: Double, largest: Double) {
    let logarithms = table.normalize(count, componentCount, densities, stride, maxima, scales, sums)
    return (logarithms.mixture, logarithms.largest)
  }

  func harden(
    count: Int, componentCount: Int, densities: UnsafeMutablePointer<Double>, stride: Int,
    maxima: UnsafePointer<Double>, scales: UnsafeMutablePointer<Double>
  ) {
    table.harden(count, componentCount, densities, stride, maxima, scales)
  }

  func addMoments(
    dimension: Int, points: UnsafePointer<Double>, count: Int, componentCount: Int,
    parameters: UnsafePointer<Double>, ratios: UnsafePointer<Double>, stride: Int,
    scales: UnsafePointer<Double>, lanes: UnsafeMutablePointer<Double>
  ) {
    table.moments(
      Int32(dimension), points, count, componentCount, parameters, ratios, stride, scales, lanes)
  }

  func labels(
    count: Int, componentCount: Int, densities: UnsafePointer<Double>, stride: Int,
    maxima: UnsafePointer<Double>, labels: UnsafeMutablePointer<Int32>
  ) {
    mxk_labels(count, componentCount, densities, stride, maxima, labels)
  }

  /// `2^t` of exponents in [-1021, 0].
  package func exponential(_ exponents: [Double]) -> [Double] {
    var results = [Double](repeating: 0, count: exponents.count)
    table.exponential(exponents.count, exponents, &results)
    return results
  }
}
