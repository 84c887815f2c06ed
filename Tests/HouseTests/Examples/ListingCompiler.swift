import Foundation

/// Checks a program against the modules that were built for these tests.
struct ListingCompiler {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// The folder of a build, in which are the programs, these tests among them, and a folder of modules.
  private let build: URL

  init() throws {
    let programs = CommandLine.arguments.map { URL(fileURLWithPath: $0) } + [Bundle.main.bundleURL]
    let folders = programs.flatMap { program in
      sequence(first: program) { $0.deletingLastPathComponent() }.prefix(6).dropFirst()
    }
    let found = folders.first { Self.exists($0.appending(path: "Modules/GaussianMixtures.swiftmodule")) }
    guard let found else {
      throw Failure(
        description:
          "no Modules/GaussianMixtures.swiftmodule in a folder above these tests; look where SwiftPM keeps "
          + "modules now, and tell ListingCompiler: \(folders.map(\.path).joined(separator: ", "))")
    }
    build = found.resolvingSymlinksInPath()
  }

  /// The errors of a program, each with the file and the line that it says to be of; empty where it is right.
  func errors(of files: [String]) throws -> [String] {
    let folder = FileManager.default.temporaryDirectory.appending(path: "listings-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(at: folder) }
    let sources = try files.enumerated().map { number, text in
      let source = folder.appending(path: "Listing\(number).swift")
      try text.write(to: source, atomically: false, encoding: .utf8)
      return source.path
    }
    let (status, output) = try run(options + sources, messages: folder.appending(path: "messages"))
    guard status != 0 else { return [] }
    let errors = output.split(separator: "\n").filter { $0.contains(": error: ") }.map(String.init)
    guard errors.isEmpty else { return errors }
    throw Failure(
      description:
        "\(compiler.joined(separator: " ")) could not be run, or has failed; it is the compiler beside the one "
        + "that the variable SWIFT names, else beside swift on the PATH: \(output)")
  }

  /// As `make` is told by SWIFT, or swift: so the compiler is the one that has made the modules.
  private var compiler: [String] {
    let swift = ProcessInfo.processInfo.environment["SWIFT"].flatMap { $0.isEmpty ? nil : $0 } ?? "swift"
    return (swift + "c").split(separator: " ").map(String.init)
  }

  private var options: [String] {
    let checks = [
      "-typecheck", "-wmo", "-parse-as-library", "-module-name", "Listings", "-swift-version", "6",
      "-enable-upcoming-feature", "MemberImportVisibility", "-suppress-warnings", "-diagnostic-style", "llvm",
    ]
    return checks + ["-I", build.appending(path: "Modules").path]
      + moduleMaps.flatMap { ["-Xcc", "-fmodule-map-file=\($0)"] }
  }

  /// Those of modules in C that the build has made, and those that packages bring along.
  private var moduleMaps: [String] {
    let checkouts = build.deletingLastPathComponent().deletingLastPathComponent().appending(path: "checkouts")
    let targets = children(of: checkouts).flatMap { children(of: $0.appending(path: "Sources")) }
    return
      (children(of: build).map { $0.appending(path: "module.modulemap") }
      + targets.map { $0.appending(path: "include/module.modulemap") }).filter(Self.exists).map(\.path)
  }

  private func children(of folder: URL) -> [URL] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.sorted().map { folder.appending(path: $0) }
  }

  private static func exists(_ file: URL) -> Bool { FileManager.default.fileExists(atPath: file.path) }

  private func run(_ arguments: [String], messages: URL) throws -> (status: Int32, output: String) {
    // A file holds any number of messages; a pipe that nobody reads does not.
    try Data().write(to: messages)
    let file = try FileHandle(forWritingTo: messages)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = compiler + arguments
    (process.standardOutput, process.standardError) = (file, file)
    try process.run()
    process.waitUntilExit()
    try file.close()
    return (process.terminationStatus, String(decoding: try Data(contentsOf: messages), as: UTF8.self))
  }
}
