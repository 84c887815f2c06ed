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

  @Option(
    help:
      "The colours of a picture of labels (.png): the mean colour of each component where the model has the columns r, "
      + "g, b or grey, else or with distinct those that figures have.", as: "colours")
  var palette: PictureColours?

  var isUsed: Bool { outputColumns != nil || responsibilities || palette != nil }

  mutating func validate() throws { _ = try columns() }

  /// Refuses what a file of this name would not hold.
  func check(writingTo path: String?) throws {
    guard let path else { return }
    let isPicture = TableFormats.isPicture(path)
    guard isPicture || palette == nil else {
      throw ValidationError(
        "--palette colours the labels of a picture; name the output .png, or leave it out.")
    }
    guard isPicture, try responsibilities || columns(for: path) != [.label] else { return }
    throw ValidationError(
      "\(path): a picture holds the labels alone; leave out \(responsibilities ? "--responsibilities" : "--output-columns"), or "
        + "name the output .csv.")
  }

  /// The columns for a file: of a picture the labels, unless others are asked for.
  func columns(for path: String) throws -> [ResultColumn] {
    outputColumns == nil && TableFormats.isPicture(path) ? [.label] : try columns()
  }

  /// The chosen columns, in the order asked for.
  private func columns() throws -> [ResultColumn] {
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
