extension FitResult {
  /// How many events are told of; a fit that has more has them in its document.
  private static let shownEvents = 8

  /// What a person should know of the fit, a sentence each: the events, first what was set aside, and whether the
  /// result is an accident of equal values.
  ///
  /// - Parameters:
  ///   - columnNames: the names of the columns.
  ///   - componentNames: the names of the components; nil for the model's own.
  /// - Returns: at most eleven sentences.
  public func notes(columnNames: [String], componentNames: [String]? = nil) -> [String] {
    let approximation = approximationNote.map { [$0] } ?? []
    let ordered = events.filter { $0.kind == .setAside } + events.filter { $0.kind != .setAside }
    var notes =
      approximation
      + ordered.prefix(Self.shownEvents).map {
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

  /// That parameters are approximate, and how far the bound is that they were found by.
  private var approximationNote: String? {
    guard let gapPerPoint, let approximation = configuration.approximation else { return nil }
    return
      "The parameters are approximate: they are from cells of at most \(approximation.pointsPerCell) neighbouring points, "
      + "which raised a bound \(gapPerPoint.text(digits: 2)) nats a point below the log-likelihood of all points."
  }
}
