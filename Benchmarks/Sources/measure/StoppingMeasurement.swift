import Clouds
import GaussianMixtures

/// How much the default stopping rule leaves to be gained, on overlapping clouds drawn from seeds.
///
/// Each fit is run under the rule, and then on from where it stopped by plain EM, until no step gains more than rounding.
/// What that gains is what was left; the rule promises no more than its tolerance.
struct StoppingMeasurement {
  static let usage = "stopping FIRST COUNT"

  private let numbers: Range<Int>
  private static let longestRest = 200_000

  /// Reads what the arguments name, after ``usage``.
  init(_ arguments: [String]) throws {
    guard arguments.count == 2, let first = Int(arguments[0]), let count = Int(arguments[1]), first >= 0, count >= 1
    else { throw MeasureError(message: "usage: measure \(Self.usage)") }
    numbers = first..<(first + count)
  }

  /// The number of iterations in all, how many fits left more than was promised, and the most that one left, in nats a
  /// point.
  func answer() throws -> String {
    guard case .predictedGain(let tolerance) = StoppingRule.default else {
      throw MeasureError(message: "The default rule promises nothing in nats.")
    }
    var iterations = 0
    var rests: [Double] = []
    for number in numbers {
      let fit = try rest(of: OverlappingCloud(number: number), seed: UInt64(number))
      iterations += fit.iterations
      rests.append(fit.rest)
    }
    return #"{"fits": \#(numbers.count), "iterations": \#(iterations), "tolerance": \#(tolerance), "#
      + #""exceeded": \#(rests.count { $0 > tolerance }), "largest": \#(rests.max() ?? 0), "#
      + #""median": \#(rests.median)}"#
  }

  private func rest(of cloud: OverlappingCloud, seed: UInt64) throws -> (iterations: Int, rest: Double) {
    var configuration = FitConfiguration(
      componentCount: cloud.componentCount, structure: cloud.structure, restartCount: 1,
      maximumIterations: Self.longestRest, seed: seed)
    let stopped = try MixtureEstimator(configuration, start: cloud.start).fit(cloud.points)
    configuration.stopping = .gain(tolerance: .leastNormalMagnitude)
    configuration.acceleration = .none
    let ended = try MixtureEstimator(configuration, start: .model(stopped.model)).fit(cloud.points)
    return (
      stopped.history.count, (ended.logLikelihood - stopped.logLikelihood) / Double(cloud.points.count)
    )
  }
}
