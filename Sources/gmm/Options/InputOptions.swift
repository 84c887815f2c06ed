#if Command

import ArgumentParser
import Tables

/// The points that a command reads: one data set, of however many files.
struct InputOptions: ParsableArguments {
  @Argument(
    help: """
      The points: \(TableFormats.oneOf). Several files, folders and patterns such as 'data/*.csv' are one data set, with \
      columns matched by name; - is standard input.
      """, completion: .file())
  var data: [String]
}

#endif
