import GaussianMixtures
import Testing

/// Groups that are known for some of the points.
@Suite struct KnownLabelTests {
  private func iris(known: (Int) -> Bool) throws -> (Observations, [Int]) {
    let points = try TestData.iris()
    let truth = (0..<150).map { $0 / 50 }
    let labels = ClassLabels(names: ["setosa", "versicolor", "virginica"], indices: truth.map { $0 })
    let indices = labels.indices.enumerated().map { known($0) ? $1 : nil }
    return (
      try Observations(
        columns: points.columns, knownLabels: ClassLabels(names: labels.names, indices: indices)), truth
    )
  }

  /// With all labels known there is nothing left to find out: the supervised estimate.
  @Test(arguments: CovarianceStructure.allCases)
  func allKnownIsTheSupervisedEstimate(structure: CovarianceStructure) throws {
    let (observations, truth) = try iris { _ in true }
    let points = try TestData.iris()
    let labels = ClassLabels(names: ["setosa", "versicolor", "virginica"], indices: truth)
    let configuration = FitConfiguration(componentCount: 3, structure: structure)
    let found = try MixtureEstimator(configuration).fit(observations)
    let supervised = try MixtureEstimator(configuration, start: .labels(labels)).fit(points).start
    expectClose(found.model, supervised, 1e-6)
    #expect(found.termination == .converged)
    #expect(found.model.componentNames == labels.names)
    // Nothing is left to be unsure of.
    #expect(found.criteria.icl == found.criteria.bic)
  }

  /// A few known labels are enough to name and find all three species.
  @Test func someKnownFindTheOthers() throws {
    let (observations, truth) = try iris { $0 % 10 == 0 }
    let result = try MixtureEstimator(FitConfiguration(componentCount: 3)).fit(observations)
    #expect(result.startName == "known-labels")
    let labels = try result.model.classify(observations).labels
    #expect(zip(labels, truth).count { $0 != $1 } <= 8)
  }

  /// A group that nobody has named is found beside those that are known.
  @Test func furtherComponentsAreFound() throws {
    let points = try TestData.iris()
    let labels = ClassLabels(
      names: ["versicolor", "virginica"], indices: (0..<150).map { $0 < 50 || $0 % 5 != 0 ? nil : $0 / 100 })
    let result = try MixtureEstimator(FitConfiguration(componentCount: 3)).fit(
      Observations(columns: points.columns, knownLabels: labels))
    #expect(result.model.componentNames == ["versicolor", "virginica", "3"])
    #expect(abs(result.model.components[2].weight - 1 / 3) < 0.01)
    #expect(try result.model.labels(of: points).prefix(50).allSatisfy { $0 == 2 })
  }

  /// A group of one point has no scatter; where its component is dropped, the others keep their own points.
  @Test func aDroppedGroupLeavesTheOthersTheirPoints() throws {
    let points = try TestData.iris()
    let columns = points.columns.map { [0.5] + $0 }
    let groups = ClassLabels(
      names: ["alone", "setosa", "versicolor", "virginica"], indices: [0] + (0..<150).map { 1 + $0 / 50 })
    let result = try MixtureEstimator(FitConfiguration(componentCount: 4, collapsePolicy: .drop)).fit(
      Observations(columns: columns, knownLabels: groups))
    #expect(result.model.componentNames == ["setosa", "versicolor", "virginica"])
    let setosa = points.columns.map { $0[..<50].reduce(0, +) / 50 }
    for (found, expected) in zip(result.model.components[0].mean, setosa) {
      expectRelative(found, expected, 1e-9)
    }
    #expect(result.model.components.allSatisfy { abs($0.weight - 1 / 3) < 1e-9 })
  }

  @Test func whatCannotBeCombinedIsRefusedByName() throws {
    let (observations, _) = try iris { $0 % 10 == 0 }
    func message(_ count: Int, _ start: Start = .auto) -> String? {
      do throws(FitError) {
        _ = try MixtureEstimator(FitConfiguration(componentCount: count), start: start).fit(observations)
        return nil
      } catch {
        return error.message
      }
    }
    #expect(message(2)?.contains("3 groups, 2 components") == true)
    #expect(message(3, .kMeans)?.contains("kmeans cannot be combined with known labels") == true)
    #expect(message(3, .random)?.contains("random") == true)
    #expect(message(4) == nil)
  }
}
