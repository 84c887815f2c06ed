#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif
public import GaussianMixtures
public import Tables

/// Why a JSON text is not what was expected, in a sentence or two.
package struct JSONProblem: Error, Sendable {
  /// The sentences.
  package let message: String
}

/// Model files: a model document as JSON with sorted keys, whose numbers read back to the same bits.
///
/// ```swift
/// try ModelFile.write(ModelDocument(model: result.model, fit: FitSummary(result)), to: "model.json")
/// let model = try ModelFile.read("model.json").model
/// ```
public enum ModelFile {
  /// Reads a document.
  ///
  /// ```swift
  /// let document = try ModelFile.read("model.json")
  /// print(document.columns ?? [], document.model)
  /// ```
  ///
  /// Models of scikit-learn, mclust and OpenCV are read as well, as ``ModelExchange`` says, and known by their content.
  ///
  /// - Parameter path: a file, or "-" for standard input.
  /// - Returns: the document, whose model is sound.
  /// - Throws: ``/Tables/TableError`` with the code `noInput` where there is no such file, and `badData` where it
  ///   is damaged or no model.
  public static func read(_ path: String) throws(TableError) -> ModelDocument {
    let bytes = try FileBytes.read(path, options: ReadingOptions())
    let input = ModelInput(bytes, source: FileBytes.sourceName(of: path))
    return try (ModelFormats.format(of: input) ?? JSONModel()).read(input)
  }

  /// Writes a document, complete or not at all: an older file stays as it was until the new one is on the disk.
  ///
  /// ```swift
  /// let document = ModelDocument(model: result.model, columns: ["x", "y", "z"], fit: FitSummary(result))
  /// try ModelFile.write(document, to: "model.json")
  /// ```
  ///
  /// - Parameters:
  ///   - document: its numbers are finite.
  ///   - path: a file, or "-" for standard output.
  /// - Throws: ``/Tables/TableError`` with the code `cannotCreate` or `inputOutput`, as for a directory that does not
  ///   exist or a full disk, and `badData` where a number cannot be written.
  public static func write(_ document: ModelDocument, to path: String) throws(TableError) {
    try AtomicFile.write(try text(of: document), to: path)
  }

  /// The text of a document, with a line end behind it.
  ///
  /// - Parameter document: its numbers are finite.
  /// - Returns: JSON.
  /// - Throws: ``/Tables/TableError`` where a number cannot be written.
  public static func text(of document: ModelDocument) throws(TableError) -> String {
    do {
      return try Self.text(ofEncodable: document)
    } catch {
      throw TableError(.badData, source: "model", message: "the model cannot be written as JSON: \(error)")
    }
  }

  /// The text of any value as the model file has it: sorted keys, indented, with a line end behind it, and
  /// without signs that a terminal acts upon.
  ///
  /// - Parameter value: what is to be written.
  /// - Returns: JSON.
  /// - Throws: what the encoder throws.
  public static func text(ofEncodable value: some Encodable) throws -> String {
    try text(ofEncodable: value, [.prettyPrinted]) + "\n"
  }

  /// The same on one line, without a line end.
  package static func line(ofEncodable value: some Encodable) throws -> String {
    try text(ofEncodable: value, [])
  }

  private static func text(
    ofEncodable value: some Encodable, _ formatting: JSONEncoder.OutputFormatting
  ) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = formatting.union([.sortedKeys, .withoutEscapingSlashes])
    return JSONEscapes.applied(to: String(decoding: try encoder.encode(value), as: UTF8.self))
  }

  /// Reads a document from bytes that are there already.
  static func read(_ file: FileBytes, source: String) throws(TableError) -> ModelDocument {
    do throws(JSONProblem) {
      return try file.withBytes { bytes throws(JSONProblem) in
        let mark = JSONBeginning(bytes)
        guard !mark.isWide else {
          throw JSONProblem(
            message: "It is text in UTF-16 or UTF-32, and JSON is read in UTF-8: save it as that.")
        }
        return try decode(ModelDocument.self, from: bytes.extracting(mark.length..<bytes.count))
      }
    } catch {
      throw TableError(
        .badData, source: source,
        message: "this is no sound model file. \(error.message) Correct the file, or fit the model again.")
    }
  }

  /// Whether bytes begin as a model file does, with an opening brace.
  static func isBegun(by bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let mark = JSONBeginning(bytes)
    return bytes[mark.length...].first { !" \t\r\n\0".utf8.contains($0) } == UInt8(ascii: "{")
  }

  /// Decodes any value, or says what is wrong with the text and where.
  ///
  /// - Parameters:
  ///   - kind: what is expected.
  ///   - bytes: JSON.
  /// - Returns: the value.
  /// - Throws: ``JSONProblem``.
  package static func decode<Value: Decodable>(
    _ kind: Value.Type, from bytes: UnsafeBufferPointer<UInt8>
  ) throws(JSONProblem) -> Value {
    do {
      return try JSONDecoder().decode(kind, from: Data(bytes))
    } catch let error as ModelError {
      throw JSONProblem(message: error.message)
    } catch let error as DecodingError {
      throw JSONProblem(message: JSONFault.first(in: bytes)?.description ?? explanation(of: error))
    } catch {
      throw JSONProblem(message: "It cannot be read: \(error)")
    }
  }

  private static func explanation(of error: DecodingError) -> String {
    switch error {
    case .keyNotFound(let key, let context):
      "The key «\(key.stringValue)» is missing\(place(context.codingPath))."
    case .valueNotFound(_, let context): "A value is missing\(place(context.codingPath))."
    case .typeMismatch(let type, let context):
      "What stands\(place(context.codingPath, otherwise: " in the file")) is not \(kind(type))."
    case .dataCorrupted(let context) where context.codingPath.isEmpty:
      "It is no JSON that can be read, or holds a number beyond the range of numbers."
    case .dataCorrupted(let context): "\(sentence(context.debugDescription))\(place(context.codingPath))."
    @unknown default: "It cannot be decoded."
    }
  }

  /// What a type of Swift is called in JSON.
  private static func kind(_ type: any Any.Type) -> String {
    switch type {
    case is any BinaryInteger.Type: "a whole number"
    case is any BinaryFloatingPoint.Type: "a number"
    case is String.Type: "a text"
    case is Bool.Type: "true or false"
    case is [Any].Type: "a list"
    default: "an object with keys"
    }
  }

  private static func sentence(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }

  /// Such as ` at components[1].mean`, with places from 1.
  private static func place(_ path: [any CodingKey], otherwise: String = "") -> String {
    guard !path.isEmpty else { return otherwise }
    return " at "
      + path.enumerated().map { index, key in
        key.intValue.map { "[\($0 + 1)]" } ?? (index == 0 ? key.stringValue : ".\(key.stringValue)")
      }.joined()
  }
}

/// What editors put before JSON, and what they make of it.
private struct JSONBeginning {
  /// The bytes of the mark.
  let length: Int
  /// Whether a letter has two bytes or four.
  let isWide: Bool

  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    let isMarked = bytes.starts(with: [0xEF, 0xBB, 0xBF])
    let isWideMarked = bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
    length = isMarked ? 3 : isWideMarked ? 2 : 0
    // JSON begins with ASCII, so that without a mark one of the first two bytes of a wide letter is 0.
    isWide =
      isWideMarked || (bytes.count > 1 && (bytes[0] == 0) != (bytes[1] == 0))
      || bytes.starts(with: [0, 0, 0xFE, 0xFF])
  }
}
