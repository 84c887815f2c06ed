#if Command

internal import CodedErrors
internal import GaussianMixtures
internal import HTTPTypes
internal import MixtureFigures
internal import Tables

/// The reason why a request is refused: the status of the response, what was found, and what would cure it.
struct ServiceError: CodedError {
  /// The status of the response.
  let code: HTTPResponse.Status
  let message: String
  let cure: String
  /// The methods that would do, where the one of the request does not.
  var allowedMethods: [HTTPRequest.Method] = []
  /// Whether the connection is closed, since the rest of the request is not worth waiting for.
  var closesConnection = false

  init(_ code: HTTPResponse.Status, _ message: String, cure: String) {
    self.code = code
    self.message = message
    self.cure = cure
  }

  /// The status for a request that is in order, but asks for more memory than there is.
  static let noMemory = HTTPResponse.Status(code: 507, reasonPhrase: "Insufficient Storage")

  static func badRequest(_ message: String, cure: String) -> ServiceError {
    ServiceError(.badRequest, message, cure: cure)
  }

  /// An error for data or options that make no sense together.
  static func unsuitable(_ message: String, cure: String) -> ServiceError {
    ServiceError(.unprocessableContent, message, cure: cure)
  }

  /// Takes an error of the libraries over, whose message names the cure already.
  ///
  /// - Parameter columns: the names of the columns in question.
  init(_ error: any Error, columns: [String] = []) {
    switch error {
    case let error as ServiceError: self = error
    case let error as FitError where error.column != nil:
      let name = error.column.flatMap { columns.indices.contains($0) ? columns[$0] : nil } ?? ""
      self = .unsuitable("\(name): \(error.message)", cure: "Choose other columns or options.")
    case let error as FitError:
      self = .unsuitable(error.message, cure: "Choose other columns or options.")
    case let error as TableError where error.code == .tooLarge:
      self.init(
        .contentTooLarge, error.source.isEmpty ? "The file is too large: \(error.message)" : "\(error)",
        cure: "Leave some out, or start the viewer with a larger --column-limit or --row-limit.")
    case let error as TableError where error.code == .inputOutput:
      self.init(Self.noMemory, "\(error)", cure: "Send a smaller file, or drop others.")
    case let error as TableError: self = .unsuitable("\(error)", cure: "Correct the file and send it again.")
    case let error as FigureError where error.code == .missingTool:
      self.init(
        .notImplemented, error.message, cure: "Install gnuplot; the report and the saved picture need none.")
    case let error as FigureError: self = .unsuitable(error.message, cure: "Ask for another figure.")
    default:
      self = .unsuitable("\(error)", cure: "Choose other columns or options.")
    }
  }
}

#endif
