internal import Parallel

extension MixtureSelector {
  /// So many numbers are sent at a time.
  private static let numbersSent = 1 << 18

  /// The run of a selection whose fits all processes of a group make, each with all points; nil where it does not pay,
  /// or the points have no room in one of them: then its passes are made together.
  ///
  /// - Parameters:
  ///   - run: the same with the rows where they are.
  ///   - group: the processes.
  func shared(
    _ run: SelectionRun, _ group: ShareGroup, stopping: StopQuestion?
  ) throws(FitError) -> (run: SelectionRun, helpers: FitHelpers)? {
    let share = run.jobs.count / group.size
    // The stability of labels is found from samples, which are in one process already.
    guard Background.isPossible, group.size > 1, share >= 2, configuration.criterion != .stability,
      engine.pointStorage == .memory, !group.isSingle
    else { return nil }
    let selector = MixtureSelector(configuration, start: start, engine: group.engine(engine))
    let answers = group.ask(.offer(SelectionOffer(selector, run.points, share: share)))
    let rooms = answers.compactMap { SelectionRoom($0) }
    guard rooms.count == group.size, SelectionRoom.suffices(for: rooms) else { return nil }
    let stopping = group.stopping(stopping)
    let points = run.points.with(
      run.points.coordinates.enumerated().map { column, coordinates in
        PointColumn(group.send(coordinates, as: column, by: Self.numbersSent))
      })
    if let failure = group.failure { throw failure }
    return (
      try SelectionRun(selector, points, stopping: stopping),
      FitHelpers(group, slotCounts: rooms.map(\.slotCount), stopping: stopping)
    )
  }
}

extension ShareGroup {
  /// Sends a column to all processes.
  ///
  /// - Returns: its numbers.
  fileprivate func send(_ coordinates: PointColumn, as column: Int, by size: Int) -> [Double] {
    var all: [Double] = []
    all.reserveCapacity(coordinates.count)
    coordinates.forEachRun(of: size) { first, run in
      _ = ask(.hold(column: column, from: first, numbers: Array(run)))
      all += run
      return failure == nil
    }
    return all
  }
}

extension SelectionRun {
  /// The fits that no other one has to be over for.
  func orders(_ control: borrowing SelectionControl) -> [FitOrder] {
    var orders: [FitOrder] = []
    for number in jobs.indices {
      let place = SelectionState.Place(number: number, isRefit: false)
      orders.append(FitOrder(place, from: control.reached(at: place)))
    }
    return orders
  }

  /// What is fitted at a place, to which points; nil where there is no such fit.
  private func job(at place: SelectionState.Place) -> Job? {
    guard !place.isRefit else {
      return candidates.indices.contains(place.number) ? Job(candidate: place.number, fold: nil) : nil
    }
    return jobs.indices.contains(place.number) ? jobs[place.number] : nil
  }

  func configuration(at place: SelectionState.Place) -> FitConfiguration {
    candidates[place.isRefit ? place.number : jobs[place.number].candidate]
  }

  /// Makes the search of one of the fits, of which another process will make what is compared.
  ///
  /// - Parameter observer: is told after every iteration how far it has come.
  /// - Returns: how far it has come in the end; nil where it cannot be fitted.
  func search(
    _ order: FitOrder, _ preparation: Preparation, _ engine: Engine,
    observing observer: @escaping @Sendable (SearchState) -> Void
  ) -> SearchState? {
    guard let job = job(at: order.place) else { return nil }
    let known = order.state.map { [order.place: $0] } ?? [:]
    let control = SelectionControl(
      { progress in
        if let reached = progress.checkpoint.state.fits[order.place] { observer(reached) }
        return .proceed
      }, stopping: stopping, identity: selector.identity(points), resuming: SelectionState(fits: known))
    let estimator = MixtureEstimator(candidates[job.candidate], start: selector.start, engine: engine)
    let (points, shared) = preparation.points(job, of: points)
    let outcome = control.outcome(of: estimator.configuration, among: 1, at: order.place) {
      state, report throws(FitError) in
      try estimator.search(
        points, from: order.level.map { (order.models, $0) }, sharing: shared, from: state,
        stopping: stopping,
        observing: report)
    }
    guard case .success = outcome else { return nil }
    return control.reached(at: order.place)
  }
}
