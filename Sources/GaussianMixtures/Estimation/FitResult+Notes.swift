extension FitResult {
  /// How many events are told of; a fit that has more has them in its document.
  private static let shownEvents = 8

  /// What a person should know of the fit, a sentence each: the events, first what was set aside, and whether the
  /// result is an accident of equal values.
  ///
  /// - Parameters:
  ///   - columnNames: the names of the columns.
  ///   - componentNames: the names of the components; nil for the model's own.
  /// - Returns: at most ten sentences.
  public func notes(columnNames: [String], componentNames: [String]? = nil) -> [String] {
    let ordered = events.filter { $0.kind == .setAside } + events.filter { $0.kind != .setAside }
    var notes = ordered.prefix(Self.shownEvents).map {
      $0.message(columnNames: columnNames, componentNames: componentNames ?? model.componentNames)
    }
    if events.count > Self.shownEvents {
      notes.append("… and \(events.count - Self.shownEvents) more events, in the model document.")
    }
    if isAccident {
      notes.append(
        "Every run ended with a component of equal points on the covariance floor: the likelihood says little."
      )
    }
    return notes
  }
}
