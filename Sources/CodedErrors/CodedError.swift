#if canImport(Darwin)
  // There Foundation is part of every system.
  public import Foundation

  /// What Foundation has a person told of an error: the description.
  public typealias DescribedError = LocalizedError
#else
  /// An error of which Foundation has nothing told.
  ///
  /// Here it is a library of its own, which whoever imports this one need not have. A program that has it and shows errors
  /// by their `localizedDescription` conforms those that it shows, such as by
  /// `extension FitError: @retroactive LocalizedError { public var errorDescription: String? { description } }`.
  public typealias DescribedError = Error
#endif

/// An error of this package: its kind, what was found, where, and what would cure it.
///
/// ```swift
/// do {
///   print(try MixtureEstimator(componentCount: 3).fit(PointSet(columns: [x, y])))
/// } catch let error as any CodedError {
///   print(error)    // whatever step it is of: where, what was found, and what would cure it
/// }
/// ```
///
/// Errors of a kind are told apart by their code: `error.code == .memory`. What a person is told is the description.
public protocol CodedError: DescribedError, Hashable, CustomStringConvertible {
  /// The kinds of failures that the error tells apart.
  associatedtype Code: Hashable, Sendable = ErrorCode<Self>

  /// The kind of the failure.
  var code: Code { get }
  /// A sentence or two about what was found; it also names the cure unless ``cure`` does.
  var message: String { get }
  /// The place where it was found, such as a file and a line; empty where the message names it.
  var place: String { get }
  /// A sentence about what would cure it; empty where the message names it.
  var cure: String { get }
}

extension CodedError {
  /// No place but that of the message.
  public var place: String { "" }
  /// No cure but that of the message.
  public var cure: String { "" }

  /// The place, the message and the cure, in one line.
  public var description: String {
    (place.isEmpty ? "" : "\(place): ") + message + (cure.isEmpty ? "" : " \(cure)")
  }

  #if canImport(Darwin)
    /// The description, in an alert too.
    public var errorDescription: String? { description }
    /// Nothing: the description says it.
    public var failureReason: String? { nil }
    /// Nothing: the description says it.
    public var recoverySuggestion: String? { nil }
    /// Nothing.
    public var helpAnchor: String? { nil }
  #endif
}

/// The kind of a failure, by its name among those of an error.
///
/// ```swift
/// func isOnPurpose(_ code: ErrorCode<FitError>) -> Bool { [.stopped, .cancelled].contains(code) }
/// ```
///
/// It is a value and no case of an enumeration, so that a new one breaks no caller. Each error lists its own.
public struct ErrorCode<Failure: CodedError>: Sendable, Hashable {
  private let name: String

  /// Makes the kind that has the name of the property whose value it is.
  package init(_ name: String = #function) {
    self.name = name
  }
}

extension ErrorCode: CustomStringConvertible {
  /// The name, such as `cancelled`.
  public var description: String { name }
}
