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
