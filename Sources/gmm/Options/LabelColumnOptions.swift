import ArgumentParser

/// What is written beside the input's columns.
struct LabelColumnOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The columns to write, of label, probability, uncertainty, log_density and density, with commas "
        + "between them (default: the first four).", valueName: "columns"))
  var outputColumns: String?

  @Flag(help: "Also write the responsibility of every component.")
  var responsibilities = false

  enum Column: String, CaseIterable {
    case label, probability, uncertainty
    case logDensity = "log_density"
    case density
  }

  var isUsed: Bool { outputColumns != nil || responsibilities }

  mutating func validate() throws { _ = try columns() }

  /// The chosen columns, in the order asked for.
  func columns() throws -> [Column] {
    guard let outputColumns else { return [.label, .probability, .uncertainty, .logDensity] }
    var chosen: [Column] = []
    for name in outputColumns.split(separator: ",", omittingEmptySubsequences: false) {
      guard let column = Column(rawValue: String(name)) else {
        let all = Column.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("--output-columns: «\(name)» is none of \(all).")
      }
      if !chosen.contains(column) { chosen.append(column) }
    }
    return chosen
  }
}
