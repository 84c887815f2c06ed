/// A mixture as a pass compares points with it: in the frame, or in the axes of the whitening that its components share.
struct PassMixture: Sendable {
  let packed: PackedMixture
  /// What points are whitened by first; nil for nothing.
  let whitening: SharedWhitening?
  /// In the frame, whose boxes leave components out; nil where `packed` is.
  let boxed: PackedMixture?
  let isBounded: Bool

  /// - Parameters:
  ///   - parameters: in the frame.
  ///   - whitening: the one that all components share, if it is to be used: that takes double precision.
  ///   - isBounded: whether components are left out by boxes.
  ///   - precision: what densities are to be computed in.
  /// - Complexity: O(K D²).
  init(
    _ parameters: MixtureParameters, whitening: SharedWhitening? = nil, isBounded: Bool,
    precision: Engine.Precision = .double
  ) {
    self.whitening = whitening
    self.isBounded = isBounded
    packed = PackedMixture(
      whitening?.mixture ?? parameters, isBounded: isBounded && whitening == nil,
      precision: whitening == nil ? precision : .double)
    boxed = isBounded && whitening != nil ? PackedMixture(parameters, isBounded: true) : nil
  }
}
