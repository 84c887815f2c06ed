/// One of the fits of a selection, as another process is asked for it.
struct FitOrder: Sendable, CheckpointPart {
  let place: SelectionState.Place
  /// How far it has come already; nil for one that begins.
  let state: SearchState?
  /// From where a candidate is fitted again; none where it is fitted for the first time.
  let models: [GaussianMixture]
  /// What has to be surpassed then.
  let level: FitLevel?

  init(
    _ place: SelectionState.Place, from state: SearchState?, models: [GaussianMixture] = [],
    above level: FitLevel? = nil
  ) {
    self.place = place
    self.state = state
    self.models = models
    self.level = level
  }

  /// A fit from the models of other structures.
  init(_ starts: RelatedModels.Starts, resuming control: borrowing SelectionControl) {
    let place = SelectionState.Place(number: starts.candidate, isRefit: true)
    self.init(place, from: control.reached(at: place), models: starts.models, above: FitLevel(starts.own))
  }

  /// Whether nothing is left to be searched, as far as can be told.
  var isOver: Bool { state.map { place.isRefit || ($0.current == nil && !$0.ended.isEmpty) } ?? false }

  func write(to writer: inout CheckpointWriter) {
    writer.write(place)
    writer.write(state)
    writer.write(models)
    writer.write(level)
  }

  init(reading reader: inout CheckpointReader) throws(FitError) {
    self.init(
      try reader.read(), from: try reader.read(), models: try reader.read(), above: try reader.read())
  }
}

/// How far a fit has come in another process.
struct FitNews: Sendable, CheckpointPart {
  let place: SelectionState.Place
  /// Whether that process does no more for it.
  let isOver: Bool
  /// Nil where it cannot be fitted there: whoever has asked sees why.
  let state: SearchState?

  init(_ place: SelectionState.Place, isOver: Bool, _ state: SearchState?) {
    self.place = place
    self.isOver = isOver
    self.state = state
  }

  func write(to writer: inout CheckpointWriter) {
    writer.write(place)
    writer.write(isOver)
    writer.write(state)
  }

  init(reading reader: inout CheckpointReader) throws(FitError) {
    self.init(try reader.read(), isOver: try reader.read(), try reader.read())
  }
}

extension FitNews {
  /// News as numbers: none of no news.
  static func numbers(_ news: [FitNews]) -> [Double] {
    news.isEmpty ? [] : CarriedBytes.numbers(CheckpointWriter.bytes(news))
  }

  /// - Throws: ``FitError`` where the numbers are no news.
  static func news(_ numbers: [Double]) throws(FitError) -> [FitNews] {
    guard let bytes = CarriedBytes.bytes(numbers) else { throw .damagedRequest }
    guard !bytes.isEmpty else { return [] }
    var reader = CheckpointReader(bytes[...])
    return try reader.read()
  }
}

/// What rank 0 asks for while fits are made in all processes.
struct FitQuestion: Sendable, CheckpointPart {
  /// For each process fits that it makes after those that it has.
  var orders: [[FitOrder]]
  /// Whether to tell of fits that are under way too.
  var isCurious = false
  /// Whether nothing more is wanted: what is under way is left off.
  var isLast = false
  /// For how many milliseconds nothing more will be asked: whoever waits with impatience takes a processor from the fits.
  let pause: Int

  init(orders: [[FitOrder]], isLast: Bool = false, pause: Int = 0) {
    self.orders = orders
    self.isLast = isLast
    self.pause = pause
  }

  func write(to writer: inout CheckpointWriter) {
    writer.write(orders)
    writer.write(isCurious)
    writer.write(isLast)
    writer.write(pause)
  }

  init(reading reader: inout CheckpointReader) throws(FitError) {
    orders = try reader.read()
    isCurious = try reader.read()
    isLast = try reader.read()
    pause = try reader.read()
  }
}

extension SelectionState.Place: CheckpointPart {
  func write(to writer: inout CheckpointWriter) {
    writer.write(number)
    writer.write(isRefit)
  }

  init(reading reader: inout CheckpointReader) throws(FitError) {
    self.init(number: try reader.read(), isRefit: try reader.read())
  }
}
