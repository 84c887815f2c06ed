internal import CMixtureKernels
internal import Elementary

/// The form of the whitening factors of a mixture: what of them has to be computed with.
enum FactorForm: Sendable {
  case full, diagonal
  /// One entry for all coordinates, in more dimensions than have unrolled loops.
  case spherical

  fileprivate var code: mxk_form {
    switch self {
    case .full: MXK_FULL
    case .diagonal: MXK_DIAGONAL
    case .spherical: MXK_SPHERICAL
    }
  }
}

/// Which moments about the means a pass accumulates, besides the masses.
package enum MomentKind: String, Sendable {
  /// The first moments.
  case means
  /// And the second moments of single coordinates.
  case variances
  /// And the second moments of all pairs of coordinates.
  case scatters

  fileprivate var code: mxk_moments {
    switch self {
    case .means: MXK_MEANS
    case .variances: MXK_VARIANCES
    case .scatters: MXK_SCATTERS
    }
  }
}

/// The C loops for one instruction set: the only door to them; the C header says what each does.
package struct MixtureKernels: Sendable {
  /// The number of points of a block.
  static let blockSize = MXK_BLOCK
  /// The number of points whose box is bounded.
  static let boxedCount = MXK_TILE
  /// The largest magnitude of a coordinate in a frame.
  static let farthestCoordinate = mxk_farthest_coordinate
  /// The number of lanes that an accumulated moment takes.
  static let lanes = MXK_LANES
  /// What points are padded to a multiple of.
  static let padding = MXK_PADDING
  /// The largest dimension whose loops are unrolled.
  static let largestUnrolled = MXK_MAX_UNROLLED
  /// The rows of a panel of a full factor in more dimensions.
  static let panelHeight = MXK_PANEL

  let instructionSet: InstructionSet

  /// Takes the widest set of the processor where none is named, or where it has not the named one.
  package init(_ requested: InstructionSet? = nil) {
    instructionSet = requested.flatMap { InstructionSet.available.contains($0) ? $0 : nil } ?? .widest
  }

  private var code: mxk_instruction_set {
    switch instructionSet {
    case .portable: MXK_PORTABLE
    case .avx2: MXK_AVX2
    case .avx512: MXK_AVX512
    }
  }

  private func table<Number: KernelNumber>(_ type: Number.Type) -> UnsafePointer<mxk_kernels> {
    mxk_kernels_for(code, Number.precision == .single ? MXK_SINGLE : MXK_DOUBLE)
  }

  var columns: UnsafePointer<mxk_column_kernels> { mxk_column_kernels_for(code) }

  static func parameterCount(dimension: Int, form: FactorForm) -> Int {
    mxk_parameter_count(Int32(dimension), form.code)
  }

  static func momentCount(dimension: Int, kind: MomentKind) -> Int {
    mxk_moment_count(Int32(dimension), kind.code)
  }

  static func laneCount(dimension: Int, kind: MomentKind) -> Int {
    mxk_lane_count(Int32(dimension), kind.code)
  }

  /// The number of doubles of scratch that suffices for densities of tiles of so many points, and for moments up to a
  /// kind.
  static func scratchCount(dimension: Int, form: FactorForm, kind: MomentKind?, tileSize: Int) -> Int {
    max(
      mxk_density_scratch_count(Int32(dimension), form.code, tileSize),
      kind.map { mxk_moment_scratch_count(Int32(dimension), $0.code, tileSize) } ?? 0)
  }

  /// `2^t` of exponents in [-1021, 0], in single precision in [-100, 0].
  func exponential<Number: KernelNumber>(_ exponents: [Number]) -> [Number] {
    var results = [Number](repeating: 0, count: exponents.count)
    table(Number.self).pointee.exponential(exponents.count, exponents, &results)
    return results
  }
}

/// Rows of a tile's buffers: one for each of some components of a mixture.
///
/// It holds none of the mixture's storage: threads that count references to the same storage wait for each other.
struct ComponentRows {
  fileprivate private(set) var components: mxk_components

  var numbers: UnsafePointer<Int32> { components.rows }
  var count: Int {
    get { components.row_count }
    set { components.row_count = newValue }
  }
  var stride: Int { components.row_stride }

  /// - Parameters:
  ///   - mixture: has to live as long as the rows are used.
  ///   - numbers: of the components, as many as there are rows.
  ///   - stride: the distance between two rows in a buffer.
  init(of mixture: borrowing PackedMixture, numbers: UnsafePointer<Int32>, count: Int, stride: Int) {
    components = mxk_components(
      dimension: Int32(mixture.dimension), form: mixture.form.code, parameters: mixture.parameters,
      rows: numbers, row_count: count, row_stride: stride)
  }

  /// The rows from `first` on, and where they begin in a buffer of all.
  func dropFirst(_ first: Int) -> ComponentRows {
    var rest = self
    rest.components.rows = numbers + first
    rest.components.row_count = count - first
    return rest
  }
}

extension Tile {
  fileprivate var tile: mxk_tile { mxk_tile(points: points, count: count, stride: stride, scatters: scatters) }
}

/// What the product of sums comes to, factors multiplied one by one without leaving the range of numbers.
struct SumProduct {
  private var mantissa = 1.0
  private var exponent = 0

  var logarithm: Double { binaryLogarithm(mantissa) + Double(exponent) }

  mutating func multiply(by other: SumProduct) {
    multiply(mantissa: other.mantissa, exponent: other.exponent)
  }

