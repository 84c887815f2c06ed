#if Command

import ArgumentParser

/// How several processes, started by `mpirun`, do one thing together.
struct RankOptions: ParsableArguments {
  @Option(
    unconditional:
      "For how many seconds process 0 waits for an answer of another, at most, before all end (default: 600).",
    as: "seconds")
  var answerWithin: Double?

  var secondsToAnswer: Double { answerWithin ?? 600 }

  mutating func validate() throws {
    if let answerWithin, !(answerWithin > 0 && answerWithin <= 1e6) {
      throw ValidationError(
        "--answer-within must be above 0 and at most 1e6 seconds; \(answerWithin) was given.")
    }
  }
}

extension RankOptions {
  /// What only one process can do, and whether it is asked for.
  func refused(
    _ points: InputOptions, _ reading: DataOptions, _ transforms: TransformOptions, _ fit: FitOptions,
    _ results: ResultOptions
  ) -> [(option: String, isGiven: Bool)] {
    let writesPoints = results.classify != nil || results.report != nil
    return [
      ("standard input", points.data.contains("-")),
      ("--transform", !transforms.texts.isEmpty),
      ("--compensate", reading.compensation.compensate == true || reading.compensation.spillover != nil),
      ("--known-labels", fit.observations.knownLabels != nil),
      ("--start labels:COLUMN", fit.start.hasPrefix("labels:")),
      ("--skip-invalid beside --classify or --report", reading.skipInvalid && writesPoints),
    ]
  }
}

#endif
