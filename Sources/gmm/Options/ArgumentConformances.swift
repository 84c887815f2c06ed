// The library's types are public, and so are their conformances.
public import ArgumentParser
public import GaussianMixtures

extension CovarianceStructure: ExpressibleByArgument {
  /// Reads a code or a name.
  ///
  /// - Parameter argument: such as `VVV` or `full`.
  public init?(argument: String) { self.init(argument) }

  /// The name where there is one.
  public var defaultValueDescription: String { name ?? code }
}

extension CollapsePolicy: ExpressibleByArgument {}

extension InstructionSet: ExpressibleByArgument {}
