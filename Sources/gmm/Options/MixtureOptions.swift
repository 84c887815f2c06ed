#if Command

import ArgumentParser
import GaussianMixtures

/// Which mixture is fitted: a number of components and a structure, or the best of several.
struct MixtureOptions: ParsableArguments {
  @Option(
    name: [.customShort("k"), .long], parsing: .unconditional,
    help: ArgumentHelp(
      "The number of components; or a range such as 2-4, or auto for 1 to 9: the best of these by BIC, as select "
        + "finds it. Known labels, and a start by labels or by a model, bring their own.",
      valueName: "components"),
    transform: ComponentChoice.init)
  var components: ComponentChoice?

  @Option(
    help: "What the covariances share, by name or by mclust's code: volume, shape and orientation, each "
      + "Equal, Variable or Identity; E or V in one dimension. auto: the best of all by BIC.", as: "structure"
  )
  var structure: Structure = .one(.full)

  enum ComponentChoice: Sendable, Hashable {
    case auto
    case counts([Int])

    init(_ text: String) throws {
      if text.lowercased() == "auto" {
        self = .auto
        return
      }
      if let count = Int(text), count < 1 {
        throw ValidationError("--components must be at least 1; \(count) was given.")
      }
      guard text.contains(where: \.isNumber) else {
        throw ValidationError("a number such as 3, a range such as 2-4, or auto is meant.")
      }
      self = .counts(try ComponentCounts(text).values)
    }
  }

  enum Structure: ExpressibleByArgument, Sendable, Hashable {
    case auto
    case one(CovarianceStructure)

    init?(argument: String) {
      if argument.lowercased() == "auto" {
        self = .auto
      } else if let structure = CovarianceStructure(argument) {
        self = .one(structure)
      } else {
        return nil
      }
    }

    static var allValueStrings: [String] { CovarianceStructure.allValueStrings + ["auto"] }

    static var defaultCompletionKind: CompletionKind {
      .list(CovarianceStructure.allCases.map(\.defaultValueDescription) + ["auto"])
    }

    var defaultValueDescription: String {
      switch self {
      case .auto: "auto"
      case .one(let structure): structure.defaultValueDescription
      }
    }
  }

  /// Whether several mixtures compete.
  var isSelection: Bool {
    switch components {
    case .auto: true
    case .counts(let counts): counts.count > 1 || structure == .auto
    case nil: structure == .auto
    }
  }

  /// Checks that the number of components is known, or free where it is to be found.
  func check(_ fit: FitOptions) throws {
    if case .one(let structure) = structure, !isSelection {
      try fit.regularization.check(structure: structure, acceleration: fit.acceleration)
    }
    guard components != nil || !fit.startsFromPoints || fit.observations.knownLabels != nil else {
      throw ValidationError("Say how many components to fit: -k 3, for example, or -k auto.")
    }
    guard !isSelection || fit.startsFromPoints else {
      throw ValidationError(
        "--components auto or of a range, and --structure auto, take the starts auto, hierarchical, kmeans and "
          + "random; --start \(fit.start) brings a number of components of its own.")
    }
  }

  /// The options of the one mixture.
  ///
  /// - Parameter knownCount: How many groups are known, where some are.
  func configuration(_ fit: FitOptions, _ start: Start, knownCount: Int? = nil) throws -> FitConfiguration {
    let structure: CovarianceStructure = if case .one(let structure) = structure { structure } else { .full }
    return try fit.configuration(
      componentCount: try componentCount(of: start, knownCount), structure: structure)
  }

  /// What competes, for points of a dimension.
  func selection(_ fit: FitOptions, dimension: Int) throws -> SelectionConfiguration {
    var selection = SelectionConfiguration(fit: try fit.configuration(componentCount: 1, structure: .full))
    if case .counts(let counts) = components { selection.componentCounts = counts }
    switch structure {
    case .auto: selection.structures = CovarianceStructure.distinct(inDimension: dimension)
    case .one(let structure): selection.structures = [structure]
    }
    return selection
  }

  private func componentCount(of start: Start, _ knownCount: Int?) throws -> Int {
    let asked: Int? = if case .counts(let counts) = components { counts.first } else { nil }
    let (count, what): (Int, String)
    switch start {
    case .auto, .hierarchical, .kMeans, .random:
      return asked ?? knownCount ?? 1
    case .model(let model): (count, what) = (model.componentCount, "the model to start from has")
    case .labels(let labels): (count, what) = (labels.names.count, "the labels to start from are")
    }
    guard asked == nil || asked == count else {
      throw CommandFailure(.badData, "-k is \(asked ?? 0), and \(what) \(count); leave -k out.")
    }
    return count
  }
}

#endif
