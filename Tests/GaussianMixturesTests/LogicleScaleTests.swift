import Foundation
import Testing

@testable import GaussianMixtures

/// Known positions are those of FlowUtils 1.2, which runs the C++ code of Moore and Parks.
@Suite struct LogicleScaleTests {
  /// T, W, M and A, and positions of values.
  struct Case: Sendable {
    let scale: (top: Double, width: Double, decades: Double, negative: Double)
    let positions: [(value: Double, position: Double)]
  }

  static let cases = [
    Case(
      scale: (262_144, 0.5, 4.5, 0),
      positions: [
        (-1e5, -0.6847053692592366), (-150, -0.028918701788189505), (-1e-3, 0.11110999067905115),
        (0, 0.1111111111111111), (1e-9, 0.11111111111223154), (3, 0.11447210878818202),
        (1000, 0.45433757617239867), (262_144, 1), (1e6, 1.1292427085676322),
      ]),
    Case(
      scale: (262_144, 1, 4.5, 0.5),
      positions: [
        (-10_000, -0.10859873639740358), (-10, 0.29796380042205717), (0.5, 0.3001018122204781),
        (42, 0.3085488524991962), (50_000, 0.8546374376725392),
      ]),
    Case(
      scale: (10_000, 0, 4.5, 0),
      positions: [(-150, -0.5946873752902712), (3, 0.21819294517946433), (1000, 0.777777787332255)]),
    Case(
      scale: (1024, 2.25, 4.5, 0),
      positions: [(-150, 0.3062975316059262), (3, 0.504162893082578), (1e6, 1.6957324648538905)]),
    Case(
      scale: (262_144, 1.2, 4.5, -0.3),
      positions: [(-1e5, -0.4702832892314626), (-1, 0.21415739643156692), (1000, 0.33559413334178056)]),
  ]

  private static func scale(_ parameters: (top: Double, width: Double, decades: Double, negative: Double))
    throws
    -> LogicleScale
  {
    try LogicleScale(
      top: parameters.top, linearWidth: parameters.width, decades: parameters.decades,
      negativeDecades: parameters.negative)
  }

  @Test(arguments: cases) func positionsAreThePublished(_ known: Case) throws {
    let scale = try Self.scale(known.scale)
    for (value, position) in known.positions {
      #expect(abs(scale.position(of: value) - position) <= 1e-14, "\(value)")
    }
  }

  /// A position near 1 has an error of about 1e-16, which times the slope is what the value may differ by.
  @Test(arguments: cases) func valuesComeBack(_ known: Case) throws {
    let scale = try Self.scale(known.scale)
    for exponent in stride(from: -9.0, through: 8, by: 0.05) {
      for value in [10 * binade(exponent), -10 * binade(exponent)] {
        let position = scale.position(of: value)
        let bound =
          8 * max(1, abs(position)).ulp * exponentialSlope(scale, position) + 4 * value.ulp.magnitude
        #expect(abs(scale.value(at: position) - value) <= bound, "\(value)")
      }
    }
  }

  private func binade(_ exponent: Double) -> Double {
    // 10 to the exponent, near enough.
    (0..<Int(abs(exponent) * 20)).reduce(1) { power, _ in power * (exponent < 0 ? 1 / 1.122 : 1.122) }
  }

  private func exponentialSlope(_ scale: LogicleScale, _ position: Double) -> Double {
    let step = 1e-6
    return abs(scale.value(at: position + step) - scale.value(at: position - step)) / (2 * step)
  }

  @Test(arguments: cases) func theSlopeIsThatOfTheValues(_ known: Case) throws {
    let transform = ColumnTransform.logicle(try Self.scale(known.scale))
    for (value, _) in known.positions {
      let step = max(1e-4, abs(value) * 1e-4)
      let difference = transform.value(of: value + step) - transform.value(of: value - step)
      let logDerivative = transform.logDerivative(at: transform.value(of: value))
      #expect(abs(difference / (2 * step) / exp(logDerivative) - 1) < 1e-5, "\(value)")
    }
  }

  @Test func theScaleRisesAndGoesOnBeyondItsEnds() throws {
    let scale = try LogicleScale(linearWidth: 0.5)
    let values = [
      -Double.greatestFiniteMagnitude, -1e300, -1e9, -1, -1e-300, 0, 1e-300, 1, 1e9, 1e300,
      .greatestFiniteMagnitude,
    ]
    let positions = values.map(scale.position)
    #expect(positions.allSatisfy { $0.isFinite })
    #expect(zip(positions, positions.dropFirst()).allSatisfy { $0 <= $1 })
    #expect(scale.position(of: .nan).isNaN && scale.position(of: .infinity).isNaN)
  }

  @Test(
    arguments: [
      (0, 0.5, 4.5, 0), (-1, 0.5, 4.5, 0), (.infinity, 0.5, 4.5, 0), (1000, -0.1, 4.5, 0),
      (1000, 2.3, 4.5, 0),
      (1000, .nan, 4.5, 0), (1000, 0.5, 0, 0), (1000, 0.5, 101, 0), (1000, 0.5, 4.5, -0.6),
      (1000, 0.5, 4.5, 3.6),
    ] as [(Double, Double, Double, Double)])
  func parametersOutOfTheirRangesAreRefused(
    _ top: Double, _ width: Double, _ decades: Double, _ negative: Double
  ) {
    #expect {
      try LogicleScale(top: top, linearWidth: width, decades: decades, negativeDecades: negative)
    } throws: { error in
      (error as? PreprocessingError)?.code == .transform
    }
  }

  @Test func theWidthIsThatOfTheNegativeValues() {
    // numpy.quantile([-100, -90, …, -10], 0.05) is -95.5, and (4.5 - log10(262144 / 95.5)) / 2 is 0.5307317….
    let values = stride(from: -100.0, through: -10, by: 10).map { $0 } + [0, 5, 1e4, .nan]
    #expect(abs(LogicleScale.linearWidth(of: values) - 0.5307317248160424) < 1e-14)
    #expect(LogicleScale.linearWidth(of: [0, 1, 2]) == 0)
    #expect(LogicleScale.linearWidth(of: [-1e9]) == 2.25)
    #expect(LogicleScale.linearWidth(of: [-1e-9]) == 0)
  }
}
