/// What a fit has to keep in memory at the least, beside the points that it is given.
///
/// Where that is more than the machine has, it is refused before any work.
struct FitMemory: Sendable {
  /// Bytes.
  let needed: Double
  private let configuration: FitConfiguration
  private let dimension: Int

  /// A model has a covariance, its factor, and in the statistics a scatter for each component. A run has a model before
  /// and one after the step, and the three that it extrapolates from: some of them are the same.
  private static let matricesOfRun = 7.0

  /// - Parameter runCount: how many runs there are at the same time.
  init(_ configuration: FitConfiguration, pointCount: Int, dimension: Int, runCount: Int) {
    self.configuration = configuration
    self.dimension = dimension
    let isFull = configuration.structure.moments == .scatters
    let matrix = Double(dimension) * (isFull ? Double(dimension) : 1)
    let numbers =
      Double(runCount) * Self.matricesOfRun * Double(configuration.componentCount) * matrix
      + Double(pointCount) * Double(dimension)
    needed = 8 * numbers
  }

  /// - Throws: ``FitError`` with the code `memory`, with how much there would have to be.
  func check(available: Double = Double(Processors.memorySize)) throws(FitError) {
    guard needed > available else { return }
    var other = configuration
    other.structure = .diagonal
    let diagonal = FitMemory(other, pointCount: 0, dimension: dimension, runCount: 1)
    let isFull = configuration.structure.moments == .scatters
    throw FitError(
      .memory,
      "The covariances \(configuration.structure) of \(configuration.componentCount) components in \(dimension) "
        + "columns take at least \(Self.text(needed)) while they are fitted; there are \(Self.text(available)) of "
        + "memory. "
        + (isFull
          ? "Take the structure diagonal, for which \(Self.text(diagonal.needed)) suffice, or fewer columns."
          : "Take fewer components, columns or rows."))
  }

  /// Rounded up to two digits.
  private static func text(_ bytes: Double) -> String {
    let units = ["bytes", "kB", "MB", "GB", "TB", "PB"]
    var (value, unit) = (bytes, 0)
    while value >= 1000, unit + 1 < units.count { (value, unit) = (value / 1000, unit + 1) }
    let digits = value < 10 ? (value * 10).rounded(.up) / 10 : value.rounded(.up)
    return "\(digits == digits.rounded() ? "\(Int(digits))" : "\(digits)") \(units[unit])"
  }
}
