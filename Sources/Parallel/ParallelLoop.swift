internal import Synchronization

#if canImport(Dispatch)
internal import Dispatch
#endif

/// Independent tasks, shared out over threads.
package enum ParallelLoop {
  /// Runs `task(worker, index)` once for every index below `count`, and returns when all are done.
  ///
  /// Which worker takes which index is left to chance: a result must depend on the index alone. Where there is no
  /// Dispatch, as on WASI, one thread does all the work.
  ///
  /// - Parameters:
  ///   - count: the number of tasks.
  ///   - threadCount: how many run at once, at most.
  ///   - makeWorker: what one thread keeps between its tasks, such as its buffers.
  ///   - task: the work of one index.
  package static func run<Worker: ~Copyable>(
    count: Int, threadCount: Int, makeWorker: @Sendable () -> Worker,
    task: @Sendable (inout Worker, Int) -> Void
  ) {
    let workerCount = canShare ? min(count, max(threadCount, 1)) : 1
    guard workerCount > 1 else {
      var worker = makeWorker()
      for index in 0..<count { task(&worker, index) }
      return
    }
    #if canImport(Dispatch)
    let next = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: workerCount) { _ in
      var worker = makeWorker()
      while true {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard index < count else { return }
        task(&worker, index)
      }
    }
    #endif
  }

  #if canImport(Dispatch)
  private static let canShare = true
  #else
  private static let canShare = false
  #endif

  /// What `work` answers for every index below `count`, in order.
  package static func map<Value: Sendable>(
    count: Int, threadCount: Int, _ work: @Sendable (Int) -> Value
  ) -> [Value] {
    var values = [Value?](repeating: nil, count: count)
    values.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      let writer = DisjointWriter(base)
      run(count: count, threadCount: threadCount) { writer.pointer(at: $0).pointee = work($0) }
    }
    return values.compactMap(\.self)
  }

  /// As above, without anything kept between tasks.
  package static func run(count: Int, threadCount: Int, task: @Sendable (Int) -> Void) {
    run(count: count, threadCount: threadCount, makeWorker: {}) { _, index in task(index) }
  }
}

/// Places of an array that tasks write, each its own: what `ParallelLoop` hands results through.
///
/// `@unchecked Sendable`: tasks of one loop write disjoint places, and the owner reads after the loop.
package struct DisjointWriter<Element>: @unchecked Sendable {
  private let base: UnsafeMutablePointer<Element>

  package init(_ base: UnsafeMutablePointer<Element>) { self.base = base }

  package func pointer(at index: Int) -> UnsafeMutablePointer<Element> { base + index }
}
