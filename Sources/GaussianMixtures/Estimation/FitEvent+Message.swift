extension FitEvent {
  /// What happened, and what it means, in a sentence.
  public var message: String { message() }

  /// What happened, and what it means, in a sentence that names columns and components.
  ///
  /// - Parameters:
  ///   - columnNames: the names of the columns; nil for their numbers.
  ///   - componentNames: the names of the components; nil for their numbers.
  /// - Returns: the sentence.
  public func message(columnNames: [String]? = nil, componentNames: [String]? = nil) -> String {
    func componentName(_ number: Int) -> String {
      componentNames.flatMap { $0.indices.contains(number - 1) ? $0[number - 1] : nil } ?? "\(number)"
    }
    let who = component.map { "Component \(componentName($0))" } ?? "A component"
    switch kind {
    case .constantColumn:
      let spread = assumedSpread.map { "\($0)" } ?? "an assumed one"
      return
        "\(name(columnNames)) is constant: it took part with the spread \(spread), and says nothing about groups."
    case .startRaised:
      return "\(who) started with a covariance below the covariance floor, to which it was raised."
    case .startBounded:
      return "\(who) started beyond the bound on the ratio of eigenvalues, within which it was brought."
    case .floor: return floorMessage(who, columnNames)
    case .setAside: return setAsideMessage(columnNames)
    case .fewPoints:
      return
        "There are no more points than columns: of the covariances little is known but what keeps them from being flat."
    case .lessSeparated: return lessSeparatedMessage
    case .reseeded:
      return
        "\(who) collapsed\(mass) and took half of \(donor.map { "component \(componentName($0))" } ?? "another one")."
    case .dropped: return "A component collapsed\(mass) and was removed."
    case .kept: return "\(who) collapsed\(mass) and was kept as it is."
    case .reseedUndone:
      return "Reseeding collapsed components ended lower than keeping them, and was undone."
    }
  }

  private var mass: String {
    effectivePoints.map { " with \(Self.short($0)) effective points" } ?? ""
  }

  private func name(_ columnNames: [String]?) -> String {
    let column = column ?? 0
    return columnNames.map { "The column \($0[column])" } ?? "Column \(column + 1) of those used"
  }

  /// « in x, at 3.5».
  private func place(_ columnNames: [String]?) -> String {
    guard let column else { return "" }
    let name = columnNames?[column] ?? "\(column + 1)"
    // Columns without a name are called by their numbers.
    return " in \(Int(name) == nil ? "" : "column ")\(name)" + (value.map { ", at \(Self.short($0))" } ?? "")
  }

  private func floorMessage(_ who: String, _ columnNames: [String]?) -> String {
    switch floorCause {
    case .flatData:
      return "\(who) reached the covariance floor\(mass): the data as a whole are flat in that direction."
    case .atom:
      return "\(who) lies\(mass) on a value that many points share\(place(columnNames)): a group of the data."
    case .resolution:
      return
        "\(who) has\(mass) no spread beyond the resolution of the numbers\(place(columnNames)); that of a cell "
        + "of their grid was taken."
    case .equalValues, nil:
      return
        "\(who) reached the covariance floor\(mass), in a direction in which the data as a whole are not "
        + "flat: its points are equal there\(place(columnNames)).\(cure)"
    }
  }

  private func setAsideMessage(_ columnNames: [String]?) -> String {
    let what = rival.map { "\($0.structure.code) with \($0.componentCount) components" } ?? "A fit"
    let lead =
      rival.map { ", by \(Self.short($0.lead)) better in \($0.criterion.title)," }
      ?? gain.map { " whose log-likelihood is \(Self.short($0)) higher" } ?? ""
    return "\(what)\(lead) was set aside: its likelihood comes from a component\(mass) whose points are equal"
      + "\(place(columnNames)).\(cure)"
  }

  private var lessSeparatedMessage: String {
    "A fit whose log-likelihood is \(gain.map(Self.short) ?? "some nats") higher was passed over, as its components "
      + "overlap more: its ICL is \(lead.map(Self.short) ?? "") worse. --prefer likelihood takes it."
  }

  private var cure: String {
    guard let ridge else { return "" }
    return
      " If these are a group, or numbers rounded more coarsely than they look, --ridge \(ridge.text(digits: 2)) "
      + "gives them a width and lets the likelihood decide."
  }

  /// Thousandths, or four digits of what is smaller.
  private static func short(_ value: Double) -> String {
    let text = abs(value) >= 1 || value == 0 ? "\((value * 1000).rounded() / 1000)" : value.text(digits: 4)
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
