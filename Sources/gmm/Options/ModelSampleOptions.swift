#if Command

import ArgumentParser

/// How many random points of a model tell something of it, and which.
struct ModelSampleOptions: ParsableArguments {
  @Option(help: "How many random points of a model are drawn, from 1000 to 10000000.")
  var samples = 100_000

  @Option(unconditional: "From which the random points come; the same seed gives the same answer.")
  var seed: UInt64 = 1

  mutating func validate() throws {
    guard (1_000...10_000_000).contains(samples) else {
      throw ValidationError("--samples is \(samples); it is from 1000 to 10000000.")
    }
  }
}

#endif
