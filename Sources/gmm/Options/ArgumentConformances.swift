#if Command

// The library's types are public, and so are their conformances.
public import ArgumentParser
public import GaussianMixtures
import MixtureFigures

extension CovarianceStructure: ExpressibleByArgument {
  /// Reads a code or a name.
  ///
  /// - Parameter argument: such as `VVV` or `full`.
  public init?(argument: String) { self.init(argument) }

  /// The codes and names of all structures.
  public static var allValueStrings: [String] {
    allCases.map { structure in structure.name.map { "\($0) (\(structure.code))" } ?? structure.code }
  }

  /// The name where there is one.
  public var defaultValueDescription: String { name ?? code }
}

extension Acceleration: ExpressibleByArgument {}
extension BootstrapMethod: ExpressibleByArgument {}
extension SearchEffort: ExpressibleByArgument {}

extension CollapsePolicy: ExpressibleByArgument {}

extension FigureSubject: ExpressibleByArgument {}

extension InstructionSet: ExpressibleByArgument {}

extension Engine.Precision: ExpressibleByArgument {}

extension MaximumPreference: ExpressibleByArgument {}

extension Resolution: ExpressibleByArgument {}

extension SelectionCriterion: ExpressibleByArgument {
  /// Reads a criterion in any case of letters, and the usual short name of cross-validation.
  ///
  /// - Parameter argument: such as `bic`, `BIC` or `cv`.
  public init?(argument: String) {
    let name = argument.lowercased().replacing("_", with: "-")
    self.init(rawValue: ["cv", "crossvalidation"].contains(name) ? "cross-validation" : name)
  }
}

extension Shrinkage.Target: ExpressibleByArgument {}

extension WeightMeaning: ExpressibleByArgument {}

#endif
