/// How much of a simpler covariance goes into each component's own, where a component has few points for its many
/// parameters.
///
/// ```swift
/// let configuration = FitConfiguration(componentCount: 5, shrinkage: Shrinkage(0.1))
/// let result = try MixtureEstimator(configuration).fit(points)
/// print(result.configuration.shrinkage)    // what was taken, also where the amount was left to the fit
/// ```
///
/// In every maximization the scatter `S` of a component becomes `(1 - l) S + l T`, and the structure's covariance is made
/// of that; `l` is the amount and `T` the target. All is done in columns divided by their spreads, so that units do not
/// matter.
///
/// With a fixed amount and a target of the component's own, EM takes the squared distance of a point from a component as
/// `(1 - l) dᵀ Σ⁻¹ d + l dᵀ T(Σ⁻¹) d`, where `T(Σ⁻¹)` is the target of the inverse: then the maximization above is exact,
/// and the log-likelihood with these distances, ``EMIteration/shrunkLogLikelihood``, never falls. The amounts that are
/// estimated anew in every iteration, and the target that components share, maximize nothing: a run stops by the gain of
/// the log-likelihood, which may fall.
public struct Shrinkage: Sendable, Hashable {
  /// How large the target's share is.
  ///
  /// ```swift
  /// let plain = Shrinkage.Amount.fixed(0)    // the likelihood alone
  /// ```
  public enum Amount: Sendable, Hashable {
    /// The same for all components, from 0 to 1.
    case fixed(Double)
    /// For each component what minimizes the expected squared error of its covariance, estimated under normality.
    ///
    /// Source: Y. Chen, A. Wiesel, Y. Eldar and A. Hero, Shrinkage algorithms for MMSE covariance estimation, IEEE
    /// Transactions on Signal Processing 58 (2010) 5016-5029, equation 23.
    case oracleApproximating
    /// The same, estimated from the points' own fourth moments.
    ///
    /// Source: O. Ledoit and M. Wolf, A well-conditioned estimator for large-dimensional covariance matrices, Journal
    /// of Multivariate Analysis 88 (2004) 365-411, section 3.
    case ledoitWolf
    /// Correlations towards 0 and variances towards their mean, each by what minimizes the expected squared error of them,
    /// estimated under normality; it has no other target.
    ///
    /// Sources: J. Schäfer and K. Strimmer, Statistical Applications in Genetics and Molecular Biology 4 (2005) 32; R.
    /// Opgen-Rhein and K. Strimmer, the same 6 (2007) 9.
    case stein
    /// `stein` where there are more than six columns and fewer points than five quarters of the free parameters; else none.
    case automatic
  }

  /// What a component's covariance is drawn towards.
  ///
  /// ```swift
  /// let towardsCommon = Shrinkage(0.3, towards: .pooled)
  /// ```
  public enum Target: String, Sendable, Hashable, Codable, CaseIterable {
    /// A sphere of the same trace.
    case sphere
    /// The same without correlations.
    case diagonal
    /// The covariance within components, of all of them together.
    case pooled
  }

  /// How large the target's share is.
  public var amount: Amount
  /// What covariances are drawn towards.
  public var target: Target

  /// Takes the options; a fit checks them.
  ///
  /// - Parameters:
  ///   - amount: how large the target's share is.
  ///   - target: what covariances are drawn towards; amounts that are estimated are so for the sphere.
  public init(_ amount: Amount, towards target: Target = .sphere) {
    self.amount = amount
    self.target = target
  }

  /// Takes a fixed amount.
  ///
  /// - Parameters:
  ///   - amount: from 0 to 1.
  ///   - target: what covariances are drawn towards.
  public init(_ amount: Double, towards target: Target = .sphere) {
    self.init(.fixed(amount), towards: target)
  }

  /// The likelihood alone decides.
  public static let none = Shrinkage(0)
  /// The amount is left to the fit.
  public static let automatic = Shrinkage(.automatic)

  /// Whether nothing is shrunk.
  public var isNone: Bool { amount == .fixed(0) }

  /// Whether EM has a function that rises in every iteration.
  var hasObjective: Bool { if case .fixed = amount { isNone || target != .pooled } else { false } }
}

extension Shrinkage: Codable {
  private enum Key: String, CodingKey { case amount, target }

  private static let estimated: [(name: String, amount: Amount)] = [
    ("auto", .automatic), ("oas", .oracleApproximating), ("ledoit-wolf", .ledoitWolf),
    ("stein", .stein),
  ]

  /// Reads an amount, a number or a name, and a target.
  ///
  /// - Parameter decoder: a decoder of an object.
  /// - Throws: `DecodingError` where the amount has an unknown name.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let target = try container.decodeIfPresent(Target.self, forKey: .target) ?? .sphere
    if let number = try? container.decode(Double.self, forKey: .amount) {
      self.init(number, towards: target)
      return
    }
    let name = try container.decode(String.self, forKey: .amount)
    guard let known = Self.estimated.first(where: { $0.name == name }) else {
      throw DecodingError.dataCorruptedError(
        forKey: .amount, in: container, debugDescription: "there is no shrinkage «\(name)»")
    }
    self.init(known.amount, towards: target)
  }

  /// Writes the amount and the target.
  ///
  /// - Parameter encoder: an encoder of an object.
  /// - Throws: what the encoder throws.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    if case .fixed(let share) = amount {
      try container.encode(share, forKey: .amount)
    } else {
      try container.encode(name, forKey: .amount)
    }
    try container.encode(target, forKey: .target)
  }

  /// The amount as options and files call it.
  public var name: String {
    if case .fixed(let share) = amount { return share == 0 ? "none" : "\(share)" }
    return Self.estimated.first { $0.amount == amount }?.name ?? ""
  }
}
