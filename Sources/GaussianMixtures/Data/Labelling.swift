/// Which class each component of a mixture stands for.
///
/// A component is a class of its own as long as nothing else is said; a class may also have several components, as
/// where its points form no ellipsoid. A point whose class is known is shared out among the components of this class.
struct Labelling: Sendable, Hashable {
  /// Of each component, from 0.
  private(set) var classOfComponent: [Int]

  /// Every component is a class of its own.
  static func identity(componentCount: Int) -> Labelling {
    Labelling(classOfComponent: Array(0..<componentCount))
  }

  /// Without one component: the others stay what they stand for.
  mutating func remove(_ component: Int) { classOfComponent.remove(at: component) }

  /// With another component, which is a class of its own.
  mutating func append() { classOfComponent.append((classOfComponent.max() ?? -1) + 1) }
}
