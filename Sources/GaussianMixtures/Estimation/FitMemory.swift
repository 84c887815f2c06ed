internal import Parallel

/// What a fit takes of memory beside the points that it is given, at the least.
///
/// Where that is more than there is, it is refused before any work: a Swift program that asks for more ends by a trap.
struct FitMemory: Sendable {
  /// Bytes.
  let needed: Double
  private let configuration: FitConfiguration
  private let dimension: Int
  private let count: Int

  /// A model has a covariance, its factor, and in the statistics a scatter for each component. A run has a model before
  /// and one after the step, and the three that it extrapolates from: some of them are the same.
  private static let matricesOfRun = 7.0
  /// For each point beside its coordinates: its place in an order with what that is found by, and its distance from the
  /// nearest seed.
  private static let numbersOfPoint = 2.0
  /// What threads and the system's library take for themselves.
  private static let fixed = 16e6
  /// Needs that no limit is looked up for, which takes a tenth of a millisecond.
  private static let small = 24e6

  /// - Parameters:
  ///   - runCount: how many runs there are at the same time.
  ///   - needsGroups: whether points are copied by what is known of them.
  ///   - isShared: whether other processes have the points, who see for themselves that there is room for theirs.
  ///   - storage: where points are kept otherwise.
  ///   - precision: what they are kept in.
  init(
    _ configuration: FitConfiguration, pointCount: Int, dimension: Int, runCount: Int,
    needsGroups: Bool = false, isShared: Bool = false,
    storage: PointStorage = .memory, precision: Engine.Precision = .double
  ) {
    self.configuration = configuration
    self.dimension = dimension
    count = pointCount
    let isFull = configuration.structure.moments == .scatters
    let (n, d) = (Double(pointCount), Double(dimension))
    let matrix = d * (isFull ? d : 1)
    let covariances = Double(runCount) * Self.matricesOfRun * Double(configuration.componentCount) * matrix
    let points =
      isShared
      ? n * Self.numbersHere(configuration, dimension: d, needsGroups: needsGroups)
      : storage == .memory || needsGroups
        ? n * (d * (needsGroups ? 3 : 1) * (precision == .double ? 1 : 0.5) + Self.numbersOfPoint) : 0
    let cells = configuration.approximation.map { n / Double($0.pointsPerCell) * (1 + d + d * (d + 1) / 2) } ?? 0
    needed = 8 * (covariances + points + cells) + Self.fixed
  }

  /// What this process has of each point of others: for cells all of it, and where some are missing or known its place.
  private static func numbersHere(
    _ configuration: FitConfiguration, dimension: Double, needsGroups: Bool
  ) -> Double {
    (configuration.approximation == nil ? 0 : 3 * dimension + numbersOfPoint) + (needsGroups ? 4 : 0)
  }

  /// - Throws: ``FitError`` with the code `memory`, with how much there would have to be.
  func check() throws(FitError) {
    guard needed > Self.small else { return }
    let memory = AvailableMemory.now()
    guard needed > Double(memory.bytes) else { return }
    var other = configuration
    other.structure = .diagonal
    let diagonal = FitMemory(other, pointCount: count, dimension: dimension, runCount: 1)
    let cure =
      diagonal.needed < needed / 2
      ? "Take the structure diagonal, for which \(Self.text(diagonal.needed)) suffice, or fewer columns."
      : "Take fewer rows, columns or components, or allow more."
    throw FitError(
      .memory,
      "A fit of \(configuration.componentCount) components \(configuration.structure) to \(count) points in "
        + "\(dimension) columns takes at least \(Self.text(needed)) of memory, and \(memory.explanation) "
        + "\(Self.text(Double(memory.bytes))). \(cure)")
  }

  /// Rounded up: less would not do.
  private static func text(_ bytes: Double) -> String { ByteText.size(bytes, rounded: .up) }
}
