/// The sums of the points of every class in every part of a division: those of any training set are sums of these, so that
/// points are passed over once, however often a model is trained.
struct ClassMoments {
  private let fit: PreparedFit
  /// A component a class, at the class's mean.
  private let centres: MixtureParameters
  /// Of all classes' components, the sums over the parts before each, and over those from it on.
  private let before: [[Double]]
  private let after: [[Double]]
  private let layout: MomentLayout

  /// - Parameters:
  ///   - fit: of so many components as there are classes.
  ///   - labels: the classes of all points that count.
  ///   - partOfPoint: of each point its part, from 0.
  ///   - partCount: how many parts there are.
  /// - Complexity: O(N C F D) for the passes, O(C F D²) memory.
  init(_ fit: PreparedFit, labels: ClassLabels, partOfPoint: [Int], partCount: Int) {
    let (kind, classCount) = (fit.maximization.moments, labels.names.count)
    let centres = fit.startingPoints().moments(of: labels).centres
    let repeated = MixtureParameters.unitSpheres(
      at: (0..<partCount).flatMap { _ in centres.means }, scales: fit.points.spreads)
    let parts = PointLabels(
      labels.indices.enumerated().map { point, ofClass in ofClass.map { partOfPoint[point] * classCount + $0 }
      })
    let all = fit.pass.statistics(of: fit.points.blocks, under: repeated, rule: .known(parts), moments: kind)
    let layout = MomentLayout(componentCount: classCount, dimension: fit.points.dimension, kind: kind)
    let size = layout.componentSize * classCount
    let moments = all.moments
    let ofPart = (0..<partCount).map { Array(moments[($0 * size)..<(($0 + 1) * size)]) }
    let none = [Double](repeating: 0, count: size)
    func runningSums(_ parts: [[Double]]) -> [[Double]] {
      parts.reduce(into: [none]) { sums, part in sums.append(zip(sums[sums.count - 1], part).map { $0 + $1 })
      }
    }
    (self.fit, self.centres, self.layout) = (fit, centres, layout)
    before = runningSums(ofPart)
    after = runningSums(ofPart.reversed()).reversed()
  }

  /// The maximum of the likelihood of the points of all parts, or of all but one.
  ///
  /// - Complexity: O(C D³), times the number of sweeps for VEI, VEE, VEV, EVE and VVE.
  func outcome(without part: Int? = nil) -> Maximization.Outcome {
    let sums = part.map { part in zip(before[part], after[part + 1]).map { $0 + $1 } } ?? after[0]
    var statistics = SufficientStatistics(
      layout, values: [Double](repeating: 0, count: layout.wholeCount) + sums)
    statistics.setMassOfWhole()
    return fit.maximization(statistics, from: centres)
  }

  /// The mixture of an outcome in the caller's units, its components named by the classes.
  func mixture(_ outcome: Maximization.Outcome, names: [String]?) -> GaussianMixture {
    outcome.parameters.model(in: fit.points.frame, structure: fit.options.structure, names: names)
  }
}
