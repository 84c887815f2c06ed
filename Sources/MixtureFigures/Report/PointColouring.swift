internal import GaussianMixtures
internal import Tables

/// A way of colouring the points of a report that says more than their component: by classes that are known, by whether
/// these and the labels agree, by cells that were missing, by weights.
struct PointColouring: Sendable {
  /// One of a few kinds of points.
  struct Class: Sendable {
    let name: String
    let colour: Colour
    let count: Int
  }

  /// What the page calls it, and what stands over its legend.
  let name: String
  let title: String
  /// For each point its class, or its place on the scale from 0 to 255.
  let values: [UInt8]
  /// Empty for a scale.
  let classes: [Class]
  /// The ends of the scale.
  let scale: ClosedRange<Double>?

  private init(
    _ name: String, title: String, values: [UInt8], classes: [Class], scale: ClosedRange<Double>? = nil
  ) {
    (self.name, self.title, self.values, self.classes, self.scale) = (name, title, values, classes, scale)
  }

  /// Points of a few kinds, each with a name and a colour.
  private init(_ name: String, title: String, kinds: [Int], _ names: [(name: String, colour: Colour)]) {
    var counts = names.map { _ in 0 }
    for kind in kinds { counts[kind] += 1 }
    let classes = zip(names, counts).map { Class(name: Text.oneLine($0.name), colour: $0.colour, count: $1) }
    self.init(name, title: title, values: kinds.map { UInt8($0) }, classes: classes)
  }

  /// More classes than these are not told apart by colour, nor by a byte.
  private static let mostClasses = 192

  /// All that there are of a report.
  ///
  /// - Complexity: O(N D).
  static func all(of report: MixtureReport, _ classification: Classification) -> [PointColouring] {
    let known = report.fitted.knownLabels.map { (name: "known group", labels: $0) }
    let truth = report.truth.map { (name: report.truthName, labels: $0) }
    return [truth, known].compactMap(\.self).flatMap {
      classes($0.labels, called: $0.name, report.document.model, classification)
    } + [missing(report.fitted), weights(report.fitted)].compactMap(\.self)
  }

  // MARK: Classes

  /// The classes, in the colours of the components that they match one to one, and where the two differ.
  private static func classes(
    _ known: ClassLabels, called name: String, _ model: GaussianMixture, _ classification: Classification
  ) -> [PointColouring] {
    guard !known.names.isEmpty, known.names.count <= mostClasses else { return [] }
    let count = model.componentCount
    var counts = [Int](repeating: 0, count: count * known.names.count)
    for (own, label) in zip(known.indices, classification.labels) {
      if let own, let label { counts[label * known.names.count + own] += 1 }
    }
    let matching = ConfusionTable(counts: counts, rowCount: count, columnCount: known.names.count).matching
    let colours = Palette(componentNames: model.componentNames).colours
    let further = Palette(componentNames: (0..<(count + known.names.count)).map(String.init)).colours
    let names = known.names.indices.map { place in
      (
        name: known.names[place],
        colour: matching.rowOfColumn[place].map { colours[$0] } ?? further[count + place]
      )
    }
    let none = (name: "not known", colour: Palette.none)
    let kinds = known.indices.map { $0 ?? names.count }
    let agreement = zip(known.indices, classification.labels).map { own, label -> Int in
      guard let own else { return 2 }
      return label.map { matching.columnOfRow[$0] == own } ?? false ? 0 : 1
    }
    let (wrong, told) = (agreement.count { $0 == 1 }, agreement.count { $0 < 2 })
    let share = told == 0 ? "" : " (\(FigureNumber.percent(Double(wrong) / Double(told))))"
    let hasUnknown = told < agreement.count
    return [
      PointColouring(name, title: name, kinds: kinds, names + (hasUnknown ? [none] : [])),
      PointColouring(
        "disagreement with \(name)",
        title:
          "\(CountText.grouped(wrong)) of \(CountText.of(told, "point"))\(share) are in another component than the one "
          + "that matches their \(name)",
        kinds: agreement,
        [("agrees", Colour(0xB8BEC5)), ("differs", Colour(0xCF222E))] + (hasUnknown ? [none] : [])),
    ]
  }

  // MARK: Cells and weights

  private static func missing(_ observations: Observations) -> PointColouring? {
    guard observations.hasMissing else { return nil }
    var kinds = [Int](repeating: 0, count: observations.count)
    for column in observations.columns {
      for (point, value) in column.enumerated() where value.isNaN { kinds[point] = 1 }
    }
    return PointColouring(
      "missing cells", title: "points of which a cell is missing lie where the model expects them",
      kinds: kinds,
      [("all cells known", Colour(0xB8BEC5)), ("a cell is missing", Colour(0xCF222E))])
  }

  private static func weights(_ observations: Observations) -> PointColouring? {
    guard let weights = observations.weights, let least = weights.min(), let most = weights.max(),
      least < most
    else {
      return nil
    }
    return PointColouring(
      "weight", title: "weight",
      values: weights.map { PackedNumbers.quantized(($0 - least) / (most - least), as: UInt8.self) },
      classes: [],
      scale: least...most)
  }

  // MARK: JSON

  /// As the page has it, of the points that are drawn.
  func json(of chosen: [Int]) -> JSONValue {
    let own: JSONValue = [
      "name": .string(name), "title": .string(title), "values": PackedNumbers.json(chosen.map { values[$0] }),
    ]
    if let scale {
      return own.adding([
        "scale": [
          "title": .string(title), "lower": .string(FigureNumber.rounded(scale.lowerBound)),
          "upper": .string(FigureNumber.rounded(scale.upperBound)),
        ]
      ])
    }
    return own.adding([
      "classes": .array(
        classes.map { kind in
          ReportData.colour(kind.colour).adding([
            "name": .string(kind.name), "points": .number(Double(kind.count)),
          ])
        })
    ])
  }
}
