#if Command

import ArgumentParser
import GaussianMixtures
import MixtureFiles
import Tables

/// What the values of columns go through before they are coordinates.
struct TransformOptions: ParsableArguments {
  @Option(
    name: .customLong("transform"),
    parsing: .singleValue,
    help: ArgumentHelp(
      "Transform columns before they are fitted: KIND for all, COLUMNS:KIND for some, named as for --columns or by a "
        + "pattern such as 'FL*'; can be given again. KIND is arcsinh=150 (150 is the default; 5 for mass cytometry), "
        + "log=10 (10, 2, e; no value for 0 and below), logicle or logicle=W=0.5,T=262144,M=4.5,A=0 (T is 262144 or the "
        + "largest value, and W from the negative values, unless given), or none. The model keeps it.",
      valueName: "columns:kind"))
  var texts: [String] = []

  mutating func validate() throws { _ = try choices() }

  private func choices() throws(ValidationError) -> ColumnTransforms {
    do {
      return try ColumnTransforms(texts)
    } catch {
      throw ValidationError("--transform: \(error)")
    }
  }

  /// A table whose columns are compensated and transformed as was asked for.
  func applied(
    to table: PointTable, columns: [Int], _ compensation: CompensationOptions, console: Console
  ) throws -> PointTable {
    let (choices, rule) = (try choices(), try compensation.rule())
    // Whoever does not ask may not know of it; a matrix that is damaged is told to who asks.
    if compensation.compensate == nil, rule == nil,
      (try? table.compensations())?.contains(where: { $0?.isIdentity == false }) == true
    {
      console.note(
        "\(table.source) has a spillover matrix, by which nothing is compensated: --compensate does it, and "
          + "--no-compensate says that it is not wanted")
    }
    guard !choices.isEmpty || rule != nil else { return table }
    return try table.preprocessed(compensation: rule, transforms: choices, columns: columns)
  }
}

#endif
