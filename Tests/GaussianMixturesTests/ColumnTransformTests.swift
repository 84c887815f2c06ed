import Foundation
import GaussianMixtures
import Testing

@Suite struct ColumnTransformTests {
  /// All kinds, by the texts that ask for them.
  static let texts = [
    "arcsinh=150", "arcsinh=5", "arcsinh=1", "log=10", "log=2", "log=e", "logicle=W=0.5", "logicle",
  ]

  private func transform(_ text: String) throws -> ColumnTransform {
    try #require(try TransformChoice(text).transform(suiting: []))
  }

  @Test func knownValues() throws {
    // numpy.arcsinh(1500 / 150) and the like.
    #expect(abs(try transform("arcsinh=150").value(of: 1500) - 2.99822295029797) < 1e-14)
    #expect(abs(try transform("arcsinh").value(of: -3) + 0.01999866690661) < 1e-14)
    #expect(try transform("log").value(of: 1000) == 3)
    #expect(try transform("log=2").value(of: 8) == 3)
    #expect(abs(try transform("log=e").value(of: 10) - 2.302585092994046) < 1e-15)
    #expect(try transform("log").value(of: 0).isNaN && transform("log").value(of: -1).isNaN)
  }

  @Test(arguments: texts) func theInverseComesBack(_ text: String) throws {
    let transform = try transform(text)
    for exponent in -8...8 {
      for mantissa in [1.0, 2.7, 9.3] {
        let value = mantissa * pow(10, Double(exponent))
        let back = transform.inverse(of: transform.value(of: value))
        #expect(abs(back - value) <= 1e-11 * max(value, 1e-3), "\(value)")
      }
    }
    #expect(transform.value(of: .nan).isNaN && transform.value(of: .infinity).isNaN)
  }

  @Test(arguments: texts) func theDerivativeIsThatOfTheValues(_ text: String) throws {
    let transform = try transform(text)
    for value in [0.01, 1, 30, 1e3, 1e6] {
      let step = 1e-4 * value
      let difference = transform.value(of: value + step) - transform.value(of: value - step)
      let logDerivative = transform.logDerivative(at: transform.value(of: value))
      #expect(abs(difference / (2 * step) / exp(logDerivative) - 1) < 1e-4, "\(value)")
    }
    #expect(transform.logDerivative(at: 400).isFinite)
  }

  @Test(arguments: [
    ("arcsinh=150", "asinh(FL1/150)"), ("arcsinh=1", "asinh(FL1)"), ("log", "log10(FL1)"),
    ("log=e", "ln(FL1)"),
    ("log=2", "log2(FL1)"), ("logicle", "logicle(FL1)"),
  ]) func axesSayWhatIsDone(_ text: String, _ title: String) throws {
    #expect(try transform(text).title(of: "FL1") == title)
  }

  @Test(arguments: texts) func theDescriptionIsReadAgain(_ text: String) throws {
    let transform = try transform(text)
    #expect(try TransformChoice(transform.description).transform(suiting: []) == transform)
    let data = try JSONEncoder().encode(transform)
    #expect(try JSONDecoder().decode(ColumnTransform.self, from: data) == transform)
  }

  @Test(arguments: [
    "", "sqrt", "arcsinh=", "arcsinh=0", "arcsinh=-5", "arcsinh=nan", "arcsinh=1e-320", "log=1", "log=0.5",
    "log=x",
    "none=1", "logicle=", "logicle=W", "logicle=Q=1", "logicle=W=1,W=2", "logicle=W=9", "logicle=T=0",
    "logicle=W=0.5,",
    "logicle=0.5", "log=10=3",
  ]) func whatIsNoneIsRefused(_ text: String) {
    #expect {
      try TransformChoice(text)
    } throws: { error in
      guard let error = error as? PreprocessingError else { return false }
      return error.code == .transform && !error.message.isEmpty && !error.cure.isEmpty
    }
  }

  @Test func logicleTakesFromTheDataWhatIsNotGiven() throws {
    let values = [-500.0, -100, 0, 1e6, .nan]
    #expect(try TransformChoice("logicle").needsValues && !TransformChoice("logicle=T=1000,W=1").needsValues)
    guard case .logicle(let scale) = try TransformChoice("LOGICLE=M=5").transform(suiting: values) else {
      Issue.record("no logicle scale")
      return
    }
    #expect(scale.top == 1e6 && scale.decades == 5 && scale.negativeDecades == 0)
    #expect(scale.linearWidth == LogicleScale.linearWidth(of: values, top: 1e6, decades: 5))
    guard case .logicle(let given) = try TransformChoice("logicle=W=1,T=1e5").transform(suiting: values)
    else {
      Issue.record("no logicle scale")
      return
    }
    #expect(given.top == 1e5 && given.linearWidth == 1)
    // An A that leaves little room for W.
    _ = try TransformChoice("logicle=A=4").transform(suiting: values)
    _ = try TransformChoice("logicle=A=-1").transform(suiting: [])
  }

  @Test func aDamagedTransformIsNotRead() {
    for text in [
      #"{"kind": "arcsinh", "cofactor": 0}"#, #"{"kind": "sqrt"}"#, #"{"kind": "log"}"#,
      #"{"kind": "logicle", "T": 1000, "W": 9, "M": 4.5, "A": 0}"#,
    ] {
      #expect(throws: DecodingError.self) {
        try JSONDecoder().decode(ColumnTransform.self, from: Data(text.utf8))
      }
    }
  }
}
