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
package enum MomentKind: Sendable {
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
  /// What log densities are taken for where they are lower, or no numbers.
  static let lowestDensity = mxk_lowest_density
  /// The largest dimension whose loops are unrolled.
  static let largestUnrolled = MXK_MAX_UNROLLED
  /// The rows of a panel of a full factor in more dimensions.
  static let panelHeight = MXK_PANEL

  let instructionSet: InstructionSet

  /// Takes the widest set of the processor where none is named, or where it has not the named one.
  package init(_ requested: InstructionSet? = nil) {
    instructionSet = requested.flatMap { InstructionSet.available.contains($0) ? $0 : nil } ?? .widest
  }

  private var table: UnsafePointer<mxk_kernels> {
    switch instructionSet {
    case .portable: mxk_kernels_for(MXK_PORTABLE)
    case .avx2: mxk_kernels_for(MXK_AVX2)
    case .avx512: mxk_kernels_for(MXK_AVX512)
    }
  }

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

  /// `2^t` of exponents in [-1021, 0].
  package func exponential(_ exponents: [Double]) -> [Double] {
    var results = [Double](repeating: 0, count: exponents.count)
    table.pointee.exponential(exponents.count, exponents, &results)
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
  fileprivate var tile: mxk_tile { mxk_tile(points: points, count: count, stride: stride) }
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

  /// - Parameter depth: densities that are further below their point's largest may be given as the lowest, in bits.
  /// - Returns: whether that saved more than it took.
  @discardableResult
  func logDensities(
    _ rows: ComponentRows, _ tile: Tile, depth: Double = .infinity, to densities: Doubles, scratch: Doubles
  ) -> Bool {
    table.pointee.log_densities(rows.components, tile.tile, depth, densities, scratch) != 0
  }

  /// Up to as many dimensions as are unrolled.
  func ratios(_ rows: ComponentRows, _ tile: Tile, to ratios: Doubles, sums: Doubles) {
    table.pointee.ratios(rows.components, tile.tile, ratios, sums)
  }

  func largest(
    _ rows: ComponentRows, count: Int, densities: Doubles, maxima: Doubles,
    labels: UnsafeMutablePointer<Int64>
  ) {
    table.pointee.largest(count, rows.count, rows.stride, rows.numbers, densities, maxima, labels)
  }

  /// Up to as many dimensions as are unrolled.
  func likeliest(
    _ rows: ComponentRows, _ tile: Tile, maxima: Doubles, labels: UnsafeMutablePointer<Int64>
  ) {
    table.pointee.likeliest(rows.components, tile.tile, maxima, labels)
  }

  func exponentiate(_ rows: ComponentRows, count: Int, densities: Doubles, maxima: Doubles, sums: Doubles) {
    table.pointee.exponentiate(count, rows.count, rows.stride, densities, maxima, sums)
  }

  /// - Returns: the smallest sum, NaN where one is.
  func takeReciprocals(
    count: Int, sums: Doubles, scales: Doubles, product: inout SumProduct
  ) -> Double {
    let result = table.pointee.reciprocals(count, sums, scales)
    product.multiply(mantissa: result.mantissa, exponent: Int(result.exponent))
    return result.smallest
  }

  func indicate(
    _ rows: ComponentRows, count: Int, labels: UnsafePointer<Int64>, ratios: Doubles
  ) {
    table.pointee.indicators(count, rows.count, rows.stride, rows.numbers, labels, ratios)
  }

  func residuals(
    _ rows: ComponentRows, count: Int, labels: UnsafePointer<Int64>, ratios: Doubles, scales: Doubles,
    residuals: Doubles
  ) {
    table.pointee.residuals(
      count, rows.count, rows.stride, rows.numbers, labels, ratios, scales, residuals)
  }

  /// - Parameter negligible: the part of a point's largest ratio up to which ratios may be left out.
  func addMoments(
    _ kind: MomentKind, _ rows: ComponentRows, _ tile: Tile, negligible: Double, ratios: Doubles,
    scales: Doubles, to lanes: Doubles, scratch: Doubles
  ) {
    table.pointee.moments(
      kind.code, rows.components, tile.tile, negligible, ratios, scales, lanes, scratch)
  }

  /// Adds fourth moments, of coordinates times the units.
  func addNorms(
    _ rows: ComponentRows, _ tile: Tile, _ buffers: borrowing TileBuffers, units: UnsafePointer<Double>, to sums: Doubles
  ) {
    table.pointee.norms(rows.components, tile.tile, buffers.densities, buffers.scales, units, sums)
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
    table.pointee.bounds(
      Int32(dimension), form.code, box, box + dimension, parameters, stride, count, bounds)
  }

  /// Writes numbers that stand so many places after one another, side by side.
  func take(
    _ count: Int, from numbers: UnsafePointer<Double>, stride: Int, to output: UnsafeMutablePointer<Double>
  ) {
    table.pointee.take_doubles(count, numbers, stride, output)
  }

  func take(
    _ count: Int, from numbers: UnsafePointer<Float>, stride: Int, to output: UnsafeMutablePointer<Double>
  ) {
    table.pointee.take_floats(count, numbers, stride, output)
  }

  /// Widens a range to hold the values.
  func widen(_ range: inout (lowest: Double, highest: Double), by values: UnsafeBufferPointer<Double>) {
    guard let base = values.baseAddress else { return }
    table.pointee.range(values.count, base, &range.lowest, &range.highest)
  }

  /// The sums of `(x - origin) 2^-exponent` and of its square over the values.
  func powerSums(
    of values: UnsafeBufferPointer<Double>, origin: Double, exponent: Int
  ) -> (sum: Double, squares: Double) {
    var sums = (sum: 0.0, squares: 0.0)
    guard let base = values.baseAddress else { return sums }
    table.pointee.power_sums(
      values.count, base, mxk_axis(origin: origin, exponent: exponent), &sums.sum, &sums.squares)
    return sums
  }

  /// Writes `(x - origin) 2^-exponent` for each value, held within the farthest coordinates.
  func enter(
    _ values: UnsafePointer<Double>, count: Int, origin: Double, exponent: Int, to coordinates: Doubles
  ) {
    table.pointee.enter(count, values, mxk_axis(origin: origin, exponent: exponent), coordinates)
  }
}

extension mxk_axis {
  fileprivate init(origin: Double, exponent: Int) {
    let half = -exponent / 2
    self.init(
      origin: origin, scale: scaled(1, byPowerOfTwo: half), rest: scaled(1, byPowerOfTwo: -exponent - half))
  }
}
