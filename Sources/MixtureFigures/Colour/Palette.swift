/// One colour for each component, told apart by readers with and without full colour vision.
///
/// Up to eight components have the colours of M. Okabe and K. Ito (Color universal design, 2008). Further
/// ones are chosen one by one, each the farthest of a grid of colours from all before it, so a component
/// keeps its colour when more are added.
struct Palette: Sendable {
  let colours: [Colour]
  /// The colour of points without a component.
  static let none = Colour(0x8A8A8A)

  /// The colours of these components; R, G and B look red, green and blue.
  init(componentNames: [String]) {
    if Set(componentNames) == ["R", "G", "B"], componentNames.count == 3 {
      colours = componentNames.map { name in
        name == "R" ? Self.vermillion : name == "G" ? Self.bluishGreen : Self.blue
      }
    } else {
      colours = Self.colours(componentNames.count)
    }
  }

  /// The colour on a dark page: black gives way to a light grey, and dark colours are lit up.
  static func onDark(_ colour: Colour) -> Colour {
    guard colour != Colour(0) else { return Colour(0xE4E4E4) }
    let shares = stride(from: 0.0, through: 0.6, by: 0.05)
    let lit = shares.lazy.map { colour.mixed(with: Colour(0xFFFFFF), share: $0) }
    return lit.first { $0.appearances[0].lightness >= 0.56 } ?? colour
  }

  private static let blue = Colour(0x0072B2)
  private static let vermillion = Colour(0xD55E00)
  private static let bluishGreen = Colour(0x009E73)

  /// The colours of lines that are no components.
  static let lines = [blue, vermillion, Colour(0x007A59), Colour(0xA8467E)]

  // Yellow, which is faint on white, comes last.
  private static let okabeIto = [
    blue, vermillion, bluishGreen, Colour(0xE69F00), Colour(0xCC79A7), Colour(0x56B4E9), Colour(0x000000),
    Colour(0xF0E442),
  ]

  /// Beyond this many, nobody tells colours apart, and they repeat.
  private static let mostDistinct = 192

  private static func colours(_ count: Int) -> [Colour] {
    guard count > okabeIto.count else { return Array(okabeIto.prefix(count)) }
    let distinct = spread(min(count, mostDistinct))
    return (0..<count).map { distinct[$0 % distinct.count] }
  }

  private static func spread(_ count: Int) -> [Colour] {
    var chosen = okabeIto
    // White and the greys of axes and unlabelled points are taken as well.
    let taken = (chosen + [Colour(0xFFFFFF), none]).map(\.appearances)
    let candidates = grid
    var nearest = candidates.map { candidate in
      taken.map { difference(candidate.seen, $0) }.min() ?? 0
    }
    while chosen.count < count, let best = nearest.indices.max(by: { nearest[$0] < nearest[$1] }) {
      chosen.append(candidates[best].colour)
      for index in nearest.indices {
        nearest[index] = min(nearest[index], difference(candidates[index].seen, candidates[best].seen))
      }
    }
    return chosen
  }

  /// The least of what the three kinds of vision see; deficient ones see less, and count twice.
  private static func difference(_ one: [OKLab], _ other: [OKLab]) -> Double {
    let normal = one[0].squaredDistance(to: other[0])
    let deficient = min(one[1].squaredDistance(to: other[1]), one[2].squaredDistance(to: other[2]))
    return min(normal, 4 * deficient)
  }

  /// Colours that show on white and on black: neither too light, nor too dark, nor grey.
  private static var grid: [(colour: Colour, seen: [OKLab])] {
    let levels = stride(from: UInt32(0), through: 255, by: 17)
    return levels.flatMap { red in
      levels.flatMap { green in
        levels.compactMap { blue -> (colour: Colour, seen: [OKLab])? in
          let colour = Colour(red << 16 | green << 8 | blue)
          let seen = colour.appearances
          guard (0.35...0.86).contains(seen[0].lightness), seen[0].chroma > 0.05 else { return nil }
          return (colour, seen)
        }
      }
    }
  }
}

/// The colours by which labels are shown outside figures, which are those that figures have.
package enum LabelColours {
  /// Red, green and blue of the points without a component, and then of each component.
  ///
  /// - Parameter componentNames: What the components are called.
  /// - Complexity: O(components).
  package static func bytes(componentNames: [String]) -> [UInt8] {
    ([Palette.none] + Palette(componentNames: componentNames).colours).flatMap {
      [$0.red, $0.green, $0.blue]
    }
  }
}
