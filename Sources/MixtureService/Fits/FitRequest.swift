#if Command

internal import GaussianMixtures

/// A request of the page for a fit.
struct FitRequest: Sendable, Decodable {
  let data: Int
  /// The columns, from 0; nil for the usual ones.
  let columns: [Int]?
  let components: Int
  let structure: String?
  let start: String?
  let seed: UInt64?
  let skipInvalid: Bool?
}

extension FitRequest {
  /// The specification of the fit, checked as far as it can be without the points.
  func specification(within limits: ViewerLimits) throws(ServiceError) -> FitSpecification {
    guard (1...limits.components).contains(components) else {
      throw .unsuitable(
        "\(components) components were asked for.", cure: "Ask for 1 to \(limits.components).")
    }
    guard let structure = CovarianceStructure(structure ?? "VVV") else {
      let codes = CovarianceStructure.allCases.map(\.code).joined(separator: ", ")
      throw .unsuitable(
        "«\((self.structure ?? "").prefix(40))» is no structure.", cure: "Choose one of \(codes).")
    }
    let name = start ?? Start.auto.name
    guard FitSpecification.starts[name] != nil else {
      let names = FitSpecification.starts.keys.sorted().joined(separator: ", ")
      throw .unsuitable("«\(name.prefix(40))» is no start.", cure: "Choose one of \(names).")
    }
    return FitSpecification(
      components: components, structure: structure.code, start: name, seed: seed ?? 1,
      memory: limits.fitBytes)
  }
}

/// A request of the page to classify a point, by its coordinates or its number among the points.
struct PointRequest: Sendable, Decodable {
  let point: [Double]?
  let row: Int?
}

#endif
