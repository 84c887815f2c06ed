/// Something that a fit had to do, or had better be known.
///
/// ```swift
/// for event in result.events {
///   print("after iteration \(event.iteration): \(event.message(columnNames: ["x", "y", "z"]))")
/// }
/// ```
public struct FitEvent: Sendable, Hashable {
  /// What kind of thing; new kinds may be added.
  ///
  /// ```swift
  /// let constant = result.events.filter { $0.kind == .constantColumn }.compactMap(\.column)
  /// let hasCollapsed = result.events.contains { [.reseeded, .dropped, .kept].contains($0.kind) }
  /// ```
  public enum Kind: String, Sendable, Hashable, Codable {
    /// A column has no spread: it takes part with an assumed one.
    case constantColumn
    /// A covariance of the start was below the floor and has been raised to it.
    case startRaised
    /// A covariance of the start was beyond the bound on the ratio of eigenvalues and has been brought
    /// within.
    case startBounded
    /// The floor began to hold a component's covariance up.
    case floor
    /// A collapsed component took half of another one.
    case reseeded
    /// A collapsed component was removed.
    case dropped
    /// A collapsed component was kept as it is.
    case kept
    /// A run with reseeded components ended lower than the one that keeps them, which was taken.
    case reseedUndone
    /// There are no more points than columns, so that covariances are what a shrinkage or the floor makes of them.
    case fewPoints
    /// A fit of a higher likelihood was not taken, since equal numbers made one of its components flat.
    case setAside
    /// A fit of a higher likelihood was not taken, since its components overlap more.
    case lessSeparated
  }

  /// What kind of thing.
  public let kind: Kind
  /// The iteration in which it happened; 0 is the start.
  public let iteration: Int
  /// The component's number in the result, from 1; nil where none is concerned.
  ///
  /// One that was dropped has the number that it has in the result's `start`, beyond those of the model.
  public let component: Int?
  /// The number of the component that gave half of its points, from 1.
  public let donor: Int?
  /// How many points' worth of responsibility the component had.
  public let effectivePoints: Double?
  /// The direction, as a unit vector in units of the columns' spreads.
  ///
  /// - Complexity: O(D).
  public var axis: [Double]? { direction?.components }
  let direction: ColumnDirection?
  /// Why the floor holds the component up along the axis.
  public let floorCause: FloorCause?
  /// Whether the data as a whole are flat along the axis too.
  public var isDataFlat: Bool? { floorCause.map { $0 == .flatData } }
  /// Where the component is in the column that the axis follows most, in its units.
  public let value: Double?
  /// By how many nats the log-likelihood of what was not taken is higher.
  public let gain: Double?
  /// By how much the ICL of what was not taken is worse.
  public let lead: Double?
  /// The ridge with which numbers as far apart as the column's are no longer told from equal ones, in squared units.
  public let ridge: Double?
  /// What was set aside, where it is not a fit of the same kind as the result.
  public let rival: Rival?

  /// A model of another kind than the result's.
  ///
  /// ```swift
  /// let best = try MixtureSelector().select(points).best
  /// for rival in best.events.compactMap(\.rival) {
  ///   let name = "\(rival.structure) with \(rival.componentCount) components"
  ///   print("\(name): better by \(rival.lead) in \(rival.criterion.title), but an accident")
  /// }
  /// ```
  public struct Rival: Sendable, Hashable, Codable {
    /// What its covariances share.
    public let structure: CovarianceStructure
    /// The number of its components.
    public let componentCount: Int
    /// By what it was compared.
    public let criterion: SelectionCriterion
    /// How much better its value of the criterion is.
    public let lead: Double
  }

  /// The spread that a constant column was given, in its units.
  public let assumedSpread: Double?

  init(
    _ kind: Kind, iteration: Int = 0, component: Int? = nil, donor: Int? = nil,
    effectivePoints: Double? = nil, direction: ColumnDirection? = nil, floorCause: FloorCause? = nil,
    value: Double? = nil, gain: Double? = nil, lead: Double? = nil, ridge: Double? = nil, rival: Rival? = nil,
    assumedSpread: Double? = nil
  ) {
    self.kind = kind
    self.iteration = iteration
    self.component = component
    self.donor = donor
    self.effectivePoints = effectivePoints
    // In the one form that files have.
    self.direction = direction?.simplest
    self.floorCause = floorCause
    self.value = value
    self.gain = gain
    self.lead = lead
    self.ridge = ridge
    self.rival = rival
    self.assumedSpread = assumedSpread
  }

