#if Command

import ArgumentParser
import Tables

/// What a run reads and what it writes, so that nothing is written over what is read, or over another output.
///
/// Files are compared, not the texts of their paths; and that before any work.
struct FilesOfRun {
  private struct File {
    let path: String
    /// As a message names it: what is written, with its option.
    let name: String
    let what: String
    /// Whether all rows of the points are in it, as they were.
    let holdsPoints: Bool
  }

  /// What helps where two outputs are one file.
  var cureOfOneFile = "name two files"

  private var inputs: [File] = []
  private var outputs: [File] = []

  /// Checks a run that has no other files: what it reads, and what its option `-o` names.
  ///
  /// - Throws: `ValidationError` that names the option and the cure.
  static func check(
    reading inputs: KeyValuePairs<String, String?>, writing what: String? = nil, to path: String? = nil
  ) throws {
    var files = FilesOfRun()
    for (what, path) in inputs { files.read(path, what) }
    if let what { files.write(path, "-o", what) }
    try files.check()
  }

  /// Adds a file that is read.
  ///
  /// - Parameters:
  ///   - path: a path, or "-" for standard input; nil for none.
  ///   - what: such as `the model`.
  ///   - arePoints: whether a labelled copy may take its place.
  mutating func read(_ path: String?, _ what: String, arePoints: Bool = false) {
    guard let path else { return }
    let name = path == "-" ? "standard input" : path
    inputs.append(File(path: path, name: name, what: what, holdsPoints: arePoints))
  }

  /// Adds files, folders and patterns of points. What is wrong with them is said where they are read.
  mutating func read(_ data: [String], _ what: String = "the points", arePoints: Bool = false) {
    let paths = (try? InputFiles(data).paths) ?? data
    for path in paths { read(path, what, arePoints: arePoints && paths.count == 1) }
  }

  /// Adds points of which a labelled copy may take the place, where they are one file.
  mutating func read(_ points: InputOptions) { read(points.data, arePoints: true) }

  /// Adds a file that is written.
  ///
  /// - Parameters:
  ///   - path: a path, or "-" for standard output; nil for none.
  ///   - option: the option that has it; nil where the command has chosen it.
  ///   - what: such as `the model`.
  ///   - keepsPoints: whether all rows of the points are in it, as they were.
  mutating func write(_ path: String?, _ option: String?, _ what: String, keepsPoints: Bool = false) {
    guard let path else { return }
    let name = option.map { "\($0) \(path)" } ?? path
    outputs.append(File(path: path, name: name, what: what, holdsPoints: keepsPoints))
  }

  /// Refuses what would lose something.
  ///
  /// - Throws: `ValidationError` that names the option and the cure.
  func check() throws {
    try checkStandardInput()
    // Each is looked at once, however many there are.
    let found = inputs.compactMap { input in FileIdentity(readFrom: input.path).map { ($0, [input]) } }
    let inputs = Dictionary(found, uniquingKeysWith: +)
    for output in outputs where !FileIdentity.isDescriptor(output.path) {
      guard let file = FileIdentity(writtenTo: output.path) else { continue }
      for input in inputs[file] ?? [] {
        if input.holdsPoints, output.holdsPoints { continue }
        throw ValidationError(
          "\(output.name)\(Self.sameness(output.path, input)) would replace \(input.what) by \(output.what); name another "
            + "file.")
      }
    }
    try checkDescriptors(inputs)
    try checkOutputs()
  }

  private func checkStandardInput() throws {
    let names: Set = ["-", "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"]
    let taken = inputs.filter { names.contains($0.path) }
    guard taken.count > 1 else { return }
    guard taken[0].what != taken[1].what else {
      throw ValidationError("Standard input can be read once; name it once among \(taken[0].what).")
    }
    throw ValidationError(
      "\(Self.capitalized(taken[0].what)) and \(taken[1].what) cannot both come from standard input; name a file."
    )
  }

  /// Standard output, and other descriptors that are open: what is written there goes into the very file.
  private func checkDescriptors(_ inputs: [FileIdentity: [File]]) throws {
    // Every command may say something.
    let direct = ["-"] + outputs.map(\.path).filter(FileIdentity.isDescriptor)
    for path in direct {
      guard let file = FileIdentity(writtenTo: path), let input = inputs[file]?.first else { continue }
      throw ValidationError(
        "\(path == "-" ? "Standard output" : path) goes into the file of \(input.what) (\(input.name)), which "
          + "is read; send it to another file.")
    }
  }

  private func checkOutputs() throws {
    var known: [FileIdentity: File] = [:]
    for output in outputs {
      guard let file = FileIdentity(writtenTo: output.path) else { continue }
      guard let other = known.updateValue(output, forKey: file) else { continue }
      throw ValidationError(
        "\(other.name) and \(output.name) are one file, which cannot hold both \(other.what) and \(output.what); "
          + "\(cureOfOneFile).")
    }
  }

  /// Nothing where both are called the same, else that they are.
  private static func sameness(_ path: String, _ input: File) -> String {
    path == input.path ? "" : " is the file of \(input.what) (\(input.name)), and"
  }

  private static func capitalized(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }
}

#endif
