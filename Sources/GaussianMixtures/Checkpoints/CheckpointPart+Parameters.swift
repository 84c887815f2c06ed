internal import LinearAlgebra

// A mixture in a frame's coordinates, as runs hold it.

extension MixtureParameters: CheckpointPart {
  func write(to writer: inout CheckpointWriter) {
    writer.write(weights)
    writer.write(means)
    writer.write(covariances)
    writer.write(whitenings)
    writer.write(omitsNormalizers)
    writer.write(normalizerShifts)
    writer.write(normUnits)
    writer.write(uniform)
    writer.write(labelling)
  }

  init(reading reader: inout CheckpointReader) throws(FitError) {
    self.init(
      weights: try reader.read(), means: try reader.read(), covariances: try reader.read(),
      whitenings: try reader.read())
    omitsNormalizers = try reader.read()
    normalizerShifts = try reader.read()
    normUnits = try reader.read()
    uniform = try reader.read()
    labelling = try reader.read()
  }

  /// Whether all numbers are there, for so many coordinates.
  func isWhole(dimension: Int) -> Bool {
    let count = means.count
    return count > 0 && weights.count == count + (uniform == nil ? 0 : 1) && covariances.count == count
      && whitenings.count == count && labelling.classOfComponent.count == count
      && means.allSatisfy { $0.count == dimension } && covariances.allSatisfy { $0.dimension == dimension }
      && whitenings.allSatisfy { $0.dimension == dimension }
      && normalizerShifts.map { $0.count == count } ?? true && normUnits.map { $0.count == dimension } ?? true
  }
}

extension Labelling: CheckpointPart {
  func write(to writer: inout CheckpointWriter) { writer.write(classOfComponent) }

  init(reading reader: inout CheckpointReader) throws(FitError) { self.init(classOfComponent: try reader.read()) }
}

extension UniformDensity: CheckpointPart {
  func write(to writer: inout CheckpointWriter) {
    writer.write(logDensity)
    writer.write(box)
    writer.write(logWidths)
  }

  init(reading reader: inout CheckpointReader) throws(FitError) {
    self.init(logDensity: try reader.read(), box: try reader.read(), logWidths: try reader.read())
  }
}

extension GaussianMixture.Noise.Box: CheckpointPart {
  func write(to writer: inout CheckpointWriter) {
    writer.write(corner)
    writer.write(widths)
    writer.write(widths == nil ? edges : [])
  }

  init(reading reader: inout CheckpointReader) throws(FitError) {
    let corner: [Double] = try reader.read()
    let widths: [Double]? = try reader.read()
    let edges: [[Double]] = try reader.read()
    if let widths {
      self.init(corner: corner, widths: widths)
    } else {
      self.init(corner: corner, edges: edges)
    }
  }
}

// MARK: - Matrices

/// Which entries of a matrix a checkpoint holds: of those that say the same twice, or nothing, one half.
private enum HeldEntries: Int {
  case diagonal, all, lowerOfSymmetric, lowerOfTriangular
}

extension MatrixStorage {
  fileprivate func write(to writer: inout CheckpointWriter) {
    let held = heldEntries
    writer.write(held.rawValue)
    writer.write(count)
    writer.write(numbers: held == .diagonal || held == .all ? entries : lowerTriangle)
  }

  private var heldEntries: HeldEntries {
    guard !isHeldByDiagonal else { return .diagonal }
    func isAbove(_ entry: (Int, Int) -> UInt64) -> Bool {
      (0..<count).allSatisfy { row in
        ((row + 1)..<max(count, row + 1)).allSatisfy { self[row, $0].bitPattern == entry(row, $0) }
      }
    }
    if isAbove({ _, _ in 0 }) { return .lowerOfTriangular }
    return isAbove { self[$1, $0].bitPattern } ? .lowerOfSymmetric : .all
  }

  private var lowerTriangle: [Double] {
    (0..<count).flatMap { row in entries[(row * count)...(row * count + row)] }
  }

  fileprivate init(reading reader: inout CheckpointReader) throws(FitError) {
    guard let held = HeldEntries(rawValue: try reader.read()) else { throw .damagedCheckpoint }
    let count: Int = try reader.read()
    let numbers = try reader.numbers()
    let isRight =
      switch held {
      case .diagonal: numbers.count == count
      case .all: count > 0 && numbers.count.isMultiple(of: count) && numbers.count / count == count
      case .lowerOfSymmetric, .lowerOfTriangular:
        count > 0 && count <= numbers.count && numbers.count == count * (count + 1) / 2
      }
    guard isRight else { throw .damagedCheckpoint }
    switch held {
    case .diagonal: self.init(diagonal: numbers)
    case .all: self.init(SquareMatrix(numbers, count: count))
    case .lowerOfSymmetric, .lowerOfTriangular:
      self.init(
        SquareMatrix(count: count) { row, column in
          let (lower, upper) = (max(row, column), min(row, column))
          return row < column && held == .lowerOfTriangular ? 0 : numbers[lower * (lower + 1) / 2 + upper]
        })
    }
  }
}

extension TriangularFactor: CheckpointPart {
  func write(to writer: inout CheckpointWriter) { storage.write(to: &writer) }

  init(reading reader: inout CheckpointReader) throws(FitError) {
    let storage = try MatrixStorage(reading: &reader)
    self = storage.isHeldByDiagonal ? Self(diagonal: storage.entries) : Self(storage.square)
  }
}

extension SymmetricMatrix: CheckpointPart {
  func write(to writer: inout CheckpointWriter) { storage.write(to: &writer) }

  init(reading reader: inout CheckpointReader) throws(FitError) {
    let storage = try MatrixStorage(reading: &reader)
    self = storage.isHeldByDiagonal ? Self(diagonal: storage.entries) : Self(storage.square)
  }
}
