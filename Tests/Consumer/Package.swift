// swift-tools-version: 6.2
import PackageDescription

// Somebody else's program, which fits a few points: what Scripts/test-consumer.sh builds outside the repository.

let package = Package(
  name: "consumer",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(url: Context.environment["GAUSSIAN_MIXTURES_URL"] ?? "../..", from: "1.0.0")
  ],
  targets: [
    .executableTarget(
      name: "consumer",
      dependencies: [.product(name: "GaussianMixtures", package: "swift-gaussian-mixtures")])
  ],
  swiftLanguageModes: [.v6]
)
