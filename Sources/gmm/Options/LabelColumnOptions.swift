#if Command

import ArgumentParser
import GaussianMixtures
import MixtureFiles
import Tables

/// What is written beside the input's columns.
struct LabelColumnOptions: ParsableArguments {
  @Option(
    help:
      "The columns to write, of label, probability, uncertainty, log_density, density and component, with commas "
      + "between them (default: the first four, and of a classifier the component).", as: "columns")
  var outputColumns: String?

  @Flag(
    help:
      "Also write the responsibility of every component, and of a classifier the probability of every class.")
  var responsibilities = false

  @Option(
    help:
      "The colours of a picture of labels (.png): the mean colour of each component where the model has the columns r, "
      + "g, b or grey, else or with distinct those that figures have.", as: "colours")
  var palette: PictureColours?

  @Option(
    help:
      "Also write what the covariance of each point's component says of the shape around it, of planarity, linearity, "
      + "scattering (or sphericity), omnivariance, anisotropy, verticality and normal, with commas between them: with its "
      + "eigenvalues a >= b >= c and the axis n of the last (a-b)/a is the linearity, (b-c)/a the planarity, c/a the "
      + "scattering, (a-c)/a the anisotropy, the cube root of abc the omnivariance, 1-|n_z| the verticality, and n, "
      + "upwards, the normal. Points of the noise have none.", as: "fields")
  var fields: String?

  @Flag(
    help: """
      Write the label's number as the classification of points, too, in the place of the one they have; LAS and LAZ files \
      alone.
      """)
  var asClassification = false

  var isUsed: Bool {
    outputColumns != nil || responsibilities || palette != nil || fields != nil || asClassification
  }

  /// The options that take one model, and whether they are given.
  var ofOneModel: [(String, Bool)] {
    [("--fields", fields != nil), ("--as-classification", asClassification)]
  }

  mutating func validate() throws {
    _ = try columns()
    _ = try shapes()
  }

  /// Checks what depends on the model.
  func check(_ model: GaussianMixture) throws {
    let odd = try shapes().first { !$0.isDefined(dimension: model.dimension) }
    guard let odd else { return }
    throw CommandFailure(
      .badData,
      "--fields \(odd.rawValue) is defined for points of \(odd.isDefined(dimension: 2) ? "2 or more" : "3") coordinates, and "
        + "the model has \(model.dimension); leave it out, or choose the coordinates with --columns.")
  }

  /// Refuses what a file of this name would not hold.
  func check(writingTo path: String?) throws {
    guard let path else { return }
    guard !asClassification || PointClass.isHeld(by: path) else {
      throw ValidationError(
        "--as-classification writes the classification of points, which only LAS and LAZ files have; name the output "
          + ".las or .laz, or leave it out.")
    }
    let isPicture = TableFormats.isPicture(path)
    guard isPicture || palette == nil else {
      throw ValidationError(
        "--palette colours the labels of a picture; name the output .png, or leave it out.")
    }
    guard isPicture, try responsibilities || fields != nil || columns(for: path) != [.label] else { return }
    let option = responsibilities ? "--responsibilities" : fields != nil ? "--fields" : "--output-columns"
    throw ValidationError(
      "\(path): a picture holds the labels alone; leave out \(option), or name the output .csv.")
  }

  /// The columns for a file: of a picture the labels, unless others are asked for.
  func columns(for path: String, hasClasses: Bool = false) throws -> [ResultColumn] {
    guard outputColumns == nil else { return try columns() }
    if TableFormats.isPicture(path) { return [.label] }
    return hasClasses ? ResultColumn.usualOfClasses : try columns()
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

  /// What is written of the shape of components, in the order asked for.
  func shapes() throws -> [ComponentShape] {
    var chosen: [ComponentShape] = []
    for name in fields?.split(separator: ",", omittingEmptySubsequences: false) ?? [] {
      guard let shape = ComponentShape(rawValue: String(name)) else {
        let all = ComponentShape.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("--fields: «\(name)» is none of \(all).")
      }
      if !chosen.contains(shape) { chosen.append(shape) }
    }
    return chosen
  }
}

#endif
