import GaussianMixtures
import Testing

/// A fit that is interrupted after any iteration and goes on from what was kept ends in the bits of one that was not.
@Suite struct CheckpointTests {
  /// - Returns: how often the fit was interrupted.
  @discardableResult
  private func expectSameBits(_ fit: InterruptedFit) throws -> Int {
    let observations = try fit.observations()
    var kept: [[UInt8]] = []
    let whole = try fit.estimator(threadCount: 1).fit(observations, resuming: nil) { progress in
      kept.append(progress.checkpoint.bytes)
      return .proceed
    }
    let expected = try timelessText(whole)
    // Of states that say the same, as while a start is searched for, one is enough; of a long search some are.
    let apart = kept.enumerated().filter { $0.offset == 0 || $0.element != kept[$0.offset - 1] }.map(\.element)
    let step = apart.count < 60 ? 1 : max(2, apart.count / 16)
    for place in stride(from: 0, to: apart.count, by: step) {
      let bytes = apart[place]
      let checkpoint = try FitCheckpoint(bytes: bytes)
      let resumed = try fit.estimator(threadCount: 3).fit(observations, resuming: checkpoint)
      #expect(try timelessText(resumed) == expected)
      #expect(checkpoint.bytes == bytes)
    }
    return apart.count
  }

  @Test(arguments: try InterruptedFit.all) func everyIterationOfAFit(fit: InterruptedFit) throws {
    #expect(try expectSameBits(fit) > 1)
  }

  @Test(arguments: InterruptedFit.regularized) func everyIterationOfARegularizedFit(fit: InterruptedFit) throws {
    #expect(try expectSameBits(fit) > 1)
  }

  @Test(arguments: CovarianceStructure.allCases) func everyStructure(structure: CovarianceStructure) throws {
    try expectSameBits(
      InterruptedFit(
        structure.code,
        FitConfiguration(componentCount: 3, structure: structure, restartCount: 1, maximumIterations: 9),
        InterruptedFit.overlapping))
  }

  /// Where a sample is searched, the run over all points is what is kept; many components are ordered in space.
  @Test(arguments: [3, 33]) func aFitThatBeginsWithASample(componentCount: Int) throws {
    let points = try TestData.cloud(count: 24_000, dimension: 2, componentCount: 5, seed: 9, separation: 1.5).points
    let isSearched = componentCount < 32
    let count = try expectSameBits(
      InterruptedFit(
        "many points", FitConfiguration(componentCount: componentCount, restartCount: 1, maximumIterations: 7),
        start: isSearched ? .auto(effort: .low) : .kMeans
      ) { Observations(points) })
    #expect(count >= 5)
  }

  /// What an interrupted fit is resumed from may itself have been interrupted.
  @Test func interruptedAgainAndAgain() throws {
    let fit = InterruptedFit(
      "again and again", FitConfiguration(componentCount: 4, restartCount: 2), start: .random, InterruptedFit.overlapping)
    let observations = try fit.observations()
    let whole = try fit.estimator(threadCount: 2).fit(observations, resuming: nil)
    var bytes: [UInt8]?
    var parts = 0
    while true {
      var iterations = 0
      let checkpoint = try bytes.map { kept throws(FitError) in try FitCheckpoint(bytes: kept) }
      let result = try fit.estimator(threadCount: 1).fit(observations, resuming: checkpoint) { progress in
        iterations += 1
        bytes = progress.checkpoint.bytes
        return iterations == 4 ? .stop : .proceed
      }
      parts += 1
      guard result.termination == .stopped else {
        #expect(try timelessText(result) == timelessText(whole))
        break
      }
    }
    #expect(parts > 3)
  }

  @Test func itTellsHowFarItIs() throws {
    let fit = InterruptedFit(
      "how far", FitConfiguration(componentCount: 3, restartCount: 2), InterruptedFit.overlapping)
    _ = try fit.estimator(threadCount: 1).fit(try fit.observations(), resuming: nil) { progress in
      #expect(progress.checkpoint.completedRestartCount == progress.restart - 1)
      #expect(progress.checkpoint.runIterationCount == progress.iteration.iteration)
      return .proceed
    }
  }

  @Test func theAsynchronousFitIsTheSame() async throws {
    let fit = InterruptedFit("asynchronous", FitConfiguration(componentCount: 3), InterruptedFit.overlapping)
    let observations = try fit.observations()
    var kept: [UInt8] = []
    let whole = try fit.estimator(threadCount: 1).fit(observations, resuming: nil) { progress in
      if progress.iteration.iteration == 3 { kept = progress.checkpoint.bytes }
      return .proceed
    }
    let resumed = try await fit.estimator(threadCount: 2).fitConcurrently(
      observations, resuming: try FitCheckpoint(bytes: kept))
    #expect(try timelessText(resumed) == timelessText(whole))
  }
}
