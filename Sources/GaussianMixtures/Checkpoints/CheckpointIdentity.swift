internal import Synchronization

/// What a checkpoint is of: the data, and every option on which a bit of the result depends.
struct CheckpointFacts: Sendable, Hashable {
  let data: DataFingerprint
  let options: [CheckpointOption]

  /// - Parameter here: what is to go on.
  /// - Throws: ``FitError`` with the code `checkpoint`, naming what differs.
  func require(_ here: CheckpointFacts) throws(FitError) {
    if let difference = data.difference(from: here.data) {
      throw FitError(
        .checkpoint,
        "The checkpoint is of other data: of \(difference). Resume it with the data that it was made of.")
    }
    for (there, here) in zip(options, here.options) where there != here {
      throw FitError(
        .checkpoint,
        "The checkpoint is of another fit: \(there.name) was \(there.value), and here it is \(here.value). Resume it with "
          + "the same options, or begin anew.")
    }
    guard options.count == here.options.count else { throw .damagedCheckpoint }
  }
}

/// An option in words, by which it is compared and named.
struct CheckpointOption: Sendable, Hashable {
  let name: String
  let value: String

  init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }

  init(_ name: String, _ value: Bool) { self.init(name, value ? "on" : "off") }

  init(_ name: String, _ value: (some CustomStringConvertible)?, orElse none: String = "none") {
    self.init(name, value.map(\.description) ?? none)
  }
}

/// The facts, made when they are first asked for: that takes a look at all numbers.
final class CheckpointIdentity: Sendable {
  private let known: Mutex<CheckpointFacts?>
  private let make: @Sendable () -> CheckpointFacts

  init(_ make: @escaping @Sendable () -> CheckpointFacts) {
    known = Mutex(nil)
    self.make = make
  }

  var facts: CheckpointFacts {
    known.withLock { known in
      let facts = known ?? make()
      known = facts
      return facts
    }
  }
}

extension CheckpointIdentity {
  /// - Parameter options: those of what is done with the observations, but for the engine's.
  convenience init(
    of observations: Observations, engine: Engine, _ options: @escaping @Sendable () -> [CheckpointOption]
  ) {
    self.init {
      CheckpointFacts(
        data: DataFingerprint(observations, engine: engine), options: options() + engine.checkpointOptions)
    }
  }
}

extension MixtureEstimator {
  /// What a fit of some observations is of.
  func identity(_ observations: Observations) -> CheckpointIdentity {
    CheckpointIdentity(of: observations, engine: engine) {
      configuration.checkpointOptions + start.checkpointOptions
    }
  }
}

extension MixtureSelector {
  /// What a selection with some observations is of.
  func identity(_ observations: Observations) -> CheckpointIdentity {
    CheckpointIdentity(of: observations, engine: engine) {
      configuration.checkpointOptions + start.checkpointOptions
    }
  }
}

extension CheckpointFacts: CheckpointPart {
  func write(to writer: inout CheckpointWriter) {
    writer.write(options)
    writer.write(data)
  }

  init(reading reader: inout CheckpointReader) throws(FitError) {
    options = try reader.read()
    data = try reader.read()
  }
}

extension CheckpointOption: CheckpointPart {
  func write(to writer: inout CheckpointWriter) {
    writer.write(name)
    writer.write(value)
  }

  init(reading reader: inout CheckpointReader) throws(FitError) {
    name = try reader.read()
    value = try reader.read()
  }
}

extension DataFingerprint: CheckpointPart {
  func write(to writer: inout CheckpointWriter) {
    writer.write(count)
    writer.write(columns)
    writer.write(weights)
    writer.write(weightMeaning)
    writer.write(labels)
  }

  init(reading reader: inout CheckpointReader) throws(FitError) {
    count = try reader.read()
    columns = try reader.read()
    weights = try reader.read()
    weightMeaning = try reader.read()
    labels = try reader.read()
  }
}
