internal import Elementary
internal import LinearAlgebra

/// The axes of all components and the variances along them, for the structures that are more than one
/// covariance or one for each: whose axes they are is the orientation, which variances volume and shape.
///
/// Source: Celeux and Govaert (1995), section 3.
struct StructuredCovariances {
  private let structure: CovarianceStructure
  private let rule: AxisVariances

  /// Axes in units of the floor's spreads, as orthonormal rows.
  enum Axes {
    case coordinates
    case common(SquareMatrix)
    /// One set for each component.
    case own([SquareMatrix])
  }

  /// Axes, and the variances along them.
  struct Solution {
    var axes: Axes
    var variances: AxisVariances.Solution
  }

  /// Covariances that iterations begin with, each part computed where it is asked for.
  struct Previous {
    /// In units of the spreads.
    var covariances: () -> [SquareMatrix] = { [] }
    /// Up to a common summand.
    var logDeterminants: () -> [Double] = { [] }
    /// How far common axes are looked for from there.
    var effort = CommonAxes.Effort.full
  }

  /// - Parameters:
  ///   - structure: what is shared.
  ///   - floor: the smallest variance, in units of the spreads.
  ///   - eigenvalueRatio: the largest ratio of two variances, where a structure admits it; nil for any.
  init(_ structure: CovarianceStructure, floor: Double, eigenvalueRatio: Double? = nil) {
    self.structure = structure
    rule = AxisVariances(
      volume: structure.volume, shape: structure.shape, floor: floor, ratio: eigenvalueRatio)
  }

  /// - Parameters:
  ///   - scatters: of all components.
  ///   - previous: where iterations begin.
  func solve(_ scatters: ScaledScatters, previous: Previous) -> Solution {
    switch (structure.shape, structure.orientation) {
    case (_, .identity):
      return Solution(
        axes: .coordinates, variances: variances(scatters.diagonals, scatters.masses, previous))
    case (.equal, .equal) where structure.volume == .equal:
      let axes = PrincipalAxes(of: scatters.pooled()).axes
      return Solution(
        axes: .common(axes), variances: variances(scatters.along(axes), scatters.masses, previous))
    case (.equal, .equal):
      return proportional(scatters, previous.logDeterminants())
    case (_, .equal):
      let solution = CommonAxes(rule: rule).solve(
        scatters, previous: previous.covariances(), effort: previous.effort)
      return Solution(axes: .common(solution.axes), variances: solution.variances)
    default:
      let own = scatters.matrices.map(PrincipalAxes.init)
      return Solution(
        axes: .own(own.map(\.axes)), variances: variances(own.flatMap(\.values), scatters.masses, previous))
    }
  }

  private func variances(
    _ scatters: [Double], _ masses: [Double], _ previous: Previous
  ) -> AxisVariances.Solution {
    let isIterated = structure.volume == .variable && structure.shape == .equal
    let start = isIterated ? volumes(previous.logDeterminants(), scatters.count / masses.count) : masses
    return rule(scatters, masses: masses, volumes: start)
  }

  /// `λ_k C`: shape and orientation are one matrix, which follows the volumes.
  private func proportional(_ scatters: ScaledScatters, _ logDeterminants: [Double]) -> Solution {
    let solution = SharedShape(floor: rule.floor, masses: scatters.masses) { volumes in
      let axes = PrincipalAxes(of: scatters.pooled { 1 / volumes[$0] }).axes
      return (axes, scatters.along(axes))
    }.solve(from: volumes(logDeterminants, scatters.dimension))
    return Solution(axes: .common(solution.axes), variances: solution.variances)
  }

  /// Up to a common factor; those of absurd starts are brought into a range where nothing overflows.
  private func volumes(_ logDeterminants: [Double], _ dimension: Int) -> [Double] {
    let smallest = logDeterminants.min() ?? 0
    return logDeterminants.map { exponential(min(($0 - smallest) / Double(dimension), 100)) }
  }
}
