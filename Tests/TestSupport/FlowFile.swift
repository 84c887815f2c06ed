/// A small flow cytometry file, version 3.1, of floats.
package enum FlowFile {
  /// The bytes of a file.
  ///
  /// - Parameters:
  ///   - parameters: The names ($PnN).
  ///   - events: A number for each parameter.
  ///   - keywords: Further ones, such as $SPILLOVER, with values without a bar.
  package static func bytes(
    _ parameters: [String], _ events: [[Float]], _ keywords: [(String, String)] = []
  ) -> [UInt8] {
    var all = [
      ("$DATATYPE", "F"), ("$MODE", "L"), ("$BYTEORD", "1,2,3,4"), ("$NEXTDATA", "0"),
      ("$PAR", "\(parameters.count)"), ("$TOT", "\(events.count)"),
    ]
    for (place, name) in parameters.enumerated() {
      all += [("N", name), ("B", "32"), ("E", "0,0"), ("R", "262144")].map { ("$P\(place + 1)\($0)", $1) }
    }
    let text = Array(("|" + (all + keywords).map { "\($0)|\($1)|" }.joined()).utf8)
    let data = events.flatMap {
      $0.flatMap { number in withUnsafeBytes(of: number.bitPattern.littleEndian) { Array($0) } }
    }
    let start = 58 + text.count
    let places = [58, start - 1, start, start + data.count - 1, 0, 0].map { place in
      String(repeating: " ", count: 8 - "\(place)".count) + "\(place)"
    }
    return Array("FCS3.1    ".utf8) + Array(places.joined().utf8) + text + data
  }
}
