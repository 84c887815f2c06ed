internal import CMixtureKernels

/// The sets of vector instructions that the loops over points are compiled for.
///
/// ```swift
/// print("this machine has", InstructionSet.available.map(\.rawValue))
/// let engine = Engine(instructionSet: .portable)    // the one set that every machine has
/// let result = try MixtureEstimator(componentCount: 3, engine: engine).fit(points)
/// ```
public enum InstructionSet: String, Sendable, Hashable, Codable, CaseIterable {
  /// What every processor of the architecture has.
  case portable
  /// 256-bit vectors with fused multiply-add (x86-64).
  case avx2
  /// 512-bit vectors (x86-64).
  case avx512

  /// The widest set of this processor.
  ///
  /// A constant of the process: asking the processor takes longer than to label a point.
  public static let widest: InstructionSet =
    switch mxk_widest_instruction_set() {
    case MXK_AVX512: .avx512
    case MXK_AVX2: .avx2
    default: .portable
    }

  /// The sets that this processor has.
  public static let available = Array(allCases[...(allCases.firstIndex(of: widest) ?? 0)])
}
