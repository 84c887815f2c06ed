#if Command

import ArgumentParser

/// Where a table goes that is all that a command writes.
struct TableOutputOptions: ParsableArguments {
  @Option(name: [.short, .long], help: "The file to write; - is standard output.", completion: .file())
  var output = "-"
}

#endif
