#if Command

import Parallel
import Tables

/// Progress in words, for a bar or a line.
struct ProgressText {
  let report: ProgressReport
  private var stage: ProgressStage { report.stage }

  /// Without a bar, such as `reading points.csv: 45 %, 2.1 million rows a second, 3 s left`.
  var line: String {
    let rest = details.joined(separator: ", ")
    return rest.isEmpty ? title : "\(title): \(rest)"
  }

  /// With a bar where it is known how much is done, for a terminal of so many columns.
  func bar(columns: Int) -> String {
    guard let fraction = report.fraction else { return TextWidth.shortened(line, to: columns) }
    let rest = details.joined(separator: "  ")
    let room = columns - TextWidth.cells(of: title) - TextWidth.cells(of: rest) - 5
    guard room >= 8 else { return TextWidth.shortened(line, to: columns) }
    let width = min(room, 30)
    let filled = Int(Double(width) * fraction)
    let bar = String(repeating: "=", count: filled) + String(repeating: " ", count: width - filled)
    return "\(title) [\(bar)] \(rest)"
  }

  private var title: String {
    switch stage.kind {
    case .rows: "finding the rows of \(file)"
    case .reading: "reading \(file)"
    case .writing: "writing \(file)"
    case .preparing: stage.subject ?? "preparing"
    case .search: "looking for a start\(place)"
    case .iterations: "iterations\(place)"
    case .models: "models"
    case .sets: "data sets"
    case .trainings: "trainings"
    case .replicates: "replicates of \(stage.subject ?? "a mixture")"
    }
  }

  private var file: String { TextWidth.shortened(TerminalText.cleaned(stage.subject ?? ""), to: 40) }

  private var place: String {
    guard let start = stage.start, let count = stage.startCount, count > 1 else { return "" }
    return " \(start) of \(count)"
  }

  private var details: [String] {
    [
      extent, stage.kind == .models ? stage.subject.map { "now \($0)" } : nil, rate, remaining, likelihood,
      elapsed,
    ]
    .compactMap(\.self)
  }

  private var extent: String? {
    switch stage.kind {
    case .rows, .reading, .writing: report.fraction.map { "\(Int(100 * $0)) %" }
    case .search: stage.iteration.map { "iteration \(CountText.grouped($0))" }
    case .preparing: nil
    case .iterations, .models, .sets, .replicates, .trainings:
      stage.done.map { done in
        stage.total.map {
          "\(CountText.grouped(done)) of \(stage.isEstimated ? "about " : "")\(CountText.grouped($0))"
        } ?? CountText.grouped(done)
      }
    }
  }

  private var rate: String? {
    guard let rate = report.rate, stage.kind != .models else { return nil }
    if stage.unit == "bytes" { return "\(ByteText.size(rate)) a second" }
    let count =
      rate >= 100 ? CountText.grouped(Int(min(rate, 1e15))) : NumberText.significant(rate, digits: 2)
    return stage.unit == "rows" ? "\(count) rows a second" : "\(count) a second"
  }

  private var remaining: String? {
    report.remainingSeconds.map { "\(stage.isEstimated ? "about " : "")\(Self.duration($0)) left" }
  }

  private var likelihood: String? {
    stage.logLikelihood.map { "log-likelihood \(NumberText.significant($0, digits: 9))" }
  }

  /// Where nothing else moves, the seconds do.
  private var elapsed: String? {
    report.fraction == nil && report.seconds >= 1 ? Self.duration(report.seconds) : nil
  }

  /// Such as `3 s`, `2 min 5 s` or `1 h 20 min`.
  static func duration(_ seconds: Double) -> String {
    let whole = Int(min(seconds, 1e12).rounded(.up))
    switch whole {
    case ..<60: return "\(whole) s"
    case ..<3600: return "\(whole / 60) min \(whole % 60) s"
    default: return "\(CountText.grouped(whole / 3600)) h \(whole % 3600 / 60) min"
    }
  }
}

#endif
