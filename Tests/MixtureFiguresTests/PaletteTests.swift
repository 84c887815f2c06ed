import Testing

@testable import MixtureFigures

struct PaletteTests {
  private func names(_ count: Int) -> [String] { (0..<count).map { "\($0 + 1)" } }

  @Test("colours differ, and stay when components are added", arguments: [1, 3, 8, 12, 64])
  func distinct(count: Int) {
    let colours = Palette(componentNames: names(count)).colours
    #expect(colours.count == count)
    #expect(Set(colours).count == count)
    #expect(Array(Palette(componentNames: names(count + 1)).colours.prefix(count)) == colours)
  }

  @Test("twenty colours are apart, with and without full colour vision")
  func apart() {
    let seen = Palette(componentNames: names(20)).colours.map(\.appearances)
    for (index, one) in seen.enumerated() {
      for other in seen[..<index] {
        #expect(one[0].squaredDistance(to: other[0]).squareRoot() > 0.06)
        let weakest = min(one[1].squaredDistance(to: other[1]), one[2].squaredDistance(to: other[2]))
        #expect(weakest.squareRoot() > 0.02)
      }
    }
  }

  @Test("R, G and B look so, in any order")
  func primaries() {
    let colours = Palette(componentNames: ["B", "R", "G"]).colours
    #expect(colours.map(\.hexadecimal) == ["#0072b2", "#d55e00", "#009e73"])
  }

  @Test("more components than colours repeat them")
  func many() {
    #expect(Palette(componentNames: names(500)).colours.count == 500)
  }

  @Test("black becomes light on a dark page")
  func dark() {
    #expect(Palette.onDark(Colour(0)) == Colour(0xE4E4E4))
    #expect(Palette.onDark(Colour(0xD55E00)) == Colour(0xD55E00))
  }
}
