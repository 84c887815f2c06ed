/// What the start `auto` took.
///
/// ```swift
/// if let choice = result.startChoice {
///   print("\(choice.candidate), the best of \(choice.candidateCount)")
///   if choice.splitMergeCount > 0 { print("improved by \(choice.splitMergeCount) splits and merges") }
/// }
/// ```
public struct StartChoice: Sendable, Hashable, Codable {
  /// The kind of the candidate that won: `hierarchical`, `adaptive` or `kmeans`.
  public let candidate: String
  /// How many candidates there were.
  public internal(set) var candidateCount: Int
  /// How many components were split, each for two others that were merged, to raise the likelihood.
  public internal(set) var splitMergeCount: Int
  /// How many components were taken away for one at a random point, to raise the likelihood; nil in files that do not say
  /// it.
  public internal(set) var swapCount: Int?
  /// How much was to be done; nil in files that do not say it.
  public let effort: SearchEffort?
}
