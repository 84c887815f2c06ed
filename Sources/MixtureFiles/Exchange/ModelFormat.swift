internal import GaussianMixtures
internal import Tables

/// A kind of file that holds a mixture: how it is known, read and written.
///
/// A format is a file of this folder and an entry of ``ModelFormats``.
protocol ModelFormat: Sendable {
  /// What one such file is called, such as `an EM model of OpenCV`, and what several are.
  var names: (one: String, several: String) { get }

  /// The ends of file names that promise the format, in small letters; before them as it is told, where that is
  /// otherwise.
  var endings: [String] { get }

  /// What a model may have that such a file holds.
  var holds: Set<ModelTrait> { get }

  /// Whether such files are read as well as written.
  var isRead: Bool { get }

  /// Whether a file is of this format.
  func recognizes(_ input: ModelInput) -> Bool

  /// Reads a file of this format.
  ///
  /// - Throws: ``TableError`` where it is damaged or holds no mixture.
  func read(_ input: ModelInput) throws(TableError) -> ModelDocument

  /// The bytes of a file.
  ///
  /// - Parameters:
  ///   - document: The model, all of which that matters to predictions the format holds.
  ///   - path: What messages call the file.
  /// - Throws: ``TableError`` where a number is beyond what the format, or its program, takes.
  func bytes(of document: ModelDocument, path: String) throws(TableError) -> [UInt8]
}

extension ModelFormat {
  var isRead: Bool { true }

  /// Of a format that is only written.
  func read(_ input: ModelInput) throws(TableError) -> ModelDocument {
    throw TableError(
      .badData, source: input.source,
      message: "\(names.several) are written and not read; name the model file that it was made from.")
  }
}

/// A file that may be a model.
struct ModelInput: Sendable {
  let bytes: FileBytes
  /// The file as it was given, or what stands for it.
  let source: String
  /// The end of its name, in small letters.
  let ending: String

  init(_ bytes: FileBytes, source: String) {
    self.bytes = bytes
    self.source = source
    let name = source.split(separator: "/").last ?? ""
    ending = name.contains(".") ? name.split(separator: ".").last?.lowercased() ?? "" : ""
  }

  /// The first bytes as text, after the mark that some editors begin with.
  var beginning: String {
    bytes.withBytes { bytes in
      let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
      return String(decoding: bytes[start..<min(bytes.count, start + 4096)], as: UTF8.self)
    }
  }

  /// All bytes, for a text of which no more is kept than its numbers.
  ///
  /// - Throws: ``TableError`` where the file is larger than any model.
  func text() throws(TableError) -> [UInt8] {
    guard bytes.count <= 1 << 30 else {
      throw TableError(.badData, source: source, message: "a model of more than 1 GiB is not read.")
    }
    return bytes.withBytes { Array($0) }
  }

  /// An error about what the file holds.
  func error(_ message: String, line: Int? = nil) -> TableError {
    TableError(.badData, source: source, line: line, message: message)
  }
}

/// What a model may have besides weights, means and covariances.
enum ModelTrait: Sendable, CaseIterable {
  case preprocessing, noise, noiseBox, componentNames, columnNames, structure, fit

  /// Whether what a model says of points is another without it.
  private var isNeeded: Bool { self == .noise || self == .preprocessing }

  /// Such as `the names of the columns`.
  private var words: String {
    switch self {
    case .preprocessing: "columns that are transformed or compensated"
    case .noise: "a component of noise"
    case .noiseBox: "the box of the noise"
    case .componentNames: "the names of the components"
    case .columnNames: "the names of the columns"
    case .structure: "the structure of the covariances"
    case .fit: "how the model was fitted"
    }
  }

  /// What helps where a format cannot hold what is needed.
  private var cure: String {
    switch self {
    case .preprocessing: "transform them outside, and fit without --transform and --compensate"
    case .noise: "fit without --noise"
    default: "leave it out"
    }
  }

  private func isPart(of document: ModelDocument) -> Bool {
    switch self {
    case .preprocessing: document.preprocessing != nil
    case .noise: document.model.noise != nil
    case .noiseBox: document.model.noise?.box != nil
    case .componentNames: document.model.hasNames
    case .columnNames: document.columns != nil
    case .structure: CovarianceForm(of: document.model).structure != document.model.structure
    case .fit: document.fit != nil
    }
  }

  /// Refuses a model of which a format does not hold what its predictions depend on: the one place that says what can
  /// be taken where.
  ///
  /// - Throws: ``TableError`` that names what it is, and where it can be held.
  static func requireExpressible(
    _ document: ModelDocument, in format: any ModelFormat, path: String
  ) throws(TableError) {
    for trait in allCases where trait.isNeeded && trait.isPart(of: document) {
      guard !format.holds.contains(trait) else { continue }
      let others = ModelFormats.all.filter { $0.holds.contains(trait) }
      let elsewhere = others.isEmpty ? "" : ", or name the output \(ModelFormats.endings(of: others))"
      throw TableError(
        .badData, source: path,
        message:
          "the model has \(trait.words), which \(format.names.several) do not hold; \(trait.cure)\(elsewhere).")
    }
  }

  /// What a file lacks of a model, as a note; nil for nothing.
  static func note(on document: ModelDocument, in format: any ModelFormat, path: String) -> String? {
    let absent = allCases.filter { !format.holds.contains($0) && $0.isPart(of: document) }
    guard let last = absent.last?.words else { return nil }
    let words = absent.dropLast().map(\.words)
    return "\(path == "-" ? "standard output" : path) does not hold "
      + (words.isEmpty ? last : words.joined(separator: ", ") + " and " + last)
  }
}
