#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// The drawing library plotly.js, found where set-up or an installation put it.
public struct PlotlySource: Sendable {
  /// The environment variable that names the file.
  public static let environmentVariable = "GMM_PLOTLY_JS"

  /// The minified library.
  public let script: String
  /// Where it was found, if in a file.
  public let path: String?

  /// Takes the text of the library.
  ///
  /// - Parameter script: the contents of `plotly.min.js`.
  public init(script: String) {
    self.script = script
    self.path = nil
  }

  private init(script: String, path: String) {
    self.script = script
    self.path = path
  }

  /// Looks for `plotly.min.js`: where the environment variable says, beside the program, in
  /// `../share/gmm`, and in `.dependencies` of the folders above the program, where set-up puts it.
  ///
  /// - Throws: ``FigureError`` of the code `missingTool`, with the cure.
  public static func find() throws(FigureError) -> PlotlySource {
    try find(environment: ProcessInfo.processInfo.environment, executable: executablePath)
  }

  static func find(
    environment: [String: String], executable: String
  ) throws(FigureError) -> PlotlySource {
    if let named = environment[environmentVariable], !named.isEmpty {
      guard let found = read(named) else {
        throw FigureError(
          .missingTool,
          "\(environmentVariable) names \"\(named)\", which is no plotly.min.js that can be read; correct "
            + "or unset it.")
      }
      return found
    }
    for path in places(executable: executable) where FigureFile.exists(path) {
      if let found = read(path) { return found }
    }
    throw FigureError(
      .missingTool,
      "Interactive figures need plotly.js, and there is no plotly.min.js; run \"make setup\", or set "
        + "\(environmentVariable) to the path of the file.")
  }

  /// The library as the content of a script element, which nothing in it may end.
  var scriptForPage: String {
    let bytes = Array(script.utf8)
    let tag = Array("</script".utf8)
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    for (position, byte) in bytes.enumerated() {
      result.append(byte)
      guard byte == tag[0], position + tag.count <= bytes.count else { continue }
      // Bit 5 tells small letters from capitals.
      let isTag = tag.indices.dropFirst().allSatisfy { bytes[position + $0] | 0x20 == tag[$0] | 0x20 }
      // Within strings and patterns, the only places where it can be, "<\/" means "</".
      if isTag { result.append(UInt8(ascii: "\\")) }
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static func places(executable: String) -> [String] {
    var folders: [String] = []
    var parts = executable.split(separator: "/").dropLast()
    while true {
      folders.append(parts.isEmpty ? "" : "/" + parts.joined(separator: "/"))
      guard parts.popLast() != nil else { break }
    }
    let own = folders[0]
    let parent = folders.count > 1 ? folders[1] : own
    return [own + "/plotly.min.js", parent + "/share/gmm/plotly.min.js"]
      + folders.map { $0 + "/.dependencies/plotly.min.js" }
  }

  private static func read(_ path: String) -> PlotlySource? {
    guard let bytes = FigureFile.read(path), !bytes.isEmpty,
      let script = String(validating: bytes, as: UTF8.self)
    else { return nil }
    return PlotlySource(script: script, path: path)
  }

  /// The program that runs, with links followed.
  private static var executablePath: String {
    if let path = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") { return path }
    let name = CommandLine.arguments.first ?? ""
    return URL(filePath: name).resolvingSymlinksInPath().path
  }
}
