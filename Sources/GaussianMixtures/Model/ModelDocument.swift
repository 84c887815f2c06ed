/// The contents of a model file: a mixture, the columns it belongs to, and how it was made.
///
/// ```swift
/// let document = ModelDocument(model: result.model, columns: ["x", "y", "z"], fit: FitSummary(result))
/// let data = try JSONEncoder().encode(document)
/// let again = try JSONDecoder().decode(ModelDocument.self, from: data)
/// ```
public struct ModelDocument: Sendable, Hashable {
  /// The schema of documents whose covariances are all written by their rows.
  public static let schema = "gaussian-mixtures/model/1"
  /// The schema of documents in which components may have variances in the place of a covariance.
  public static let schemaOfVariances = "gaussian-mixtures/model/2"
  /// The schema of documents with a ``preprocessing``, which readers that know of none refuse.
  public static let schemaOfPreprocessing = "gaussian-mixtures/model/3"
  /// The schema of documents of a classifier, whose components belong to classes.
  public static let schemaOfClasses = "gaussian-mixtures/model/4"

  /// The mixture.
  public let model: GaussianMixture
  /// The names of the columns that the dimensions belong to, where they are known.
  public let columns: [String]?
  /// What is done to the columns before they are the mixture's coordinates; nil for nothing.
  public let preprocessing: Preprocessing?
  /// How the mixture was fitted, where it was.
  public let fit: FitSummary?
  /// Which class each component is of, and how it is decided for one; nil where the components are all there is.
  public let classes: DecisionRule?
  /// How a classifier was trained, where the mixture is one.
  public let training: DiscriminantSummary?
  /// The program that wrote the file.
  public let software: Software?

  /// A program and its version.
  ///
  /// ```swift
  /// let document = ModelDocument(
  ///   model: model, software: ModelDocument.Software(name: "survey", version: "2.1"))
  /// ```
  public struct Software: Sendable, Hashable, Codable {
    /// The name.
    public let name: String
    /// The version.
    public let version: String

    /// Takes the values as they are.
    ///
    /// - Parameters:
    ///   - name: the program's name.
    ///   - version: its version.
    public init(name: String, version: String) {
      self.name = name
      self.version = version
    }
  }

  /// A document of a mixture.
  ///
  /// - Parameters:
  ///   - model: the mixture.
  ///   - columns: the names of its columns.
  ///   - preprocessing: what is done to them first, to as many as the mixture has dimensions.
  ///   - fit: how it was fitted.
  ///   - software: who writes it.
  public init(
    model: GaussianMixture, columns: [String]? = nil, preprocessing: Preprocessing? = nil,
    fit: FitSummary? = nil, software: Software? = nil
  ) {
    self.init(
      model: model, columns: columns, preprocessing: preprocessing, fit: fit, classes: nil, training: nil,
      software: software)
  }

  private init(
    model: GaussianMixture, columns: [String]?, preprocessing: Preprocessing?, fit: FitSummary? = nil,
    classes: DecisionRule?, training: DiscriminantSummary?, software: Software?
  ) {
    self.model = model
    self.columns = columns
    precondition(preprocessing.map { $0.dimension == model.dimension } ?? true, "one transform a dimension")
    self.preprocessing = preprocessing?.isNone == true ? nil : preprocessing
    self.fit = fit
    (self.classes, self.training) = (classes, training)
    self.software = software
  }

  /// A document of a classifier.
  ///
  /// ```swift
  /// let rule = try DecisionRule(classNames: model.componentNames, classOfComponent: Array(0..<model.componentCount))
  /// let document = ModelDocument(try MixtureClassifier(model, rule: rule), columns: ["x", "y", "z"])
  /// ```
  ///
  /// - Parameters:
  ///   - classifier: the mixture and how it is decided by it.
  ///   - training: how it was trained.
  ///   - columns: the names of its columns.
  ///   - preprocessing: what is done to them first, to as many as the mixture has dimensions.
  ///   - software: who writes it.
  public init(
    _ classifier: MixtureClassifier, training: DiscriminantSummary? = nil, columns: [String]? = nil,
    preprocessing: Preprocessing? = nil, software: Software? = nil
  ) {
    self.init(
      model: classifier.mixture, columns: columns, preprocessing: preprocessing, classes: classifier.rule,
      training: training, software: software)
  }

