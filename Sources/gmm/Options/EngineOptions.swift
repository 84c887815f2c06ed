#if Command

import ArgumentParser
import GaussianMixtures
import Parallel

/// How the work is done; results do not depend on it but for the last bits.
struct EngineOptions: ParsableArguments {
  @Option(unconditional: "How many threads work, at most (default: one a processor).")
  var threads: Int?

  @Option(
    help: "The vector instructions (default: the widest of the processor).", as: "set")
  var instructionSet: InstructionSet?

  /// The library's engine.
  var engine: Engine { skipping(true) }

  /// - Parameter skipsComponents: whether components are left out where they add nothing.
  func skipping(_ skipsComponents: Bool) -> Engine {
    Engine(threadCount: threads, instructionSet: instructionSet, skipsComponents: skipsComponents)
  }

  /// How many threads work.
  var threadCount: Int { threads ?? Processors.count }

  /// The engine for one of many tasks that are done side by side.
  var sideBySide: Engine { Engine(threadCount: 1, instructionSet: instructionSet) }

  mutating func validate() throws {
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads must be from 1 to 1024; \(threads) was given.")
    }
    if let instructionSet, !InstructionSet.available.contains(instructionSet) {
      let available = InstructionSet.available.map(\.rawValue).joined(separator: ", ")
      throw ValidationError(
        "--instruction-set \(instructionSet.rawValue) is not on this processor, which has \(available).")
    }
  }
}

#endif
