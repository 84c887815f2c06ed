#if Command

internal import HummingbirdCore
internal import MixtureFigures
internal import NIOCore

/// A fit's states as server-sent events: at each moment the newest, as often as a screen can show and a
/// browser takes them, and at last what became of the fit.
///
/// Source: WHATWG, HTML Living Standard, section Server-sent events.
struct EventStream: Sendable {
  let job: FitJob
  let connections: ConnectionRegistry

  /// The time between two looks at the state: thirty a second are shown.
  private static let pause = Duration.milliseconds(33)
  /// The number of looks without news after which a sign of life is sent: only who writes to a connection notices that
  /// it has gone.
  private static let silence = 300

  /// Writes until the fit is over, the browser goes or the server is to end.
  func write(to writer: inout some ResponseBodyWriter) async throws {
    try await write("begin", job.request.text, to: &writer)
    var (shown, silent) = (0, 0)
    while !connections.isEnding {
      // Looked at before the state: the last state is not missed.
      let isRunning = await job.isRunning
      if let state = job.monitor.state, state.number > shown {
        (shown, silent) = (state.number, 0)
        try await write("state", state.text, to: &writer)
      } else if silent >= Self.silence {
        silent = 0
        try await writer.write(ByteBuffer(string: ": still running\n\n"))
      }
      guard isRunning else { return try await write("end", await job.summary.text, to: &writer) }
      silent += 1
      try await Task.sleep(for: Self.pause)
    }
  }

  private func write(
    _ event: String, _ data: String, to writer: inout some ResponseBodyWriter
  ) async throws {
    try await writer.write(ByteBuffer(string: "event: \(event)\ndata: \(data)\n\n"))
  }
}

#endif
