/// What processes that fit together say to each other: numbers go to the first of them, bytes come from it.
///
/// ```swift
/// func counts(_ own: Int, over ranks: any Communicator) throws(CommunicationError) -> [Int] {
///   try ranks.gather([Double(own)]).map { Int($0[0]) }    // on rank 0 those of all; elsewhere nothing
/// }
/// ```
///
/// All processes call the same functions in the same order. None adds anything up: a sum in an order of its own would have
/// other bits for every number of processes.
public protocol Communicator: Sendable {
  /// The number of this process, from 0: the first one decides.
  var rank: Int { get }
  /// How many processes there are.
  var size: Int { get }

  /// Brings the numbers of all processes to rank 0.
  ///
  /// - Parameter numbers: as many as this process has.
  /// - Returns: on rank 0 those of each process in the order of ranks, its own first; elsewhere nothing.
  /// - Throws: ``CommunicationError`` where a process is gone or does not answer.
  func gather(_ numbers: [Double]) throws(CommunicationError) -> [[Double]]

  /// Brings the bytes of rank 0 to all processes.
  ///
  /// - Parameter bytes: of rank 0; those of others do not matter.
  /// - Returns: those of rank 0.
  /// - Throws: ``CommunicationError`` where a process is gone or does not answer.
  func broadcast(_ bytes: [UInt8]) throws(CommunicationError) -> [UInt8]
}

/// The reason why processes cannot go on together.
///
/// ```swift
/// func numbers(of ranks: any Communicator) -> [[Double]] {
///   do throws(CommunicationError) { return try ranks.gather([1]) } catch {
///     print(error.code == .timeLimit ? "somebody hangs" : "somebody is gone", error)
///     return []
///   }
/// }
/// ```
public struct CommunicationError: CodedError {
  /// The kind of the failure.
  public let code: Code
  /// What was found and what would cure it.
  public let message: String

  /// - Parameters:
  ///   - code: the kind of the failure.
  ///   - message: what was found, by the number of the process, and what would cure it.
  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }
}

/// The ways in which processes lose each other.
extension ErrorCode<CommunicationError> {
  /// A process is gone, or its connection is.
  public static var lost: Self { Self() }
  /// A process did not answer in time.
  public static var timeLimit: Self { Self() }
  /// Whoever waits here wants to leave off.
  public static var stopped: Self { Self() }
  /// Processes that do not belong together, or no way between them.
  public static var refused: Self { Self() }
}

extension Communicator {
  /// Brings a text of each process to rank 0.
  ///
  /// - Parameter text: of this process.
  /// - Returns: on rank 0 those of all in the order of ranks; elsewhere nothing.
  /// - Throws: ``CommunicationError`` where a process is gone, does not answer, or says something else.
  public func gather(text: String) throws(CommunicationError) -> [String] {
    var texts: [String] = []
    for (rank, numbers) in try gather(CarriedBytes.numbers(text)).enumerated() {
      guard let text = CarriedBytes.text(numbers) else {
        throw CommunicationError(
          .refused, "What process \(rank) says is no text: run the same version everywhere.")
      }
      texts.append(text)
    }
    return texts
  }

  /// Goes on where no process has a failure to tell, and ends all of them otherwise.
  ///
  /// - Parameter failure: what is wrong here; nil for nothing.
  /// - Returns: the number of the first process with a failure, and what is wrong there; nil where all is well.
  /// - Throws: ``CommunicationError`` where a process is gone or does not answer.
  public func firstFailure(_ failure: String?) throws(CommunicationError) -> (rank: Int, failure: String)? {
    let texts = try gather(text: failure ?? "")
    let told = texts.firstIndex { !$0.isEmpty }.map { "\($0) \(texts[$0])" } ?? ""
    let answer = String(decoding: try broadcast(Array(told.utf8)), as: UTF8.self)
    guard !answer.isEmpty else { return nil }
    let parts = answer.split(separator: " ", maxSplits: 1)
    return (Int(parts[0]) ?? 0, parts.count > 1 ? String(parts[1]) : "")
  }
}

/// A process alone.
///
/// ```swift
/// let alone: any Communicator = SingleProcess()
/// print(try alone.gather([1, 2]))    // [[1.0, 2.0]]
/// ```
public struct SingleProcess: Communicator {
  /// The first.
  public var rank: Int { 0 }
  /// One.
  public var size: Int { 1 }

  /// Takes nothing.
  public init() {}

  /// The numbers as they are.
  ///
  /// - Parameter numbers: of this process.
  public func gather(_ numbers: [Double]) -> [[Double]] { [numbers] }

  /// The bytes as they are.
  ///
  /// - Parameter bytes: of this process.
  public func broadcast(_ bytes: [UInt8]) -> [UInt8] { bytes }
}
