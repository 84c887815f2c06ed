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

  /// Asks a model.
  ///
  /// - Parameters:
  ///   - observations: N points; coordinates may be missing.
  ///   - model: The model.
  ///   - preprocessing: What was done to the columns before they were coordinates; nil for nothing.
  ///   - engine: How the work is done.
  /// - Throws: ``GaussianMixtures/ModelError`` where the dimensions differ.
  /// - Complexity: O(N K D²) time, O(N) memory.
  package init(
    _ observations: Observations, by model: GaussianMixture, _ preprocessing: Preprocessing? = nil,
    engine: Engine = Engine()
  ) throws(ModelError) {
    self.model = model
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
    return chosen.map { $0.column(written, model) }
      + ComponentShape.columns(shapes, of: model, labels: classification.labels)
  }

  /// The bytes of memory that it takes beside the model.
  package var byteCount: Int {
    classification.labels.count
      * (MemoryLayout<Int32>.stride + (logJacobians == nil ? 3 : 4) * MemoryLayout<Double>.stride)
  }
}
