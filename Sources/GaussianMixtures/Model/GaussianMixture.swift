internal import LinearAlgebra

/// A mixture of K Gaussians in D dimensions: `p(x) = Σ w_k N(x; μ_k, Σ_k)`.
///
/// ```swift
/// let model = try GaussianMixture(components: [
///   .init(weight: 0.6, mean: [0, 0], covariance: .identity(dimension: 2)),
///   .init(weight: 0.4, mean: [5, 3], covariance: [[2, 0.5], [0.5, 1]]),
/// ])
/// print(try model.label(of: [4, 3]) ?? -1)    // 1
/// ```
///
/// A value that exists is sound: weights that sum to 1, finite means, covariances that are symmetric and
/// positive definite. Covariances answer for all their entries, whatever their structure; without correlations they
/// hold no more than the variances.
public struct GaussianMixture: Sendable, Hashable {
  /// One Gaussian and its share of the whole.
  ///
  /// ```swift
  /// let model = try GaussianMixture(components: [
  ///   GaussianMixture.Component(weight: 0.3, mean: [38.5, 110], covariance: .diagonal([0.5, 90]), name: "sick"),
  ///   GaussianMixture.Component(weight: 0.7, mean: [36.8, 70], covariance: .diagonal([0.1, 60]), name: "well"),
  /// ])
  /// ```
  public struct Component: Sendable, Hashable {
    /// The share `w_k`, from 0 to 1.
    public let weight: Double
    /// The mean `μ_k`, D numbers in the units of the data.
    public let mean: [Double]
    /// The covariance `Σ_k`, D x D, in the squared units of the data.
    public let covariance: CovarianceMatrix
    /// What the component is called, where its start gave it a name.
    public let name: String?

    /// Takes the parameters as they are; ``GaussianMixture/init(components:structure:noise:)`` checks them.
    ///
    /// - Parameters:
    ///   - weight: the share of the component.
    ///   - mean: D coordinates.
    ///   - covariance: D x D entries.
    ///   - name: a name to show instead of the component's number.
    public init(weight: Double, mean: [Double], covariance: CovarianceMatrix, name: String? = nil) {
      self.weight = weight
      self.mean = mean
      self.covariance = covariance
      self.name = name
    }
  }

  /// The components, in an order that stays.
  public let components: [Component]
  /// The uniform density beside them, if the mixture has one.
  public let noise: Noise?
  /// What the covariances shared when they were estimated.
  public let structure: CovarianceStructure

  /// The number of components, K.
  public var componentCount: Int { components.count }
  /// The number of coordinates, D.
  public var dimension: Int { components[0].mean.count }

  /// Checks the parameters and makes a mixture of them.
  ///
  /// - Parameters:
  ///   - components: at least one, all of one dimension.
  ///   - structure: what the covariances are said to share; it is not checked.
  ///   - noise: the uniform density beside the components.
  /// - Throws: ``ModelError`` where a number is not finite, dimensions differ, the weights are negative or
  ///   do not sum to 1 within 1e-9, or a covariance is not symmetric and positive definite.
  /// - Complexity: O(K D³), O(K D) for covariances that are held by their variances.
  public init(
    components: [Component], structure: CovarianceStructure = .full, noise: Noise? = nil
  ) throws(ModelError) {
    try Self.check(components, noise: noise)
    self.components = components
    self.structure = structure
    self.noise = noise
  }

  /// For parameters that an estimation has kept sound.
  init(trusting components: [Component], structure: CovarianceStructure, noise: Noise?) {
    self.components = components
    self.structure = structure
    self.noise = noise
  }

  /// A component.
  ///
  /// - Parameter component: its place, from 0.
  public subscript(component: Int) -> Component { components[component] }

  /// The number of free parameters: K-1 weights, K D coordinates of means, and those of the covariances; two more
  /// where there is noise, its weight and its volume, as mclust counts.
  public var parameterCount: Int {
    Freedom(structure: structure).parameterCount(families, dimension: dimension)
  }

