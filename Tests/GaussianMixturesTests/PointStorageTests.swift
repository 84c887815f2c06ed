import Foundation
@testable import GaussianMixtures
import Testing

/// A fit whose copy of the points is in a file has the bits of one in memory.
@Suite struct PointStorageTests {
  private func engine(_ storage: PointStorage, precision: Engine.Precision = .double) -> Engine {
    Engine(threadCount: 2, pointStorage: storage, precision: precision)
  }

  private let onDisk = PointStorage.scratch(
    folder: FileManager.default.temporaryDirectory.path, residentBytes: 1 << 20)

  /// In an order in space, with boxes, where there are many components; in their own order where there are few.
  @Test(arguments: [(2, false), (2, true), (33, false), (33, true)], Engine.Precision.allCases)
  func fitsHaveTheSameBits(kind: (componentCount: Int, hasWeights: Bool), precision: Engine.Precision) throws
  {
    let (componentCount, hasWeights) = kind
    let points = try TestData.cloud(
      count: 9000, dimension: 3, componentCount: 5, seed: 3, separation: 4
    ).points
    let weights = hasWeights ? (0..<points.count).map { 0.5 + Double($0 % 7) } : nil
    let observations = try Observations(points, weights: weights)
    let options = FitConfiguration(
      componentCount: componentCount, noise: NoiseConfiguration(), maximumIterations: 12)
    let results = try [.memory, onDisk].map {
      try MixtureEstimator(
        options, start: componentCount < 32 ? .auto : .kMeans, engine: engine($0, precision: precision)
      ).fit(observations)
    }
    #expect(results[0].model == results[1].model && results[0].logLikelihood == results[1].logLikelihood)
    #expect(results[0].criteria == results[1].criteria)
    #expect(results[0].history.map(\.logLikelihood) == results[1].history.map(\.logLikelihood))
  }

  @Test func manyDimensionsLabelsAndMissingCoordinates() throws {
    var stream = RandomStream(seed: 9, purpose: .display)
    let rows = (0..<700).map { i in (0..<11).map { d in i % 50 == d ? Double.nan : stream.normal() } }
    let columns = (0..<11).map { d in rows.map { $0[d] } }
    let labels = ClassLabels(names: ["a", "b"], indices: (0..<700).map { $0 % 20 == 0 ? $0 / 20 % 2 : nil })
    let observations = try Observations(columns: columns, knownLabels: labels)
    let options = FitConfiguration(componentCount: 2, structure: .diagonal, maximumIterations: 5)
    let results = try [.memory, onDisk].map {
      try MixtureEstimator(options, engine: engine($0)).fit(observations)
    }
    #expect(results[0].model == results[1].model && results[0].logLikelihood == results[1].logLikelihood)
  }

  @Test func selectionsHaveTheSameBits() throws {
    let points = try TestData.cloud(
      count: 600, dimension: 2, componentCount: 3, seed: 4, separation: 4
    ).points
    let models = try [.memory, onDisk].map {
      try MixtureSelector(SelectionConfiguration(componentCounts: [1, 2, 3]), engine: engine($0)).select(points).best.model
    }
    #expect(models[0] == models[1])
  }

  @Test func aFolderThatIsNotThereIsNamed() throws {
    let points = try TestData.cloud(count: 100, dimension: 2, componentCount: 2, seed: 1, separation: 3).points
    let nowhere = PointStorage.scratch(folder: "/no/such/folder", residentBytes: 1 << 20)
    let error = #expect(throws: FitError.self) {
      try MixtureEstimator(componentCount: 2, engine: engine(nowhere)).fit(points)
    }
    #expect(error?.code == .memory && error?.message.contains("/no/such/folder") == true)
  }
}
