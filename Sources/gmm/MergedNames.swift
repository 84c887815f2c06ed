#if Command

/// What is merged at each step of a hierarchy, by the names of the components in it.
struct MergedNames: Encodable {
  private let names: [[String]]

  /// The steps of a hierarchy.
  ///
  /// - Parameters:
  ///   - names: of all components.
  ///   - steps: in their order: the first component of a group, and that of the group which it takes up.
  static func ofSteps(_ steps: [(kept: Int, removed: Int)], of names: [String]) -> [MergedNames] {
    var members = names.map { [$0] }
    return steps.map { step in
      defer { members[step.kept] += members[step.removed] }
      return MergedNames(names: [members[step.kept], members[step.removed]])
    }
  }

  var text: String { names.map { $0.joined(separator: ", ") }.joined(separator: " + ") }

  func encode(to encoder: any Encoder) throws { try names.encode(to: encoder) }
}

#endif
