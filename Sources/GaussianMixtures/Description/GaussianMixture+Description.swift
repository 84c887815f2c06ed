// What a person sees of models and what they came from by `print`; all of their numbers are in the values themselves.

extension GaussianMixture: CustomStringConvertible {
  /// What kind of mixture it is, and its first components, a line each.
  public var description: String { "\(heading)\n\(componentLines)" }

  /// What kind of mixture it is.
  var heading: String {
    let noise = noise.map { ", and noise of the weight \($0.weight.shortText)" } ?? ""
    return
      "Gaussian mixture of \(componentCount.text(of: "component")) in \(dimension.text(of: "dimension")), "
      + "covariances \(structure)\(noise)"
  }

  var componentLines: String {
    components.indices.lazy.map { "\(componentName($0)): \(components[$0].shortText)" }
      .firstLines(of: componentCount, "component")
  }
}

extension GaussianMixture.Component: CustomStringConvertible {
  /// The weight, and the first coordinates of the mean and of the standard deviations.
  public var description: String { (name.map { "\($0): " } ?? "") + shortText }

  fileprivate var shortText: String {
    "weight \(weight.shortText), mean \(mean.shortText), standard deviations \(covariance.standardDeviations.shortText)"
  }
}

extension ModelDocument: CustomStringConvertible {
  /// The model, how it was fitted, and its columns.
  public var description: String {
    let columns = columns.map { names in
      "columns \(names.prefix(8).joined(separator: ", "))\(names.count > 8 ? ", … \(names.count) in all" : "")"
    }
    return [model.heading, fit?.description, columns, model.componentLines].compactMap(\.self)
      .joined(separator: "\n")
  }
}
