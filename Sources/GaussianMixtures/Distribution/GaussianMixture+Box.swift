internal import Elementary
internal import LinearAlgebra
internal import Parallel

/// How likely a point lies in a box, and how sure that number is.
///
/// ```swift
/// let inside: BoxProbability = try model.probability(of: [-1...1, -Double.infinity...0.5])
/// print(inside.value, "±", inside.error)
/// ```
public struct BoxProbability: Sendable, Hashable {
  /// The probability, from 0 to 1.
  public let value: Double
  /// Three standard errors of what was summed over a lattice; 0 where nothing was, and only rounding is left.
  public let error: Double
}

extension GaussianMixture {
  /// The probability that a point lies in a box parallel to the coordinates: the cumulative distribution in any dimension.
  ///
  /// ```swift
  /// let below = try model.probability(of: [-Double.infinity...0, -Double.infinity...1])
  /// let between = try model.probability(of: [-1...1, 2...3], tolerance: 1e-9)
  /// ```
  ///
  /// Coordinates without bounds drop out, and those of a component that are independent of the others are factors: of one such
  /// coordinate the error function, of two correlated ones an integral over the correlation (Plackett 1954), both to some
  /// 1e-15; of more, sums over a randomly shifted lattice after the variables are separated, which are refined until three
  /// standard errors are below the tolerance, or 786,432 points have been summed.
  ///
  /// Source: A. Genz, Numerical computation of multivariate normal probabilities, Journal of Computational and Graphical
  /// Statistics 1 (1992) 141-149; R. L. Plackett, A reduction formula for normal multivariate integrals, Biometrika 41
  /// (1954) 351-360.
  ///
  /// - Parameters:
  ///   - box: D ranges in the units of the data; an end may be infinite.
  ///   - tolerance: the error that is aimed at, above 0; what was reached is in the result.
  ///   - seed: of the lattice's shifts; of one or two correlated coordinates the result does not depend on it.
  ///   - engine: how the work is done.
  /// - Returns: the probability, which does not depend on the engine.
  /// - Throws: ``ModelError`` where there are not D ranges, or the noise has a volume and no box.
  /// - Complexity: O(K D³), and O(D²) for each point of a lattice.
  public func probability(
    of box: [ClosedRange<Double>], tolerance: Double = 1e-6, seed: UInt64 = 1, engine: Engine = Engine()
  ) throws(ModelError) -> BoxProbability {
    guard box.count == dimension else {
      throw ModelError(
        .dimension, "The box has \(box.count) ranges; the mixture has \(dimension) dimensions.")
    }
    let lattice = ShiftedLattice(tolerance: tolerance, seed: seed)
    let uniform = try noise.map { noise throws(ModelError) in
      (noise.weight, try noise.probability(of: box, lattice))
    }
    let coordinates = box.indices.filter { box[$0].lowerBound.isFinite || box[$0].upperBound.isFinite }
    let parts = ParallelLoop.map(count: components.count, threadCount: engine.threads) { place in
      (
        components[place].weight,
        components[place].weight > 0 ? components[place].probability(of: box, coordinates, lattice) : .certain
      )
    }
    let all = parts + (uniform.map { [$0] } ?? [])
    return BoxProbability(
      value: min(all.reduce(0) { $0 + $1.0 * $1.1.value }, 1), error: all.reduce(0) { $0 + $1.0 * $1.1.error }
    )
  }
}

extension BoxProbability {
  fileprivate static let certain = BoxProbability(value: 1, error: 0)

  /// Of both of two independent events.
  fileprivate static func * (left: Self, right: Self) -> Self {
    Self(
      value: left.value * right.value,
      error: left.error * right.value + right.error * left.value + left.error * right.error)
  }
}

extension GaussianMixture.Component {
  /// - Parameter coordinates: Those in which the box ends.
  fileprivate func probability(
    of box: [ClosedRange<Double>], _ coordinates: [Int], _ lattice: ShiftedLattice
  ) -> BoxProbability {
    let deviations = coordinates.map { covariance[$0, $0].squareRoot() }
    let (lower, upper) = (
      zip(coordinates, deviations).map { (box[$0].lowerBound - mean[$0]) / $1 },
      zip(coordinates, deviations).map { (box[$0].upperBound - mean[$0]) / $1 }
    )
    let correlations = SquareMatrix(count: coordinates.count) { row, column in
      row == column
        ? 1 : covariance[coordinates[row], coordinates[column]] / deviations[row] / deviations[column]
    }
    return correlations.independentGroups.reduce(.certain) { product, group in
      let (low, high) = (group.map { lower[$0] }, group.map { upper[$0] })
      switch group.count {
      case 1: return product * BoxProbability(value: StandardNormal.probability(low[0], high[0]), error: 0)
      case 2:
        let plane = BivariateNormal(correlation: correlations[group[0], group[1]])
        return product * BoxProbability(value: plane.probability(low, high), error: 0)
      default:
        let separated = SeparatedNormal(
          SquareMatrix(count: group.count) { correlations[group[$0], group[$1]] }, lower: low, upper: high)
        return product * lattice.mean(dimension: group.count - 1, separated.value)
      }
    }
  }
}

extension SquareMatrix {
  /// The indices in groups between which all entries are 0, each group in rising order.
  ///
  /// - Complexity: O(D²).
  fileprivate var independentGroups: [[Int]] {
    var open = Set(0..<count)
    return (0..<count).compactMap { first in
      guard open.remove(first) != nil else { return nil }
      var (group, next) = ([first], 0)
      while next < group.count {
        let found = open.filter { self[group[next], $0] != 0 }.sorted()
        open.subtract(found)
        group += found
        next += 1
      }
      return group.sorted()
    }
  }
}

extension GaussianMixture.Noise {
  /// The share of the noise's region that a box has.
  fileprivate func probability(
    of bounds: [ClosedRange<Double>], _ lattice: ShiftedLattice
  ) throws(ModelError) -> BoxProbability {
    guard let box else {
      throw ModelError(.noise, "The noise has a volume and no box, so there is no telling where it lies.")
    }
    guard let widths = box.widths else {
      let (corner, edges) = (box.corner, box.edges)
      return lattice.mean(dimension: corner.count) { shares in
        let isInside = corner.indices.allSatisfy { column in
          bounds[column].contains(
            edges.indices.reduce(corner[column]) { $0 + shares[$1] * edges[$1][column] })
        }
        return isInside ? 1 : 0
      }
    }
    let share = widths.indices.reduce(1.0) { share, column in
      let ends = [box.corner[column], box.corner[column] + widths[column]].sorted()
      let (low, high) = (max(ends[0], bounds[column].lowerBound), min(ends[1], bounds[column].upperBound))
      return share * max(0, high - low) / (ends[1] - ends[0])
    }
    return BoxProbability(value: share, error: 0)
  }
}
