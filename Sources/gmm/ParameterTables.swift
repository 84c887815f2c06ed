#if Command

import Elementary
import GaussianMixtures
import Tables

/// The parameters of a mixture as tables for people, of many components and columns the first ones.
struct ParameterTables {
  /// What a terminal or a page can bear.
  private static let mostColumns = 20
  private static let mostRows = 40
  private static let mostCovariances = 20
  private static let mostEntries = 2000

  private let model: GaussianMixture
  /// What the coordinates are called.
  private let columns: [String]
  /// The columns' own names.
  private let names: [String]
  private let preprocessing: Preprocessing?
  private let isWhole: Bool
  /// One for each dimension.
  private let spreads: [Spread]

  /// - Parameter isWhole: whether all components and columns are shown.
  init(_ document: ModelDocument, isWhole: Bool) {
    model = document.model
    names = document.columns ?? (0..<document.model.dimension).map { "\($0 + 1)" }
    preprocessing = document.preprocessing
    columns = preprocessing?.titles(of: names) ?? names
    self.isWhole = isWhole
    let shown = isWhole ? model.dimension : min(Self.mostColumns, model.dimension)
    spreads = (0..<shown).map { Spread(of: document.model, along: $0) }
  }

  var all: [String] { [weightsAndMeans] + (locations.map { [$0] } ?? []) + [covariances] }

  private var shownColumns: Range<Int> { spreads.indices }
  private var shownNames: ArraySlice<String> { columns[shownColumns] }
  private var shownRows: Range<Int> { 0..<limited(model.componentCount, to: Self.mostRows) }

  private func limited(_ count: Int, to limit: Int) -> Int { isWhole ? count : min(count, limit) }

  private var weightsAndMeans: String {
    var table = AlignedTable(["component", "weight"] + shownNames.map { "mean \($0)" })
    let means = shownColumns.map { d in
      ColumnNumbers(spread: spreads[d].resolved).texts(model.components.map { $0.mean[d] })
    }
    let weights = weightTexts
    for k in shownRows {
      table.append([model.componentName(k), weights[k]] + shownColumns.map { means[$0][k] })
    }
    if model.noise != nil {
      table.append(["noise (0)", weights[model.componentCount]] + shownColumns.map { _ in "–" })
    }
    return "Weights and means\n" + table.text + rest(shownRows.count) + noiseLine
  }

  /// Means of transformed columns as values of these.
  private var locations: String? {
    let transformed = (preprocessing?.transformedColumns ?? []).filter(shownColumns.contains)
    guard let preprocessing, !transformed.isEmpty else { return nil }
    var table = AlignedTable(["component"] + transformed.map { "location \(names[$0])" })
    for k in shownRows {
      let location = preprocessing.original(model.components[k].mean)
      table.append([model.componentName(k)] + transformed.map { NumberFormat.short(location[$0]) })
    }
    return "Locations in the columns' own units (the medians of components)\n" + table.text
      + rest(shownRows.count)
  }

  /// Of the components, and last of the noise.
  private var weightTexts: [String] {
    let weights = model.components.map(\.weight) + (model.noise.map { [$0.weight] } ?? [])
    // Tiny weights need a power of ten; all others are easier to compare with the same decimals.
    guard weights.allSatisfy({ $0 >= 1e-4 || $0 == 0 }) else { return weights.map(NumberFormat.short) }
    return ColumnNumbers(spread: 1e-3).texts(weights)
  }

  private var noiseLine: String {
    guard let noise = model.noise else { return "" }
    let volume = "e^\(NumberFormat.short(noise.logVolume))"
    return
      "The noise is uniform over \(noise.box == nil ? "a volume of" : "a box around all points, of volume") "
      + "\(volume).\n"
  }

  /// What is left out, and how to see it.
  private func rest(_ rows: Int) -> String {
    let left = [
      (model.componentCount - rows, "component"), (columns.count - shownColumns.count, "column"),
    ].filter { $0.0 > 0 }
    guard !left.isEmpty else { return "" }
    let what = left.map { "\(CountText.grouped($0.0)) more \($0.1)\($0.0 == 1 ? "" : "s")" }
    return "  … and \(what.joined(separator: ", ")): --all shows them\n"
  }

  // MARK: Covariances

  private var covariances: String {
    let isDiagonal = model.components.allSatisfy(\.covariance.hasNoCorrelations)
    return isDiagonal && model.dimension > 1 ? variances : matrices
  }

  /// Without correlations, a row of variances says all.
  private var variances: String {
    var table = AlignedTable(["component"] + shownNames.map { "variance \($0)" })
    for k in shownRows {
      table.append(
        [model.componentName(k)]
          + shownColumns.map { NumberFormat.short(model.components[k].covariance[$0, $0]) })
    }
    return "Variances, without correlations\n" + table.text + rest(shownRows.count)
  }

  private var matrices: String {
    let entries = shownColumns.count * shownColumns.count
    let affordable = max(2, min(Self.mostCovariances, Self.mostEntries / entries))
    let count = limited(model.componentCount, to: affordable)
    var text = "Covariances\n"
    for k in 0..<count {
      var table = AlignedTable([model.componentName(k)] + shownNames)
      for row in shownColumns {
        table.append([columns[row]] + shownColumns.map { entry(of: k, row, $0) })
      }
      text += table.text
    }
    return text + rest(count)
  }

  private func entry(of component: Int, _ row: Int, _ column: Int) -> String {
    let covariance = model.components[component].covariance
    let scale = covariance[row, row].squareRoot() * covariance[column, column].squareRoot()
    let value = covariance[row, column]
    // What a rounding leaves of 0 is no number to read.
    return NumberFormat.short(value.magnitude > 1e-14 * scale ? value : 0)
  }
}

/// How far a mixture spreads along a coordinate.
private struct Spread {
  /// A share of the whole spread below which narrow components, such as those of equal values, ask for no
  /// more digits.
  private static let narrowest = 0.03

  /// The length whose digits are to be seen.
  let resolved: Double

  init(of model: GaussianMixture, along d: Int) {
    let components = model.components.filter { $0.weight > 0 }
    let middle = components.reduce(0) { $0 + $1.weight * $1.mean[d] }
    let deviations = components.map { $0.covariance[d, d].squareRoot() }
    // The square root of a sum of squares that may be beyond the range of numbers.
    let whole = zip(components, deviations).reduce(0) { sum, part in
      hypotenuse(sum, part.0.weight.squareRoot() * hypotenuse(part.1, part.0.mean[d] - middle))
    }
    resolved = max(deviations.min() ?? 0, Self.narrowest * whole)
  }
}

#endif
