#if Command

internal import GaussianMixtures
internal import MixtureFigures

/// The classification of one point under the model of a fit.
enum PointClassification {
  /// The classification as the page is told, with the point and its place.
  ///
  /// - Throws: 422 for a point of another dimension or a number that is not one of the points'.
  static func json(_ request: PointRequest, _ job: FitJob) async throws -> JSONValue {
    let document = try await job.outcome().document
    let (model, selection) = (document.model, job.selection)
    let (point, place) = try point(request, selection)
    let whole = try selection.scene.points(under: model, of: try Observations(columns: point.map { [$0] }))[0]
    return try json(of: model, at: point).adding([
      "point": .numbers(point), "place": .numbers(selection.scene.place(of: whole)), "line": place,
      "truth": request.row.map { selection.truth(of: $0) } ?? .null,
    ])
  }

  /// The component of a point, -1 for the noise, and how sure that is; a coordinate that is missing is no number.
  static func json(of model: GaussianMixture, at point: [Double]) throws -> JSONValue {
    let points = try Observations(columns: point.map { [$0] })
    let classification = try model.classify(points, engine: Engine(threadCount: 1))
    let responsibilities = try model.responsibilities(of: points, engine: Engine(threadCount: 1))
    let component = classification.labels[0]
    return [
      "component": .number(Double(component ?? -1)),
      "name": .string(component.map(model.componentName) ?? "noise"),
      "probability": .number(classification.probabilities[0]),
      "uncertainty": .number(classification.uncertainties[0]),
      "responsibilities": .numbers(responsibilities.map { $0[0] }),
      "logDensity": .number(classification.logDensities[0]), "density": .number(classification.densities[0]),
    ]
  }

  private static func point(
    _ request: PointRequest, _ selection: PointSelection
  ) throws(ServiceError) -> (point: [Double], line: JSONValue) {
    if let row = request.row {
      let observations = selection.observations
      guard (0..<observations.count).contains(row) else {
        throw .unsuitable(
          "There is no point \(row).", cure: "Points are numbered from 0 to \(observations.count - 1).")
      }
      return (observations.coordinates.map { $0[row] }, .number(Double(selection.line(of: row))))
    }
    let point = request.point ?? []
    guard point.count == selection.columnNames.count else {
      throw .unsuitable(
        "The point has \(point.count) coordinates, and the model \(selection.columnNames.count).",
        cure: "Give one for each of \(selection.columnNames.joined(separator: ", ")).")
    }
    guard point.allSatisfy(\.isFinite) else {
      throw .unsuitable("A coordinate is not finite.", cure: "Give numbers.")
    }
    return (point, .null)
  }
}

#endif