  /// Of all components, the Gaussian ones first.
  var families: [ComponentFamily] {
    components.map { _ in .gaussian } + (noise == nil ? [] : [.uniform])
  }

  /// The name of a component, or its number from 1.
  ///
  /// - Parameter component: the component, from 0.
  /// - Returns: the name, or the number from 1 as text.
  public func componentName(_ component: Int) -> String { components[component].name ?? "\(component + 1)" }

  /// The names of all components, in order; where one has none its number from 1.
  public var componentNames: [String] { components.indices.map(componentName) }

  /// Whether a component has a name of its own, so that names are more than numbers.
  public var hasNames: Bool { components.contains { $0.name != nil } }
}

extension GaussianMixture {
  /// The mixture of some of the coordinates, in the given order: the marginal distribution.
  ///
  /// ```swift
  /// let plane = model.selecting([0, 2])    // the density of the first and the third coordinate alone
  /// ```
  ///
  /// - Parameter coordinates: each from 0, none twice, at least one.
  /// - Returns: a mixture of the same components in those coordinates. Noise goes along where it is uniform in them
  ///   too: where they are all, or its box is parallel to them; else the weights sum to less than 1.
  /// - Complexity: O(K D²), O(K D) for covariances that are held by their variances.
  public func selecting(_ coordinates: [Int]) -> GaussianMixture {
    precondition(!coordinates.isEmpty && Set(coordinates).count == coordinates.count, "coordinates differ")
    return GaussianMixture(
      trusting: components.map { component in
        Component(
          weight: component.weight, mean: coordinates.map { component.mean[$0] },
          covariance: CovarianceMatrix(component.covariance.matrix.selecting(coordinates)),
          name: component.name)
      }, structure: structure, noise: noise.flatMap { $0.selecting(coordinates, of: dimension) })
  }
}

extension GaussianMixture {
  /// Checks the parameters as whoever reads them from a file does.
  ///
  /// - Throws: ``ModelError``, as ``init(components:structure:noise:)``.
  /// - Complexity: O(K D³), O(K D) for covariances that are held by their variances.
  func requireSound() throws(ModelError) { try Self.check(components, noise: noise) }

  private static func check(_ components: [Component], noise: Noise?) throws(ModelError) {
    guard let dimension = components.first?.mean.count, dimension > 0 else {
      throw ModelError(.empty, "The model has no components.")
    }
    for (index, component) in components.enumerated() {
      try check(component, number: index + 1, dimension: dimension)
    }
    if let noise { try noise.check(dimension: dimension) }
    let sum = components.reduce(noise?.weight ?? 0) { $0 + $1.weight }
    guard abs(sum - 1) <= 1e-9 else {
      throw ModelError(.weights, "The weights sum to \(sum); they must sum to 1.")
    }
  }

  private static func check(
    _ component: Component, number: Int, dimension: Int
  ) throws(ModelError) {
    guard component.mean.count == dimension, component.covariance.dimension == dimension else {
      throw ModelError(
        .dimension,
        "Component \(number) has a mean of \(component.mean.count) and a covariance of "
          + "\(component.covariance.dimension) dimensions; \(dimension) and \(dimension) are needed.",
        component: number)
    }
    guard component.weight.isFinite, component.weight >= 0 else {
      throw ModelError(
        .weights, "Component \(number) has the weight \(component.weight); weights are 0 or more.",
        component: number)
    }
    let covariance = component.covariance.matrix
    guard component.mean.allSatisfy(\.isFinite), covariance.entries.allSatisfy(\.isFinite) else {
      throw ModelError(
        .notFinite, "Component \(number) has a mean or covariance that is not finite.", component: number)
    }
    guard covariance.asymmetry == nil else {
      throw ModelError(
        .covariance, "The covariance of component \(number) is not symmetric.", component: number)
    }
    guard covariance.compact.factor != nil else {
      throw ModelError(
        .covariance,
        "The covariance of component \(number) is not positive definite: it has no density.",
        component: number)
    }
  }
}
