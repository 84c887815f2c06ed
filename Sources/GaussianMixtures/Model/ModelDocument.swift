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

  /// The mixture.
  public let model: GaussianMixture
  /// The names of the columns that the dimensions belong to, where they are known.
  public let columns: [String]?
  /// What is done to the columns before they are the mixture's coordinates; nil for nothing.
  public let preprocessing: Preprocessing?
  /// How the mixture was fitted, where it was.
  public let fit: FitSummary?
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
    self.model = model
    self.columns = columns
    precondition(preprocessing.map { $0.dimension == model.dimension } ?? true, "one transform a dimension")
    self.preprocessing = preprocessing?.isNone == true ? nil : preprocessing
    self.fit = fit
    self.software = software
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
  private enum Key: String, CodingKey { case schema, columns, preprocessing, fit, software }

  private static let schemas = [schema, schemaOfVariances, schemaOfPreprocessing]

  /// What has no variances is written so that readers of the first schema go on to read it.
  private var ownSchema: String {
    guard preprocessing == nil else { return Self.schemaOfPreprocessing }
    let components = model.components + (fit?.start.components ?? [])
    let isFirst =
      !components.contains(where: \.covariance.isHeldByVariances) && model.noise?.box?.isWrittenByWidths != true
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
    software = try container.decodeIfPresent(Software.self, forKey: .software)
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
    try container.encodeIfPresent(software, forKey: .software)
  }
}

/// How a mixture was fitted, as a model file keeps it.
///
/// ```swift
/// let selection = try MixtureSelector().select(points)
/// let summary = FitSummary(selection.best, selection: selection.summary)
/// let document = ModelDocument(model: selection.best.model, fit: summary)
/// ```
public struct FitSummary: Sendable, Hashable {
  /// The number of points.
  public let pointCount: Int
  /// The n of the criteria, the weights of the points as they count, summed; nil where all are 1.
  public let totalWeight: Double?
  /// What the weights of the points were taken for; nil where they had none, or an older file does not say.
  public let weightMeaning: WeightMeaning?
  /// The log-likelihood over all points, in nats, with densities in the columns' own units.
  public let logLikelihood: Double
  /// What the transforms of columns have added to it, and to all other log-likelihoods here; nil without transforms.
  ///
  /// What is left without it has densities in the units of the coordinates.
  public let logJacobian: Double?
  /// What an approximate fit made large in place of the log-likelihood, in nats; nil where the fit was by all points.
  public let lowerBound: Double?
  /// BIC, AIC, ICL and the number of free parameters.
  public let criteria: InformationCriteria
  /// The number of iterations of the run that won.
  public let iterations: Int
  /// Why it ended.
  public let termination: Termination
  /// The seed.
  public let seed: UInt64
  /// Wall time in seconds.
  public let seconds: Double
  /// All options that affect the result.
  public let configuration: FitConfiguration
  /// Where the run that won began.
  public let start: StartSummary
  /// Why it was chosen among other models, where it was.
  public let selection: SelectionSummary?
  /// The iterations of the run that won.
  public let history: [EMIteration]
  /// What had to be done.
  public let events: [FitEvent]

  /// Where a run began.
  ///
  /// ```swift
  /// let start = FitSummary(result).start
  /// for (before, after) in zip(start.components, result.model.components) { print(before.mean, after.mean) }
  /// ```
  public struct StartSummary: Sendable, Hashable, Codable {
    /// What kind of start it was.
    public let name: String
    /// What the start `auto` took; nil for other starts.
    public let choice: StartChoice?
    /// The parameters.
    public let components: [GaussianMixture.Component]
    /// The noise it began with.
    public let noise: GaussianMixture.Noise?
  }

  /// The summary of a result.
  ///
  /// - Parameters:
  ///   - result: what a fit yielded.
  ///   - selection: why it was chosen among other models, where it was.
  ///   - logJacobian: ``Preprocessing/logJacobian(of:)`` of the points, where columns are transformed: log-likelihoods and
  ///     criteria are then those in the columns' own units, so that they compare between transforms.
  public init(_ result: FitResult, selection: SelectionSummary? = nil, logJacobian: Double? = nil) {
    let shift = logJacobian ?? 0
    pointCount = result.pointCount
    totalWeight = result.totalWeight == Double(result.pointCount) ? nil : result.totalWeight
    weightMeaning = result.weightMeaning
    logLikelihood = result.logLikelihood + shift
    lowerBound = result.lowerBound.map { $0 + shift }
    self.logJacobian = logJacobian
    criteria = result.criteria.shifted(by: shift)
    iterations = result.history.count
    termination = result.termination
    seed = result.seed
    seconds = result.seconds
    configuration = result.configuration
    start = StartSummary(
      name: result.startName, choice: result.startChoice, components: result.start.components,
      noise: result.start.noise)
    self.selection = selection?.shifted(by: shift, totalWeight: result.totalWeight)
    history = result.history.map { $0.shifted(by: shift) }
    events = result.events
  }
}

extension FitSummary: Codable {
  private enum Key: String, CodingKey {
    case pointCount, totalWeight, weightMeaning, logLikelihood, lowerBound, iterations, termination, seed, seconds
    case logJacobian, configuration, start, selection, history, events
  }

  /// Reads a summary.
  ///
  /// - Parameter decoder: a decoder of an object.
  /// - Throws: what the decoder throws.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    pointCount = try container.decode(Int.self, forKey: .pointCount)
    totalWeight = try container.decodeIfPresent(Double.self, forKey: .totalWeight)
    weightMeaning = try container.decodeIfPresent(WeightMeaning.self, forKey: .weightMeaning)
    logLikelihood = try container.decode(Double.self, forKey: .logLikelihood)
    logJacobian = try container.decodeIfPresent(Double.self, forKey: .logJacobian)
    lowerBound = try container.decodeIfPresent(Double.self, forKey: .lowerBound)
    criteria = try InformationCriteria(from: decoder)
    iterations = try container.decode(Int.self, forKey: .iterations)
    termination = try container.decode(Termination.self, forKey: .termination)
    seed = try container.decode(UInt64.self, forKey: .seed)
    seconds = try container.decode(Double.self, forKey: .seconds)
    configuration = try container.decode(FitConfiguration.self, forKey: .configuration)
    start = try container.decode(StartSummary.self, forKey: .start)
    selection = try container.decodeIfPresent(SelectionSummary.self, forKey: .selection)
    history = try container.decode([EMIteration].self, forKey: .history)
    events = try container.decode([FitEvent].self, forKey: .events)
  }

  /// Writes the summary.
  ///
  /// - Parameter encoder: an encoder of an object.
  /// - Throws: what the encoder throws.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(pointCount, forKey: .pointCount)
    try container.encodeIfPresent(totalWeight, forKey: .totalWeight)
    try container.encodeIfPresent(weightMeaning, forKey: .weightMeaning)
    try container.encode(logLikelihood, forKey: .logLikelihood)
    try container.encodeIfPresent(logJacobian, forKey: .logJacobian)
    try container.encodeIfPresent(lowerBound, forKey: .lowerBound)
    try criteria.encode(to: encoder)
    try container.encode(iterations, forKey: .iterations)
    try container.encode(termination, forKey: .termination)
    try container.encode(seed, forKey: .seed)
    try container.encode(seconds, forKey: .seconds)
    try container.encode(configuration, forKey: .configuration)
    try container.encode(start, forKey: .start)
    try container.encode(selection, forKey: .selection)
    try container.encode(history, forKey: .history)
    try container.encode(events, forKey: .events)
  }
}
