/// What the covariances of a mixture share, as three axes of the decomposition `Σ = λ Q A Qᵀ`: the volume
/// `λ`, the shape `A` (diagonal, determinant 1) and the orientation `Q` (orthogonal).
///
/// The fourteen combinations that exist carry mclust's three-letter codes: `E`qual, `V`ariable or
/// `I`dentity, in the order volume, shape, orientation.
///
/// Source: G. Celeux and G. Govaert, Gaussian parsimonious clustering models, Pattern Recognition 28
/// (1995) 781-793.
public struct CovarianceStructure: Sendable, Hashable, CaseIterable {
  /// How one part of the decomposition varies over the components.
  public enum Variation: Character, Sendable, Hashable {
    /// The same for all components.
    case equal = "E"
    /// Each component its own.
    case variable = "V"
    /// The identity matrix.
    case identity = "I"
  }

  /// The volume `λ`, never `identity`.
  public let volume: Variation
  /// The shape `A`; `identity` makes the components spherical.
  public let shape: Variation
  /// The orientation `Q`; `identity` aligns the axes of the components with the coordinates.
  public let orientation: Variation

  /// Every component a covariance of its own: VVV.
  public static let full = Self(.variable, .variable, .variable)
  /// One covariance for all components: EEE.
  public static let tied = Self(.equal, .equal, .equal)
  /// Every component its own variance of each coordinate, without correlations: VVI.
  public static let diagonal = Self(.variable, .variable, .identity)
  /// Every component one variance for all coordinates: VII.
  public static let spherical = Self(.variable, .identity, .identity)

  /// All fourteen, in mclust's order.
  public static let allCases: [Self] = [
    "EII", "VII", "EEI", "VEI", "EVI", "VVI", "EEE", "VEE", "EVE", "VVE", "EEV", "VEV", "EVV", "VVV",
  ].compactMap { Self($0) }

  private init(_ volume: Variation, _ shape: Variation, _ orientation: Variation) {
    self.volume = volume
    self.shape = shape
    self.orientation = orientation
  }

  /// Reads a code such as `"VVE"`, or a name, in any case of letters.
  ///
  /// The names are `full`, `tied`, `diagonal` (or `diag`) and `spherical`. One letter stands for three, so that mclust's codes
  /// for one dimension, `E` and `V`, are `EEE` and `VVV`. Of any other text no structure is made.
  ///
  /// - Parameter name: the code or the name.
  public init?(_ name: String) {
    let lowercased = name.lowercased()
    if let named = Self.named.first(where: { $0.name == lowercased }) {
      self = named.structure
      return
    }
    let code = name.count == 1 ? name + name + name : name
    let axes = code.uppercased().compactMap(Variation.init(rawValue:))
    guard axes.count == 3, code.count == 3, axes[0] != .identity else { return nil }
    guard axes[1] != .identity || axes[2] == .identity else { return nil }
    self.init(axes[0], axes[1], axes[2])
  }

  /// The three-letter code.
  public var code: String { String([volume.rawValue, shape.rawValue, orientation.rawValue]) }

  /// `full`, `tied`, `diagonal` or `spherical` where the structure has such a name.
  public var name: String? { Self.named.first { $0.structure == self }?.name }

  private static let named: [(name: String, structure: Self)] = [
    ("full", .full), ("tied", .tied), ("diagonal", .diagonal), ("spherical", .spherical), ("diag", .diagonal),
  ]

  /// The number of free parameters of the covariances alone: the sum over volume (1 or K), shape (0, D-1
  /// or K(D-1)) and orientation (0, D(D-1)/2 or KD(D-1)/2).
  ///
  /// - Parameters:
  ///   - dimension: D.
  ///   - componentCount: K.
  /// - Returns: a count, 1 or more.
  public func parameterCount(dimension: Int, componentCount: Int) -> Int {
    func free(_ axis: Variation, _ each: Int) -> Int {
      switch axis {
      case .identity: 0
      case .equal: each
      case .variable: componentCount * each
      }
    }
    return free(volume, 1) + free(shape, dimension - 1) + free(orientation, dimension * (dimension - 1) / 2)
  }

  /// The second moments that its covariances are estimated from.
  var moments: MomentKind { orientation == .identity ? .variances : .scatters }

  /// Whether a change of the units of single columns turns a mixture of this structure into another of
  /// the same structure.
  ///
  /// Such structures may be estimated in columns scaled one by one; the others need one scale for all.
  package var admitsColumnScaling: Bool {
    switch (shape, orientation) {
    case (.identity, _): false
    case (_, .identity), (.equal, .equal), (.variable, .variable): true
    default: false
    }
  }
}

extension CovarianceStructure: Codable {
  /// Reads the code as a string.
  ///
  /// - Parameter decoder: a decoder of a single string.
  /// - Throws: `DecodingError` where the string names no structure.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let structure = Self(text) else {
      throw DecodingError.dataCorruptedError(
        in: container,
        debugDescription:
          "«\(text)» is no covariance structure; a code such as VVV, or full, tied, diagonal or spherical is")
    }
    self = structure
  }

  /// Writes the code as a string.
  ///
  /// - Parameter encoder: an encoder of a single string.
  /// - Throws: what the encoder throws.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(code)
  }
}

extension CovarianceStructure: CustomStringConvertible {
  /// The code, with the name where there is one: `VVV (full)`.
  public var description: String { name.map { "\(code) (\($0))" } ?? code }
}
