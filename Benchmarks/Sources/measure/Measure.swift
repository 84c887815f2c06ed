#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// `measure labels …` and `measure kernel`: what the comparison with other programs asks of the library
/// itself; `measure stopping …`: what the default stopping rule leaves. The answer is a line of JSON.
@main
struct Measure {
  static func main() {
    do {
      let arguments = Array(CommandLine.arguments.dropFirst())
      switch arguments.first {
      case "labels": print(try LabelTiming(Array(arguments.dropFirst())).answer())
      case "kernel": print(try KernelTiming().answer())
      case "stopping": print(try StoppingMeasurement(Array(arguments.dropFirst())).answer())
      default:
        throw MeasureError(
          message: "usage: measure kernel | measure \(LabelTiming.usage) | measure \(StoppingMeasurement.usage)")
      }
    } catch {
      let message = "measure: \(error)\n"
      _ = write(STDERR_FILENO, message, message.utf8.count)
      exit(1)
    }
  }
}

/// What is wrong with the way the program was called.
struct MeasureError: Error, CustomStringConvertible {
  let message: String
  var description: String { message }
}

extension Duration {
  /// In seconds.
  var seconds: Double { Double(components.seconds) + 1e-18 * Double(components.attoseconds) }
}

extension [Double] {
  /// The middle one by size; there must be one.
  var median: Double { sorted()[count / 2] }
}
