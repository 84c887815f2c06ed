#if Command

@_exported public import CodedErrors

/// The reason why a viewer cannot serve.
///
/// ```swift
/// let worker = FitWorker(executable: "/usr/local/bin/survey", arguments: ["worker"])
/// let viewer = Viewer(software: .init(name: "survey", version: "2.1"), worker: worker)
/// do {
///   try await viewer.run(port: 8080) { address in print(address.text) }
/// } catch where error.code == .noPort {
///   try await viewer.run(port: 0) { address in print(address.text) }
/// }
/// ```
public struct ViewerError: CodedError {
  /// The kind of the failure.
  public let code: Code
  /// What is wrong and what would cure it, in a sentence or two.
  public let message: String

  init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }
}

/// The ways in which a viewer does not serve.
extension ErrorCode<ViewerError> {
  /// A table that it does not take.
  public static var badData: Self { Self() }
  /// A port that cannot be listened on.
  public static var noPort: Self { Self() }
}

#endif
