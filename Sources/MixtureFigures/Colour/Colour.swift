internal import Elementary
internal import Tables

/// An opaque sRGB colour.
struct Colour: Sendable, Hashable {
  let red: UInt8
  let green: UInt8
  let blue: UInt8

  init(_ rgb: UInt32) {
    red = UInt8(truncatingIfNeeded: rgb >> 16)
    green = UInt8(truncatingIfNeeded: rgb >> 8)
    blue = UInt8(truncatingIfNeeded: rgb)
  }

  var rgb: UInt32 { UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue) }

  /// `#rrggbb`.
  var hexadecimal: String { "#" + HexText.padded(rgb, to: 6) }

  /// Mixed with another colour; a share of 0 leaves this one.
  func mixed(with other: Colour, share: Double) -> Colour {
    func blend(_ own: UInt8, _ its: UInt8) -> UInt32 {
      UInt32((Double(own) * (1 - share) + Double(its) * share).rounded())
    }
    return Colour(blend(red, other.red) << 16 | blend(green, other.green) << 8 | blend(blue, other.blue))
  }

  /// How it is seen with full colour vision, without red cones and without green cones.
  ///
  /// Source: G. Machado, M. Oliveira and L. Fernandes, A physiologically-based model for simulation of
  /// color vision deficiency, IEEE TVCG 15 (2009) 1291-1298, severity 1.
  var appearances: [OKLab] {
    let linear = [red, green, blue].map(Self.linear)
    return Self.visions.map { matrix in
      let seen = matrix.map { row in
        min(1, max(0, row[0] * linear[0] + row[1] * linear[1] + row[2] * linear[2]))
      }
      return OKLab(linearRed: seen[0], green: seen[1], blue: seen[2])
    }
  }

  private static func linear(_ channel: UInt8) -> Double {
    let value = Double(channel) / 255
    return value <= 0.04045 ? value / 12.92 : Elementary.power((value + 0.055) / 1.055, 2.4)
  }

  private static let visions: [[[Double]]] = [
    [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
  ]
}
