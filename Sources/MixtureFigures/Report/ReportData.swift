internal import GaussianMixtures
internal import Tables

/// What a report's script is given: points and parameters packed, everything else as plain JSON.
struct ReportData: Sendable {
  let points: ReportPoints
  let json: JSONValue
  /// What is to be known about the playback; nil where there is none and nothing to say.
  let replayNote: String?
  let hasReplay: Bool

  /// The shares of content that the page offers, and the one asked for.
  static func contents(with content: Double) -> [Double] {
    Set([0.5, 0.68, 0.9, 0.95, 0.99, content]).sorted()
  }

  /// - Parameter box: the box to draw in, where one is given; else one with room for the components.
  init(_ report: MixtureReport, in box: MixtureFrame? = nil) throws(ModelError) {
    let model = report.document.model
    let classification =
      if let known = report.classification { known } else {
        try model.classify(report.fitted, engine: report.engine)
      }
    points = ReportPoints(
      report.points, classification, componentCount: model.componentCount, limit: report.resolvedLimit,
      seed: report.seed)
    let radius = ContentRadius.radius(holding: report.content, dimension: report.drawnDimension)
    let frame = box ?? MixtureFrame(report.points, model, names: report.columnNames, radius: radius)
    var members: [(key: String, value: JSONValue)] = [
      ("points", points.json(in: frame)),
      ("components", Self.components(model, points.counts, report.document.preprocessing)),
      ("noise", Self.noise(model, points)),
      ("model", PackedNumbers.json(frame.packed(model.components))), ("scales", Self.scales(points)),
    ]
    let transformed = report.document.preprocessing?.transformedColumns ?? []
    if !transformed.isEmpty {
      members.append(("locationNames", .strings(transformed.map { report.ownNames[$0] })))
    }
    let colourings = PointColouring.all(of: report, classification)
    if !colourings.isEmpty {
      let chosen = points.chosen
      members.append(("colourings", .array(colourings.map { $0.json(of: chosen) })))
    }
    let replay = Self.replay(report, frame)
    (hasReplay, replayNote) = (replay.json != nil, replay.note)
    if let json = replay.json { members.append(("replay", json)) }
    let directions =
      model.dimension > 3 ? DiscriminatingDirections.directions(of: model, in: frame, count: 3) : nil
    if let directions { members.append(("projection", .array(directions.map { .numbers($0) }))) }
    if let fit = report.document.fit {
      members.append(("logLikelihood", .number(fit.logLikelihood)))
      if !fit.history.isEmpty { members.append(("history", Self.history(fit.history))) }
    }
    let selection = report.document.fit?.selection.map { SelectionCandidates($0).json } ?? [:]
    json = Self.surroundings(frame, content: report.content).adding(.object(members)).adding(selection)
  }

  /// What is said below the controls of the scene.
  func note(drawnDimension: Int, componentCount: Int) -> String {
    points.note + " " + SceneText.help(drawnDimension: drawnDimension, componentCount: componentCount)
  }

  /// What the page has to know whatever the model is: the box, and the colours and contents it offers.
  static func surroundings(_ frame: MixtureFrame, content: Double) -> JSONValue {
    [
      "dimension": .number(Double(frame.axes.count)), "columns": .strings(frame.axes.map(\.title)),
      "names": .strings(frame.names),
      "lower": .numbers(frame.axes.map(\.range.lowerBound)),
      "upper": .numbers(frame.axes.map(\.range.upperBound)),
      "exponents": .numbers(frame.axes.map { Double($0.exponent) }),
      "isEqual": .boolean(frame.suitsOneScale), "content": .number(content), "contents": radii(content),
      "ramps": ramps,
    ]
  }

  /// The colours of components, on light and on dark pages.
  static func colours(of names: [String]) -> [JSONValue] {
    Palette(componentNames: names).colours.map(colour)
  }

  /// A colour on light and on dark pages.
  static func colour(_ colour: Colour) -> JSONValue {
    ["light": .string(colour.hexadecimal), "dark": .string(Palette.onDark(colour).hexadecimal)]
  }

  private static func radii(_ content: Double) -> JSONValue {
    .array(
      contents(with: content).map { share in
        [
          "share": .number(share),
          "radii": .numbers((1...3).map { ContentRadius.radius(holding: share, dimension: $0) }),
        ]
      })
  }

  private static func components(
    _ model: GaussianMixture, _ counts: [Int], _ preprocessing: Preprocessing?
  ) -> JSONValue {
    let colours = colours(of: model.componentNames)
    return .array(
      model.components.enumerated().map { k, component in
        let triangle = (0..<model.dimension).flatMap { i in (0...i).map { component.covariance[i, $0] } }
        let own = colours[k].adding([
          "name": .string(Text.oneLine(model.componentName(k))), "weight": .number(component.weight),
          "points": .number(Double(counts[k])), "mean": .numbers(component.mean),
          "covariance": .numbers(triangle),
        ])
        guard let preprocessing, preprocessing.isTransforming else { return own }
        let location = preprocessing.original(component.mean)
        return own.adding(["location": .numbers(preprocessing.transformedColumns.map { location[$0] })])
      })
  }

