#if Command

import ArgumentParser

/// Options of every command that speaks.
struct ConsoleOptions: ParsableArguments {
  @Flag(name: [.short, .long], help: "Say nothing on standard error but errors.")
  var quiet = false

  var console: Console { Console(isQuiet: quiet) }
}

#endif
