#if Command

internal import MixtureFiles
package import Tables

/// The limits of what a viewer takes on; whoever asks for more is told so.
///
/// ```swift
/// var limits = ViewerLimits()
/// limits.uploadBytes = 16 << 20
/// limits.concurrentFits = 1
/// let worker = FitWorker(executable: "/usr/local/bin/survey", arguments: ["worker"])
/// let viewer = Viewer(limits: limits, software: .init(name: "survey", version: "2.1"), worker: worker)
/// ```
public struct ViewerLimits: Sendable, Hashable {
  /// The most bytes of a file that is sent.
  public var uploadBytes = 256 << 20
  /// The most rows of a file.
  public var rows = 5_000_000
  /// The most columns of a file.
  public var columns = 10_000
  /// The most columns that a mixture is fitted in.
  public var dimension = 64
  /// The most components of a mixture.
  public var components = 256
  /// The number of fits that may run at a time.
  public var concurrentFits = 2
  /// The seconds that a fit may take; then it ends, and its model is kept.
  public var fitSeconds = 600.0
  /// The seconds that sending a request may take.
  public var bodySeconds = 60.0
  /// The seconds that the head of a request may take.
  public var headSeconds = 10.0
  /// The seconds after which a connection is closed on which nothing happens.
  public var idleSeconds = 60.0
  /// The number of files that are kept; of more, the oldest goes.
  public var keptDataSets = 8
  /// The bytes of memory that files, their points and fits take together; the oldest go.
  public var keptBytes = 1 << 31
  /// The bytes of memory that the process of a fit may take, where the system can limit them.
  public var fitBytes = 1 << 33
  /// The number of fits that are kept; of more, the oldest goes.
  public var keptFits = 50
  /// The number of points that are drawn; nil for 200,000, or fewer of many columns.
  public var drawnPoints: Int?
  /// The number of uploads, reports, figures and the like that are worked on at a time.
  public var concurrentTasks = 6
  /// The number of connections that are open at a time; for another, one on which nothing happens is closed.
  public var connections = 64

  /// The limits that suit a desk.
  public init() {}
}

extension ViewerLimits {
  /// Returns the same options of reading, with the limits for tables that the viewer is to take.
  package func reading(_ options: ReadingOptions) -> ReadingOptions {
    var options = options
    options.mostColumns = columns
    options.mostRows = rows
    options.derivedNames = .results
    return options
  }
}

#endif