  /// The same event with other numbers for its components; nil for one that is gone.
  func renumbered(_ number: (Int) -> Int?) -> FitEvent {
    FitEvent(
      kind, iteration: iteration, component: component.flatMap(number), donor: donor.flatMap(number),
      effectivePoints: effectivePoints, direction: direction, floorCause: floorCause, value: value,
      gain: gain, lead: lead, ridge: ridge, rival: rival, assumedSpread: assumedSpread)
  }

  /// The same event with a ridge that would cure it.
  func with(ridge: Double?) -> FitEvent {
    FitEvent(
      kind, iteration: iteration, component: component, donor: donor, effectivePoints: effectivePoints,
      direction: direction, floorCause: floorCause, value: value, gain: gain, ridge: ridge, rival: rival,
      assumedSpread: assumedSpread)
  }

  /// That a model of another kind was set aside for what this event tells of one of its components.
  func settingAside(_ rival: Rival? = nil, gain: Double? = nil) -> FitEvent {
    FitEvent(
      .setAside, effectivePoints: effectivePoints, direction: direction, floorCause: floorCause, value: value,
      gain: gain, ridge: ridge, rival: rival)
  }

  /// The column that the axis follows most, from 0; nil without an axis.
  public var column: Int? { direction?.mainColumn }
}

extension FitEvent: Codable {
  private enum Key: String, CodingKey {
    case kind, iteration, component, donor, effectivePoints, axis, column, columnCount, isDataFlat, floorCause
    case value, gain, lead, ridge, rival, assumedSpread, message
  }

  /// Reads an event; the message is made anew.
  ///
  /// - Parameter decoder: a decoder of an object.
  /// - Throws: what the decoder throws.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    // Files from before there were causes say only whether the data are flat.
    let isDataFlat = try container.decodeIfPresent(Bool.self, forKey: .isDataFlat)
    self.init(
      try container.decode(Kind.self, forKey: .kind),
      iteration: try container.decode(Int.self, forKey: .iteration),
      component: try container.decodeIfPresent(Int.self, forKey: .component),
      donor: try container.decodeIfPresent(Int.self, forKey: .donor),
      effectivePoints: try container.decodeIfPresent(Double.self, forKey: .effectivePoints),
      direction: try Self.direction(in: container),
      floorCause: try container.decodeIfPresent(FloorCause.self, forKey: .floorCause)
        ?? isDataFlat.map { $0 ? .flatData : .equalValues },
      value: try container.decodeIfPresent(Double.self, forKey: .value),
      gain: try container.decodeIfPresent(Double.self, forKey: .gain),
      lead: try container.decodeIfPresent(Double.self, forKey: .lead),
      ridge: try container.decodeIfPresent(Double.self, forKey: .ridge),
      rival: try container.decodeIfPresent(Rival.self, forKey: .rival),
      assumedSpread: try container.decodeIfPresent(Double.self, forKey: .assumedSpread))
  }

  /// A column by its number, from 1; a vector, as which columns too were written once, by its components.
  private static func direction(in container: KeyedDecodingContainer<Key>) throws -> ColumnDirection? {
    if let column = try container.decodeIfPresent(Int.self, forKey: .column) {
      let count = try container.decode(Int.self, forKey: .columnCount)
      guard column >= 1, column <= count else {
        throw DecodingError.dataCorruptedError(
          forKey: .column, in: container, debugDescription: "there is no column \(column) of \(count)")
      }
      return .column(column - 1, of: count)
    }
    return try container.decodeIfPresent([Double].self, forKey: .axis).map { .vector($0) }
  }

  /// Writes the event with its message.
  ///
  /// - Parameter encoder: an encoder of an object.
  /// - Throws: what the encoder throws.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(kind, forKey: .kind)
    try container.encode(iteration, forKey: .iteration)
    try container.encodeIfPresent(component, forKey: .component)
    try container.encodeIfPresent(donor, forKey: .donor)
    try container.encodeIfPresent(effectivePoints, forKey: .effectivePoints)
    switch direction {
    case .column(let column, let count):
      try container.encode(column + 1, forKey: .column)
      try container.encode(count, forKey: .columnCount)
    case .vector(let axis): try container.encode(axis, forKey: .axis)
    case nil: break
    }
    try container.encodeIfPresent(isDataFlat, forKey: .isDataFlat)
    try container.encodeIfPresent(floorCause, forKey: .floorCause)
    try container.encodeIfPresent(value, forKey: .value)
    try container.encodeIfPresent(gain, forKey: .gain)
    try container.encodeIfPresent(lead, forKey: .lead)
    try container.encodeIfPresent(ridge, forKey: .ridge)
    try container.encodeIfPresent(rival, forKey: .rival)
    try container.encodeIfPresent(assumedSpread, forKey: .assumedSpread)
    try container.encode(message, forKey: .message)
  }
}
