import GaussianMixtures
import Testing

/// Choices among numbers of components and structures on the real data.
@Suite struct SelectionTests {
  private func select(
    _ points: PointSet, _ counts: ClosedRange<Int> = 1...9,
    _ structures: [CovarianceStructure] = CovarianceStructure.allCases, seed: UInt64 = 1, threads: Int? = nil
  ) throws -> ModelSelection {
    let configuration = SelectionConfiguration(
      componentCounts: Array(counts), structures: structures,
      fit: FitConfiguration(componentCount: 1, seed: seed))
    return try MixtureSelector(configuration, engine: Engine(threadCount: threads)).select(points)
  }

  /// Published with mclust 6.1.3, which stops early: VVV,3 at -2295.118, EEE,3 at -1126.326.
  @Test(arguments: [1, 2, 3])
  func theBestModelIsAsPublished(seed: UInt64) throws {
    let diabetes = try select(TestData.diabetes(), seed: seed)
    #expect(diabetes.candidates.count == 126)
    #expect(diabetes.best.model.structure == .full && diabetes.best.model.componentCount == 3)
    #expect(abs(diabetes.best.logLikelihood + 2295.0935) < 1e-3)
    expectNoneBelowWhatItContains(diabetes)
    let faithful = try select(TestData.faithful(), seed: seed)
    #expect(faithful.best.model.structure == .tied && faithful.best.model.componentCount == 3)
    #expect(faithful.best.logLikelihood > -1126.326)
    expectNoneBelowWhatItContains(faithful)
  }

