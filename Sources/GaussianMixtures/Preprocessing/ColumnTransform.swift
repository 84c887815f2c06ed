internal import Elementary

/// A function that a column's values go through before they are coordinates: it rises, and has an inverse.
///
/// ```swift
/// let transform = ColumnTransform.arcsinh(cofactor: 150)
/// print(transform.value(of: 1500), transform.inverse(of: transform.value(of: 1500)))    // 2.998…, 1500
/// print(transform.title(of: "FL1-A"))                                                   // asinh(FL1-A/150)
/// ```
///
/// A Gaussian fits what is spread alike on both sides; intensities of light are not until they are transformed.
public enum ColumnTransform: Sendable, Hashable {
  /// arsinh(x/c), c > 0: nearly linear within ±c, a natural logarithm beyond.
  ///
  /// 150 is usual for fluorescence, 5 for mass cytometry.
  case arcsinh(cofactor: Double)
  /// log_b(x), b > 1; there is none of 0 and below.
  case logarithm(base: Double)
  /// The logicle scale.
  case logicle(LogicleScale)

  /// Refuses parameters that make no function.
  ///
  /// - Throws: ``PreprocessingError`` of the code `transform`.
  func validate() throws(PreprocessingError) {
    switch self {
    case .arcsinh(let cofactor):
      if cofactor > 0, cofactor.isFinite, (1 / cofactor).isFinite { return }
      throw PreprocessingError(
        .transform, "The arcsinh has the cofactor \(cofactor).", cure: "It is a number above 0, such as 150.")
    case .logarithm(let base):
      if base > 1, base.isFinite { return }
      throw PreprocessingError(
        .transform, "The logarithm has the base \(base).", cure: "It is a number above 1, such as 10, 2 or e."
      )
    case .logicle: return
    }
  }

  /// The transformed value.
  ///
  /// - Parameter value: in the column's own units.
  /// - Returns: NaN where there is none: of NaN, infinite values, and of logarithms of 0 and below.
  public func value(of value: Double) -> Double {
    guard value.isFinite else { return .nan }
    switch self {
    case .arcsinh(let cofactor): return inverseHyperbolicSine(value / cofactor)
    case .logarithm(let base):
      guard value > 0 else { return .nan }
      if base == 10 { return decimalLogarithm(value) }
      return base == 2 ? binaryLogarithm(value) : naturalLogarithm(value) / naturalLogarithm(base)
    case .logicle(let scale): return scale.position(of: value)
    }
  }

  /// The value in the column's own units: the inverse of ``value(of:)``.
  ///
  /// - Parameter transformed: any number.
  /// - Returns: infinite where it is beyond the range of numbers.
  public func inverse(of transformed: Double) -> Double {
    switch self {
    case .arcsinh(let cofactor): return hyperbolicSine(transformed) * cofactor
    case .logarithm(let base):
      return base == 2 ? binaryExponential(transformed) : power(base, transformed)
    case .logicle(let scale): return scale.value(at: transformed)
    }
  }

  /// The logarithm of the derivative dy/dx of ``value(of:)``, at a transformed value y.
  ///
  /// A density in the column's own units is that of the transformed values times this derivative.
  ///
  /// - Parameter transformed: y.
  public func logDerivative(at transformed: Double) -> Double {
    switch self {
    case .arcsinh(let cofactor):
      // ln cosh y, whatever its size.
      let size = transformed.magnitude
      return -naturalLogarithm(cofactor) - size - logarithmOfOnePlus(exponential(-2 * size))
        + naturalLogarithm(2)
    case .logarithm(let base):
      let unit = naturalLogarithm(base)
      return -transformed * unit - naturalLogarithm(unit)
    case .logicle(let scale): return -scale.logSlope(at: transformed)
    }
  }

  /// What an axis of the transformed values is called, such as `asinh(FL1-A/150)`.
  ///
  /// - Parameter name: the column's name.
  public func title(of name: String) -> String {
    switch self {
    case .arcsinh(let cofactor): cofactor == 1 ? "asinh(\(name))" : "asinh(\(name)/\(Self.text(cofactor)))"
    case .logarithm(let base): base == Self.naturalBase ? "ln(\(name))" : "log\(Self.text(base))(\(name))"
    case .logicle: "logicle(\(name))"
    }
  }

  /// e.
  static let naturalBase = exponential(1)

  /// A number without the point of a whole one.
  static func text(_ number: Double) -> String {
    Int(exactly: number).map(String.init) ?? "\(number)"
  }
}

extension ColumnTransform: CustomStringConvertible {
  /// As ``TransformChoice`` reads it, such as `arcsinh=150`.
  public var description: String {
    switch self {
    case .arcsinh(let cofactor): "arcsinh=\(Self.text(cofactor))"
    case .logarithm(let base): "log=\(base == Self.naturalBase ? "e" : Self.text(base))"
    case .logicle(let scale):
      "logicle="
        + [
          ("T", scale.top), ("W", scale.linearWidth), ("M", scale.decades), ("A", scale.negativeDecades),
        ].map { "\($0)=\(Self.text($1))" }.joined(separator: ",")
    }
  }
}

extension ColumnTransform: Codable {
  private enum Key: String, CodingKey { case kind, cofactor, base, T, W, M, A }
  private enum Kind: String, Codable { case arcsinh, log, logicle }

  /// Reads a transform.
  ///
  /// - Parameter decoder: a decoder of an object.
  /// - Throws: what the decoder throws, and for a parameter out of its range.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let number = { (key: Key) in try container.decode(Double.self, forKey: key) }
    do {
      switch try container.decode(Kind.self, forKey: .kind) {
      case .arcsinh: self = .arcsinh(cofactor: try number(.cofactor))
      case .log: self = .logarithm(base: try number(.base))
      case .logicle:
        self = .logicle(
          try LogicleScale(
            top: try number(.T), linearWidth: try number(.W), decades: try number(.M),
            negativeDecades: try number(.A)))
      }
      try validate()
    } catch let error as PreprocessingError {
      throw DecodingError.dataCorruptedError(
        forKey: .kind, in: container, debugDescription: error.description)
    }
  }

  /// Writes the transform with all its parameters.
  ///
  /// - Parameter encoder: an encoder of an object.
  /// - Throws: what the encoder throws.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    switch self {
    case .arcsinh(let cofactor):
      try container.encode(Kind.arcsinh, forKey: .kind)
      try container.encode(cofactor, forKey: .cofactor)
    case .logarithm(let base):
      try container.encode(Kind.log, forKey: .kind)
      try container.encode(base, forKey: .base)
    case .logicle(let scale):
      try container.encode(Kind.logicle, forKey: .kind)
      try container.encode(scale.top, forKey: .T)
      try container.encode(scale.linearWidth, forKey: .W)
      try container.encode(scale.decades, forKey: .M)
      try container.encode(scale.negativeDecades, forKey: .A)
    }
  }
}
