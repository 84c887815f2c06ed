/// What an observer is told after each replicate of a bootstrap, or of a test of the number of components.
///
/// ```swift
/// let distribution = try MixtureBootstrap(of: result).distribution(of: observations) { progress in
///   print("\(progress.completedReplicateCount) of \(progress.replicateCount)")
///   return .proceed
/// }
/// ```
public struct BootstrapProgress: Sendable {
  /// The number of components of the mixture that replicates are drawn from.
  public let componentCount: Int
  /// How many of its replicates are done.
  public let completedReplicateCount: Int
  /// How many there will be.
  public let replicateCount: Int
  let store: ReplicateStore

  /// How many replicates need not be made again, those of tests that are over among them.
  public var keptReplicateCount: Int { store.count }

  /// What is gone on from if it ends here, or what was done since this was told.
  public var checkpoint: BootstrapCheckpoint { store.checkpoint }
}
