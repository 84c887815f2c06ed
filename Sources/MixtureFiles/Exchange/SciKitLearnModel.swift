internal import GaussianMixtures
internal import LinearAlgebra
internal import Tables

/// The attributes of a fitted `sklearn.mixture.GaussianMixture`, by their names, in an archive of NumPy.
///
/// scikit-learn has no file of its own but pickles, which are programs; an archive of its attributes is read by
/// `numpy.load` and set, one by one.
struct SciKitLearnModel: ModelFormat {
  let names = (one: "a model of scikit-learn", several: "models of scikit-learn")
  let endings = ["npz"]
  let holds: Set<ModelTrait> = [.columnNames, .componentNames, .structure]

  private enum Name {
    static let weights = "weights_"
    static let means = "means_"
    static let covariances = "covariances_"
    static let precisions = "precisions_cholesky_"
    static let form = "covariance_type"
    static let columns = "feature_names"
    /// Not set in scikit-learn: what only this project knows.
    static let components = "component_names"
    static let structure = "structure"
  }

  func recognizes(_ input: ModelInput) -> Bool {
    ArrayArchive.names(in: input.bytes, path: input.source).isSuperset(of: [Name.weights, Name.means])
  }

  // MARK: Reading

  func read(_ input: ModelInput) throws(TableError) -> ModelDocument {
    let archive = try ArrayArchive(input.bytes, source: input.source)
    let weights = try numbers(Name.weights, axes: 1, of: archive, input)
    let means = try numbers(Name.means, axes: 2, of: archive, input)
    let (count, dimension) = (means.shape[0], means.shape[1])
    guard count > 0, dimension > 0 else {
      throw input.error("the array means_ has no numbers; save it anew.")
    }
    let form = try form(in: archive, input)
    let covariances = try covariances(form, count, dimension, in: archive, input)
    let structure = texts(Name.structure, of: archive)?.first.flatMap { CovarianceStructure($0) }
    var mixture = ForeignMixture(
      weights: weights.numbers, means: means.numbers.rows(of: dimension), covariances: covariances,
      structure: form.structure)
    mixture.columns = texts(Name.columns, of: archive)
    mixture.names = texts(Name.components, of: archive)
    if mixture.columns?.isEmpty == true { mixture.columns = nil }
    let document = try mixture.document(of: input, program: "scikit-learn")
    guard let structure, structure != form.structure else { return document }
    mixture.structure = structure
    let narrower = try mixture.document(of: input, program: "scikit-learn")
    // What the archive says of a structure counts where its covariances agree.
    return CovarianceForm(of: narrower.model) == form ? narrower : document
  }

  private func form(in archive: ArrayArchive, _ input: ModelInput) throws(TableError) -> CovarianceForm {
    guard let text = texts(Name.form, of: archive)?.first else {
      throw input.error(
        "the archive has no text covariance_type; save it with covariance_type=model.covariance_type.")
    }
    guard let form = CovarianceForm(rawValue: text) else {
      throw input.error(
        "the covariance_type is \(MessageText.quoted(text)), and full, tied, diag and spherical are known.")
    }
    return form
  }

  private func covariances(
    _ form: CovarianceForm, _ count: Int, _ dimension: Int, in archive: ArrayArchive, _ input: ModelInput
  ) throws(TableError) -> [CovarianceMatrix] {
    let shape = Self.shape(form, count, dimension)
    let array = try numbers(Name.covariances, axes: shape.count, of: archive, input)
    guard array.shape == shape else {
      throw input.error(
        "the array covariances_ has the shape \(array.shape), and \(shape) is that of \(form.rawValue); save it anew."
      )
    }
    do {
      switch form {
      case .full:
        var matrices: [CovarianceMatrix] = []
        for matrix in array.numbers.rows(of: dimension * dimension) {
          matrices.append(try CovarianceMatrix(rows: matrix.rows(of: dimension)))
        }
        return matrices
      case .tied:
        return Array(repeating: try CovarianceMatrix(rows: array.numbers.rows(of: dimension)), count: count)
      case .diagonal: return array.numbers.rows(of: dimension).map { .diagonal($0) }
      case .spherical: return array.numbers.map { .diagonal(Array(repeating: $0, count: dimension)) }
      }
    } catch {
      throw input.error("\(error.message) Save the model anew.")
    }
  }

  /// The shape of the covariances, and of what whitens them.
  private static func shape(_ form: CovarianceForm, _ count: Int, _ dimension: Int) -> [Int] {
    switch form {
    case .full: [count, dimension, dimension]
    case .tied: [dimension, dimension]
    case .diagonal: [count, dimension]
    case .spherical: [count]
    }
  }

  private func numbers(
    _ name: String, axes: Int, of archive: ArrayArchive, _ input: ModelInput
  ) throws(TableError) -> (shape: [Int], numbers: [Double]) {
    guard let array = try archive.array(name), case .numbers(let numbers) = array.values,
      array.shape.count == axes
    else {
      throw input.error(
        "the archive has no array \(name) of numbers with \(CountText.of(axes, "axis", plural: "axes")).")
    }
    return (array.shape, numbers)
  }

  /// Texts, where there are such: Python's own objects, which some save instead, are not read.
  private func texts(_ name: String, of archive: ArrayArchive) -> [String]? {
    guard let array = try? archive.array(name), case .texts(let texts) = array.values else { return nil }
    return texts
  }

  // MARK: Writing

  func bytes(of document: ModelDocument, path: String) throws(TableError) -> [UInt8] {
    let model = document.model
    let form = CovarianceForm(of: model)
    let (count, dimension) = (model.componentCount, model.dimension)
    let (covariances, precisions) = try matrices(of: model, form, path: path)
    let shape = Self.shape(form, count, dimension)
    var arrays = [
      NamedArray(Name.form, shape: [], .texts([form.rawValue])),
      NamedArray(Name.weights, shape: [count], .numbers(model.components.map(\.weight))),
      NamedArray(Name.means, shape: [count, dimension], .numbers(model.components.flatMap(\.mean))),
      NamedArray(Name.covariances, shape: shape, .numbers(covariances)),
      NamedArray(Name.precisions, shape: shape, .numbers(precisions)),
      NamedArray(Name.structure, shape: [], .texts([model.structure.code])),
    ]
    if let columns = document.columns {
      arrays.append(NamedArray(Name.columns, shape: [dimension], .texts(columns)))
    }
    if model.hasNames {
      let names = model.components.map { $0.name ?? "" }
      arrays.append(NamedArray(Name.components, shape: [count], .texts(names)))
    }
    return ArrayArchive.bytes(of: arrays)
  }

  /// The covariances, and for each the upper factor of its inverse.
  private func matrices(
    of model: GaussianMixture, _ form: CovarianceForm, path: String
  ) throws(TableError) -> (covariances: [Double], precisions: [Double]) {
    let components = form == .tied ? [model.components[0]] : model.components
    var (covariances, precisions): ([Double], [Double]) = ([], [])
    for covariance in components.map(\.covariance) {
      switch form {
      case .spherical:
        covariances.append(covariance.diagonal[0])
        precisions.append(1 / covariance.diagonal[0].squareRoot())
      case .diagonal:
        covariances += covariance.diagonal
        precisions += covariance.diagonal.map { 1 / $0.squareRoot() }
      case .full, .tied:
        covariances += covariance.elements
        let whitening = try covariance.factors(path: path).whitening
        // Theirs is the upper factor.
        for row in 0..<model.dimension { precisions += (0..<model.dimension).map { whitening[$0, row] } }
      }
    }
    return (covariances, precisions)
  }
}
