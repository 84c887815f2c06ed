#if Command

import GaussianMixtures
import Tables

extension Runner {
  /// Makes replicates from the points of a file, which an error of the data names, with progress, and keeps them at Ctrl-C.
  ///
  /// - Parameter work: makes them, from a checkpoint or the beginning, as long as nobody asks to stop, and tells of each.
  func replicates<Value>(
    _ input: PointInput,
    _ work: (
      BootstrapCheckpoint?, @escaping StopQuestion,
      @escaping @Sendable (BootstrapProgress) -> MixtureEstimator.Directive
    ) throws(FitError) -> Value
  ) throws -> Value {
    try naming(input) { () throws(FitError) in
      try listening { isAsked throws(FitError) in
        let checkpoint = try resumed { bytes throws(FitError) in try BootstrapCheckpoint(bytes: bytes) }
        if let checkpoint {
          console.note("going on with \(CountText.of(checkpoint.replicateCount, "replicate")) that were made")
        }
        return try work(checkpoint, isAsked) { report in
          console.progress.show(ProgressStage(report))
          keeper?.take(saving: report.keptReplicateCount) { report.checkpoint.bytes }
          return isAsked() ? .stop : .proceed
        }
      }
    }
  }
}

#endif
