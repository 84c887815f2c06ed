/// How an EM run saves iterations.
///
/// ```swift
/// let plain = FitConfiguration(componentCount: 3, acceleration: .none)    // every iteration is a step of EM
/// let result = try MixtureEstimator(plain).fit(points)
/// print(result.history.allSatisfy { $0.extrapolation == nil })            // true
/// ```
public enum Acceleration: String, Sendable, Hashable, Codable, CaseIterable {
  /// Plain EM.
  case none
  /// Squared extrapolation: now and then a step far ahead along the way of the last plain ones.
  ///
  /// Source: R. Varadhan and C. Roland, Simple and globally convergent methods for accelerating the
  /// convergence of any EM algorithm, Scandinavian Journal of Statistics 35 (2008) 335-353.
  case squarem
  /// `squarem`, but `none` where iterations are what is looked at: under the rule `changes`, which judges
  /// plain steps one by one, and with a tolerance of 0, which runs to a number of iterations; and with a ridge,
  /// where nothing says which model is the better one.
  case auto

  /// What `auto` stands for under a stopping rule, without a ridge; the others are themselves.
  ///
  /// - Parameter rule: when the run ends.
  /// - Returns: `none` or `squarem`.
  public func resolved(under rule: StoppingRule) -> Acceleration {
    guard self == .auto else { return self }
    switch rule {
    case .changes: return .none
    case .predictedGain(let tolerance), .gain(let tolerance): return tolerance > 0 ? .squarem : .none
    }
  }
}

/// When a run extrapolates, and how far: the bookkeeping of SQUAREM's cycle.
///
/// Decision 0008 has the measurements: on overlapping clouds 62 % fewer iterations than plain EM.
///
/// A cycle is three plain steps and one extrapolation from them. The plain step after an extrapolation is not
/// extrapolated from: it takes away what the extrapolation has stirred up in directions in which EM is quick.
struct Accelerator: Sendable {
  /// The models after the last plain steps, newest last, at most three.
  private var states: [MixtureParameters] = []
  /// How many plain steps come before the next extrapolation.
  private var plainSteps = Self.plainStepsAtFirst
  /// The longest step, as in the authors' own program: lengthened where it is what held a success back,
  /// shortened by failures.
  private var longestStep = 4.0
  private var pauseAfterFailure = 1

  /// At first EM finds its way, and where the start is good it may be there before anything is saved.
  private static let plainStepsAtFirst = 5
  private static let stepsOfACycle = 3
  private static let longestPause = 16

  /// What an extrapolation costs until a prediction after it is confirmed, itself included: where as many plain
  /// steps do, they are the better way.
  static let iterationsOfATrial = stepsOfACycle + 2

  /// Takes the model after a plain step.
  mutating func record(_ parameters: MixtureParameters) {
    states.append(parameters)
    if states.count > Self.stepsOfACycle { states.removeFirst() }
    plainSteps -= 1
  }

  /// A model further along the way of the last three, or nil where it is not the time or leads nowhere.
  ///
  /// - Complexity: O(K D³).
  func proposal() -> Proposal? {
    guard plainSteps <= 0, states.count == Self.stepsOfACycle,
      let extrapolation = SquaredExtrapolation(states[0], states[1], states[2])
    else { return nil }
    let step = min(extrapolation.length, longestStep)
    guard step > Self.shortestStep else { return nil }
    return extrapolation.parameters(step: step).map {
      Proposal(parameters: $0, step: step, length: extrapolation.length)
    }
  }

  /// A step of 1 is where plain EM is already.
  private static let shortestStep = 1.01

  struct Proposal {
    /// Of no structure, and not yet under the floor.
    let parameters: MixtureParameters
    let step: Double
    /// What the step would be without a bound.
    let length: Double
  }

  mutating func accepted(_ proposal: Proposal) {
    if proposal.step == longestStep { longestStep *= 4 }
    pauseAfterFailure = 1
    restart()
  }

  mutating func rejected(_ proposal: Proposal) {
    longestStep = max(2, proposal.step / 4)
    plainSteps = pauseAfterFailure
    pauseAfterFailure = min(2 * pauseAfterFailure, Self.longestPause)
  }

  /// Begins a cycle where the last models are no longer plain steps of one another.
  mutating func restart() {
    states = []
    plainSteps = Self.stepsOfACycle
  }
}

extension Accelerator: CheckpointPart {
  func write(to writer: inout CheckpointWriter) {
    writer.write(states)
    writer.write(plainSteps)
    writer.write(longestStep)
    writer.write(pauseAfterFailure)
  }

  init(reading reader: inout CheckpointReader) throws(FitError) {
    states = try reader.read()
    plainSteps = try reader.read()
    longestStep = try reader.read()
    pauseAfterFailure = try reader.read()
  }

  /// Whether all numbers are there, for so many coordinates.
  func isWhole(dimension: Int) -> Bool {
    states.count <= Self.stepsOfACycle && states.allSatisfy { $0.isWhole(dimension: dimension) }
  }
}