  /// What has no ellipsoid, but a colour and a place in the legend.
  private static func noise(_ model: GaussianMixture, _ points: ReportPoints) -> JSONValue {
    guard let noise = model.noise else { return .null }
    return [
      "name": "noise", "light": .string(Palette.none.hexadecimal),
      "dark": .string(Palette.onDark(Palette.none).hexadecimal), "weight": .number(noise.weight),
      "points": .number(Double(points.noiseCount)),
    ]
  }

  private static var ramps: JSONValue {
    func stops(_ ramp: ColourRamp) -> JSONValue {
      ["light": .strings(ramp.light.map(\.hexadecimal)), "dark": .strings(ramp.dark.map(\.hexadecimal))]
    }
    return ["uncertainty": stops(.uncertainty), "density": stops(.density)]
  }

  private static func scales(_ points: ReportPoints) -> JSONValue {
    func scale(_ title: String, _ lower: Double, _ upper: Double) -> JSONValue {
      [
        "title": .string(title), "lower": .string(FigureNumber.rounded(lower)),
        "upper": .string(FigureNumber.rounded(upper)),
      ]
    }
    return [
      "uncertainty": scale("uncertainty (1 − largest probability)", 0, points.largestUncertainty),
      "density": scale("log density (nats)", points.densityRange.lowerBound, points.densityRange.upperBound),
    ]
  }

  private static func history(_ history: [EMIteration]) -> JSONValue {
    [
      "iteration": .numbers(history.map { Double($0.iteration) }),
      "logLikelihood": .numbers(history.map(\.logLikelihood)),
      "meanChange": .numbers(history.map(\.meanChange)),
      "weightChange": .numbers(history.map(\.weightChange)),
      "covarianceChange": .numbers(history.map(\.covarianceChange)),
    ]
  }
}

extension ReportData {
  /// Bytes that a playback may take, before they become text.
  private static let replayBytes = 2 << 20

  private static func replay(
    _ report: MixtureReport, _ frame: MixtureFrame
  ) -> (json: JSONValue?, note: String?) {
    guard let fit = report.document.fit, !fit.history.isEmpty else { return (nil, nil) }
    let fitted = report.fitted
    guard fit.pointCount == fitted.countingCount else {
      return (
        nil,
        "EM is not played back: the model was fitted to \(CountText.of(fit.pointCount, "point")), and "
          + "these are \(CountText.grouped(fitted.countingCount))."
      )
    }
    let totalWeight = fit.totalWeight ?? Double(fit.pointCount)
    guard abs(fitted.totalWeight - totalWeight) <= 1e-9 * totalWeight else {
      return (
        nil,
        "EM is not played back: the weights of the points are not those of the fit. They sum to "
          + "\(FigureNumber.rounded(fitted.totalWeight)), and those of the fit to \(FigureNumber.rounded(totalWeight))."
      )
    }
    do {
      let replay = try Replay(
        fit, fitted, report.document.model, report.document.preprocessing, engine: report.engine)
      return (
        json(of: replay, frame, isPart: replay.pointCount < fitted.countingCount), note(on: replay, report)
      )
    } catch {
      return (nil, "EM could not be played back: \(error)")
    }
  }

  private static func json(of replay: Replay, _ frame: MixtureFrame, isPart: Bool) -> JSONValue {
    let packed = replay.steps.map { frame.packed($0.components) }
    // Every second, third, … step where all are too many bytes.
    let affordable = max(2, replayBytes / (4 * max(1, packed[0].count)))
    let stride = (packed.count + affordable - 1) / affordable
    let kept = packed.indices.filter { $0.isMultiple(of: stride) }
    let unit = isPart ? replay.totalWeight : 1
    return [
      "iterations": .numbers(kept.map { Double(replay.steps[$0].iteration) }),
      "logLikelihoods": .numbers(kept.map { replay.steps[$0].logLikelihood / unit }),
      "numbers": PackedNumbers.json(kept.flatMap { packed[$0] }), "isPart": .boolean(isPart),
      "fitted": .number(replay.fittedLogLikelihood / unit),
    ]
  }

  private static func note(on replay: Replay, _ report: MixtureReport) -> String? {
    guard replay.pointCount < report.fitted.countingCount else { return nil }
    return
      "EM is played back on a random sample of \(CountText.of(replay.pointCount, "point")), from where "
      + "the fit began; its last step is the fitted model."
  }
}
