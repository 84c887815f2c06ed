/// The colours by which the numbers of a picture are shown.
package struct PicturePalette: Sendable, Hashable {
  /// Red, green and blue of each number, from 0, one after the other; none for greys.
  package let colours: [UInt8]
  /// Whether they are colours of the picture that is read, so that they mean what that says (a profile of the ICC).
  package let areOfPicture: Bool

  /// No colours: each number is a grey.
  static let greys = PicturePalette(colours: [], areOfPicture: false)

  package init(colours: [UInt8], areOfPicture: Bool) {
    self.colours = colours
    self.areOfPicture = areOfPicture
  }

  /// How many numbers have a colour.
  var count: Int { colours.count / 3 }
}
