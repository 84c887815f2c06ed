internal import Elementary

/// The bytes of a checkpoint: a line that says what they are, what it is of, how far it has come, and a checksum of all.
enum CheckpointFile {
  private static let family = "gaussian-mixtures/checkpoint/"
  private static let version = "1"

  /// What was interrupted.
  enum Kind: String {
    case fit, selection, bootstrap

    /// What it is, and what goes on from it.
    fileprivate var title: String {
      switch self {
      case .fit: "a fit of one number of components"
      case .selection: "a selection"
      case .bootstrap: "a bootstrap"
      }
    }
  }

  static func bytes(_ kind: Kind, of facts: CheckpointFacts, _ state: some CheckpointPart) -> [UInt8] {
    var writer = CheckpointWriter()
    writer.write(line: "\(family)\(version) \(kind.rawValue)")
    writer.write(facts)
    writer.write(state)
    writer.write(FNV1a.hash64(writer.bytes))
    return writer.bytes
  }

  /// - Throws: ``FitError`` with the code `checkpoint` where the bytes are none of the kind.
  static func read<State: CheckpointPart>(
    _ kind: Kind, _ bytes: [UInt8]
  ) throws(FitError) -> (facts: CheckpointFacts, state: State) {
    try requireKind(kind, bytes)
    let body = bytes.dropLast(8)
    var end = CheckpointReader(bytes.suffix(8))
    guard try end.bits() == FNV1a.hash64(body) else { throw .damagedCheckpoint }
    var reader = CheckpointReader(body[body.index(after: body.firstIndex(of: UInt8(ascii: "\n")) ?? -1)...])
    let facts: CheckpointFacts = try reader.read()
    let state: State = try reader.read()
    guard reader.isAtEnd else { throw .damagedCheckpoint }
    return (facts, state)
  }

  private static func requireKind(_ kind: Kind, _ bytes: [UInt8]) throws(FitError) {
    let head = bytes.prefix(64).prefix { $0 != UInt8(ascii: "\n") }
    let line = String(decoding: head, as: UTF8.self)
    guard line.hasPrefix(family) else {
      throw FitError(
        .checkpoint, "This is no checkpoint of a fit. Give the file that a fit has kept, or begin anew.")
    }
    let words = line.dropFirst(family.count).split(separator: " ")
    guard words.count == 2, head.count < bytes.count else { throw .damagedCheckpoint }
    guard words[0] == version else {
      throw FitError(
        .checkpoint,
        "The checkpoint is of the form \(words[0]), and this program knows the form \(version). Resume it with the program "
          + "that it was made by, or begin anew.")
    }
    guard words[1] == kind.rawValue else {
      guard let other = Kind(rawValue: String(words[1])) else { throw .damagedCheckpoint }
      throw FitError(
        .checkpoint,
        "The checkpoint is of \(other.title), and this is \(kind.title). Resume it with \(other.title).")
    }
  }
}
