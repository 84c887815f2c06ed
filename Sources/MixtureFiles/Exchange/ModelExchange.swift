public import GaussianMixtures
public import Tables

/// Models as files of other programs: scikit-learn, mclust, OpenCV, ONNX and C.
///
/// ``ModelFile/read(_:)`` reads those that can be read, by their content. A number reads back to the same bits from all
/// of them.
///
/// ```swift
/// let document = ModelDocument(model: result.model, columns: ["x", "y", "z"])
/// let note = try ModelExchange.write(document, to: "model.onnx")
/// print(note ?? "nothing is left out")
/// ```
public enum ModelExchange {
  /// Writes a model in the format that the end of a file's name promises, complete or not at all.
  ///
  /// - Parameters:
  ///   - document: The model.
  ///   - path: A file whose name ends in `.json`, `.npz` (scikit-learn), `.R` (mclust), `.yml` or `.xml`
  ///     (OpenCV), `.onnx` or `.c`; or "-" for standard output.
  ///   - name: How the file would be named for its format; nil where the path says it.
  /// - Returns: What the file lacks of the document without another prediction, such as names of columns; nil for
  ///   nothing.
  /// - Throws: ``/Tables/TableError`` with the code `usage` for another name, `badData` where the format cannot hold
  ///   the model, and `cannotCreate` or `inputOutput`.
  /// - Complexity: O(K D³).
  @discardableResult
  public static func write(
    _ document: ModelDocument, to path: String, named name: String? = nil
  ) throws(TableError) -> String? {
    let format = try ModelFormats.format(writtenTo: name ?? path)
    try ModelTrait.requireExpressible(document, in: format, path: path)
    try AtomicFile.write(try format.bytes(of: document, path: path), to: path)
    return ModelTrait.note(on: document, in: format, path: path)
  }
}

/// The project's own model files.
struct JSONModel: ModelFormat {
  let names = (one: "a model file", several: "model files")
  let endings = ["json"]
  let holds = Set(ModelTrait.allCases)

  func recognizes(_ input: ModelInput) -> Bool { input.bytes.withBytes { ModelFile.isBegun(by: $0) } }

  func read(_ input: ModelInput) throws(TableError) -> ModelDocument {
    try ModelFile.read(input.bytes, source: input.source)
  }

  func bytes(of document: ModelDocument, path: String) throws(TableError) -> [UInt8] {
    Array(try ModelFile.text(of: document).utf8)
  }
}
