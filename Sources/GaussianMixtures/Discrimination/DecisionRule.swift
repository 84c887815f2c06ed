/// How a mixture decides for a class: which components are of which class, what errors cost, and when it does not decide.
///
/// ```swift
/// let rule = try DecisionRule(
///   classNames: ["sick", "well"], classOfComponent: [0, 0, 1], costs: [[0, 5], [1, 0]], rejectionThreshold: 0.8)
/// let decided = rule.decide([0.3, 0.7])    // nil: neither class has the probability 0.8
/// ```
public struct DecisionRule: Sendable, Hashable, Codable {
  /// The names of the classes.
  public let classNames: [String]
  /// The class of each component, from 0.
  public let classOfComponent: [Int]
  /// `costs[c][d]` is what it costs to decide for class d where c is true; nil for 1 for each error.
  public let costs: [[Double]]?
  /// Where no class has this probability, none is decided for; nil to decide always.
  public let rejectionThreshold: Double?

  private enum CodingKeys: String, CodingKey {
    case classNames = "names"
    case classOfComponent = "ofComponents"
    case costs, rejectionThreshold
  }

  /// Takes what a decision needs.
  ///
  /// - Parameters:
  ///   - classNames: the names of the classes, all different.
  ///   - classOfComponent: of each component of the mixture its class, from 0; every class has a component.
  ///   - costs: C rows of C costs, 0 or more; nil for 1 for each error.
  ///   - rejectionThreshold: a probability from 0 to 1; nil to decide always.
  /// - Throws: ``ModelError`` with code `classes`, saying what does not suit.
  public init(
    classNames: [String], classOfComponent: [Int], costs: [[Double]]? = nil, rejectionThreshold: Double? = nil
  ) throws(ModelError) {
    self.classNames = classNames
    self.classOfComponent = classOfComponent
    self.costs = costs
    self.rejectionThreshold = rejectionThreshold
    try check()
  }

  /// Reads a rule.
  ///
  /// - Parameter decoder: a decoder of an object.
  /// - Throws: `DecodingError`, and ``ModelError`` where it is no rule.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      classNames: container.decode([String].self, forKey: .classNames),
      classOfComponent: container.decode([Int].self, forKey: .classOfComponent),
      costs: container.decodeIfPresent([[Double]].self, forKey: .costs),
      rejectionThreshold: container.decodeIfPresent(Double.self, forKey: .rejectionThreshold))
  }

  private func check() throws(ModelError) {
    let count = classNames.count
    guard count > 0, Set(classNames).count == count else {
      throw ModelError(.classes, "The names of the classes are none, or two are equal.")
    }
    guard Set(classOfComponent) == Set(0..<count) else {
      throw ModelError(
        .classes,
        "The classes of the components are \(classOfComponent); every class from 0 to \(count - 1) needs a component, and "
          + "there are no others.")
    }
    if let costs {
      let isSquare = costs.count == count && costs.allSatisfy { $0.count == count }
      guard isSquare, costs.joined().allSatisfy({ $0.isFinite && $0 >= 0 }) else {
        throw ModelError(
          .classes,
          "The costs must be \(count) rows of \(count) numbers that are 0 or more, a row for each true class."
        )
      }
    }
    if let rejectionThreshold, !(rejectionThreshold >= 0 && rejectionThreshold <= 1) {
      throw ModelError(
        .classes, "The rejection threshold is \(rejectionThreshold); it is a probability from 0 to 1.")
    }
  }

  /// The number of classes, C.
  public var classCount: Int { classNames.count }

  /// The class of the least expected cost `Σ_c p_c costs[c][d]`; without costs the most probable one.
  ///
  /// Source: C. K. Chow, On optimum recognition error and reject tradeoff, IEEE Transactions on Information Theory 16
  /// (1970) 41-46.
  ///
  /// - Parameter probabilities: of the C classes.
  /// - Returns: the class, the first of several equal ones; nil where the most probable one is below the threshold.
  /// - Complexity: O(C²) with costs, else O(C).
  public func decide(_ probabilities: [Double]) -> Int? {
    guard let likeliest = probabilities.indices.max(by: { probabilities[$0] < probabilities[$1] }) else {
      return nil
    }
    if let rejectionThreshold, !(probabilities[likeliest] >= rejectionThreshold) { return nil }
    // Of equal ones the first, as components are.
    let first = probabilities.firstIndex(of: probabilities[likeliest]) ?? likeliest
    guard let costs else { return first }
    let expected = probabilities.indices.map { decided in
      probabilities.indices.reduce(0.0) { $0 + probabilities[$1] * costs[$1][decided] }
    }
    return expected.indices.min { expected[$0] < expected[$1] }
  }

  /// What the components stand for.
  var labelling: Labelling { Labelling(classOfComponent: classOfComponent) }

  func requireSuited(_ mixture: GaussianMixture) throws(ModelError) {
    guard classOfComponent.count == mixture.componentCount else {
      throw ModelError(
        .classes,
        "The classes of \(classOfComponent.count) components are named, and the mixture has \(mixture.componentCount)."
      )
    }
  }
}
