#if canImport(Dispatch)

internal import Dispatch

/// An executor with threads for work that takes long.
///
/// Swift's own threads, one a processor, run what must not wait: other tasks of the process, its sleeps and answers. These
/// are others, of another quality of service, so that neither pool holds the other up.
package final class WorkExecutor: TaskExecutor {
  private let queue: DispatchQueue

  /// - Parameter label: what debuggers call the queue.
  package init(label: String) {
    queue = DispatchQueue(label: label, qos: .userInitiated, attributes: .concurrent)
  }

  package func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }
}

#endif
