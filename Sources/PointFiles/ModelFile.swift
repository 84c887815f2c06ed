#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif
public import GaussianMixtures

/// Model files: a model document as JSON with sorted keys, whose numbers read back to the same bits.
public enum ModelFile {
  /// Reads a document.
  ///
  /// - Parameter path: a file, or "-" for standard input.
  /// - Returns: the document, its mixture checked.
  /// - Throws: ``TableError`` with the code `noInput` where there is no such file, and `badData` where it
  ///   is damaged or no model.
  public static func read(_ path: String) throws(TableError) -> ModelDocument {
    let file = try FileBytes.read(path)
    return try document(file.withBytes { Data($0) }, source: FileBytes.sourceName(of: path))
  }

  /// Whether a file begins as a model file does, with an opening brace.
  ///
  /// - Parameter path: a file, not standard input.
  /// - Returns: false for a file that begins with anything else.
  /// - Throws: ``TableError`` with the code `noInput` where there is no such file.
  public static func looksLikeModel(_ path: String) throws(TableError) -> Bool {
    try FileBytes.read(path).withBytes { bytes in
      bytes.first { !" \t\r\n".utf8.contains($0) } == UInt8(ascii: "{")
    }
  }

  /// The text of a document, with a line end behind it.
  ///
  /// - Parameter document: its numbers are finite.
  /// - Returns: JSON, with a line end behind it.
  /// - Throws: ``TableError`` where a number cannot be written.
  public static func text(of document: ModelDocument) throws(TableError) -> String {
    do {
      return try Self.text(ofEncodable: document)
    } catch {
      throw TableError(.badData, source: "model", message: "the model cannot be written as JSON: \(error)")
    }
  }

  /// The text of any value as the model file has it: sorted keys, indented, with a line end behind it.
  ///
  /// - Parameter value: what is to be written.
  /// - Returns: JSON, with a line end behind it.
  /// - Throws: what the encoder throws.
  public static func text(ofEncodable value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
  }

  private static func document(_ data: Data, source: String) throws(TableError) -> ModelDocument {
    let message: String
    do {
      return try JSONDecoder().decode(ModelDocument.self, from: data)
    } catch let error as ModelError {
      message = error.message
    } catch let error as DecodingError {
      message = explanation(of: error)
    } catch {
      message = "it cannot be read: \(error)"
    }
    throw TableError(
      .badData, source: source,
      message: "this is no sound model file. \(message) Correct the file, or fit the model again.")
  }

  private static func explanation(of error: DecodingError) -> String {
    switch error {
    case .keyNotFound(let key, let context):
      "The key «\(key.stringValue)» is missing\(place(context.codingPath))."
    case .valueNotFound(_, let context): "A value is missing\(place(context.codingPath))."
    case .typeMismatch(let type, let context):
      "A value of another kind than \(type) stands\(place(context.codingPath))."
    case .dataCorrupted(let context) where context.codingPath.isEmpty: "It is no JSON."
    case .dataCorrupted(let context): "\(context.debugDescription)\(place(context.codingPath))."
    @unknown default: "It cannot be decoded."
    }
  }

  /// Such as ` at components[1].mean`, with places from 1.
  private static func place(_ path: [any CodingKey]) -> String {
    guard !path.isEmpty else { return "" }
    return " at "
      + path.enumerated().map { index, key in
        key.intValue.map { "[\($0 + 1)]" } ?? (index == 0 ? key.stringValue : ".\(key.stringValue)")
      }.joined()
  }
}
