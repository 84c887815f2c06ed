internal import GaussianMixtures

/// What the page asks for when a fit is to begin.
struct FitRequest: Sendable, Decodable {
  let data: Int
  /// From 0; nil for the usual ones.
  let columns: [Int]?
  let components: Int
  let structure: String?
  let start: String?
  let seed: UInt64?
  let skipInvalid: Bool?
}

extension FitRequest {
  private static let starts = [Start.auto, .hierarchical, .kMeans, .random]

  /// The options of the fit, checked as far as they can be without the points.
  func configuration(_ limits: ViewerLimits) throws(ServiceError) -> (FitConfiguration, Start) {
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
    guard let start = Self.starts.first(where: { $0.name == name }) else {
      let names = Self.starts.map(\.name).joined(separator: ", ")
      throw .unsuitable("«\(name.prefix(40))» is no start.", cure: "Choose one of \(names).")
    }
    return (FitConfiguration(componentCount: components, structure: structure, seed: seed ?? 1), start)
  }
}

/// What the page asks for when a point is to be classified: its coordinates, or its number among the points.
struct PointRequest: Sendable, Decodable {
  let point: [Double]?
  let row: Int?
}
