public import CMixtureBridge
internal import GaussianMixtures
internal import Tables

/// Why something failed, as it is told to C.
struct Failure: Error, Codable {
  let kind: Kind
  let code: String
  let message: String
  var column: Int?

  /// What failed.
  enum Kind: String, Codable { case fit, model, points, file, options }

  init(_ kind: Kind, _ code: String, _ message: String, column: Int? = nil) {
    self.kind = kind
    self.code = code
    self.message = message
    self.column = column
  }

  /// What an error of the library says.
  init(_ error: any Error) {
    switch error {
    case let error as Failure: self = error
    case let error as FitError: self.init(.fit, "\(error.code)", error.description, column: error.column)
    case let error as ModelError: self.init(.model, "\(error.code)", error.description)
    case let error as PointSetError:
      self.init(.points, "\(error.code)", error.description, column: error.column)
    case let error as CommunicationError: self.init(.fit, "communication", error.description)
    case let error as TableError: self.init(.file, "\(error.code)", error.description)
    default: self.init(.options, "unknown", "\(error)")
    }
  }

  /// Something that the caller has to give, and did not.
  static func missing(_ what: String) -> Failure { Failure(.options, "missing", "There is no \(what).") }

  /// Fills in what the caller has given for it.
  func write(to target: UnsafeMutablePointer<gmm_failure>?) {
    guard let target else { return }
    gmm_failure_clear(target)
    Self.write(kind.rawValue, to: &target.pointee.kind)
    Self.write(code, to: &target.pointee.code)
    target.pointee.column = Int64(column ?? -1)
    target.pointee.message = Text.lent(message)
  }

  /// As much of a text as has room, and a zero.
  private static func write<Room>(_ text: String, to room: inout Room) {
    withUnsafeMutableBytes(of: &room) { bytes in
      bytes.initializeMemory(as: UInt8.self, repeating: 0)
      for (place, byte) in text.utf8.prefix(bytes.count - 1).enumerated() { bytes[place] = byte }
    }
  }
}

/// Does something that may fail; nil where it did, which the caller is told.
func answer<Value>(_ failure: UnsafeMutablePointer<gmm_failure>?, _ work: () throws -> Value) -> Value? {
  do {
    return try work()
  } catch {
    Failure(error).write(to: failure)
    return nil
  }
}

/// The same, of what has no answer.
func isDone(_ failure: UnsafeMutablePointer<gmm_failure>?, _ work: () throws -> Void) -> Bool {
  answer(failure, work) != nil
}

/// Texts between Swift and C.
enum Text {
  /// A copy that gmm_free takes back.
  static func lent(_ text: String) -> UnsafeMutablePointer<CChar> {
    let bytes = text.utf8CString
    let copy = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count)
    for (place, byte) in bytes.enumerated() { (copy + place).initialize(to: byte) }
    return copy
  }

  /// What a caller has written.
  static func given(_ text: UnsafePointer<CChar>?, _ what: String) throws -> String {
    guard let text else { throw Failure.missing(what) }
    guard let string = String(validatingCString: text) else {
      throw Failure(.options, "encoding", "The \(what) is no UTF-8.")
    }
    return string
  }
}

/// As the header says.
@c @implementation
public func gmm_free(_ text: UnsafeMutablePointer<CChar>!) {
  guard let text else { return }
  text.deallocate()
}

/// As the header says.
@c @implementation
public func gmm_failure_clear(_ failure: UnsafeMutablePointer<gmm_failure>!) {
  guard let failure else { return }
  gmm_free(failure.pointee.message)
  failure.pointee.message = nil
}
