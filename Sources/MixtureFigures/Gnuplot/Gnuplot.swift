#if Command

internal import GaussianMixtures
internal import Parallel
internal import Subprocess
internal import Tables

#if canImport(System)
internal import System
#else
internal import SystemPackage
#endif

/// Draws figures as images by running the program gnuplot.
///
/// ```swift
/// let figure = try ScatterFigure(title: "Stars", points: points, labels: model.labels(of: points), mixture: model)
/// for note in try await Gnuplot().write(.scatter(figure), to: "stars.svg") { print(note) }
/// ```
public struct Gnuplot: Sendable {
  /// The program: a name to look for in `PATH`.
  public let program: String

  /// Says what to run.
  ///
  /// - Parameter program: a name to look for in `PATH`.
  public init(program: String = "gnuplot") {
    self.program = program
  }

  /// The bytes of an image.
  ///
  /// ```swift
  /// let figure = try ScatterFigure(title: "Stars", points: points, mixture: model)
  /// let bytes = try await Gnuplot().image(of: .scatter(figure), format: .png)
  /// ```
  ///
  /// - Parameters:
  ///   - figure: what to draw.
  ///   - format: `png`, `svg` or `pdf`.
  /// - Returns: the contents of the file.
  /// - Throws: ``FigureError``: `missingTool` where there is no gnuplot, `failedTool` with its words where
  ///   it fails.
  public func image(of figure: MixtureFigure, format: FigureFormat) async throws(FigureError) -> [UInt8] {
    try await drawing(of: figure, format: format).bytes
  }

  /// The bytes of an image, and what is to be known of it.
  private func drawing(
    of figure: MixtureFigure, format: FigureFormat
  ) async throws(FigureError) -> (bytes: [UInt8], notes: [String]) {
    let script = try Self.script(of: figure, format: format)
    // The text of this format stays text, and who opens it chooses the fonts.
    guard format != .svg else { return (SVGFonts.widened(try await run(script)), []) }
    let signs = SpelledSigns(missing: await FontCoverage.missingSigns(in: script))
    guard !signs.missing.isEmpty else { return (try await run(script), []) }
    let noted = try Self.script(of: figure, format: format, note: SpelledSigns.note)
    return (try await run(signs.spelled(noted)), [signs.message])
  }

  private static func script(
    of figure: MixtureFigure, format: FigureFormat, note: String? = nil
  ) throws(FigureError) -> String {
    switch note.map(figure.adding) ?? figure {
    case .scatter(let scatter): GnuplotScatter(scatter, format: format).script
    case .learningCurves(let curves): GnuplotCurves(curves, format: format).script
    case .pairs(let pairs): try GnuplotPairs(figure: pairs, format: format).script()
    case .criterion(let criterion): GnuplotCriterion(figure: criterion, format: format).script
    case .intervals(let intervals): GnuplotIntervals(figure: intervals, format: format).script
    case .tests(let tests): GnuplotTests(figure: tests, format: format).script
    case .calibration(let calibration): GnuplotCalibration(figure: calibration, format: format).script
    case .entropy(let entropy): GnuplotEntropy(figure: entropy, format: format).script
    }
  }

  /// Draws an image beside its place and renames it into it, so a failure or a crash leaves the old file.
  ///
  /// - Parameters:
  ///   - figure: what to draw.
  ///   - path: the file to write; its extension says the format.
  /// - Returns: what had better be known, such as signs that no font has; the figure says it too.
  /// - Throws: ``FigureError``, as ``image(of:format:)``, and `cannotCreate` where the file cannot be
  ///   written.
  @discardableResult
  public func write(_ figure: MixtureFigure, to path: String) async throws(FigureError) -> [String] {
    let drawing = try await drawing(of: figure, format: FigureFormat(path: path))
    try FigureFile.write(drawing.bytes, to: path)
    return drawing.notes
  }

  /// Runs a script and answers what it draws.
  ///
  /// The image comes over standard output, so no path of the user's is ever part of a script. The script
  /// goes by a file, since a pipe to a gnuplot that stops reading early would end this process by SIGPIPE; the file has
  /// no name, so that nothing of the points is left wherever this process ends.
  func run(_ script: String) async throws(FigureError) -> [UInt8] {
    let file = FileDescriptor(rawValue: try Self.file(holding: script))
    defer { try? file.close() }
    do {
      // -d leaves the user's own set-up out.
      let result = try await Subprocess.run(
        .name(program), arguments: ["-d", "/dev/stdin"],
        input: .fileDescriptor(file, closeAfterSpawningProcess: false),
        output: .bytes(limit: Self.largestImage()), error: .string(limit: Self.longestComplaint))
      guard result.terminationStatus.isSuccess, !result.standardOutput.isEmpty else {
        throw Self.failure(Self.complaint(result.standardError))
      }
      return result.standardOutput
    } catch let error as FigureError {
      throw error
    } catch let error as SubprocessError where error.code == .executableNotFound {
      throw FigureError(
        .missingTool,
        "Images need gnuplot, and there is no program \"\(program)\"; install it (Debian and Ubuntu: "
          + "apt-get install gnuplot-nox, or \"make setup\").")
    } catch {
      throw Self.failure("\(program) could not be run: \(error). Check its installation.")
    }
  }

  private static func file(holding script: String) throws(FigureError) -> Int32 {
    do {
      return try UnnamedFile.holding(script)
    } catch {
      throw FigureError(
        error.code == .inputOutput ? .inputOutput : .cannotCreate, "The script for gnuplot: \(error)")
    }
  }

  /// The room for an image is taken at once, though little of it is used.
  private static func largestImage() -> Int { min(512 << 20, max(4 << 20, AvailableMemory.now().bytes / 16)) }
  private static let longestComplaint = 1 << 20

  /// A program that gets less memory than it needs says so in its own way, if at all.
  private static func failure(_ message: String) -> FigureError {
    let memory = AvailableMemory.now()
    guard memory.limit == .process else { return FigureError(.failedTool, message) }
    return FigureError(
      .inputOutput,
      "\(message) The limit for the memory of a process holds for gnuplot too, which needs some 300 MB: allow more "
        + "(ulimit -v or -d).")
  }

  private static func complaint(_ text: String) -> String {
    let lines = text.split(whereSeparator: \.isNewline).map { $0.drop(while: \.isWhitespace) }
    let words = lines.filter { !$0.isEmpty && $0 != "^" }.suffix(3).joined(separator: " ")
    return "gnuplot failed: \(words.isEmpty ? "it drew nothing and said nothing" : words)"
  }
}

#endif
