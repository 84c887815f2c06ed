/// An error of what also writes files, which fails in the same ways whatever is written.
///
/// ```swift
/// import Tables
///
/// do {
///   try AtomicFile.write("{}", to: "/full/disk.json")
/// } catch where error.code == .cannotCreate || error.code == .inputOutput {
///   print("choose another place:", error)
/// }
/// ```
public protocol OutputError: CodedError {}

/// The ways in which a file is not written.
extension ErrorCode where Failure: OutputError {
  /// An output that cannot be created.
  public static var cannotCreate: Self { Self() }
  /// Reading or writing that broke off, such as for a full disk.
  public static var inputOutput: Self { Self() }
}
