/// What the covariances of a mixture share, as three axes of the decomposition `Σ = λ Q A Qᵀ`: the volume
/// `λ`, the shape `A` (diagonal, determinant 1) and the orientation `Q` (orthogonal).
///
/// ```swift
/// let estimator = MixtureEstimator(componentCount: 3, structure: .tied)    // EEE: all have the same covariance
/// let named = CovarianceStructure("VEI")                                   // nil where there is no such code or name
/// let count = CovarianceStructure.full.parameterCount(dimension: 3, componentCount: 4)    // 24
/// ```
///
/// The fourteen combinations that exist carry mclust's three-letter codes: `E`qual, `V`ariable or
/// `I`dentity, in the order volume, shape, orientation.
///
/// Source: G. Celeux and G. Govaert, Gaussian parsimonious clustering models, Pattern Recognition 28
/// (1995) 781-793.
public struct CovarianceStructure: Sendable, Hashable, CaseIterable {
  /// How one part of the decomposition varies over the components.
  ///
  /// ```swift
  /// let parallel = CovarianceStructure.allCases.filter { $0.orientation != .variable }
  /// let withoutCorrelations = parallel.filter { $0.orientation == .identity }
  /// ```
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

  /// Spheres of one volume.
  public static let eii = Self(.equal, .identity, .identity)
  /// Spheres, each of its own volume.
  public static let vii = Self(.variable, .identity, .identity)
  /// Axes along the coordinates, one volume and shape.
  public static let eei = Self(.equal, .equal, .identity)
  /// Axes along the coordinates, own volumes, one shape.
  public static let vei = Self(.variable, .equal, .identity)
  /// Axes along the coordinates, one volume, own shapes.
  public static let evi = Self(.equal, .variable, .identity)
  /// Axes along the coordinates, own volumes and shapes.
  public static let vvi = Self(.variable, .variable, .identity)
  /// One covariance for all components.
  public static let eee = Self(.equal, .equal, .equal)
  /// Own volumes, one shape and orientation.
  public static let vee = Self(.variable, .equal, .equal)
  /// One volume and orientation, own shapes.
  public static let eve = Self(.equal, .variable, .equal)
  /// Own volumes and shapes, one orientation.
  public static let vve = Self(.variable, .variable, .equal)
  /// One volume and shape, own orientations.
  public static let eev = Self(.equal, .equal, .variable)
  /// Own volumes and orientations, one shape.
  public static let vev = Self(.variable, .equal, .variable)
  /// One volume, own shapes and orientations.
  public static let evv = Self(.equal, .variable, .variable)
  /// Every component a covariance of its own.
  public static let vvv = Self(.variable, .variable, .variable)

  /// Every component a covariance of its own: VVV.
  public static let full = vvv
  /// One covariance for all components: EEE.
  public static let tied = eee
  /// Every component its own variance of each coordinate, without correlations: VVI.
  public static let diagonal = vvi
  /// Every component one variance for all coordinates: VII.
  public static let spherical = vii

  /// All fourteen, in mclust's order.
  public static let allCases: [Self] = [
    eii, vii, eei, vei, evi, vvi, eee, vee, eve, vve, eev, vev, evv, vvv,
  ]

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
