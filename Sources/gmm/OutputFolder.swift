#if Command

import Tables

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A folder that files are written into.
struct OutputFolder {
  let folder: String

  /// Makes the folder where it is not there.
  ///
  /// - Parameter option: What messages call the option that has it.
  init(_ folder: String, option: String = "--output") throws(CommandFailure) {
    self.folder = folder
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw CommandFailure(
        .cannotCreate, "\(folder): the folder cannot be made; choose another with \(option).")
    }
  }

  func path(_ file: DemoFile) -> String { Self.path(file.rawValue, in: folder) }

  static func path(_ name: String, in folder: String) -> String {
    folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
  }
}

/// What a demo writes.
enum DemoFile: String, CaseIterable {
  case data = "data.csv"
  case model = "model.json"
  case labelled = "labelled.csv"
  case scatter = "scatter.png"
  case curves = "learning-curves.png"
  case report = "report.html"

  /// As messages call it.
  var what: String { "the demo's \(rawValue)" }

  /// What is in a folder after a demo.
  static func listing(of folder: OutputFolder) -> String {
    var table = AlignedTable()
    for (file, what) in [
      (Self.report, "the report: points, EM played back, curves and tables; open it in a browser"),
      (.scatter, "the points coloured by component"),
      (.curves, "mean, weight and covariance change by iteration"),
      (.data, "the observable data, with the truth"),
      (.labelled, "the data with label, probability, uncertainty and log density"),
      (.model, "the fitted model"),
    ] {
      table.append([folder.path(file), what])
    }
    return "\nWritten:\n" + table.text
  }
}

#endif
