#if Command

import ArgumentParser

// How options of all commands are declared: a text, the name of their value in it, and whether the value may begin
// with a dash, as negative numbers do.

extension Option where Value: ExpressibleByArgument {
  init(wrappedValue: Value, help: String, as valueName: String) {
    self.init(wrappedValue: wrappedValue, help: ArgumentHelp(help, valueName: valueName))
  }

  init(wrappedValue: Value, unconditional help: String, as valueName: String? = nil) {
    self.init(
      wrappedValue: wrappedValue, parsing: .unconditional, help: ArgumentHelp(help, valueName: valueName))
  }
}

extension Option {
  init<T: ExpressibleByArgument>(help: String, as valueName: String) where Value == T? {
    self.init(help: ArgumentHelp(help, valueName: valueName), completion: .paths(called: valueName))
  }

  init<T: ExpressibleByArgument>(unconditional help: String, as valueName: String? = nil) where Value == T? {
    self.init(
      parsing: .unconditional, help: ArgumentHelp(help, valueName: valueName),
      completion: valueName.flatMap { .paths(called: $0) })
  }
}

extension CompletionKind {
  /// What a shell offers for a value by its name: files or folders; nil for values that are neither.
  fileprivate static func paths(called valueName: String) -> CompletionKind? {
    switch valueName {
    case "output", "file": .file()
    case "folder": .directory
    default: nil
    }
  }
}

#endif
