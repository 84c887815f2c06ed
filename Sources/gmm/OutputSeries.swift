#if Command

import MixtureFigures

/// The files that a run writes one after the other. Where it breaks off, it says which are there.
struct OutputSeries {
  private let names: [String]
  private var written: Set<String> = []

  /// Writes several files.
  ///
  /// - Parameters:
  ///   - paths: all that are to be written, in this order; "-" is standard output.
  ///   - body: writes them, each by ``write(_:_:)`` or ``draw(_:to:)``.
  /// - Returns: what the body returns.
  /// - Throws: what the body throws, after what is there and what is not has been said.
  static func write<Result>(
    _ paths: [String], _ body: (inout OutputSeries) async throws -> Result
  ) async throws -> Result {
    var series = OutputSeries(names: paths.map(name))
    do {
      return try await body(&series)
    } catch {
      series.sayWhatIsThere()
      throw error
    }
  }

  private init(names: [String]) { self.names = names }

  /// Writes one of them.
  mutating func write(_ path: String, _ body: (String) throws -> Void) throws {
    try body(path)
    written.insert(Self.name(path))
  }

  /// Draws one of them, and answers what had better be known of the figure.
  mutating func draw(_ figure: MixtureFigure, to path: String) async throws -> [String] {
    let notes = try await Gnuplot().write(figure, to: path)
    written.insert(Self.name(path))
    return notes
  }

  /// An error all by itself tells of a single file.
  private func sayWhatIsThere() {
    let missing = names.filter { !written.contains($0) }
    guard names.count > 1, !missing.isEmpty else { return }
    let there = names.filter(written.contains)
    Console.say("written: \(there.isEmpty ? "nothing" : Self.list(there)); not written: \(Self.list(missing))")
  }

  private static func list(_ names: [String]) -> String { names.joined(separator: ", ") }

  private static func name(_ path: String) -> String { path == "-" ? "standard output" : path }
}

#endif
