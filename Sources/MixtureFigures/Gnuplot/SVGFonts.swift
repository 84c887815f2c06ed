/// The fonts that an SVG asks for: gnuplot names one, and where it is not there, or lacks a sign, others have it.
enum SVGFonts {
  private static let named = Array("font-family=\"\(GnuplotCanvas.font)\"".utf8)
  private static let list = Array(
    "font-family=\"\(GnuplotCanvas.font), Verdana, Noto Sans, Noto Sans CJK SC, WenQuanYi Micro Hei, PingFang SC, "
      .utf8)
    + Array("Microsoft YaHei, Hiragino Sans, Yu Gothic, Apple SD Gothic Neo, Malgun Gothic, sans-serif\"".utf8)

  /// The image with more fonts wherever a tag names gnuplot's; text that says the same stays as it is.
  static func widened(_ image: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(image.count)
    var isTag = false
    var index = 0
    while index < image.count {
      let byte = image[index]
      if isTag, byte == named[0], image[index...].starts(with: named) {
        result += list
        index += named.count
        continue
      }
      if byte == UInt8(ascii: "<") { isTag = true }
      if byte == UInt8(ascii: ">") { isTag = false }
      result.append(byte)
      index += 1
    }
    return result
  }
}
