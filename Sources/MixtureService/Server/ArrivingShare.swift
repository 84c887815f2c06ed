internal import HTTPTypes
internal import Synchronization

/// The bytes of all files that are arriving.
final class ArrivingTotal: Sendable {
  fileprivate let count = Atomic(0)
}

/// The part of them that one request has; given back when the request is over.
final class ArrivingShare: Sendable {
  private let total: ArrivingTotal
  private let most: Int
  private let own = Atomic(0)

  /// - Parameter most: the bytes that may be arriving at a time.
  init(of total: ArrivingTotal, most: Int) {
    self.total = total
    self.most = most
  }

  deinit { total.count.wrappingSubtract(own.load(ordering: .relaxed), ordering: .relaxed) }

  /// Takes up more.
  ///
  /// - Throws: 429 where too much is arriving already.
  func grow(by bytes: Int) throws(ServiceError) {
    own.wrappingAdd(bytes, ordering: .relaxed)
    guard total.count.wrappingAdd(bytes, ordering: .relaxed).newValue <= most else {
      throw ServiceError(
        .tooManyRequests, "Other files are being sent, \(most >> 20) MiB at a time.",
        cure: "Send it again in a moment.")
    }
  }
}
