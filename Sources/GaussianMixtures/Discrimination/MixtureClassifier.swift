/// A mixture whose components belong to classes, and how it decides for one.
///
/// ```swift
/// let known = ClassLabels(names: ["low", "high"], indices: points.map { $0[0] < 5 ? 0 : 1 })
/// let classifier = try MixtureDiscriminantAnalysis().train(Observations(points, knownLabels: known)).classifier
/// let decisions = try classifier.classify(Observations(points))
/// print(classifier.rule.classNames, decisions.classes.first ?? 0)
/// ```
public struct MixtureClassifier: Sendable, Hashable {
  /// The mixture; the weights of a class's components sum to its prior probability.
  public let mixture: GaussianMixture
  /// Which components are of which class, and how it is decided.
  public let rule: DecisionRule

  /// Takes a mixture and a rule.
  ///
  /// - Parameters:
  ///   - mixture: the mixture.
  ///   - rule: with a class for each of its components.
  /// - Throws: ``ModelError`` with code `classes` where the rule is of another number of components.
  public init(_ mixture: GaussianMixture, rule: DecisionRule) throws(ModelError) {
    try rule.requireSuited(mixture)
    self.mixture = mixture
    self.rule = rule
  }

  /// The probabilities of the classes for every point, `Σ r_k(x)` over a class's components.
  ///
  /// - Parameters:
  ///   - observations: N points; coordinates may be missing.
  ///   - engine: how the work is done.
  /// - Returns: C arrays of N numbers; with noise they sum to 1 less its own.
  /// - Throws: ``ModelError`` where the dimensions differ.
  /// - Complexity: O(N K D²) time, O(N K) memory.
  public func probabilities(
    of observations: Observations, engine: Engine = Engine()
  ) throws(ModelError) -> [[Double]] {
    rule.labelling.sums(
      of: try mixture.responsibilities(of: observations, engine: engine), classCount: rule.classCount)
  }

  /// Decides for a class of every point.
  ///
  /// - Parameters:
  ///   - observations: N points; coordinates may be missing.
  ///   - engine: how the work is done.
  /// - Returns: the classes with their probabilities.
  /// - Throws: ``ModelError`` where the dimensions differ.
  /// - Complexity: O(N K D² + N C²) time, O(N K) memory.
  public func classify(
    _ observations: Observations, engine: Engine = Engine()
  ) throws(ModelError) -> ClassDecisions {
    ClassDecisions(probabilities: try probabilities(of: observations, engine: engine), by: rule)
  }
}

/// For each point the class that was decided for, and how probable all are.
///
/// ```swift
/// let rule = try DecisionRule(classNames: ["a", "b"], classOfComponent: [0, 1], rejectionThreshold: 0.9)
/// let decisions = ClassDecisions(probabilities: [[0.95, 0.4], [0.05, 0.6]], by: rule)
/// print(decisions.classes)    // [0, nil]
/// ```
public struct ClassDecisions: Sendable, Hashable {
  /// The class of each point, from 0; nil where none was decided for.
  public let classes: PointLabels
  /// `probabilities[c][i]` is the probability of class c for point i.
  public let probabilities: [[Double]]

  /// Decides by probabilities.
  ///
  /// - Parameters:
  ///   - probabilities: C arrays of N numbers.
  ///   - rule: of C classes.
  /// - Complexity: O(N C²).
  public init(probabilities: [[Double]], by rule: DecisionRule) {
    self.probabilities = probabilities
    let count = probabilities.first?.count ?? 0
    var ofPoint = [Double](repeating: 0, count: probabilities.count)
    classes = PointLabels(
      (0..<count).map { point -> Int? in
        for (index, column) in probabilities.enumerated() { ofPoint[index] = column[point] }
        return rule.decide(ofPoint)
      })
  }

  /// The probability of each point's class, of the most probable one where none was decided for.
  ///
  /// - Complexity: O(N C).
  public var decidedProbabilities: [Double] {
    classes.indices.map { point in
      classes[point].map { probabilities[$0][point] } ?? probabilities.reduce(0) { max($0, $1[point]) }
    }
  }

  /// What is left to the other classes, summed without cancellation.
  ///
  /// - Complexity: O(N C).
  public var uncertainties: [Double] {
    let likeliest = classes.indices.map { point in
      classes[point] ?? probabilities.indices.max { probabilities[$0][point] < probabilities[$1][point] } ?? 0
    }
    return likeliest.indices.map { point in
      probabilities.indices.reduce(0) { $1 == likeliest[point] ? $0 : $0 + probabilities[$1][point] }
    }
  }
}

extension Labelling {
  /// For each class the sum over its components.
  func sums(of responsibilities: [[Double]], classCount: Int) -> [[Double]] {
    var sums = [[Double]](repeating: [], count: classCount)
    for (component, column) in responsibilities.enumerated() {
      let ofClass = classOfComponent[component]
      guard !sums[ofClass].isEmpty else {
        sums[ofClass] = column
        continue
      }
      for (point, value) in column.enumerated() { sums[ofClass][point] += value }
    }
    return sums
  }
}
