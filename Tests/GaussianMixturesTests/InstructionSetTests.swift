import Testing

@testable import GaussianMixtures

/// Whatever is asked of a model comes from the vector instructions that were asked for.
@Suite struct InstructionSetTests {
  /// The points with every third row lacking one coordinate.
  private func incomplete(_ points: PointSet) throws -> Observations {
    try Observations(
      columns: points.columns.enumerated().map { d, column in
        column.indices.map { $0 % 3 == 0 && $0 % points.dimension == d ? .nan : column[$0] }
      })
  }

  /// The largest responsibility is the probability of the label, to the last bit only where both have the same
  /// instructions.
  @Test(arguments: InstructionSet.available)
  func answersComeFromOneSet(set: InstructionSet) throws {
    let (points, model) = try TestData.cloud(count: 3000, dimension: 4, componentCount: 5, seed: 3)
    for observations in [Observations(points), try incomplete(points)] {
      let classification = try model.classify(observations, engine: Engine(instructionSet: set))
      let shares = try model.responsibilities(of: observations, engine: Engine(instructionSet: set))
      #expect(observations.count == 3000)
      let largest = (0..<3000).map { i in shares.map { $0[i] }.max() ?? 0 }
      #expect(largest == classification.probabilities)
    }
    let logDensities = try model.logDensities(of: points, engine: Engine(instructionSet: set))
    #expect(
      try model.densities(of: points, engine: Engine(instructionSet: set))
        == model.classify(points, engine: Engine(instructionSet: set)).densities)
    let weighted = try Observations(
      columns: points.columns, weights: [Double](repeating: 2, count: 3000), weightMeaning: .frequencies)
    #expect(
      try model.logLikelihood(of: weighted, engine: Engine(instructionSet: set))
        == logDensities.reduce(0) { $0 + 2 * $1 })
  }

  /// Sets differ in the last bits: were one not honoured, it would answer as another does.
  @Test func setsDiffer() throws {
    guard InstructionSet.available.count > 1 else { return }
    let (points, model) = try TestData.cloud(count: 3000, dimension: 4, componentCount: 5, seed: 3)
    let observations = try incomplete(points)
    func answers(_ set: InstructionSet) throws -> [[Double]] {
      try model.responsibilities(of: points, engine: Engine(instructionSet: set))
        + [model.densities(of: points, engine: Engine(instructionSet: set))]
        + model.imputed(observations, engine: Engine(instructionSet: set)).columns
        + model.responsibilities(of: observations, engine: Engine(instructionSet: set))
        + [[model.logLikelihood(of: observations, engine: Engine(instructionSet: set))]]
    }
    let (narrow, wide) = (try answers(.portable), try answers(.widest))
    for (a, b) in zip(narrow.dropLast(), wide.dropLast()) {
      #expect(a != b)
      #expect(zip(a, b).allSatisfy { abs($0 - $1) <= 1e-9 * max(1, abs($0)) })
    }
    expectRelative(narrow.last?[0] ?? 0, wide.last?[0] ?? 1, 1e-12)
    #expect(try answers(.portable) == narrow)
  }

  @Test(arguments: InstructionSet.available)
  func crossValidationHasItsSet(set: InstructionSet) throws {
    let points = try TestData.faithful()
    let options = SelectionConfiguration(
      componentCounts: [2], structures: [.full], criterion: .crossValidation, foldCount: 4)
    let selection = try MixtureSelector(options, engine: Engine(instructionSet: set)).select(points)
    let folds = Folds(count: 4, pointCount: points.count, seed: 1)
    var sum = 0.0
    for fold in 0..<4 {
      let (training, heldOut) = folds.divide(Observations(points), at: fold)
      let result = try MixtureEstimator(
        FitConfiguration(componentCount: 2, structure: .full), engine: Engine(instructionSet: set)
      ).fit(training)
      sum += try result.model.logLikelihood(of: heldOut, engine: Engine(instructionSet: set))
    }
    #expect(selection.candidates[0].heldOut?.mean == sum / Double(points.count))
  }
}
