// One format's reader and writer, fed by libFuzzer.
//
//   FuzzReaders endings               prints the endings of all formats
//   FuzzReaders seeds FOLDER          writes small sound files into FOLDER/ENDING
//   FuzzReaders ENDING OPTION...      runs with the options of libFuzzer, among them the folders of inputs

import CLibFuzzer
import Foundation

@testable import Tables

/// The name of the file that an input is taken for.
nonisolated(unsafe) var exercise = TableExercise(name: "points.csv")

let arguments = CommandLine.arguments
switch arguments.dropFirst().first {
case nil:
  print("FuzzReaders endings | seeds FOLDER | ENDING OPTION...")
  exit(64)
case "endings":
  for ending in FormatSeeds.endings { print(ending) }
case "seeds":
  try writeSeeds(to: arguments.count > 2 ? arguments[2] : "seeds")
case .some(let ending):
  exercise = TableExercise(name: FormatSeeds.fileName(ending))
  exit(run(Array(arguments.prefix(1) + arguments.dropFirst(2))))
}

/// Writes the seeds into a folder for each ending.
func writeSeeds(to folder: String) throws {
  for ending in FormatSeeds.endings {
    let place = folder + "/" + ending
    try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
    for seed in FormatSeeds.all where seed.name.hasSuffix(".\(ending)") {
      try Data(seed.bytes).write(to: URL(fileURLWithPath: "\(place)/\(seed.name)"))
    }
  }
}

/// Hands over to libFuzzer.
func run(_ options: [String]) -> Int32 {
  allocations_watch()
  var pointers: [UnsafeMutablePointer<CChar>?] = options.map { strdup($0) }
  pointers.append(nil)
  return libfuzzer_run(Int32(options.count), &pointers) { bytes, count in
    let before = allocations_begin()
    let outcome = exercise.outcome(of: Array(UnsafeBufferPointer(start: bytes, count: count)))
    let taken = allocations_peak() - before
    let allowed = 10 * (outcome.contents + count) + 100_000_000
    precondition(taken <= allowed, "\(taken) bytes of memory for \(outcome.contents) of contents")
    precondition(outcome.fault == nil, outcome.fault ?? "")
    return 0
  }
}
