#if Command

import Synchronization

/// Notes that are kept for later, from any thread.
final class Notebook: Sendable {
  private let written = Mutex<[String]>([])

  var notes: [String] { written.withLock { $0 } }

  func add(_ note: String) { written.withLock { $0.append(note) } }
}

#endif
