extension StartSearch {
  /// Of what was found and all candidates, each followed to where it can be told, the one that is preferred; where that is
  /// the likelihood, what was found.
  ///
  /// - Throws: ``FitError`` where the task is cancelled.
  func preferred(
    _ found: Found, among candidates: [Found], _ observer: RunDriver.Observer
  ) throws(FitError) -> Found {
    guard fit.options.preference == .separation, !found.isStopped else { return found }
    var ended = [found]
    for var other in candidates {
      try driver.settle(&other.run, against: nil, observer)
      guard !ended.contains(where: { other.run.isNear($0.run) }) else { continue }
      if !isSample { try driver.conclude(&other.run, isSearching: true, observer) }
      ended.append(other)
      if other.isStopped { return found.stopped }
    }
    let (index, passedOver) = fit.preferred(among: ended.map(\.run))
    var best = ended[index]
    best.accident = found.accident
    best.passedOver = passedOver
    return best
  }
}
