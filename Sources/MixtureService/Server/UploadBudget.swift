#if Command

internal import HTTPTypes
internal import Synchronization

/// The bytes of all uploads that are arriving, of which there may be only so many.
final class UploadBudget: Sendable {
  fileprivate let count = Atomic(0)
}

/// The part of the budget that one request has taken; it is given back when the request is over.
final class UploadReservation: Sendable {
  private let budget: UploadBudget
  private let most: Int
  private let own = Atomic(0)

  /// Makes a reservation of no bytes.
  ///
  /// - Parameters:
  ///   - budget: the budget that it is a part of.
  ///   - most: the bytes that may be arriving at a time, those of all requests together.
  init(of budget: UploadBudget, most: Int) {
    self.budget = budget
    self.most = most
  }

  deinit { budget.count.wrappingSubtract(own.load(ordering: .relaxed), ordering: .relaxed) }

  /// Reserves more bytes.
  ///
  /// - Throws: 429 where too much is arriving already.
  func grow(by bytes: Int) throws(ServiceError) {
    own.wrappingAdd(bytes, ordering: .relaxed)
    guard budget.count.wrappingAdd(bytes, ordering: .relaxed).newValue <= most else {
      throw ServiceError(
        .tooManyRequests, "Other files are being sent, \(most >> 20) MiB at a time.",
        cure: "Send it again in a moment.")
    }
  }
}

#endif
