import Foundation
import Testing

/// A model document as any JSON reader sees it, independent of the code that wrote it.
struct ModelJSON {
  let object: [String: Any]

  init(_ text: String) throws {
    let value = try JSONSerialization.jsonObject(with: Data(text.utf8))
    object = try #require(value as? [String: Any])
  }

  var components: [[String: Any]] { object["components"] as? [[String: Any]] ?? [] }
  var weights: [Double] { components.compactMap { $0["weight"] as? Double } }
  var means: [[Double]] { components.compactMap { $0["mean"] as? [Double] } }
  /// By rows, also where a component has variances.
  var covariances: [[[Double]]] {
    components.compactMap { component in
      guard let variances = component["variances"] as? [Double], let mean = component["mean"] as? [Double] else {
        return component["covariance"] as? [[Double]]
      }
      return mean.indices.map { row in
        mean.indices.map { $0 == row ? variances[variances.count == 1 ? 0 : row] : 0 }
      }
    }
  }
  var names: [String] { components.compactMap { $0["name"] as? String } }
  var columns: [String] { object["columns"] as? [String] ?? [] }
  var fit: [String: Any] { object["fit"] as? [String: Any] ?? [:] }
  var logLikelihood: Double { fit["logLikelihood"] as? Double ?? .nan }
  var iterations: Int { fit["iterations"] as? Int ?? -1 }
  var termination: String { fit["termination"] as? String ?? "" }
  var history: [[String: Any]] { fit["history"] as? [[String: Any]] ?? [] }
  var eventKinds: Set<String> {
    Set((fit["events"] as? [[String: Any]] ?? []).compactMap { $0["kind"] as? String })
  }

  /// Weights sum to 1, numbers are finite, covariances symmetric and positive definite.
  func expectSound(componentCount: Int, sourceLocation: SourceLocation = #_sourceLocation) {
    let hasVariances = components.contains { $0["variances"] != nil }
    #expect(
      object["schema"] as? String == "gaussian-mixtures/model/\(hasVariances ? 2 : 1)",
      sourceLocation: sourceLocation)
    #expect(components.count == componentCount, sourceLocation: sourceLocation)
    #expect(
      weights.count == componentCount && covariances.count == componentCount, sourceLocation: sourceLocation)
    #expect(abs(weights.reduce(0, +) - 1) <= 1e-9, sourceLocation: sourceLocation)
    #expect(weights.allSatisfy { $0 >= 0 }, sourceLocation: sourceLocation)
    #expect(Self.isFinite(object), sourceLocation: sourceLocation)
    do {
      let faults = try JSONSchema.modelFile().faults(of: object)
      #expect(faults.isEmpty, "\(faults)", sourceLocation: sourceLocation)
    } catch {
      Issue.record(error, sourceLocation: sourceLocation)
    }
    for covariance in covariances {
      #expect(Self.isPositiveDefinite(covariance), "\(covariance)", sourceLocation: sourceLocation)
    }
  }

  private static func isFinite(_ value: Any) -> Bool {
    switch value {
    case let object as [String: Any]: object.values.allSatisfy(isFinite)
    case let list as [Any]: list.allSatisfy(isFinite)
    case let number as Double: number.isFinite
    default: true
    }
  }

  /// By Cholesky's factorization of the correlations, which no unit of a column can spoil.
  private static func isPositiveDefinite(_ covariance: [[Double]]) -> Bool {
    let count = covariance.count
    let deviations = covariance.indices.map { covariance[$0][$0].squareRoot() }
    guard deviations.allSatisfy({ $0 > 0 && $0.isFinite }) else { return false }
    var factor = [[Double]](repeating: [Double](repeating: 0, count: count), count: count)
    for row in 0..<count {
      for column in 0...row {
        let correlation = covariance[row][column] / deviations[row] / deviations[column]
        let mirrored = covariance[column][row] / deviations[row] / deviations[column]
        // To rounding: on the floor a covariance is put together from eigenvectors.
        guard abs(correlation - mirrored) <= 1e-15 else { return false }
        let rest = (0..<column).reduce(correlation) { $0 - factor[row][$1] * factor[column][$1] }
        if row == column {
          guard rest > 0 else { return false }
          factor[row][row] = rest.squareRoot()
        } else {
          factor[row][column] = rest / factor[column][column]
        }
      }
    }
    return true
  }
}
