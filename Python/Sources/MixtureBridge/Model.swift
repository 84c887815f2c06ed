public import CMixtureBridge
internal import GaussianMixtures
internal import MixtureFiles

/// A mixture that C holds.
final class ModelBox: Sendable {
  let document: ModelDocument

  init(_ document: ModelDocument) { self.document = document }

  static func of(_ pointer: OpaquePointer) -> ModelBox {
    Unmanaged<ModelBox>.fromOpaque(UnsafeRawPointer(pointer)).takeUnretainedValue()
  }

  /// The mixture that a caller has named.
  static func model(_ pointer: OpaquePointer?) throws -> GaussianMixture {
    guard let pointer else { throw Failure.missing("model") }
    return of(pointer).document.model
  }

  /// For C, which gives it back by gmm_model_release.
  static func lent(_ document: ModelDocument) -> OpaquePointer {
    OpaquePointer(Unmanaged.passRetained(ModelBox(document)).toOpaque())
  }
}

/// As the header says.
@c @implementation
public func gmm_model_read(
  _ document: UnsafePointer<CChar>!, _ failure: UnsafeMutablePointer<gmm_failure>!
) -> OpaquePointer! {
  answer(failure) {
    ModelBox.lent(
      try JSONText.decode(ModelDocument.self, Text.given(document, "model document"), "model document"))
  }
}

/// As the header says.
@c @implementation
public func gmm_model_make(
  _ componentCount: Int, _ dimension: Int, _ weights: UnsafePointer<Double>!, _ means: UnsafePointer<Double>!,
  _ covariances: UnsafePointer<Double>!, _ areVariances: Bool, _ failure: UnsafeMutablePointer<gmm_failure>!
) -> OpaquePointer! {
  answer(failure) {
    guard let weights, let means, let covariances else { throw Failure.missing("parameter") }
    guard componentCount > 0, dimension > 0 else {
      throw Failure(
        .model, "empty", "There are no parameters: \(componentCount) components of \(dimension) dimensions.")
    }
    let size = areVariances ? dimension : dimension * dimension
    let components = try (0..<componentCount).map { k in
      let numbers = Array(UnsafeBufferPointer(start: covariances + k * size, count: size))
      return GaussianMixture.Component(
        weight: weights[k], mean: Array(UnsafeBufferPointer(start: means + k * dimension, count: dimension)),
        covariance: try covariance(numbers, dimension: dimension, areVariances: areVariances))
    }
    return ModelBox.lent(
      ModelDocument(
        model: try GaussianMixture(components: components, structure: areVariances ? .diagonal : .full)))
  }
}

private func covariance(_ numbers: [Double], dimension: Int, areVariances: Bool) throws -> CovarianceMatrix {
  guard !areVariances else { return .diagonal(numbers) }
  return try CovarianceMatrix(
    rows: (0..<dimension).map { Array(numbers[($0 * dimension)..<(($0 + 1) * dimension)]) })
}

/// As the header says.
@c @implementation
public func gmm_model_marginal(
  _ model: OpaquePointer!, _ coordinates: UnsafePointer<Int>!, _ count: Int,
  _ failure: UnsafeMutablePointer<gmm_failure>!
) -> OpaquePointer! {
  answer(failure) {
    guard let model else { throw Failure.missing("model") }
    guard let coordinates, count > 0 else { throw Failure.missing("coordinate of the marginal mixture") }
    let document = ModelBox.of(model).document
    let chosen = Array(UnsafeBufferPointer(start: coordinates, count: count))
    guard chosen.allSatisfy({ (0..<document.model.dimension).contains($0) }), Set(chosen).count == count
    else {
      throw Failure(
        .model, "dimension",
        "The coordinates \(chosen) are no choice of \(document.model.dimension): each is from 0, and none comes twice."
      )
    }
    let marginal = document.model.selecting(chosen)
    guard (document.model.noise == nil) == (marginal.noise == nil) else {
      throw Failure(
        .model, "noise",
        "The noise's density is known for all coordinates together only, since its box is not parallel to them; take the "
          + "noise out of the model first.")
    }
    return ModelBox.lent(
      ModelDocument(model: marginal, columns: document.columns.map { columns in chosen.map { columns[$0] } }))
  }
}

/// As the header says.
@c @implementation
public func gmm_model_release(_ model: OpaquePointer!) {
  guard let model else { return }
  Unmanaged<ModelBox>.fromOpaque(UnsafeRawPointer(model)).release()
}

/// As the header says.
@c @implementation
public func gmm_model_component_count(_ model: OpaquePointer!) -> Int {
  model.map { ModelBox.of($0).document.model.componentCount } ?? 0
}

/// As the header says.
@c @implementation
public func gmm_model_dimension(_ model: OpaquePointer!) -> Int {
  model.map { ModelBox.of($0).document.model.dimension } ?? 0
}

/// As the header says.
@c @implementation
public func gmm_model_parameters(
  _ model: OpaquePointer!, _ weights: UnsafeMutablePointer<Double>!, _ means: UnsafeMutablePointer<Double>!,
  _ covariances: UnsafeMutablePointer<Double>!, _ failure: UnsafeMutablePointer<gmm_failure>!
) -> Bool {
  isDone(failure) {
    try ModelBox.model(model).write(weights: weights, means: means, covariances: covariances)
  }
}

extension GaussianMixture {
  /// Writes K weights, K x D means and K x D x D covariances where a caller has room for them.
  func write(
    weights: UnsafeMutablePointer<Double>?, means: UnsafeMutablePointer<Double>?,
    covariances: UnsafeMutablePointer<Double>?
  ) throws {
    guard let weights, let means, let covariances else { throw Failure.missing("room for the mixture") }
    for (k, component) in components.enumerated() {
      weights[k] = component.weight
      (means + k * dimension).update(from: component.mean, count: dimension)
      (covariances + k * dimension * dimension).update(
        from: component.covariance.elements, count: dimension * dimension)
    }
  }
}

/// As the header says.
@c @implementation
public func gmm_model_document(
  _ model: OpaquePointer!, _ failure: UnsafeMutablePointer<gmm_failure>!
) -> UnsafeMutablePointer<CChar>! {
  answer(failure) {
    guard let model else { throw Failure.missing("model") }
    return Text.lent(try ModelFile.text(of: ModelBox.of(model).document))
  }
}

/// As the header says.
@c @implementation
public func gmm_file_read(
  _ path: UnsafePointer<CChar>!, _ failure: UnsafeMutablePointer<gmm_failure>!
) -> UnsafeMutablePointer<CChar>! {
  answer(failure) { Text.lent(try ModelFile.text(of: ModelFile.read(try Text.given(path, "path")))) }
}

/// As the header says.
@c @implementation
public func gmm_file_write(
  _ document: UnsafePointer<CChar>!, _ path: UnsafePointer<CChar>!,
  _ failure: UnsafeMutablePointer<gmm_failure>!
) -> Bool {
  isDone(failure) {
    let document = try JSONText.decode(
      ModelDocument.self, Text.given(document, "model document"), "model document")
    try ModelFile.write(document, to: try Text.given(path, "path"))
  }
}
