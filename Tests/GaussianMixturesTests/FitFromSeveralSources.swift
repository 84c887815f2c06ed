import Foundation
import Parallel
import Testing

@testable import GaussianMixtures

// Every fit of these tests is made three times: of the points as they are, of three shares, each every third leaf, and of
// numbers in a mapped file, row by row as an array has them or column by column as those of a text are kept, with the fit's
// own copy in a file too. The functions below stand before the library's of the same names.

/// How numbers stand in a file that is mapped.
enum MappedForm {
  case rows, columns

  private static let folder = FileManager.default.temporaryDirectory.path
  static let storage = PointStorage.scratch(folder: folder, residentBytes: 1 << 20)

  /// One form for some points and components, the other for others.
  init(_ observations: Observations, componentCount: Int) {
    self = (observations.count + observations.dimension + componentCount).isMultiple(of: 2) ? .rows : .columns
  }

  /// The same observations with their coordinates in a file.
  func observations(_ own: Observations) throws -> Observations {
    let (count, dimension) = (own.count, own.dimension)
    let size = ScratchSpace.roundedUp(8 * count * dimension)
    let space = try ScratchSpace(in: Self.folder, byteCount: size, residentLimit: 1 << 20)
    let start = try #require(space.take(byteCount: size)).bindMemory(to: Double.self, capacity: count * dimension)
    let (step, next) = self == .rows ? (dimension, 1) : (1, count)
    for (d, column) in own.columns.enumerated() {
      for (point, number) in column.enumerated() { start[point * step + d * next] = number }
    }
    return try Observations(
      inPlace: (0..<dimension).map { d in
        PointColumn(UnsafePointer(start) + d * next, stride: step, count: count, owner: space)
      }, weights: own.weights, weightMeaning: own.weightMeaning, knownLabels: own.knownLabels)
  }
}

extension MixtureEstimator {
  func fit(
    _ points: PointSet, observing observer: (Progress) -> Directive = { _ in .proceed }
  ) throws(FitError) -> FitResult {
    try fit(Observations(points), observing: observer)
  }

  func fit(
    _ observations: Observations, observing observer: (Progress) -> Directive = { _ in .proceed }
  ) throws(FitError) -> FitResult {
    var directives: [Directive] = []
    let whole = outcome(of: observations, dividing: { $0 }) { progress in
      directives.append(observer(progress))
      return directives[directives.count - 1]
    }
    // What is cancelled is not so at the same place twice.
    guard !Task.isCancelled else { return try whole.get() }
    var next = directives.makeIterator()
    let joined = outcome(
      of: observations,
      dividing: { all in JoinedShares(shares: (0..<3).map { ThirdOfLeaves(all: all, number: $0) }) }
    ) { _ in next.next() ?? .stop }
    expectSameBits(joined, whole, "three shares")
    guard engine.pointStorage == .memory else { return try whole.get() }
    let form = MappedForm(observations, componentCount: configuration.componentCount)
    guard let mapped = try? form.observations(observations) else {
      Issue.record("There is no mapped form of the points.")
      return try whole.get()
    }
    next = directives.makeIterator()
    let stored = withStorage(MappedForm.storage).outcome(of: mapped, dividing: { $0 }) { _ in next.next() ?? .stop }
    expectSameBits(stored, whole, "a mapped file, by \(form)")
    return try whole.get()
  }

  private func withStorage(_ storage: PointStorage) -> MixtureEstimator {
    var engine = engine
    engine.pointStorage = storage
    return MixtureEstimator(configuration, start: start, engine: engine)
  }

  private func outcome(
    of observations: Observations, dividing: (PreparedPoints) -> any StatisticsSource,
    observing observer: (Progress) -> Directive
  ) -> Result<FitResult, FitError> {
    Result { () throws(FitError) in
      try fit(observations, sharing: nil, stopping: nil, dividing: dividing) { report in
        if case .iteration(let progress) = report { observer(progress) } else { .proceed }
      }
    }
  }

  private func expectSameBits(
    _ other: Result<FitResult, FitError>, _ whole: Result<FitResult, FitError>, _ source: String
  ) {
    switch (other, whole) {
    case (.success(let other), .success(let whole)):
      #expect(other.model == whole.model, "\(source)")
      #expect(other.criteria == whole.criteria, "\(source)")
      #expect(other.history.map(\.logLikelihood) == whole.history.map(\.logLikelihood), "\(source)")
      #expect(other.restarts == whole.restarts, "\(source)")
      #expect(other.events == whole.events, "\(source)")
    case (.failure(let other), .failure(let whole)):
      #expect(other.code == whole.code && other.message == whole.message, "\(source)")
    default:
      Issue.record("Of \(source) a fit ends otherwise than of the whole.")
    }
  }
}
