#if Command

import GaussianMixtures
import Tables

/// What became of one of many sets: the mixture, and the table it was chosen from where several competed.
struct SetFit: Sendable {
  let result: FitResult
  let selection: SelectionSummary?
  /// What transforms of columns add to log-likelihoods; nil without such.
  var logJacobian: Double?

  /// The log-likelihood and the criteria in the columns' own units.
  var logLikelihood: Double { result.logLikelihood + (logJacobian ?? 0) }
  var criteria: InformationCriteria { result.criteria.shifted(by: logJacobian ?? 0) }

  /// What was fitted, or that no iteration of it was over when it was broken off.
  static func sound(_ result: FitResult, _ selection: SelectionSummary?) -> Result<SetFit, FitError> {
    Result { () throws(FitError) in
      try result.requireIteration()
      return SetFit(result: result, selection: selection)
    }
  }

  /// The document of the fit of a set.
  func document(of set: DataSet) -> ModelDocument {
    ModelDocument(
      model: result.model, columns: set.columnNames, preprocessing: set.preprocessing,
      fit: FitSummary(result, selection: selection, logJacobian: logJacobian), software: Version.software)
  }

  /// The same with densities in the units of a set's columns.
  fileprivate func inUnits(of set: DataSet) -> SetFit {
    guard let preprocessing = set.preprocessing, let observations = try? set.observations.get() else {
      return self
    }
    var fit = self
    fit.logJacobian = preprocessing.logJacobianOfTransforms(of: observations)
    return fit
  }
}

/// The fits of many sets, in their order; those that have none have the reason.
struct SetFits {
  let sets: DataSets
  let outcomes: [Result<SetFit, CommandFailure>]

  /// - Parameter fit: Fits all sets that have points.
  init(
    _ sets: DataSets, by fit: ([Observations]) throws -> [Result<SetFit, FitError>]
  ) throws {
    self.sets = sets
    var results = try fit(sets.sets.compactMap { try? $0.observations.get() }).makeIterator()
    outcomes = sets.sets.map { set in
      if case .failure(let failure) = set.observations { return .failure(failure) }
      return (results.next() ?? .failure(.stoppedEarly)).map { $0.inUnits(of: set) }.mapError { error in
        let column = error.column.map { "\(set.axisTitles[$0]): " } ?? ""
        return CommandFailure(error.commandCode, column + error.message)
      }
    }
    // Nothing of an older run is replaced by what is no result at all.
    guard !isStopped || outcomes.contains(where: { (try? $0.get()) != nil }) else {
      throw FitError.stoppedEarly
    }
  }

  /// Whether Ctrl-C has kept a set from its fit, or broken one off.
  var isStopped: Bool {
    outcomes.contains { outcome in
      switch outcome {
      case .success(let fit): fit.result.termination == .stopped
      case .failure(let failure): failure.code == .interrupted
      }
    }
  }

  /// What the program ends with where not all sets have been fitted.
  var failure: CommandFailure? {
    if isStopped { return CommandFailure(.interrupted, "interrupted; the fits so far were kept.") }
    let failed = outcomes.enumerated().compactMap { place, outcome -> (Int, CommandFailure)? in
      if case .failure(let failure) = outcome { (place, failure) } else { nil }
    }
    guard let (place, first) = failed.first else { return nil }
    let name = MessageText.quoted(sets.sets[place].keys.joined(separator: ", "))
    return CommandFailure(
      .badData,
      "\(CountText.grouped(failed.count)) of \(CountText.of(outcomes.count, sets.noun)) could not be fitted, the first "
        + "\(name): \(first.message) The column error of the table has the reason of each; all others are written."
    )
  }
}

extension [Observations] {
  /// Files may have other columns than each other: structures that differ in the most are asked for in all.
  var largestDimension: Int { reduce(1) { Swift.max($0, $1.dimension) } }
}

extension Runner {
  /// Fits a mixture to each of many sets.
  func fit(_ estimator: MixtureEstimator, each sets: [Observations]) throws(FitError) -> [Result<
    SetFit, FitError
  >] {
    try together { isAsked, observer throws(FitError) in
      try estimator.fit(sets, observing: observer, stopping: isAsked)
    }.map { $0.flatMap { SetFit.sound($0, nil) } }
  }

  /// Selects a mixture for each of many sets.
  func select(_ selector: MixtureSelector, each sets: [Observations]) throws(FitError) -> [Result<
    SetFit, FitError
  >] {
    try together { isAsked, observer throws(FitError) in
      try selector.select(sets, observing: observer, stopping: isAsked)
    }.map { $0.flatMap { SetFit.sound($0.best, $0.summary) } }
  }
}

#endif
