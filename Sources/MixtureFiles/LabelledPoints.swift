package import GaussianMixtures
package import Tables

/// Points with what a model says of each, found once for all that is written and drawn of them.
package struct LabelledPoints: Sendable {
  /// The model.
  package let model: GaussianMixture
  /// What it says, with densities in the units of its coordinates.
  package let classification: Classification
  /// What log densities in the columns' own units are more; nil where these are the coordinates.
  private let logJacobians: [Double]?
  /// Which classes were decided for; nil where the model has none.
  package let decisions: ClassDecisions?
  private let rule: DecisionRule?

  /// Asks a model.
  ///
  /// - Parameters:
  ///   - observations: N points; coordinates may be missing.
  ///   - model: The model.
  ///   - preprocessing: What was done to the columns before they were coordinates; nil for nothing.
  ///   - rule: Which classes the components are of; nil where they are all there is.
  ///   - engine: How the work is done.
  /// - Throws: ``GaussianMixtures/ModelError`` where the dimensions differ.
  /// - Complexity: O(N K D²) time, O(N) memory.
  package init(
    _ observations: Observations, by model: GaussianMixture, _ preprocessing: Preprocessing? = nil,
    classes rule: DecisionRule? = nil, engine: Engine = Engine()
  ) throws(ModelError) {
    self.model = model
    self.rule = rule
    decisions = try rule.map { rule throws(ModelError) in
      try MixtureClassifier(model, rule: rule).classify(observations, engine: engine)
    }
    logJacobians = preprocessing?.isTransforming == true ? preprocessing?.logJacobians(of: observations) : nil
    classification = try model.classify(observations, engine: engine)
  }

  /// The columns that are written of it: densities are those in the columns' own units.
  ///
  /// - Parameters:
  ///   - chosen: Which.
  ///   - shapes: What is written of the shape of each point's component, after them; all of it defined for the model.
  /// - Complexity: O(N + K D³).
  package func columns(
    _ chosen: [ResultColumn] = ResultColumn.usual, shapes: [ComponentShape] = []
  ) -> [TableColumn] {
    let written = logJacobians.map { classification.adding(toLogDensities: $0) } ?? classification
    return chosen.map { decided($0) ?? $0.column(written, model) }
      + ComponentShape.columns(shapes, of: model, labels: classification.labels)
  }

  /// What is written of classes in the place of components; nil where it is the same.
  private func decided(_ column: ResultColumn) -> TableColumn? {
    guard let decisions, let rule else { return nil }
    let values: TableColumn.Values
    switch column {
    case .label: values = .strings(decisions.classes.map { $0.map { rule.classNames[$0] } })
    case .probability: values = .numbers(decisions.decidedProbabilities)
    case .uncertainty: values = .numbers(decisions.uncertainties)
    default: return nil
    }
    return TableColumn(name: column.rawValue, values: values)
  }

  /// A column for each class, with its probability for each point; none where the model has no classes.
  package var classProbabilities: [TableColumn] {
    guard let decisions, let rule else { return [] }
    return zip(rule.classNames, decisions.probabilities).map { name, values in
      TableColumn(name: ResultColumn.probabilityName(ofClass: name), values: .numbers(values))
    }
  }

  /// The bytes of memory that it takes beside the model.
  package var byteCount: Int {
    classification.labels.count
      * (MemoryLayout<Int32>.stride + (logJacobians == nil ? 3 : 4) * MemoryLayout<Double>.stride)
  }
}