  /// A maximum is no lower than that of a model which the larger one contains.
  ///
  /// One that the resolution holds up is another matter: structures with one bound for all columns are held less far
  /// there, and what they then reach is an accident.
  private func expectNoneBelowWhatItContains(_ selection: ModelSelection) {
    for larger in selection.candidates {
      guard let own = larger.result, !own.isAccident else { continue }
      for smaller in selection.candidates
      where smaller.componentCount == larger.componentCount && larger.structure.contains(smaller.structure) {
        guard let other = smaller.result, !other.isAccident,
          !other.events.contains(where: { $0.floorCause == .resolution })
        else { continue }
        let slack = 2e-6 * Double(own.pointCount)
        #expect(
          own.logLikelihood >= other.logLikelihood - slack,
          "\(larger.structure) below \(smaller.structure), K = \(larger.componentCount)")
      }
    }
  }

  @Test func aCandidateIsNoWorseThanAFitOfItAlone() throws {
    let points = try TestData.iris()
    let selection = try select(points, 2...4, [.tied, .diagonal, .full])
    for candidate in selection.candidates {
      let alone = try MixtureEstimator(
        FitConfiguration(componentCount: candidate.componentCount, structure: candidate.structure)
      ).fit(points)
      let result = try #require(candidate.result)
      #expect(result.isAccident == alone.isAccident)
      #expect(result.logLikelihood >= alone.logLikelihood - 1e-9)
      #expect(try abs(result.model.logLikelihood(of: points) - result.logLikelihood) < 1e-6)
    }
  }

  /// Only among several numbers, and only where the largest of them is the best.
  @Test func theEdgeOfWhatWasTriedIsKnown() {
    func summary(_ values: [(Int, Double)], failing: Int? = nil) -> SelectionSummary {
      let candidates = values.map { count, bic in
        SelectionSummary.Candidate(
          componentCount: count, structure: .full, logLikelihood: -bic / 2, bic: bic, aic: bic, icl: bic)
      }
      let failed = failing.map {
        SelectionSummary.Candidate(
          componentCount: $0, structure: .full, logLikelihood: nil, bic: nil, aic: nil, icl: nil,
          failure: "no")
      }
      return SelectionSummary(criterion: .bic, candidates: candidates + [failed].compactMap(\.self))
    }
    #expect(summary([(1, 9), (2, 8), (3, 7)]).largestCountThatIsBest == 3)
    #expect(summary([(3, 7), (1, 9)]).largestCountThatIsBest == 3)
    #expect(summary([(1, 9), (2, 7), (3, 8)]).largestCountThatIsBest == nil)
    #expect(summary([(3, 9), (3, 7)]).largestCountThatIsBest == nil, "one number alone")
    #expect(summary([(1, 9), (3, 7)], failing: 4).largestCountThatIsBest == nil, "more cannot be fitted")
    #expect(summary([]).largestCountThatIsBest == nil)
  }

  @Test func theBestIsTheOneInTheTable() throws {
    let selection = try select(TestData.faithful(), 1...4, [.tied, .full])
    let best = try #require(selection.summary.best)
    #expect(best.componentCount == selection.best.model.componentCount)
    #expect(best.structure == selection.best.model.structure)
    #expect(best.bic == selection.best.criteria.bic)
    #expect(best.logLikelihood == selection.best.logLikelihood)
    #expect(best.parameterCount == selection.best.criteria.parameterCount)
    let asked = selection.candidates.map { "\($0.componentCount)\($0.structure.code)" }
    #expect(asked == ["1EEE", "1VVV", "2EEE", "2VVV", "3EEE", "3VVV", "4EEE", "4VVV"])
    let values = selection.ranked.compactMap { $0.result?.criteria.bic }
    #expect(values == values.sorted() && values.count == 8)
  }

  @Test(arguments: [SelectionCriterion.bic, .crossValidation])
  func anyNumberOfThreadsGivesTheSameBits(criterion: SelectionCriterion) throws {
    let points = try TestData.diabetes()
    let configuration = SelectionConfiguration(
      componentCounts: [1, 2, 3, 5], structures: [.spherical, .tied, .full], criterion: criterion,
      foldCount: 3)
    let selections = try [1, 2, 5].map { threads in
      try MixtureSelector(configuration, engine: Engine(threadCount: threads)).select(points)
    }
    for other in selections.dropFirst() {
      #expect(other.summary == selections[0].summary)
      #expect(other.best.model == selections[0].best.model)
      for (a, b) in zip(other.candidates, selections[0].candidates) {
        #expect(a.result?.model == b.result?.model)
        #expect(timeless(a.result?.history ?? []) == timeless(b.result?.history ?? []))
      }
    }
  }

  @Test func modelsThatCannotBeFittedAreRowsWithTheirReason() throws {
    let points = try PointSet(columns: [[1, 2, 2, 5, 9, 9.5], [0, 1, 1, 3, 2, 7]])
    let selection = try select(points, 4...7, [.tied, .spherical])
    #expect(selection.candidates.count == 8)
    for candidate in selection.candidates {
      #expect((candidate.result == nil) == (candidate.componentCount > 5))
      #expect((candidate.failure?.code == .tooFewPoints) == (candidate.componentCount > 5))
    }
    let failures = selection.summary.candidates.filter { $0.failure != nil }
    #expect(
      failures.count == 4
        && failures.allSatisfy { $0.bic == nil && $0.failure?.contains("at most 5") == true })
    #expect(selection.ranked.suffix(4).allSatisfy { $0.failure != nil })
    let error = #expect(throws: FitError.self) { try select(points, 6...7, [.tied]) }
    #expect(error?.code == .tooFewPoints)
  }

  @Test func oneDimensionHasTwoStructures() throws {
    #expect(CovarianceStructure.distinct(inDimension: 1).map(\.code) == ["EEE", "VVV"])
    #expect(CovarianceStructure.distinct(inDimension: 2) == CovarianceStructure.allCases)
    let points = try PointSet(columns: [TestData.faithful().columns[1]])
    let selection = try select(points, 1...3, CovarianceStructure.distinct(inDimension: 1))
    #expect(selection.best.model.componentCount == 2)
  }

  @Test func containmentIsThatOfTheParts() throws {
    let all = CovarianceStructure.allCases
    #expect(all.allSatisfy { CovarianceStructure.full.contains($0) && $0.contains($0) })
    for a in all {
      for b in all where a != b && a.contains(b) {
        #expect(!b.contains(a))
        #expect(
          a.parameterCount(dimension: 3, componentCount: 4)
            > b.parameterCount(dimension: 3, componentCount: 4))
      }
    }
    #expect(!CovarianceStructure.tied.contains(.spherical) && !CovarianceStructure.diagonal.contains(.tied))
  }

  @Test func optionsOutOfRangeAreRefused() throws {
    let points = try TestData.faithful()
    func refusal(_ change: (inout SelectionConfiguration) -> Void, start: Start = .auto) -> FitError? {
      var configuration = SelectionConfiguration(componentCounts: [2], structures: [.full])
      change(&configuration)
      return #expect(throws: FitError.self) {
        try MixtureSelector(configuration, start: start).select(points)
      }
    }
    #expect(refusal { $0.componentCounts = [] }?.code == .configuration)
    #expect(refusal { $0.structures = [] }?.code == .configuration)
    #expect(refusal { $0.componentCounts = [1, 0] }?.code == .configuration)
    #expect(refusal { $0.foldCount = 1 }?.code == .configuration)
    #expect(refusal { $0.fit.maximumIterations = 0 }?.code == .configuration)
    let labels = ClassLabels(names: ["a"], indices: points.columns[0].map { _ in 0 })
    #expect(refusal({ _ in }, start: .labels(labels))?.code == .configuration)
    let folds = refusal {
      $0.criterion = .crossValidation
      $0.foldCount = 1000
    }
    #expect(folds?.code == .tooFewPoints && folds?.message.contains("at most 272") == true)
  }
}
