package import GaussianMixtures

/// Classes that points are known to be of, and what these are called.
package struct KnownClasses: Sendable {
  /// What they are called, such as the name of their column.
  package let name: String
  /// The class of each point.
  package let labels: ClassLabels

  /// Takes classes.
  ///
  /// - Parameters:
  ///   - name: what they are called.
  ///   - labels: the class of each point.
  package init(name: String, labels: ClassLabels) {
    (self.name, self.labels) = (name, labels)
  }
}
