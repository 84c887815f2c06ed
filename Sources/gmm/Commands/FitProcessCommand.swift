#if Command

import ArgumentParser
import MixtureService

/// The process that the viewer runs a fit in; nobody else has a use for it.
struct FitProcessCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fit-process", abstract: "Fit what the viewer sends.", shouldDisplay: false)

  /// The same program as the one that runs, whatever its file has become since.
  static var worker: FitWorker {
    FitWorker(executable: OwnExecutable.path, arguments: [configuration.commandName ?? ""])
  }

  func run() { FitWorker.serve() }
}

#endif
