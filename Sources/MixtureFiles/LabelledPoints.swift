package import GaussianMixtures
package import Tables

/// Points with what a model says of each, found once for all that is written and drawn of them.
package struct LabelledPoints: Sendable {
  /// The model.
  package let model: GaussianMixture
  /// What it says.
  package let classification: Classification

  /// Asks a model.
  ///
  /// - Parameters:
  ///   - observations: N points; coordinates may be missing.
  ///   - model: The model.
  ///   - engine: How the work is done.
  /// - Throws: ``GaussianMixtures/ModelError`` where the dimensions differ.
  /// - Complexity: O(N K D²) time, O(N) memory.
  package init(
    _ observations: Observations, by model: GaussianMixture, engine: Engine = Engine()
  ) throws(ModelError) {
    self.model = model
    classification = try model.classify(observations, engine: engine)
  }

  /// The columns that are written of it.
  ///
  /// - Parameter chosen: Which.
  /// - Complexity: O(N).
  package func columns(_ chosen: [ResultColumn] = ResultColumn.usual) -> [TableColumn] {
    chosen.map { $0.column(classification, model) }
  }

  /// The bytes of memory that it takes beside the model.
  package var byteCount: Int {
    classification.labels.count * (MemoryLayout<Int32>.stride + 3 * MemoryLayout<Double>.stride)
  }
}
