/// A value as R writes it: what `dput` yields, and a script of such values.
indirect enum RExpression: Sendable, Hashable {
  case number(Double)
  case text(String)
  /// `NULL`, `TRUE`, `NA` and other names.
  case word(String)
  case call(String, [RArgument])

  struct RArgument: Sendable, Hashable {
    let name: String?
    let value: RExpression
  }

  /// An argument of a call, by its name; the attributes of `structure(list(…), …)` are beside what it holds.
  subscript(name: String) -> RExpression? {
    guard case .call(let function, let arguments) = self else { return nil }
    if function == "structure", let inner = arguments.first(where: { $0.name == nil })?.value,
      let found = inner[name]
    {
      return found
    }
    return arguments.first { $0.name == name }?.value
  }

  /// All numbers of a vector, matrix or array, in their order in memory; nil where something else is among them.
  var numbers: [Double]? {
    switch self {
    case .number(let number): return [number]
    case .call("c", let arguments):
      var all: [Double] = []
      for argument in arguments {
        guard let numbers = argument.value.numbers else { return nil }
        all += numbers
      }
      return all
    case .call("structure", let arguments), .call("array", let arguments), .call("matrix", let arguments):
      return arguments.first { $0.name == nil || $0.name == "data" }?.value.numbers
    case .text, .word, .call: return nil
    }
  }

  /// All texts of a vector; nil where something else is among them.
  var texts: [String]? {
    switch self {
    case .text(let text): return [text]
    case .call("c", let arguments):
      let texts = arguments.compactMap { $0.value.texts?.first }
      return texts.count == arguments.count ? texts : nil
    default: return nil
    }
  }

  /// The members of a list, in their order.
  var members: [RExpression] {
    guard case .call("list", let arguments) = self else { return [] }
    return arguments.map(\.value)
  }
}
