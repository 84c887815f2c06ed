#if Command

/// The frames that the process of a fit sends, each after its length in four bytes and its kind in one.
enum FitFrame {
  enum Kind: UInt8, Sendable {
    /// A state, as JSON for the page.
    case state = 1
    /// The notes on the result, as a list of sentences in JSON.
    case notes
    /// The model file; nothing follows.
    case model
    /// The failure, as JSON, where there is no model; nothing follows.
    case failure
    /// The model file of one of the mixtures that competed, the best first and without the one that was chosen.
    case candidate
  }

  /// The reason why there is no model.
  struct Failure: Codable, Sendable {
    let error: String
    let cure: String
  }

  /// The one byte that asks the fit to end after its iteration and keep its model.
  static let stop = UInt8(ascii: "s")

  /// The length that four bytes say.
  static func length(_ bytes: some Collection<UInt8>) -> Int {
    bytes.reversed().reduce(0) { $0 << 8 | Int($1) }
  }

  static func bytes(_ kind: Kind, _ text: String) -> [UInt8] {
    let contents = Array(text.utf8)
    return withUnsafeBytes(of: UInt32(contents.count).littleEndian) { Array($0) } + [kind.rawValue] + contents
  }
}

/// A reader that makes frames of bytes as they come.
struct FitFrameReader {
  private var bytes: [UInt8] = []
  private var taken = 0

  /// Takes more bytes.
  mutating func append(_ more: UnsafeRawBufferPointer) {
    if taken > 1 << 16, 2 * taken > bytes.count {
      bytes.removeFirst(taken)
      taken = 0
    }
    bytes.append(contentsOf: more)
  }

  /// The next frame that is complete.
  mutating func next() -> (kind: FitFrame.Kind, contents: [UInt8])? {
    guard bytes.count - taken >= 5 else { return nil }
    let length = FitFrame.length(bytes[taken..<(taken + 4)])
    guard bytes.count - taken >= 5 + length, let kind = FitFrame.Kind(rawValue: bytes[taken + 4]) else {
      return nil
    }
    defer { taken += 5 + length }
    return (kind, Array(bytes[(taken + 5)..<(taken + 5 + length)]))
  }
}

#endif
