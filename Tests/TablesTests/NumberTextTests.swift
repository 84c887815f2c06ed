import GaussianMixtures
import Tables
import Testing

@Suite struct NumberTextTests {
  @Test(arguments: [
    ("1", 1.0), ("+1.5", 1.5), ("-2e3", -2000), (" 7 ", 7), (".5", 0.5), ("5.", 5), ("1E-3", 0.001),
    ("-0", -0.0),
    ("1e-400", 0), ("12345678901234567890123456789", 12_345_678_901_234_567_890_123_456_789),
  ])
  func numbersAreRead(text: String, value: Double) {
    #expect(NumberText.number(text)?.bitPattern == value.bitPattern)
  }

  @Test(arguments: [
    "", " ", "abc", "0x10", "1e", "1 2", "--1", "+-1", "1,5", "nan", "inf", "-inf", "1e400", "NA", ".", "+",
    "-",
    "1_000", "0b1", "１",
  ])
  func otherTextsAreNoNumbers(text: String) {
    #expect(NumberText.number(text) == nil)
  }

  @Test func decimalCommaReplacesThePoint() {
    #expect(NumberText.number("-1,25e2", decimalComma: true) == -125)
    #expect(NumberText.number(",5", decimalComma: true) == 0.5)
    #expect(NumberText.number("1.25", decimalComma: true) == nil)
  }

  @Test(arguments: [
    (0.0, "0"), (-0.0, "-0"), (100_000, "100000"), (0.1, "0.1"), (-1e300, "-1e+300"), (.infinity, "inf"),
    (-.infinity, "-inf"), (.nan, "nan"), (1e15, "1e+15"), (999_999_999_999_999, "999999999999999"),
  ])
  func numbersAreWrittenShort(value: Double, text: String) {
    #expect(NumberText.shortest(value) == text)
  }

  @Test func numbersForPeopleHaveTheDigitsAskedFor() {
    #expect(NumberText.fixed(1234.5678, decimals: 2) == "1234.57")
    #expect(NumberText.fixed(-0.004, decimals: 2) == "-0.00")
    #expect(NumberText.fixed(.greatestFiniteMagnitude, decimals: 0).count == 309)
    #expect(NumberText.significant(1234.5678, digits: 6) == "1234.57")
    #expect(NumberText.significant(1e-7, digits: 3) == "1e-07")
    #expect(NumberText.scientific(1234.5678, digits: 3) == "1.235e+03")
    #expect(
      NumberText.significant(.nan, digits: 6) == "nan" && NumberText.fixed(-.infinity, decimals: 4) == "-inf")
  }

  @Test func everyFiniteNumberReadsBackToTheSameBits() {
    var generator = RandomStream(seed: 1, purpose: .sampling)
    let special: [Double] = [
      .leastNonzeroMagnitude, .leastNormalMagnitude, .greatestFiniteMagnitude, -.greatestFiniteMagnitude,
      .ulpOfOne, 0x1p53, 0x1p53 + 2, 1e15 - 1, 1e22, 1e23,
    ]
    let random = (0..<20_000).map { _ in Double(bitPattern: generator.next()) }.filter(\.isFinite)
    for value in special + random {
      #expect(NumberText.number(NumberText.shortest(value))?.bitPattern == value.bitPattern)
    }
  }
}
