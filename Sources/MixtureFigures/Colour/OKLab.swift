internal import Elementary

/// A colour in a space where distance is about the difference seen.
///
/// Source: B. Ottosson, A perceptual color space for image processing (2020).
struct OKLab: Sendable {
  let lightness: Double
  let a: Double
  let b: Double

  /// Takes the light of three primaries, each from 0 to 1 and linear in energy.
  init(linearRed red: Double, green: Double, blue: Double) {
    let l = Elementary.cubeRoot(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    let m = Elementary.cubeRoot(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    let s = Elementary.cubeRoot(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s
    a = 1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s
    b = 0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s
  }

  var chroma: Double { (a * a + b * b).squareRoot() }

  func squaredDistance(to other: OKLab) -> Double {
    let (dl, da, db) = (lightness - other.lightness, a - other.a, b - other.b)
    return dl * dl + da * da + db * db
  }
}
