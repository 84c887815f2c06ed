internal import Tables

/// A graph of ONNX on its way into bytes: numbers of the fields are those of `onnx.proto` (version 7 of the
/// intermediate representation).
struct ONNXGraph {
  private let name: String
  private var nodes = ProtocolBuffer()
  private var constants = ProtocolBuffer()
  private var inputs = ProtocolBuffer()
  private var outputs = ProtocolBuffer()

  private enum ElementType {
    static let whole = 7
    static let double = 11
  }
  private enum AttributeType {
    static let whole = 2
    static let wholes = 7
  }

  init(name: String) { self.name = name }

  /// Adds what the graph is given: doubles, with nil for an axis of any size.
  mutating func input(_ name: String, _ shape: [Int?]) {
    inputs.add(11, Self.value(name, shape, ElementType.double))
  }

  /// Adds what it answers.
  mutating func output(_ name: String, _ shape: [Int?], isWhole: Bool = false) {
    outputs.add(12, Self.value(name, shape, isWhole ? ElementType.whole : ElementType.double))
  }

  /// Adds doubles.
  mutating func constant(_ name: String, _ shape: [Int], _ numbers: [Double]) {
    constant(name, shape, ElementType.double, numbers.map(\.bitPattern))
  }

  /// Adds whole numbers.
  mutating func constant(_ name: String, _ shape: [Int], whole numbers: [Int]) {
    constant(name, shape, ElementType.whole, numbers.map { UInt64(bitPattern: Int64($0)) })
  }

  private mutating func constant(_ name: String, _ shape: [Int], _ type: Int, _ words: [UInt64]) {
    constants.add(5) { tensor in
      for size in shape { tensor.add(1, size) }
      tensor.add(2, type)
      tensor.add(8, name)
      tensor.add(9, words.flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) } })
    }
  }

  /// Adds an operator with one result.
  ///
  /// - Parameters:
  ///   - kind: Its name in the operator set.
  ///   - inputs: The names of what it takes.
  ///   - output: The name of what it makes.
  ///   - numbers: Attributes that are whole numbers.
  ///   - axes: The attribute of this name, where it has one.
  mutating func node(
    _ kind: String, _ inputs: [String], _ output: String, _ numbers: KeyValuePairs<String, Int> = [:],
    axes: [Int]? = nil
  ) {
    nodes.add(1) { node in
      for input in inputs { node.add(1, input) }
      node.add(2, output)
      node.add(3, output)
      node.add(4, kind)
      for (name, number) in numbers {
        node.add(5) { attribute in
          attribute.add(1, name)
          attribute.add(3, number)
          attribute.add(20, AttributeType.whole)
        }
      }
      guard let axes else { return }
      node.add(5) { attribute in
        attribute.add(1, "axes")
        for axis in axes { attribute.add(8, axis) }
        attribute.add(20, AttributeType.wholes)
      }
    }
  }

  /// The bytes of a file.
  ///
  /// - Parameter metadata: Words about the model; empty ones are left out.
  func model(metadata: [(key: String, value: String)]) -> [UInt8] {
    var model = ProtocolBuffer()
    model.add(1, 7)
    model.add(2, "gmm")
    var graph = nodes
    graph.add(2, name)
    model.add(7, graph.bytes + constants.bytes + inputs.bytes + outputs.bytes)
    model.add(8) { set in
      set.add(1, "")
      set.add(2, 13)
    }
    for (key, value) in metadata where !value.isEmpty {
      model.add(14) { entry in
        entry.add(1, key)
        entry.add(2, value)
      }
    }
    return model.bytes
  }

  private static func value(_ name: String, _ shape: [Int?], _ type: Int) -> ProtocolBuffer {
    var value = ProtocolBuffer()
    value.add(1, name)
    value.add(2) { types in
      types.add(1) { tensor in
        tensor.add(1, type)
        tensor.add(2) { sizes in
          for size in shape {
            sizes.add(1) { axis in
              if let size { axis.add(1, size) } else { axis.add(2, "N") }
            }
          }
        }
      }
    }
    return value
  }
}
