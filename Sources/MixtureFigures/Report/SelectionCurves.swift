internal import GaussianMixtures

/// The criterion of every candidate of a selection: one line a structure, over the number of components.
struct SelectionCurves: Sendable {
  /// One line.
  struct Line: Sendable {
    let name: String
    /// By number of components; NaN where there is no such candidate.
    let values: [Double]
    /// Which of the values is the best of all lines.
    let best: Int?
  }

  let criterion: SelectionCriterion
  let componentCounts: [Int]
  let lines: [Line]

  init(_ selection: SelectionSummary) {
    let counts = Set(selection.candidates.map(\.componentCount)).sorted()
    let criterion = selection.criterion
    let best = selection.best
    componentCounts = counts
    self.criterion = criterion
    var structures: [CovarianceStructure] = []
    for candidate in selection.candidates where !structures.contains(candidate.structure) {
      structures.append(candidate.structure)
    }
    lines = structures.map { structure in
      Line(
        name: structure.code,
        values: counts.map { count in
          selection.candidates.first { $0.structure == structure && $0.componentCount == count }?
            .value(of: criterion) ?? .nan
        },
        best: best.flatMap { $0.structure == structure ? counts.firstIndex(of: $0.componentCount) : nil })
    }
  }

  /// What is on the vertical axis.
  var title: String { "\(criterion.title) (\(criterion.isLowerBetter ? "lower" : "higher") is better)" }

  /// A chart for the page.
  var json: JSONValue {
    [
      [
        "title": .string(title), "x": .numbers(componentCounts.map { Double($0) }),
        "lines": .array(
          lines.map { line in
            [
              "name": .string(line.name), "values": .numbers(line.values),
              "best": line.best.map { .number(Double($0)) } ?? .null,
            ]
          }),
      ]
    ]
  }
}
