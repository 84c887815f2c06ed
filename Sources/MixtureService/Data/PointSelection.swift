#if Command

internal import GaussianMixtures
internal import MixtureFigures
internal import MixtureFiles
internal import Tables

/// Some columns of a file as points, with what else is known of them and the box that they are drawn in.
struct PointSelection: Sendable {
  let dataSet: DataSet
  let choice: PointChoice
  let columnNames: [String]
  /// What is done to the columns before they are coordinates; nil for nothing.
  var preprocessing: Preprocessing? { dataSet.table.preprocessing(of: choice.columns) }
  /// The rows of the points, where some were left out.
  let keptRows: [Int]?
  let skippedCount: Int
  let scene: LiveScene
  /// The weights as they stand in the file.
  let weights: [Double]?
  /// The classes that labels are compared with, and the name of their column.
  let truth: KnownClasses?

  /// The number that tells apart copies of the same columns.
  let number: Int

  var observations: Observations { scene.observations }

  /// The bytes of memory that the numbers take.
  var heldByteCount: Int {
    let columnCount = observations.dimension * (observations.hasMissing ? 2 : 1) + (weights == nil ? 0 : 2)
    let labelCount = [truth?.labels, observations.knownLabels].compactMap(\.self).count
    return (observations.count * columnCount + (keptRows?.count ?? 0)) * MemoryLayout<Double>.stride
      + observations.count * labelCount * MemoryLayout<Int32>.stride
  }

  /// Reads the numbers of the columns that are chosen.
  ///
  /// - Throws: ``ServiceError`` where the columns do not suit.
  /// - Complexity: O(bytes).
  init(number: Int, _ dataSet: DataSet, _ choice: PointChoice, limits: ViewerLimits) throws(ServiceError) {
    self.number = number
    let table = dataSet.table
    columnNames = choice.columns.map { table.columnNames[$0] }
    do {
      let numbers = try table.numbers(
        in: choice.columns + (choice.weights.map { [$0] } ?? []), invalid: choice.invalid)
      (keptRows, skippedCount) = (numbers.keptRows, numbers.skipped.count)
      weights = choice.weights == nil ? nil : numbers.columns.last
      truth = choice.truth.map { column in
        KnownClasses(
          name: table.columnNames[column], labels: table.classes(in: column, keptRows: numbers.keptRows))
      }
      let observations = try Observations(
        columns: Array(numbers.columns.prefix(choice.columns.count)), weights: weights,
        knownLabels: try choice.known.map { column throws(ServiceError) in
          try Self.groups(table, column, numbers.keptRows, unknown: choice.unknown)
        })
      scene = try LiveScene(
        observations, columnNames: columnNames, table.preprocessing(of: choice.columns), truth: truth,
        limit: limits.drawnPoints)
    } catch let error as TableError {
      throw .unsuitable("\(error)", cure: Self.cure(choice))
    } catch let error as ServiceError {
      throw error
    } catch {
      throw .unsuitable("\(ServiceError(error, columns: columnNames).message)", cure: "Choose other columns.")
    }
    self.dataSet = dataSet
    self.choice = choice
  }

  /// The groups that are known.
  private static func groups(
    _ table: PointTable, _ column: Int, _ keptRows: [Int]?, unknown: String
  ) throws(ServiceError) -> ClassLabels {
    let groups = table.classes(in: column, keptRows: keptRows)
    guard !unknown.isEmpty else { return groups }
    guard let rest = groups.without(unknown) else {
      throw .unsuitable(
        "«\(unknown.prefix(40))» is no label of «\(table.columnNames[column])».",
        cure: "Name a label that says that a group is not known, or leave the field empty.")
    }
    return rest
  }

  private static func cure(_ choice: PointChoice) -> String {
    choice.invalid == .refuse
      ? "Choose other columns, leave out rows with invalid cells, or take these as missing."
      : "Choose other columns."
  }

  /// The place of a point in the file: the line where it starts.
  func line(of point: Int) -> Int { dataSet.table.line(ofRow: keptRows?[point] ?? point) }

  /// The class of a point, with the name of the column that says so; nil where it is not known.
  func truth(of point: Int) -> JSONValue {
    guard let truth, let own = truth.labels.indices[point] else { return .null }
    return ["name": .string(truth.name), "class": .string(truth.labels.names[own])]
  }
}

#endif
