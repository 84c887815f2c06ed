internal import GaussianMixtures

/// The criterion of every candidate of a selection: one line a structure, over the number of components.
struct SelectionCurves: Sendable {
  /// One line.
  struct Line: Sendable {
    let structure: CovarianceStructure
    /// By number of components; NaN where there is no such candidate, or none to compare.
    let values: [Double]
    /// Which of the values is the best of all lines.
    let best: Int?

    var name: String { structure.code }
  }

  let criterion: SelectionCriterion
  let componentCounts: [Int]
  let lines: [Line]
  /// How many accidents of the data are left out: their values say nothing about groups.
  let accidentCount: Int
  /// How many models could not be compared.
  let failureCount: Int

  init(_ selection: SelectionSummary) {
    let counts = Set(selection.candidates.map(\.componentCount)).sorted()
    let criterion = selection.criterion
    let best = selection.best
    componentCounts = counts
    self.criterion = criterion
    let leavesOutAccidents = best?.isAccident == false
    func isShown(_ candidate: SelectionSummary.Candidate) -> Bool {
      candidate.failure == nil && !(leavesOutAccidents && candidate.isAccident)
    }
    failureCount = selection.candidates.count { $0.failure != nil }
    accidentCount = selection.candidates.count { $0.failure == nil && !isShown($0) }
    var structures: [CovarianceStructure] = []
    for candidate in selection.candidates where !structures.contains(candidate.structure) {
      structures.append(candidate.structure)
    }
    lines = structures.map { structure in
      Line(
        structure: structure,
        values: counts.map { count in
          selection.candidates.first {
            $0.structure == structure && $0.componentCount == count && isShown($0)
          }?.value(of: criterion) ?? .nan
        },
        best: best.flatMap { $0.structure == structure ? counts.firstIndex(of: $0.componentCount) : nil })
    }
  }

  /// What is on the vertical axis.
  var title: String { "\(criterion.title) (\(criterion.isLowerBetter ? "lower" : "higher") is better)" }

  /// What the lines leave out.
  var notes: [String] {
    var notes: [String] = []
    if accidentCount > 0 {
      notes.append("left out as accidents of equal values in the data: \(accidentCount)")
    }
    if failureCount > 0 { notes.append("could not be compared: \(failureCount)") }
    return notes
  }

  /// As many lines as a small chart can tell apart.
  private static let fewLines = 4

  /// The structures that come closest to the best, in the order of all.
  var leading: [Line] {
    func best(_ line: Line) -> Double? {
      line.values.filter(\.isFinite).min { criterion.isBetter($0, than: $1) }
    }
    let ranked = lines.indices.filter { best(lines[$0]) != nil }.sorted { a, b in
      criterion.isBetter(best(lines[a]) ?? 0, than: best(lines[b]) ?? 0)
    }
    return ranked.prefix(Self.fewLines).sorted().map { lines[$0] }
  }

  /// A chart for the page.
  var json: JSONValue {
    let leading = leading
    let title = lines.count > leading.count ? "\(title), the best structures" : title
    return [
      [
        "title": .string(title), "x": .numbers(componentCounts.map { Double($0) }),
        "lines": .array(
          leading.map { line in
            [
              "name": .string(line.name), "values": .numbers(line.values),
              "best": line.best.map { .number(Double($0)) } ?? .null,
            ]
          }),
      ]
    ]
  }
}
