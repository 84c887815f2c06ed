internal import Elementary
internal import GaussianMixtures
internal import Tables

/// A mixture of mclust as a script of R: a list with the `parameters` that `predict` and `dens` take.
///
/// What is read is what is written, and what `dput` writes of such lists: values alone, no programs.
struct MclustModel: ModelFormat {
  let names = (one: "an R script for mclust", several: "R scripts for mclust")
  let endings = ["R", "r"]
  let holds: Set<ModelTrait> = [.noise, .columnNames, .componentNames, .structure]

  func recognizes(_ input: ModelInput) -> Bool {
    if endings.contains(input.ending) { return true }
    // Comments aside, such a file begins with a list, or a name that one is given to.
    let lines = input.beginning.split(whereSeparator: \.isNewline).drop { $0.first == "#" }
    guard let first = lines.first else { return false }
    return ["list(", "structure(list("].contains { first.hasPrefix($0) || first.contains("<- " + $0) }
  }

  // MARK: Reading

  func read(_ input: ModelInput) throws(TableError) -> ModelDocument {
    var reader = RReader(try input.text())
    let script: RExpression
    do throws(RReader.Fault) {
      script = try reader.script()
    } catch {
      throw input.error(
        "\(error.problem); save the model by dput(fit[c(\"modelName\", \"parameters\")], file, control = \"exact\").",
        line: error.line)
    }
    let parameters = script["parameters"] ?? script
    guard let variance = parameters["variance"],
      let weights = parameters["pro"]?.numbers ?? script.singleWeight,
      let means = parameters["mean"]?.numbers
    else {
      throw input.error("there are no parameters pro, mean and variance of mclust here; save them by dput.")
    }
    let code = variance["modelName"]?.texts?.first ?? script["modelName"]?.texts?.first ?? "VVV"
    let count = variance["G"]?.numbers?.first.flatMap { Int(exactly: $0) } ?? weights.count
    let dimension = variance["d"]?.numbers?.first.flatMap { Int(exactly: $0) } ?? means.count / max(1, count)
    guard count > 0, dimension > 0, weights.count - count <= 1, weights.count >= count,
      means.count / count == dimension
    else { throw input.error("pro, mean, d and G of mclust do not fit together; save them anew.") }
    let covariances = try covariances(of: variance, code, count, dimension, input)
    var mixture = ForeignMixture(
      weights: Array(weights[..<count]), means: means.rows(of: dimension), covariances: covariances,
      structure: Self.structure(of: script["structure"]?.texts?.first ?? code))
    mixture.columns = Self.columns(of: parameters["mean"]) ?? Self.columns(of: script["data"])
    mixture.names = script["names"]?.texts
    mixture.noise = weights.count > count ? try noise(weights[count], script, parameters, input) : nil
    return try mixture.document(of: input, program: "mclust")
  }

  /// mclust writes X for what has no meaning with a single component or dimension.
  private static func structure(of code: String) -> CovarianceStructure {
    CovarianceStructure(String(code.map { $0 == "X" ? "E" : $0 })) ?? .full
  }

  /// The names along the axis that has some: that of the columns, be it the first or the second.
  private static func columns(of matrix: RExpression?) -> [String]? {
    matrix?["dimnames"]?.members.lazy.compactMap(\.texts).first
  }

  private func covariances(
    of variance: RExpression, _ code: String, _ count: Int, _ dimension: Int, _ input: ModelInput
  ) throws(TableError) -> [CovarianceMatrix] {
    let isDiagonal = Self.structure(of: code).orientation == .identity
    guard let all = variance["sigma"]?.numbers, all.count / dimension / dimension == count else {
      guard let variances = variance["sigmasq"]?.numbers, [1, count].contains(variances.count) else {
        throw input.error("the variance has neither sigma nor sigmasq; save all parameters of mclust.")
      }
      return (0..<count).map { k in
        .diagonal(Array(repeating: variances[variances.count == 1 ? 0 : k], count: dimension))
      }
    }
    var covariances: [CovarianceMatrix] = []
    for elements in all.rows(of: dimension * dimension) {
      do {
        let covariance = try CovarianceMatrix(rows: elements.rows(of: dimension))
        let narrows = isDiagonal && covariance.hasNoCorrelations
        covariances.append(narrows ? .diagonal(covariance.diagonal) : covariance)
      } catch {
        throw input.error(error.message)
      }
    }
    return covariances
  }

  private func noise(
    _ weight: Double, _ script: RExpression, _ parameters: RExpression, _ input: ModelInput
  ) throws(TableError) -> GaussianMixture.Noise {
    if let logVolume = script["logVolume"]?.numbers?.first {
      return GaussianMixture.Noise(weight: weight, logVolume: logVolume)
    }
    guard let inverse = parameters["Vinv"]?.numbers?.first, inverse > 0 else {
      throw input.error(
        "there is a weight of noise, and no Vinv, the inverse of its volume; save all parameters.")
    }
    return GaussianMixture.Noise(weight: weight, logVolume: -naturalLogarithm(inverse))
  }

  // MARK: Writing

  func bytes(of document: ModelDocument, path: String) throws(TableError) -> [UInt8] {
    Array(try MclustScript(document, path: path).text().utf8)
  }
}

extension RExpression {
  /// mclust leaves the weight of a single component out.
  fileprivate var singleWeight: [Double]? {
    self["parameters"]?["variance"]?["G"]?.numbers == [1] ? [1] : nil
  }
}
