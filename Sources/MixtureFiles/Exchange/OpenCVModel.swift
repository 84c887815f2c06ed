internal import GaussianMixtures
internal import Tables

/// An `ml::EM` of OpenCV as its `FileStorage` writes it: what `cv2.ml.EM_load` takes.
struct OpenCVModel: ModelFormat {
  /// How the same tree stands in text.
  enum Notation: Sendable { case yaml, xml }

  static let yaml = OpenCVModel(notation: .yaml)
  static let xml = OpenCVModel(notation: .xml)

  let notation: Notation
  let holds: Set<ModelTrait> = []

  var names: (one: String, several: String) {
    notation == .yaml
      ? ("a YAML file of OpenCV", "YAML files of OpenCV") : ("an XML file of OpenCV", "XML files of OpenCV")
  }
  var endings: [String] { notation == .yaml ? ["yml", "yaml"] : ["xml"] }

  /// What OpenCV takes an eigenvalue for that is smaller.
  private static let smallest = Double.ulpOfOne

  func recognizes(_ input: ModelInput) -> Bool {
    let beginning = input.beginning
    switch notation {
    case .yaml: return beginning.hasPrefix("%YAML") || endings.contains(input.ending)
    case .xml: return beginning.hasPrefix("<?xml") || beginning.hasPrefix("<opencv_storage")
    }
  }

  // MARK: Reading

  func read(_ input: ModelInput) throws(TableError) -> ModelDocument {
    let text = try input.text()
    let root: StorageNode
    do throws(StorageFault) {
      switch notation {
      case .yaml:
        var reader = StorageYAML(text)
        root = try reader.root()
      case .xml:
        var reader = StorageXML(text)
        root = try reader.root()
      }
    } catch {
      throw input.error("\(error.problem); save the model by OpenCV anew.", line: error.line)
    }
    guard let model = ([root] + root.children).first(where: { $0["covs"] != nil && $0["weights"] != nil })
    else {
      throw input.error("there is no EM model of OpenCV here, which has weights, means and covs.")
    }
    let weights = try matrix(model["weights"], "weights", input)
    let means = try matrix(model["means"], "means", input)
    var covariances: [CovarianceMatrix] = []
    let form = try form(model["training_params"]?["cov_mat_type"] ?? model["cov_mat_type"], input)
    for node in model["covs"]?.children ?? [] {
      let rows = try matrix(node, "covs", input)
      do {
        let covariance = try CovarianceMatrix(rows: rows)
        covariances.append(form == .full ? covariance : .diagonal(covariance.diagonal))
      } catch {
        throw input.error(error.message)
      }
    }
    return try ForeignMixture(
      weights: weights.flatMap(\.self), means: means, covariances: covariances, structure: form.structure
    ).document(of: input, program: "OpenCV")
  }

  private func form(_ node: StorageNode?, _ input: ModelInput) throws(TableError) -> CovarianceForm {
    switch node?.text {
    case "spherical": return .spherical
    case "diagonal": return .diagonal
    case "generic": return .full
    case let other:
      throw input.error(
        "cov_mat_type is \(MessageText.quoted(other ?? "")), and spherical, diagonal and generic are known.")
    }
  }

  /// The rows of a matrix.
  private func matrix(
    _ node: StorageNode?, _ name: String, _ input: ModelInput
  ) throws(TableError) -> [[Double]] {
    guard let node, let rows = node["rows"]?.text.flatMap({ Int($0) }),
      let columns = node["cols"]?.text.flatMap({ Int($0) }), rows > 0, columns > 0
    else { throw input.error("\(name) is no matrix with rows and cols.") }
    guard ["d", "f"].contains(node["dt"]?.text) else {
      throw input.error("\(name) is of another type (dt) than d or f.")
    }
    var numbers: [Double] = []
    for text in node["data"]?.texts ?? [] {
      guard let number = NumberText.number(text.hasSuffix(".") ? text + "0" : text) else {
        throw input.error("\(name) holds \(MessageText.quoted(text)), which is no number.")
      }
      numbers.append(number)
    }
    let (count, isTooLarge) = rows.multipliedReportingOverflow(by: columns)
    guard !isTooLarge, numbers.count == count else {
      throw input.error(
        "\(name) has \(CountText.of(numbers.count, "number")) for \(CountText.of(rows, "row")) of \(columns)."
      )
    }
    return numbers.rows(of: columns)
  }

  // MARK: Writing

  func bytes(of document: ModelDocument, path: String) throws(TableError) -> [UInt8] {
    let model = document.model
    for (k, component) in model.components.enumerated() {
      try requireLargeEnough(component.covariance, model.componentName(k), path: path)
    }
    // Of a spherical covariance OpenCV takes the logarithm of one variance for that of the determinant: as diagonal ones
    // they have their densities.
    let type = [.spherical, .diagonal].contains(CovarianceForm(of: model)) ? "diagonal" : "generic"
    var writer = StorageWriter(notation)
    writer.begin("opencv_ml_em")
    writer.scalar("format", "3")
    writer.begin("training_params")
    writer.scalar("nclusters", String(model.componentCount))
    writer.scalar("cov_mat_type", type)
    writer.scalar("epsilon", "9.9999999999999995e-07")
    writer.scalar("iterations", "100")
    writer.end("training_params")
    writer.matrix("weights", [model.components.map(\.weight)])
    writer.matrix("means", model.components.map(\.mean))
    writer.begin("covs")
    for component in model.components { writer.matrix(nil, component.covariance.rows) }
    writer.end("covs")
    writer.end("opencv_ml_em")
    return writer.finished
  }

  /// Refuses a covariance that OpenCV would change.
  private func requireLargeEnough(
    _ covariance: CovarianceMatrix, _ name: String, path: String
  ) throws(TableError) {
    let least =
      covariance.hasNoCorrelations ? covariance.diagonal.min() ?? 0 : covariance.eigenvalues.min() ?? 0
    guard least < Self.smallest else { return }
    throw TableError(
      .badData, source: path,
      message:
        "component \(MessageText.quoted(name)) has a variance of \(NumberText.significant(least, digits: 3)), and "
        + "OpenCV takes none below 2.2e-16; give the columns larger units, and fit the model again.")
  }
}
