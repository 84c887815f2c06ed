import Foundation

/// The covariances of the structures as Celeux and Govaert (1995) write them down, without any floor:
/// closed forms, and their iteration between volume and shape. Common axes of own shapes are left out.
extension NaiveMixture {
  mutating func maximize(_ moments: NaiveMoments, count: Long, code: String) {
    let letters = Array(code)
    let (volume, shape, orientation) = (letters[0], letters[1], letters[2])
    let d = dimension
    var scatters = moments.scatters
    var axes = scatters.map { _ in Self.identity(d) }
    if orientation == "I" {
      scatters = scatters.map { w in Self.diagonal((0..<d).map { w[$0][$0] }) }
    } else if orientation == "V" {
      let eigen = scatters.map(NaiveEigen.init)
      axes = eigen.map(\.vectors)
      scatters = eigen.map { Self.diagonal($0.values) }
    }
    if shape == "I" {
      scatters = scatters.map { w in Self.diagonal((0..<d).map { _ in Self.trace(w) / Long(d) }) }
    }
    let own: [[[Long]]]
    switch (volume, shape) {
    case ("E", "V"): own = Self.equalVolumes(scatters, count)
    case ("V", "E"): own = Self.equalShapes(scatters, moments.masses, count)
    case ("E", _): own = scatters.map { _ in Self.scale(Self.sum(scatters), 1 / count) }
    default: own = zip(scatters, moments.masses).map { Self.scale($0, 1 / $1) }
    }
    covariances = zip(own, axes).map(Self.turned)
  }

  /// `|W|^(1/D)` is what a component adds to the common volume.
  private static func equalVolumes(_ scatters: [[[Long]]], _ count: Long) -> [[[Long]]] {
    let sizes = scatters.map { exp(invert($0).logDeterminant / Long($0.count)) }
    let volume = sizes.reduce(0, +) / count
    return zip(scatters, sizes).map { scale($0, volume / $1) }
  }

  private static func equalShapes(_ scatters: [[[Long]]], _ masses: [Long], _ count: Long) -> [[[Long]]] {
    let d = Long(scatters[0].count)
    var volumes = masses.map { _ in Long(1) }
    var shape = scatters[0]
    for _ in 0..<400 {
      shape = scale(sum(zip(scatters, volumes).map { scale($0, 1 / $1) }), 1 / count)
      let inverse = invert(shape).matrix
      volumes = scatters.indices.map { k in
        let products = scatters[k].indices.map { i in
          scatters[k].indices.reduce(Long(0)) { $0 + scatters[k][i][$1] * inverse[$1][i] }
        }
        return products.reduce(0, +) / (masses[k] * d)
      }
    }
    return volumes.map { scale(shape, $0) }
  }

  /// `Vᵀ M V` for rows V.
  private static func turned(_ matrix: [[Long]], _ rows: [[Long]]) -> [[Long]] {
    let d = matrix.count
    return (0..<d).map { i in
      (0..<d).map { j in
        (0..<d).reduce(Long(0)) { sum, a in
          sum + (0..<d).reduce(Long(0)) { $0 + rows[a][i] * matrix[a][$1] * rows[$1][j] }
        }
      }
    }
  }

  private static func identity(_ d: Int) -> [[Long]] { diagonal((0..<d).map { _ in 1 }) }

  private static func diagonal(_ values: [Long]) -> [[Long]] {
    values.indices.map { i in values.indices.map { $0 == i ? values[i] : 0 } }
  }

  private static func trace(_ matrix: [[Long]]) -> Long {
    matrix.indices.reduce(Long(0)) { $0 + matrix[$1][$1] }
  }

  private static func scale(_ matrix: [[Long]], _ factor: Long) -> [[Long]] {
    matrix.map { $0.map { $0 * factor } }
  }

  private static func sum(_ matrices: [[[Long]]]) -> [[Long]] {
    matrices.dropFirst().reduce(matrices[0]) { a, b in zip(a, b).map { zip($0, $1).map { $0 + $1 } } }
  }
}

/// Jacobi's eigenvalues, from the smallest; row i of `vectors` belongs to value i.
struct NaiveEigen {
  var values: [Long]
  var vectors: [[Long]]

  init(_ symmetric: [[Long]]) {
    let d = symmetric.count
    var a = symmetric
    var v = (0..<d).map { i in (0..<d).map { Long($0 == i ? 1 : 0) } }
    for _ in 0..<60 {
      for p in 0..<d {
        for q in 0..<p where a[p][q] != 0 {
          let theta = (a[q][q] - a[p][p]) / (2 * a[p][q])
          let t = (theta < 0 ? -1 : 1) / (abs(theta) + (theta * theta + 1).squareRoot())
          let c = 1 / (t * t + 1).squareRoot()
          for k in 0..<d { (a[k][p], a[k][q]) = (c * (a[k][p] - t * a[k][q]), c * (t * a[k][p] + a[k][q])) }
          for k in 0..<d { (a[p][k], a[q][k]) = (c * (a[p][k] - t * a[q][k]), c * (t * a[p][k] + a[q][k])) }
          for k in 0..<d { (v[p][k], v[q][k]) = (c * (v[p][k] - t * v[q][k]), c * (t * v[p][k] + v[q][k])) }
        }
      }
    }
    let order = (0..<d).sorted { a[$0][$0] < a[$1][$1] }
    values = order.map { a[$0][$0] }
    vectors = order.map { v[$0] }
  }
}