  /// A document of a fit.
  ///
  /// ```swift
  /// let preprocessing = Preprocessing(transforms: [.arcsinh(cofactor: 150), nil])
  /// let document = ModelDocument(result, columns: ["FL1-A", "ratio"], preprocessing: preprocessing, of: observations)
  /// print(document.fit?.criteria.bic ?? 0)    // compares with that of other transforms
  /// ```
  ///
  /// - Parameters:
  ///   - result: what the fit yielded.
  ///   - selection: why it was chosen among other models, where it was.
  ///   - columns: the names of its columns.
  ///   - preprocessing: what was done to them before they were coordinates; nil for nothing.
  ///   - observations: the points that were fitted, by which log-likelihoods are told in the columns' own units.
  ///   - software: who writes it.
  /// - Complexity: O(N D) where columns are transformed.
  public init(
    _ result: FitResult, selection: SelectionSummary? = nil, columns: [String]? = nil,
    preprocessing: Preprocessing? = nil, of observations: Observations, software: Software? = nil
  ) {
    self.init(
      model: result.model, columns: columns, preprocessing: preprocessing,
      fit: FitSummary(
        result, selection: selection, logJacobian: preprocessing?.logJacobianOfTransforms(of: observations)),
      software: software)
  }

  /// What the axes of the mixture's coordinates are called: the columns' names, with their transforms around them.
  public var axisTitles: [String]? {
    columns.map { preprocessing?.titles(of: $0) ?? $0 }
  }
}

extension ModelDocument: Codable {
  private enum Key: String, CodingKey {
    case schema, columns, preprocessing, fit, classes, training, software
  }

  private static let schemas = [schema, schemaOfVariances, schemaOfPreprocessing, schemaOfClasses]

  /// What has no variances is written so that readers of the first schema go on to read it.
  private var ownSchema: String {
    guard classes == nil else { return Self.schemaOfClasses }
    guard preprocessing == nil else { return Self.schemaOfPreprocessing }
    let components = model.components + (fit?.start.components ?? [])
    let isFirst =
      !components.contains(where: \.covariance.isHeldByVariances)
      && model.noise?.box?.isWrittenByWidths != true
    return isFirst ? Self.schema : Self.schemaOfVariances
  }

  /// Reads a document; unknown keys are ignored.
  ///
  /// - Parameter decoder: a decoder of an object.
  /// - Throws: `DecodingError`, and ``ModelError`` where the parameters are no mixture.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let schema = try container.decode(String.self, forKey: .schema)
    guard Self.schemas.contains(schema) else {
      throw DecodingError.dataCorruptedError(
        forKey: .schema, in: container,
        debugDescription: "«\(schema)» is none of \(Self.schemas.joined(separator: ", "))")
    }
    model = try GaussianMixture(from: decoder)
    columns = try container.decodeIfPresent([String].self, forKey: .columns)
    preprocessing = try container.decodeIfPresent(Preprocessing.self, forKey: .preprocessing)
    fit = try container.decodeIfPresent(FitSummary.self, forKey: .fit)
    classes = try container.decodeIfPresent(DecisionRule.self, forKey: .classes)
    training = try container.decodeIfPresent(DiscriminantSummary.self, forKey: .training)
    software = try container.decodeIfPresent(Software.self, forKey: .software)
    try classes?.requireSuited(model)
    if let columns, columns.count != model.dimension {
      throw ModelError(
        .dimension, "The model names \(columns.count) columns for \(model.dimension) dimensions.")
    }
    if let preprocessing, preprocessing.dimension != model.dimension {
      throw ModelError(
        .dimension,
        "The model has \(preprocessing.dimension) transforms for \(model.dimension) dimensions.")
    }
  }

  /// Writes the document; what is absent is left out.
  ///
  /// - Parameter encoder: an encoder of an object.
  /// - Throws: what the encoder throws.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(ownSchema, forKey: .schema)
    try model.encode(to: encoder)
    try container.encodeIfPresent(columns, forKey: .columns)
    try container.encodeIfPresent(preprocessing, forKey: .preprocessing)
    try container.encodeIfPresent(fit, forKey: .fit)
    try container.encodeIfPresent(classes, forKey: .classes)
    try container.encodeIfPresent(training, forKey: .training)
    try container.encodeIfPresent(software, forKey: .software)
  }
}
