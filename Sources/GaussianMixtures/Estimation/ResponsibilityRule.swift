/// How points are shared out over the components.
package enum ResponsibilityRule: Sendable {
  /// In proportion to the weighted densities: EM.
  case posterior
  /// Each point whole to the largest weighted density: with unit spheres, k-means.
  case hardest
  /// Each point in proportion among the components of its class.
  case known(PointLabels)
}
