#if Command

import ArgumentParser
import Tables

/// How many random points are drawn, and which.
struct DrawingOptions: ParsableArguments {
  @Option(name: [.customShort("n"), .long], parsing: .unconditional, help: "How many points to draw.")
  var count = 1000

  @Option(unconditional: "From which all random numbers come; the same seed gives the same points.")
  var seed: UInt64 = 1

  func check(within range: ClosedRange<Int>) throws {
    guard !range.contains(count) else { return }
    let (least, most) = (CountText.grouped(range.lowerBound), CountText.grouped(range.upperBound))
    throw ValidationError("--count must be from \(least) to \(most); \(count) was given.")
  }
}

#endif
