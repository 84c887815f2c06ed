/// How far a selection has come: what it goes on from if it was interrupted, to end in the same bits.
///
/// ```swift
/// var kept: [UInt8] = []
/// let selector = MixtureSelector(engine: Engine(threadCount: 1))
/// let selection = try selector.select(observations, resuming: nil) { progress in
///   print(progress.checkpoint.completedFitCount, "fits need not be made again")
///   return .proceed
/// }
/// ```
///
/// It holds how every fit has ended, and of those that were under way as much as a ``FitCheckpoint`` does. Criteria and
/// likelihoods of folds are computed anew from the models, which takes a pass or two for each.
public struct SelectionCheckpoint: Sendable {
  /// What the selection is of.
  let identity: CheckpointIdentity
  let state: SelectionState

  /// How many fits are over, those from the models of other structures not counted.
  public var completedFitCount: Int {
    state.fits.count { place, state in place.isRefit ? false : state.current == nil && !state.ended.isEmpty }
  }

  /// How many iterations of all fits need not be made again.
  public var iterationCount: Int { state.fits.values.reduce(0) { $0 + $1.iterationCount } }

  init(identity: CheckpointIdentity, state: SelectionState) {
    self.identity = identity
    self.state = state
  }

  /// Reads what was kept.
  ///
  /// - Parameter bytes: the ``bytes`` of a checkpoint.
  /// - Throws: ``FitError`` with the code `checkpoint` where they are damaged, of another version, or no checkpoint of a
  ///   selection.
  /// - Complexity: O(M K D²) for M models.
  public init(bytes: [UInt8]) throws(FitError) {
    let (facts, state): (CheckpointFacts, SelectionState) = try CheckpointFile.read(.selection, bytes)
    self.init(identity: CheckpointIdentity { facts }, state: state)
  }

  /// The checkpoint as a file holds it; a damaged one is known as such.
  ///
  /// - Complexity: O(M K D²) for M models; of the first checkpoint of a selection also O(N D), as it takes a look at all
  ///   points.
  public var bytes: [UInt8] { CheckpointFile.bytes(.selection, of: identity.facts, state) }
}

/// How far the fits of a selection have come.
struct SelectionState: Sendable {
  /// One of the fits.
  struct Place: Sendable, Hashable {
    /// Its number among the fits, or that of the candidate that is fitted again.
    let number: Int
    /// Whether it begins with models of other structures.
    let isRefit: Bool
  }

  var fits: [Place: SearchState] = [:]
  /// For how long the selection has run.
  var seconds = 0.0
}

extension SelectionState: CheckpointPart {
  private struct Entry: CheckpointPart {
    let place: Place
    let state: SearchState

    init(_ place: Place, _ state: SearchState) {
      self.place = place
      self.state = state
    }

    func write(to writer: inout CheckpointWriter) {
      writer.write(place.number)
      writer.write(place.isRefit)
      writer.write(state)
    }

    init(reading reader: inout CheckpointReader) throws(FitError) {
      place = Place(number: try reader.read(), isRefit: try reader.read())
      state = try reader.read()
    }
  }

  func write(to writer: inout CheckpointWriter) {
    let entries = fits.map(Entry.init).sorted {
      ($0.place.isRefit ? 1 : 0, $0.place.number) < ($1.place.isRefit ? 1 : 0, $1.place.number)
    }
    writer.write(entries)
    writer.write(seconds)
  }

  init(reading reader: inout CheckpointReader) throws(FitError) {
    let entries: [Entry] = try reader.read()
    fits = Dictionary(entries.map { ($0.place, $0.state) }) { _, last in last }
    seconds = try reader.read()
  }
}
