/// What a report and the viewer show alike, as HTML with places to fill.
package enum PagePart: Sendable {
  /// Points and components, with the controls above them and the legend. Its places: facts, note, label, playback,
  /// replayNote, events.
  case scene
  /// The button and the slider that play EM back.
  case playback
  /// The curves of likelihood and changes. Its place: hidden.
  case learning
  /// The table of components. Its place: hidden.
  case components
  /// Every pair of columns. Its place: hidden.
  case pairs
  /// The models that competed: their curves and a table. Its places: hidden, note.
  case selection

  /// The part with its places filled.
  ///
  /// - Parameter values: HTML by the name of its place; a place that is not named stays empty.
  /// - Returns: one element, and a line end.
  package func html(_ values: [String: String] = [:]) -> String { Self.filled(template, values) }

  private var template: [UInt8] {
    switch self {
    case .scene: PackageResources.scene_html
    case .playback: PackageResources.playback_html
    case .learning: PackageResources.learning_html
    case .components: PackageResources.components_html
    case .pairs: PackageResources.pairs_html
    case .selection: PackageResources.selection_html
    }
  }

  /// The text with a value for each `{{name}}`; what values hold is not looked into.
  static func filled(_ template: [UInt8], _ values: [String: String]) -> String {
    let pieces = String(decoding: template, as: UTF8.self).split(
      separator: "{{", omittingEmptySubsequences: false)
    return pieces.dropFirst().reduce(String(pieces[0])) { text, piece in
      let parts = piece.split(separator: "}}", maxSplits: 1, omittingEmptySubsequences: false)
      return text + (values[String(parts[0])] ?? "") + parts[1]
    }
  }
}
