/// A NumPy array of an archive, with all its numbers or texts: for what is small, such as the parameters of a model.
package struct NamedArray: Sendable, Hashable {
  /// What the elements are.
  package enum Values: Sendable, Hashable {
    /// Numbers of any type.
    case numbers([Double])
    /// Texts.
    case texts([String])
  }

  /// The name that the archive calls it by.
  package let name: String
  /// The sizes of the axes; none for a single element.
  package let shape: [Int]
  /// The elements, row by row.
  package let values: Values

  /// Names an array.
  ///
  /// - Parameters:
  ///   - name: The name, in ASCII.
  ///   - shape: The sizes of the axes, whose product is the number of elements.
  ///   - values: The elements, row by row.
  package init(_ name: String, shape: [Int], _ values: Values) {
    self.name = name
    self.shape = shape
    self.values = values
  }

  /// The bytes of a file of the array alone: float64, or texts of UTF-32, as long as the longest.
  var bytes: [UInt8] {
    switch values {
    case .numbers(let numbers):
      var bytes = NPYHeader.bytes(type: "<f8", shape: shape)
      let start = bytes.count
      bytes += [UInt8](repeating: 0, count: 8 * numbers.count)
      for (place, number) in numbers.enumerated() { bytes.set(number, at: start + 8 * place) }
      return bytes
    case .texts(let texts):
      let length = max(1, texts.map(\.unicodeScalars.count).max() ?? 1)
      var bytes = NPYHeader.bytes(type: "<U\(length)", shape: shape)
      for text in texts {
        for scalar in text.unicodeScalars {
          bytes += (0..<4).map { UInt8(truncatingIfNeeded: scalar.value >> (8 * $0)) }
        }
        bytes += [UInt8](repeating: 0, count: 4 * (length - text.unicodeScalars.count))
      }
      return bytes
    }
  }
}

/// The arrays of an archive of NumPy.
package struct ArrayArchive: Sendable {
  private let input: TableInput
  private let members: [String: ZIPArchive.Member]

  /// Reads the directory.
  ///
  /// - Parameters:
  ///   - bytes: The archive.
  ///   - source: What messages call it.
  /// - Throws: ``TableError`` where it is damaged.
  package init(_ bytes: FileBytes, source: String) throws(TableError) {
    input = TableInput(bytes: bytes, source: source, options: ReadingOptions())
    let archive = try bytes.withBytes { bytes throws(TableError) in try ZIPArchive(bytes, source: source) }
    let arrays = archive.members.filter { $0.name.hasSuffix(NPZFormat.ending) }
    members = Dictionary(
      arrays.map { (String($0.name.dropLast(NPZFormat.ending.count)), $0) }, uniquingKeysWith: { $1 })
  }

  /// The names of the arrays of a file that is an archive; none where it is not, or is damaged, or where `path` names
  /// one of them.
  package static func names(in bytes: FileBytes, path: String) -> Set<String> {
    let isArchive = bytes.withBytes { $0.starts(with: [0x50, 0x4B, 0x03, 0x04]) }
    guard isArchive, MemberPath.parted(path).member == nil else { return [] }
    return (try? ArrayArchive(bytes, source: path)).map { Set($0.members.keys) } ?? []
  }

  /// Reads an array.
  ///
  /// - Parameter name: What the archive calls it.
  /// - Returns: nil where there is no such array.
  /// - Throws: ``TableError`` where it is damaged, or holds neither numbers nor texts.
  /// - Complexity: O(elements).
  package func array(_ name: String) throws(TableError) -> NamedArray? {
    guard let member = members[name] else { return nil }
    let bytes = try NPZFormat.contents(of: member, in: input)
    return try bytes.withBytes { bytes throws(TableError) in
      guard bytes.starts(with: NPYHeader.magic) else {
        throw TableError(
          .badData, source: input.source,
          message: "the array \(MessageText.quoted(name)) is none of NumPy; save it anew.")
      }
      let header = try NPYHeader(bytes, source: input.source)
      let elements = bytes.extracting(header.dataOffset..<bytes.count)
      let values = try values(of: elements, header, name)
      return NamedArray(name, shape: header.shape, values)
    }
  }

  private func values(
    of bytes: UnsafeBufferPointer<UInt8>, _ header: NPYHeader, _ name: String
  ) throws(TableError) -> NamedArray.Values {
    let letters = header.typeName.hasPrefix("<U") ? Int(header.typeName.dropFirst(2)) : nil
    let storage: NumberStorage? =
      letters == nil
      ? header.typeName == "|b1" ? .unsigned(1) : try header.elementType(source: input.source) : nil
    let size = storage?.size ?? Self.product([4, letters ?? 0])
    guard let size, let count = Self.product(header.shape), let needed = Self.product([count, size]),
      count <= bytes.count || size == 0 && count <= 1 << 20, needed <= bytes.count
    else {
      throw TableError(
        .badData, source: input.source,
        message: "the array \(MessageText.quoted(name)) is shorter than its header says; save it anew.")
    }
    let places = header.isFortranOrder ? Self.places(ofColumnsFirst: header.shape, count) : Array(0..<count)
    guard let base = bytes.baseAddress.map(UnsafeRawPointer.init) else { return .numbers([]) }
    if let storage { return .numbers(places.map { storage.value(at: base + $0 * size) }) }
    return .texts(places.map { Self.text(UnsafeRawBufferPointer(start: base + $0 * size, count: size)) })
  }

  /// Where the elements stand, in the order of rows, of an array that is stored with the first axis running fastest.
  private static func places(ofColumnsFirst shape: [Int], _ count: Int) -> [Int] {
    var strides = [1]
    for size in shape.dropLast() { strides.append(strides[strides.count - 1] * size) }
    return (0..<count).map { element in
      var (rest, place) = (element, 0)
      for axis in shape.indices.reversed() {
        place += rest % shape[axis] * strides[axis]
        rest /= shape[axis]
      }
      return place
    }
  }

  /// Letters of four bytes up to the zeros at the end.
  private static func text(_ bytes: UnsafeRawBufferPointer) -> String {
    var text = String.UnicodeScalarView()
    for place in stride(from: 0, to: bytes.count, by: 4) {
      let value = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt32.self))
      guard value != 0 else { break }
      text.append(Unicode.Scalar(value) ?? "\u{FFFD}")
    }
    return String(text)
  }

  /// nil where it is beyond the range of numbers.
  private static func product(_ sizes: [Int]) -> Int? {
    var product = 1
    for size in sizes {
      let (next, isTooLarge) = product.multipliedReportingOverflow(by: size)
      guard !isTooLarge else { return nil }
      product = next
    }
    return product
  }

  /// The bytes of an archive of some arrays, stored as they are.
  ///
  /// - Complexity: O(bytes).
  package static func bytes(of arrays: [NamedArray]) -> [UInt8] {
    var layout = ZIPLayout()
    var bytes: [UInt8] = []
    for array in arrays {
      let contents = array.bytes
      let sum = contents.withUnsafeBytes { ZIPChecksum(of: $0).value }
      bytes += layout.begin(array.name + NPZFormat.ending, count: contents.count, checksum: sum) + contents
    }
    return bytes + layout.directory()
  }
}
