/// What listings use without saying where it is from.
///
/// Every reader knows: points, a model fitted to them, and the like. A listing about something else declares it in a line
/// of its own.
enum ListingPrelude {
  static let text = """
    import GaussianMixtures

    /// Measurements, a column each.
    var x: [Double] { fatalError() }
    var y: [Double] { fatalError() }
    var z: [Double] { fatalError() }
    var points: PointSet { fatalError() }
    /// Points with weights, known labels or missing coordinates.
    var observations: Observations { fatalError() }
    /// What a fit to the points has found.
    var result: FitResult { fatalError() }
    var model: GaussianMixture { fatalError() }
    /// The labels of the points that somebody else has given.
    var truth: PointLabels { fatalError() }

    /// Points in other forms.
    var positions: [SIMD3<Float>] { fatalError() }
    var floats: [Float] { fatalError() }
    var counts: [Double] { fatalError() }
    var catalogue: [(x: Double, y: Double, mass: Double)] { fatalError() }
    """
}
