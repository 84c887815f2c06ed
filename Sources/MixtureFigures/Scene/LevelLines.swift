/// Where numbers on a grid go through 0, as short pieces of lines: marching squares.
struct LevelLines {
  /// The numbers of places along both sides.
  let columns: Int
  let rows: Int

  /// A place on the grid, counted in its steps.
  typealias Place = (x: Double, y: Double)

  /// The pieces.
  ///
  /// - Parameter values: Row by row from the first place.
  func pieces(_ values: [Double]) -> [(Place, Place)] {
    (0..<(rows - 1)).flatMap { row in (0..<(columns - 1)).flatMap { pieces(values, $0, row) } }
  }

  /// Of one cell: none, one, or two where its corners alternate.
  private func pieces(_ values: [Double], _ column: Int, _ row: Int) -> [(Place, Place)] {
    let place = row * columns + column
    // Most cells have no line, and are soon left.
    let isAbove = values[place] > 0
    guard
      isAbove != (values[place + 1] > 0) || isAbove != (values[place + columns] > 0)
        || isAbove != (values[place + columns + 1] > 0)
    else { return [] }
    // Corners in a turn.
    let corners = [(0, 0), (1, 0), (1, 1), (0, 1)].map { (column + $0.0, row + $0.1) }
    let heights = corners.map { values[$0.1 * columns + $0.0] }
    guard heights.allSatisfy(\.isFinite) else { return [] }
    let crossings = (0..<4).compactMap { side -> Place? in
      let next = (side + 1) % 4
      guard (heights[side] > 0) != (heights[next] > 0) else { return nil }
      let share = heights[side] / (heights[side] - heights[next])
      let (from, to) = (corners[side], corners[next])
      return (
        Double(from.0) + share * Double(to.0 - from.0), Double(from.1) + share * Double(to.1 - from.1)
      )
    }
    guard crossings.count == 4 else { return crossings.count == 2 ? [(crossings[0], crossings[1])] : [] }
    // The middle says which corners belong together.
    let isJoined = (heights.reduce(0, +) > 0) == (heights[0] > 0)
    return isJoined
      ? [(crossings[0], crossings[1]), (crossings[2], crossings[3])]
      : [(crossings[3], crossings[0]), (crossings[1], crossings[2])]
  }
}
