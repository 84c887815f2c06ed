internal import GaussianMixtures
internal import LinearAlgebra

/// The box that a report draws in, and what becomes of points and components in it: every column runs from
/// 0 to 1, so that single precision suffices wherever the data lie.
struct MixtureFrame: Sendable {
  let axes: [AxisScale]
  /// The columns, whatever is done to their numbers along the axes.
  let names: [String]
  /// Whether one unit can be equally long on the axes that are drawn first.
  let suitsOneScale: Bool

  /// The box around all points, with room for what reaches beyond them; without a model for nothing.
  init(_ points: PointSet, _ model: GaussianMixture? = nil, names: [String], radius: Double = 0) {
    let spans = points.columns.enumerated().map { d, column in
      AxisScale.Span(
        of: column,
        reaches: (model?.components ?? []).map {
          ($0.mean[d], radius * max(0, $0.covariance[d, d]).squareRoot())
        })
    }
    suitsOneScale = spans.count > 1 && AxisScale.Span.suitOneScale(Array(spans.prefix(3)))
    self.names = names.map(Text.oneLine)
    axes = zip(self.names, spans).map { name, span in
      AxisScale(name: name, span: span, exponent: span.exponent)
    }
  }

  /// A coordinate, from 0 to 1 within the box.
  func place(_ value: Double, _ d: Int) -> Double {
    let range = axes[d].range
    return (axes[d].display(value) - range.lowerBound) / (range.upperBound - range.lowerBound)
  }

  /// A length, as a share of the box.
  func length(_ value: Double, _ d: Int) -> Double {
    axes[d].displayLength(value) / (axes[d].range.upperBound - axes[d].range.lowerBound)
  }

  /// The mean of a component within the box.
  func mean(_ component: GaussianMixture.Component) -> [Double] {
    component.mean.indices.map { place(component.mean[$0], $0) }
  }

  /// The covariance of a component within the box.
  func covariance(_ component: GaussianMixture.Component) -> SquareMatrix {
    SquareMatrix(count: component.mean.count) { length(length(component.covariance[$0, $1], $0), $1) }
  }

  /// Weight, mean and the lower triangle of the covariance of every component, one behind the other.
  ///
  /// - Complexity: O(K D²).
  func packed(_ components: [GaussianMixture.Component]) -> [Float] {
    let dimension = axes.count
    return components.flatMap { component -> [Float] in
      let covariance = covariance(component)
      var numbers = [Float(component.weight)] + mean(component).map { Float($0) }
      for i in 0..<dimension {
        for j in 0...i { numbers.append(Float(covariance[i, j])) }
      }
      return numbers
    }
  }
}
