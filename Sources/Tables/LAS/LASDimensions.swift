/// The dimensions of a point by its format, with the names that laspy gives them.
enum LASDimensions {
  /// A dimension at its place in a point.
  struct Dimension: Sendable {
    let name: String
    let storage: NumberStorage
    let offset: Int
    var bits: RecordColumn.Bits?

    /// The greatest number that it holds, where it holds whole ones.
    var greatest: Double {
      bits.map { Double($0.mask) } ?? (storage.kind == .float ? .infinity : storage.greatest)
    }
  }

  /// All dimensions of a point format but x, y and z.
  static func all(ofFormat format: Int) -> [Dimension] {
    var dimensions = format < 6 ? older : newer
    let colors = [0, 0, 20, 28, 0, 28, 0, 30, 30, 0, 30][format]
    if [1, 3, 4, 5].contains(format) {
      dimensions.append(Dimension(name: "gps_time", storage: .double, offset: 20))
    }
    if colors > 0 {
      for (place, name) in ["red", "green", "blue"].enumerated() {
        dimensions.append(Dimension(name: name, storage: .unsigned(2), offset: colors + 2 * place))
      }
    }
    if format == 8 || format == 10 {
      dimensions.append(Dimension(name: "nir", storage: .unsigned(2), offset: 36))
    }
    if let start = [4: 28, 5: 34, 9: 30, 10: 38][format] { dimensions += wavePacket(from: start) }
    return dimensions
  }

  private static func bits(_ name: String, _ offset: Int, _ shift: Int, _ count: Int) -> Dimension {
    Dimension(
      name: name, storage: .unsigned(1), offset: offset,
      bits: RecordColumn.Bits(shift: shift, mask: 1 << UInt64(count) - 1))
  }

  private static let older: [Dimension] = [
    Dimension(name: "intensity", storage: .unsigned(2), offset: 12),
    bits("return_number", 14, 0, 3), bits("number_of_returns", 14, 3, 3),
    bits("scan_direction_flag", 14, 6, 1),
    bits("edge_of_flight_line", 14, 7, 1), bits("classification", 15, 0, 5), bits("synthetic", 15, 5, 1),
    bits("key_point", 15, 6, 1), bits("withheld", 15, 7, 1),
    Dimension(name: "scan_angle_rank", storage: .signed(1), offset: 16),
    Dimension(name: "user_data", storage: .unsigned(1), offset: 17),
    Dimension(name: "point_source_id", storage: .unsigned(2), offset: 18),
  ]

  private static let newer: [Dimension] = [
    Dimension(name: "intensity", storage: .unsigned(2), offset: 12),
    bits("return_number", 14, 0, 4), bits("number_of_returns", 14, 4, 4), bits("synthetic", 15, 0, 1),
    bits("key_point", 15, 1, 1), bits("withheld", 15, 2, 1), bits("overlap", 15, 3, 1),
    bits("scanner_channel", 15, 4, 2), bits("scan_direction_flag", 15, 6, 1),
    bits("edge_of_flight_line", 15, 7, 1),
    Dimension(name: "classification", storage: .unsigned(1), offset: 16),
    Dimension(name: "user_data", storage: .unsigned(1), offset: 17),
    Dimension(name: "scan_angle", storage: .signed(2), offset: 18),
    Dimension(name: "point_source_id", storage: .unsigned(2), offset: 20),
    Dimension(name: "gps_time", storage: .double, offset: 22),
  ]

  private static func wavePacket(from start: Int) -> [Dimension] {
    [
      Dimension(name: "wavepacket_index", storage: .unsigned(1), offset: start),
      Dimension(name: "wavepacket_offset", storage: .unsigned(8), offset: start + 1),
      Dimension(name: "wavepacket_size", storage: .unsigned(4), offset: start + 9),
    ]
      + ["return_point_wave_location", "x_t", "y_t", "z_t"].enumerated().map { place, name in
        Dimension(name: name, storage: .single, offset: start + 13 + 4 * place)
      }
  }
}
