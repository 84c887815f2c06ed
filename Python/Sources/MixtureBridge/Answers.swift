public import CMixtureBridge
#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif
internal import GaussianMixtures
internal import MixtureFiles

/// As the header says.
@c @implementation
public func gmm_evaluate(
  _ model: OpaquePointer!, _ points: UnsafePointer<gmm_points>!, _ allowsMissing: Bool, _ threads: Int32,
  _ answers: UnsafePointer<gmm_answers>!, _ failure: UnsafeMutablePointer<gmm_failure>!
) -> Bool {
  isDone(failure) {
    let model = try ModelBox.model(model)
    let engine = try Engine(threads: Int(threads))
    let lent = try LentPoints(points)
    guard let answers = answers?.pointee else { throw Failure.missing("room for answers") }
    // Of points of the wrong dimension the model itself says what is wrong.
    if !allowsMissing, lent.columns.count == model.dimension, answers.asksForLabelsAlone {
      if let target = answers.labels { try model.writeLabels(of: lent.columns, engine: engine, to: target) }
      if let target = answers.wide_labels { try model.writeLabels(of: lent.columns, engine: engine, to: target) }
      return
    }
    let observations = try lent.observations(allowsMissing: allowsMissing, engine: engine)
    try writeClasses(model, observations, engine, to: answers)
    if let target = answers.responsibilities {
      for (k, column) in try model.responsibilities(of: observations, engine: engine).enumerated() {
        (target + k * observations.count).update(from: column, count: column.count)
      }
    }
  }
}

extension gmm_answers {
  /// Whether nothing is asked for but labels.
  fileprivate var asksForLabelsAlone: Bool {
    probabilities == nil && uncertainties == nil && log_densities == nil && responsibilities == nil
      && asksForLabels
  }

  fileprivate var asksForLabels: Bool { labels != nil || wide_labels != nil }
}

/// Writes what is asked for of labels, probabilities and densities, and computes no more than that takes.
private func writeClasses(
  _ model: GaussianMixture, _ observations: Observations, _ engine: Engine, to answers: gmm_answers
) throws {
  let (needsRest, points) = (
    answers.probabilities != nil || answers.uncertainties != nil, observations.points
  )
  guard needsRest || points == nil else {
    guard let points else { return }
    if answers.asksForLabels { copy(try model.labels(of: points, engine: engine), to: answers) }
    if let target = answers.log_densities {
      target.update(from: try model.logDensities(of: points, engine: engine), count: points.count)
    }
    return
  }
  guard needsRest || answers.asksForLabels || answers.log_densities != nil else { return }
  let classes = try model.classify(observations, engine: engine)
  copy(classes.labels, to: answers)
  answers.probabilities?.update(from: classes.probabilities, count: classes.count)
  answers.uncertainties?.update(from: classes.uncertainties, count: classes.count)
  answers.log_densities?.update(from: classes.logDensities, count: classes.count)
}

/// A score as it is told to C.
private struct ScoreAnswer: Encodable {
  let pointCount: Int
  let totalWeight: Double
  let logLikelihood: Double
  let parameterCount: Int
  let bic: Double
  let aic: Double
  let icl: Double

  init(_ score: ModelScore) {
    pointCount = score.pointCount
    totalWeight = score.totalWeight
    logLikelihood = score.logLikelihood
    parameterCount = score.criteria.parameterCount
    (bic, aic, icl) = (score.criteria.bic, score.criteria.aic, score.criteria.icl)
  }
}

/// As the header says.
@c @implementation
public func gmm_score(
  _ model: OpaquePointer!, _ points: UnsafePointer<gmm_points>!, _ weights: UnsafePointer<Double>!,
  _ weightMeaning: UnsafePointer<CChar>!, _ threads: Int32, _ failure: UnsafeMutablePointer<gmm_failure>!
) -> UnsafeMutablePointer<CChar>! {
  answer(failure) {
    let model = try ModelBox.model(model)
    let lent = try LentPoints(points)
    let meaning = try weightMeaning.map { given in
      let name = try Text.given(given, "meaning of weights")
      guard let meaning = WeightMeaning(rawValue: name) else {
        throw Failure(.options, "weights", "Weights are frequencies or importance, not «\(name)».")
      }
      return meaning
    }
    let engine = try Engine(threads: Int(threads))
    let observations = try lent.observations(
      allowsMissing: true, weights: lent.weights(weights), meaning: meaning, engine: engine)
    let score = try model.score(observations, engine: engine)
    return Text.lent(try ModelFile.text(ofEncodable: ScoreAnswer(score)))
  }
}

/// As the header says.
@c @implementation
public func gmm_impute(
  _ model: OpaquePointer!, _ points: UnsafePointer<gmm_points>!, _ threads: Int32,
  _ output: UnsafeMutablePointer<Double>!, _ failure: UnsafeMutablePointer<gmm_failure>!
) -> Bool {
  isDone(failure) {
    guard let output else { throw Failure.missing("room for the points") }
    let engine = try Engine(threads: Int(threads))
    let observations = try LentPoints(points).observations(allowsMissing: true, engine: engine)
    let whole = try ModelBox.model(model).imputed(observations, engine: engine)
    write(whole, to: output)
  }
}

/// As the header says.
@c @implementation
public func gmm_sample(
  _ model: OpaquePointer!, _ count: Int, _ seed: UInt64, _ threads: Int32,
  _ output: UnsafeMutablePointer<Double>!, _ labels: UnsafeMutablePointer<Int32>!,
  _ failure: UnsafeMutablePointer<gmm_failure>!
) -> Bool {
  isDone(failure) {
    let model = try ModelBox.model(model)
    guard let output else { throw Failure.missing("room for the points") }
    guard count > 0, count <= Int(Int32.max) else {
      throw Failure(.points, "empty", "So many points cannot be drawn: \(count).")
    }
    var random = RandomStream(seed: seed, purpose: .sampling)
    let drawn = try model.sample(count, using: &random, engine: Engine(threads: Int(threads)))
    write(drawn.points, to: output)
    if let labels { copy(drawn.labels, to: labels) }
  }
}

private func copy(_ labels: PointLabels, to answers: gmm_answers) {
  if let target = answers.labels { copy(labels, to: target) }
  guard let target = answers.wide_labels else { return }
  labels.withNumbers { numbers in
    for (place, number) in numbers.enumerated() { target[place] = Int64(number) }
  }
}

private func copy(_ labels: PointLabels, to target: UnsafeMutablePointer<Int32>) {
  labels.withNumbers { numbers in
    if let start = numbers.baseAddress { target.update(from: start, count: numbers.count) }
  }
}

private func write(_ points: PointSet, to output: UnsafeMutablePointer<Double>) {
  for (d, column) in points.coordinates.enumerated() {
    (output + d * points.count).update(from: column.values, count: points.count)
  }
}
