import GaussianMixtures
import MixtureFiles
import Tables
import Testing

/// What covariances say of the shape around points.
@Suite struct ComponentShapeTests {
  /// The columns for points of each component in turn, and one of the noise.
  private func columns(
    _ shapes: [ComponentShape], _ covariances: [CovarianceMatrix]
  ) throws -> [String: [Double]] {
    let model = try GaussianMixture(
      components: covariances.map {
        .init(
          weight: 1 / Double(covariances.count), mean: [Double](repeating: 0, count: $0.dimension),
          covariance: $0)
      })
    let labels = PointLabels(covariances.indices.map { $0 } + [nil])
    let columns = ComponentShape.columns(shapes, of: model, labels: labels)
    return Dictionary(
      uniqueKeysWithValues: columns.map { column in
        guard case .numbers(let numbers) = column.values else { return (column.name, []) }
        return (column.name, numbers)
      })
  }

  /// Eigenvalues 4, 2 and 1 along the axes: every number follows from its definition.
  @Test func numbersAreThoseOfTheDefinitions() throws {
    let found = try columns(ComponentShape.allCases, [.diagonal([4, 1, 2])])
    let expected: [String: Double] = [
      "linearity": 0.5, "planarity": 0.25, "scattering": 0.25, "sphericity": 0.25, "anisotropy": 0.75,
      "omnivariance": 2, "verticality": 1, "normal_x": 0, "normal_y": 1, "normal_z": 0,
    ]
    #expect(Set(found.keys) == Set(expected.keys))
    for (name, number) in expected {
      let cells = try #require(found[name])
      #expect(abs(cells[0] - number) < 1e-14, "\(name): \(cells)")
      #expect(cells.count == 2 && cells[1].isNaN)
    }
  }

  /// A plane through a known normal, which points upwards whatever the signs of its axis.
  @Test(arguments: [[0.6, 0, 0.8], [-0.6, 0, -0.8], [0, 0.6, -0.8], [1, 0, 0], [-1, 0, 0]])
  func normalsPointUpwards(axis: [Double]) throws {
    // I - (1 - 1/100) n nᵀ: variance 1 in the plane and 1/100 across it.
    let rows = (0..<3).map { row in
      (0..<3).map { (row == $0 ? 1 : 0) - 0.99 * axis[row] * axis[$0] }
    }
    let found = try columns([.normal, .planarity, .verticality], [CovarianceMatrix(rows: rows)])
    let sign = axis[2] < 0 || (axis[2] == 0 && axis[0] < 0) ? -1.0 : 1
    let normal = ["normal_x", "normal_y", "normal_z"].compactMap { found[$0]?[0] }
    #expect(zip(normal, axis).allSatisfy { abs($0 - sign * $1) < 1e-12 }, "\(normal)")
    #expect(normal[2] >= 0)
    #expect(abs((found["planarity"]?[0] ?? 0) - 0.99) < 1e-12)
    #expect(abs((found["verticality"]?[0] ?? 0) - (1 - abs(axis[2]))) < 1e-12)
  }

  @Test func shapesOfOtherDimensions() throws {
    let flat = try columns([.linearity, .anisotropy, .omnivariance], [.diagonal([9, 4])])
    #expect(abs((flat["linearity"]?[0] ?? 0) - 5.0 / 9) < 1e-14)
    #expect(flat["anisotropy"]?[0] == flat["linearity"]?[0])
    #expect(abs((flat["omnivariance"]?[0] ?? 0) - 6) < 1e-13)
    #expect(ComponentShape.allCases.filter { $0.isDefined(dimension: 1) }.isEmpty)
    #expect(ComponentShape.allCases.allSatisfy { $0.isDefined(dimension: 3) })
    #expect(
      ComponentShape.allCases.filter { !$0.isDefined(dimension: 2) } == [.planarity, .verticality, .normal])
  }

  /// Numbers beyond what a product of three would hold.
  @Test func extremeUnits() throws {
    for unit in [1e-150, 1e150] {
      let found = try columns([.omnivariance, .planarity], [.diagonal([4 * unit, 1 * unit, 2 * unit])])
      #expect(abs((found["omnivariance"]?[0] ?? 0) / unit - 2) < 1e-13)
      #expect(abs((found["planarity"]?[0] ?? 0) - 0.25) < 1e-13)
    }
  }

  /// Measured columns of these names stay; those that were written are no coordinates.
  @Test func writtenShapesAreKnown() throws {
    func written(_ header: String) throws -> Set<Int> {
      let cells = header.split(separator: ",").map { _ in "1" }.joined(separator: ",")
      let text = "\(header)\n\(cells)\n\(cells)\n"
      let table = try PointTable(bytes: Array(text.utf8), source: "data.csv", options: .withResults)
      return table.writtenResults.columns
    }
    #expect(
      try written("x,label,probability,uncertainty,log_density,planarity,normal_x,normal_y,normal_z")
        == Set(1...8))
    #expect(try written("x,planarity,label,probability") == [2, 3])
    #expect(try written("x,label,planarity") == [1, 2])
    #expect(try written("x,planarity,linearity").isEmpty)
  }
}
