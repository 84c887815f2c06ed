internal import Elementary

/// A transform as it is asked for: by a text, and with parameters that may be left to the data.
///
/// ```swift
/// let choice = try TransformChoice("logicle=M=4.5")
/// if let transform = try choice.transform(suiting: x) { print(transform) }    // W and T as x asks for
/// ```
///
/// The texts are
///
/// - `arcsinh=150` or `arcsinh`: by 150, what is usual for fluorescence (5 for mass cytometry);
/// - `log=10` or `log`: by 10, another number above 1, or `e`;
/// - `logicle`, or `logicle=W=0.5,T=262144,M=4.5,A=0` with any of these: M is 4.5 and A is 0 unless given, T is 262144 or the
///   largest value where that is more, and W is that of ``LogicleScale/linearWidth(of:top:decades:)``;
/// - `none`.
public enum TransformChoice: Sendable, Hashable {
  /// The values stay.
  case none
  /// A transform whose parameters are known.
  case fixed(ColumnTransform)
  /// A logicle scale, with its T and W where they are given.
  case logicle(top: Double?, linearWidth: Double?, decades: Double, negativeDecades: Double)

  /// The words that a text begins with.
  private static let kinds = ["arcsinh", "asinh", "log", "logicle", "none"]
  private static let cure =
    "It is arcsinh=150, log=10, logicle, logicle=W=0.5,T=262144,M=4.5,A=0 with any of these, or none."

  /// Whether a text begins as a transform does.
  package static func isBegun(by text: some StringProtocol) -> Bool {
    kinds.contains(text.prefix { $0 != "=" }.lowercased())
  }

  /// Reads a text.
  ///
  /// - Parameter text: such as `arcsinh=150`.
  /// - Throws: ``PreprocessingError`` of the code `transform` where it is none, or a parameter is out of its range.
  public init(_ text: String) throws(PreprocessingError) {
    let kind = text.prefix { $0 != "=" }
    let rest = text.dropFirst(kind.count)
    let parameter = rest.isEmpty ? nil : String(rest.dropFirst())
    switch (kind.lowercased(), parameter) {
    case ("none", nil): self = .none
    case ("arcsinh", let cofactor), ("asinh", let cofactor):
      self = .fixed(.arcsinh(cofactor: try Self.number(cofactor, in: text) ?? 150))
    case ("log", "e"), ("log", "E"): self = .fixed(.logarithm(base: ColumnTransform.naturalBase))
    case ("log", let base): self = .fixed(.logarithm(base: try Self.number(base, in: text) ?? 10))
    case ("logicle", let parameters): self = try Self.logicle(parameters, in: text)
    default:
      throw PreprocessingError(.transform, "«\(text)» is no transform.", cure: Self.cure)
    }
    if case .fixed(let transform) = self { try transform.validate() }
  }

  private static func logicle(_ text: String?, in whole: String) throws(PreprocessingError) -> TransformChoice
  {
    var found: [String: Double] = [:]
    for part in text?.split(separator: ",", omittingEmptySubsequences: false) ?? [] {
      let name = part.prefix { $0 != "=" }.uppercased()
      guard ["T", "W", "M", "A"].contains(name), part.contains("="), found[name] == nil else {
        throw PreprocessingError(.transform, "«\(whole)»: «\(part)» is no parameter of logicle.", cure: cure)
      }
      found[name] = try number(String(part.dropFirst(name.count + 1)), in: whole)
    }
    let (decades, negative) = (found["M"] ?? LogicleScale.usualDecades, found["A"] ?? 0)
    // What is out of its range is told before there are data.
    _ = try LogicleScale(
      top: found["T"] ?? LogicleScale.usualTop, linearWidth: found["W"] ?? max(0, -negative),
      decades: decades,
      negativeDecades: negative)
    return .logicle(top: found["T"], linearWidth: found["W"], decades: decades, negativeDecades: negative)
  }

  private static func number(_ text: String?, in whole: String) throws(PreprocessingError) -> Double? {
    guard let text else { return nil }
    guard let number = Double(text), number.isFinite else {
      throw PreprocessingError(.transform, "«\(whole)»: «\(text)» is no number.", cure: cure)
    }
    return number
  }

  /// Whether parameters are left to the data.
  public var needsValues: Bool {
    if case .logicle(let top, let width, _, _) = self { top == nil || width == nil } else { false }
  }

  /// The transform with all its parameters.
  ///
  /// - Parameter values: of the column, or a sample of them; of no use unless ``needsValues``.
  /// - Returns: nil for none.
  /// - Throws: ``PreprocessingError`` where the W of the values leaves no room for the A that was asked for.
  /// - Complexity: O(n log n).
  public func transform(suiting values: some Sequence<Double>) throws(PreprocessingError) -> ColumnTransform?
  {
    switch self {
    case .none: return nil
    case .fixed(let transform): return transform
    case .logicle(let top, let width, let decades, let negative):
      let largest = values.reduce(LogicleScale.usualTop) { $1.isFinite ? max($0, $1) : $0 }
      let top = top ?? largest
      let room = max(0, -negative)...max(0, (decades - max(0, negative)) / 2)
      let suiting = { LogicleScale.linearWidth(of: values, top: top, decades: decades) }
      return .logicle(
        try LogicleScale(
          top: top, linearWidth: width ?? min(max(room.lowerBound, suiting()), room.upperBound),
          decades: decades, negativeDecades: negative))
    }
  }
}
