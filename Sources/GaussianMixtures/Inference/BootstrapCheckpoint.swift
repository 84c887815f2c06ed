/// How far a bootstrap, or a test of the number of components, has come: what it goes on from if it was interrupted, to end in the
/// same bits.
///
/// ```swift
/// var bootstrap = MixtureBootstrap(of: result, replicateCount: 99)
/// let kept = try BootstrapCheckpoint(bytes: [])
/// bootstrap.replicateCount = 999    // more of them: those that were made count
/// let distribution = try bootstrap.distribution(of: observations, resuming: kept)
/// ```
///
/// It holds the outcomes of all replicates that are over, not those under way. Replicates are told apart by their numbers, so
/// that their count may be another one when it goes on.
public struct BootstrapCheckpoint: Sendable {
  let identity: CheckpointIdentity
  let state: ReplicateState

  /// How many replicates need not be made again.
  public var replicateCount: Int { state.outcomes.count }

  init(identity: CheckpointIdentity, state: ReplicateState) {
    self.identity = identity
    self.state = state
  }

  /// Reads what was kept.
  ///
  /// - Parameter bytes: the ``bytes`` of a checkpoint.
  /// - Throws: ``FitError`` with the code `checkpoint` where they are damaged, of another version, or no checkpoint of a
  ///   bootstrap.
  /// - Complexity: O(n), n their number.
  public init(bytes: [UInt8]) throws(FitError) {
    let (facts, state): (CheckpointFacts, ReplicateState) = try CheckpointFile.read(.bootstrap, bytes)
    self.init(identity: CheckpointIdentity { facts }, state: state)
  }

  /// The checkpoint as a file holds it; a damaged one is known as such.
  ///
  /// - Complexity: O(n), n their number; of the first one also O(N D), as it takes a look at all points.
  public var bytes: [UInt8] { CheckpointFile.bytes(.bootstrap, of: identity.facts, state) }
}

/// The outcomes of replicates.
struct ReplicateState: Sendable {
  /// One of the replicates.
  struct Place: Sendable, Hashable {
    /// Of several series, such as one for each test.
    let series: Int
    /// Its number in the series.
    let number: Int
  }

  /// What came of each: some numbers, or none where it could not be fitted.
  var outcomes: [Place: [Double]] = [:]
  /// For how long they were made.
  var seconds = 0.0
}

extension ReplicateState: CheckpointPart {
  private struct Entry: CheckpointPart {
    let place: Place
    let outcome: [Double]

    init(_ place: Place, _ outcome: [Double]) { (self.place, self.outcome) = (place, outcome) }

    func write(to writer: inout CheckpointWriter) {
      writer.write(place.series)
      writer.write(place.number)
      writer.write(outcome)
    }

    init(reading reader: inout CheckpointReader) throws(FitError) {
      place = Place(series: try reader.read(), number: try reader.read())
      outcome = try reader.read()
    }
  }

  func write(to writer: inout CheckpointWriter) {
    writer.write(
      outcomes.map(Entry.init).sorted {
        ($0.place.series, $0.place.number) < ($1.place.series, $1.place.number)
      })
    writer.write(seconds)
  }

  init(reading reader: inout CheckpointReader) throws(FitError) {
    let entries: [Entry] = try reader.read()
    outcomes = Dictionary(entries.map { ($0.place, $0.outcome) }) { _, last in last }
    seconds = try reader.read()
  }
}
