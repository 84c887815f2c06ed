import PointFiles

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A folder that files are written into.
struct OutputFolder {
  private let folder: String

  /// Makes the folder where it is not there.
  init(_ folder: String) throws(CommandFailure) {
    self.folder = folder
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw CommandFailure(
        .cannotCreate, "\(folder): the folder cannot be made; choose another with --output.")
    }
  }

  func path(_ name: String) -> String { folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)" }

  /// What is in the folder after a demo.
  var listing: String {
    var table = AlignedTable()
    for (name, what) in [
      ("report.html", "the report: points, EM played back, curves and tables; open it in a browser"),
      ("scatter.png", "the points coloured by component"),
      ("learning-curves.png", "mean, weight and covariance change by iteration"),
      ("data.csv", "the observable data, with the truth"),
      ("labelled.csv", "the data with label, probability, uncertainty and log density"),
      ("model.json", "the fitted model"),
    ] {
      table.append([path(name), what])
    }
    return "\nWritten:\n" + table.text
  }
}
