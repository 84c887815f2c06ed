extension GaussianMixture.Component: Codable {
  private enum Key: String, CodingKey { case weight, mean, covariance, variances, name }

  /// Reads a component: its covariance by rows, or by the key `variances` the variances of all coordinates, or the
  /// one that they have in common.
  ///
  /// - Parameter decoder: a decoder of an object.
  /// - Throws: `DecodingError` where a key is missing, or both a covariance and variances are there.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let mean = try container.decode([Double].self, forKey: .mean)
    let variances = try container.decodeIfPresent([Double].self, forKey: .variances)
    guard variances == nil || !container.contains(.covariance) else {
      throw DecodingError.dataCorruptedError(
        forKey: .variances, in: container,
        debugDescription: "a component has a covariance or variances, and not both")
    }
    self.init(
      weight: try container.decode(Double.self, forKey: .weight), mean: mean,
      covariance: try variances.map { variances in
        .diagonal(
          variances.count == 1 ? [Double](repeating: variances[0], count: mean.count) : variances)
      } ?? container.decode(CovarianceMatrix.self, forKey: .covariance),
      name: try container.decodeIfPresent(String.self, forKey: .name))
  }

  /// Writes a component; of a covariance that is held by its variances these, or the one of all coordinates.
  ///
  /// - Parameter encoder: an encoder of an object.
  /// - Throws: what the encoder throws.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(weight, forKey: .weight)
    try container.encode(mean, forKey: .mean)
    if covariance.isHeldByVariances {
      try container.encode(
        covariance.commonVariance.map { [$0] } ?? covariance.diagonal, forKey: .variances)
    } else {
      try container.encode(covariance, forKey: .covariance)
    }
    try container.encodeIfPresent(name, forKey: .name)
  }
}

extension GaussianMixture: Codable {
  private enum Key: String, CodingKey {
    case dimension, componentCount, structure, components, noise
  }

  /// Reads the model keys of a model file.
  ///
  /// - Parameter decoder: a decoder of an object; `dimension`, `componentCount`, `structure` and `noise`
  ///   may be absent.
  /// - Throws: `DecodingError`, and ``ModelError`` where the parameters are no mixture.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let components = try container.decode([Component].self, forKey: .components)
    let structure = try container.decodeIfPresent(CovarianceStructure.self, forKey: .structure)
    try self.init(
      components: components, structure: structure ?? .full,
      noise: try container.decodeIfPresent(Noise.self, forKey: .noise))
    if let said = try container.decodeIfPresent(Int.self, forKey: .dimension), said != dimension {
      throw ModelError(.dimension, "The model says dimension \(said), its means have \(dimension).")
    }
    if let said = try container.decodeIfPresent(Int.self, forKey: .componentCount), said != componentCount {
      throw ModelError(
        .dimension, "The model says \(said) components, and has \(componentCount).")
    }
  }

  /// Writes the model keys of a model file.
  ///
  /// - Parameter encoder: an encoder of an object.
  /// - Throws: what the encoder throws.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(dimension, forKey: .dimension)
    try container.encode(componentCount, forKey: .componentCount)
    try container.encode(structure, forKey: .structure)
    try container.encode(components, forKey: .components)
    try container.encode(noise, forKey: .noise)
  }
}
