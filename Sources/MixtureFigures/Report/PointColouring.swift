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
    let truth = report.truth.map { KnownClasses(name: report.truthName, labels: $0) }
    return classes(of: report.fitted, truth).flatMap {
      classes($0.labels, called: $0.name, report.document.model, classification)
    } + ofCells(report.fitted, whereMissing: "lie where the model expects them")
  }

  /// All that there are of points that no mixture describes yet.
  ///
  /// - Complexity: O(N D).
  static func all(of observations: Observations, truth: KnownClasses?) -> [PointColouring] {
    classes(of: observations, truth).map {
      kinds(of: $0.labels, called: $0.name, Palette(componentNames: $0.labels.names).colours)
    } + ofCells(observations, whereMissing: "lie in the middle of its column, as no mixture says where to expect them")
  }

  private static func ofCells(_ observations: Observations, whereMissing place: String) -> [PointColouring] {
    [missing(observations, place), weights(observations)].compactMap(\.self)
  }

  // MARK: Classes

  /// The classes that are known and few enough.
  private static func classes(of observations: Observations, _ truth: KnownClasses?) -> [KnownClasses] {
    [truth, observations.knownLabels.map { KnownClasses(name: "known group", labels: $0) }]
      .compactMap(\.self).filter { !$0.labels.names.isEmpty && $0.labels.names.count <= mostClasses }
  }

  private static let unknown = (name: "not known", colour: Palette.none)

  /// The classes, each in its colour.
  private static func kinds(
    of known: ClassLabels, called name: String, _ colours: [Colour]
  ) -> PointColouring {
    let hasUnknown = known.indices.contains { $0 == nil }
    return PointColouring(
      name, title: name, kinds: known.indices.map { $0 ?? known.names.count },
      zip(known.names, colours).map { (name: $0, colour: $1) } + (hasUnknown ? [unknown] : []))
  }

  /// The classes, in the colours of the components that they match one to one, and where the two differ.
  private static func classes(
    _ known: ClassLabels, called name: String, _ model: GaussianMixture, _ classification: Classification
  ) -> [PointColouring] {
    let count = model.componentCount
    var counts = [Int](repeating: 0, count: count * known.names.count)
    for (own, label) in zip(known.indices, classification.labels) {
      if let own, let label { counts[label * known.names.count + own] += 1 }
    }
    let matching = ConfusionTable(counts: counts, rowCount: count, columnCount: known.names.count).matching
    let colours = Palette(componentNames: model.componentNames).colours
    let further = Palette(componentNames: (0..<(count + known.names.count)).map(String.init)).colours
    let matched = known.names.indices.map { place in
      matching.rowOfColumn[place].map { colours[$0] } ?? further[count + place]
    }
    let agreement = zip(known.indices, classification.labels).map { own, label -> Int in
      guard let own else { return 2 }
      return label.map { matching.columnOfRow[$0] == own } ?? false ? 0 : 1
    }
    let (wrong, told) = (agreement.count { $0 == 1 }, agreement.count { $0 < 2 })
    let share = told == 0 ? "" : " (\(FigureNumber.percent(Double(wrong) / Double(told))))"
    return [
      kinds(of: known, called: name, matched),
      PointColouring(
        "disagreement with \(name)",
        title:
          "\(CountText.grouped(wrong)) of \(CountText.of(told, "point"))\(share) are in another component than the one "
          + "that matches their \(name)",
        kinds: agreement,
        [("agrees", Colour(0xB8BEC5)), ("differs", Colour(0xCF222E))] + (told < agreement.count ? [unknown] : [])),
    ]
  }

  // MARK: Cells and weights

  private static func missing(_ observations: Observations, _ place: String) -> PointColouring? {
    guard observations.hasMissing else { return nil }
    var kinds = [Int](repeating: 0, count: observations.count)
    for column in observations.columns {
      for (point, value) in column.enumerated() where value.isNaN { kinds[point] = 1 }
    }
    return PointColouring(
      "missing cells", title: "points of which a cell is missing \(place)",
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
