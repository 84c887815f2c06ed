// swift-tools-version: 6.2
import PackageDescription

// Readers of files fed with bytes that libFuzzer thinks of. A package of its own, since it is built with sanitizers:
// Scripts/fuzz-readers.sh says how, and make fuzz-readers calls it.
let package = Package(
  name: "Fuzzing",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "swift-gaussian-mixtures", path: "..", traits: ["Formats"])],
  targets: [
    // libFuzzer's entry, and the count of memory that an input takes.
    .target(name: "CLibFuzzer"),
    .executableTarget(
      name: "FuzzReaders",
      dependencies: ["CLibFuzzer", .product(name: "Tables", package: "swift-gaussian-mixtures")]),
  ],
  swiftLanguageModes: [.v6]
)
