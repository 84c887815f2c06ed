#if Command

import ArgumentParser
import MixtureFiles
import Tables

/// What is written beside the input's columns.
struct LabelColumnOptions: ParsableArguments {
  @Option(
    help: "The columns to write, of label, probability, uncertainty, log_density and density, with commas "
      + "between them (default: the first four).", as: "columns")
  var outputColumns: String?

  @Flag(help: "Also write the responsibility of every component.")
  var responsibilities = false

  var isUsed: Bool { outputColumns != nil || responsibilities }

  mutating func validate() throws { _ = try columns() }

  /// The chosen columns, in the order asked for.
  func columns() throws -> [ResultColumn] {
    guard let outputColumns else { return ResultColumn.usual }
    var chosen: [ResultColumn] = []
    for name in outputColumns.split(separator: ",", omittingEmptySubsequences: false) {
      guard let column = ResultColumn(rawValue: String(name)) else {
        let all = ResultColumn.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("--output-columns: «\(name)» is none of \(all).")
      }
      if !chosen.contains(column) { chosen.append(column) }
    }
    return chosen
  }
}

#endif
