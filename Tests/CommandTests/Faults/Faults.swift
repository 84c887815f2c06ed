import Foundation
import GaussianMixtures
import Testing

/// What goes wrong around a program: signals, full disks, readers that leave, limits. All runs end in order: what is there
/// is whole, and nothing else is.
///
/// A few faults of each kind go with all tests; `make faults` makes as many as one likes, from any seed, and ends with how
/// many there were of each. One after the other, since moments are drawn from how long an undisturbed run takes.
@Suite(.serialized) struct Faults {
  private static let variables = ProcessInfo.processInfo.environment

  /// How many faults were asked for; nil for few.
  static let count = variables["GMM_FAULT_COUNT"].flatMap { Int($0) }
  /// Whether files are among the inputs that are read from the disk again and again: making them takes seconds.
  static var isLong: Bool { count != nil }

  /// From when on no more are made.
  private static let end = variables["GMM_FAULT_MINUTES"].flatMap { Double($0) }.map {
    Date(timeIntervalSinceNow: 60 * $0)
  }

  /// The random numbers of a kind of fault.
  static func random(_ kind: Int) -> RandomStream {
    RandomStream(
      seed: variables["GMM_FAULT_SEED"].flatMap { UInt64($0) } ?? 1, purpose: .sampling, index: kind)
  }

  /// Makes faults of a kind, and says how many there were.
  ///
  /// - Parameters:
  ///   - few: How many where none were asked for.
  ///   - share: How many of those that were asked for.
  ///   - fault: Makes one, or several, and says how each ended, and what else is to be counted.
  static func make(
    _ kind: String, few: Int, share: Double, _ fault: (Int) throws -> (ends: [String], also: [String])
  ) throws {
    let wanted = count.map { max(1, Int(Double($0) * share)) } ?? few
    let start = Date.now
    var ends: [String: Int] = [:]
    var made = 0
    while made < wanted, end.map({ Date.now < $0 }) ?? true {
      let met = try fault(made)
      for end in met.ends + met.also { ends[end, default: 0] += 1 }
      made += met.ends.count
    }
    let words = ends.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($1) \($0)" }
    let cut = made < wanted ? " of \(wanted): the time was over" : ""
    report(
      "\(kind): \(made)\(cut) in \(Int(Date.now.timeIntervalSince(start))) s; \(words.joined(separator: ", "))"
    )
  }

  /// A line for the end of `make faults`.
  private static func report(_ line: String) {
    guard let path = variables["GMM_FAULT_REPORT"] else { return }
    let old = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    try? (old + line + "\n").write(toFile: path, atomically: true, encoding: .utf8)
  }

  /// How a run ended, in the words of the report.
  static func end(of outcome: Outcome) -> String {
    outcome.code.map { "ended with \($0)" } ?? "ended by signal \(outcome.signal ?? 0)"
  }
}
