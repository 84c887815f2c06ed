import ArgumentParser
import GaussianMixtures
import PointFiles

/// A file of points, and the model that says something of them.
struct ModelledPointsOptions: ParsableArguments {
  @Argument(help: "The points: CSV, TSV or a NumPy array; - is standard input.")
  var data: String

  @Option(name: [.short, .long], help: "The model document that fit has written.")
  var model: String

  mutating func validate() throws {
    guard data != "-" || model != "-" else {
      throw ValidationError("The points and the model cannot both come from standard input.")
    }
  }

  /// Reads both, the points in the model's columns.
  func read(
    _ reading: DataOptions, _ engine: EngineOptions, console: Console
  ) throws -> (document: ModelDocument, input: PointInput) {
    let document = try ModelFile.read(model)
    return (
      document, try PointInput(data, of: document, reading, threads: engine.threads, console: console)
    )
  }
}
