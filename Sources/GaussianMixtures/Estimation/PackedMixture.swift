internal import Elementary
internal import LinearAlgebra
internal import Parallel

/// A mixture's parameters as the loops over points want them, made once for all threads of a pass.
struct PackedMixture: Sendable {
  let dimension: Int
  let componentCount: Int
  let form: FactorForm
  /// The components with a density, in order.
  let active: [Int32]
  /// The largest normalizer, as a base-2 logarithm: log densities are kept relative to it, so that none
  /// is above 0.
  let offset: Double
  /// The weighted density of the uniform component as a base-2 logarithm, relative to the offset; nil where there is none.
  let logUniform: Double?
  /// What coordinates are multiplied by for fourth moments; nil where none are asked for.
  let normUnits: StoredNumbers?
  /// What the components stand for.
  let labelling: Labelling
  /// Constant, mean, whitening factor of every component, one behind the other.
  private let packed: StoredNumbers
  /// By how much rounding moves the means, component after component; empty where they are not rounded.
  private let meanShifts: [Double]
  /// The same of the active components, entry by entry: what bounds are computed from.
  private let transposed: AlignedDoubles
  /// The distance between two entries of the transposed parameters.
  let stride: Int

  /// What densities are computed in.
  var precision: Engine.Precision { packed.precision }
  var parameters: UnsafeRawPointer { packed.pointer(at: 0) }
  var transposedParameters: UnsafePointer<Double> { transposed.pointer(at: 0) }
  /// About so many multiplications and additions are done for a point where no component is left out.
  var operationCount: Int { componentCount * (parameterCount + 8) }
  var parameterCount: Int { MixtureKernels.parameterCount(dimension: dimension, form: form) }

  /// Beyond, squares in single precision are none.
  private static let largestSingle = 0x1p60

  /// - Parameters:
  ///   - isBounded: whether bounds will be asked for.
  ///   - precision: what densities are to be computed in; double where parameters leave the range of single precision.
  /// - Complexity: O(K D²), O(K D) without correlations.
  init(_ mixture: MixtureParameters, isBounded: Bool, precision: Engine.Precision = .double) {
    let dimension = mixture.dimension
    let active = mixture.active
    let form = Self.form(of: active.map { mixture.whitenings[$0] }, dimension: dimension)
    let normalizers = active.map { mixture.logNormalizer(of: $0) / Logarithm.two }
    let uniform = mixture.logUniform.map { $0 / Logarithm.two }
    let offset = (normalizers + (uniform.map { [$0] } ?? [])).max() ?? 0
    let size = MixtureKernels.parameterCount(dimension: dimension, form: form)
    let packed = AlignedDoubles(count: mixture.componentCount * size) { base in
      for (k, normalizer) in zip(active, normalizers) {
        Self.pack(mixture, k, form, constant: normalizer - offset, to: base + k * size)
      }
    }
    let lanes = MixtureKernels.lanes
    let stride = isBounded ? (active.count + lanes - 1) / lanes * lanes : 0
    transposed = Self.transposed(packed, active, size: size, stride: stride)
    self.dimension = dimension
    self.componentCount = mixture.componentCount
    self.form = form
    self.active = active.map(Int32.init)
    self.offset = offset
    labelling = mixture.labelling
    logUniform = uniform.map { $0 - offset }
    let precision = Self.isSingle(packed) ? precision : .double
    let stored = StoredNumbers(packed, precision: precision)
    self.packed = stored
    normUnits = mixture.normUnits.map { StoredNumbers(AlignedDoubles($0), precision: precision) }
    meanShifts =
      precision == .double
      ? []
      : (0..<mixture.componentCount).flatMap { k in
        (1...dimension).map { stored[k * size + $0] - packed.pointer(at: k * size + $0).pointee }
      }
    self.stride = stride
  }

  private static func transposed(
    _ packed: AlignedDoubles, _ active: [Int], size: Int, stride: Int
  ) -> AlignedDoubles {
    AlignedDoubles(count: stride * size) { base in
      for place in 0..<stride {
        let source = packed.pointer(at: active[min(place, active.count - 1)] * size)
        for entry in 0..<size { base[entry * stride + place] = source[entry] }
      }
    }
  }

  /// Whether single precision has room for parameters and what is computed with them.
  private static func isSingle(_ packed: AlignedDoubles) -> Bool {
    (0..<packed.count).allSatisfy { abs(packed.pointer(at: $0).pointee) <= largestSingle }
  }

  /// By how much the mean of a component is moved where it is rounded; nil where it is not.
  func meanShift(of k: Int) -> ArraySlice<Double>? {
    meanShifts.isEmpty ? nil : meanShifts[k * dimension..<(k + 1) * dimension]
  }

  /// The form that has room for all factors.
  private static func form(of whitenings: [TriangularFactor], dimension: Int) -> FactorForm {
    guard whitenings.allSatisfy(\.isDiagonal) else { return .full }
    guard dimension > MixtureKernels.largestUnrolled else { return .diagonal }
    let areSpheres = whitenings.allSatisfy { whitening in
      whitening.diagonal.allSatisfy { $0 == whitening[0, 0] }
    }
    return areSpheres ? .spherical : .diagonal
  }

  private static func pack(
    _ mixture: MixtureParameters, _ k: Int, _ form: FactorForm, constant: Double,
    to target: UnsafeMutablePointer<Double>
  ) {
    // |W x|² / 2 nats are |s W x|² units of ln 2.
    let scale = (0.5 / Logarithm.two).squareRoot()
    let dimension = mixture.dimension
    target[0] = constant
    for d in 0..<dimension { target[1 + d] = mixture.means[k][d] }
    pack(mixture.whitenings[k], form, scale: scale, to: target + 1 + dimension)
  }

  /// Writes what a form holds of a factor, in the order of the loops.
  private static func pack(
    _ whitening: TriangularFactor, _ form: FactorForm, scale: Double, to target: UnsafeMutablePointer<Double>
  ) {
    let dimension = whitening.dimension
    var next = target
    func write(_ row: Int, _ column: Int) {
      next.pointee = whitening[row, column] * scale
      next += 1
    }
    switch form {
    case .spherical: write(0, 0)
    case .diagonal: for row in 0..<dimension { write(row, row) }
    case .full where dimension <= MixtureKernels.largestUnrolled:
      for row in 0..<dimension { for column in 0...row { write(row, column) } }
    case .full: whitening.writePanels(scale: scale, to: target)
    }
  }
}

extension TriangularFactor {
  /// Writes the lower triangle panel by panel, as loops over rows of panels want it.
  func writePanels(scale: Double, to target: UnsafeMutablePointer<Double>) {
    var next = target
    var first = 0
    var end = (dimension - 1) % MixtureKernels.panelHeight + 1
    while first < dimension {
      for column in 0..<end {
        for row in max(first, column)..<end {
          next.pointee = self[row, column] * scale
          next += 1
        }
      }
      first = end
      end += MixtureKernels.panelHeight
    }
  }
}
