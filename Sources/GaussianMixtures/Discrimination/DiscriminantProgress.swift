internal import Synchronization

/// What an observer is told after each training of a classifier's models: by all points, and without each part of them.
///
/// ```swift
/// let known = ClassLabels(names: ["low", "high"], indices: points.map { $0[0] < 5 ? 0 : 1 })
/// let result = try MixtureDiscriminantAnalysis().train(
///   Observations(points, knownLabels: known),
///   observing: { progress in print("\(progress.completedCount) of \(progress.count)") })
/// ```
public struct DiscriminantProgress: Sendable, Hashable {
  /// How many trainings are over.
  public let completedCount: Int
  /// How many there will be, if none fails.
  public let count: Int
}

/// Counts trainings, on any thread, and tells of one at a time.
final class TrainingMeter: Sendable {
  private let count: Int
  private let observer: @Sendable (DiscriminantProgress) -> Void
  private let completedCount = Mutex(0)

  init(count: Int, _ observer: @escaping @Sendable (DiscriminantProgress) -> Void) {
    self.count = count
    self.observer = observer
  }

  /// One more is over.
  func advance() {
    completedCount.withLock { completedCount in
      completedCount += 1
      observer(DiscriminantProgress(completedCount: completedCount, count: count))
    }
  }
}