  fileprivate mutating func multiply(mantissa: Double, exponent: Int) {
    self.mantissa *= mantissa
    self.exponent += exponent
    guard self.mantissa >= 2 else { return }
    self.mantissa /= 2
    self.exponent += 1
  }
}

extension MixtureKernels {
  typealias Doubles = UnsafeMutablePointer<Double>
  typealias Numbers<Number> = UnsafeMutablePointer<Number>

  /// - Parameter depth: densities that are further below their point's largest may be given as the lowest, in bits.
  /// - Returns: whether that saved more than it took.
  @discardableResult
  func logDensities<Number: KernelNumber>(
    _ rows: ComponentRows, _ tile: Tile, depth: Double = .infinity, to densities: Numbers<Number>,
    scratch: Numbers<Number>
  ) -> Bool {
    table(Number.self).pointee.log_densities(rows.components, tile.tile, depth, densities, scratch) != 0
  }

  /// Up to as many dimensions as are unrolled.
  func ratios<Number: KernelNumber>(
    _ rows: ComponentRows, _ tile: Tile, to ratios: Numbers<Number>, sums: Numbers<Number>
  ) {
    table(Number.self).pointee.ratios(rows.components, tile.tile, ratios, sums)
  }

  func largest<Number: KernelNumber>(
    _ rows: ComponentRows, count: Int, densities: Numbers<Number>, maxima: Numbers<Number>,
    labels: UnsafeMutablePointer<Int64>
  ) {
    table(Number.self).pointee.largest(
      count, rows.count, rows.stride, rows.numbers, densities, maxima, labels)
  }

  /// Up to as many dimensions as are unrolled.
  func likeliest<Number: KernelNumber>(
    _ rows: ComponentRows, _ tile: Tile, maxima: Numbers<Number>, labels: UnsafeMutablePointer<Int64>
  ) {
    table(Number.self).pointee.likeliest(rows.components, tile.tile, maxima, labels)
  }

  func exponentiate<Number: KernelNumber>(
    _ rows: ComponentRows, count: Int, densities: Numbers<Number>, maxima: Numbers<Number>,
    sums: Numbers<Number>
  ) {
    table(Number.self).pointee.exponentiate(count, rows.count, rows.stride, densities, maxima, sums)
  }

  /// - Returns: the smallest sum, NaN where one is.
  func takeReciprocals<Number: KernelNumber>(
    count: Int, sums: Numbers<Number>, scales: Numbers<Number>, product: inout SumProduct
  ) -> Double {
    let result = table(Number.self).pointee.reciprocals(count, sums, scales)
    product.multiply(mantissa: result.mantissa, exponent: Int(result.exponent))
    return result.smallest
  }

  func indicate<Number: KernelNumber>(
    _ rows: ComponentRows, count: Int, labels: UnsafePointer<Int64>, ratios: Numbers<Number>
  ) {
    table(Number.self).pointee.indicators(count, rows.count, rows.stride, rows.numbers, labels, ratios)
  }

  func residuals<Number: KernelNumber>(
    _ rows: ComponentRows, count: Int, labels: UnsafePointer<Int64>, ratios: Numbers<Number>,
    scales: Numbers<Number>,
    residuals: Numbers<Number>
  ) {
    table(Number.self).pointee.residuals(
      count, rows.count, rows.stride, rows.numbers, labels, ratios, scales, residuals)
  }

  /// - Parameter negligible: the part of a point's largest ratio up to which ratios may be left out.
  func addMoments<Number: KernelNumber>(
    _ kind: MomentKind, _ rows: ComponentRows, _ tile: Tile, negligible: Double, ratios: Numbers<Number>,
    scales: Numbers<Number>, to lanes: Doubles, scratch: Numbers<Number>
  ) {
    table(Number.self).pointee.moments(
      kind.code, rows.components, tile.tile, negligible, ratios, scales, lanes, scratch)
  }

  /// Adds fourth moments, of coordinates times the units.
  func addNorms<Number: KernelNumber>(
    _ rows: ComponentRows, _ tile: Tile, _ buffers: borrowing TileBuffers<Number>, units: UnsafeRawPointer,
    to sums: Doubles
  ) {
    table(Number.self).pointee.norms(
      rows.components, tile.tile, buffers.densities, buffers.scales, units, sums)
  }

  /// Writes the coordinates of a tile's points in the axes of a factor.
  ///
  /// - Parameters:
  ///   - axes: what is subtracted from points, then the factor's panels.
  ///   - scratch: has room for as many numbers as the tile.
  func whiten(
    _ tile: Tile, dimension: Int, axes: UnsafePointer<Double>, to output: Doubles, stride: Int, scratch: Doubles
  ) {
    table(Double.self).pointee.whiten(Int32(dimension), tile.tile, axes, output, stride, scratch)
  }

  /// - Parameters:
  ///   - box: the centre, then half the widths.
  ///   - parameters: entry by entry, `stride` components apart.
  /// - Returns: the largest bound.
  @discardableResult
  func bounds(
    dimension: Int, form: FactorForm, box: UnsafePointer<Double>, parameters: UnsafePointer<Double>,
    stride: Int, count: Int, to bounds: Doubles
  ) -> Double {
    columns.pointee.bounds(
      Int32(dimension), form.code, box, box + dimension, parameters, stride, count, bounds)
  }
}
