@testable import GaussianMixtures
import Testing

/// What is free in a mixture, counted.
@Suite struct FreedomTests {
  private func families(_ gaussianCount: Int, uniformCount: Int) -> [ComponentFamily] {
    [ComponentFamily](repeating: .gaussian, count: gaussianCount)
      + [ComponentFamily](repeating: .uniform, count: uniformCount)
  }

  /// Weights, means, covariances; and of the noise its weight and its volume, as mclust counts.
  @Test(arguments: CovarianceStructure.allCases)
  func parametersAreCounted(structure: CovarianceStructure) {
    let freedom = Freedom(structure: structure)
    let covariances = structure.parameterCount(dimension: 4, componentCount: 3)
    #expect(freedom.parameterCount(families(3, uniformCount: 0), dimension: 4) == 2 + 12 + covariances)
    #expect(freedom.parameterCount(families(3, uniformCount: 1), dimension: 4) == 2 + 12 + covariances + 2)
    let fixed = Freedom(structure: structure, hasEqualWeights: true)
    #expect(fixed.parameterCount(families(3, uniformCount: 0), dimension: 4) == 12 + covariances)
    #expect(fixed.parameterCount(families(3, uniformCount: 1), dimension: 4) == 12 + covariances + 2)
  }

  @Test func weightsAreOneSimplex() {
    let free = Freedom(structure: .full)
    #expect(free.weights(of: [2, 1, 1], gaussianCount: 2) == [0.5, 0.25, 0.25])
    #expect(free.weights(of: [0, 0, 4], gaussianCount: 2) == [0, 0, 1])
    let equal = Freedom(structure: .full, hasEqualWeights: true)
    #expect(equal.weights(of: [2, 1, 1], gaussianCount: 2) == [0.375, 0.375, 0.25])
    #expect(equal.weights(ofStart: [0.5, 0.25, 0.25], gaussianCount: 2) == [0.375, 0.375, 0.25])
    #expect(free.weights(ofStart: [0.5, 0.5], gaussianCount: 2) == [0.5, 0.5])
  }
}
