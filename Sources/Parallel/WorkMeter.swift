package import Synchronization

/// How far a piece of work has come: the threads that do it count, and somebody else may look.
package final class WorkMeter: Sendable {
  /// Work whose extent is known before.
  package struct Work: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable {
      /// The rows of a text are found.
      case findingRows
      /// Numbers are read.
      case reading
      /// Rows are written.
      case writing
    }

    package let kind: Kind
    /// What messages call the file.
    package let file: String
    /// All there is to do: bytes of a text whose rows are found, rows of what is read or written.
    package let total: Int

    package init(_ kind: Kind, of file: String, total: Int) {
      self.kind = kind
      self.file = file
      self.total = total
    }
  }

  private let done = Atomic(0)
  private let work = Mutex<Work?>(nil)
  private let changed: @Sendable (Work?) -> Void

  /// - Parameter changed: is told of work that begins, and of its end by nil, by the thread that begins and ends it.
  package init(changed: @escaping @Sendable (Work?) -> Void) { self.changed = changed }

  /// Counts one more piece of the work.
  package func add(_ count: Int) { done.wrappingAdd(count, ordering: .relaxed) }

  /// What is being done, and how much of it is over; nil for nothing.
  package var now: (work: Work, done: Int)? {
    work.withLock { $0 }.map { ($0, min($0.total, done.load(ordering: .relaxed))) }
  }

  fileprivate func begin(_ new: Work) {
    work.withLock { $0 = new }
    done.store(0, ordering: .relaxed)
    changed(new)
  }

  /// Whoever is told of the end may still ask how far it came.
  fileprivate func end() {
    changed(nil)
    work.withLock { $0 = nil }
  }
}

extension WorkMeter: Hashable {
  package static func == (left: WorkMeter, right: WorkMeter) -> Bool { left === right }

  package func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}

extension Optional where Wrapped == WorkMeter {
  /// Does some work that a meter measures, where there is one.
  package func measuring<Result, Failure: Error>(
    _ work: @autoclosure () -> WorkMeter.Work, _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    self?.begin(work())
    defer { self?.end() }
    return try body()
  }
}
