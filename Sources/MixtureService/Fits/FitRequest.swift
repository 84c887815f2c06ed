#if Command

internal import GaussianMixtures

/// A request of the page for a fit.
struct FitRequest: Sendable, Decodable {
  let data: Int
  let choice: PointChoiceRequest
  let options: Options

  /// What is to be fitted.
  struct Options: Sendable, Decodable {
    let components: Int
    /// The most components of several mixtures that compete; nil for one mixture.
    let most: Int?
    /// The code of a structure, several with commas between them, or all.
    let structure: String?
    /// By what several are compared.
    let criterion: String?
    let noise: Bool?
    let start: String?
    let seed: UInt64?
  }

  private enum Key: String, CodingKey { case data }

  init(from decoder: any Decoder) throws {
    data = try decoder.container(keyedBy: Key.self).decode(Int.self, forKey: .data)
    choice = try PointChoiceRequest(from: decoder)
    options = try Options(from: decoder)
  }
}

extension FitRequest {
  /// The specification of the fit, checked as far as it can be without the points.
  ///
  /// - Parameter dimension: the number of columns.
  func specification(
    dimension: Int, within limits: ViewerLimits
  ) throws(ServiceError) -> FitSpecification {
    let (least, most) = (options.components, options.most ?? options.components)
    for count in [least, most] where !(1...limits.components).contains(count) {
      throw .unsuitable("\(count) components were asked for.", cure: "Ask for 1 to \(limits.components).")
    }
    guard least <= most else {
      throw .unsuitable(
        "The numbers of components run backwards, from \(least) to \(most).", cure: "Exchange the two.")
    }
    let criterion = options.criterion ?? SelectionCriterion.bic.rawValue
    guard SelectionCriterion(rawValue: criterion) != nil else {
      let names = SelectionCriterion.allCases.map(\.rawValue).joined(separator: ", ")
      throw .unsuitable("«\(criterion.prefix(40))» is no criterion.", cure: "Choose one of \(names).")
    }
    let name = options.start ?? Start.auto.name
    guard FitSpecification.starts[name] != nil else {
      let names = FitSpecification.starts.keys.sorted().joined(separator: ", ")
      throw .unsuitable("«\(name.prefix(40))» is no start.", cure: "Choose one of \(names).")
    }
    return FitSpecification(
      componentCounts: Array(least...most), structures: try structures(dimension: dimension).map(\.code),
      criterion: criterion, hasNoise: options.noise ?? false, start: name, seed: options.seed ?? 1,
      memory: limits.fitBytes)
  }

  private func structures(dimension: Int) throws(ServiceError) -> [CovarianceStructure] {
    let text = options.structure ?? CovarianceStructure.full.code
    guard text != "all" else { return CovarianceStructure.distinct(inDimension: dimension) }
    var structures: [CovarianceStructure] = []
    for name in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard let structure = CovarianceStructure(String(name)) else {
        let codes = CovarianceStructure.allCases.map(\.code).joined(separator: ", ")
        throw .unsuitable(
          "«\(name.prefix(40))» is no structure.",
          cure: "Choose one of \(codes), several with commas between them, or all.")
      }
      if !structures.contains(structure) { structures.append(structure) }
    }
    return structures
  }
}

/// A request of the page for one of the models that competed.
struct CandidateRequest: Sendable, Decodable {
  /// Its place among the best, from 0.
  let rank: Int
}

/// A request of the page to classify a point, by its coordinates or its number among the points.
struct PointRequest: Sendable, Decodable {
  let point: [Double]?
  let row: Int?
}

#endif
