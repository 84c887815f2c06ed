#if Command

import ArgumentParser
import GaussianMixtures
import MixtureFiles
import Tables

/// A file of points, and the model that says something of them.
struct ModelledPointsOptions: ParsableArguments {
  @OptionGroup var input: InputOptions

  @Option(name: [.short, .long], help: "The model document that fit has written.", completion: .file())
  var model: String

  /// What is read.
  var files: FilesOfRun {
    var files = FilesOfRun()
    files.read(input)
    files.read(model, "the model")
    return files
  }

  /// Checks what is written beside an answer.
  func check(writing output: String?, answeringInJSON json: Bool) throws {
    guard output != "-" || !json else {
      throw ValidationError("Only one of -o - and --json can have standard output.")
    }
    var files = files
    files.write(output, "-o", "the points", keepsPoints: true)
    try files.check()
  }

  /// Reads both, the points in the model's columns.
  func read(
    _ reading: DataOptions, _ engine: EngineOptions, over ranks: Ranks? = nil, console: Console
  ) throws -> (document: ModelDocument, input: PointInput) {
    let document = try ModelFile.read(model)
    return (
      document,
      try PointInput(
        input.data, of: document, reading, threads: engine.threads, over: ranks, console: console)
    )
  }
}

#endif
