#if Command

import ArgumentParser

/// Options of every command that speaks.
struct ConsoleOptions: ParsableArguments {
  @Flag(name: [.short, .long], help: "Say nothing on standard error but errors.")
  var quiet = false

  @Option(
    help:
      "How progress is told on standard error: bar, lines (one every few seconds), json (an object a line), none, or auto: "
      + "a bar on a terminal, else lines.", as: "style")
  var progress: ProgressStyle = .auto

  var console: Console { Console(isQuiet: quiet, progress: Progress(quiet ? .none : progress)) }
}

#endif
