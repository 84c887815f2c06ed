internal import Elementary
internal import GaussianMixtures
internal import LinearAlgebra
internal import Tables

/// The script of R that makes a mixture of mclust.
///
/// mclust computes by the structure that `modelName` names and the parts that belong to it. Where these hold the
/// covariances as they are (VII, EEE, and V in one dimension) they are taken, else VVV, which has every covariance
/// whole.
struct MclustScript {
  private let document: ModelDocument
  private let path: String
  private let form: CovarianceForm

  private var model: GaussianMixture { document.model }
  private var dimension: Int { model.dimension }
  private var count: Int { model.componentCount }

  init(_ document: ModelDocument, path: String) {
    self.document = document
    self.path = path
    form = CovarianceForm(of: document.model)
  }

  private var code: String {
    switch form {
    case _ where dimension == 1: "V"
    case .spherical: "VII"
    case .tied: "EEE"
    case .full, .diagonal: "VVV"
    }
  }

  /// The text of the script.
  ///
  /// - Throws: ``TableError`` where the noise's volume is beyond the range of R's numbers.
  func text() throws(TableError) -> String {
    let noise = model.noise
    let volume = noise.map { exponential($0.logVolume) }
    if let volume, !volume.isNormal || !(1 / volume).isNormal {
      throw TableError(
        .badData, source: path,
        message: "the volume of the noise is beyond the range of numbers; name the output .json, .onnx or .c."
      )
    }
    var fields = [
      "modelName = \"\(code)\", d = \(dimension)L, G = \(count)L",
      "data = \(emptyData)", "hypvol = \(volume.map(RText.number) ?? "NA_real_")",
      "structure = \"\(model.structure.code)\"",
    ]
    if let fit = document.fit {
      fields.append(
        "n = \(fit.pointCount)L, loglik = \(RText.number(fit.logLikelihood)), df = \(model.parameterCount)L")
    }
    if let noise { fields.append("logVolume = \(RText.number(noise.logVolume))") }
    if model.hasNames { fields.append("names = \(RText.vector(model.components.map { $0.name ?? "" }))") }
    fields.append("parameters = \(try parameters())")
    return """
      # A Gaussian mixture for mclust: numbers in hexadecimals, which R reads to the last bit.
      #   library(mclust); source("this file")
      #   predict(model, newdata)$classification
      #   dens(newdata, model$modelName, model$parameters, logarithm = TRUE)
      model <- structure(list(
      \(fields.joined(separator: ",\n")
      )), class = "Mclust")

      """
  }

  /// No points, with the columns that `predict` compares others with.
  private var emptyData: String { "matrix(0, 0L, \(dimension)L, dimnames = list(NULL, \(columns)))" }

  private var columns: String { document.columns.map { RText.vector($0) } ?? "NULL" }

  private func parameters() throws(TableError) -> String {
    let noise = model.noise
    let weights = model.components.map(\.weight) + (noise.map { [$0.weight] } ?? [])
    let means = model.components.flatMap(\.mean)
    let mean =
      dimension == 1
      ? RText.vector(means) : RText.array(means, [dimension, count], names: [columns, "NULL"])
    let inverse = noise.map { RText.number(1 / exponential($0.logVolume)) } ?? "NULL"
    return """
      list(
      pro = \(RText.vector(weights)),
      mean = \(mean),
      variance = list(modelName = "\(code)", d = \(dimension)L, G = \(count)L,
      \(try variance())),
      Vinv = \(inverse))
      """
  }

  private func variance() throws(TableError) -> String {
    let covariances = model.components.map(\.covariance)
    let variances = covariances.map { $0[0, 0] }
    if dimension == 1 { return "sigmasq = \(RText.vector(variances)), scale = \(RText.vector(variances))" }
    let sigma = "sigma = \(array(covariances.flatMap(\.elements), count))"
    switch form {
    case .spherical:
      return "\(sigma),\nsigmasq = \(RText.vector(variances)), scale = \(RText.vector(variances))"
    case .tied:
      return
        "\(sigma),\nSigma = \(array(covariances[0].elements)),\ncholSigma = \(array(try upper(covariances[0])))"
    case .full, .diagonal:
      var factors: [Double] = []
      for covariance in covariances { factors += try upper(covariance) }
      return "\(sigma),\ncholsigma = \(array(factors, count))"
    }
  }

  /// Matrices of the columns; of so many components where there is a third axis.
  private func array(_ numbers: [Double], _ count: Int? = nil) -> String {
    let third = count.map { [$0] } ?? []
    return RText.array(
      numbers, [dimension, dimension] + third, names: [columns, columns] + third.map { _ in "NULL" })
  }

  /// The upper Cholesky factor, column by column: the rows of the lower one.
  private func upper(_ covariance: CovarianceMatrix) throws(TableError) -> [Double] {
    let lower = try covariance.factors(path: path).lower
    return (0..<dimension).flatMap { row in (0..<dimension).map { $0 <= row ? lower[row, $0] : 0 } }
  }
}
