/// Colours for a number from small to large, evenly stepped to the eye, for full colour vision and without.
struct ColourRamp: Sendable {
  /// The stops on a light page.
  let light: [Colour]
  /// The stops on a dark page.
  let dark: [Colour]

  /// Certain points recede into grey, uncertain ones stand out.
  static let uncertainty = ColourRamp(
    light: [0xC9CED4, 0xC5B1A4, 0xD98C5F, 0xCC4C23, 0x7F1D12].map { Colour($0) },
    dark: [0x3C444E, 0x7A5A48, 0xC9682F, 0xF59A4A, 0xFFE0A8].map { Colour($0) })

  /// Dense places stand out from the page.
  ///
  /// Source: S. van der Walt and N. Smith, viridis (2015), at ten even places.
  static let density = ColourRamp(light: viridis.reversed(), dark: viridis)

  private static let viridis = [
    0x440154, 0x482878, 0x3E4989, 0x31688E, 0x26828E, 0x1F9E89, 0x35B779, 0x6ECE58, 0xB5DE2B, 0xFDE725,
  ].map { Colour($0) }
}
