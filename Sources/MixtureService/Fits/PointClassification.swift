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
    let (point, place) = try point(request, job.selection)
    return try json(of: document.model, at: point).adding([
      "point": .numbers(point), "place": .numbers(job.selection.scene.place(of: point)), "line": place,
    ])
  }

  /// The component of a point, -1 for the noise, and how sure that is.
  static func json(of model: GaussianMixture, at point: [Double]) throws -> JSONValue {
    let points = try PointSet([point])
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
      guard selection.points.columns[0].indices.contains(row) else {
        throw .unsuitable(
          "There is no point \(row).", cure: "Points are numbered from 0 to \(selection.points.count - 1).")
      }
      return (selection.points[row], .number(Double(selection.line(of: row))))
    }
    let point = request.point ?? []
    guard point.count == selection.points.dimension else {
      throw .unsuitable(
        "The point has \(point.count) coordinates, and the model \(selection.points.dimension).",
        cure: "Give one for each of \(selection.columnNames.joined(separator: ", ")).")
    }
    guard point.allSatisfy(\.isFinite) else {
      throw .unsuitable("A coordinate is not finite.", cure: "Give numbers.")
    }
    return (point, .null)
  }
}

#endif
