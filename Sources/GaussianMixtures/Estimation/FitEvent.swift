/// Something that a fit had to do, or had better be known.
public struct FitEvent: Sendable, Hashable {
  /// What kind of thing; new kinds may be added.
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
  /// The single column that the direction is along, from 0; nil where it is along none.
  public var column: Int? { direction?.column }
  let direction: ColumnDirection?
  /// Whether the data as a whole are flat along the axis too.
  public let isDataFlat: Bool?
  /// The spread that a constant column was given, in its units.
  public let assumedSpread: Double?

  init(
    _ kind: Kind, iteration: Int = 0, component: Int? = nil, donor: Int? = nil,
    effectivePoints: Double? = nil, direction: ColumnDirection? = nil, isDataFlat: Bool? = nil,
    assumedSpread: Double? = nil
  ) {
    self.kind = kind
    self.iteration = iteration
    self.component = component
    self.donor = donor
    self.effectivePoints = effectivePoints
    self.direction = direction
    self.isDataFlat = isDataFlat
    self.assumedSpread = assumedSpread
  }

  /// The same event with other numbers for its components; nil for one that is gone.
  func renumbered(_ number: (Int) -> Int?) -> FitEvent {
    FitEvent(
      kind, iteration: iteration, component: component.flatMap(number), donor: donor.flatMap(number),
      effectivePoints: effectivePoints, direction: direction, isDataFlat: isDataFlat,
      assumedSpread: assumedSpread)
  }

  /// What happened, and what it means, in a sentence.
  public var message: String { message() }

  /// What happened, and what it means, in a sentence that names columns and components.
  ///
  /// - Parameters:
  ///   - columnNames: the names of the columns; nil for their numbers.
  ///   - labels: the labels of the components; nil for their numbers.
  /// - Returns: the sentence.
  public func message(columnNames: [String]? = nil, labels: [String]? = nil) -> String {
    func label(_ number: Int) -> String {
      labels.flatMap { $0.indices.contains(number - 1) ? $0[number - 1] : nil } ?? "\(number)"
    }
    let who = component.map { "Component \(label($0))" } ?? "A component"
    let mass = effectivePoints.map { " with \(($0 * 1000).rounded() / 1000) effective points" } ?? ""
    switch kind {
    case .constantColumn:
      let column = column ?? 0
      let name = columnNames.map { "The column \($0[column])" } ?? "Column \(column + 1) of those used"
      let spread = assumedSpread.map { "\($0)" } ?? "an assumed one"
      return "\(name) is constant: it took part with the spread \(spread), and says nothing about groups."
    case .startRaised:
      return "\(who) started with a covariance below the covariance floor, to which it was raised."
    case .startBounded:
      return "\(who) started beyond the bound on the ratio of eigenvalues, within which it was brought."
    case .floor:
      return isDataFlat == true
        ? "\(who) reached the covariance floor\(mass): the data as a whole are flat in that direction."
        : "\(who) reached the covariance floor\(mass), in a direction in which the data as a whole are not "
          + "flat: its points are equal there."
    case .reseeded:
      return
        "\(who) collapsed\(mass) and took half of \(donor.map { "component \(label($0))" } ?? "another one")."
    case .dropped: return "A component collapsed\(mass) and was removed."
    case .kept: return "\(who) collapsed\(mass) and was kept as it is."
    case .reseedUndone:
      return "Reseeding collapsed components ended lower than keeping them, and was undone."
    }
  }
}

extension FitEvent: Codable {
  private enum Key: String, CodingKey {
    case kind, iteration, component, donor, effectivePoints, axis, column, columnCount, isDataFlat, assumedSpread
    case message
  }

  /// Reads an event; the message is made anew.
  ///
  /// - Parameter decoder: a decoder of an object.
  /// - Throws: what the decoder throws.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    self.init(
      try container.decode(Kind.self, forKey: .kind),
      iteration: try container.decode(Int.self, forKey: .iteration),
      component: try container.decodeIfPresent(Int.self, forKey: .component),
      donor: try container.decodeIfPresent(Int.self, forKey: .donor),
      effectivePoints: try container.decodeIfPresent(Double.self, forKey: .effectivePoints),
      direction: try Self.direction(in: container),
      isDataFlat: try container.decodeIfPresent(Bool.self, forKey: .isDataFlat),
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
    guard let axis = try container.decodeIfPresent([Double].self, forKey: .axis) else { return nil }
    let used = axis.indices.filter { axis[$0] != 0 }
    return used.count == 1 && axis[used[0]] == 1 ? .column(used[0], of: axis.count) : .vector(axis)
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
    try container.encodeIfPresent(assumedSpread, forKey: .assumedSpread)
    try container.encode(message, forKey: .message)
  }
}
