// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that users of the library never resolve what only benchmarks need.

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

let library = "swift-gaussian-mixtures"

let package = Package(
  name: "gaussian-mixtures-benchmarks",
  platforms: [.macOS(.v15)],
  products: [.executable(name: "measure", targets: ["measure"])],
  dependencies: [
    .package(name: library, path: ".."),
    .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
  ],
  targets: [
    // C: the rate of the processor's vector units.
    .target(name: "CVectorRate"),
    // Points and models to measure with.
    .target(
      name: "Clouds", dependencies: [.product(name: "GaussianMixtures", package: library)],
      swiftSettings: strict),
    // What `make compare` asks of the library itself.
    .executableTarget(
      name: "measure",
      dependencies: [
        "Clouds", "CVectorRate",
        .product(name: "GaussianMixtures", package: library),
        .product(name: "MixtureFiles", package: library),
        .product(name: "Tables", package: library),
      ],
      swiftSettings: strict),
    // The benchmark package takes every executable in a folder right below one named Benchmarks for a suite.
    .executableTarget(
      name: "Phases",
      dependencies: [
        "Clouds",
        .product(name: "GaussianMixtures", package: library),
        .product(name: "Tables", package: library),
        .product(name: "Benchmark", package: "benchmark"),
      ],
      path: "Phases", swiftSettings: strict,
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
  ],
  swiftLanguageModes: [.v6],
  cLanguageStandard: .c17
)
